//! Entries that are written somewhere: which there are, and where. What they
//! say stays on the disk until their report is joined.

use std::{
    cmp::Ordering,
    fmt,
    fs::File,
    io::{BufRead, BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error as _, IgnoredAny, MapAccess, Visitor},
};
use walkdir::WalkDir;

use crate::{
    error::Failure,
    facts,
    submission::{Entry, REJECTION_SCHEMA, SUBMISSION_SCHEMA},
};

/// More than any entry has: that of two million cells is half of it.
const ENTRY_BYTES: u64 = 1 << 30;

/// Where an entry is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Place {
    #[serde(skip, default = "nowhere")]
    pub(super) path: Arc<Path>,
    /// Counted from 1; 0 where the entry is no line among others.
    pub(super) line: u64,
    pub(super) offset: u64,
    pub(super) length: usize,
    /// Whether this very run, or the store, wrote it: then it need not be
    /// checked.
    pub(super) ours: bool,
}

fn nowhere() -> Arc<Path> {
    Path::new("").into()
}

/// An entry and what it is called by.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Listed {
    pub(super) file: String,
    pub(super) sha256: String,
    pub(super) agency: String,
    /// Of a file that was rejected; none where it is not known.
    pub(super) office: Option<String>,
    /// None where the file was rejected.
    pub(super) fiscal_year: Option<u16>,
    pub(super) place: Place,
}

impl Listed {
    /// The entry whose JSON begins with `json` and is written at `place`.
    pub(super) fn new(json: &[u8], place: Place) -> Result<Self, serde_json::Error> {
        let mut head = Head::default();
        let read = serde_json::Deserializer::from_slice(json).deserialize_map(&mut head);
        // What comes behind is not looked at before its report is joined.
        if !head.is_whole() {
            read?;
            return Err(serde_json::Error::custom("no submission and no rejection"));
        }
        let Head {
            source,
            agency,
            office,
            fiscal_year,
            ..
        } = head;
        let source = source.unwrap_or_default();
        Ok(Self {
            file: source.file,
            sha256: source.sha256,
            agency: agency.unwrap_or_default(),
            office: office.flatten(),
            fiscal_year,
            place,
        })
    }

    pub(super) fn is_rejected(&self) -> bool {
        self.fiscal_year.is_none()
    }

    /// One file of one agency: what was read of it twice counts once.
    fn identity(&self) -> (&str, &str, &str) {
        (&self.file, &self.sha256, &self.agency)
    }

    /// The bytes of the entry.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let Place {
            path,
            offset,
            length,
            ..
        } = &self.place;
        let mut bytes = vec![0; *length];
        File::open(path)
            .and_then(|mut file| {
                file.seek(SeekFrom::Start(*offset))?;
                file.read_exact(&mut bytes)
            })
            .map_err(|source| unreadable(path, source))?;
        Ok(bytes)
    }

    /// What the bytes of the entry say.
    pub(super) fn parse(&self, bytes: &[u8]) -> Result<Entry, Failure> {
        let (name, rejected) = if self.is_rejected() {
            ("rejection", true)
        } else {
            ("submission", false)
        };
        let parsed = || -> Result<Entry, String> {
            if !self.place.ours {
                let value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
                facts::check(&value, name)?;
            }
            let entry = if rejected {
                serde_json::from_slice(bytes).map(Entry::Rejected)
            } else {
                serde_json::from_slice(bytes).map(Entry::Submission)
            };
            entry.map_err(|error| error.to_string())
        };
        parsed().map_err(|problem| self.place.invalid(&problem))
    }
}

impl Place {
    fn invalid(&self, problem: &str) -> Failure {
        Failure::Invalid {
            path: self.path.to_path_buf(),
            problem: match self.line {
                0 => problem.to_owned(),
                line => format!("line {line}: {problem}"),
            },
        }
    }
}

/// Sorts the entries, and leaves each in once. Of two readings of the same
/// bytes one that succeeded counts, then the first by what they say.
pub(super) fn once(mut all: Vec<Listed>) -> Result<Vec<Listed>, Failure> {
    all.sort_by(|a, b| {
        a.identity()
            .cmp(&b.identity())
            .then(a.is_rejected().cmp(&b.is_rejected()))
    });
    let mut kept: Vec<Listed> = Vec::with_capacity(all.len());
    for listed in all {
        match kept.last_mut() {
            Some(last) if last.identity() == listed.identity() => {
                let same_kind = last.is_rejected() == listed.is_rejected();
                if same_kind && said(&listed)?.cmp(&said(last)?) == Ordering::Less {
                    *last = listed;
                }
            }
            _ => kept.push(listed),
        }
    }
    Ok(kept)
}

/// What the entry says, as we write it.
fn said(listed: &Listed) -> Result<Vec<u8>, Failure> {
    let entry = listed.parse(&listed.bytes()?)?;
    Ok(serde_json::to_vec(&entry).unwrap_or_default())
}

/// The entries that were written before under `path`: a submission, a
/// `submissions.jsonl`, a dataset, which means its folder, or a folder of such.
///
/// # Errors
/// A file that cannot be read, or is none of them.
pub fn list(path: &Path) -> Result<Vec<Listed>, Failure> {
    let mut all = Vec::new();
    for file in files(path)? {
        list_file(&file, &mut all)?;
    }
    Ok(all)
}

/// The files with entries under `path`.
fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if path.file_name().is_some_and(|name| name == "dataset.json") {
        return Ok(vec![path.with_file_name(LINES)]);
    }
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    let mut walk = WalkDir::new(path).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = entry.map_err(|error| unreadable(path, error.into()))?;
        let hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
        if entry.file_type().is_dir() {
            let lines = entry.path().join(LINES);
            if hidden {
                walk.skip_current_dir();
            } else if lines.is_file() {
                files.push(lines);
                // The rest of a dataset says the same again.
                walk.skip_current_dir();
            }
        } else if !hidden && is_json(entry.path()) {
            files.push(entry.into_path());
        }
    }
    if files.is_empty() {
        return Err(Failure::Invalid {
            path: path.to_owned(),
            problem: "no submission, no submissions.jsonl and no dataset in this folder".to_owned(),
        });
    }
    Ok(files)
}

/// Where a dataset has its entries.
pub(super) const LINES: &str = "submissions.jsonl";

fn is_json(path: &Path) -> bool {
    path.extension()
        .is_some_and(|own| own == "json" || own == "jsonl")
}

/// The entries of one file: one indented, or one a line.
fn list_file(path: &Path, all: &mut Vec<Listed>) -> Result<(), Failure> {
    let unreadable = |source| unreadable(path, source);
    let file = File::open(path).map_err(unreadable)?;
    let mut file = BufReader::with_capacity(1 << 18, file);
    let shared: Arc<Path> = path.into();
    let (mut line, mut number, mut offset) = (Vec::new(), 0, 0);
    loop {
        line.clear();
        let read = file.by_ref().take(ENTRY_BYTES).read_until(b'\n', &mut line);
        let length = read.map_err(unreadable)?;
        if length == 0 {
            return Ok(());
        }
        number += 1;
        let mut place = Place {
            path: shared.clone(),
            line: number,
            offset,
            length,
            ours: false,
        };
        // An indented entry is a file of its own.
        if number == 1 && line.trim_ascii() == b"{" {
            let rest = file.by_ref().take(ENTRY_BYTES).read_to_end(&mut line);
            place.line = 0;
            place.length += rest.map_err(unreadable)?;
        }
        offset += place.length as u64;
        if !line.trim_ascii().is_empty() {
            let listed = Listed::new(&line, place.clone());
            all.push(listed.map_err(|error| place.invalid(&error.to_string()))?);
        }
    }
}

fn unreadable(path: &Path, source: std::io::Error) -> Failure {
    Failure::Read {
        path: path.to_owned(),
        source,
    }
}

/// The fields at the head of an entry, read no further than needed.
#[derive(Default)]
struct Head {
    schema: Option<String>,
    source: Option<SourceHead>,
    agency: Option<String>,
    office: Option<Option<String>>,
    fiscal_year: Option<u16>,
}

#[derive(Default, Deserialize)]
struct SourceHead {
    file: String,
    sha256: String,
}

impl Head {
    fn is_whole(&self) -> bool {
        let known = match self.schema.as_deref() {
            Some(SUBMISSION_SCHEMA) => self.fiscal_year.is_some(),
            Some(REJECTION_SCHEMA) => self.office.is_some(),
            _ => false,
        };
        known && self.source.is_some() && self.agency.is_some()
    }
}

impl<'de> Visitor<'de> for &mut Head {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a submission or a rejection")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut fields: M) -> Result<(), M::Error> {
        while let Some(name) = fields.next_key::<String>()? {
            match name.as_str() {
                "schema" => self.schema = fields.next_value()?,
                "source" => self.source = fields.next_value()?,
                "agency" => self.agency = fields.next_value()?,
                "office" => self.office = Some(fields.next_value()?),
                "fiscal_year" => self.fiscal_year = fields.next_value()?,
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                }
            }
            if self.is_whole() {
                return Err(M::Error::custom("enough"));
            }
        }
        Ok(())
    }
}
