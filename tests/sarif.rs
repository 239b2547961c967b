//! `check --format sarif`: the log follows the SARIF 2.1.0 schema of OASIS and
//! says what the findings say.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::{fs, process::Command};

use common::fixture;
use ruam::rules::RULES;
use serde_json::Value;

/// The log of a check in `fixtures`, and its exit code.
fn log(args: &[&str]) -> (Value, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(["check", "--format", "sarif"])
        .args(args)
        .current_dir(fixture(""))
        .output()
        .unwrap();
    let log = serde_json::from_slice(&output.stdout).unwrap();
    (log, output.status.code().unwrap())
}

fn assert_valid(log: &Value) {
    let schema = fs::read(fixture("sarif/sarif-schema-2.1.0.json")).unwrap();
    let schema: Value = serde_json::from_slice(&schema).unwrap();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_log_follows_the_schema_whatever_the_files() {
    for args in [
        vec!["excel/fio.xlsx", "--office", "อ.อ.ป."],
        vec!["excel/commented.xlsx", "--office", "อ.อ.ป.", "--lang", "en"],
        vec!["pdf/fio/chromium-sarabun.pdf"],
        vec!["submissions", "--manifest", "submissions/manifest.csv"],
        vec!["damaged"],
    ] {
        let (log, _) = log(&args);
        assert_valid(&log);
    }
}

#[test]
fn the_schema_would_refuse_another_log() {
    let (mut log, _) = log(&["excel/fio.xlsx"]);
    log["runs"][0]["results"][0]["level"] = "fatal".into();
    let schema = fs::read(fixture("sarif/sarif-schema-2.1.0.json")).unwrap();
    let schema: Value = serde_json::from_slice(&schema).unwrap();
    assert!(!jsonschema::validator_for(&schema).unwrap().is_valid(&log));
}

#[test]
fn results_name_rule_level_file_and_cell() {
    let (log, code) = log(&["excel/fio.xlsx", "--office", "อ.อ.ป."]);
    let run = &log["runs"][0];
    assert_eq!(code, 1);
    assert_eq!(run["invocations"][0]["exitCode"], 1);
    assert_eq!(run["language"], "th");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), RULES.len());
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 14);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let errors: Vec<(&str, &str)> = results
        .iter()
        .filter(|result| result["level"] == "error")
        .map(|result| {
            let place = &result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"];
            (result["ruleId"].as_str().unwrap(), place.as_str().unwrap())
        })
        .collect();
    assert_eq!(
        errors,
        [
            ("weak-above-target", "'ITA2564'!F15"),
            ("quoted-standing-mismatch", "'ITA2564'!H15")
        ]
    );
    let message = results[0]["message"]["text"].as_str().unwrap();
    assert!(
        message.starts_with("แผ่นงาน “ITA2564” ช่อง H5: "),
        "{message}"
    );
}

#[test]
fn names_of_files_are_escaped_and_files_that_cannot_be_read_are_named() {
    let (log, code) = log(&["submissions", "--manifest", "submissions/manifest.csv"]);
    assert_eq!(code, 2);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let unread = invocation["toolExecutionNotifications"].as_array().unwrap();
    let mut reasons: Vec<&str> = unread
        .iter()
        .map(|note| note["descriptor"]["id"].as_str().unwrap())
        .collect();
    reasons.sort_unstable();
    assert_eq!(reasons, ["encrypted", "pdf-no-text", "table-not-found"]);
    let uri =
        |note: &Value| note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone();
    // ลับ.xlsx
    assert!(
        unread
            .iter()
            .any(|note| uri(note) == "%E0%B8%A5%E0%B8%B1%E0%B8%9A.xlsx")
    );
}

#[test]
fn an_answer_is_a_suppression_that_is_still_to_be_accepted() {
    let (log, _) = log(&["excel/commented.xlsx", "--office", "อ.อ.ป."]);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let answered: Vec<&Value> = results
        .iter()
        .filter(|result| result.get("suppressions").is_some())
        .collect();
    assert_eq!(answered.len(), 6);
    for result in answered {
        assert_eq!(result["level"], "warning");
        assert_eq!(result["suppressions"][0]["status"], "underReview");
        assert!(
            !result["suppressions"][0]["justification"]
                .as_str()
                .unwrap()
                .is_empty()
        );
    }
}
