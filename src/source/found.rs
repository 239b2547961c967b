//! Which files a run has, and what each is called: links and special files are
//! told, and never followed or opened.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs::{self, File},
    io,
    path::{MAIN_SEPARATOR, Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use crate::error::{Error, Failure, Kind};

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Where it is.
    pub path: PathBuf,
    /// Its path relative to the input argument it was found under, with `/`;
    /// where two arguments have files of one such path, the path as given.
    pub file: String,
    /// The names of the folders it lies in, nearest first, up to the argument.
    pub folders: Vec<String>,
    /// Why it is not to be opened: a link, a device, a folder nobody may list.
    pub problem: Option<Error>,
}

impl Input {
    /// A file attached to this one, as if this one were its folder.
    #[must_use]
    pub fn attached(&self, name: &str) -> Self {
        let own = self.file.rsplit('/').next().unwrap_or(&self.file);
        let stem = own.rsplit_once('.').map_or(own, |(stem, _)| stem);
        let mut folders = vec![stem.to_owned()];
        folders.extend(self.folders.iter().cloned());
        Self {
            path: self.path.clone(),
            file: format!("{}/{name}", self.file),
            folders,
            problem: None,
        }
    }
}

/// All files under `paths`, sorted, each once; hidden files, Office's lock files
/// (`~$…`) and whatever `skip` names are left out.
///
/// # Errors
/// An argument that is not there: a mistake in the command, not in a file.
pub fn discover(paths: &[PathBuf], skip: &[&Path]) -> Result<Vec<Input>, Failure> {
    let skip: Vec<PathBuf> = skip
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    let mut inputs = Vec::new();
    for argument in paths {
        let failure = |source| Failure::Read {
            path: argument.clone(),
            source,
        };
        let whole = argument.canonicalize().map_err(failure)?;
        let wanted = |entry: &DirEntry| {
            entry.depth() == 0 || !(is_hidden(entry) || is_skipped(entry.path(), &skip))
        };
        for entry in WalkDir::new(argument)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(wanted)
        {
            match entry {
                Ok(entry) if is_folder(&entry) || is_skipped(entry.path(), &skip) => {}
                Ok(entry) => {
                    let problem = (!is_file(&entry)).then_some(Error::Unsupported(Kind::NotAFile));
                    inputs.push(input(argument, &whole, entry.path(), problem));
                }
                Err(error) => {
                    let path = error.path().unwrap_or(argument).to_owned();
                    let problem = Error::unreadable(&io::Error::from(error));
                    inputs.push(input(argument, &whole, &path, Some(problem)));
                }
            }
        }
    }
    once(&mut inputs, paths.len());
    inputs.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(inputs)
}

/// Leaves each file in once, whichever arguments lead to it, and gives every
/// file a name of its own.
fn once(inputs: &mut Vec<Input>, arguments: usize) {
    let mut seen = BTreeSet::new();
    inputs.retain(|input| {
        let whole = input.path.canonicalize().ok();
        let place = whole.filter(|_| input.problem.is_none());
        seen.insert(place.unwrap_or_else(|| input.path.clone()))
    });
    let files: BTreeSet<&str> = inputs.iter().map(|input| input.file.as_str()).collect();
    if 1 < arguments && files.len() < inputs.len() {
        for input in &mut *inputs {
            input.file = shown(input.path.as_os_str()).replace(MAIN_SEPARATOR, "/");
        }
    }
    // A name may look just like another that is no text: who has it as it
    // stands keeps it.
    inputs.sort_by(|a, b| {
        let order = |input: &Input| (input.path.to_str().is_none(), input.path.clone());
        order(a).cmp(&order(b))
    });
    let mut taken = BTreeSet::new();
    for input in inputs {
        let own = input.file.clone();
        let mut number = 1;
        while !taken.insert(input.file.clone()) {
            number += 1;
            input.file = format!("{own} ({number})");
        }
    }
}

/// The name as text. Bytes that are none are written as `\xFF`, so that two such
/// names never become one.
fn shown(name: &OsStr) -> String {
    if let Some(text) = name.to_str() {
        return text.to_owned();
    }
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(&chunk.valid().replace('\\', "\\\\"));
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02X}"));
        }
    }
    text
}

/// Opens the file, unless it has become something else since it was found: a
/// pipe would never end.
///
/// # Errors
/// What the system says, or that it is no file.
pub fn open(path: &Path) -> io::Result<File> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("no longer a file"));
    }
    File::open(path)
}

/// A folder, or an argument that leads to one.
fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_dir() || entry.depth() == 0 && entry.path().is_dir()
}

/// A regular file; an argument may be a link to one.
fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_file() || entry.depth() == 0 && entry.path().is_file()
}

fn is_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.') || name.starts_with("~$")
}

fn is_skipped(path: &Path, skip: &[PathBuf]) -> bool {
    !skip.is_empty() && path.canonicalize().is_ok_and(|path| skip.contains(&path))
}

fn input(argument: &Path, whole: &Path, path: &Path, problem: Option<Error>) -> Input {
    let relative = path
        .strip_prefix(argument)
        .ok()
        .filter(|relative| !relative.as_os_str().is_empty());
    let names: Vec<String> = relative
        .or_else(|| path.file_name().map(Path::new))
        .unwrap_or(path)
        .iter()
        .map(shown)
        .collect();
    // The argument's own name counts as a folder too; for a file named alone
    // that is the folder it lies in.
    let root = if relative.is_some() {
        Some(whole)
    } else {
        whole.parent()
    };
    let folders = names
        .iter()
        .rev()
        .skip(1)
        .cloned()
        .chain(root.and_then(Path::file_name).map(shown))
        .collect();
    Input {
        path: path.to_owned(),
        file: names.join("/"),
        folders,
        problem,
    }
}
