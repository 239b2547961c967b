//! Every call to the system fails in turn, as on a full or broken disk: the
//! program says so in words, what was there before is whole or what is new is,
//! and the next run comes out as if nothing had been.
//!
//! `tests/faults/fail.c` lets the calls fail. Of the calls of each kind and
//! name some are tried; all of them with `RUAM_FAULTS=all`, which takes minutes.
#![cfg_attr(not(target_os = "linux"), allow(dead_code, unused_imports))]
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::{
    collections::BTreeMap,
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use common::fixture;
use serde_json::Value;
use tempfile::TempDir;

#[cfg(not(target_os = "linux"))]
#[test]
fn faults_are_injected_on_linux_only() {
    let _ = writeln!(
        std::io::stderr(),
        "NOT RUN: faults are injected on Linux only, so nothing was checked"
    );
}

/// Calls that are tried of each name, in each scenario.
const TRIED: usize = 3;

/// The library that lets calls fail, compiled once.
static LIBRARY: LazyLock<PathBuf> = LazyLock::new(|| {
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fail.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/fail.c");
    // What Rust links with.
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&library)
        .arg(source)
        .arg("-ldl")
        .status();
    assert!(compiled.unwrap().success());
    library
});

/// All files below a folder, by their path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let inner = files(&path).into_iter();
            found.extend(inner.map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for (name, bytes) in files(from) {
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// The outputs among the files of a folder: not the inputs, nor what is ours.
fn outputs(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = files(root);
    all.retain(|name, _| !name.starts_with("in/") && !name.contains(".ruam/"));
    all
}

/// A command over a folder that is made anew for every call that fails.
struct Scenario {
    /// The folder as it is before: `in`, and what was written before.
    before: TempDir,
    args: Vec<&'static str>,
    /// Whether outputs appear together; else each by itself.
    together: bool,
    code: i32,
    /// The files after a run without faults.
    after: BTreeMap<String, Vec<u8>>,
}

impl Scenario {
    fn new(inputs: &[(&str, &str)], args: &[&'static str], together: bool) -> Self {
        let before = TempDir::new().unwrap();
        let scenario = Self {
            before,
            args: args.to_vec(),
            together,
            code: 0,
            after: BTreeMap::new(),
        };
        scenario.add(inputs);
        scenario
    }

    fn add(&self, inputs: &[(&str, &str)]) {
        fs::create_dir_all(self.before.path().join("in")).unwrap();
        for (from, to) in inputs {
            fs::copy(fixture(from), self.before.path().join("in").join(to)).unwrap();
        }
    }

    /// Runs a command before anything fails.
    fn first(self, args: &[&str]) -> Self {
        let output = command(self.before.path(), args).output().unwrap();
        assert!(
            output.status.code().is_some_and(|code| code < 2),
            "{output:?}"
        );
        self
    }

    /// Lets the calls of a kind fail in turn, and returns how many did.
    fn all(mut self, kind: &str) -> usize {
        let whole = TempDir::new().unwrap();
        copy(self.before.path(), whole.path());
        let output = command(whole.path(), &self.args).output().unwrap();
        self.code = output.status.code().unwrap();
        assert!(self.code < 2, "{output:?}");
        self.after = files(whole.path());
        let (_, _, calls) = self.run(kind, 0, 0);
        let tried = tried(&calls);
        assert!(!tried.is_empty(), "{kind}: no call was seen");
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some((number, errno)) =
                        tried.get(next.fetch_add(1, Ordering::Relaxed))
                    {
                        self.one(kind, *number, *errno);
                    }
                });
            }
        });
        tried.len()
    }

    /// Runs the command with a call that fails, and says which calls were made.
    fn run(&self, kind: &str, number: usize, errno: i32) -> (TempDir, Output, Vec<String>) {
        let root = TempDir::new().unwrap();
        copy(self.before.path(), root.path());
        let log = TempDir::new().unwrap();
        let output = command(root.path(), &self.args)
            .env("LD_PRELOAD", &*LIBRARY)
            .env("FAIL_ROOT", root.path())
            .env("FAIL_KIND", kind)
            .env("FAIL_AT", number.to_string())
            .env("FAIL_ERRNO", errno.to_string())
            .env("FAIL_LOG", log.path().join("log"))
            .output()
            .unwrap();
        let log = fs::read_to_string(log.path().join("log")).unwrap_or_default();
        let calls = log.lines().map(str::to_owned).collect();
        (root, output, calls)
    }

    fn one(&self, kind: &str, number: usize, errno: i32) {
        let (root, output, calls) = self.run(kind, number, errno);
        let mine = format!("{number} ");
        let call = calls.iter().find(|call| call.starts_with(&mine));
        let Some(call) = call else {
            // Threads do not always make the same number of calls.
            assert_eq!(output.status.code(), Some(self.code), "{kind} {number}");
            return;
        };
        // Of a file `check` tells where it tells of the others.
        let (out, err) = (&output.stdout, &output.stderr);
        let said = [out, err].map(|text| String::from_utf8_lossy(text).into_owned());
        let said = said.concat();
        let told = format!("{:?}, errno {errno} at {call}:\n{said}", self.args);
        assert!(!said.contains("panicked"), "{told}");
        let code = output.status.code();
        let written = outputs(root.path());
        let before = outputs(self.before.path());
        let mut after = self.after.clone();
        after.retain(|name, _| !name.starts_with("in/") && !name.contains(".ruam/"));
        if code == Some(self.code) {
            let wrong = differing(&written, &after);
            assert!(wrong.is_empty(), "{wrong:?} {told}");
        } else {
            assert_eq!(code, Some(2), "{told}");
            let thai = |c: char| ('\u{e00}'..='\u{e7f}').contains(&c);
            assert!(said.contains(thai), "{told}");
            assert!(said.contains(|c: char| c.is_ascii_lowercase()), "{told}");
            if self.together {
                let fine = written == before || written == after || lost_one(&written, &after);
                let wrong = differing(&written, &before);
                assert!(fine, "{wrong:?} {told}");
            }
            for (name, bytes) in &written {
                let whole = [before.get(name), after.get(name)].contains(&Some(bytes));
                assert!(self.together || whole, "{name} {told}");
            }
            // It names a file, unless it is of none.
            let file = |line: &str| line.starts_with("ส.") || line == "in";
            let names = said.contains(root.path().to_str().unwrap()) || said.lines().any(file);
            assert!(names || kind == "process", "{told}");
        }
        let again = command(root.path(), &self.args).output().unwrap();
        assert_eq!(again.status.code(), Some(self.code), "{told} {again:?}");
        let wrong = differing(&files(root.path()), &self.after);
        assert!(wrong.is_empty(), "{wrong:?} after {told}");
    }
}

/// Names of files that one has and the other has not, or with other bytes.
fn differing(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names = a.keys().chain(b.keys());
    let mut names: Vec<String> = names
        .filter(|name| a.get(*name) != b.get(*name))
        .cloned()
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether the dataset is that of all files but one, which was not read because
/// of the fault; what was read of the others is the same.
fn lost_one(written: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> bool {
    let entries = |files: &BTreeMap<String, Vec<u8>>| -> Vec<Value> {
        let lines = files.get("out/submissions.jsonl");
        let lines = lines.map_or(&[][..], Vec::as_slice);
        let lines = serde_json::Deserializer::from_slice(lines).into_iter();
        lines.map(Result::unwrap).collect()
    };
    let (written, after) = (entries(written), entries(after));
    let lost: Vec<&Value> = written.iter().filter(|one| !after.contains(one)).collect();
    let passing = |one: &&&Value| {
        let reason = one["reason"].as_str().unwrap_or_default();
        ["unreadable", "crashed"].contains(&reason)
    };
    lost.len() == 1 && lost.iter().filter(passing).count() == 1
}

/// Which calls fail in turn, and as what.
fn tried(calls: &[String]) -> Vec<(usize, i32)> {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for call in calls {
        let mut words = call.split(' ');
        let number = words.next().unwrap().parse().unwrap();
        by_name
            .entry(words.next().unwrap())
            .or_default()
            .push(number);
    }
    let all = env::var("RUAM_FAULTS").is_ok_and(|value| value == "all");
    let mut tried = Vec::new();
    for (name, numbers) in by_name {
        let most = if all { numbers.len() } else { TRIED };
        let step = numbers.len().div_ceil(most);
        // From the last on: what is done last is what takes effect.
        for (at, number) in numbers.iter().rev().step_by(step).enumerate() {
            let errnos = errnos(name);
            tried.push((*number, errnos[at % errnos.len()]));
        }
    }
    tried
}

fn errnos(name: &str) -> &'static [i32] {
    const EPERM: i32 = 1;
    const EIO: i32 = 5;
    const EAGAIN: i32 = 11;
    const ENOMEM: i32 = 12;
    const EACCES: i32 = 13;
    const EMFILE: i32 = 24;
    const ENOSPC: i32 = 28;
    const EPIPE: i32 = 32;
    const ENOLCK: i32 = 37;
    match name {
        "create" | "mkdir" => &[ENOSPC, EACCES, EMFILE],
        "write" => &[ENOSPC, EPIPE, EIO],
        "rename" => &[EIO, EACCES, ENOSPC],
        "link" => &[EPERM, EIO],
        "unlink" | "rmdir" | "chmod" => &[EACCES, EIO],
        "open" | "stat" | "list" => &[EIO, EACCES, EMFILE],
        "lock" => &[ENOLCK],
        "pipe" => &[EMFILE],
        "spawn" => &[EAGAIN, ENOMEM],
        "thread" => &[EAGAIN],
        _ => &[EIO],
    }
}

fn command(root: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ruam"));
    // Paths of the folder begin with a slash.
    for arg in args {
        match arg.strip_prefix('/') {
            Some(below) => command.arg(root.join(below)),
            None => command.arg(arg),
        };
    }
    command.args(["--jobs", "1"]);
    command
}

const BATCH: [(&str, &str); 3] = [
    ("delimited/fio.csv", "ส.ตส.csv"),
    ("excel/fio.xlsx", "ส.วป.xlsx"),
    ("pdf/kinds/filled-rules.pdf", "ส.นผ.pdf"),
];
const INGEST: [&str; 6] = [
    "ingest",
    "/in",
    "--out",
    "/out",
    "--write",
    "csv,xlsx,jsonl",
];

/// Over a dataset of the same files, one of which has changed since.
fn over_a_dataset() -> Scenario {
    let scenario = Scenario::new(&BATCH, &INGEST, true).first(&INGEST);
    scenario.add(&[("delimited/fio-utf16.csv", "ส.ตส.csv")]);
    scenario
}

#[cfg(target_os = "linux")]
mod linux {
    use super::*;

    #[test]
    fn a_disk_that_takes_nothing_leaves_the_dataset_before() {
        assert!(over_a_dataset().all("disk") > 20);
    }

    #[test]
    fn a_disk_that_takes_nothing_leaves_no_half_of_a_first_dataset() {
        let scenario = Scenario::new(&BATCH, &INGEST[..4], true);
        assert!(scenario.all("disk") > 10);
    }

    #[test]
    fn a_disk_that_gives_nothing_costs_a_file_or_the_run() {
        assert!(over_a_dataset().all("read") > 10);
    }

    #[test]
    fn processes_threads_and_pipes_that_fail_cost_a_file_or_the_run() {
        let scenario = Scenario::new(&BATCH[..2], &INGEST[..4], true);
        assert!(scenario.all("process") > 5);
    }

    #[test]
    fn each_marked_copy_each_picture_and_each_form_is_whole() {
        let marked = ["check", "/in", "--marked", "/copies"];
        for kind in ["disk", "read", "process"] {
            Scenario::new(&BATCH[..2], &marked, false).all(kind);
        }
        let pictures = ["extract", "/in/a.pdf", "--picture", "/pictures"];
        let page = [("pdf/kinds/filled-rules.pdf", "a.pdf")];
        Scenario::new(&page, &pictures, false).all("disk");
        let forms = ["template", "--all", "--out", "/forms"];
        Scenario::new(&[], &forms, false).all("disk");
    }

    #[test]
    fn datasets_that_are_merged_and_exported_are_whole() {
        let ingest = ["ingest", "/in", "--out", "/first"];
        let merge = ["merge", "/first", "--out", "/out"];
        for kind in ["disk", "read", "process"] {
            Scenario::new(&BATCH[..2], &merge, true)
                .first(&ingest)
                .all(kind);
        }
        let export = ["export", "/first", "--write", "csv,xlsx"];
        for kind in ["disk", "read"] {
            Scenario::new(&BATCH[..2], &export, true)
                .first(&ingest)
                .all(kind);
        }
    }

    #[test]
    fn questions_fail_in_words() {
        let ingest = ["ingest", "/in", "--out", "/out"];
        for question in [
            &["status", "/out"][..],
            &["trace", "/out", "I14", "--source", "/in"],
            &["diff", "/out", "/out/dataset.json"],
        ] {
            for kind in ["read", "process"] {
                if kind == "process" && question[0] == "status" {
                    continue;
                }
                Scenario::new(&BATCH[..1], question, false)
                    .first(&ingest)
                    .all(kind);
            }
        }
    }
}

/// Output that nobody reads, and output that has no room.
#[cfg(target_os = "linux")]
#[test]
fn standard_output_that_is_closed_or_full_is_no_panic() {
    let root = TempDir::new().unwrap();
    fs::create_dir(root.path().join("in")).unwrap();
    fs::copy(fixture(BATCH[0].0), root.path().join("in/ส.ตส.csv")).unwrap();
    let ingest = ["ingest", "/in", "--out", "/out"];
    assert_eq!(
        command(root.path(), &ingest)
            .output()
            .unwrap()
            .status
            .code(),
        Some(1)
    );
    for args in [
        &ingest[..],
        &["check", "/in"],
        &["check", "/in", "--format", "sarif"],
        &["extract", "/in/ส.ตส.csv"],
        &["extract", "/in/ส.ตส.csv", "--grid"],
        &["status", "/out"],
        &["trace", "/out", "I14"],
        &["diff", "/out", "/out"],
        &["rules"],
        &["schema", "dataset"],
        &["--help"],
    ] {
        let good = command(root.path(), args).output().unwrap().status.code();
        let mut run = command(root.path(), args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(run.stdout.take());
        let output = run.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), good, "{args:?} {said}");
        assert!(!said.contains("panicked"), "{args:?} {said}");
        // Nobody hears about it either.
        let mut run = command(root.path(), args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop((run.stdout.take(), run.stderr.take()));
        assert_eq!(run.wait().unwrap().code(), good, "{args:?}");
        if args[0] == "--help" {
            continue;
        }
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = command(root.path(), args).stdout(full).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?} {said}");
        assert!(said.contains("เขียนผลลัพธ์ออกหน้าจอไม่ได้"), "{args:?} {said}");
        assert!(said.contains("standard output"), "{args:?} {said}");
    }
}

/// A real file system that is full, where users may have one of their own.
#[cfg(target_os = "linux")]
#[test]
fn a_full_file_system_keeps_the_dataset_before() {
    let root = TempDir::new().unwrap();
    for (from, to) in [("in", BATCH[0].0), ("more", "delimited/fio-utf16.csv")] {
        fs::create_dir(root.path().join(from)).unwrap();
        fs::copy(fixture(to), root.path().join(from).join("ส.ตส.csv")).unwrap();
    }
    fs::create_dir(root.path().join("out")).unwrap();
    let allowed = Command::new("unshare").args(["-rm", "true"]).output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        let _ = writeln!(
            std::io::stderr(),
            "NOT RUN: no file system of our own may be mounted, so no full one was tried"
        );
        return;
    }
    let script = r#"
        set -u
        mount -t tmpfs -o size=2m tmpfs "$1/out" || exit 9
        sum() { cat "$1"/out/*.json* "$1"/out/*.html | cksum; }
        "$2" ingest "$1/in" --out "$1/out" -q; echo "first $?"
        old=$(sum "$1")
        cat /dev/zero > "$1/out/filler" 2> /dev/null
        "$2" ingest "$1/more" --out "$1/out" -q; echo "full $?"
        [ "$old" = "$(sum "$1")" ]; echo "kept $?"
        rm "$1/out/filler"
        "$2" ingest "$1/more" --out "$1/out" -q; echo "again $?"
        [ "$old" != "$(sum "$1")" ]; echo "changed $?"
    "#;
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh"])
        .arg(root.path())
        .arg(env!("CARGO_BIN_EXE_ruam"))
        .output()
        .unwrap();
    let (told, said) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    let expected = ["first 1", "full 2", "kept 0", "again 1", "changed 0"];
    assert_eq!(told.lines().collect::<Vec<_>>(), expected, "{said}");
    assert!(said.contains("ไม่ได้ โปรดตรวจพื้นที่ว่าง"), "{said}");
    assert!(said.contains("No space left"), "{said}");
}
