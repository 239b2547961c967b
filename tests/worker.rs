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

use std::{io::Write, path::PathBuf};

use common::fixture;
use ruam::{
    limits::{Limit, Limits},
    pipeline::{self, Options},
    source::{self, Input},
    submission::Entry,
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
