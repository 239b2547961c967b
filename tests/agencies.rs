//! A tree of several agencies in one run: which facts a file is read by, and
//! one report each.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use common::fixture;
use ruam::dataset::{Report, Status, Summary};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The embedded profile as one of another agency, with these offices.
fn profile(code: &str, name: &str, offices: &[&str]) -> String {
    let text = include_str!("../schemas/profiles/fio-2564.json");
    let mut profile: Value = serde_json::from_str(text).unwrap();
    profile["id"] = json!(code);
    profile["agency"] = json!({ "code": code, "name": name, "aliases": [] });
    let offices = offices
        .iter()
        .map(|office| json!({ "code": office, "aliases": [] }));
    profile["offices"] = offices.collect();
    profile["compiling_office"] = Value::Null;
    for line in profile["responsible"].as_array_mut().unwrap() {
        line["offices"] = json!("all");
    }
    profile.to_string()
}

struct Tree {
    root: TempDir,
}

impl Tree {
    fn new() -> Self {
        Self {
            root: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn copy(&self, from: &str, name: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::copy(fixture(from), self.path(name)).unwrap();
    }

    fn run(&self, command: &str, out: &str, paths: &[&str], more: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_ruam"))
            .current_dir(self.root.path())
            .arg(command)
            .args(paths)
            .args(["--lang", "en", "--out", out])
            .args(more)
            .output()
            .unwrap()
    }

    fn dataset(&self, out: &str) -> (Vec<Report>, Vec<Summary>) {
        let dataset = common::opened(&self.path(out)).dataset;
        (dataset.reports, dataset.submissions)
    }
}

fn agencies(reports: &[Report]) -> Vec<&str> {
    reports
        .iter()
        .map(|report| report.agency.as_str())
        .collect()
}

fn of(summaries: &[Summary]) -> Vec<(&str, &str, Option<&str>)> {
    summaries
        .iter()
        .map(|s| (s.file.as_str(), s.agency.as_str(), s.office.as_deref()))
        .collect()
}

#[test]
fn each_folder_is_read_by_its_own_profile() {
    let tree = Tree::new();
    tree.write(
        "in/south/profile.json",
        &profile("ท.ท.", "ท่าเรือทดสอบ", &["ส.ตส.", "ส.ทร."]),
    );
    tree.copy("delimited/fio.csv", "in/south/ส.ทร.csv");
    tree.copy("excel/fio.ods", "in/south/2564/ส.ตส.ods");
    tree.write(
        "in/north/profile.json",
        &profile("ป.ป.", "ป่าทดสอบ", &["ส.ตส.", "ส.ปม."]),
    );
    tree.copy("delimited/fio.csv", "in/north/ส.ตส.csv");
    // Outside of both the embedded one holds.
    tree.copy("delimited/fio.csv", "in/ส.นผ.csv");
    tree.run("ingest", "out", &["in"], &[]);
    let (reports, summaries) = tree.dataset("out");
    assert_eq!(agencies(&reports), ["ท.ท.", "ป.ป.", "อ.อ.ป."]);
    assert_eq!(
        of(&summaries),
        [
            ("north/ส.ตส.csv", "ป.ป.", Some("ส.ตส.")),
            ("south/2564/ส.ตส.ods", "ท.ท.", Some("ส.ตส.")),
            ("south/ส.ทร.csv", "ท.ท.", Some("ส.ทร.")),
            ("ส.นผ.csv", "อ.อ.ป.", Some("ส.นผ.")),
        ]
    );
    // ทุกสำนัก means the offices of each agency's own.
    let owed = |at: usize, office: &str| {
        let coverage = reports[at].coverage.clone().unwrap();
        coverage
            .missing
            .iter()
            .any(|missing| missing.office == office)
    };
    assert!(owed(1, "ส.ปม.") && !owed(0, "ส.ปม.") && !owed(1, "ส.ทร."));
    // What is of no file says whose it is, and comes first; ท.ท. owes nothing.
    let found = common::opened(&tree.path("out")).findings;
    let whole = found.iter().filter(|found| found.file.is_empty());
    let whole: Vec<&str> = whole.filter_map(|found| found.agency.as_deref()).collect();
    let mut told = whole.clone();
    told.dedup();
    assert_eq!(told, ["ป.ป.", "อ.อ.ป."]);
    assert!(
        found[..whole.len()]
            .iter()
            .all(|found| found.file.is_empty())
    );
    assert!(
        found[whole.len()..]
            .iter()
            .all(|found| found.agency.is_none())
    );
    let offices = |at: usize| {
        let results = reports[at].indicators[4].results.iter();
        results.map(|r| r.offices.join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(offices(0), ["ส.ตส.", "ส.ทร."]);
    assert_eq!(offices(1), ["ส.ตส."]);
}

#[test]
fn the_manifest_or_the_name_of_a_folder_tells_the_agency() {
    let tree = Tree::new();
    tree.write(
        "profiles/a.json",
        &profile("ท.ท.", "ท่าเรือทดสอบ", &["ส.ตส."]),
    );
    tree.write("profiles/b.json", &profile("ป.ป.", "ป่าทดสอบ", &["ส.ตส."]));
    tree.copy("delimited/fio.csv", "in/ท่าเรือทดสอบ/ส.ตส.csv");
    tree.copy("delimited/fio.csv", "in/1/ส.ตส.csv");
    tree.copy("delimited/fio.csv", "in/2/ส.ตส.csv");
    tree.write("m.csv", "file,office,received,agency\n1/ส.ตส.csv,,,ปป\n");
    let run = tree.run(
        "ingest",
        "out",
        &["in"],
        &["--profile", "profiles", "--manifest", "m.csv"],
    );
    // A file of which nothing says whose it is costs that file.
    assert_eq!(run.status.code(), Some(2));
    let (reports, summaries) = tree.dataset("out");
    assert_eq!(agencies(&reports), ["ท.ท.", "ป.ป."]);
    assert_eq!(
        of(&summaries),
        [
            ("1/ส.ตส.csv", "ป.ป.", Some("ส.ตส.")),
            ("2/ส.ตส.csv", "?", None),
            ("ท่าเรือทดสอบ/ส.ตส.csv", "ท.ท.", Some("ส.ตส.")),
        ]
    );
    assert_eq!(summaries[1].reason.as_deref(), Some("agency-unknown"));
}

#[test]
fn an_agency_without_a_profile_is_merged_and_its_offices_are_not_judged() {
    let tree = Tree::new();
    tree.copy("delimited/fio.csv", "in/a.csv");
    tree.write(
        "m.csv",
        "file,office,received,agency\na.csv,ส.กก.,2030-01-01,ก.ก.\n",
    );
    let run = tree.run("ingest", "out", &["in"], &["--manifest", "m.csv"]);
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(said.contains("no profile of ก.ก."), "{said}");
    let (reports, summaries) = tree.dataset("out");
    assert_eq!(agencies(&reports), ["ก.ก."]);
    assert_eq!(of(&summaries), [("a.csv", "ก.ก.", Some("ส.กก."))]);
    let findings = common::opened(&tree.path("out")).findings;
    let rules: Vec<&str> = findings.iter().map(|found| found.rule.as_str()).collect();
    assert!(!rules.contains(&"office-not-in-roster"), "{rules:?}");
}

#[test]
fn partial_datasets_of_several_agencies_merge_to_the_whole() {
    let tree = Tree::new();
    tree.write(
        "in/a/profile.json",
        &profile("ท.ท.", "ท่าเรือทดสอบ", &["ส.ตส.", "ส.วป."]),
    );
    tree.write("in/b/profile.json", &profile("ป.ป.", "ป่าทดสอบ", &["ส.ตส."]));
    tree.copy("delimited/fio.csv", "in/a/ส.ตส.csv");
    tree.copy("excel/fio.ods", "in/a/ส.วป.ods");
    tree.copy("excel/fio.ods", "in/b/ส.ตส.ods");
    tree.copy("damaged/truncated.xlsx", "in/b/ส.ตส.xlsx");
    tree.run("ingest", "whole", &["in"], &[]);
    // The same files, but each agency by itself.
    tree.run("ingest", "a", &["in/a"], &[]);
    tree.run("ingest", "b", &["in/b"], &[]);
    tree.run(
        "merge",
        "ab",
        &["a", "b/dataset.json"],
        &["--profile", "in"],
    );
    tree.run(
        "merge",
        "ba",
        &["b/submissions.jsonl", "a", "b"],
        &["--profile", "in"],
    );
    tree.run("merge", "again", &["ab", "ba"], &["--profile", "in"]);
    for name in [
        "dataset.json",
        "submissions.jsonl",
        "findings.jsonl",
        "provenance.jsonl",
    ] {
        let read = |out: &str| fs::read_to_string(tree.path(out).join(name)).unwrap();
        assert!(read("ab") == read("ba"), "{name}");
        assert!(read("ab") == read("again"), "{name}");
    }
    // Only the paths are others, since the folders read were others.
    let (reports, _) = tree.dataset("ab");
    let (whole, _) = tree.dataset("whole");
    let joined = |reports: &[Report]| {
        let mut reports = reports.to_vec();
        for indicator in reports.iter_mut().flat_map(|report| &mut report.indicators) {
            indicator
                .results
                .iter_mut()
                .for_each(|result| result.sources.clear());
        }
        reports
    };
    assert_eq!(joined(&reports), joined(&whole));
    assert_eq!(agencies(&whole), ["ท.ท.", "ป.ป."]);
}

#[test]
fn one_file_of_two_agencies_is_two() {
    let tree = Tree::new();
    tree.write("a/profile.json", &profile("ท.ท.", "ท่าเรือทดสอบ", &["ส.ตส."]));
    tree.write("b/profile.json", &profile("ป.ป.", "ป่าทดสอบ", &["ส.ตส."]));
    tree.copy("delimited/fio.csv", "a/ส.ตส.csv");
    tree.copy("delimited/fio.csv", "b/ส.ตส.csv");
    tree.run("ingest", "one", &["a"], &[]);
    tree.run("ingest", "two", &["b"], &[]);
    tree.run("merge", "both", &["one", "two"], &[]);
    let (reports, summaries) = tree.dataset("both");
    assert_eq!(agencies(&reports), ["ท.ท.", "ป.ป."]);
    assert_eq!(
        of(&summaries),
        [
            ("ส.ตส.csv", "ท.ท.", Some("ส.ตส.")),
            ("ส.ตส.csv", "ป.ป.", Some("ส.ตส."))
        ]
    );
}

#[test]
fn profiles_that_contradict_each_other_are_refused() {
    let tree = Tree::new();
    tree.copy("delimited/fio.csv", "in/a/ส.ตส.csv");
    tree.write(
        "in/a/profile.json",
        &profile("ท.ท.", "ท่าเรือทดสอบ", &["ส.ตส."]),
    );
    tree.write(
        "in/b/profile.json",
        &profile("ท.ท.", "ท่าเรือทดสอบ", &["ส.ตส."]),
    );
    assert_ne!(
        tree.run("ingest", "out", &["in"], &[]).status.code(),
        Some(2)
    );
    tree.write(
        "in/b/profile.json",
        &profile("ท.ท.", "ท่าเรือทดสอบ", &["ส.วป."]),
    );
    let run = tree.run("ingest", "out", &["in"], &[]);
    assert_eq!(run.status.code(), Some(2));
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(
        said.contains("has another profile in in/a/profile.json"),
        "{said}"
    );
    // One with a mistake in it is not passed over, nor one that is endless.
    for broken in [
        "{\"schema\": \"ruam.profile/1\"",
        &" ".repeat((16 << 20) + 1),
    ] {
        tree.write("in/b/profile.json", broken);
        let run = tree.run("ingest", "other", &["in"], &[]);
        assert_eq!(run.status.code(), Some(2));
        let said = String::from_utf8(run.stderr).unwrap();
        assert!(said.contains("in/b/profile.json"), "{said}");
        assert!(!tree.path("other/dataset.json").exists());
    }
}

#[test]
fn a_file_of_something_else_that_is_called_a_profile_costs_itself() {
    let tree = Tree::new();
    tree.copy("delimited/fio.csv", "in/ส.ตส.csv");
    tree.write(
        "in/b/profile.json",
        r#"{"name": "somebody's page", "version": 3}"#,
    );
    let run = tree.run("ingest", "out", &["in"], &[]);
    assert_eq!(run.status.code(), Some(2));
    let dataset = common::opened(&tree.path("out")).dataset;
    let fates = dataset.submissions.iter();
    let fates: Vec<(&str, Status)> = fates.map(|s| (s.file.as_str(), s.status)).collect();
    assert_eq!(
        fates,
        [
            ("b/profile.json", Status::Rejected),
            ("ส.ตส.csv", Status::Merged)
        ]
    );
}
