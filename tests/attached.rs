//! Files attached to a PDF: each is read as a submission of its own.
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
    path::Path,
    process::{Command, Output},
};

use common::{facts, fixture, options};
use lopdf::dictionary;
use ruam::{
    finding::Severity,
    manifest::Manifest,
    pipeline::{self, Options},
    source::{self, sha256},
    submission::{Entry, Format, OfficeSource, Submission},
};
use serde_json::Value;
use tempfile::TempDir;

fn entries(kind: &str, options: &Options) -> Vec<Entry> {
    let path = fixture(&format!("pdf/kinds/{kind}.pdf"));
    pipeline::read(&source::discover(&[path], &[]).unwrap(), options).unwrap()
}

fn read(entry: &Entry) -> &Submission {
    match entry {
        Entry::Submission(submission) => submission,
        Entry::Rejected(rejected) => panic!("{}: {}", rejected.source.file, rejected.reason),
    }
}

#[test]
fn an_attached_workbook_is_a_submission_of_its_own() {
    let entries = entries("attached", &options());
    let [pages, workbook] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!(read(pages).source.file, "attached.pdf");
    assert_eq!(read(pages).indicators.len(), 2);
    let bytes = fs::read(fixture("excel/fio.xlsx")).unwrap();
    let of = &read(workbook).source;
    assert_eq!(of.file, "attached.pdf/fio.xlsx");
    assert_eq!(
        (of.format, of.bytes),
        (Some(Format::Xlsx), bytes.len() as u64)
    );
    assert_eq!(of.sha256, sha256(&bytes));
    // The same as where it is sent by itself.
    let alone = common::read_bytes(&bytes, common::sender("fio.xlsx"), &facts());
    assert_eq!(read(workbook).indicators, read(&alone).indicators);
    // The picture beside it is told of, where it is attached.
    let told: Vec<&str> = pages
        .findings()
        .iter()
        .filter(|finding| finding.rule == "pdf-page-unread")
        .map(|finding| finding.found.as_deref().unwrap())
        .collect();
    assert_eq!(told, ["ตรา.png"]);
    assert!(
        workbook
            .findings()
            .iter()
            .all(|f| f.rule != "pdf-page-unread")
    );
}

#[test]
fn a_letter_with_a_workbook_attached_is_no_mistake() {
    for (kind, file) in [
        ("cover", "cover.pdf/ส.ตส.xlsx"),
        ("noted", "noted.pdf/ส.ตส.xlsx"),
    ] {
        let entries = entries(kind, &options());
        let [Entry::Rejected(letter), workbook] = entries.as_slice() else {
            panic!("{entries:?}")
        };
        // Its name had folders in front, of another computer.
        assert_eq!(read(workbook).source.file, file);
        assert_eq!(read(workbook).office.as_deref(), Some("ส.ตส."));
        assert_eq!(read(workbook).indicators.len(), 10);
        assert_eq!(letter.reason, "table-not-found");
        assert!(
            letter.message.th.contains("ไฟล์ที่แนบมา"),
            "{}",
            letter.message.th
        );
        let severities: Vec<Severity> = letter.findings.iter().map(|f| f.severity).collect();
        assert_eq!(severities, [Severity::Info]);
        assert_eq!(pipeline::exit_code(&entries, &[]), 0);
        // Without the workbook the letter is one that could not be read.
        assert_eq!(pipeline::exit_code(&entries[..1], &[]), 2);
    }
}

#[test]
fn what_is_attached_to_an_attached_file_is_told_and_not_read() {
    let entries = entries("nested", &options());
    let [_, inner] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!(read(inner).source.file, "nested.pdf/ข้างใน.pdf");
    assert_eq!(read(inner).indicators.len(), 2);
    let told: Vec<&str> = inner
        .findings()
        .iter()
        .filter(|finding| finding.rule == "pdf-page-unread")
        .map(|finding| finding.message.en.as_str())
        .collect();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("“fio.xlsx” was not read, because it is attached to an attached file")
    );
}

#[test]
fn the_register_speaks_of_attached_files_too() {
    let register = |text: &str| Options {
        manifest: Manifest::parse(text, Path::new("m.csv")).unwrap(),
        ..options()
    };
    let of_pages = register("file,office,received,agency\nnoted.pdf,ส.บก.,2021-03-30,\n");
    let entries_of_pages = entries("noted", &of_pages);
    let workbook = read(&entries_of_pages[1]);
    assert_eq!(workbook.office.as_deref(), Some("ส.บก."));
    assert_eq!(workbook.office_source, OfficeSource::Manifest);
    assert_eq!(workbook.received.as_deref(), Some("2021-03-30"));
    let own = register("file,office,received,agency\nnoted.pdf/ส.ตส.xlsx,ส.วป.,,\n");
    let entries_of_own = entries("noted", &own);
    assert_eq!(read(&entries_of_own[1]).office.as_deref(), Some("ส.วป."));
}

fn ruam(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(args)
        .current_dir(fixture("pdf/kinds"))
        .output()
        .unwrap()
}

#[test]
fn every_command_knows_the_attached_file() {
    let printed = ruam(&["extract", "cover.pdf"]);
    let submission: Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(submission["source"]["file"], "cover.pdf/ส.ตส.xlsx");
    // The workbook has errors of its own.
    assert_eq!(printed.status.code(), Some(1));
    let checked = ruam(&["check", "cover.pdf"]);
    let said = String::from_utf8(checked.stdout).unwrap();
    assert!(said.starts_with("cover.pdf\n  แจ้ง"), "{said}");
    assert!(said.contains("\ncover.pdf/ส.ตส.xlsx\n"), "{said}");
    // The pages alone.
    let text = ruam(&["extract", "cover.pdf", "--text"]);
    assert_eq!(text.status.code(), Some(0));
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let merged = ruam(&["ingest", "cover.pdf", "--out", out.to_str().unwrap()]);
    assert_eq!(merged.status.code(), Some(1));
    let dataset = fs::read(out.join("dataset.json")).unwrap();
    let dataset: Value = serde_json::from_slice(&dataset).unwrap();
    let fates: Vec<(&str, &str)> = dataset["submissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| (of["file"].as_str().unwrap(), of["status"].as_str().unwrap()))
        .collect();
    assert_eq!(
        fates,
        [("cover.pdf", "rejected"), ("cover.pdf/ส.ตส.xlsx", "merged")]
    );
}

/// A PDF of the fixtures to which files are attached, as associated files.
fn with_attached(pages: &str, files: &[(&str, Vec<u8>)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let pages = fs::read(fixture(pages)).unwrap();
    let mut document = lopdf::Document::load_mem(&pages).unwrap();
    let mut associated: Vec<lopdf::Object> = Vec::new();
    for (name, bytes) in files {
        let file = lopdf::Stream::new(lopdf::Dictionary::new(), bytes.clone());
        let file = document.add_object(file);
        let specification = document.add_object(dictionary! {
            "Type" => "Filespec",
            "F" => lopdf::Object::string_literal(*name),
            "EF" => dictionary! { "F" => file },
        });
        associated.push(specification.into());
    }
    document.catalog_mut().unwrap().set("AF", associated);
    document.save(folder.path().join("a.pdf")).unwrap();
    folder
}

#[test]
fn pages_and_workbook_of_one_report_are_one_submission() {
    let workbook = fs::read(fixture("excel/fio.xlsx")).unwrap();
    let folder = with_attached("pdf/fio/writer-loma.pdf", &[("fio.xlsx", workbook)]);
    let (path, out) = (folder.path().join("a.pdf"), folder.path().join("out"));
    let (path, shown) = (path.to_str().unwrap(), out.to_str().unwrap());
    let ran = ruam(&["ingest", path, "--office", "ส.ตส.", "--out", shown]);
    assert_eq!(ran.status.code(), Some(1));
    let dataset = fs::read(out.join("dataset.json")).unwrap();
    let dataset: Value = serde_json::from_slice(&dataset).unwrap();
    let fates: Vec<&str> = dataset["submissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| of["status"].as_str().unwrap())
        .collect();
    assert_eq!(fates, ["merged", "duplicate"]);
}

#[test]
fn a_scanned_letter_says_what_is_read_of_its_attachments_and_what_is_not() {
    let workbook = fs::read(fixture("excel/fio.xlsx")).unwrap();
    let rtf = b"{\\rtf1 a letter}".to_vec();
    let broken = b"PK\x03\x04 no container".to_vec();
    let files = [
        ("letter.rtf", rtf),
        ("none.xlsx", Vec::new()),
        ("broken.xlsx", broken),
        ("fio.xlsx", workbook),
    ];
    let folder = with_attached("pdf/kinds/scan.pdf", &files);
    let inputs = source::discover(&[folder.path().join("a.pdf")], &[]).unwrap();
    let entries = pipeline::read(&inputs, &options()).unwrap();
    let [Entry::Rejected(letter), Entry::Rejected(broken), workbook] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!(letter.reason, "pdf-no-text");
    assert!(
        letter.message.en.contains("attached to it"),
        "{:?}",
        letter.message
    );
    let told: Vec<&str> = letter
        .findings
        .iter()
        .filter_map(|finding| finding.found.as_deref())
        .collect();
    assert_eq!(told, ["letter.rtf", "none.xlsx"]);
    assert_eq!(read(workbook).source.file, "a.pdf/fio.xlsx");
    // A workbook that is broken is a report that could not be read.
    assert_eq!(
        (broken.reason.as_str(), broken.source.file.as_str()),
        ("damaged", "a.pdf/broken.xlsx")
    );
    assert_eq!(pipeline::exit_code(&entries, &[]), 2);
}

#[test]
fn marked_copies_of_attached_files_go_into_a_folder() {
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("ตรวจแล้ว");
    let one = folder.path().join("one.xlsx");
    let refused = ruam(&["check", "noted.pdf", "--marked", one.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(!one.exists());
    let ran = ruam(&["check", "noted.pdf", "--marked", place.to_str().unwrap()]);
    assert_eq!(ran.status.code(), Some(1));
    assert!(place.join("noted.pdf/ส.ตส.xlsx").is_file());
}
