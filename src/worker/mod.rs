//! Isolation: files are parsed in child processes of this same program, one
//! file at a time, under limits. A child that dies, hangs, lies or eats memory
//! costs the one file it was reading.

mod answer;
mod cause;
mod child;
#[cfg(fuzzing)]
pub mod fuzzing;
mod protocol;
mod read;
mod room;
mod running;
mod slices;
mod system;

use std::path::{Path, PathBuf};

pub use child::serve;
pub use protocol::{Reply, Request, Task};
pub use read::read as read_here;
pub use room::Room;

use crate::{
    error::{Error, Failure},
    grid::PageTrouble,
    limits::Limits,
    profile::{FactTexts, Facts},
};
use room::Seat;
use running::{Running, Trouble};

/// Name of the hidden command that runs [`serve`].
pub const COMMAND: &str = "worker";

/// As many files as one child reads: whatever a library forgets to give back is
/// given back then.
const FILES: u32 = 1_000;

/// Hands files to the children of a room.
pub struct Worker<'a> {
    program: PathBuf,
    limits: &'a Limits,
    room: &'a Room,
    /// Those of the last file.
    facts: Option<(FactTexts, Facts)>,
}

/// What came of handing a file to a child.
struct Attempt<'a> {
    outcome: Result<Reply, Error>,
    /// Whether the child had read no file before.
    fresh: bool,
    /// Its seat, where it is no more.
    seat: Option<Seat<'a>>,
}

impl<'a> Worker<'a> {
    /// A worker of the program `program`; children start with the first file.
    #[must_use]
    pub fn new(program: &Path, limits: &'a Limits, room: &'a Room) -> Self {
        Self {
            program: program.to_owned(),
            limits,
            room,
            facts: None,
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
        // Nobody waits for a seat who keeps others from being alone.
        let seat = self.room.seat();
        let beside = self.room.beside();
        let first = self.attempt(seat, request, bytes, facts)?;
        drop(beside);
        let error = match first.outcome {
            Ok(reply) => return Ok(reply),
            Err(error) => error,
        };
        let is_late = matches!(error, Error::Timeout { .. });
        if !self.room.shared && (first.fresh || is_late) {
            return self.refuse(request, &error, facts);
        }
        let mut seat = first.seat.unwrap_or_else(|| self.room.seat());
        seat.child = None;
        let alone = self.room.alone();
        let second = self.attempt(seat, request, bytes, facts)?;
        drop(alone);
        match second.outcome {
            Ok(reply) => Ok(reply),
            Err(error) => self.refuse(request, &error, facts),
        }
    }

    /// Reads one file, or says what became of the child that tried. It is free
    /// for the next file as soon as it has answered, before the answer is read.
    fn attempt(
        &self,
        mut seat: Seat<'a>,
        request: &Request,
        bytes: &[u8],
        facts: &FactTexts,
    ) -> Result<Attempt<'a>, Failure> {
        let waited = seat.child.take().filter(Running::is_sound);
        let fresh = waited.is_none();
        let mut running = match waited {
            Some(running) => running,
            None => Running::start(&self.program, self.limits, self.room.threads)
                .map_err(Failure::Worker)?,
        };
        let (outcome, seat) = match running.ask(request, bytes, facts, self.limits) {
            Ok(answer) => {
                // Dropping it ends it.
                seat.child = Some(running)
                    .filter(|running| running.files < FILES && !running.is_fat(self.limits));
                drop(seat);
                (answer.read().map_err(Error::Crashed), None)
            }
            Err(Trouble::Stopped(failure)) => return Err(failure),
            Err(trouble) => {
                let error = cause::error(&trouble, running.end(), self.limits);
                (Err(error), Some(seat))
            }
        };
        Ok(Attempt {
            outcome,
            fresh,
            seat,
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
