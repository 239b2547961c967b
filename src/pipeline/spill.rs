//! What was read in this run, kept on the disk until the merge, so that the
//! parent holds no more after thousands of files than after a few.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

use super::entries::Listed;
use crate::error::Failure;

/// The entries of the files that were read, one file a line.
pub(super) struct Spill {
    work: PathBuf,
    path: PathBuf,
    lines: Mutex<BufWriter<File>>,
}

/// The entries of one file.
#[derive(Serialize, Deserialize)]
struct Line {
    /// Which of the inputs it is.
    at: usize,
    key: String,
    /// Where the result is, below the folder `work`.
    result: PathBuf,
    listed: Vec<Listed>,
}

/// All that was read.
#[derive(Default)]
pub(super) struct Read {
    /// The keys of the results.
    pub(super) keys: BTreeSet<String>,
    /// The entries, in the order of the inputs.
    pub(super) listed: Vec<Listed>,
}

impl Spill {
    /// An empty one, in the folder `work`.
    pub(super) fn new(work: &Path) -> Result<Self, Failure> {
        let path = work.join("listed");
        match File::create(&path) {
            Ok(file) => Ok(Self {
                work: work.to_owned(),
                path,
                lines: Mutex::new(BufWriter::new(file)),
            }),
            Err(source) => Err(Failure::Write { path, source }),
        }
    }

    /// Keeps the entries of the input `at`.
    pub(super) fn add(&self, at: usize, key: String, listed: Vec<Listed>) -> Result<(), Failure> {
        let result = listed.first().map(|listed| &*listed.place.path);
        let result = result.and_then(|path| path.strip_prefix(&self.work).ok());
        let line = Line {
            at,
            key,
            result: result.unwrap_or(Path::new("")).to_owned(),
            listed,
        };
        let written = || -> io::Result<()> {
            let mut line = serde_json::to_vec(&line)?;
            line.push(b'\n');
            let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            lines.write_all(&line)
        };
        written().map_err(|source| self.failure(source))
    }

    /// Gives everything back.
    pub(super) fn read(self) -> Result<Read, Failure> {
        let read = || -> io::Result<Read> {
            let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            lines.flush()?;
            let mut all = Vec::new();
            for line in BufReader::new(File::open(&self.path)?).lines() {
                all.push(serde_json::from_str::<Line>(&line?)?);
            }
            fs::remove_file(&self.path)?;
            all.sort_by_key(|line| line.at);
            let mut read = Read::default();
            for mut line in all {
                let path: Arc<Path> = self.work.join(line.result).into();
                for listed in &mut line.listed {
                    listed.place.path = Arc::clone(&path);
                }
                read.keys.insert(line.key);
                read.listed.extend(line.listed);
            }
            Ok(read)
        };
        read().map_err(|source| self.failure(source))
    }

    fn failure(&self, source: io::Error) -> Failure {
        Failure::Write {
            path: self.path.clone(),
            source,
        }
    }
}
