//! The README says what is true: its examples are the program's own output.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::{fs, path::Path, process::Command};

use serde_json::Value;
use tempfile::TempDir;

#[test]
fn its_examples_are_what_the_program_prints() {
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let block = |fence: &str| {
        let (_, after) = readme
            .split_once(&format!("with the program -->\n```{fence}\n"))
            .unwrap();
        after.split_once("```").unwrap().0.to_owned()
    };
    let out = TempDir::new().unwrap();
    let batch = common::fixture("submissions");
    let output = Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(["ingest", "--manifest"])
        .arg(batch.join("manifest.csv"))
        .arg("--out")
        .arg(out.path())
        .arg(&batch)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        printed.contains(&block("text")),
        "the table in the README is not what is printed:\n{printed}"
    );
    let checked = Command::new(env!("CARGO_BIN_EXE_ruam"))
        .arg("check")
        .arg(batch.join("รายงาน ส.ธต.xlsx"))
        .output()
        .unwrap();
    assert_eq!(block("txt"), String::from_utf8(checked.stdout).unwrap());
    let dataset: Value =
        serde_json::from_slice(&fs::read(out.path().join("dataset.json")).unwrap()).unwrap();
    let conflict: Value = serde_json::from_str(&block("json")).unwrap();
    assert_eq!(
        dataset["reports"][0]["conflicts"],
        Value::Array(vec![conflict])
    );
}
