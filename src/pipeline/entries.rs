//! Entries that are written somewhere: which there are, and where. What they
//! say stays on the disk until their report is joined.

use std::{
    cmp::Ordering,
    fmt,
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::Path,
    sync::Arc,
};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error as _, IgnoredAny, MapAccess, Visitor},
};

use crate::{
    error::Failure,
    facts,
    output::json,
    submission::{Entry, REJECTION_SCHEMA, SUBMISSION_SCHEMA, Submission},
};

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

    /// What the bytes of the entry say, and the entry as we write it where they
    /// say it otherwise.
    pub(super) fn parse(&self, bytes: &[u8]) -> Result<(Entry, Option<Vec<u8>>), Failure> {
        // Where the text is the one that we write, the schema need not be asked
        // of what is plain; in doubt it is, and its words are told.
        if !self.is_rejected()
            && let Ok(submission) = serde_json::from_slice::<Box<Submission>>(bytes)
            && (self.place.ours || submission.is_plain())
            && json::is_line(&submission, bytes)
        {
            return Ok((Entry::Submission(submission), None));
        }
        let entry = self.checked(bytes)?;
        let written = json::line(&entry);
        Ok((entry, (written != bytes).then_some(written)))
    }

    /// What the bytes of the entry say, held to its schema.
    fn checked(&self, bytes: &[u8]) -> Result<Entry, Failure> {
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
    pub(super) fn invalid(&self, problem: &str) -> Failure {
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
    let (entry, _) = listed.parse(&listed.bytes()?)?;
    Ok(serde_json::to_vec(&entry).unwrap_or_default())
}

pub(super) fn unreadable(path: &Path, source: std::io::Error) -> Failure {
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
