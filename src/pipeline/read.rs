//! Files → replies of the workers: as many files are read at once as there are
//! jobs, and what was answered is kept while the next are read.

use std::{
    collections::BTreeMap,
    io::Read,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use super::{Options, progress::Progress};
use crate::{
    error::{Error, Failure},
    finding::Message,
    form::Sender,
    grid::{Attached, Document},
    limits::{Limit, Limits},
    manifest::Line,
    profile::FactTexts,
    source::{self, Input},
    stop,
    submission::{Entry, Source},
    worker::{Reply, Request, Room, Task, Worker},
};

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

pub(super) fn entry(reply: Reply) -> Option<Entry> {
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

/// Runs the task over all inputs.
fn run(inputs: &[Input], options: &Options, task: Task) -> Result<Vec<Reply>, Failure> {
    let read = each(inputs, options, |worker, _, input, progress| {
        progress.begin(&input.file);
        let replies = match opened(input, options)? {
            Ok(opened) => opened.read(worker, options, task)?,
            Err(refused) => vec![refused.refuse(worker, options, task)?],
        };
        let refused = replies.iter().filter(|reply| is_refusal(reply)).count();
        Ok((replies, refused))
    })?;
    Ok(read.into_iter().flatten().collect())
}

fn is_refusal(reply: &Reply) -> bool {
    matches!(reply, Reply::Rejected(_) | Reply::Unread { .. })
}

/// Does `work` for every input, as many read at once as the options say, and
/// returns what it gives in the order of the inputs. It says when it begins to
/// read, and how many files could not be read.
pub(super) fn each<T: Send>(
    inputs: &[Input],
    options: &Options,
    work: impl Fn(&mut Worker<'_>, usize, &Input, &Progress) -> Result<(T, usize), Failure> + Sync,
) -> Result<Vec<T>, Failure> {
    let jobs = options.jobs.clamp(1, inputs.len().max(1));
    // While children read, what one of them answered is kept. One job does one
    // thing after the other.
    let threads = if jobs > 1 { jobs + 1 } else { jobs }.min(inputs.len().max(1));
    let pool = super::pool(threads)?;
    let next = AtomicUsize::new(0);
    let done: Mutex<BTreeMap<usize, T>> = Mutex::new(BTreeMap::new());
    let progress = Progress::new(inputs.len(), options.progress && inputs.len() > 1);
    let room = Room::new(jobs, options.jobs);
    // Where one thread fails, the others end with the file they are at.
    let failed = AtomicBool::new(false);
    let results = pool.broadcast(|_| {
        let mut worker = Worker::new(&options.program, &options.limits, &room);
        let mut read_all = || -> Result<(), Failure> {
            while !failed.load(Ordering::Relaxed) {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(input) = inputs.get(at) else { break };
                stop::check()?;
                let (read, refused) = work(&mut worker, at, input, &progress)?;
                progress.end(refused);
                if let Ok(mut done) = done.lock() {
                    done.insert(at, read);
                }
            }
            Ok(())
        };
        let read = read_all();
        failed.fetch_or(read.is_err(), Ordering::Relaxed);
        read
    });
    progress.finish();
    results.into_iter().collect::<Result<Vec<()>, Failure>>()?;
    let done = done.into_inner().unwrap_or_default();
    Ok(done.into_values().collect())
}

/// A file whose bytes are held, with what is known of it: bytes are held and
/// hashed here, and parsed in a worker.
pub(super) struct Held<'a> {
    input: &'a Input,
    line: Option<&'a Line>,
    bytes: Vec<u8>,
    pub(super) facts: FactTexts,
}

/// A file that is not handed to a worker.
pub(super) struct Refused<'a> {
    pub(super) held: Held<'a>,
    error: Error,
}

/// Opens the file of the input.
pub(super) fn opened<'a>(
    input: &'a Input,
    options: &'a Options,
) -> Result<Result<Held<'a>, Refused<'a>>, Failure> {
    let line = options.manifest.line(&input.file);
    let agency = line.and_then(|line| line.agency.as_deref());
    let facts = options
        .profiles
        .of_file(&input.path, &input.folders, agency)?;
    let (facts, known) = match facts {
        Some(facts) => (facts, true),
        None => (options.profiles.of_nobody()?, false),
    };
    let bytes = bytes(input, &options.limits);
    let mut held = Held {
        input,
        line,
        bytes: Vec::new(),
        facts,
    };
    Ok(match bytes {
        Err(error) => Err(Refused { held, error }),
        Ok(bytes) => {
            held.bytes = bytes;
            if known {
                Ok(held)
            } else {
                Err(Refused {
                    held,
                    error: Error::AgencyUnknown,
                })
            }
        }
    })
}

impl Held<'_> {
    /// What the worker is asked for.
    pub(super) fn request(&self, options: &Options, task: Task) -> Request {
        request(self.input, &self.bytes, self.line, options, task)
    }

    /// Hands the file to the worker, then each that the worker found attached
    /// to it.
    pub(super) fn read(
        &self,
        worker: &mut Worker<'_>,
        options: &Options,
        task: Task,
    ) -> Result<Vec<Reply>, Failure> {
        let request_for =
            |input: &Input, bytes: &[u8], line| request(input, bytes, line, options, task);
        let reply = worker.run(&self.request(options, task), &self.bytes, &self.facts)?;
        let Reply::WithAttached { reply, attached } = reply else {
            return Ok(vec![reply]);
        };
        let mut replies = vec![*reply];
        for Attached { name, bytes } in attached {
            let inner = self.input.attached(&name);
            // What the register says of a file holds for what is attached to it.
            let line = options.manifest.line(&inner.file).or(self.line);
            let request = Request {
                attached: true,
                ..request_for(&inner, &bytes, line)
            };
            replies.push(worker.run(&request, &bytes, &self.facts)?);
        }
        Ok(replies)
    }
}

impl Refused<'_> {
    /// The answer for it.
    pub(super) fn refuse(
        &self,
        worker: &mut Worker<'_>,
        options: &Options,
        task: Task,
    ) -> Result<Reply, Failure> {
        let request = self.held.request(options, task);
        worker.refuse(&request, &self.error, &self.held.facts)
    }
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

fn bytes(input: &Input, limits: &Limits) -> Result<Vec<u8>, Error> {
    if let Some(problem) = &input.problem {
        return Err(problem.clone());
    }
    let unreadable = |error: std::io::Error| Error::unreadable(&error);
    let file = source::open(&input.path).map_err(unreadable)?;
    let most = limits.of(Limit::FileBytes);
    let size = file.metadata().map_or(0, |known| known.len()).min(most);
    // One more byte, with which it is seen that there are no more.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
    file.take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > most {
        return Err(limits.over(Limit::FileBytes).into());
    }
    Ok(bytes)
}
