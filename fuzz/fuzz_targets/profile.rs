//! The facts of an agency: a profile, a catalog, the columns and a manifest,
//! parted by `\x1d`; what is taken must serve to read a report by.
#![no_main]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use libfuzzer_sys::fuzz_target;
use ruam::{form::Sender, manifest::Manifest, profile::FactTexts};
use ruam_fuzz::{grid, source};

/// Where the files stand; in memory where there is such a place.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = Path::new("/dev/shm");
    let base = if memory.is_dir() {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    };
    let folder = base.join(format!("ruam-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder to write to");
    folder
});

const REPORT: &str = include_str!("../../fixtures/delimited/fio.txt");

fuzz_target!(|text: &str| {
    let mut parts = text.split('\u{1d}');
    let path = FOLDER.join("profile.json");
    for name in ["profile.json", "ita-2563.json", "columns.json"] {
        let path = FOLDER.join(name);
        match parts.next().filter(|part| !part.trim().is_empty()) {
            Some(text) => fs::write(path, text).expect("a file is written"),
            None => drop(fs::remove_file(path)),
        }
    }
    if let Some(text) = parts.next() {
        let _ = Manifest::parse(text, Path::new("manifest.csv"));
    }
    let Ok(texts) = FactTexts::load(&path) else {
        return;
    };
    let facts = texts.parse().expect("what was checked can be parsed");
    let document = grid::document(REPORT);
    let Some(reading) = ruam::form::read(
        &document,
        source(&[]),
        &Sender::default(),
        &facts,
        &mut || {},
    ) else {
        return;
    };
    let cells = reading.submission.cells;
    assert_eq!(cells.read, cells.mapped + cells.structure + cells.unmapped);
    let context = ruam::rules::Context::new(&reading.submission, &reading.notes, &facts);
    let mut findings = ruam::rules::check(&context);
    ruam::rules::explain(&mut findings, &context);
    for office in facts.roster.codes() {
        let _ = ruam::template::blank(office, &facts, None);
    }
});
