//! The consolidated form in the workbook: as on paper, and read again.

use std::{fs, path::Path};

use ruam::{finding::Severity, submission::Submission};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{common, export, hostile::parts, json, ruam, sample};

/// The workbook read as the agency's own report.
fn again(dataset: &Path) -> Submission {
    export(dataset, "xlsx", dataset);
    common::submission(&dataset.join("dataset.xlsx"))
}

/// The sheet of the form, and the texts that it shares.
fn form(dataset: &Path) -> (String, String) {
    export(dataset, "xlsx", dataset);
    let parts = parts(&dataset.join("dataset.xlsx"));
    let part = |wanted: &str| {
        parts
            .iter()
            .find(|(name, _)| name == wanted)
            .unwrap()
            .1
            .clone()
    };
    (
        part("xl/worksheets/sheet1.xml"),
        part("xl/sharedStrings.xml"),
    )
}

fn same(submission: &Submission, report: &Value) {
    let merged = report["indicators"].as_array().unwrap();
    assert_eq!(submission.indicators.len(), merged.len());
    for (own, merged) in submission.indicators.iter().zip(merged) {
        let own = serde_json::to_value(own).unwrap();
        for field in [
            "no",
            "official_no",
            "name",
            "instrument",
            "scores",
            "change",
            "measures",
            "responsible",
        ] {
            assert_eq!(own[field], merged[field], "{field}");
        }
        let sorted = |items: &Value| {
            let mut items: Vec<String> = items
                .as_array()
                .unwrap()
                .iter()
                .map(ToString::to_string)
                .collect();
            items.sort();
            items
        };
        assert_eq!(sorted(&own["items"]), sorted(&merged["items"]));
    }
}

#[test]
fn the_form_of_many_offices_reads_back_to_the_same_indicators() {
    let folder = TempDir::new().unwrap();
    let dataset = sample(folder.path());
    let report = &json(&dataset.join("dataset.json"))["reports"][0];
    let read = again(&dataset);
    same(&read, report);
    assert_eq!(read.office.as_deref(), Some("อ.อ.ป."));
    assert_eq!(read.cells.unmapped, 0);
    assert_eq!(read.due.as_deref(), Some("2021-03-31"));
    // Every office's words are in the cell, under its name.
    for (own, merged) in read
        .indicators
        .iter()
        .zip(report["indicators"].as_array().unwrap())
    {
        let text = &own.result.as_ref().unwrap().text;
        for result in merged["results"].as_array().unwrap() {
            let office = result["offices"][0].as_str().unwrap();
            let (_, told) = text.split_once(&format!("■ {office}\n")).unwrap();
            let told = told.split("■ ").next().unwrap();
            for action in result["actions"].as_array().unwrap() {
                assert!(told.contains(action.as_str().unwrap()), "{told}\n{action}");
            }
        }
    }
    // Nothing is said of the sheets with tables.
    let rules = read.findings.iter().map(|finding| finding.rule.as_str());
    let noise = [
        "cell-unmapped",
        "hidden-content",
        "column-missing",
        "indicator-duplicate",
    ];
    assert!(
        rules.clone().all(|rule| !noise.contains(&rule)),
        "{:?}",
        rules.collect::<Vec<_>>()
    );
}

#[test]
fn the_agencys_own_report_reads_back_whole() {
    let folder = TempDir::new().unwrap();
    let dataset = folder.path().join("dataset");
    let out = dataset.to_str().unwrap();
    ruam(&[
        "ingest",
        "excel/fio.xlsx",
        "--office",
        "อ.อ.ป.",
        "--out",
        out,
        "-q",
    ]);
    let read = again(&dataset);
    same(&read, &json(&dataset.join("dataset.json"))["reports"][0]);
    let source = common::submission(&common::fixture("excel/fio.xlsx"));
    for (own, of_source) in read.indicators.iter().zip(&source.indicators) {
        let told = |result: &ruam::submission::ResultReport| {
            let ruam::submission::ResultReport {
                actions,
                obstacles,
                suggestions,
                ..
            } = result;
            let progress = result.progress_percent;
            (
                actions.clone(),
                obstacles.clone(),
                suggestions.clone(),
                progress,
            )
        };
        assert_eq!(
            own.result.as_ref().map(told),
            of_source.result.as_ref().map(told)
        );
    }
    let said = |submission: &Submission| {
        let mut said: Vec<String> = submission
            .findings
            .iter()
            .filter(|finding| finding.severity != Severity::Info)
            .map(|finding| {
                format!(
                    "{} {:?} {:?}",
                    finding.rule, finding.indicator, finding.item
                )
            })
            .collect();
        said.sort();
        said
    };
    assert_eq!(said(&read), said(&source));
}

#[test]
fn the_form_is_ready_to_print() {
    let folder = TempDir::new().unwrap();
    let dataset = sample(folder.path());
    let (sheet, texts) = form(&dataset);
    for words in [
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "<mergeCell ref=\"C4:D4\"/>",
        "<mergeCell ref=\"F4:G4\"/>",
        "<mergeCell ref=\"A4:A5\"/>",
        "<mergeCell ref=\"J4:J5\"/>",
    ] {
        assert!(sheet.contains(words), "{words}");
    }
    assert!(texts.contains("การรายงานผลการดำเนินงาน"));
    let parts = parts(&dataset.join("dataset.xlsx"));
    let workbook = &parts
        .iter()
        .find(|(name, _)| name == "xl/workbook.xml")
        .unwrap()
        .1;
    assert!(
        workbook.contains("'แบบรายงาน อ.อ.ป. 2564'!$4:$5</definedName>"),
        "{workbook}"
    );
    let styles = &parts
        .iter()
        .find(|(name, _)| name == "xl/styles.xml")
        .unwrap()
        .1;
    assert!(styles.contains("<name val=\"TH SarabunPSK\"/>"));
}

#[test]
fn what_is_undecided_or_owed_is_marked() {
    let folder = TempDir::new().unwrap();
    let dataset = sample(folder.path());
    let mut whole = json(&dataset.join("dataset.json"));
    let (before, texts) = form(&dataset);
    assert!(!texts.contains("หมายเหตุ ยังไม่ได้ข้อยุติ"));
    let report = &mut whole["reports"][0];
    report["indicators"][5]["scores"]["2562"] = Value::Null;
    report["indicators"][5]["items"][2]["score"] = Value::Null;
    report["indicators"][5]["measures"]["list"][1]["text"] = Value::Null;
    report["indicators"][5]["results"][0]["obstacles"] = Value::Null;
    let key = json!({ "indicator": report["indicators"][5]["name"], "item": null, "year": 2562 });
    let conflict = |field: &str, one: Value, other: Value| {
        json!({
            "field": format!("/indicators/5/{field}"), "key": key, "by": "none", "chosen": null,
            "candidates": [{ "value": one, "sources": [1] }, { "value": other, "sources": [5] }],
        })
    };
    report["conflicts"] = json!([
        conflict("scores/2562", json!(84.65), json!(84.56)),
        conflict("items/2/score", json!(79.97), json!(77)),
        conflict("measures/list/1/text", json!("ก"), json!("ข")),
        conflict("results/0/obstacles", json!("ค"), json!("ง")),
    ]);
    let name = report["indicators"][5]["name"].clone();
    report["coverage"]["missing"] = json!([{ "office": "ส.ธต.", "indicator": name }]);
    fs::write(dataset.join("dataset.json"), whole.to_string()).unwrap();
    let (sheet, texts) = form(&dataset);
    for words in [
        "84.65 หรือ 84.56</t>",
        "I27=?",
        "2. (ยังไม่ได้ข้อยุติ)",
        "ปัญหาอุปสรรค (ยังไม่ได้ข้อยุติ)",
        "■ ยังไม่ได้รับรายงาน: ส.ธต.",
        "หมายเหตุ ยังไม่ได้ข้อยุติ (ช่องสีเหลือง): การแก้ไขปัญหาการทุจริต · คะแนน ปี 2562: 84.65 หรือ 84.56",
    ] {
        assert!(texts.contains(words), "{words}");
    }
    assert_ne!(before, sheet);
    // The score is not there, and nobody is told another.
    let read = common::submission(&dataset.join("dataset.xlsx"));
    assert_eq!(read.indicators[5].scores[&2562], None);
    assert_eq!(read.notes.len(), 4);
}
