//! New outputs in the place of old ones: all of them or, where one cannot be
//! moved, none.

use std::{collections::BTreeSet, fs, io, path::Path};

use crate::{error::Failure, finding::Message};

/// The folder of a dataset, and what is to change in it.
pub(super) struct Swap<'a> {
    pub(super) folder: &'a Path,
    /// Where the new outputs are; what has been moved already is not.
    pub(super) ready: &'a Path,
    /// Where the old ones are kept until all new ones are in place.
    pub(super) kept: &'a Path,
    pub(super) new: &'a BTreeSet<String>,
    pub(super) old: &'a BTreeSet<String>,
}

impl Swap<'_> {
    /// Moves the new outputs into their places, and takes away old ones that no
    /// new one replaces.
    ///
    /// # Errors
    /// The output that could not be moved; then everything is as it was.
    pub(super) fn run(&self) -> Result<(), Failure> {
        for name in self.new.union(self.old) {
            self.no_links(name)?;
        }
        for name in self.new.union(self.old) {
            if let Err(source) = self.one(name) {
                self.back();
                return Err(Failure::Write {
                    path: self.folder.join(name),
                    source,
                });
            }
        }
        Ok(())
    }

    /// Whoever made this folder may have put a link where we would write
    /// through it.
    fn no_links(&self, name: &str) -> Result<(), Failure> {
        let above = Path::new(name).ancestors().skip(1);
        let mut above = above.map(|name| self.folder.join(name));
        match above.find(|path| *path != self.folder.join("") && path.is_symlink()) {
            Some(link) => Err(linked(&link)),
            None => Ok(()),
        }
    }

    fn one(&self, name: &str) -> io::Result<()> {
        let (from, to) = (self.ready.join(name), self.folder.join(name));
        let is_new = self.new.contains(name);
        if is_new && !is_there(&from)? {
            return Ok(());
        }
        if is_there(&to)? {
            keep(&to, &self.kept.join(name))?;
        }
        if is_new {
            above(&to)?;
            return fs::rename(&from, &to);
        }
        gone(fs::remove_file(&to))?;
        self.prune(&to);
        Ok(())
    }

    /// Undoes what was done so far, as well as it goes: what is left undone, the
    /// next run goes on with.
    fn back(&self) {
        for name in self.new.union(self.old) {
            let (from, to) = (self.ready.join(name), self.folder.join(name));
            let kept = self.kept.join(name);
            let replaced = is_there(&kept).unwrap_or(false);
            // One that was there before, and is not kept, still is what it was.
            let moved = replaced || !self.old.contains(name);
            if self.new.contains(name) && moved && !from.exists() {
                let _ = fs::rename(&to, &from);
            }
            if replaced {
                let _ = above(&to).and_then(|()| fs::rename(&kept, &to));
            }
            self.prune(&to);
        }
    }

    /// A folder of outputs goes with the last of them.
    fn prune(&self, output: &Path) {
        if let Some(parent) = output.parent().filter(|parent| *parent != self.folder) {
            let _ = fs::remove_dir(parent);
        }
    }
}

/// Keeps the old output without taking it away: whoever reads the folder
/// meanwhile finds one or the other. Some file systems know no second name.
fn keep(old: &Path, kept: &Path) -> io::Result<()> {
    if fs::symlink_metadata(old)?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    above(kept)?;
    match fs::hard_link(old, kept) {
        // Kept by a run that died.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(_) => fs::rename(old, kept),
        Ok(()) => Ok(()),
    }
}

/// Makes the folder that the file is to lie in.
fn above(file: &Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Whether there is anything of that name; not knowing is no answer.
pub(super) fn is_there(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// What is not there need not be removed.
pub(super) fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Nothing is written through a link inside the folder of a dataset.
pub(super) fn linked(path: &Path) -> Failure {
    let shown = path.display();
    Failure::Command(Message::new(
        format!("{shown} เป็นลิงก์ไปที่อื่น จึงไม่เขียนผ่านลิงก์นี้ โปรดลบลิงก์ หรือระบุ --out เป็นโฟลเดอร์อื่น"),
        format!(
            "{shown} is a link to another place, and nothing is written through it: remove the link, or give another --out"
        ),
    ))
}

/// The folder is not fit to hold a dataset, in words of its own.
pub(super) fn no_folder(path: &Path) -> Failure {
    let shown = path.display();
    Failure::Command(Message::new(
        format!("{shown} เป็นไฟล์ โปรดให้ชื่อโฟลเดอร์แก่ --out"),
        format!("{shown} is a file: give --out the name of a folder"),
    ))
}

/// An output would take the place of a file that is read.
pub(super) fn over(input: &Path) -> Failure {
    let shown = input.display();
    Failure::Command(Message::new(
        format!(
            "{shown} เป็นไฟล์ที่กำลังอ่าน และผลลัพธ์มีชื่อเดียวกัน โปรดระบุ --out เป็นโฟลเดอร์อื่น เพื่อไม่ให้ทับต้นฉบับ"
        ),
        format!(
            "{shown} is a file that is read, and an output has its name: give another --out, so that it is not written over"
        ),
    ))
}
