//! Files → entries → dataset → outputs: the one place that runs several things
//! at once, and that shows how far it got.

mod entries;
mod export;
mod in_step;
mod join;
mod joined;
mod list;
mod made;
mod opened;
mod originals;
mod page;
mod progress;
mod read;
mod spill;
mod store;

pub use entries::Listed;
pub use export::export;
pub use in_step::in_step;
pub use list::list;
pub use made::Made;
pub use opened::Opened;
pub use originals::originals;
pub use read::{Marked, draw, mark, read, read_grid, read_text};

use std::{
    collections::BTreeSet,
    fs,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
};

use rayon::ThreadPool;
use serde::{Deserialize, Serialize};
use spill::Spill;
use store::Store;

use crate::{
    area::Area,
    dataset::{Status, Summary},
    error::Failure,
    finding::{Finding, Severity},
    limits::Limits,
    manifest::Manifest,
    output::{folder::Folder, html::Line, sink::Output},
    profile::{Facts, Profiles},
    source::Input,
    submission::Entry,
    worker::Task,
};

/// How a run reads its files.
#[derive(Debug)]
pub struct Options {
    /// This program, to be started as workers.
    pub program: PathBuf,
    /// The facts of every agency.
    pub profiles: Profiles,
    /// How many files are read at once.
    pub jobs: usize,
    /// The office of the command line.
    pub office: Option<String>,
    /// The password of protected files.
    pub password: Option<String>,
    /// The areas of pages that alone are read; all where none is named.
    pub areas: Vec<Area>,
    /// The manifest.
    pub manifest: Manifest,
    /// What a worker may use.
    pub limits: Limits,
    /// Whether progress is shown.
    pub progress: bool,
}

impl Options {
    /// The facts of a report.
    ///
    /// # Errors
    /// A profile that cannot be made for an agency that has none.
    pub fn facts_of(&self, agency: &str, fiscal_year: u16) -> Result<Facts, Failure> {
        let texts = self.profiles.of_report(agency, fiscal_year)?;
        texts
            .parse()
            .map_err(|error| Failure::Unknown(error.to_string()))
    }

    /// The facts where there is one agency only.
    ///
    /// # Errors
    /// Where there are several: the command needs to know which is meant.
    pub fn facts(&self) -> Result<Facts, Failure> {
        let texts = self.profiles.only()?;
        texts
            .parse()
            .map_err(|error| Failure::Unknown(error.to_string()))
    }
}

/// What became of a run: the dataset itself is on the disk.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// One per input file, sorted by file.
    pub summaries: Vec<Summary>,
    /// One per report, in their order.
    pub lines: Vec<Line>,
    /// Whether there is any finding of severity error.
    pub has_error: bool,
    /// Files that were not read again, since they have not changed.
    #[serde(skip)]
    pub reused: usize,
}

/// What a run over files came to.
pub enum Ingested {
    /// The dataset in the folder is what it would make.
    Same(Outcome),
    /// A dataset is staged; of what it was made is to be kept beside it, unless
    /// it depends on the moment.
    Staged(Outcome, Option<Made>),
}

/// Reads all `inputs` and writes their dataset into `folder`, unless it is there:
/// `write` are the formats that belong to it. What was read before and has not
/// changed is taken from there, unless it is to be `fresh`.
///
/// # Errors
/// A worker that cannot be started, or a folder that cannot be written to.
pub fn ingest(
    inputs: &[Input],
    folder: &Folder,
    fresh: bool,
    write: &[Output],
    options: &Options,
) -> Result<Ingested, Failure> {
    let store = Store::open(&folder.work(), &options.program, fresh)?;
    if !fresh && let Some(outcome) = made::same(inputs, folder, &store, write, options)? {
        // What the run before could not remove.
        let _ = fs::remove_file(spool(folder));
        folder.leave();
        return Ok(Ingested::Same(outcome));
    }
    made::forget(folder)?;
    let reused = AtomicUsize::new(0);
    let spill = Spill::new(&folder.work())?;
    read::each(inputs, options, |worker, at, input, progress| {
        let (key, listed) = match read::opened(input, options)? {
            Ok(held) => {
                let key = store.key(
                    &held.request(options, Task::Report),
                    &held.facts,
                    &options.manifest,
                )?;
                match store.get(&key) {
                    Some(listed) => {
                        reused.fetch_add(1, Ordering::Relaxed);
                        (key, listed)
                    }
                    None => {
                        progress.begin(&input.file);
                        let replies = held.read(worker, options, Task::Report)?;
                        let entries = replies.into_iter().filter_map(read::entry);
                        let listed = store.put(&key, &entries.collect::<Vec<Entry>>())?;
                        (key, listed)
                    }
                }
            }
            Err(refused) => {
                let key = store.key(
                    &refused.held.request(options, Task::Report),
                    &refused.held.facts,
                    &options.manifest,
                )?;
                let reply = refused.refuse(worker, options, Task::Report)?;
                let entries: Vec<Entry> = read::entry(reply).into_iter().collect();
                let listed = store.put(&key, &entries)?;
                (key, listed)
            }
        };
        let refused = listed.iter().filter(|listed| listed.is_rejected()).count();
        spill.add(at, key, listed)?;
        Ok(((), refused))
    })?;
    let read = spill.read()?;
    let outcome = merge(read.listed, folder, options)?;
    store.sweep(&read.keys);
    let outcome = Outcome {
        reused: reused.into_inner(),
        ..outcome
    };
    let made = Made::new(read.keys.iter(), &outcome, &store, write, options)?;
    Ok(Ingested::Staged(outcome, made))
}

/// Writes the dataset of these entries into `folder`, where it is staged until
/// the folder publishes it.
///
/// # Errors
/// An entry that cannot be read, or a folder that cannot be written to.
pub fn merge(listed: Vec<Listed>, folder: &Folder, options: &Options) -> Result<Outcome, Failure> {
    let spool = spool(folder);
    let (stage, jobs) = (folder.stage(), options.jobs);
    let outcome = join::join(
        listed,
        &options.profiles,
        &stage,
        &spool,
        jobs,
        options.progress,
    )?;
    page::write(&stage, &outcome)?;
    Ok(outcome)
}

/// Where a run keeps what it writes at its end.
fn spool(folder: &Folder) -> PathBuf {
    folder.work().join("spool")
}

/// As many threads as `jobs`.
fn pool(jobs: usize) -> Result<ThreadPool, Failure> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|error| Failure::Worker(std::io::Error::other(error)))
}

/// The exit code of a run that wrote a dataset.
#[must_use]
pub fn exit_code_of(outcome: &Outcome) -> u8 {
    let files = outcome.summaries.iter().map(|summary| {
        let rejected = summary.status == Status::Rejected;
        let reason = summary.reason.as_deref().unwrap_or_default();
        (summary.file.as_str(), rejected.then_some(reason))
    });
    code(files, outcome.has_error)
}

/// The exit code that a run with these entries and findings ends with.
#[must_use]
pub fn exit_code(entries: &[Entry], findings: &[Finding]) -> u8 {
    let files = entries.iter().map(|entry| match entry {
        Entry::Submission(submission) => (submission.source.file.as_str(), None),
        Entry::Rejected(rejected) => {
            let file = rejected.source.file.as_str();
            (file, Some(rejected.reason.as_str()))
        }
    });
    let has_error = findings
        .iter()
        .any(|found| found.severity == Severity::Error);
    code(files, has_error)
}

/// The exit code for these files, each with the reason why it was rejected.
fn code<'a>(files: impl Iterator<Item = (&'a str, Option<&'a str>)> + Clone, error: bool) -> u8 {
    let read: BTreeSet<&str> = files
        .clone()
        .filter(|(_, reason)| reason.is_none())
        .filter_map(|(file, _)| file.rsplit_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    // Pages that only cover a report which is attached to them are not lost.
    let is_lost = |(file, reason): (&str, Option<&str>)| {
        reason.is_some_and(|reason| !(COVERS.contains(&reason) && read.contains(file)))
    };
    let mut files = files;
    if files.any(is_lost) {
        2
    } else {
        u8::from(error)
    }
}

/// Why pages that cover an attached report are no report themselves.
const COVERS: [&str; 2] = ["table-not-found", "pdf-no-text"];
