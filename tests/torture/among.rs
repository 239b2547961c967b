//! Good files of many agencies with hostile ones among them: the dataset has to
//! be that of the good ones.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use super::{batch, common::fixture};

/// Offices of each agency.
const OFFICES: usize = 40;

/// Reports as several programs write them.
const REPORTS: [&str; 16] = [
    "delimited/fio.csv",
    "excel/fio.xlsx",
    "excel/fio.ods",
    "excel/fio.xls",
    "excel/fio.xlsb",
    "delimited/fio-utf16.csv",
    "excel/fio.xlsm",
    "form/reordered.xlsx",
    "form/wrapped.xlsx",
    "form/missing-columns.xlsx",
    "form/split-rows.xlsx",
    "form/two-sheets.xlsx",
    "delimited/fio.txt",
    "marked/openpyxl.xlsx",
    "excel/commented.ods",
    "pdf/kinds/plain.pdf",
];

/// The code of an office or an agency.
fn code(number: usize, first: char) -> String {
    let letters: Vec<char> = ('ก'..='ฮ')
        .filter(|letter| !"ฃฅฤฦ".contains(*letter))
        .collect();
    let (high, low) = (number / letters.len(), number % letters.len());
    format!("{first}.{}{}.", letters[high], letters[low])
}

/// The embedded profile as one of another agency.
fn profile(agency: &str) -> String {
    let text = include_str!("../../schemas/profiles/fio-2564.json");
    let mut profile: Value = serde_json::from_str(text).unwrap();
    profile["id"] = json!(agency);
    profile["agency"] = json!({ "code": agency, "name": agency, "aliases": [] });
    let office = |number| json!({ "code": code(number, 'ส'), "aliases": [] });
    profile["offices"] = (0..OFFICES).map(office).collect();
    profile["compiling_office"] = Value::Null;
    for line in profile["responsible"].as_array_mut().unwrap() {
        line["offices"] = json!("all");
    }
    profile.to_string()
}

/// Writes `count` good reports below the folder, and says which files they are.
pub(crate) fn write_good(folder: &Path, count: usize) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    for number in 0..count {
        let agency = code(number / OFFICES, 'น');
        let within = folder.join(&agency);
        if fs::create_dir(&within).is_ok() {
            fs::write(within.join("profile.json"), profile(&agency)).unwrap();
        }
        let report = fixture(REPORTS[number % REPORTS.len()]);
        let end = report.extension().unwrap().to_str().unwrap();
        let name = format!("{}{end}", code(number % OFFICES, 'ส'));
        let mut bytes = fs::read(&report).unwrap();
        // Some disagree about a score, so that there is something to merge.
        if end == "csv" && number % 3 == 0 {
            let text = String::from_utf8_lossy(&bytes);
            bytes = text.replace("88.58", "85.88").into_bytes();
        }
        fs::write(within.join(&name), bytes).unwrap();
        files.insert(format!("{agency}/{name}"));
    }
    files
}

/// What a dataset says of the good files, in a form that does not depend on how
/// many others stand between them.
#[derive(PartialEq)]
pub(crate) struct Said {
    pub(crate) reports: String,
    pub(crate) fates: Vec<String>,
    pub(crate) submissions: Vec<String>,
    pub(crate) findings: Vec<String>,
    pub(crate) provenance: Vec<String>,
    /// The text of the reports as it stands in the file.
    pub(crate) as_written: String,
}

impl Said {
    /// Reads the dataset in `out`, leaving out the files that are not good.
    pub(crate) fn of(out: &Path, good: &BTreeSet<String>) -> Self {
        let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
        let text = read("dataset.json");
        let dataset: Value = serde_json::from_str(&text).unwrap();
        let listed = dataset["submissions"].as_array().unwrap();
        let names: Vec<&str> = listed
            .iter()
            .map(|line| line["file"].as_str().unwrap())
            .collect();
        let mut reports = dataset["reports"].clone();
        name_sources(&mut reports, &names);
        let is_good = |line: &Value| good.contains(line["file"].as_str().unwrap());
        let of_good = |name: &str, file: fn(&Value) -> &Value| -> Vec<String> {
            let keep = |line: &&str| {
                let line: Value = serde_json::from_str(line).unwrap();
                // What is of no file is of the whole.
                let file = file(&line).as_str().unwrap();
                file.is_empty() || good.contains(file)
            };
            read(name).lines().filter(keep).map(str::to_owned).collect()
        };
        let provenance = read("provenance.jsonl");
        let provenance = provenance.lines().map(|line| {
            let mut line: Value = serde_json::from_str(line).unwrap();
            name_sources(&mut line, &names);
            line.to_string()
        });
        let (as_written, _) = text.rsplit_once("\n  \"submissions\": [").unwrap();
        Self {
            reports: reports.to_string(),
            fates: listed
                .iter()
                .filter(|line| is_good(line))
                .map(Value::to_string)
                .collect(),
            submissions: of_good("submissions.jsonl", |line| &line["source"]["file"]),
            findings: of_good("findings.jsonl", |line| &line["file"]),
            provenance: provenance.collect(),
            as_written: as_written.to_owned(),
        }
    }

    /// What differs, in words.
    pub(crate) fn differs(&self, other: &Self) -> Vec<&'static str> {
        let parts = [
            ("reports", self.reports == other.reports),
            ("fates", self.fates == other.fates),
            ("submissions", self.submissions == other.submissions),
            ("findings", self.findings == other.findings),
            ("provenance", self.provenance == other.provenance),
        ];
        parts
            .into_iter()
            .filter(|(_, same)| !same)
            .map(|(name, _)| name)
            .collect()
    }
}

/// Puts names in the place of numbers that point into the list of submissions.
fn name_sources(value: &mut Value, names: &[&str]) {
    let name = |number: &Value| json!(names[number.as_u64().unwrap() as usize]);
    match value {
        Value::Array(values) => values
            .iter_mut()
            .for_each(|value| name_sources(value, names)),
        Value::Object(fields) => {
            for (key, value) in fields {
                match (key.as_str(), value) {
                    ("submission", value) if value.is_u64() => *value = name(value),
                    ("sources", Value::Array(sources)) if sources.iter().all(Value::is_u64) => {
                        sources.iter_mut().for_each(|source| *source = name(source));
                    }
                    (_, value) => name_sources(value, names),
                }
            }
        }
        _ => {}
    }
}

/// Files that are rejected, whatever becomes of their reader: of those given,
/// as the program itself finds.
pub(crate) fn rejected(folder: &Path, files: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    let within = folder.join("hostile");
    fs::create_dir(&within).unwrap();
    for (name, bytes) in &files {
        fs::write(within.join(name), bytes).unwrap();
    }
    let outcome = batch::ingest(&within, &folder.join("hostile-out"));
    assert!(outcome.wrong.is_empty(), "{}", outcome.wrong.join("\n"));
    let fates: BTreeMap<&str, &str> = outcome
        .fates
        .iter()
        .map(|fate| (fate.file.as_str(), fate.what.as_str()))
        .collect();
    let status = ["merged", "duplicate", "superseded"];
    files
        .into_iter()
        .filter(|(name, _)| !status.contains(&fates[name.as_str()]))
        .collect()
}

/// Every file below `fixtures` that is refused on purpose, and those made by
/// hand beside the project.
pub(crate) fn hostile_fixtures() -> Vec<(String, Vec<u8>)> {
    let folders = ["damaged", "regress"].map(fixture);
    let beside = super::common::shared("corpus/hostile/handmade");
    let mut paths: Vec<PathBuf> = [
        "excel/encrypted.ods",
        "excel/encrypted.xls",
        "pdf/kinds/scan.pdf",
    ]
    .map(fixture)
    .into();
    for folder in folders.into_iter().chain(beside) {
        let entries = fs::read_dir(folder).unwrap();
        paths.extend(entries.map(|entry| entry.unwrap().path()));
    }
    paths.retain(|path| path.is_file());
    paths.sort();
    let named = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read(path).unwrap())
    };
    paths.into_iter().map(named).collect()
}
