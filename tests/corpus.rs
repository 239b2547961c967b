//! The documents that the project is developed against, where they lie beside
//! it; where they do not, the tests say so.
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
    path::{Path, PathBuf},
    process::Command,
};

use common::shared;
use ruam::{
    limits::Limits,
    submission::{Entry, Source},
    worker::{Reply, Request, Task, read_here},
};
use serde_json::Value;
use tempfile::TempDir;

fn ingest(folder: &Path, out: &Path) -> (Option<i32>, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(["ingest", "--quiet", "--out"])
        .arg(out)
        .arg(folder)
        .output()
        .unwrap();
    let dataset = serde_json::from_slice(&fs::read(out.join("dataset.json")).unwrap()).unwrap();
    (output.status.code(), dataset)
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, files)
        } else {
            files.push(path)
        }
    }
}

#[test]
fn the_renderings_of_the_real_report_are_one_report_and_its_duplicates() {
    let Some(folder) = shared("corpus/fio") else {
        return;
    };
    let out = TempDir::new().unwrap();
    let (_, dataset) = ingest(&folder, out.path());
    let statuses: Vec<&str> = dataset["submissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["status"].as_str().unwrap())
        .collect();
    // Three workbooks and four PDFs.
    assert_eq!(statuses.len(), 7);
    let duplicates = statuses.iter().filter(|status| **status == "duplicate");
    assert_eq!((statuses[0], duplicates.count()), ("merged", 6));
    let report = &dataset["reports"][0];
    assert!(report["conflicts"].as_array().unwrap().is_empty());
    assert_eq!(report["indicators"].as_array().unwrap().len(), 10);
    assert!(report["coverage"].is_null());
}

#[test]
fn a_batch_of_hostile_files_ends_with_every_file_accounted_for() {
    let Some(folder) = shared("corpus/hostile") else {
        return;
    };
    let mut files = Vec::new();
    files_below(&folder, &mut files);
    let out = TempDir::new().unwrap();
    let (code, dataset) = ingest(&folder, out.path());
    assert_eq!(code, Some(2));
    let submissions = dataset["submissions"].as_array().unwrap();
    // Each file once, by its name.
    let relative = |path: &PathBuf| {
        let relative = path.strip_prefix(&folder).unwrap();
        relative.to_str().unwrap().to_owned()
    };
    let mut wanted: Vec<String> = files.iter().map(relative).collect();
    wanted.sort_unstable();
    let name = |submission: &Value| submission["file"].as_str().unwrap().to_owned();
    let listed: Vec<String> = submissions.iter().map(name).collect();
    assert_eq!(listed, wanted);
    let reasons = [
        "bomb",
        "crashed",
        "damaged",
        "encrypted",
        "memory",
        "pdf-no-text",
        "table-not-found",
        "too-large",
        "unsupported",
    ];
    for submission in submissions {
        let rejected = submission["status"] == "rejected";
        assert_eq!(rejected, submission["reason"].is_string(), "{submission}");
        let reason = submission["reason"].as_str();
        assert!(
            reason.is_none_or(|reason| reasons.contains(&reason)),
            "{submission}"
        );
        assert_eq!(
            rejected,
            submission["message"]["th"].is_string(),
            "{submission}"
        );
    }
    // The reader of PDFs keeps to limits of its own and dies of none of them.
    let pdfs: Vec<&Value> = submissions
        .iter()
        .filter(|s| s["file"].as_str().unwrap().ends_with(".pdf"))
        .collect();
    assert!(pdfs.len() > 300, "{}", pdfs.len());
    for pdf in pdfs {
        let reason = pdf["reason"].as_str().unwrap_or("none");
        assert!(!["crashed", "timeout", "memory"].contains(&reason), "{pdf}");
    }
}

#[test]
fn workbooks_that_are_no_reports_get_one_clear_sentence() {
    let Some(folder) = shared("corpus/thai") else {
        return;
    };
    for name in [
        "hidden-sheet-P4_2569.xlsx",
        "nso-income.xlsx",
        "nso-income.csv",
    ] {
        let Entry::Rejected(rejected) = common::read_file(&folder.join(name)) else {
            panic!("{name}")
        };
        assert_eq!(rejected.reason, "table-not-found", "{name}");
        assert_eq!(rejected.findings.len(), 1, "{name}");
    }
}

/// What a task makes of bytes, in this process.
fn reply(bytes: &[u8], task: Task) -> Reply {
    let source = Source {
        file: "a.pdf".to_owned(),
        sha256: String::new(),
        bytes: bytes.len() as u64,
        format: None,
        producer: None,
        sheets: None,
        pages: None,
    };
    let request = Request {
        task,
        password: None,
        attached: false,
        areas: Vec::new(),
        sender: common::sender("a.pdf"),
        source,
    };
    read_here(
        bytes,
        request,
        &common::facts(),
        &Limits::default(),
        &mut || {},
    )
}

#[test]
fn every_page_is_read_or_refused_with_its_number() {
    let Some(folder) = shared("corpus") else {
        return;
    };
    let mut files = Vec::new();
    files_below(&folder, &mut files);
    let mut pages_in_all = 0;
    for path in files {
        let bytes = fs::read(&path).unwrap();
        if !bytes.starts_with(b"%PDF-") {
            continue;
        }
        let name = path.display();
        let texts = match reply(&bytes, Task::Text) {
            Reply::Text(texts) => texts.len(),
            Reply::Unread { reason, .. } => {
                assert!(!reason.is_empty(), "{name}");
                continue;
            }
            other => panic!("{name}: {other:?}"),
        };
        let Reply::Grid(document) = reply(&bytes, Task::Grid) else {
            panic!("{name}: has text and no cells");
        };
        assert_eq!(document.pages, u32::try_from(texts).ok(), "{name}");
        let trouble = document.trouble;
        let mut refused = [trouble.unread, trouble.pictures].concat();
        refused.sort_unstable();
        let once = refused.windows(2).all(|pair| pair[0] < pair[1]);
        let there = refused
            .iter()
            .all(|page| (1..=texts).contains(&(*page as usize)));
        assert!(once && there, "{name}: {refused:?} of {texts}");
        pages_in_all += texts;
    }
    assert!(1_000 < pages_in_all, "{pages_in_all}");
}

#[test]
fn a_workbook_that_is_not_the_form_gets_one_sentence_and_not_a_hundred() {
    let Some(folder) = shared("corpus/thai") else {
        return;
    };
    for name in ["hidden-sheet-P4_2569.xlsx", "nso-income.xlsx"] {
        let output = Command::new(env!("CARGO_BIN_EXE_ruam"))
            .args(["check", name])
            .current_dir(&folder)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}");
        let said = String::from_utf8(output.stdout).unwrap();
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines.len(), 2, "{said}");
        assert_eq!(lines[0], name);
        assert!(lines[1].contains("ไม่พบตารางของแบบรายงานในไฟล์นี้"), "{said}");
    }
}
