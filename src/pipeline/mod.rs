//! Files → entries → dataset → outputs: the one place that runs several things
//! at once, and that shows how far it got.

mod export;
mod opened;
mod progress;
mod written;

pub use export::{export, export_into};
pub use opened::Opened;
pub use written::read_written;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use progress::Progress;

use crate::{
    area::Area,
    error::{Error, Failure, Quantity},
    finding::{Counts, Finding, Message, Severity},
    form::Sender,
    grid::{Attached, Document},
    manifest::{Line, Manifest},
    merge::{self, Merged},
    output::{atomic::Batch, json},
    profile::{FactTexts, Facts},
    rules::{self, DatasetContext},
    source::{self, FILE_BYTES, Input},
    submission::{Entry, Source},
    worker::{Limits, Reply, Request, Task, Worker},
};

/// How a run reads its files.
#[derive(Debug)]
pub struct Options {
    /// This program, to be started as workers.
    pub program: PathBuf,
    /// The facts, as texts.
    pub texts: FactTexts,
    /// The facts.
    pub facts: Facts,
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

/// A dataset with all its findings.
#[derive(Debug)]
pub struct Outcome {
    /// The merged dataset, and what was met.
    pub merged: Merged,
    /// All findings, sorted by file and place.
    pub findings: Vec<Finding>,
}

/// Reads all `inputs`; the entries stand in the order of the inputs, those of
/// attached files behind that of the file they are attached to.
///
/// # Errors
/// A worker that cannot be started.
pub fn read(inputs: &[Input], options: &Options) -> Result<Vec<Entry>, Failure> {
    let replies = run(inputs, options, Task::Report)?;
    Ok(replies.into_iter().filter_map(entry).collect())
}

/// A file that was checked, and its marked copy.
#[derive(Debug)]
pub struct Marked {
    /// What became of the file.
    pub entry: Entry,
    /// The workbook; none where the file could not be opened.
    pub workbook: Option<Vec<u8>>,
    /// Why it could not be marked, although it was read.
    pub problem: Option<Message>,
}

/// Reads all `inputs` as [`read`] does, and marks what was found in each.
///
/// # Errors
/// A worker that cannot be started.
pub fn mark(inputs: &[Input], options: &Options) -> Result<Vec<Marked>, Failure> {
    let replies = run(inputs, options, Task::Mark)?;
    let marked = replies.into_iter().filter_map(|reply| match reply {
        Reply::Marked {
            reply,
            workbook,
            problem,
        } => Some(Marked {
            entry: entry(*reply)?,
            workbook,
            problem,
        }),
        other => Some(Marked {
            entry: entry(other)?,
            workbook: None,
            problem: None,
        }),
    });
    Ok(marked.collect())
}

fn entry(reply: Reply) -> Option<Entry> {
    match reply {
        Reply::Submission(submission) => Some(Entry::Submission(submission)),
        Reply::Rejected(rejected) => Some(Entry::Rejected(rejected)),
        _ => None,
    }
}

/// Reads the cells of one file, or says why not: reason and message.
///
/// # Errors
/// A worker that cannot be started.
pub fn read_grid(input: &Input, options: &Options) -> Result<Result<Document, Message>, Failure> {
    let replies = run(std::slice::from_ref(input), options, Task::Grid)?;
    Ok(match replies.into_iter().next() {
        Some(Reply::Grid(document)) => Ok(document),
        Some(Reply::Unread { message, .. }) => Err(message),
        _ => Err(Error::Crashed("no reply".to_owned()).message()),
    })
}

/// Reads the text of one file's pages, or says why not.
///
/// # Errors
/// A worker that cannot be started.
pub fn read_text(
    input: &Input,
    options: &Options,
) -> Result<Result<Vec<String>, Message>, Failure> {
    let replies = run(std::slice::from_ref(input), options, Task::Text)?;
    Ok(match replies.into_iter().next() {
        Some(Reply::Text(pages)) => Ok(pages),
        Some(Reply::Unread { message, .. }) => Err(message),
        _ => Err(Error::Crashed("no reply".to_owned()).message()),
    })
}

/// Draws the pages of one file, an SVG each, or says why not.
///
/// # Errors
/// A worker that cannot be started.
pub fn draw(input: &Input, options: &Options) -> Result<Result<Vec<Vec<u8>>, Message>, Failure> {
    let replies = run(std::slice::from_ref(input), options, Task::Picture)?;
    Ok(match replies.into_iter().next() {
        Some(Reply::Pictures { pages }) => Ok(pages),
        Some(Reply::Unread { message, .. }) => Err(message),
        _ => Err(Error::Crashed("no reply".to_owned()).message()),
    })
}

/// Runs the task over all inputs: every thread has a worker of its own and
/// takes the next file when it is done with one.
fn run(inputs: &[Input], options: &Options, task: Task) -> Result<Vec<Reply>, Failure> {
    let jobs = options.jobs.clamp(1, inputs.len().max(1));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|error| Failure::Worker(std::io::Error::other(error)))?;
    let next = AtomicUsize::new(0);
    let replies: Mutex<BTreeMap<usize, Vec<Reply>>> = Mutex::new(BTreeMap::new());
    let progress = Progress::new(inputs.len(), options.progress && inputs.len() > 1);
    let results = pool.broadcast(|_| -> Result<(), Failure> {
        let mut worker = Worker::new(&options.program, &options.texts, options.limits)?;
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(at) else {
                return Ok(());
            };
            progress.begin(&input.file);
            let read = read_one(&mut worker, input, options, task)?;
            progress.end(&read);
            if let Ok(mut replies) = replies.lock() {
                replies.insert(at, read);
            }
        }
    });
    progress.finish();
    results.into_iter().collect::<Result<Vec<()>, Failure>>()?;
    let replies = replies.into_inner().unwrap_or_default();
    Ok(replies.into_values().flatten().collect())
}

/// Hands one file to the worker, then each that the worker found attached to
/// it: bytes are held and hashed here, and parsed there.
fn read_one(
    worker: &mut Worker,
    input: &Input,
    options: &Options,
    task: Task,
) -> Result<Vec<Reply>, Failure> {
    let line = options.manifest.line(&input.file);
    let bytes = match bytes(input) {
        Ok(bytes) => bytes,
        Err(error) => {
            let request = request(input, &[], line, options, task);
            return Ok(vec![worker.refuse(&request, &error)]);
        }
    };
    let reply = worker.run(&request(input, &bytes, line, options, task), &bytes)?;
    let Reply::WithAttached { reply, attached } = reply else {
        return Ok(vec![reply]);
    };
    let mut replies = vec![*reply];
    for Attached { name, bytes } in attached {
        let inner = input.attached(&name);
        // What the register says of a file holds for what is attached to it.
        let line = options.manifest.line(&inner.file).or(line);
        let request = Request {
            attached: true,
            ..request(&inner, &bytes, line, options, task)
        };
        replies.push(worker.run(&request, &bytes)?);
    }
    Ok(replies)
}

fn request(
    input: &Input,
    bytes: &[u8],
    line: Option<&Line>,
    options: &Options,
    task: Task,
) -> Request {
    let filled = |text: Option<&String>| text.filter(|text| !text.is_empty()).cloned();
    Request {
        task,
        password: options.password.clone(),
        attached: false,
        areas: options.areas.clone(),
        sender: Sender {
            manifest: filled(line.and_then(|line| line.office.as_ref())),
            received: filled(line.and_then(|line| line.received.as_ref())),
            agency: filled(line.and_then(|line| line.agency.as_ref())),
            argument: options.office.clone(),
            file: input.file.clone(),
            folders: input.folders.clone(),
        },
        source: Source {
            file: input.file.clone(),
            sha256: source::sha256(bytes),
            bytes: bytes.len() as u64,
            format: None,
            producer: None,
            sheets: None,
            pages: None,
        },
    }
}

fn bytes(input: &Input) -> Result<Vec<u8>, Error> {
    if let Some(problem) = &input.problem {
        return Err(problem.clone());
    }
    let unreadable = |error: std::io::Error| Error::Unreadable(error.kind().to_string());
    let file = fs::File::open(&input.path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > FILE_BYTES {
        return Err(Error::TooLarge {
            what: Quantity::FileBytes,
            limit: FILE_BYTES,
        });
    }
    Ok(bytes)
}

/// Merges the entries and checks the whole.
#[must_use]
pub fn merge(entries: Vec<Entry>, facts: &Facts) -> Outcome {
    let mut merged = merge::merge(entries, facts);
    let over_all = rules::check_dataset(&DatasetContext {
        dataset: &merged.dataset,
        notes: &merged.notes,
        facts,
    });
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for finding in &over_all {
        counts
            .entry(&finding.file)
            .or_default()
            .add(finding.severity);
    }
    for summary in &mut merged.dataset.submissions {
        if let Some(more) = counts.remove(summary.file.as_str()) {
            summary.findings.error += more.error;
            summary.findings.warning += more.warning;
            summary.findings.info += more.info;
        }
    }
    let of_files = merged
        .entries
        .iter()
        .flat_map(|entry| entry.findings().iter().cloned());
    let mut findings: Vec<Finding> = of_files.chain(over_all).collect();
    findings.sort_by(Finding::order);
    Outcome { merged, findings }
}

/// Writes the dataset and what belongs to it into `folder`.
///
/// # Errors
/// A file that cannot be written; the previous output is whole then.
pub fn write(outcome: &Outcome, folder: &Path) -> Result<(), Failure> {
    let mut batch = Batch::new(folder)?;
    batch.add("submissions.jsonl", &json::lines(&outcome.merged.entries))?;
    batch.add("findings.jsonl", &json::lines(&outcome.findings))?;
    batch.add("provenance.jsonl", &json::lines(&outcome.merged.provenance))?;
    batch.add("dataset.json", &json::pretty(&outcome.merged.dataset))?;
    batch.finish()
}

/// The exit code that a run with these entries and findings ends with.
#[must_use]
pub fn exit_code(entries: &[Entry], findings: &[Finding]) -> u8 {
    let read: BTreeSet<&str> = entries
        .iter()
        .filter(|entry| matches!(entry, Entry::Submission(_)))
        .filter_map(|entry| entry.source().file.rsplit_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    let is_lost = |entry: &Entry| match entry {
        Entry::Rejected(rejected) => {
            // Pages that only cover a report which is attached to them.
            let covers = COVERS.contains(&rejected.reason.as_str());
            !(covers && read.contains(rejected.source.file.as_str()))
        }
        Entry::Submission(_) => false,
    };
    if entries.iter().any(is_lost) {
        2
    } else {
        u8::from(
            findings
                .iter()
                .any(|finding| finding.severity == Severity::Error),
        )
    }
}

/// Why pages that cover an attached report are no report themselves.
const COVERS: [&str; 2] = ["table-not-found", "pdf-no-text"];
