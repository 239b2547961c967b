//! The files of a run: which there are, what each is by its bytes, its hash.

mod container;

use std::{
    collections::BTreeSet,
    io,
    path::{MAIN_SEPARATOR, Path, PathBuf},
};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

pub use container::hidden_bomb;

use crate::{
    error::{Error, Failure, Kind},
    limits::Limits,
    submission::Format,
};

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

/// What a file is by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A workbook.
    Workbook(Format),
    /// A PDF document.
    Pages,
    /// Text.
    Text,
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
                    let problem = Error::Unreadable(io::Error::from(error).kind().to_string());
                    inputs.push(input(argument, &whole, &path, Some(problem)));
                }
            }
        }
    }
    once(&mut inputs);
    inputs.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(inputs)
}

/// Leaves each file in once, whichever arguments lead to it, and gives every
/// file a name of its own.
fn once(inputs: &mut Vec<Input>) {
    let mut seen = BTreeSet::new();
    inputs.retain(|input| {
        let whole = input.path.canonicalize().ok();
        let place = whole.filter(|_| input.problem.is_none());
        seen.insert(place.unwrap_or_else(|| input.path.clone()))
    });
    let files: BTreeSet<&str> = inputs.iter().map(|input| input.file.as_str()).collect();
    if files.len() < inputs.len() {
        for input in inputs {
            input.file = input.path.to_string_lossy().replace(MAIN_SEPARATOR, "/");
        }
    }
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
        .map(|name| name.to_string_lossy().into_owned())
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
        .chain(
            root.and_then(Path::file_name)
                .map(|name| name.to_string_lossy().into_owned()),
        )
        .collect();
    Input {
        path: path.to_owned(),
        file: names.join("/"),
        folders,
        problem,
    }
}

/// The SHA-256 of `bytes`, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// What the file is, by its first bytes and, for a zip container, its parts:
/// never by its name.
///
/// # Errors
/// A file that is empty, broken, too large, or of a kind that is not read.
pub fn sniff(bytes: &[u8], limits: &Limits) -> Result<Shape, Error> {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let unsupported = |kind| Err(Error::Unsupported(kind));
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    for (magic, kind) in MAGIC {
        if head.starts_with(magic) {
            return unsupported(*kind);
        }
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return container::shape(bytes, limits);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound_shape(bytes);
    }
    if memchr::memmem::find(head, b"%PDF-").is_some() {
        return Ok(Shape::Pages);
    }
    let start: String = String::from_utf8_lossy(head)
        .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .chars()
        .take(16)
        .collect::<String>()
        .to_lowercase();
    if [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<table",
        "<meta",
        "<style",
        "<script",
    ]
    .iter()
    .any(|tag| start.starts_with(tag))
    {
        return unsupported(Kind::Html);
    }
    if start.starts_with("<?xml") || start.starts_with("<!doctype") {
        return unsupported(Kind::Xml);
    }
    if is_text(head) {
        Ok(Shape::Text)
    } else {
        unsupported(Kind::Unknown)
    }
}

/// First bytes of files that are often sent by mistake.
const MAGIC: &[(&[u8], Kind)] = &[
    (b"\x89PNG", Kind::Picture),
    (b"\xff\xd8\xff", Kind::Picture),
    (b"GIF8", Kind::Picture),
    (b"BM", Kind::Picture),
    (b"II*\0", Kind::Picture),
    (b"MM\0*", Kind::Picture),
    (b"Rar!", Kind::Archive),
    (b"7z\xbc\xaf", Kind::Archive),
    (b"\x1f\x8b", Kind::Archive),
    (b"{\\rtf", Kind::Rtf),
    (b"\x09\x00\x04\x00", Kind::OldExcel),
    (b"\x09\x02\x06\x00", Kind::OldExcel),
    (b"\x09\x04\x06\x00", Kind::OldExcel),
    (b"\x09\x08\x08\x00", Kind::OldExcel),
];

/// Text has no control characters but line ends and tabs, or is UTF-16.
fn is_text(head: &[u8]) -> bool {
    Encoding::for_bom(head).is_some()
        || utf16_without_mark(head).is_some()
        || !head
            .iter()
            .any(|byte| matches!(byte, 0..=8 | 0xe..=0x1a | 0x1c..=0x1f | 0x7f))
}

/// UTF-16 without its mark: in Thai and ASCII nearly every unit has 0x0E or 0
/// as its high byte.
#[must_use]
pub fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096))?;
    let high = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| matches!(byte, 0 | 0xe))
            .count()
    };
    let units = head.len() / 2;
    let (even, odd) = (high(0), high(1));
    if units < 4 || even.max(odd) * 10 < units * 9 {
        None
    } else if odd > even {
        Some(UTF_16LE)
    } else {
        Some(UTF_16BE)
    }
}

/// Compound files of old Office: told apart by the names of their streams,
/// which are in UTF-16.
fn compound_shape(bytes: &[u8]) -> Result<Shape, Error> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    if has("EncryptedPackage") {
        Err(Error::Encrypted)
    } else if has("Workbook") || has("Book") {
        Ok(Shape::Workbook(Format::Xls))
    } else if has("WordDocument") {
        Err(Error::Unsupported(Kind::Word))
    } else if has("PowerPoint Document") {
        Err(Error::Unsupported(Kind::PowerPoint))
    } else {
        Err(Error::Unsupported(Kind::Unknown))
    }
}
