//! Isolation: files are parsed in child processes of this same program, one
//! file at a time, under limits. A child that dies, hangs or eats memory costs
//! the one file it was reading.

mod child;
#[cfg(fuzzing)]
pub mod fuzzing;
mod protocol;
mod read;

use std::{
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread::JoinHandle,
    time::{Duration, Instant},
};

pub use child::serve;
pub use protocol::{Reply, Request, Task};
pub use read::read as read_here;

use crate::{
    error::{Error, Failure},
    grid::PageTrouble,
    limits::{Limit, Limits},
    profile::{FactTexts, Facts},
};
use protocol::{Order, PART, PROGRESS, RESULT, Setup, read_frame, write_frame};

/// Name of the hidden command that runs [`serve`].
pub const COMMAND: &str = "worker";

/// As much of a child's last words as tells how it died.
const LAST_WORDS: u64 = 64 << 10;

/// A child and what is needed to start another.
pub struct Worker {
    program: PathBuf,
    limits: Limits,
    /// Those of the last file.
    facts: Option<(FactTexts, Facts)>,
    running: Option<Running>,
}

/// A child that runs.
struct Running {
    child: Child,
    /// Id of the facts that it was sent last.
    facts: Option<String>,
    input: BufWriter<ChildStdin>,
    frames: Receiver<Vec<u8>>,
    last_words: JoinHandle<String>,
}

impl Drop for Worker {
    /// The child ends with its input; it is waited for, so that none is left.
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            let Running {
                mut child, input, ..
            } = running;
            drop(input);
            let _ = child.wait();
        }
    }
}

impl Worker {
    /// A worker of the program `program`; its child starts with the first file.
    #[must_use]
    pub fn new(program: &Path, limits: &Limits) -> Self {
        Self {
            program: program.to_owned(),
            limits: limits.clone(),
            facts: None,
            running: None,
        }
    }

    /// Reads one file by these facts. Whatever happens to the child is an
    /// answer too.
    ///
    /// # Errors
    /// Facts that cannot be parsed, or a child that cannot be started.
    pub fn run(
        &mut self,
        request: &Request,
        bytes: &[u8],
        facts: &FactTexts,
    ) -> Result<Reply, Failure> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => self.start().map_err(Failure::Worker)?,
        };
        match running.ask(request, bytes, facts, &self.limits) {
            Ok(reply) => {
                self.running = Some(running);
                Ok(reply)
            }
            Err(trouble) => self.bury(running, trouble, request, facts),
        }
    }

    /// The answer for a file that is refused before it is read.
    ///
    /// # Errors
    /// Facts that cannot be parsed.
    pub fn refuse(
        &mut self,
        request: &Request,
        error: &Error,
        facts: &FactTexts,
    ) -> Result<Reply, Failure> {
        self.answer(request, error, facts)
    }

    fn start(&self) -> io::Result<Running> {
        let mut child = Command::new(&self.program)
            .arg(COMMAND)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let missing = || io::Error::other("the child has no pipes");
        let mut input = BufWriter::new(child.stdin.take().ok_or_else(missing)?);
        let output = child.stdout.take().ok_or_else(missing)?;
        let errors = child.stderr.take().ok_or_else(missing)?;
        let (sender, frames) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            // The channel closes with the stream, and so tells of the end.
            while let Ok(Some(frame)) = read_frame(&mut output) {
                if sender.send(frame).is_err() {
                    break;
                }
            }
        });
        let last_words = std::thread::spawn(move || {
            let mut words = Vec::new();
            let mut errors = errors;
            let _ = errors.by_ref().take(LAST_WORDS).read_to_end(&mut words);
            // What comes after is let go, so that the child never blocks on it.
            let _ = io::copy(&mut errors, &mut io::sink());
            String::from_utf8_lossy(&words).into_owned()
        });
        // A child that is dead already is found to be so with its first file.
        let setup = Setup {
            limits: self.limits.clone(),
        };
        let _ = write_frame(&mut input, &serde_json::to_vec(&setup)?);
        Ok(Running {
            child,
            facts: None,
            input,
            frames,
            last_words,
        })
    }

    /// Ends a child that failed, and says what that makes of the file.
    fn bury(
        &mut self,
        mut running: Running,
        trouble: Trouble,
        request: &Request,
        facts: &FactTexts,
    ) -> Result<Reply, Failure> {
        if !matches!(trouble, Trouble::Died) {
            let _ = running.child.kill();
        }
        let Running {
            mut child,
            input,
            last_words,
            ..
        } = running;
        // What is left in the buffer cannot be written to a dead child.
        drop(input.into_parts());
        let status = child.wait().ok();
        let words = last_words.join().unwrap_or_default();
        let error = match trouble {
            Trouble::Silent(limit) => Error::Timeout {
                limit,
                at: self.limits.of(limit),
            },
            Trouble::Garbled(problem) => Error::Crashed(problem),
            Trouble::Died => cause(status, &words, &self.limits),
        };
        self.answer(request, &error, facts)
    }

    fn answer(
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

/// How asking a child failed.
#[derive(Debug)]
enum Trouble {
    /// It ended.
    Died,
    /// It said nothing for as long as it may.
    Silent(Limit),
    /// It said what makes no sense.
    Garbled(String),
}

impl Running {
    fn ask(
        &mut self,
        request: &Request,
        bytes: &[u8],
        facts: &FactTexts,
        limits: &Limits,
    ) -> Result<Reply, Trouble> {
        let known = self.facts.as_deref() == Some(facts.id());
        let order = Order {
            facts: (!known).then_some(facts),
            request,
        };
        let send = |input: &mut BufWriter<ChildStdin>| -> io::Result<()> {
            write_frame(input, &serde_json::to_vec(&order)?)?;
            write_frame(input, bytes)?;
            input.flush()
        };
        send(&mut self.input).map_err(|_| Trouble::Died)?;
        self.facts = Some(facts.id().to_owned());
        let end = Instant::now() + Duration::from_secs(limits.of(Limit::TotalSeconds));
        let mut parts = Vec::new();
        loop {
            let silence = Duration::from_secs(limits.of(Limit::SilenceSeconds));
            let left = end.saturating_duration_since(Instant::now());
            let frame = match self.frames.recv_timeout(silence.min(left)) {
                Ok(frame) => frame,
                Err(RecvTimeoutError::Disconnected) => return Err(Trouble::Died),
                Err(RecvTimeoutError::Timeout) if left <= silence => {
                    return Err(Trouble::Silent(Limit::TotalSeconds));
                }
                Err(RecvTimeoutError::Timeout) => {
                    return Err(Trouble::Silent(Limit::SilenceSeconds));
                }
            };
            match frame.split_first() {
                Some((&PROGRESS, _)) => {}
                Some((&PART, bytes)) => parts.push(bytes.to_vec()),
                Some((&RESULT, json)) => {
                    let mut reply: Reply = serde_json::from_slice(json)
                        .map_err(|error| Trouble::Garbled(error.to_string()))?;
                    reply.restore(parts.into_iter());
                    return Ok(reply);
                }
                _ => return Err(Trouble::Garbled("an unknown frame".to_owned())),
            }
        }
    }
}

/// What killed a child, by its status and its last words: failed allocations
/// and stack overflows both end in SIGABRT.
fn cause(status: Option<ExitStatus>, words: &str, limits: &Limits) -> Error {
    if words.contains("memory allocation") || words.contains("capacity overflow") {
        return Error::Memory(limits.of(Limit::MemoryMib));
    }
    if words.contains("overflowed its stack") {
        return Error::Crashed("stack overflow".to_owned());
    }
    #[cfg(unix)]
    if let Some(signal) =
        status.and_then(|status| std::os::unix::process::ExitStatusExt::signal(&status))
    {
        return Error::Crashed(format!("signal {signal}"));
    }
    match status.and_then(|status| status.code()) {
        Some(code) => Error::Crashed(format!("exit {code}")),
        None => Error::Crashed("unknown".to_owned()),
    }
}
