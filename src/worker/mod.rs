//! Isolation: files are parsed in child processes of this same program, one
//! file at a time, under limits. A child that dies, hangs, lies or eats memory
//! costs the one file it was reading.

mod cause;
mod child;
#[cfg(fuzzing)]
pub mod fuzzing;
mod protocol;
mod read;
mod running;
mod slices;

use std::{
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock},
};

pub use child::serve;
pub use protocol::{Reply, Request, Task};
pub use read::read as read_here;

use crate::{
    error::{Error, Failure},
    grid::PageTrouble,
    limits::Limits,
    profile::{FactTexts, Facts},
};
use running::{Running, Trouble};

/// Name of the hidden command that runs [`serve`].
pub const COMMAND: &str = "worker";

/// As many files as one child reads: whatever a library forgets to give back is
/// given back then.
const FILES: u32 = 1_000;

/// Where the workers of a run read: side by side, or one of them alone.
pub struct Room {
    lock: RwLock<()>,
    /// Whether several workers read in it.
    shared: bool,
    /// How many threads each of them has.
    threads: usize,
}

impl Room {
    /// A room for so many workers, which share so many threads.
    #[must_use]
    pub fn new(workers: usize, threads: usize) -> Self {
        Self {
            lock: RwLock::new(()),
            shared: workers > 1,
            threads: threads.checked_div(workers).unwrap_or(1).max(1),
        }
    }
}

/// A child and what is needed to start another.
pub struct Worker<'a> {
    program: PathBuf,
    limits: &'a Limits,
    room: &'a Room,
    /// Those of the last file.
    facts: Option<(FactTexts, Facts)>,
    running: Option<Running>,
}

impl<'a> Worker<'a> {
    /// A worker of the program `program`; its child starts with the first file.
    #[must_use]
    pub fn new(program: &Path, limits: &'a Limits, room: &'a Room) -> Self {
        Self {
            program: program.to_owned(),
            limits,
            room,
            facts: None,
            running: None,
        }
    }

    /// Reads one file by these facts. Whatever happens to the child is an
    /// answer too. Where that may be the fault of other files, of those read
    /// beside it or by the same child before, the file is read once more, alone
    /// and by a new child.
    ///
    /// # Errors
    /// Facts that cannot be parsed, a child that cannot be started, or a person
    /// who asked to stop.
    pub fn run(
        &mut self,
        request: &Request,
        bytes: &[u8],
        facts: &FactTexts,
    ) -> Result<Reply, Failure> {
        let fresh = self.running.is_none();
        let beside = self
            .room
            .lock
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let first = self.attempt(request, bytes, facts)?;
        drop(beside);
        let error = match first {
            Ok(reply) => return Ok(reply),
            Err(error) => error,
        };
        let is_late = matches!(error, Error::Timeout { .. });
        if !self.room.shared && (fresh || is_late) {
            return self.refuse(request, &error, facts);
        }
        let alone = self
            .room
            .lock
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let second = self.attempt(request, bytes, facts)?;
        drop(alone);
        match second {
            Ok(reply) => Ok(reply),
            Err(error) => self.refuse(request, &error, facts),
        }
    }

    /// Reads one file, or says what became of the child that tried.
    fn attempt(
        &mut self,
        request: &Request,
        bytes: &[u8],
        facts: &FactTexts,
    ) -> Result<Result<Reply, Error>, Failure> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => Running::start(&self.program, self.limits, self.room.threads)
                .map_err(Failure::Worker)?,
        };
        Ok(match running.ask(request, bytes, facts, self.limits) {
            Ok(reply) => {
                // Dropping it ends it.
                self.running = Some(running)
                    .filter(|running| running.files < FILES && !running.is_fat(self.limits));
                Ok(reply)
            }
            Err(Trouble::Stopped(failure)) => return Err(failure),
            Err(trouble) => Err(cause::error(&trouble, running.end(), self.limits)),
        })
    }

    /// The answer for a file that is not read, for this reason.
    ///
    /// # Errors
    /// Facts that cannot be parsed.
    pub fn refuse(
        &mut self,
        request: &Request,
        error: &Error,
        texts: &FactTexts,
    ) -> Result<Reply, Failure> {
        if matches!(request.task, Task::Grid | Task::Text | Task::Picture) {
            return Ok(read::unread(error));
        }
        let last = self
            .facts
            .take()
            .filter(|(last, _)| last.id() == texts.id());
        let (_, facts) = self.facts.insert(match last {
            Some(last) => last,
            None => {
                let parsed = texts.parse();
                let facts = parsed.map_err(|error| Failure::Worker(error.into()))?;
                (texts.clone(), facts)
            }
        });
        let trouble = PageTrouble::default();
        let source = request.source.clone();
        Ok(read::reject(source, request, facts, error, &trouble))
    }
}
