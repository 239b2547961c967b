//! Isolation: whatever happens to a child costs the one file it was reading.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use common::fixture;
use ruam::{
    limits::{Limit, Limits},
    pipeline::{self, Options},
    source::{self, Input},
    submission::Entry,
    worker::Reply,
};

fn options(limits: Limits) -> Options {
    Options {
        jobs: 1,
        limits,
        ..common::options()
    }
}

fn inputs(names: &[&str]) -> Vec<Input> {
    let paths: Vec<PathBuf> = names.iter().map(|name| fixture(name)).collect();
    let mut inputs = source::discover(&paths, &[]).unwrap();
    inputs.sort_by_key(|input| paths.iter().position(|path| *path == input.path));
    inputs
}

/// `merged`, or the reason why not, of every file.
fn fates(names: &[&str], limits: Limits) -> Vec<String> {
    let entries = pipeline::read(&inputs(names), &options(limits)).unwrap();
    entries.iter().map(|entry| fate(entry).to_owned()).collect()
}

fn fate(entry: &Entry) -> &str {
    match entry {
        Entry::Submission(_) => "merged",
        Entry::Rejected(rejected) => &rejected.reason,
    }
}

#[test]
fn a_file_that_kills_its_reader_costs_only_itself() {
    let names = [
        "excel/fio.xlsx",
        "regress/001-xls-reader-panics.xls",
        "excel/fio.ods",
        "excel/fio.xls",
    ];
    assert_eq!(
        fates(&names, Limits::default()),
        ["merged", "crashed", "merged", "merged"]
    );
}

/// An ods of two cells, so far apart that a dense reader holds millions.
#[cfg(unix)]
fn sparse_ods() -> Vec<u8> {
    let cell =
        r#"<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>"#;
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="a"><table:table-row>{cell}</table:table-row><table:table-row table:number-rows-repeated="29998"><table:table-cell/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="255"/>{cell}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[cfg(unix)]
#[test]
fn a_reader_that_needs_too_much_memory_is_told_so() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("sparse.ods");
    std::fs::write(&path, sparse_ods()).unwrap();
    let inputs = source::discover(&[path, fixture("excel/fio.ods")], &[]).unwrap();
    let limits = Limits::default().with(Limit::MemoryMib, 256);
    let entries = pipeline::read(&inputs, &options(limits)).unwrap();
    let fates: Vec<&str> = entries.iter().map(fate).collect();
    assert_eq!(fates, ["merged", "memory"]);
}

#[test]
fn a_reader_that_takes_too_long_is_ended() {
    let limits = Limits::default().with(Limit::TotalSeconds, 0);
    assert_eq!(
        fates(&["excel/fio.xlsx", "excel/fio.ods"], limits),
        ["timeout", "timeout"]
    );
}

#[test]
fn a_program_that_is_no_worker_costs_no_more_than_the_files() {
    // A child that ends at once, and one that answers nonsense.
    for program in ["/bin/true", "/bin/echo"]
        .map(PathBuf::from)
        .into_iter()
        .filter(|path| path.exists())
    {
        let mut options = options(Limits::default());
        options.program = program;
        let entries = pipeline::read(&inputs(&["excel/fio.xlsx"]), &options).unwrap();
        let [Entry::Rejected(rejected)] = entries.as_slice() else {
            panic!("{entries:?}")
        };
        assert_eq!(rejected.reason, "crashed");
    }
}

#[test]
fn entries_stand_in_the_order_of_their_files_whatever_the_jobs() {
    let names = [
        "excel/fio.xlsx",
        "damaged/empty.xlsx",
        "excel/fio.ods",
        "excel/fio.xls",
        "damaged/page.xls",
    ];
    for jobs in [1, 3, 16] {
        let options = Options {
            jobs,
            ..options(Limits::default())
        };
        let entries = pipeline::read(&inputs(&names), &options).unwrap();
        let files: Vec<&str> = entries
            .iter()
            .map(|entry| entry.source().file.as_str())
            .collect();
        assert_eq!(
            files,
            ["fio.xlsx", "empty.xlsx", "fio.ods", "fio.xls", "page.xls"]
        );
    }
}

/// A program that is started in place of a worker: a script of the shell.
#[cfg(unix)]
fn script(folder: &Path, lines: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.join("worker.sh");
    fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// The entries of two files, read one after the other by such a program.
#[cfg(unix)]
fn read_by(lines: &str, limits: Limits) -> Vec<Entry> {
    let folder = tempfile::TempDir::new().unwrap();
    let options = Options {
        program: script(folder.path(), lines),
        ..options(limits)
    };
    let inputs = inputs(&["excel/fio.xlsx", "excel/fio.ods"]);
    pipeline::read(&inputs, &options).unwrap()
}

/// Why both files were rejected that such a program reads: it must be the same.
#[cfg(unix)]
fn reason_by(lines: &str, limits: Limits) -> String {
    let entries = read_by(lines, limits);
    let [Entry::Rejected(a), Entry::Rejected(b)] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!((&a.reason, &a.message), (&b.reason, &b.message));
    assert_eq!(a.source.file, "fio.xlsx");
    format!("{}: {}", a.reason, a.message.en)
}

#[cfg(unix)]
fn seconds(limit: Limit) -> Limits {
    Limits::default().with(limit, 1)
}

/// A frame as `printf` writes it: of `length` bytes, whatever follows.
#[cfg(unix)]
fn head(length: u64) -> String {
    let bytes = length.to_le_bytes();
    bytes.iter().map(|byte| format!("\\{byte:03o}")).collect()
}

#[cfg(unix)]
#[test]
fn a_worker_that_stops_in_the_middle_costs_its_file() {
    // It ends, it waits, it goes on without its output, in the middle of a frame.
    let half = format!("printf '{}R123'", head(100));
    let ended = reason_by(&format!("{half}; exit 3"), Limits::default());
    assert!(
        ended.starts_with("crashed: ") && ended.ends_with("(exit 3)"),
        "{ended}"
    );
    let stuck = reason_by(
        &format!("{half}; exec sleep 600"),
        seconds(Limit::SilenceSeconds),
    );
    assert!(
        stuck.starts_with("timeout: ") && stuck.contains("--limit silence-seconds=2"),
        "{stuck}"
    );
    let closed = reason_by(
        &format!("{half}; exec >&-; exec sleep 600"),
        Limits::default(),
    );
    assert!(closed.ends_with("(it stopped answering)"), "{closed}");
}

#[cfg(unix)]
#[test]
fn a_worker_that_floods_costs_its_file() {
    let progress = format!("while :; do printf '{}P'; done", head(1));
    let endless = reason_by(&progress, seconds(Limit::TotalSeconds));
    assert!(
        endless.starts_with("timeout: ") && endless.contains("--limit total-seconds=2"),
        "{endless}"
    );
    // Of gigabytes that are promised none is held, of those that come little.
    let limits = || Limits::default().with(Limit::ReplyBytes, 1 << 20);
    let huge = format!("printf '{}B'; exec cat /dev/zero", head(u64::MAX));
    let parts = format!(
        "while :; do printf '{}B'; head -c 65535 /dev/zero; done",
        head(1 << 16)
    );
    for flood in [huge, parts] {
        let too_much = reason_by(&flood, limits());
        assert!(
            too_much.starts_with("too-large: ") && too_much.contains("--limit reply-bytes=2097152"),
            "{too_much}"
        );
    }
    let complaints = reason_by("cat /dev/zero >&2; :", seconds(Limit::SilenceSeconds));
    assert!(complaints.starts_with("timeout: "), "{complaints}");
}

/// A frame of these bytes.
#[cfg(unix)]
fn frame(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u64).to_le_bytes(), bytes].concat()
}

/// A frame with the answer to the file of this number.
#[cfg(unix)]
fn result(number: u32, reply: &Reply) -> Vec<u8> {
    let mut bytes = [b"R".as_slice(), &number.to_le_bytes()].concat();
    rmp_serde::encode::write_named(&mut bytes, reply).unwrap();
    frame(&bytes)
}

/// What an honest worker says of the first file.
#[cfg(unix)]
fn honest() -> Reply {
    let read = pipeline::read(&inputs(&["excel/fio.xlsx"]), &options(Limits::default())).unwrap();
    let [Entry::Submission(submission)] = read.as_slice() else {
        panic!("{read:?}")
    };
    Reply::Submission(submission.clone())
}

#[cfg(unix)]
#[test]
fn a_worker_that_lies_costs_its_file() {
    let folder = tempfile::TempDir::new().unwrap();
    let says = |frames: &[Vec<u8>]| {
        let path = folder.path().join("frames");
        fs::write(&path, frames.concat()).unwrap();
        let lines = format!("cat '{}'; exec cat >/dev/null", path.display());
        let entries = read_by(&lines, seconds(Limit::SilenceSeconds));
        entries
            .iter()
            .map(|entry| fate(entry).to_owned())
            .collect::<Vec<_>>()
    };
    let reply = honest();
    assert_eq!(says(&[result(1, &reply)]), ["merged", "crashed"]);
    assert_eq!(
        says(&[result(1, &reply), result(2, &reply)]),
        ["merged", "crashed"]
    );
    assert_eq!(says(&[result(2, &reply)]), ["crashed", "crashed"]);
    let grid = Reply::Text(Vec::new());
    assert_eq!(says(&[result(1, &grid)]), ["crashed", "crashed"]);
    let mut torn = result(1, &reply);
    let end = torn.len() - 1;
    torn[end] = b'x';
    assert_eq!(says(&[torn]), ["crashed", "crashed"]);
}

#[cfg(unix)]
#[test]
fn a_worker_whose_answer_makes_no_sense_is_ended() {
    let folder = tempfile::TempDir::new().unwrap();
    let (frames, log) = (folder.path().join("frames"), folder.path().join("log"));
    fs::write(&frames, [frame(b"Sx"), result(1, &honest())].concat()).unwrap();
    let lines = format!(
        "echo start >>'{}'; cat '{}'; exec cat >/dev/null",
        log.display(),
        frames.display()
    );
    let entries = read_by(&lines, seconds(Limit::SilenceSeconds));
    let fates: Vec<&str> = entries.iter().map(fate).collect();
    assert_eq!(fates, ["crashed", "crashed"]);
    assert_eq!(fs::read_to_string(log).unwrap().lines().count(), 2);
}

#[cfg(unix)]
#[test]
fn a_worker_that_never_listens_is_ended() {
    // More than a pipe holds, so that its parent would wait for ever.
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("long.csv");
    fs::write(&path, "a,b\n".repeat(1_000_000)).unwrap();
    let options = Options {
        program: script(folder.path(), "exec sleep 600"),
        ..options(seconds(Limit::SilenceSeconds))
    };
    let inputs = source::discover(&[path], &[]).unwrap();
    let entries = pipeline::read(&inputs, &options).unwrap();
    assert_eq!(fate(&entries[0]), "timeout");
}

/// Says of each start of a real worker what `lines` do.
#[cfg(unix)]
fn started(lines: &str, names: usize, options: Options) -> (Vec<String>, usize) {
    let folder = tempfile::TempDir::new().unwrap();
    let log = folder.path().join("log");
    let program = env!("CARGO_BIN_EXE_ruam");
    let lines = format!(
        "echo start >>'{}'\n{lines}\nexec '{program}' \"$@\"",
        log.display()
    );
    let options = Options {
        program: script(
            folder.path(),
            &lines.replace("LOG", &log.display().to_string()),
        ),
        ..options
    };
    let below = folder.path().join("in");
    fs::create_dir(&below).unwrap();
    for name in 0..names {
        fs::write(
            below.join(format!("{name:04}.csv")),
            format!("a,b\n{name},2\n"),
        )
        .unwrap();
    }
    let inputs = source::discover(&[below], &[]).unwrap();
    let entries = pipeline::read(&inputs, &options).unwrap();
    let fates = entries.iter().map(|entry| fate(entry).to_owned()).collect();
    let starts = fs::read_to_string(log).unwrap().lines().count();
    (fates, starts)
}

#[cfg(unix)]
#[test]
fn a_file_whose_reader_died_is_read_once_more_and_alone() {
    // The first child dies by a signal, as when the machine is out of memory.
    let dies_once = "[ $(wc -l <'LOG') -gt 1 ] || kill -9 $$";
    let two = Options {
        jobs: 2,
        ..options(Limits::default())
    };
    let (fates, starts) = started(dies_once, 6, two);
    assert!(
        fates.iter().all(|fate| fate == "table-not-found"),
        "{fates:?}"
    );
    assert!(starts == 3 || starts == 2, "{starts}");
    // Where it was alone, and its child new, the file is to blame.
    let (fates, starts) = started(dies_once, 2, options(Limits::default()));
    assert_eq!(
        (fates.as_slice(), starts),
        (
            ["crashed".to_owned(), "table-not-found".to_owned()].as_slice(),
            2
        )
    );
}

#[cfg(unix)]
#[test]
fn a_child_reads_a_thousand_files_and_then_another_does() {
    let (fates, starts) = started("", 1_001, options(Limits::default()));
    assert!(fates.iter().all(|fate| fate == "table-not-found"));
    assert_eq!(starts, 2);
}

#[cfg(target_os = "linux")]
#[test]
fn a_child_that_is_fat_is_replaced() {
    let size_at_rest = 8;
    let limits = Limits::default().with(Limit::MemoryMib, size_at_rest);
    let (fates, starts) = started("", 3, options(limits));
    assert_eq!((fates.len(), starts), (3, 3), "{fates:?}");
}

#[cfg(unix)]
#[test]
fn a_file_has_its_share_of_processor_time_and_no_more() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("long.csv");
    fs::write(&path, "กขค,2,3\n".repeat(600_000)).unwrap();
    let read = |path: &Path, limits| {
        let inputs = source::discover(&[path.to_owned()], &[]).unwrap();
        let entries = pipeline::read(&inputs, &options(limits)).unwrap();
        match &entries[0] {
            Entry::Rejected(rejected) => (rejected.reason.clone(), rejected.message.en.clone()),
            Entry::Submission(_) => panic!("it has no table"),
        }
    };
    let none = Limits::default().with(Limit::CpuSeconds, 0);
    let (reason, message) = read(&path, none);
    assert_eq!(reason, "timeout", "{message}");
    assert!(message.contains("--limit cpu-seconds=1"), "{message}");
}

/// What a worker may do to the system it runs on: nothing is left to open.
#[cfg(target_os = "linux")]
#[test]
fn a_worker_holds_no_file_and_no_environment_but_its_pipes() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_ruam"))
        .arg("worker")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let setup = br#"{"limits":{"changed":{"MemoryMib":300}}}"#;
    input
        .write_all(&(setup.len() as u64).to_le_bytes())
        .unwrap();
    input.write_all(setup).unwrap();
    let limits = format!("/proc/{}/limits", child.id());
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let limit = |name: &str| {
        let text = fs::read_to_string(&limits).unwrap();
        let line = text
            .lines()
            .find(|line| line.starts_with(name))
            .unwrap()
            .to_owned();
        let mut words = line[name.len()..].split_whitespace().map(str::to_owned);
        (words.next().unwrap(), words.next().unwrap())
    };
    while limit("Max open files").0 != "3" && std::time::Instant::now() < end {
        std::thread::yield_now();
    }
    let both = |value: &str| (value.to_owned(), value.to_owned());
    assert_eq!(limit("Max open files"), both("3"));
    assert_eq!(limit("Max file size"), both("0"));
    assert_eq!(limit("Max core file size"), both("0"));
    assert_eq!(limit("Max address space"), both(&(300 << 20).to_string()));
    drop(input);
    assert!(child.wait().unwrap().success());
}
