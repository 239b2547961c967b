//! What several tests need: the facts, and a file read in this process.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use ruam::{
    dataset::{DATASET_SCHEMA, Dataset, Provenance},
    finding::Finding,
    form::Sender,
    limits::Limits,
    manifest::Manifest,
    output::{folder::Folder, json},
    pipeline::{self, Opened, Options},
    profile::{FactTexts, Facts, Profiles},
    source::sha256,
    submission::{Entry, Source, Submission},
    worker::{Reply, Request, Task, read_here},
};
use serde_json::Value;

/// The embedded facts.
pub(crate) fn facts() -> Facts {
    FactTexts::embedded().parse().unwrap()
}

/// A file of the project.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

/// What is known of a file besides its bytes.
pub(crate) fn sender(file: &str) -> Sender {
    Sender {
        file: file.to_owned(),
        ..Sender::default()
    }
}

/// Reads bytes as a file called as `sender` says.
pub(crate) fn read_bytes(bytes: &[u8], sender: Sender, facts: &Facts) -> Entry {
    read_protected(bytes, sender, facts, None)
}

/// Reads bytes as [`read_bytes`] does, with a password.
pub(crate) fn read_protected(
    bytes: &[u8],
    sender: Sender,
    facts: &Facts,
    password: Option<&str>,
) -> Entry {
    let request = Request {
        task: Task::Report,
        password: password.map(str::to_owned),
        attached: false,
        areas: Vec::new(),
        source: Source {
            file: sender.file.clone(),
            sha256: sha256(bytes),
            bytes: bytes.len() as u64,
            format: None,
            producer: None,
            sheets: None,
            pages: None,
        },
        sender,
    };
    let reply = match read_here(bytes, request, facts, &Limits::default(), &mut || {}) {
        Reply::WithAttached { reply, .. } => *reply,
        reply => reply,
    };
    match reply {
        Reply::Submission(submission) => Entry::Submission(submission),
        Reply::Rejected(rejected) => Entry::Rejected(rejected),
        other => panic!("{other:?}"),
    }
}

/// How the program reads files unless it is told otherwise.
pub(crate) fn options() -> Options {
    Options {
        program: PathBuf::from(env!("CARGO_BIN_EXE_ruam")),
        profiles: Profiles::load(None).unwrap(),
        jobs: 2,
        office: None,
        password: None,
        areas: Vec::new(),
        manifest: Manifest::default(),
        limits: Limits::default(),
        progress: false,
    }
}

/// A dataset that was merged, read back.
pub(crate) struct Merged {
    pub(crate) dataset: Dataset,
    pub(crate) entries: Vec<Entry>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) provenance: Vec<Provenance>,
    /// All its files, one after the other.
    pub(crate) bytes: Vec<u8>,
}

/// Merges the entries as `ruam merge` does.
pub(crate) fn merge(entries: &[Entry]) -> Merged {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("in.jsonl"), folder.path().join("out"));
    fs::write(&from, json::lines(entries)).unwrap();
    let taken = Folder::take(&to).unwrap();
    pipeline::merge(pipeline::list(&from).unwrap(), &taken, &options()).unwrap();
    taken.publish(false).unwrap();
    opened(&to)
}

/// The dataset in the folder.
pub(crate) fn opened(folder: &Path) -> Merged {
    let opened = Opened::open(folder).unwrap();
    let (mut reports, mut entries, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    let push = |report| {
        reports.push(report);
        Ok(())
    };
    let submissions = opened.reports(&mut { push }).unwrap();
    opened
        .entries(&mut |entry| {
            entries.push(entry);
            Ok(())
        })
        .unwrap();
    opened
        .findings(&mut |finding| {
            findings.push(finding);
            Ok(())
        })
        .unwrap();
    let mut provenance = Vec::new();
    opened
        .provenance(&mut |line| {
            provenance.push(line);
            Ok(())
        })
        .unwrap();
    let names = [
        "dataset.json",
        "submissions.jsonl",
        "findings.jsonl",
        "provenance.jsonl",
    ];
    Merged {
        dataset: Dataset {
            schema: DATASET_SCHEMA.to_owned(),
            reports,
            submissions,
        },
        entries,
        findings,
        provenance,
        bytes: names
            .map(|name| fs::read(folder.join(name)).unwrap())
            .concat(),
    }
}

/// Reads a file as the agency's own report.
pub(crate) fn read_file(path: &Path) -> Entry {
    read_file_with(path, None)
}

/// Reads a file as [`read_file`] does, with a password.
pub(crate) fn read_file_with(path: &Path, password: Option<&str>) -> Entry {
    let name = path.file_name().unwrap().to_str().unwrap();
    let sender = Sender {
        argument: Some("อ.อ.ป.".to_owned()),
        ..sender(name)
    };
    read_protected(&fs::read(path).unwrap(), sender, &facts(), password)
}

/// The submission in a file that has one.
pub(crate) fn submission(path: &Path) -> Submission {
    match read_file(path) {
        Entry::Submission(submission) => *submission,
        Entry::Rejected(rejected) => panic!("{}: {}", path.display(), rejected.reason),
    }
}

/// The material to develop against, which is not part of the project: tests
/// over it run where it is there, and say so where it is not.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(name);
    if !path.exists() {
        // Past the test runner, which shows nothing of a test that passes.
        let _ = writeln!(
            std::io::stderr(),
            "NOT RUN: {name} is not beside the project, so nothing was checked against it"
        );
        return None;
    }
    Some(path)
}

/// JSON pointers of all values that are there.
pub(crate) fn leaves_of(value: &Value, pointer: String, leaves: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Array(values) => {
            for (i, value) in values.iter().enumerate() {
                leaves_of(value, format!("{pointer}/{i}"), leaves);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                leaves_of(value, format!("{pointer}/{name}"), leaves);
            }
        }
        _ => leaves.push(pointer),
    }
}
