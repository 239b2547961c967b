//! Files written beside their place and renamed into it: a run that dies
//! leaves the previous output whole.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::error::Failure;

/// Files that are to appear together in one folder.
#[derive(Debug)]
pub struct Batch {
    folder: PathBuf,
    ready: Vec<(NamedTempFile, PathBuf)>,
}

impl Batch {
    /// A batch for `folder`, which is made where it is not there.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn new(folder: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(folder).map_err(|source| failure(folder, source))?;
        Ok(Self {
            folder: folder.to_owned(),
            ready: Vec::new(),
        })
    }

    /// Writes one file beside its place.
    ///
    /// # Errors
    /// A full disk, or a folder that may not be written to.
    pub fn add(&mut self, name: impl AsRef<Path>, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.folder.join(name);
        let written = || -> std::io::Result<NamedTempFile> {
            let mut file = tempfile::Builder::new()
                .prefix(".ruam-")
                .suffix(".tmp")
                .tempfile_in(&self.folder)?;
            file.write_all(bytes)?;
            file.as_file().sync_all()?;
            Ok(file)
        };
        let file = written().map_err(|source| failure(&path, source))?;
        self.ready.push((file, path));
        Ok(())
    }

    /// Puts all files into their places, in the order they were added.
    ///
    /// # Errors
    /// A file that cannot be renamed.
    pub fn finish(self) -> Result<(), Failure> {
        for (file, path) in self.ready {
            readable(&file);
            file.persist(&path)
                .map_err(|error| failure(&path, error.error))?;
        }
        // Best effort: a rename is lost in a power cut, never half done.
        if let Ok(folder) = fs::File::open(&self.folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

/// Writes one file, whole or not at all; its folder is made where it is not
/// there.
///
/// # Errors
/// As those of a [`Batch`].
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let Some(name) = path.file_name() else {
        let source = std::io::ErrorKind::IsADirectory.into();
        return Err(failure(path, source));
    };
    let mut batch = Batch::new(folder)?;
    batch.add(name, bytes)?;
    batch.finish()
}

/// A folder beside the places of files that are written bit by bit.
#[derive(Debug)]
pub struct Staged(tempfile::TempDir);

impl Staged {
    /// A folder in `folder`, which is made where it is not there.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self, Failure> {
        let made = fs::create_dir_all(folder).and_then(|()| {
            tempfile::Builder::new()
                .prefix(".ruam-")
                .suffix(".tmp")
                .tempdir_in(folder)
        });
        made.map(Self).map_err(|source| failure(folder, source))
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    /// Puts the files into `out`, at the places that they have in the folder,
    /// and names them.
    ///
    /// # Errors
    /// A file that cannot be renamed.
    pub fn place(self, files: &[PathBuf], out: &Path) -> Result<Vec<PathBuf>, Failure> {
        let mut placed = Vec::new();
        for file in files {
            let place = out.join(file.strip_prefix(self.folder()).unwrap_or(file));
            let folder = place.parent().unwrap_or(out);
            fs::create_dir_all(folder)
                .and_then(|()| fs::File::open(file)?.sync_all())
                .and_then(|()| fs::rename(file, &place))
                .map_err(|source| failure(&place, source))?;
            placed.push(place);
        }
        Ok(placed)
    }
}

/// Temporary files are made for their owner alone; outputs are for everybody
/// who may read the folder.
#[cfg(unix)]
fn readable(file: &NamedTempFile) {
    use std::os::unix::fs::PermissionsExt;
    let _ = file
        .as_file()
        .set_permissions(fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn readable(_: &NamedTempFile) {}

fn failure(path: &Path, source: std::io::Error) -> Failure {
    Failure::Write {
        path: path.to_owned(),
        source,
    }
}
