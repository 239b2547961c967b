//! The folder of a dataset: one run at a time writes into it, and what a run
//! wrote appears together or not at all.
//!
//! New files are staged in `.ruam/next`, which becomes `.ruam/ready` in one
//! rename: from then on the run is done. Then they are moved into their places;
//! where that was cut short, the next run goes on with it, and where one of them
//! cannot be moved, those of the run before come back.

use std::{
    collections::BTreeSet,
    fs::{self, File, TryLockError},
    io,
    path::{Component, Path, PathBuf},
};

use walkdir::WalkDir;

use super::swap::{Swap, gone, is_there, linked, no_folder, over};
use crate::error::Failure;

/// What belongs to us in the folder and is no output.
pub const WORK: &str = ".ruam";
const LOCK: &str = "lock";
const NEXT: &str = "next";
const READY: &str = "ready";
/// Outputs of the run before, until those of this one are all in place.
const KEPT: &str = "kept";
/// The outputs that were written last, one path a line.
const OUTPUTS: &str = "outputs";

/// A folder that no other run writes into.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Held until this is dropped, or the process dies.
    _lock: File,
}

impl Folder {
    /// Takes the folder, which is made where it is not there, and finishes what
    /// a run before left undone.
    ///
    /// # Errors
    /// Another run that has it, or a folder that cannot be written to.
    pub fn take(path: &Path) -> Result<Self, Failure> {
        if path.is_file() {
            return Err(no_folder(path));
        }
        let work = path.join(WORK);
        if work.is_symlink() {
            return Err(linked(&work));
        }
        fs::create_dir_all(&work).map_err(|source| failure(path, source))?;
        without_links(&work)?;
        let name = work.join(LOCK);
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&name)
            .map_err(|source| failure(&name, source))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Failure::Busy(path.to_owned())),
            Err(TryLockError::Error(source)) => return Err(failure(&name, source)),
        }
        let folder = Self {
            path: path.to_owned(),
            _lock: lock,
        };
        folder.place()?;
        let next = folder.stage();
        gone(fs::remove_dir_all(&next)).map_err(|source| failure(&next, source))?;
        fs::create_dir(&next).map_err(|source| failure(&next, source))?;
        Ok(folder)
    }

    /// Where the files of this run are written: `outputs` below here will be in
    /// the folder under the same names.
    #[must_use]
    pub fn stage(&self) -> PathBuf {
        self.work().join(NEXT)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Leaves everything as it is: nothing was staged.
    pub fn leave(&self) {
        // Where it stays, the next run removes it.
        let _ = fs::remove_dir(self.stage());
    }

    /// What belongs to us.
    #[must_use]
    pub fn work(&self) -> PathBuf {
        self.path.join(WORK)
    }

    /// Sees to it that no output takes the place of a file that is read.
    ///
    /// # Errors
    /// The file.
    pub fn spare<'a>(&self, inputs: impl Iterator<Item = &'a Path>) -> Result<(), Failure> {
        let place = self.path.canonicalize();
        let place = place.map_err(|source| failure(&self.path, source))?;
        let old = self.outputs()?;
        for input in inputs {
            let whole = input.canonicalize().ok();
            let name = whole
                .as_ref()
                .and_then(|path| path.strip_prefix(&place).ok());
            let is_output = |name: &Path| {
                self.stage().join(name).is_file() || name.to_str().is_some_and(|n| old.contains(n))
            };
            if name.is_some_and(is_output) {
                return Err(over(input));
            }
        }
        Ok(())
    }

    /// Puts everything staged into its place. Outputs of a run before that this
    /// one did not write are removed, unless `beside` says that they still
    /// hold: nothing in the folder tells of other files than the rest.
    ///
    /// # Errors
    /// A full disk, or a folder that cannot be written to.
    pub fn publish(&self, beside: bool) -> Result<(), Failure> {
        let next = self.stage();
        let mut outputs = BTreeSet::new();
        settle(&next, Path::new(""), &mut outputs).map_err(|source| failure(&next, source))?;
        if beside {
            outputs.append(&mut self.outputs()?);
        }
        let list: String = outputs.iter().map(|name| format!("{name}\n")).collect();
        let (ready, kept) = (self.work().join(READY), self.work().join(KEPT));
        let written = || -> io::Result<()> {
            fs::write(next.join(OUTPUTS), list)?;
            File::open(next.join(OUTPUTS))?.sync_all()?;
            // Of a run whose outputs are all in place.
            gone(fs::remove_dir_all(&kept))?;
            fs::rename(&next, &ready)
        };
        written().map_err(|source| failure(&next, source))?;
        self.place()
    }

    /// Moves what is ready into its place; nothing where nothing is.
    fn place(&self) -> Result<(), Failure> {
        let (ready, kept) = (self.work().join(READY), self.work().join(KEPT));
        let list = ready.join(OUTPUTS);
        // Without its list it has been placed, and only not been removed yet.
        if is_there(&list).map_err(|source| failure(&list, source))? {
            Swap {
                folder: &self.path,
                ready: &ready,
                kept: &kept,
                new: &listed(&list)?,
                old: &self.outputs()?,
            }
            .run()?;
            let last = self.work().join(OUTPUTS);
            fs::rename(&list, &last).map_err(|source| failure(&last, source))?;
        }
        for folder in [ready, kept] {
            gone(fs::remove_dir_all(&folder)).map_err(|source| failure(&folder, source))?;
        }
        // Best effort: a rename is lost in a power cut, never half done.
        if let Ok(folder) = File::open(&self.path) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    /// The outputs that were written last.
    ///
    /// # Errors
    /// A list that cannot be read.
    pub fn outputs(&self) -> Result<BTreeSet<String>, Failure> {
        listed(&self.work().join(OUTPUTS))
    }
}

/// Whoever made the folder may have put a link into it: nothing is written or
/// removed through one.
fn without_links(work: &Path) -> Result<(), Failure> {
    for entry in WalkDir::new(work) {
        let entry = entry.map_err(|error| failure(work, error.into()))?;
        if entry.path_is_symlink() {
            return Err(linked(entry.path()));
        }
    }
    Ok(())
}

/// The names in a list of outputs; none where there is no list. The folder may
/// have come from somebody else: a name that leads out of it is none of ours.
fn listed(path: &Path) -> Result<BTreeSet<String>, Failure> {
    let text = match fs::read_to_string(path) {
        // Were a list that cannot be read an empty one, outputs would go.
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(Failure::Read {
                path: path.to_owned(),
                source: error,
            });
        }
        text => text.unwrap_or_default(),
    };
    let inside = |name: &&str| {
        let mut parts = Path::new(name).components();
        parts.all(|part| matches!(part, Component::Normal(name) if name != WORK))
    };
    Ok(text.lines().filter(inside).map(str::to_owned).collect())
}

/// Sees to it that all files below are on the disk, and collects their names.
fn settle(stage: &Path, below: &Path, outputs: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(stage.join(below))? {
        let entry = entry?;
        let name = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            settle(stage, &name, outputs)?;
        } else {
            File::open(entry.path())?.sync_all()?;
            outputs.insert(name.to_string_lossy().into_owned());
        }
    }
    Ok(())
}

fn failure(path: &Path, source: io::Error) -> Failure {
    Failure::Write {
        path: path.to_owned(),
        source,
    }
}
