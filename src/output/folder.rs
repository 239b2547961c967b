//! The folder of a dataset: one run at a time writes into it, and what a run
//! wrote appears together or not at all.
//!
//! New files are staged in `.ruam/next`, which becomes `.ruam/ready` in one
//! rename: from then on the run is done. Then they are moved into their places;
//! where that was cut short, the next run goes on with it.

use std::{
    collections::BTreeSet,
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    path::{Component, Path, PathBuf},
};

use crate::error::Failure;

/// What belongs to us in the folder and is no output.
pub const WORK: &str = ".ruam";
const LOCK: &str = "lock";
const NEXT: &str = "next";
const READY: &str = "ready";
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
        let work = path.join(WORK);
        fs::create_dir_all(&work).map_err(|source| failure(path, source))?;
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

    /// What belongs to us.
    #[must_use]
    pub fn work(&self) -> PathBuf {
        self.path.join(WORK)
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
            outputs.append(&mut self.outputs());
        }
        let list: String = outputs.iter().map(|name| format!("{name}\n")).collect();
        let ready = self.work().join(READY);
        let written = || -> io::Result<()> {
            fs::write(next.join(OUTPUTS), list)?;
            File::open(next.join(OUTPUTS))?.sync_all()?;
            fs::rename(&next, &ready)
        };
        written().map_err(|source| failure(&next, source))?;
        self.place()
    }

    /// Moves what is ready into its place; nothing where nothing is.
    fn place(&self) -> Result<(), Failure> {
        let ready = self.work().join(READY);
        let list = ready.join(OUTPUTS);
        // Without its list it has been placed, and only not been removed yet.
        if list.is_file() {
            let outputs = listed(&list);
            for name in &outputs {
                let (from, to) = (ready.join(name), self.path.join(name));
                if from.is_file() {
                    let parent = to.parent().unwrap_or(&self.path);
                    fs::create_dir_all(parent)
                        .and_then(|()| fs::rename(&from, &to))
                        .map_err(|source| failure(&to, source))?;
                }
            }
            for name in self.outputs().difference(&outputs) {
                let old = self.path.join(name);
                gone(fs::remove_file(&old)).map_err(|source| failure(&old, source))?;
                // A folder of outputs goes with the last of them.
                if let Some(parent) = old.parent().filter(|parent| *parent != self.path) {
                    let _ = fs::remove_dir(parent);
                }
            }
            let last = self.work().join(OUTPUTS);
            fs::rename(&list, &last).map_err(|source| failure(&last, source))?;
        }
        gone(fs::remove_dir_all(&ready)).map_err(|source| failure(&ready, source))?;
        // Best effort: a rename is lost in a power cut, never half done.
        if let Ok(folder) = File::open(&self.path) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    /// The outputs that were written last.
    fn outputs(&self) -> BTreeSet<String> {
        listed(&self.work().join(OUTPUTS))
    }
}

/// The names in a list of outputs; none where there is no list. The folder may
/// have come from somebody else: a name that leads out of it is none of ours.
fn listed(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let inside = |name: &&str| {
        let mut parts = Path::new(name).components();
        parts.all(|part| matches!(part, Component::Normal(name) if name != WORK))
    };
    text.lines().filter(inside).map(str::to_owned).collect()
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

/// What is not there need not be removed.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn failure(path: &Path, source: io::Error) -> Failure {
    Failure::Write {
        path: path.to_owned(),
        source,
    }
}
