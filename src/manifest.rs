//! The manifest: which file came from which office, and when; kept by the
//! compiler as a csv.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use encoding_rs::WINDOWS_874;
use serde::{Deserialize, Serialize};

use crate::error::Failure;

/// What the manifest says, by file.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// Where it was read from.
    pub path: Option<PathBuf>,
    lines: BTreeMap<String, Line>,
}

/// One line of the manifest.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Path of the file, as in `submissions`.
    file: String,
    /// The office, where the line says.
    #[serde(default)]
    pub office: Option<String>,
    /// The date of arrival, where the line says: an ISO date.
    #[serde(default)]
    pub received: Option<String>,
    /// The agency, where the line says.
    #[serde(default)]
    pub agency: Option<String>,
}

impl Manifest {
    /// Reads the manifest in the file `path`.
    ///
    /// # Errors
    /// A file that cannot be read, or the line of a mistake in it.
    pub fn load(path: &Path) -> Result<Self, Failure> {
        let bytes = fs::read(path).map_err(|source| Failure::Read {
            path: path.to_owned(),
            source,
        })?;
        // Thai Excel saves a plain csv in its old code page.
        let text = std::str::from_utf8(&bytes)
            .map_or_else(|_| WINDOWS_874.decode(&bytes).0, Cow::Borrowed);
        Self::parse(&text, path)
    }

    /// Reads the manifest `text`, which stands in the file `path`.
    ///
    /// # Errors
    /// The line of a mistake.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Failure> {
        let invalid = |problem: String| Failure::Invalid {
            path: path.to_owned(),
            problem,
        };
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut lines = BTreeMap::new();
        for (at, line) in reader.deserialize::<Line>().enumerate() {
            let line = line.map_err(|error| invalid(error.to_string()))?;
            if let Some(date) = &line.received
                && !date
                    .parse::<jiff::civil::Date>()
                    .is_ok_and(|date| (1900..2400).contains(&date.year()))
            {
                let problem = format!(
                    "line {}: received is no ISO date of the Common Era (2021-03-31): {date}",
                    at + 2
                );
                return Err(invalid(problem));
            }
            let file = line.file.replace('\\', "/");
            if lines.insert(file.clone(), line).is_some() {
                return Err(invalid(format!(
                    "line {}: {file} stands here twice",
                    at + 2
                )));
            }
        }
        Ok(Self {
            path: Some(path.to_owned()),
            lines,
        })
    }

    /// What it says of the file.
    #[must_use]
    pub fn line(&self, file: &str) -> Option<&Line> {
        self.lines.get(file)
    }

    /// What it says of the files attached to the file.
    #[must_use]
    pub fn attached(&self, file: &str) -> Vec<&Line> {
        let above = format!("{file}/");
        let lines = self.lines.range(above.clone()..);
        let inside = lines.take_while(|(name, _)| name.starts_with(&above));
        inside.map(|(_, line)| line).collect()
    }

    /// Files that it names and that are not among `files`.
    pub fn unknown<'a>(&'a self, files: &'a BTreeSet<&str>) -> impl Iterator<Item = &'a str> {
        self.lines
            .keys()
            .map(String::as_str)
            .filter(|file| !files.contains(file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_fields_say_nothing_and_wrong_dates_are_refused() {
        let parse = |text: &str| Manifest::parse(text, Path::new("m.csv"));
        let text = "\u{feff}file,office,received,agency\nส.ตส.ods,,2021-04-02,\nก\\ข.csv,ส.นผ.,,\n";
        let manifest = parse(text).unwrap();
        let line = manifest.line("ส.ตส.ods").unwrap();
        assert_eq!(
            (line.office.as_deref(), line.received.as_deref()),
            (None, Some("2021-04-02"))
        );
        assert_eq!(
            manifest.line("ก/ข.csv").unwrap().office.as_deref(),
            Some("ส.นผ.")
        );
        for wrong in [
            "file,received\na,31/3/64\n",
            "file,received\na,2564-03-31\n",
            "file,sent\na,b\n",
            "file\na\na\n",
            "office\nส.ตส.\n",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
