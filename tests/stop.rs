//! Ctrl-C and termination: a run ends soon and in words, leaves no worker and
//! nothing half written, and the next one goes on from there.
#![cfg_attr(not(target_os = "linux"), allow(dead_code, unused_imports))]
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

#[cfg(unix)]
use std::os::unix::process::CommandExt;
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use common::fixture;
use tempfile::TempDir;

struct Batch {
    root: TempDir,
}

impl Batch {
    /// As many files as take some seconds to read.
    fn new(files: usize) -> Self {
        let root = TempDir::new().unwrap();
        let inputs = root.path().join("in");
        fs::create_dir(&inputs).unwrap();
        for at in 0..files {
            let to = inputs.join(format!("ส.ตส {at:03}.ods"));
            fs::copy(fixture("excel/fio.ods"), to).unwrap();
        }
        Self { root }
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("out")
    }

    fn ingest(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ruam"));
        command
            .arg("ingest")
            .arg(self.root.path().join("in"))
            .arg("--out")
            .arg(self.out())
            .args(["--jobs", "2", "--write", "csv"]);
        command
    }

    fn outputs(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut outputs = files(&self.out());
        outputs.retain(|path, _| !path.starts_with(self.out().join(".ruam")));
        let short = |path: PathBuf| path.strip_prefix(self.out()).unwrap().to_owned();
        outputs
            .into_iter()
            .map(|(path, bytes)| (short(path), bytes))
            .collect()
    }
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.append(&mut files(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            found.insert(path, bytes);
        }
    }
    found
}

/// Sends a signal to a process; to its whole group, as a terminal does, where
/// the id is negative.
fn signal(name: &str, id: i64) {
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -{name} {id}")])
        .status();
    assert!(sent.unwrap().success());
}

/// What it says until it ends, and how soon it ended.
fn ended(mut run: Child, mut said: BufReader<impl Read>) -> (ExitStatus, String, Duration) {
    let since = Instant::now();
    let mut text = String::new();
    // It ends when the last who could write has ended, workers too.
    said.read_to_string(&mut text).unwrap();
    (run.wait().unwrap(), text, since.elapsed())
}

/// Runs the command, sends it the signal when it has begun to read so many
/// files, and returns what became of it.
fn stopped(mut command: Command, name: &str, group: bool, begun: usize) -> (ExitStatus, String) {
    // Of its own, so that the test does not hear what its group hears.
    #[cfg(unix)]
    command.process_group(0);
    let mut run = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(run.stderr.take().unwrap());
    let mut line = String::new();
    for _ in 0..begun {
        assert!(
            said.read_line(&mut line).unwrap() > 0,
            "it had ended: {line}"
        );
    }
    let workers = children(run.id());
    assert!(!workers.is_empty());
    let id = i64::from(run.id());
    signal(name, if group { -id } else { id });
    let (status, text, took) = ended(run, said);
    assert!(took < Duration::from_secs(3), "{took:?} {text}");
    for worker in workers {
        assert!(!is_alive(worker), "worker {worker} is left");
    }
    (status, text)
}

/// The state of a process, and its parent.
fn state(id: u32) -> Option<(String, u32)> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let mut words = stat.rsplit_once(") ")?.1.split(' ');
    Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
}

fn children(id: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").unwrap();
    let all = all.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    all.filter(|own| state(*own).is_some_and(|(_, parent)| parent == id))
        .collect()
}

fn is_alive(id: u32) -> bool {
    state(id).is_some_and(|(state, _)| state != "Z")
}

#[cfg(not(target_os = "linux"))]
#[test]
fn signals_are_sent_on_linux_only() {
    eprintln!("NOT RUN: processes are looked up as Linux tells of them, so none was stopped");
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_that_is_stopped_says_so_and_the_next_goes_on() {
    let whole = Batch::new(36);
    whole.ingest().output().unwrap();
    for (name, group) in [("INT", true), ("INT", false), ("TERM", false)] {
        let batch = Batch::new(36);
        // A dataset of fewer files stands there before.
        let later = batch.root.path().join("later");
        fs::create_dir(&later).unwrap();
        let all = fs::read_dir(batch.root.path().join("in")).unwrap();
        let mut all: Vec<PathBuf> = all.map(|entry| entry.unwrap().path()).collect();
        all.sort_unstable();
        for path in &all[2..] {
            fs::rename(path, later.join(path.file_name().unwrap())).unwrap();
        }
        batch.ingest().output().unwrap();
        let before = batch.outputs();
        for path in &all[2..] {
            fs::rename(later.join(path.file_name().unwrap()), path).unwrap();
        }
        let (status, said) = stopped(batch.ingest(), name, group, 6);
        assert_eq!(status.code(), Some(130), "{name} {said}");
        assert!(said.contains("หยุดตามคำสั่งแล้ว ผลครั้งก่อนยังอยู่ครบ"), "{said}");
        assert!(said.contains("stopped, as you asked"), "{said}");
        assert!(!said.contains("crashed"), "{said}");
        assert_eq!(batch.outputs(), before);
        let again = batch.ingest().args(["--lang", "en"]).output().unwrap();
        let said = String::from_utf8(again.stderr).unwrap();
        let reused = said
            .lines()
            .find_map(|line| line.split_once(" files have not changed"));
        let reused: usize = reused.unwrap().0.parse().unwrap();
        assert!(reused > 2 && reused < 36, "{reused}");
        assert_eq!(batch.outputs(), whole.outputs());
        let left = files(&batch.out());
        let left: Vec<&PathBuf> = left
            .keys()
            .filter(|path| path.extension().is_some_and(|own| own == "tmp"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_check_that_is_stopped_writes_nothing() {
    let batch = Batch::new(40);
    let mut check = Command::new(env!("CARGO_BIN_EXE_ruam"));
    check
        .arg("check")
        .arg(batch.root.path().join("in"))
        .arg("--marked")
        .arg(batch.out())
        .args(["--jobs", "2"]);
    let (status, said) = stopped(check, "INT", true, 4);
    assert_eq!(status.code(), Some(130), "{said}");
    assert!(said.contains("หยุดตามคำสั่งแล้ว ยังไม่ได้เขียนผล"), "{said}");
    assert!(!batch.out().exists());
}

/// A file that takes a minute is not waited for.
#[cfg(target_os = "linux")]
#[test]
fn a_worker_that_is_busy_is_ended_and_a_second_signal_ends_at_once() {
    let root = TempDir::new().unwrap();
    let busy = root.path().join("busy.csv");
    // More cells than are read in seconds.
    let line = "1,".repeat(2_000);
    fs::write(&busy, format!("{line}\n").repeat(900)).unwrap();
    let mut check = Command::new(env!("CARGO_BIN_EXE_ruam"));
    check.arg("check").arg(&busy);
    let mut run = check
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(run.stderr.take().unwrap());
    let since = Instant::now();
    while children(run.id()).is_empty() {
        assert!(since.elapsed() < Duration::from_secs(20));
        thread::sleep(Duration::from_millis(20));
    }
    let workers = children(run.id());
    for _ in 0..2 {
        signal("INT", i64::from(run.id()));
    }
    let (status, _, took) = ended(run, said);
    assert_eq!(status.code(), Some(130));
    assert!(took < Duration::from_secs(2), "{took:?}");
    // With its parent goes its input; it ends at the latest with its file.
    let since = Instant::now();
    while workers.iter().any(|worker| is_alive(*worker)) {
        assert!(since.elapsed() < Duration::from_secs(60));
        thread::sleep(Duration::from_millis(50));
    }
}
