//! What mutants are made of: the fixtures, and the documents beside the project.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::common::{fixture, shared};

/// The formats that are tortured, each by the end of its files' names.
pub(crate) const FORMATS: [&str; 6] = ["xlsx", "xls", "xlsb", "ods", "csv", "pdf"];

/// Larger files would take the time of many mutants.
const LARGEST: u64 = 300_000;

/// One file to make mutants of.
pub(crate) struct Base {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// The files of one format by the folder that they lie in: folders are drawn
/// first, so that a hundred files of one kind do not drown the rest.
pub(crate) type Bases = BTreeMap<PathBuf, Vec<Base>>;

/// All bases by format. The documents beside the project are left out where
/// they are not there, which is said.
pub(crate) fn bases() -> BTreeMap<&'static str, Bases> {
    let mut files = Vec::new();
    below(&fixture(""), &mut files);
    for folder in ["corpus/fio", "corpus/thai", "corpus/hostile"] {
        if let Some(path) = shared(folder) {
            below(&path, &mut files);
        }
    }
    files.sort();
    let mut all: BTreeMap<&'static str, Bases> = BTreeMap::new();
    for path in files {
        let size = fs::metadata(&path).unwrap().len();
        let bytes = fs::read(&path).unwrap();
        if let Some(format) = format(&path, &bytes)
            && 0 < size
            && size < LARGEST
        {
            let folder = path.parent().unwrap().to_owned();
            // A pair of twins has a folder of its own.
            let twins = folder.ancestors().find(|path| path.ends_with("twins"));
            let group = twins.unwrap_or(&folder).to_owned();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let of_format = all.entry(format).or_default();
            of_format
                .entry(group)
                .or_default()
                .push(Base { name, bytes });
        }
    }
    all
}

/// The format that a file is tortured as, by its first bytes and its name.
fn format(path: &Path, bytes: &[u8]) -> Option<&'static str> {
    let end = path.extension()?.to_str()?;
    let is_zip = bytes.starts_with(b"PK");
    let is_compound = bytes.starts_with(b"\xd0\xcf\x11\xe0");
    let head = &bytes[..bytes.len().min(1024)];
    match end {
        "xlsx" | "xlsm" | "xltx" if is_zip => Some("xlsx"),
        "xlsb" | "ods" if is_zip => FORMATS.into_iter().find(|format| *format == end),
        "xls" | "xlsx" if is_compound => Some("xls"),
        "csv" | "txt" => Some("csv"),
        _ if memchr::memmem::find(head, b"%PDF-").is_some() => Some("pdf"),
        _ => None,
    }
}

/// All files below a folder.
pub(crate) fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, files);
        } else {
            files.push(path);
        }
    }
}
