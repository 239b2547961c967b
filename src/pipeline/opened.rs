//! A dataset that was written before, opened again: read piece by piece, since
//! that of all agencies is larger than memory.

use std::{
    collections::BTreeMap,
    fmt,
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
    },
};

use crate::{
    dataset::{DATASET_SCHEMA, Provenance, Report, Summary},
    error::Failure,
    finding::Finding,
    submission::Entry,
};

/// The folder of a dataset.
#[derive(Clone, Debug)]
pub struct Opened {
    folder: PathBuf,
}

/// What is done with each piece; a failure ends the reading.
type Each<'a, T> = &'a mut dyn FnMut(T) -> Result<(), Failure>;

impl Opened {
    /// The dataset in the folder `path`, or whose `dataset.json` it is.
    ///
    /// # Errors
    /// A path that has no dataset.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let folder = if path.is_dir() {
            path.to_owned()
        } else {
            path.parent().map(Path::to_owned).unwrap_or_default()
        };
        let opened = Self { folder };
        opened.file("dataset.json")?;
        Ok(opened)
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Every report in order, and then all submissions.
    ///
    /// # Errors
    /// A file that cannot be read or is no dataset, or what `each` returns.
    pub fn reports(&self, each: Each<'_, Report>) -> Result<Vec<Summary>, Failure> {
        let (path, file) = self.file("dataset.json")?;
        let mut failed = None;
        let mut text = serde_json::Deserializer::from_reader(file);
        let read = Reports {
            each,
            failed: &mut failed,
        }
        .deserialize(&mut text)
        .and_then(|summaries| text.end().map(|()| summaries));
        match (failed, read) {
            (Some(failure), _) => Err(failure),
            (None, read) => read.map_err(|error| invalid(&path, &error)),
        }
    }

    /// Every finding, by file and place.
    ///
    /// # Errors
    /// As [`Opened::reports`].
    pub fn findings(&self, each: Each<'_, Finding>) -> Result<(), Failure> {
        self.lines("findings.jsonl", parsed, each)
    }

    /// Where each value came from, by report and field.
    ///
    /// # Errors
    /// As [`Opened::reports`].
    pub fn provenance(&self, each: Each<'_, Provenance>) -> Result<(), Failure> {
        self.lines("provenance.jsonl", parsed, each)
    }

    /// Every entry; their places are the indices of the submissions.
    ///
    /// # Errors
    /// As [`Opened::reports`].
    pub fn entries(&self, each: Each<'_, Entry>) -> Result<(), Failure> {
        self.lines("submissions.jsonl", Entry::from_json, each)
    }

    /// When each file arrived, by the place of its submission.
    ///
    /// # Errors
    /// As [`Opened::reports`].
    pub fn received(&self) -> Result<BTreeMap<usize, String>, Failure> {
        #[derive(Deserialize)]
        struct Head {
            received: Option<String>,
        }
        let (mut dates, mut at) = (BTreeMap::new(), 0);
        self.lines("submissions.jsonl", parsed, &mut |head: Head| {
            if let Some(received) = head.received {
                dates.insert(at, received);
            }
            at += 1;
            Ok(())
        })?;
        Ok(dates)
    }

    fn lines<T>(
        &self,
        name: &str,
        read_one: fn(&[u8]) -> Result<T, serde_json::Error>,
        each: Each<'_, T>,
    ) -> Result<(), Failure> {
        let (path, mut file) = self.file(name)?;
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = file.read_until(b'\n', &mut line);
            if read.map_err(|source| unreadable(&path, source))? == 0 {
                return Ok(());
            }
            each(read_one(&line).map_err(|error| invalid(&path, &error))?)?;
        }
    }

    fn file(&self, name: &str) -> Result<(PathBuf, BufReader<File>), Failure> {
        let path = self.folder.join(name);
        match File::open(&path) {
            Ok(file) => Ok((path, BufReader::with_capacity(1 << 16, file))),
            Err(source) => Err(unreadable(&path, source)),
        }
    }
}

fn parsed<T: DeserializeOwned>(json: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_slice(json)
}

fn unreadable(path: &Path, source: std::io::Error) -> Failure {
    Failure::Read {
        path: path.to_owned(),
        source,
    }
}

fn invalid(path: &Path, error: &serde_json::Error) -> Failure {
    Failure::Invalid {
        path: path.to_owned(),
        problem: error.to_string(),
    }
}

/// A dataset, whose reports are handed on one by one.
struct Reports<'a, 'b> {
    each: Each<'a, Report>,
    failed: &'b mut Option<Failure>,
}

impl<'de> DeserializeSeed<'de> for Reports<'_, '_> {
    type Value = Vec<Summary>;

    fn deserialize<D: Deserializer<'de>>(self, text: D) -> Result<Vec<Summary>, D::Error> {
        text.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Reports<'_, '_> {
    type Value = Vec<Summary>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a dataset")
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut fields: M) -> Result<Vec<Summary>, M::Error> {
        let mut summaries = None;
        while let Some(name) = fields.next_key::<String>()? {
            match name.as_str() {
                "schema" => {
                    let schema: String = fields.next_value()?;
                    if schema != DATASET_SCHEMA {
                        return Err(M::Error::custom(format!("/schema: not {DATASET_SCHEMA}")));
                    }
                }
                "reports" => fields.next_value_seed(List(&mut self))?,
                "submissions" => summaries = Some(fields.next_value()?),
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                }
            }
        }
        summaries.ok_or_else(|| M::Error::missing_field("submissions"))
    }
}

/// The list of reports.
struct List<'s, 'a, 'b>(&'s mut Reports<'a, 'b>);

impl<'de> DeserializeSeed<'de> for List<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, text: D) -> Result<(), D::Error> {
        text.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of reports")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut reports: S) -> Result<(), S::Error> {
        while let Some(report) = reports.next_element::<Report>()? {
            if let Err(failure) = (self.0.each)(report) {
                *self.0.failed = Some(failure);
                return Err(S::Error::custom("ended"));
            }
        }
        Ok(())
    }
}
