//! What was read before, so that a run reads only what is new: one file for
//! each file that was read, kept under everything its reading depends on.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use serde::Serialize;

use super::entries::{Listed, Place};
use crate::{
    error::Failure,
    manifest::Manifest,
    profile::FactTexts,
    source::sha256,
    submission::Entry,
    worker::{Request, Task},
};

/// Results that the next run may take.
const RESULTS: &str = "results";
/// Results of this run alone: of another run they might be better.
const ONCE: &str = "once";

/// Reasons that depend on the machine and the moment, not on the file.
const PASSING: [&str; 4] = ["crashed", "memory", "timeout", "unreadable"];

/// The results in a folder's `.ruam`.
#[derive(Debug)]
pub(super) struct Store {
    folder: PathBuf,
    /// What tells this program from any other build of it.
    program: (&'static str, u64, Option<SystemTime>),
}

impl Store {
    /// Opens the store in the folder `work`; a `fresh` one is empty.
    pub(super) fn open(work: &Path, program: &Path, fresh: bool) -> Result<Self, Failure> {
        let failure = |path: &Path, source| Failure::Write {
            path: path.to_owned(),
            source,
        };
        for (name, cleared) in [(RESULTS, fresh), (ONCE, true)] {
            let folder = work.join(name);
            if cleared
                && let Err(source) = fs::remove_dir_all(&folder)
                && source.kind() != io::ErrorKind::NotFound
            {
                return Err(failure(&folder, source));
            }
            fs::create_dir_all(&folder).map_err(|source| failure(&folder, source))?;
        }
        let built = fs::metadata(program).map_err(Failure::Worker)?;
        let version = env!("CARGO_PKG_VERSION");
        Ok(Self {
            folder: work.to_owned(),
            program: (version, built.len(), built.modified().ok()),
        })
    }

    /// Everything that the reading of a file depends on, as one name.
    pub(super) fn key(
        &self,
        request: &Request,
        facts: &FactTexts,
        manifest: &Manifest,
    ) -> Result<String, Failure> {
        // Every field by its name: a new one cannot be forgotten.
        let Request {
            task: Task::Report,
            password,
            attached,
            areas,
            sender,
            source,
        } = request
        else {
            return Err(Failure::Unknown("only reports are stored".to_owned()));
        };
        // What is attached to the file is kept with it.
        let attached_lines = manifest.attached(&source.file);
        let all = (
            (&self.program, facts.id()),
            (password, attached, areas, sender, source),
            attached_lines,
        );
        let text = serde_json::to_vec(&all).map_err(io::Error::from)?;
        Ok(sha256(&text))
    }

    /// What tells this program from any other build of it.
    pub(super) fn program(&self) -> &impl Serialize {
        &self.program
    }

    /// The hash and the length of the result that was kept under this name.
    pub(super) fn head(&self, key: &str) -> Option<(String, u64)> {
        let mut file = fs::File::open(self.folder.join(RESULTS).join(key)).ok()?;
        let mut head = [0; HEAD];
        file.read_exact(&mut head).ok()?;
        let hash = str::from_utf8(&head).ok()?.trim_end();
        Some((hash.to_owned(), file.metadata().ok()?.len()))
    }

    /// The entries that were kept under this name.
    pub(super) fn get(&self, key: &str) -> Option<Vec<Listed>> {
        let path = self.folder.join(RESULTS).join(key);
        let bytes = fs::read(&path).ok()?;
        let (hash, lines) = bytes.split_at_checked(HEAD)?;
        // A result that a power cut left in pieces is none.
        let whole = hash.strip_suffix(b"\n")? == sha256(lines).as_bytes();
        whole.then(|| listed(&path, lines)).flatten()
    }

    /// Keeps the entries of one file under this name.
    pub(super) fn put(&self, key: &str, entries: &[Entry]) -> Result<Vec<Listed>, Failure> {
        let passes = |entry: &Entry| match entry {
            Entry::Rejected(rejected) => PASSING.contains(&rejected.reason.as_str()),
            Entry::Submission(_) => false,
        };
        let kept = !entries.iter().any(passes);
        let path = self
            .folder
            .join(if kept { RESULTS } else { ONCE })
            .join(key);
        let failure = |source| Failure::Write {
            path: path.clone(),
            source,
        };
        let mut lines = Vec::new();
        for entry in entries {
            let written = serde_json::to_writer(&mut lines, entry);
            written.map_err(|error| failure(error.into()))?;
            lines.push(b'\n');
        }
        let mut bytes = format!("{}\n", sha256(&lines)).into_bytes();
        bytes.append(&mut lines);
        let beside = path.with_extension("tmp");
        let written = fs::write(&beside, &bytes).and_then(|()| fs::rename(&beside, &path));
        if let Err(source) = written {
            let _ = fs::remove_file(&beside);
            return Err(failure(source));
        }
        let lines = bytes.get(HEAD..).unwrap_or_default();
        listed(&path, lines).ok_or_else(|| failure(io::ErrorKind::InvalidData.into()))
    }

    /// Removes all results that are not among `used`: those of files that are
    /// no more, or are other files now; and what no other run may take.
    pub(super) fn sweep(&self, used: &BTreeSet<String>) {
        let Ok(entries) = fs::read_dir(self.folder.join(RESULTS)) else {
            return;
        };
        for entry in entries.flatten() {
            if !used.contains(entry.file_name().to_string_lossy().as_ref()) {
                // What cannot be removed now can be another time.
                let _ = fs::remove_file(entry.path());
            }
        }
        let _ = fs::remove_dir_all(self.folder.join(ONCE));
    }
}

/// Bytes before the entries: their hash and a line feed.
const HEAD: usize = 65;

/// The entries of a result, whose lines begin behind its head.
fn listed(path: &Path, lines: &[u8]) -> Option<Vec<Listed>> {
    let path: Arc<Path> = path.into();
    let mut offset = HEAD as u64;
    lines
        .split_inclusive(|byte| *byte == b'\n')
        .map(|line| {
            let place = Place {
                path: path.clone(),
                line: 0,
                offset,
                length: line.len(),
                ours: true,
            };
            offset += line.len() as u64;
            Listed::new(line, place).ok()
        })
        .collect()
}
