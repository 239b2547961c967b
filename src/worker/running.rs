//! A child that runs, as its parent sees it: nothing that it says is trusted,
//! neither its form nor its length, and it is never waited for without an end.

use std::{
    io::{self, BufReader, BufWriter, Read, Write},
    path::Path,
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel},
    },
    thread::{self, ScopedJoinHandle},
    time::{Duration, Instant},
};

use super::{
    COMMAND,
    answer::Answer,
    protocol::{
        Order, PART, PROGRESS, RESULT, Reply, Request, SLICE, Setup, decode, numbered, read_frame,
        write_frame,
    },
    slices::Slices,
    system::{settle, size, widen},
};
use crate::{
    error::Failure,
    limits::{Limit, Limits},
    profile::FactTexts,
    stop,
};

/// What the C library's allocator is told, where it is one that listens: memory
/// that a page gave back serves the next, rather than being returned and asked
/// for again, in large pieces as in small ones. The child ends soon, and its
/// limits hold all the same.
const ALLOCATOR: (&str, &str) = (
    "GLIBC_TUNABLES",
    "glibc.malloc.trim_threshold=1073741824:glibc.malloc.mmap_threshold=1048576",
);

/// As much of a child's last words as tells how it died.
const LAST_WORDS: u64 = 64 << 10;

/// So soon a person who asks to stop is heard.
const STEP: Duration = Duration::from_millis(100);

/// How long a child that is to end may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// A child that runs.
pub(super) struct Running {
    child: Child,
    /// Files that it was asked to read.
    pub(super) files: u32,
    /// Id of the facts that it was sent last.
    facts: Option<String>,
    /// None when the child is to end.
    input: Option<BufWriter<ChildStdin>>,
    said: Receiver<Said>,
    last_words: Receiver<String>,
    /// Whether it had to be ended.
    killed: bool,
    /// Whether its last answer made no sense.
    doubted: Arc<AtomicBool>,
}

/// What is heard from a child.
enum Said {
    Frame(u8, Vec<u8>),
    /// More than it may.
    TooMuch,
}

/// How asking a child failed.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It ended.
    Died,
    /// It said nothing for as long as it may.
    Silent(Limit),
    /// It said more than it may.
    Overfull,
    /// It lives, and cannot be told what to read.
    Unsent,
    /// It said what makes no sense.
    Garbled(String),
    /// Nobody wants its answer any more.
    Stopped(Failure),
}

/// How a child ended.
pub(super) struct End {
    /// None where it had to be ended.
    pub(super) status: Option<ExitStatus>,
    /// What it wrote to its standard error.
    pub(super) words: String,
}

impl Running {
    /// Starts a child of `program` that has so many threads.
    pub(super) fn start(program: &Path, limits: &Limits, threads: usize) -> io::Result<Self> {
        let mut command = Command::new(program);
        command
            .arg(COMMAND)
            .env_clear()
            .env(ALLOCATOR.0, ALLOCATOR.1)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // The terminal's Ctrl-C is for the parent, with whom the child ends.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let missing = || io::Error::other("the child has no pipes");
        let mut input = BufWriter::new(child.stdin.take().ok_or_else(missing)?);
        let output = child.stdout.take().ok_or_else(missing)?;
        widen(input.get_ref());
        widen(&output);
        let errors = child.stderr.take().ok_or_else(missing)?;
        let most = limits.of(Limit::ReplyBytes);
        // Without room in between: a child that floods waits for its parent.
        let (sender, said) = sync_channel(0);
        thread::Builder::new()
            .spawn(move || hear(output, most, |said| sender.send(said).is_ok()))?;
        let (sender, last_words) = channel();
        thread::Builder::new().spawn(move || words(errors, &sender))?;
        // A child that is dead already is found to be so with its first file.
        let setup = Setup {
            limits: limits.clone(),
            threads,
        };
        let _ = write_frame(&mut input, &serde_json::to_vec(&setup)?);
        Ok(Self {
            child,
            files: 0,
            facts: None,
            input: Some(input),
            said,
            last_words,
            killed: false,
            doubted: Arc::default(),
        })
    }

    /// Has a file read.
    pub(super) fn ask(
        &mut self,
        request: &Request,
        bytes: &[u8],
        facts: &FactTexts,
        limits: &Limits,
    ) -> Result<Answer, Trouble> {
        let known = self.facts.as_deref() == Some(facts.id());
        self.facts = Some(facts.id().to_owned());
        self.files = self.files.saturating_add(1);
        let order = Order {
            number: self.files,
            facts: (!known).then_some(facts),
            request,
        };
        let (child, said, killed) = (&mut self.child, &self.said, &mut self.killed);
        let doubted = &mut self.doubted;
        let Some(input) = self.input.as_mut() else {
            return Err(Trouble::Died);
        };
        let unsent = AtomicBool::new(false);
        thread::scope(|scope| {
            // A child may read as slowly as it likes: its parent's clock runs.
            let writer = thread::Builder::new().spawn_scoped(scope, || {
                let sent = send(input, &order, bytes);
                unsent.store(sent.is_err(), Ordering::Relaxed);
            });
            let writer = writer.map_err(|error| Trouble::Garbled(error.to_string()))?;
            let heard = listen(said, &order, &unsent, limits).and_then(|answer| {
                if is_done(&writer) {
                    Ok(answer)
                } else {
                    Err(Trouble::Garbled(
                        "it answered what it had not read".to_owned(),
                    ))
                }
            });
            match &heard {
                Ok(answer) => doubted.clone_from(&answer.doubted),
                // The writer ends with the child.
                Err(Trouble::Died) => *killed = settle(child, PATIENCE).is_none(),
                Err(_) => *killed = settle(child, Duration::ZERO).is_none(),
            }
            heard
        })
    }

    /// Whether it may be asked once more.
    pub(super) fn is_sound(&self) -> bool {
        !self.doubted.load(Ordering::Relaxed)
    }

    /// Whether it holds so much memory that the next file might fail for it; where
    /// the system does not say, the count of files is all there is.
    pub(super) fn is_fat(&self, limits: &Limits) -> bool {
        size(&self.child) / 512 > limits.of(Limit::MemoryMib)
    }

    /// Ends the child, and says how it ended.
    pub(super) fn end(mut self) -> End {
        let status = self.stop();
        End {
            status: status.filter(|_| !self.killed),
            words: self.last_words.recv_timeout(PATIENCE).unwrap_or_default(),
        }
    }

    /// Closes its input, and waits.
    fn stop(&mut self) -> Option<ExitStatus> {
        if let Some(input) = self.input.take() {
            // What is left in the buffer is not for a child that is to end.
            drop(input.into_parts());
        }
        settle(&mut self.child, PATIENCE)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has answered all that it was asked: there is nothing to wait for.
        settle(&mut self.child, Duration::ZERO);
    }
}

/// Whether the child has been sent everything: it has, unless it lies.
fn is_done(writer: &ScopedJoinHandle<'_, ()>) -> bool {
    let end = Instant::now() + PATIENCE;
    while !writer.is_finished() {
        if Instant::now() > end {
            return false;
        }
        thread::yield_now();
    }
    true
}

fn send(input: &mut BufWriter<ChildStdin>, order: &Order<'_>, bytes: &[u8]) -> io::Result<()> {
    write_frame(input, &serde_json::to_vec(order)?)?;
    write_frame(input, bytes)?;
    input.flush()
}

/// Hands on what the child says, until it ends or nobody listens.
fn hear(output: ChildStdout, most: u64, mut say: impl FnMut(Said) -> bool) {
    let mut output = BufReader::new(output);
    // Of one answer, in all its frames.
    let mut left = most;
    loop {
        let said = match read_frame(&mut output, left) {
            Ok(Some(mut frame)) if !frame.is_empty() => {
                let kind = frame.remove(0);
                left = match kind {
                    RESULT => most,
                    _ => left.saturating_sub(frame.len() as u64),
                };
                Said::Frame(kind, frame)
            }
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Said::TooMuch,
            _ => return,
        };
        let is_last = matches!(said, Said::TooMuch);
        if !say(said) || is_last {
            return;
        }
    }
}

/// Hands on what the child says before it dies.
fn words(mut errors: ChildStderr, sender: &Sender<String>) {
    let mut words = Vec::new();
    let _ = errors.by_ref().take(LAST_WORDS).read_to_end(&mut words);
    let _ = sender.send(String::from_utf8_lossy(&words).into_owned());
    // What comes after is let go, so that the child never blocks on it.
    let _ = io::copy(&mut errors, &mut io::sink());
}

/// The next that is said; meanwhile it is seen to whether the person asked to
/// stop.
fn wait(
    said: &Receiver<Said>,
    unsent: &AtomicBool,
    most: Duration,
) -> Result<Result<Said, RecvTimeoutError>, Trouble> {
    let end = Instant::now() + most;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let heard = said.recv_timeout(left.min(STEP));
        stop::check().map_err(Trouble::Stopped)?;
        if !matches!(heard, Err(RecvTimeoutError::Timeout)) || left <= STEP {
            return Ok(heard);
        }
        if unsent.load(Ordering::Relaxed) {
            return Err(Trouble::Unsent);
        }
    }
}

/// Waits for the answer to `order`.
fn listen(
    said: &Receiver<Said>,
    order: &Order<'_>,
    unsent: &AtomicBool,
    limits: &Limits,
) -> Result<Answer, Trouble> {
    let seconds = |limit| Duration::from_secs(limits.of(limit));
    let garbled = |what: &str| Err(Trouble::Garbled(what.to_owned()));
    let silence = seconds(Limit::SilenceSeconds);
    let begin = Instant::now();
    let mut parts = Vec::new();
    let mut slices = Slices::default();
    // Read while the child makes the next, or when it reads the next file.
    let mut last: Option<Vec<u8>> = None;
    loop {
        let left = seconds(Limit::TotalSeconds).saturating_sub(begin.elapsed());
        let (kind, bytes) = match wait(said, unsent, silence.min(left))? {
            Ok(Said::Frame(kind, bytes)) => (kind, bytes),
            Ok(Said::TooMuch) => return Err(Trouble::Overfull),
            Err(RecvTimeoutError::Disconnected) => return Err(Trouble::Died),
            Err(RecvTimeoutError::Timeout) if left <= silence => {
                return Err(Trouble::Silent(Limit::TotalSeconds));
            }
            Err(RecvTimeoutError::Timeout) => return Err(Trouble::Silent(Limit::SilenceSeconds)),
        };
        match kind {
            // One that has progress for ever is late at last.
            PROGRESS if left.is_zero() => return Err(Trouble::Silent(Limit::TotalSeconds)),
            PROGRESS => {}
            PART => parts.push(bytes),
            SLICE => {
                if let Some(before) = last.replace(bytes) {
                    slices.add(&before).map_err(Trouble::Garbled)?;
                }
            }
            RESULT => {
                let Some(reply) = numbered(&bytes, order.number) else {
                    return garbled("it answered another file");
                };
                let reply: Reply = decode(reply).map_err(Trouble::Garbled)?;
                if !reply.is_for(order.request) {
                    return garbled("it answered another request");
                }
                return Ok(Answer {
                    reply,
                    parts,
                    slices,
                    last,
                    doubted: Arc::default(),
                });
            }
            _ => return garbled("an unknown frame"),
        }
    }
}
