//! Merging real submissions by parts, through files: whatever the parts, their
//! order and what is in several of them, the same bytes come out.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use common::fixture;
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

/// The files that a dataset is.
const FILES: [&str; 4] = [
    "dataset.json",
    "submissions.jsonl",
    "findings.jsonl",
    "provenance.jsonl",
];

/// Real files beside the sample batch, some of them with names that the batch
/// has too: another format, other bytes, or nothing that can be read.
const MORE: [(&str, &str); 8] = [
    ("excel/fio.xlsb", "ส.บก.xlsx"),
    ("delimited/fio-utf16.csv", "ส.วป.csv"),
    ("form/split-rows.xlsx", "ส.ตส.ods"),
    ("damaged/truncated.xlsx", "รายงาน ส.ธต.xlsx"),
    ("excel/features.xls", "ส.ธต/features.xls"),
    ("pdf/kinds/plain.pdf", "ส.ธต/plain.pdf"),
    ("pdf/kinds/scan.pdf", "ส.ธต/scan.pdf"),
    ("rules/files/error-mended.xlsx", "ไม่ทราบ.xlsx"),
];

/// The dataset of all files at once, and its entries.
struct Whole {
    folder: TempDir,
    entries: Vec<String>,
}

static WHOLE: LazyLock<Whole> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let more = folder.path().join("more");
    for (from, to) in MORE {
        let to = more.join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(fixture(from), to).unwrap();
    }
    let batch = fixture("submissions");
    let manifest = batch.join("manifest.csv");
    let out = folder.path().join("whole");
    ruam(
        "ingest",
        &[batch, more],
        &out,
        &["--manifest", manifest.to_str().unwrap()],
    );
    let entries = fs::read_to_string(out.join("submissions.jsonl")).unwrap();
    let entries: Vec<String> = entries.lines().map(str::to_owned).collect();
    assert_eq!(entries.len(), 13 + MORE.len());
    Whole { folder, entries }
});

fn ruam(command: &str, paths: &[PathBuf], out: &Path, more: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args([command, "-q", "--out"])
        .arg(out)
        .args(paths)
        .args(more)
        .output()
        .unwrap();
    // 1 and 2 tell of the data and of files that could not be read.
    assert!(
        output.status.code() < Some(3) && out.join("dataset.json").exists(),
        "{output:?}"
    );
}

/// How a part is handed on.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// Line by line, as `submissions.jsonl` has it.
    Lines,
    /// Each entry in a file of its own, indented.
    Each,
    /// Merged to a dataset, by its folder.
    Folder,
    /// Merged to a dataset, by its `dataset.json`.
    Dataset,
}

/// Writes a part in its shape; the paths to merge.
fn hand_on(entries: &[&String], shape: Shape, folder: &Path) -> Vec<PathBuf> {
    fs::create_dir_all(folder).unwrap();
    if let Shape::Each = shape {
        let paths = entries.iter().enumerate().map(|(at, entry)| {
            let value: Value = serde_json::from_str(entry).unwrap();
            let path = folder.join(format!("{at}.json"));
            fs::write(&path, serde_json::to_string_pretty(&value).unwrap()).unwrap();
            path
        });
        return paths.collect();
    }
    let lines: Vec<&str> = entries.iter().map(|entry| entry.as_str()).collect();
    let path = folder.join("part.jsonl");
    fs::write(&path, lines.join("\n")).unwrap();
    let out = folder.join("out");
    match shape {
        Shape::Lines | Shape::Each => return vec![path],
        Shape::Folder | Shape::Dataset => ruam("merge", &[path], &out, &[]),
    }
    match shape {
        Shape::Dataset => vec![out.join("dataset.json")],
        _ => vec![out],
    }
}

fn bytes(folder: &Path) -> Vec<Vec<u8>> {
    FILES
        .iter()
        .map(|name| fs::read(folder.join(name)).unwrap())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn parts_in_any_shape_and_order_merge_to_the_same_bytes(
        // In which of three parts each entry is, in one at least.
        places in prop::collection::vec(1_u8..8, 13 + MORE.len()),
        order in Just((0..13 + MORE.len()).collect::<Vec<_>>()).prop_shuffle(),
        shapes in prop::collection::vec(
            prop::sample::select(vec![Shape::Lines, Shape::Each, Shape::Folder, Shape::Dataset]), 3),
        parts in Just(vec![0, 1, 2]).prop_shuffle(),
    ) {
        let folder = TempDir::new().unwrap();
        let mut paths = Vec::new();
        for part in parts {
            let entries: Vec<&String> = order
                .iter()
                .filter(|at| places[**at] >> part & 1 == 1)
                .map(|at| &WHOLE.entries[*at])
                .collect();
            if !entries.is_empty() {
                paths.extend(hand_on(&entries, shapes[part], &folder.path().join(part.to_string())));
            }
        }
        let out = folder.path().join("again");
        ruam("merge", &paths, &out, &[]);
        prop_assert!(bytes(&out) == bytes(&WHOLE.folder.path().join("whole")));
    }
}
