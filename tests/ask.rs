//! A dataset is asked: who owes what, where a value is from, what changed.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::{Command, Output},
};

use common::fixture;
use serde_json::{Value, json};
use tempfile::TempDir;

fn ruam(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(args)
        .current_dir(fixture("submissions"))
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A dataset of files of the sample batch; of all where none is named.
fn ingest(files: &[&str], more: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let out = folder.path().to_str().unwrap();
    let mut args = vec!["ingest", "-q", "--manifest", "manifest.csv", "--out", out];
    args.extend(more);
    args.extend(if files.is_empty() { &["."] } else { files });
    let output = ruam(&args);
    assert!(output.status.code().is_some_and(|code| code <= 2));
    assert!(
        folder.path().join("dataset.json").is_file(),
        "{}",
        stderr(&output)
    );
    folder
}

fn asked(args: &[&str], folder: &TempDir, more: &[&str]) -> (Option<i32>, String) {
    let mut all = vec![args[0], folder.path().to_str().unwrap()];
    all.extend(&args[1..]);
    all.extend(more);
    let output = ruam(&all);
    assert!(!stdout(&output).is_empty() || !stderr(&output).is_empty() || args[0] == "diff");
    (output.status.code(), stdout(&output))
}

/// The answer in JSON, a value a line.
fn lines(args: &[&str], folder: &TempDir) -> Vec<Value> {
    let (_, text) = asked(args, folder, &["--format", "json"]);
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn json_of(folder: &TempDir, name: &str) -> Vec<Value> {
    let text = fs::read_to_string(folder.path().join(name)).unwrap();
    if name == "dataset.json" {
        return vec![serde_json::from_str(&text).unwrap()];
    }
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The dataset of these entries.
fn merge(entries: &[Value]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let text: Vec<String> = entries.iter().map(Value::to_string).collect();
    let path = folder.path().join("entries.jsonl");
    fs::write(&path, text.join("\n")).unwrap();
    let out = folder.path().to_str().unwrap();
    let output = ruam(&["merge", "-q", "--out", out, path.to_str().unwrap()]);
    assert!(
        folder.path().join("dataset.json").is_file(),
        "{}",
        stderr(&output)
    );
    folder
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("{value}"))
}

fn row<'v>(standing: &'v Value, office: &str) -> &'v Value {
    list(&standing["offices"])
        .iter()
        .find(|row| row["office"] == office)
        .unwrap()
}

fn states(standing: &Value, office: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for state in list(&row(standing, office)["states"]) {
        *counts
            .entry(state.as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    counts
}

fn count(pairs: &[(&str, usize)]) -> BTreeMap<String, usize> {
    pairs
        .iter()
        .map(|(state, count)| ((*state).to_owned(), *count))
        .collect()
}

#[test]
fn the_matrix_tells_reported_late_unreadable_missing_and_not_asked_apart() {
    let folder = ingest(
        &["ส.บก.xlsx", "ส.ตส.ods", "ส.วป. (ลงนาม).pdf", "ลับ.xlsx"],
        &[],
    );
    let (code, _) = asked(&["status"], &folder, &[]);
    assert_eq!(code, Some(0));
    let standing = &lines(&["status"], &folder)[0];
    assert_eq!(states(standing, "ส.บก."), count(&[("reported", 10)]));
    assert_eq!(
        states(standing, "ส.ตส."),
        count(&[("late", 9), ("not_asked", 1)])
    );
    assert_eq!(states(standing, "ส.วป."), count(&[("unreadable", 10)]));
    assert_eq!(states(standing, "ส.นผ."), count(&[("missing", 10)]));
    assert_eq!(
        states(standing, "ส.ธต."),
        count(&[("missing", 9), ("not_asked", 1)])
    );
    assert_eq!(row(standing, "ส.วป.")["files"][0]["reason"], "pdf-no-text");
    assert_eq!(row(standing, "ส.ตส.")["files"][0]["received"], "2021-04-02");
    assert_eq!(list(&row(standing, "ส.นผ.")["files"]).len(), 0);
    assert_eq!(standing["files"][0]["file"], "ลับ.xlsx");
    // The figures are those of the dataset.
    let coverage = &json_of(&folder, "dataset.json")[0]["reports"][0]["coverage"];
    assert_eq!(
        (&standing["expected"], &standing["reported"]),
        (&coverage["expected"], &coverage["reported"])
    );
    let owed: usize = list(&standing["offices"])
        .iter()
        .flat_map(|row| list(&row["states"]))
        .filter(|state| ["missing", "unreadable"].contains(&state.as_str().unwrap()))
        .count();
    assert_eq!(owed, list(&coverage["missing"]).len());
}

#[test]
fn what_is_owed_can_be_sent_to_the_offices_as_it_is() {
    let folder = ingest(
        &["ส.บก.xlsx", "ส.ตส.ods", "ส.วป. (ลงนาม).pdf", "ลับ.xlsx"],
        &[],
    );
    insta::assert_snapshot!("status", asked(&["status"], &folder, &[]).1);
    insta::assert_snapshot!(
        "status-en",
        asked(&["status"], &folder, &["--lang", "en"]).1
    );
}

#[test]
fn owing_is_an_error_where_the_profile_says_so() {
    let folder = ingest(&["ส.บก.xlsx"], &[]);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/profiles/fio-2564.json");
    let mut profile: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    profile["rules"]["office-missing"] = "error".into();
    let strict = folder.path().join("strict.json");
    fs::write(&strict, profile.to_string()).unwrap();
    let more = ["--profile", strict.to_str().unwrap()];
    assert_eq!(asked(&["status"], &folder, &[]).0, Some(0));
    assert_eq!(asked(&["status"], &folder, &more).0, Some(1));
    assert_eq!(asked(&["status"], &ingest(&[], &[]), &more).0, Some(0));
}

#[test]
fn an_agency_whose_files_were_all_lost_owes_everything() {
    let folder = ingest(&["ลับ.xlsx", "ส.วป. (ลงนาม).pdf"], &[]);
    let standing = &lines(&["status"], &folder)[0];
    assert_eq!(
        (&standing["expected"], &standing["reported"]),
        (&json!(48), &json!(0))
    );
    assert_eq!(states(standing, "ส.วป."), count(&[("unreadable", 10)]));
    let (_, text) = asked(&["status"], &folder, &[]);
    assert!(text.contains("- ส.ธต.: ทั้ง 9 ตัวชี้วัดที่รับผิดชอบ\n"), "{text}");
}

#[test]
fn of_the_agencys_own_report_nothing_is_counted_as_owed() {
    let folder = ingest(&["ส.บก.xlsx"], &["--office", "อ.อ.ป."]);
    let standing = &lines(&["status"], &folder)[0];
    assert_eq!(standing["counted"], false);
    assert_eq!(
        states(standing, "ส.ตส."),
        count(&[("asked", 9), ("not_asked", 1)])
    );
    assert_eq!(standing["files"][0]["office"], "อ.อ.ป.");
    let (code, text) = asked(&["status"], &folder, &[]);
    assert_eq!(code, Some(0));
    assert!(
        !text.contains("ข้อความติดตาม") && !text.contains('✗'),
        "{text}"
    );
}

/// The sample batch as that of several agencies.
fn agencies(names: &[&str]) -> TempDir {
    let entries = json_of(&ingest(&[], &[]), "submissions.jsonl");
    let of = |name: &str| {
        let mut entries = entries.clone();
        for entry in &mut entries {
            let file = entry["source"]["file"].as_str().unwrap();
            entry["source"]["file"] = format!("{name}/{file}").into();
            entry["agency"] = name.into();
        }
        entries
    };
    merge(&names.iter().flat_map(|name| of(name)).collect::<Vec<_>>())
}

#[test]
fn many_agencies_are_one_line_each_and_one_can_be_chosen() {
    let folder = agencies(&["ก.ข.", "ค.ง.", "จ.ฉ.", "อ.อ.ป."]);
    let (code, text) = asked(&["status"], &folder, &[]);
    assert_eq!((code, text.lines().count()), (Some(0), 6), "{text}");
    assert!(text.lines().nth(4).unwrap().starts_with("อ.อ.ป.  "));
    // Written without dots, as people do.
    let (_, one) = asked(&["status", "--agency", "คง"], &folder, &[]);
    assert!(one.starts_with("ค.ง. ปีงบประมาณ 2564\n"), "{one}");
    let unknown = ruam(&["status", folder.path().to_str().unwrap(), "--agency", "ไม่มี"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("ก.ข. ค.ง. จ.ฉ. อ.อ.ป."));
    assert_eq!(
        lines(&["trace", "I14", "--agency", "ค.ง."], &folder)[0]["report"],
        1
    );
    assert_eq!(
        lines(&["trace", "/reports/2/indicators/4/scores/2563"], &folder)[0]["agency"],
        "จ.ฉ."
    );
    let reports: BTreeSet<String> = lines(&["trace", "I14"], &folder)
        .iter()
        .map(|line| line["report"].to_string())
        .collect();
    assert_eq!(reports.len(), 4);
}

#[test]
fn what_is_traced_is_what_the_provenance_says() {
    let folder = ingest(&[], &[]);
    let report = &json_of(&folder, "dataset.json")[0]["reports"][0];
    let mut sources: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    let mut origins: BTreeSet<(u64, String)> = BTreeSet::new();
    let traced = lines(&["trace", "/indicators"], &folder);
    let fields: BTreeSet<&str> = traced
        .iter()
        .map(|line| line["field"].as_str().unwrap())
        .collect();
    for line in json_of(&folder, "provenance.jsonl") {
        // A list or an object is traced as a whole.
        let mut field = line["field"].as_str().unwrap();
        while !fields.contains(field) {
            match field.rsplit_once('/') {
                Some((above, _)) => field = above,
                None => break,
            }
        }
        // What only names its place in the list is not told by itself.
        if field.is_empty() {
            let leaf = line["field"].as_str().unwrap().rsplit('/').next().unwrap();
            assert!(["code", "item", "no"].contains(&leaf), "{line}");
            continue;
        }
        for source in list(&line["sources"]) {
            let index = source["submission"].as_u64().unwrap();
            sources.entry(field.to_owned()).or_default().insert(index);
            origins.insert((index, source["origin"].to_string()));
        }
    }
    assert!(traced.len() > 400);
    for line in &traced {
        let field = line["field"].as_str().unwrap();
        let of = |role: &str| -> BTreeSet<u64> {
            let said = list(&line["said"])
                .iter()
                .filter(|said| said["role"] == role);
            said.map(|said| said["submission"].as_u64().unwrap())
                .collect()
        };
        assert_eq!(
            of("source"),
            sources.get(field).cloned().unwrap_or_default(),
            "{field}"
        );
        assert_eq!(
            of("candidate").is_empty(),
            line["conflict"].is_null(),
            "{field}"
        );
        if !field.ends_with("/responsible") {
            assert_eq!(report.pointer(field), Some(&line["value"]), "{field}");
        }
        for said in list(&line["said"])
            .iter()
            .filter(|said| said["role"] == "source")
        {
            assert_eq!(said["agrees"], true, "{field} {said}");
            let place = (
                said["submission"].as_u64().unwrap(),
                said["origin"].to_string(),
            );
            assert!(origins.contains(&place), "{field} {said}");
        }
    }
}

#[test]
fn a_disputed_value_is_traced_to_every_word_on_it() {
    let folder = ingest(&[], &[]);
    let field = "/indicators/5/scores/2562";
    let line = &lines(&["trace", field, "--source", "."], &folder)[0];
    let said = |file: &str| {
        list(&line["said"])
            .iter()
            .find(|said| said["file"] == file)
            .unwrap()
    };
    assert_eq!(
        (&line["value"], &line["conflict"]["by"]),
        (&json!(84.65), &json!("authority"))
    );
    let theirs = said("ส.วป.csv");
    assert_eq!(
        (&theirs["role"], &theirs["value"]),
        (&json!("candidate"), &json!(84.56))
    );
    assert_eq!(
        (&theirs["written"], &theirs["origin"]["cell"]),
        (&json!("84.56"), &json!("C12"))
    );
    assert_eq!(said("ส.บก.xlsx")["role"], "not_counted");
    assert_eq!(said("ส.บก.pdf")["written"], "84.65");
    // Replaced by a later file of the same office, for this indicator only.
    assert_eq!(said("ส.นผ/รายงาน ITA 2564.xls")["role"], "not_counted");
    insta::assert_snapshot!(
        "trace",
        asked(&["trace", field, "--source", "."], &folder, &[]).1
    );
    insta::assert_snapshot!(
        "trace-en",
        asked(&["trace", field], &folder, &["--lang", "en"]).1
    );
}

#[test]
fn what_was_corrected_stands_with_the_value() {
    let folder = ingest(&["รายงาน ส.ธต.xlsx"], &[]);
    let line = &lines(&["trace", "I2", "--source", "."], &folder)[0];
    let said = &line["said"][0];
    assert!(said["written"].as_str().unwrap().contains("i2"), "{said}");
    let rules: Vec<&str> = list(&said["findings"])
        .iter()
        .map(|f| f["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["item-code-normalized"]);
    // Of the other items in that cell it is not told.
    let other = &lines(&["trace", "I3"], &folder)[0];
    assert_eq!(other["said"][0]["origin"], said["origin"]);
    assert!(list(&other["said"][0]["findings"]).is_empty());
    insta::assert_snapshot!(
        "trace-item",
        asked(&["trace", "i2", "--source", "."], &folder, &[]).1
    );
    // Without the file its cell cannot be shown, and that is said.
    let elsewhere = TempDir::new().unwrap();
    let path = folder.path().to_str().unwrap();
    let output = ruam(&[
        "trace",
        path,
        "I2",
        "--source",
        elsewhere.path().to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stderr(&output).contains("รายงาน ส.ธต.xlsx"));
    assert!(!stdout(&output).contains("เขียนว่า “"));
}

#[test]
fn one_thing_is_found_by_each_of_its_names() {
    let folder = ingest(&[], &[]);
    let fields = |what: &str| -> Vec<String> {
        lines(&["trace", what], &folder)
            .iter()
            .map(|line| line["field"].to_string())
            .collect()
    };
    let item = fields("I14");
    assert_eq!(item.len(), 4);
    for name in ["i 14", "Ｉ๑๔", "ข้อ I14"] {
        assert_eq!(fields(name), item, "{name}");
    }
    let indicator = fields("/indicators/4");
    assert!(indicator.len() > 30);
    for name in [
        "5",
        "๕",
        "ตัวชี้วัด 5",
        "การใช้อำนาจ",
        "การ ใช้อำนาจ",
        "/reports/0/indicators/4/",
    ] {
        assert_eq!(fields(name), indicator, "{name}");
    }
    // All that an office reported, and what it had a say in that is disputed.
    let dataset = &json_of(&folder, "dataset.json")[0];
    let mut own = BTreeSet::new();
    for (i, indicator) in list(&dataset["reports"][0]["indicators"])
        .iter()
        .enumerate()
    {
        for (j, result) in list(&indicator["results"]).iter().enumerate() {
            for leaf in ["actions", "obstacles", "suggestions", "progress_percent"] {
                if result["offices"][0] == "ส.ตส."
                    && !result[leaf].is_null()
                    && result[leaf] != json!([])
                {
                    own.insert(format!("\"/indicators/{i}/results/{j}/{leaf}\""));
                }
            }
        }
    }
    own.insert("\"/indicators/5/scores/2562\"".to_owned());
    assert!(own.len() > 20);
    assert_eq!(fields("สตส").into_iter().collect::<BTreeSet<_>>(), own);
    // Who disagrees is told with what it said.
    assert!(
        lines(&["trace", "ส.วป."], &folder)
            .iter()
            .any(|line| !line["conflict"].is_null())
    );
    let overall = &lines(&["trace", "/overall/2563"], &folder)[0];
    assert_eq!(
        (&overall["derived"], &overall["value"]),
        (&json!(true), &json!(90.95))
    );
}

#[test]
fn what_is_not_there_is_answered_with_what_is() {
    let folder = ingest(&[], &[]);
    let path = folder.path().to_str().unwrap();
    for (what, near) in [
        ("I99", "I28 I29 I30\n"),
        ("11", "10 ประสิทธิภาพการสื่อสาร\n"),
        ("ส.ว.", "คือ ส.วป.\n"),
        ("การใช้", "5 การใช้อำนาจ"),
        ("/indicators/99/name", "/indicators/0 … /indicators/9\n"),
        ("/indicators/4/score", "/indicators/4/scores"),
    ] {
        let output = ruam(&["trace", path, what]);
        assert_eq!(output.status.code(), Some(2), "{what}");
        assert!(output.stdout.is_empty());
        assert!(
            stderr(&output).contains(near),
            "{what}: {}",
            stderr(&output)
        );
    }
}

/// The kinds and labels of what changed.
fn told(changes: &[Value]) -> Vec<(String, String, Value, Value)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let what = |change: &Value| {
        let label = text(&change["label"]["en"]);
        let name = format!(
            "{}{}{}",
            text(&change["file"]),
            text(&change["office"]),
            label
        );
        (
            text(&change["kind"]),
            name,
            change["old"].clone(),
            change["new"].clone(),
        )
    };
    changes.iter().map(what).collect()
}

fn diff(old: &TempDir, new: &TempDir) -> (Option<i32>, Vec<Value>) {
    let output = ruam(&[
        "diff",
        old.path().to_str().unwrap(),
        new.path().to_str().unwrap(),
        "--format",
        "json",
    ]);
    let changes = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    (output.status.code(), changes)
}

#[test]
fn what_was_planted_is_what_changed() {
    let old = ingest(&["ส.บก.xlsx", "ส.ตส.ods"], &[]);
    assert_eq!(diff(&old, &old), (Some(0), Vec::new()));
    let mut entries = json_of(&old, "submissions.jsonl");
    for entry in &mut entries {
        let row = &mut entry["indicators"][4];
        assert_eq!(row["no"], 5);
        row["scores"]["2562"] = json!(86.03);
        // Another item goes, and one comes in its place.
        let items = row["items"].as_array_mut().unwrap();
        let at = items.iter().position(|item| item["code"] == "I14").unwrap();
        items[at]["code"] = "I31".into();
        // A space more is no change; a word less is one.
        let preamble = row["measures"]["preamble"]
            .as_str()
            .unwrap()
            .replace("เรื่อง", "เรื่อง  ");
        row["measures"]["preamble"] = preamble.into();
        let text = row["measures"]["list"][1]["text"]
            .as_str()
            .unwrap()
            .replace("มี.ค.", "เม.ย.");
        row["measures"]["list"][1]["text"] = text.into();
        row["responsible"] =
            json!({ "all": false, "offices": ["ส.บก."], "unresolved": [], "as_written": "ส.บก." });
        // The order of rows is no change.
        entry["indicators"].as_array_mut().unwrap().reverse();
    }
    entries[0]["source"]["sha256"] = "0".repeat(64).into();
    let last = entries.len() - 1;
    assert_eq!(entries[last]["office"], "ส.บก.");
    entries[last]["indicators"][9]["result"] = Value::Null;
    // Origins are by place, and are left aside here.
    for entry in &mut entries {
        entry["origins"] = json!({});
    }
    let new = merge(&entries);
    let (code, changes) = diff(&old, &new);
    assert_eq!(code, Some(1));
    let mut kinds = told(&changes);
    for (kind, name, old, new) in &mut kinds {
        if kind == "value" && name.starts_with("measure 2") {
            assert_eq!(
                old.as_str().unwrap().replace("มี.ค.", "เม.ย."),
                new.as_str().unwrap()
            );
            (*old, *new) = (Value::Null, Value::Null);
        }
        if name.ends_with("actions") {
            assert!(old.is_array());
            *old = Value::Null;
        }
    }
    let change = |kind: &str, name: &str, old: Value, new: Value| {
        (kind.to_owned(), name.to_owned(), old, new)
    };
    let mut expected = vec![
        change(
            "overall",
            "overall score of 2562",
            json!(91.68),
            json!(91.62),
        ),
        change(
            "value",
            "ส.บก.result of ส.บก., actions",
            Value::Null,
            Value::Null,
        ),
        change("value", "score of 2562", json!(87.03), json!(86.03)),
        change("value", "I31 score", Value::Null, json!(79.27)),
        change("value", "measure 2", Value::Null, Value::Null),
        change(
            "value",
            "responsible",
            json!({ "all": true, "offices": [], "unresolved": [] }),
            json!({ "all": false, "offices": ["ส.บก."], "unresolved": [] }),
        ),
        change("value", "I14 score", json!(79.27), Value::Null),
        change("coverage", "ส.ธต.", json!("missing"), json!("not_asked")),
        change("coverage", "ส.นผ.", json!("missing"), json!("not_asked")),
        change("coverage", "ส.บก.", json!("reported"), json!("missing")),
        change("coverage", "ส.วป.", json!("missing"), json!("not_asked")),
    ];
    let file = kinds.pop().unwrap();
    assert_eq!((file.0.as_str(), file.3), ("file", json!("0".repeat(64))));
    expected.sort_by_key(|change| change.clone().0 == "coverage");
    assert_eq!(kinds, expected);
    // Asked the other way round, everything is the other way round.
    let (_, back) = diff(&new, &old);
    let swap = |changes: &[Value]| -> BTreeSet<String> {
        let one = |change: &Value| {
            json!([
                change["kind"],
                change["no"],
                change["office"],
                change["new"],
                change["old"]
            ])
        };
        changes
            .iter()
            .map(|change| one(change).to_string())
            .collect()
    };
    let same: BTreeSet<String> = back
        .iter()
        .map(|change| {
            json!([
                change["kind"],
                change["no"],
                change["office"],
                change["old"],
                change["new"]
            ])
            .to_string()
        })
        .collect();
    assert_eq!(swap(&changes), same);
}

#[test]
fn a_person_sees_what_changed() {
    let old = ingest(
        &["ส.บก.xlsx", "ส.ตส.ods", "รายงาน ส.ธต.xlsx", "ส.วป.csv"],
        &[],
    );
    let new = ingest(&[], &[]);
    let paths = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
    let shown = |more: &[&str]| {
        let output = ruam(&[&["diff", paths[0], paths[1]], more].concat());
        assert_eq!(output.status.code(), Some(1));
        stdout(&output)
    };
    insta::assert_snapshot!("diff", shown(&[]));
    insta::assert_snapshot!("diff-en", shown(&["--lang", "en"]));
    let same = ruam(&["diff", paths[1], paths[1]]);
    assert_eq!(
        (same.status.code(), stdout(&same).as_str()),
        (Some(0), "ไม่มีอะไรเปลี่ยน\n")
    );
}

#[test]
fn datasets_of_many_agencies_are_compared_in_step() {
    let old = agencies(&["ก.ข.", "ค.ง.", "อ.อ.ป."]);
    let new = agencies(&["ค.ง.", "จ.ฉ.", "อ.อ.ป.", "ฮ.ฮ."]);
    let (code, changes) = diff(&old, &new);
    assert_eq!(code, Some(1));
    let reports: Vec<(&str, bool)> = changes
        .iter()
        .filter(|change| change["kind"] == "report")
        .map(|change| (change["agency"].as_str().unwrap(), change["new"].is_null()))
        .collect();
    assert_eq!(reports, [("ก.ข.", true), ("จ.ฉ.", false), ("ฮ.ฮ.", false)]);
    // Nothing else changed but their files.
    let rest: BTreeSet<(&str, &str)> = changes
        .iter()
        .filter(|change| change["kind"] != "report")
        .map(|change| {
            (
                change["kind"].as_str().unwrap(),
                change["agency"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        rest,
        BTreeSet::from([("file", "ก.ข."), ("file", "จ.ฉ."), ("file", "ฮ.ฮ.")])
    );
    let paths = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
    let one = ruam(&["diff", paths[0], paths[1], "--agency", "ค.ง."]);
    assert_eq!(one.status.code(), Some(0));
    // A dataset that breaks off is named, whichever of the two it is.
    let path = new.path().join("dataset.json");
    let text = fs::read_to_string(&path).unwrap();
    let half: String = text.chars().take(text.chars().count() / 2).collect();
    fs::write(&path, half).unwrap();
    for (a, b) in [(0, 1), (1, 0)] {
        let output = ruam(&["diff", paths[a], paths[b]]);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            stderr(&output).contains(path.to_str().unwrap()),
            "{}",
            stderr(&output)
        );
    }
}
