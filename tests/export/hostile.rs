//! What somebody writes into a report to run on the computer of who opens the
//! tables.

use std::{
    fs,
    io::{Cursor, Read},
    path::Path,
};

use serde_json::{Value, json};
use tempfile::TempDir;
use zip::ZipArchive;

use super::{export, hold, json, read, sample};
use ruam::output::tables::TABLES;

const TEXTS: [&str; 16] = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\u{a0}=1+1",
    "\u{feff}=1+1",
    "\"=1+1\"",
    "'=1+1",
    "＝1+1",
    "－1＋1",
    "=HYPERLINK(\"http://example.com\",\"x\")",
    "_x003D_1,\"a\"\n=2;=3",
];

/// The dataset with these texts wherever a text may stand.
fn poisoned(folder: &Path) -> std::path::PathBuf {
    let dataset = sample(folder);
    let mut whole = json(&dataset.join("dataset.json"));
    let report = &mut whole["reports"][0];
    report["agency"] = json!("=A1");
    for (at, text) in TEXTS.iter().enumerate() {
        let indicator = &mut report["indicators"][at % 10];
        // Entries of a list begin with no space.
        let entry = text.trim_start_matches(' ');
        indicator["name"] = json!(format!("{text}{at}"));
        indicator["items"][at / 10]["remark"] = json!(text);
        indicator["measures"]["preamble"] = json!(text);
        indicator["measures"]["list"][at / 10]["text"] = json!(text);
        indicator["responsible"]["as_written"] = json!(text);
        indicator["results"][at / 10]["actions"] = json!([entry, "ก", entry]);
        indicator["results"][at / 10]["obstacles"] = json!(text);
        indicator["results"][at / 10]["offices"] = json!([entry]);
    }
    report["conflicts"][0]["candidates"][0]["value"] = json!("=1");
    report["conflicts"][0]["candidates"][1]["value"] = json!(-4.72);
    whole["submissions"][0]["file"] = json!("=1+1.xlsx");
    fs::write(dataset.join("dataset.json"), whole.to_string()).unwrap();
    let findings = fs::read_to_string(dataset.join("findings.jsonl")).unwrap();
    let lines = findings
        .lines()
        .zip(TEXTS.iter().cycle())
        .map(|(line, text)| {
            let mut finding: Value = serde_json::from_str(line).unwrap();
            finding["found"] = json!(text);
            finding["office"] = json!(text);
            format!("{finding}\n")
        });
    fs::write(dataset.join("findings.jsonl"), lines.collect::<String>()).unwrap();
    dataset
}

#[test]
fn no_text_becomes_a_formula_and_none_is_lost() {
    let folder = TempDir::new().unwrap();
    let dataset = poisoned(folder.path());
    export(&dataset, "csv,xlsx,jsonl", &dataset);
    hold(&dataset, &dataset);
    let mut guarded = 0;
    for table in TABLES {
        let path = dataset.join(format!("tables/{}.csv", table.name));
        let bytes = fs::read(path).unwrap();
        let mut reader = csv::ReaderBuilder::new().from_reader(&bytes[3..]);
        for record in reader.records() {
            for cell in &record.unwrap() {
                let bare = cell.trim_start_matches([' ', '\u{a0}', '\u{feff}', '"']);
                let number = cell.parse::<f64>().is_ok();
                let opens = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
                assert!(
                    number || !bare.starts_with(opens),
                    "{}: {cell:?}",
                    table.name
                );
                guarded += usize::from(cell.starts_with('\''));
            }
        }
    }
    assert!(guarded > 100, "{guarded}");
}

/// The parts of a workbook, by name.
pub(crate) fn parts(path: &Path) -> Vec<(String, String)> {
    let bytes = fs::read(path).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut member = archive.by_index(at).unwrap();
            let mut text = String::new();
            member.read_to_string(&mut text).unwrap();
            (member.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[test]
fn the_workbook_holds_no_formula_and_no_link_outside() {
    let folder = TempDir::new().unwrap();
    let dataset = poisoned(folder.path());
    export(&dataset, "xlsx", &dataset);
    let parts = parts(&dataset.join("dataset.xlsx"));
    let sheets = parts
        .iter()
        .filter(|(name, _)| name.starts_with("xl/worksheets/"));
    assert_eq!(sheets.clone().count(), TABLES.len() + 2);
    for (name, text) in sheets {
        assert!(!text.contains("<f>") && !text.contains("<f "), "{name}");
        assert!(!text.contains("ddeLink"), "{name}");
    }
    for (name, text) in &parts {
        assert!(!text.contains("TargetMode=\"External\""), "{name}");
        assert!(!name.contains("externalLink"), "{name}");
    }
}

#[test]
fn a_text_longer_than_a_cell_is_cut_in_the_workbook_alone_and_says_so() {
    let folder = TempDir::new().unwrap();
    let dataset = sample(folder.path());
    let mut whole = json(&dataset.join("dataset.json"));
    let long = "ก่อน ".repeat(8_000);
    let long = long.trim_end();
    whole["reports"][0]["indicators"][3]["results"][0]["suggestions"] = json!(long);
    whole["reports"][0]["indicators"][4]["name"] = json!(long);
    fs::write(dataset.join("dataset.json"), whole.to_string()).unwrap();
    export(&dataset, "csv,xlsx,jsonl", &dataset);
    let results = TABLES.iter().find(|table| table.name == "results").unwrap();
    let find = |lines: Vec<read::Line>| {
        let long = |line: &read::Line| {
            line["suggestions"]
                .as_str()
                .filter(|text| text.len() > 10_000)
                .map(str::to_owned)
        };
        lines.iter().find_map(long).unwrap()
    };
    assert_eq!(find(read::jsonl(&dataset, results)), long);
    assert_eq!(find(read::csv(&dataset, results)), long);
    let cut = find(read::xlsx(&dataset.join("dataset.xlsx"), results));
    assert_eq!(cut.chars().count(), 32_767);
    assert!(cut.ends_with("… (ยาวเกินช่อง)"), "{}", &cut[cut.len() - 90..]);
}
