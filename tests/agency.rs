//! Generated agencies of 40 offices whose truth is known: real files go in, and
//! out comes that truth, every planted problem, and nothing else.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;
#[path = "agency/plants.rs"]
mod plants;
#[path = "agency/sheet.rs"]
mod sheet;
#[path = "agency/truth.rs"]
mod truth;
#[path = "agency/world.rs"]
mod world;

use std::{
    env, fs,
    path::Path,
    process::{Command, Output},
};

use plants::plant;
use serde_json::{Value, json};
use tempfile::TempDir;
use truth::Rng;
use world::World;

/// The files that a dataset is.
const FILES: [&str; 4] = [
    "dataset.json",
    "submissions.jsonl",
    "findings.jsonl",
    "provenance.jsonl",
];
/// What tells of merging although it is only for information.
const MERGE: [&str; 2] = ["submission-duplicate", "submission-superseded"];

fn ruam(folder: &Path, args: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(args)
        .args(["--profile", "profile.json", "-q"])
        .current_dir(folder)
        .output()
        .unwrap();
    // Some of its files cannot be read.
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    output
}

fn bytes(folder: &Path) -> Vec<Vec<u8>> {
    FILES
        .iter()
        .map(|name| fs::read(folder.join(name)).unwrap())
        .collect()
}

fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

/// Numbers of the output in hundredths, as the generator has them: under these
/// names; all others are counts.
fn in_hundredths(value: &mut Value) {
    const NAMES: [&str; 7] = [
        "score",
        "quoted_score",
        "change",
        "progress_percent",
        "target",
        "2562",
        "2563",
    ];
    let whole = |value: &mut Value| {
        if let Some(number) = value.as_f64() {
            *value = json!((number * 100.0).round() as i64);
        }
    };
    match value {
        Value::Array(values) => values.iter_mut().for_each(in_hundredths),
        Value::Object(fields) => {
            // The values of a conflict are of the kind that its field is.
            let of = fields
                .get("field")
                .and_then(|field| field.as_str()?.rsplit('/').next());
            let scores = of.is_some_and(|of| NAMES.contains(&of));
            if scores {
                whole(&mut fields["chosen"]);
                let candidates = fields["candidates"].as_array_mut().unwrap();
                candidates
                    .iter_mut()
                    .for_each(|candidate| whole(&mut candidate["value"]));
            }
            for (name, value) in fields {
                if NAMES.contains(&name.as_str()) {
                    whole(value);
                }
                in_hundredths(value);
            }
        }
        _ => {}
    }
}

/// Every place where two values differ, and how.
fn differences(at: &str, left: &Value, right: &Value, found: &mut Vec<String>) {
    match (left, right) {
        (Value::Object(a), Value::Object(b)) => {
            let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for name in names {
                let of = |fields: &serde_json::Map<String, Value>| {
                    fields.get(name).cloned().unwrap_or(json!("(none)"))
                };
                differences(&format!("{at}/{name}"), &of(a), &of(b), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (place, (a, b)) in a.iter().zip(b).enumerate() {
                differences(&format!("{at}/{place}"), a, b, found);
            }
        }
        _ if left != right => found.push(format!("{at}: {left} is not {right}")),
        _ => {}
    }
}

/// Ingests the agency and compares all of it with what has to come of it.
fn ingest(world: &World, folder: &Path) {
    world.write(folder);
    ruam(
        folder,
        &[
            "ingest",
            "sent",
            "--manifest",
            "manifest.csv",
            "--out",
            "out",
        ],
    );
    let out = folder.join("out");
    let mut dataset: Value =
        serde_json::from_slice(&fs::read(out.join("dataset.json")).unwrap()).unwrap();
    in_hundredths(&mut dataset);
    let mut wrong = Vec::new();
    let fates: Vec<Value> = dataset["submissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sent| json!([sent["file"], sent["office"], sent["status"], sent["reason"]]))
        .collect();
    differences(
        "/submissions",
        &json!(fates),
        &json!(world.fates()),
        &mut wrong,
    );
    let reports = dataset["reports"].as_array_mut().unwrap();
    for report in reports.iter_mut() {
        let conflicts = report["conflicts"].as_array_mut().unwrap();
        conflicts.sort_by_key(|conflict| conflict["field"].to_string());
        let missing = report["coverage"]["missing"].as_array_mut().unwrap();
        assert!(missing.is_sorted_by_key(|missing| missing["office"].to_string()));
    }
    differences(
        "/reports",
        &json!(reports),
        &json!([world.report()]),
        &mut wrong,
    );
    let mut found: Vec<[String; 4]> = lines(&out.join("findings.jsonl"))
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|finding| {
            finding["severity"] != "info" || MERGE.contains(&finding["rule"].as_str().unwrap())
        })
        .map(|finding| {
            ["file", "rule", "indicator", "item"]
                .map(|name| finding[name].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    found.sort();
    let mut expected = world.found.clone();
    for finding in found {
        match expected.iter().position(|other| *other == finding) {
            Some(at) => drop(expected.remove(at)),
            None => wrong.push(format!("invented: {finding:?}")),
        }
    }
    wrong.extend(
        expected
            .iter()
            .map(|finding| format!("not found: {finding:?}")),
    );
    // The causes come first.
    wrong.truncate(60);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Merges random parts of what was ingested, and these again.
fn merge(seed: u64, folder: &Path) {
    let mut rng = Rng(seed);
    let whole = lines(&folder.join("out/submissions.jsonl"));
    for round in 0..1 {
        let mut parts: Vec<Vec<String>> = vec![Vec::new(); 2 + rng.below(3)];
        for line in &whole {
            // Once at least, and here and there again.
            for _ in 0..1 + rng.below(4) / 3 {
                let part = rng.below(parts.len());
                parts[part].push(line.clone());
            }
        }
        let mut args = Vec::new();
        for (at, part) in parts.iter_mut().enumerate() {
            rng.shuffle(part);
            let name = format!("part-{round}-{at}.jsonl");
            fs::write(folder.join(&name), part.join("\n")).unwrap();
            args.push(name);
        }
        // Some of the parts are merged before.
        let before = format!("before-{round}");
        let mut first: Vec<&str> = vec!["merge", &args[0], &args[1], "--out", &before];
        let some = |part: &[String]| part.iter().any(|line| line.contains("ruam.rejection"));
        if parts[..2].iter().any(|part| some(part)) {
            ruam(folder, &first);
            args.splice(..1, [before.clone()]);
        } else {
            first.clear();
        }
        rng.shuffle(&mut args);
        let again = format!("again-{round}");
        let mut merge = vec!["merge", "--out", &again];
        merge.extend(args.iter().map(String::as_str));
        ruam(folder, &merge);
        assert!(
            bytes(&folder.join(&again)) == bytes(&folder.join("out")),
            "{seed}: {args:?}"
        );
    }
}

fn agency(seed: u64, compiled: bool, own: bool) {
    let (world, prints) = plant(seed, compiled, own);
    // What fixtures/agency/make.py prints.
    if let Ok(folder) = env::var("AGENCY_PRINTS") {
        for (name, workbook) in prints {
            fs::write(
                Path::new(&folder).join(name.replace(".pdf", ".xlsx")),
                workbook,
            )
            .unwrap();
        }
    }
    let folder = TempDir::new().unwrap();
    ingest(&world, folder.path());
    merge(seed, folder.path());
}

#[test]
fn an_agency_with_a_compiling_office_merges_to_its_truth() {
    agency(1, true, false);
}

#[test]
fn an_agency_without_one_merges_to_its_truth() {
    agency(2, false, false);
}

#[test]
fn an_agency_that_reports_itself_merges_to_its_truth() {
    agency(3, true, true);
}
