//! The tables of a dataset: every value is in them, in its type, and comes back;
//! no text becomes a formula; the consolidated form can be read again.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;
#[path = "export/form.rs"]
mod form;
#[path = "export/hostile.rs"]
mod hostile;
#[cfg(feature = "parquet")]
#[path = "export/parquet.rs"]
mod parquet;
#[path = "export/read.rs"]
mod read;
#[path = "export/rebuild.rs"]
mod rebuild;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::LazyLock,
};

use read::{Line, csv, jsonl, xlsx};
use ruam::output::tables::{Kind, TABLES, page};
use serde_json::Value;
use tempfile::TempDir;

fn ruam(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(args)
        .current_dir(common::fixture(""))
        .output()
        .unwrap()
}

/// The sample batch as a dataset, made once.
static SAMPLE: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = TempDir::new().unwrap();
    let args = [
        "ingest",
        "submissions",
        "--manifest",
        "submissions/manifest.csv",
    ];
    let more = ["-q", "--out", folder.path().to_str().unwrap()];
    assert_eq!(ruam(&[&args[..], &more].concat()).status.code(), Some(2));
    folder
});

/// The sample batch as a dataset in `folder`.
fn sample(folder: &Path) -> PathBuf {
    let out = folder.join("dataset");
    fs::create_dir(&out).unwrap();
    for name in ["dataset.json", "findings.jsonl"] {
        fs::copy(SAMPLE.path().join(name), out.join(name)).unwrap();
    }
    out
}

/// Writes the tables of the dataset into `out`.
fn export(dataset: &Path, formats: &str, out: &Path) {
    let (dataset, out) = (dataset.to_str().unwrap(), out.to_str().unwrap());
    let output = ruam(&["export", dataset, "--write", formats, "--out", out]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// All files below a folder, by their path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name == ".ruam" {
            continue;
        }
        if path.is_dir() {
            let inner = files(&path).into_iter();
            found.extend(inner.map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

/// That two values are the same; names the place where they are not.
fn same(one: &Value, other: &Value, at: &str) {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            let names = |fields: &serde_json::Map<String, Value>| {
                fields.keys().cloned().collect::<BTreeSet<_>>()
            };
            assert_eq!(names(a), names(b), "{at}");
            for (name, value) in a {
                same(value, &b[name], &format!("{at}/{name}"));
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{at}");
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                same(a, b, &format!("{at}/{i}"));
            }
        }
        _ => assert_eq!(one, other, "{at}"),
    }
}

/// That the tables in `out` are the dataset, whatever the format.
fn hold(dataset: &Path, out: &Path) {
    let whole = json(&dataset.join("dataset.json"));
    let findings = fs::read_to_string(dataset.join("findings.jsonl")).unwrap();
    let findings: Value = findings
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .collect();
    for read in [jsonl, csv] {
        let tables: BTreeMap<&str, Vec<Line>> = TABLES
            .iter()
            .map(|table| (table.name, read(out, table)))
            .collect();
        same(&rebuild::dataset(&tables), &rebuild::plain(&whole), "");
        same(&Value::Array(rebuild::findings(&tables)), &findings, "");
    }
    for table in TABLES {
        assert_eq!(csv(out, table), jsonl(out, table), "{}", table.name);
        let shown: Vec<Line> = jsonl(out, table).into_iter().map(read::joined).collect();
        assert_eq!(
            xlsx(&out.join("dataset.xlsx"), table),
            shown,
            "{}",
            table.name
        );
    }
}

#[test]
fn every_value_is_in_the_tables_and_comes_back() {
    let folder = TempDir::new().unwrap();
    let dataset = sample(folder.path());
    export(&dataset, "csv,xlsx,jsonl", &dataset);
    hold(&dataset, &dataset);
    let count = |name: &str| {
        let table = TABLES.iter().find(|table| table.name == name).unwrap();
        jsonl(&dataset, table).len()
    };
    // What the sample batch has by hand: ten indicators, 88 items, 13 files.
    for (name, lines) in [
        ("reports", 1),
        ("years", 2),
        ("indicators", 10),
        ("scores", 20),
        ("items", 88),
        ("results", 48),
        ("submissions", 13),
        ("conflicts", 1),
        ("candidates", 2),
        ("late", 1),
    ] {
        assert_eq!(count(name), lines, "{name}");
    }
}

#[test]
fn keys_name_one_line_and_are_never_empty() {
    let folder = TempDir::new().unwrap();
    let dataset = sample(folder.path());
    export(&dataset, "jsonl", &dataset);
    for table in TABLES {
        let mut seen = BTreeSet::new();
        for line in jsonl(&dataset, table) {
            let keys = table.columns.iter().filter(|column| column.key);
            let key: Vec<String> = keys.map(|column| line[column.name].to_string()).collect();
            assert!(
                !key.is_empty() && !key.iter().any(|k| k == "null"),
                "{}",
                table.name
            );
            assert!(seen.insert(key.clone()), "{}: {key:?} twice", table.name);
        }
    }
}

#[test]
fn csv_is_what_excel_opens() {
    let folder = TempDir::new().unwrap();
    let dataset = sample(folder.path());
    export(&dataset, "csv", &dataset);
    let bytes = fs::read(dataset.join("tables/indicators.csv")).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    assert!(text.starts_with("agency,fiscal_year,indicator,"), "{text}");
    assert!(text.ends_with("\r\n"));
    // The change of indicator 2 is a number, and begins with its sign.
    assert!(text.contains(",100.00,95.28,-4.72,"), "{text}");
    let late = fs::read_to_string(dataset.join("tables/late.csv")).unwrap();
    assert!(
        late.ends_with("2564,1,ส.ตส.,2021-03-31,2021-04-02\r\n"),
        "{late}"
    );
}

#[test]
fn the_same_dataset_gives_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    let dataset = sample(folder.path());
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    let formats = if cfg!(feature = "parquet") {
        "jsonl,csv,xlsx,parquet"
    } else {
        "xlsx,jsonl,csv,csv"
    };
    export(&dataset, formats, &one);
    export(&dataset.join("dataset.json"), formats, &two);
    let (one, two) = (files(&one), files(&two));
    let each = if cfg!(feature = "parquet") { 3 } else { 2 };
    assert_eq!(one.len(), each * TABLES.len() + 1);
    for (name, bytes) in &one {
        assert!(two.get(name) == Some(bytes), "{name} differs");
    }
}

#[test]
fn the_page_of_the_tables_is_made_from_their_columns() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/tables.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, page()).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), page(), "run make bless");
    for table in TABLES {
        let thai = |text: &str| text.chars().any(|c| ('ก'..='๛').contains(&c));
        assert!(thai(table.th), "{}", table.name);
        for column in table.columns {
            assert!(thai(column.th) && !column.en.is_empty(), "{}", column.name);
            assert!(
                !(column.key && column.kind == Kind::List),
                "{}",
                column.name
            );
        }
    }
}

#[test]
fn what_cannot_be_written_is_one_sentence() {
    let folder = TempDir::new().unwrap();
    let nothing = folder.path().to_str().unwrap();
    let output = ruam(&["export", nothing, "--write", "csv"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("dataset.json"), "{said}");
    let output = ruam(&["export", nothing, "--write", "doc"]);
    assert_eq!(output.status.code(), Some(2));
    if cfg!(not(feature = "parquet")) {
        let dataset = sample(folder.path());
        let out = folder.path().join("out");
        let (from, to) = (dataset.to_str().unwrap(), out.to_str().unwrap());
        let output = ruam(&["export", from, "--write", "csv,parquet", "--out", to]);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("--features parquet"), "{said}");
        assert!(!out.exists());
    }
}

#[test]
fn a_table_with_nothing_in_it_has_its_header() {
    let folder = TempDir::new().unwrap();
    let dataset = folder.path();
    let empty = r#"{"schema": "ruam.dataset/1", "reports": [], "submissions": []}"#;
    fs::write(dataset.join("dataset.json"), empty).unwrap();
    fs::write(dataset.join("findings.jsonl"), "").unwrap();
    export(dataset, "csv,xlsx,jsonl", dataset);
    hold(dataset, dataset);
    let names: Vec<String> = files(dataset).into_keys().collect();
    assert!(names.iter().all(|name| !name.contains(".tmp")), "{names:?}");
}
