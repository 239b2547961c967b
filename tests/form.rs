//! The form as people fill it in: one report in many shapes says the same.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::collections::BTreeMap;

use common::{facts, fixture, leaves_of, read_bytes, sender, submission};
use ruam::{
    excel,
    finding::Severity,
    form::{self, Sender},
    limits::Limits,
    normalize::key::key,
    submission::{Entry, Format, OfficeSource, Standing, Submission},
};
use serde_json::{Value, json};

/// What a submission says, texts by their keys.
fn content(submission: &Submission) -> Value {
    let mut value = json!({
        "fiscal_year": submission.fiscal_year,
        "score_years": submission.score_years,
        "title": submission.title,
        "due": submission.due,
        "notes": submission.notes,
        "indicators": submission.indicators,
    });
    by_key(&mut value);
    value
}

fn by_key(value: &mut Value) {
    match value {
        Value::String(text) => *text = key(text),
        Value::Array(values) => values.iter_mut().for_each(by_key),
        Value::Object(fields) => fields.values_mut().for_each(by_key),
        _ => {}
    }
}

/// Rule, severity and item or indicator of every finding above info.
fn told(submission: &Submission) -> Vec<String> {
    let mut told: Vec<String> = submission
        .findings
        .iter()
        .filter(|finding| finding.severity != Severity::Info)
        .map(|finding| {
            let severity = if finding.severity == Severity::Error {
                "e"
            } else {
                "w"
            };
            let no = submission
                .indicators
                .iter()
                .find(|i| Some(&i.name) == finding.indicator.as_ref());
            let what = finding
                .item
                .clone()
                .or(no.and_then(|i| i.no).map(|no| no.to_string()));
            format!("{} {severity} {}", finding.rule, what.unwrap_or_default())
        })
        .collect();
    told.sort();
    told
}

/// The findings that the design says the report of FIO has.
const OF_FIO: [&str; 8] = [
    "indicator-name-mismatch w 9",
    "office-ambiguous w 1",
    "office-ambiguous w 2",
    "quoted-standing-mismatch e E7",
    "self-transfer w O15",
    "weak-above-target e E7",
    "weak-above-target w O29",
    "weak-above-target w O30",
];

#[test]
fn the_real_report_says_the_same_in_every_format() {
    let first = submission(&fixture("excel/fio.xlsx"));
    assert_eq!(first.indicators.len(), 10);
    let items: Vec<_> = first.indicators.iter().flat_map(|i| &i.items).collect();
    assert_eq!(items.len(), 88);
    assert!(items.iter().all(|item| item.score.is_some()));
    assert_eq!(
        items
            .iter()
            .filter(|item| item.standing == Standing::Weak)
            .count(),
        24
    );
    let remarks: Vec<&str> = items
        .iter()
        .filter(|i| i.remark.is_some())
        .map(|i| i.code.as_str())
        .collect();
    assert_eq!(remarks, ["O9", "O15", "O29", "O30"]);
    let measures: Vec<_> = first
        .indicators
        .iter()
        .flat_map(|i| &i.measures.list)
        .collect();
    assert_eq!(measures.len(), 24);
    let bullets: Vec<_> = measures
        .iter()
        .flat_map(|measure| &measure.bullets)
        .collect();
    assert_eq!(bullets.len(), 24);
    assert!(
        bullets
            .iter()
            .all(|bullet| bullet.item.is_some() && bullet.quoted_score.is_some())
    );
    for indicator in &first.indicators {
        let result = indicator.result.as_ref().unwrap();
        assert_eq!(result.progress_percent.unwrap().get(), 10_000);
        assert_eq!((result.actions.len(), &result.obstacles), (1, &None));
        assert!(indicator.responsible.all || indicator.responsible.offices.len() >= 3);
    }
    assert_eq!(first.due.as_deref(), Some("2021-03-31"));
    assert_eq!(told(&first), OF_FIO);
    for name in [
        "excel/fio.xls",
        "excel/fio.ods",
        "excel/fio.xlsm",
        "excel/fio.xlsb",
        "delimited/fio.txt",
        "delimited/fio.csv",
        "delimited/fio-utf16.csv",
    ] {
        let other = submission(&fixture(name));
        assert_eq!(content(&other), content(&first), "{name}");
        assert_eq!(told(&other), OF_FIO, "{name}");
        assert_eq!(
            (other.cells.mapped, other.cells.unmapped),
            (98, 0),
            "{name}"
        );
    }
}

#[test]
fn the_form_in_other_shapes_says_the_same() {
    let first = content(&submission(&fixture("excel/fio.xlsx")));
    for name in [
        "reordered",
        "one-row-header",
        "split-rows",
        "two-sheets",
        "wrapped",
    ] {
        let other = submission(&fixture(&format!("form/{name}.xlsx")));
        assert_eq!(content(&other), first, "{name}");
        let left: Vec<String> = told(&other)
            .into_iter()
            .filter(|told| !OF_FIO.contains(&told.as_str()))
            .collect();
        let expected: &[&str] = match name {
            // A column หมายเหตุ; a sheet of instructions.
            "reordered" | "two-sheets" => &["cell-unmapped w "],
            _ => &[],
        };
        assert_eq!(left, expected, "{name}");
    }
}

#[test]
fn there_is_progress_with_every_cell_and_every_row() {
    let path = fixture("excel/fio.xlsx");
    let bytes = std::fs::read(&path).unwrap();
    let (mut cells, mut rows) = (0, 0);
    let known = submission(&path);
    let document = excel::read(&bytes, Format::Xlsx, &Limits::default(), &mut || cells += 1);
    let (document, sender) = (document.unwrap(), sender("fio.xlsx"));
    form::read(&document, known.source, &sender, &facts(), &mut || {
        rows += 1
    })
    .unwrap();
    assert!(cells >= known.cells.read, "{cells}");
    assert!(rows >= known.indicators.len(), "{rows}");
}

#[test]
fn a_missing_column_is_one_finding_and_not_one_a_row() {
    let submission = submission(&fixture("form/missing-columns.xlsx"));
    let found: Vec<&str> = submission
        .findings
        .iter()
        .filter(|finding| finding.rule == "column-missing")
        .map(|finding| finding.expected.as_deref().unwrap())
        .collect();
    assert_eq!(found, ["จุดแข็ง", "ผู้รับผิดชอบ"]);
    for follows in [
        "item-missing",
        "responsible-missing",
        "indicator-mean-mismatch",
    ] {
        assert!(
            submission
                .findings
                .iter()
                .all(|finding| finding.rule != follows),
            "{follows}"
        );
    }
}

#[test]
fn every_cell_is_accounted_for_and_every_value_has_its_place() {
    for name in [
        "excel/fio.xlsx",
        "delimited/fio.txt",
        "form/split-rows.xlsx",
        "form/reordered.xlsx",
        "form/two-sheets.xlsx",
        "submissions/รายงาน ส.ธต.xlsx",
    ] {
        let submission = submission(&fixture(name));
        let cells = submission.cells;
        assert_eq!(
            cells.read,
            cells.mapped + cells.structure + cells.unmapped,
            "{name}"
        );
        let value = json!({ "indicators": submission.indicators });
        let mut leaves = Vec::new();
        leaves_of(&value, String::new(), &mut leaves);
        for pointer in leaves {
            assert!(
                submission.origins.contains_key(&pointer),
                "{name}: {pointer} has no place"
            );
        }
        for pointer in submission.origins.keys() {
            let whole = serde_json::to_value(&submission).unwrap();
            assert!(
                whole.pointer(pointer).is_some(),
                "{name}: {pointer} is no value"
            );
        }
    }
}

#[test]
fn values_stand_where_the_clerk_finds_them() {
    let submission = submission(&fixture("excel/fio.xlsx"));
    let place = |pointer: &str| {
        let place = serde_json::to_value(&submission.origins[pointer]).unwrap();
        place["cell"].as_str().unwrap().to_owned()
    };
    for (pointer, cell) in [
        ("/indicators/4/scores/2563", "D10"),
        ("/indicators/4/items/1/score", "F10"),
        ("/indicators/4/items/3/score", "G10"),
        // A measure that goes on in the row below, and one that begins there.
        ("/indicators/1/measures/list/1/text", "H6"),
        ("/indicators/1/measures/list/1/bullets/2/text", "H7"),
        ("/indicators/1/measures/list/2/text", "H7"),
        ("/indicators/9/result/progress_percent", "J15"),
        ("/due", "J3"),
        ("/notes/0", "A17"),
    ] {
        assert_eq!(place(pointer), cell, "{pointer}");
    }
}

#[test]
fn the_office_is_told_by_the_first_of_five() {
    let facts = common::facts();
    let header = "ที่,ตัวชี้วัด,ปี 2563,จุดอ่อน,จุดแข็ง\n5,การใช้อำนาจ,88.58,,\n";
    let line = format!("หน่วยงาน: ส.ตส.\n{header}");
    let office = |bytes: &str, sender: Sender| match read_bytes(bytes.as_bytes(), sender, &facts) {
        Entry::Submission(submission) => (submission.office, submission.office_source),
        Entry::Rejected(rejected) => panic!("{}", rejected.reason),
    };
    let all = Sender {
        manifest: Some("สนผ".to_owned()),
        argument: Some("ส.บก.".to_owned()),
        folders: vec!["ส.วป".to_owned()],
        ..sender("ส.ธต.csv")
    };
    let some = |code: &str| Some(code.to_owned());
    assert_eq!(
        office(&line, all.clone()),
        (some("ส.นผ."), OfficeSource::Manifest)
    );
    let all = Sender {
        manifest: None,
        ..all
    };
    assert_eq!(
        office(&line, all.clone()),
        (some("ส.บก."), OfficeSource::Argument)
    );
    let all = Sender {
        argument: None,
        ..all
    };
    assert_eq!(
        office(&line, all.clone()),
        (some("ส.ตส."), OfficeSource::Document)
    );
    assert_eq!(
        office(header, all.clone()),
        (some("ส.ธต."), OfficeSource::FileName)
    );
    let all = Sender {
        file: "รายงาน.csv".to_owned(),
        ..all
    };
    assert_eq!(
        office(header, all.clone()),
        (some("ส.วป."), OfficeSource::FolderName)
    );
    let all = Sender {
        folders: Vec::new(),
        ..all
    };
    assert_eq!(office(header, all), (None, OfficeSource::None));
    // The agency's name on an office's form says nothing of the office.
    let agency = format!("หน่วยงาน: องค์การอุตสาหกรรมป่าไม้\nสำนักบริหารกลาง\n{header}");
    assert_eq!(
        office(&agency, sender("a.csv")),
        (some("ส.บก."), OfficeSource::Document)
    );
    let consolidated = Sender {
        argument: some("ออป"),
        ..sender("a.csv")
    };
    assert_eq!(
        office(header, consolidated),
        (some("อ.อ.ป."), OfficeSource::Argument)
    );
}

#[test]
fn without_an_office_there_is_one_finding_more() {
    let bytes = std::fs::read(fixture("excel/fio.xlsx")).unwrap();
    let entry = read_bytes(&bytes, sender("fio.xlsx"), &common::facts());
    let Entry::Submission(submission) = entry else {
        panic!("rejected")
    };
    let mut expected: Vec<&str> = OF_FIO.to_vec();
    expected.push("office-unknown w ");
    expected.sort_unstable();
    assert_eq!(told(&submission), expected);
}

#[test]
fn planted_mistakes_are_found_at_their_cells() {
    let submission = submission(&fixture("submissions/รายงาน ส.ธต.xlsx"));
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in &submission.findings {
        let place = serde_json::to_value(&finding.origin).unwrap();
        let cell = place["cell"].as_str().unwrap_or_default().to_owned();
        found.entry(cell).or_default().push(finding.rule.clone());
    }
    for (cell, rule) in [
        ("G7", "item-code-ambiguous"),
        ("F9", "item-code-normalized"),
        ("E11", "change-mismatch"),
        ("D12", "indicator-mean-mismatch"),
        ("F13", "score-out-of-range"),
        ("H13", "quoted-score-mismatch"),
        ("F14", "item-unknown"),
        ("L15", "cell-unmapped"),
        ("J16", "progress-out-of-range"),
    ] {
        let rules = found
            .get(cell)
            .unwrap_or_else(|| panic!("nothing at {cell}: {found:?}"));
        assert!(rules.iter().any(|other| other == rule), "{cell}: {rules:?}");
    }
}

/// Cell and text of what no part of the form explains in a csv.
fn unmapped(csv: &str) -> Vec<(String, String)> {
    let entry = read_bytes(csv.as_bytes(), sender("ส.ตส.csv"), &common::facts());
    let Entry::Submission(submission) = entry else {
        panic!("rejected")
    };
    let cells = submission.cells;
    assert_eq!(cells.read, cells.mapped + cells.structure + cells.unmapped);
    let findings = submission
        .findings
        .into_iter()
        .filter(|finding| finding.rule == "cell-unmapped");
    findings
        .map(|finding| {
            let place = serde_json::to_value(&finding.origin).unwrap();
            (
                place["cell"].as_str().unwrap().to_owned(),
                finding.found.unwrap(),
            )
        })
        .collect()
}

const TABLE: &str = "ที่,ตัวชี้วัด,ปี 2563,มาตรการ,ผลการดำเนินการ\n5,การใช้อำนาจ,88.58,1. ทุกสำนัก ทำ,\n";

#[test]
fn lost_characters_are_told_in_heads_and_remarks_too() {
    let csv = "ที\u{fffd},ตัวชี้วัด,ปี 2562,ปี 2563,จุดแข็ง (E),มาตรการ\n\
        4,คุณภาพการดำเนินงาน,90.03,91.41,\"I1 = 90 สู\u{fffd}กว่าเกณฑ์\",1. ง\u{fffd}น\n";
    let entry = read_bytes(csv.as_bytes(), sender("ส.ตส.csv"), &common::facts());
    let Entry::Submission(submission) = entry else {
        panic!("rejected")
    };
    let mut cells: Vec<String> = submission
        .findings
        .iter()
        .filter(|finding| finding.rule == "text-unreliable")
        .map(|finding| serde_json::to_value(&finding.origin).unwrap()["cell"].to_string())
        .collect();
    cells.sort();
    assert_eq!(cells, ["\"A1\"", "\"E2\"", "\"F2\""]);
}

#[test]
fn a_signature_is_part_of_the_form_and_a_stray_cell_is_not() {
    let signed =
        format!("{TABLE}\n,,,ลงชื่อ ........ ผู้รายงาน\n,,,(นางสาวสมศรี ใจดี)\n,,,ตำแหน่ง นักวิเคราะห์\n");
    assert!(unmapped(&signed).is_empty(), "{:?}", unmapped(&signed));
    let stray = format!("{TABLE}\n,,,รอหัวหน้าลงนาม\n");
    assert_eq!(
        unmapped(&stray),
        [("D4".to_owned(), "รอหัวหน้าลงนาม".to_owned())]
    );
}

#[test]
fn who_is_responsible_may_be_listed_joined_or_all_but_some() {
    let responsible = |cell: &str| {
        let csv = format!("ที่,ตัวชี้วัด,ปี 2563,ผู้รับผิดชอบ,มาตรการ\n5,การใช้อำนาจ,88.58,\"{cell}\",1. ทำ\n");
        match read_bytes(csv.as_bytes(), sender("ส.ตส.csv"), &common::facts()) {
            Entry::Submission(submission) => (submission.indicators[0].responsible.clone(), csv),
            Entry::Rejected(rejected) => panic!("{}", rejected.reason),
        }
    };
    for cell in [
        "ส.ตส., ส.วป.",
        "1. ส.ตส.\n2. ส.วป.",
        "- ส.ตส.\n- ส.วป.",
        "• ส.ตส.\n• ส.วป.",
        "ส.ตส.และส.วป.",
        "ส.ตส. และ ส.วป.",
    ] {
        let (found, csv) = responsible(cell);
        assert_eq!(found.offices, ["ส.ตส.", "ส.วป."], "{cell}");
        assert!(!found.all && found.unresolved.is_empty(), "{cell}");
        assert!(unmapped(&csv).is_empty());
    }
    let all = common::facts().roster.codes().len();
    let (found, csv) = responsible("ทุกสำนัก ยกเว้น ส.ตส. และ ส.วป.");
    assert_eq!((found.all, found.offices.len()), (false, all - 2));
    assert!(!found.offices.contains(&"ส.ตส.".to_owned()) && unmapped(&csv).is_empty());
    // A spelling that is put right is told, there too.
    let (_, csv) = responsible("ทุกสำนัก ยกเว้น ส.ต.ส.");
    let entry = read_bytes(csv.as_bytes(), sender("ส.ตส.csv"), &common::facts());
    let told = entry
        .findings()
        .iter()
        .filter(|f| f.rule == "office-variant");
    assert_eq!(told.count(), 1);
    let text = "ทุกสำนัก ยกเว้น หน่วยงานในภูมิภาค";
    let (found, csv) = responsible(text);
    assert_eq!((found.all, found.offices.len()), (false, 0));
    assert_eq!(found.unresolved, [text]);
    assert_eq!(unmapped(&csv), [("D2".to_owned(), text.to_owned())]);
    assert_eq!(responsible("-").0.as_written, "");
}

#[test]
fn what_stands_right_below_a_record_continues_it_or_is_named() {
    let going_on = format!("{TABLE},,,2. รายงานผล,\n");
    assert!(unmapped(&going_on).is_empty());
    // It may be the rest of the measures, or the date of a signature.
    let either = format!("{TABLE},,,วันที่ 5 มี.ค. 2564 จัดประชุม,\n");
    assert_eq!(unmapped(&either).len(), 1);
    // A score in a row that has neither number nor name belongs to nothing.
    let score = format!("{TABLE},,85.00,3. ทำต่อ,\n");
    assert_eq!(unmapped(&score), [("C3".to_owned(), "85.00".to_owned())]);
    // A second result below the first is not the rest of it.
    let result = "ผลการดำเนินงาน ดังนี้ - ทำแล้ว ความคืบหน้าการดำเนินงาน ร้อยละ 100";
    let twice = format!(
        "ที่,ตัวชี้วัด,ปี 2563,มาตรการ,ผลการดำเนินการ\n5,การใช้อำนาจ,88.58,1. ทำ,{result}\n,,,2. ทำ,{result}\n"
    );
    assert_eq!(unmapped(&twice).len(), 1);
    assert_eq!(unmapped(&twice)[0].0, "E3");
}

#[test]
fn the_budget_year_of_the_title_counts_and_not_the_year_of_the_scores() {
    let csv = format!("รายงานปีงบประมาณ พ.ศ. ๒๕๖๔ (ผลการประเมินปี 2563)\n{TABLE}");
    let entry = read_bytes(csv.as_bytes(), sender("ส.ตส.csv"), &common::facts());
    let Entry::Submission(submission) = entry else {
        panic!("rejected")
    };
    assert_eq!(submission.fiscal_year, 2564);
}

#[test]
fn a_row_that_a_page_break_cut_in_its_name_is_one_row() {
    const HEAD: &str = "ที่,ตัวชี้วัด,ปี 2562,ปี 2563,มาตรการ,ผู้รับผิดชอบ\n";
    let read = |rows: &str| match read_bytes(
        format!("{HEAD}{rows}").as_bytes(),
        sender("ส.ตส.csv"),
        &common::facts(),
    ) {
        Entry::Submission(submission) => *submission,
        Entry::Rejected(rejected) => panic!("{}", rejected.reason),
    };
    for rows in [
        // In the middle of it, before it, and with the header in between.
        "9,การใช้ทรัพย์สิน,83.97,85.54,1. ก,ทุกสำนัก\n,ของราชการ,,,2. ข,\n",
        "9,,83.97,85.54,1. ก,ทุกสำนัก\n,การใช้ทรัพย์สินของราชการ,,,2. ข,\n",
        &format!("9,การใช้ทรัพย์สิน,83.97,85.54,1. ก,ทุกสำนัก\n{HEAD},ของราชการ,,,2. ข,\n"),
    ] {
        let found = read(rows);
        assert_eq!(found.indicators.len(), 1, "{rows}");
        let indicator = &found.indicators[0];
        assert_eq!(indicator.name, "การใช้ทรัพย์สินของราชการ");
        assert_eq!(indicator.official_no, Some(4), "{rows}");
        assert_eq!(indicator.measures.list.len(), 2);
        let rules: Vec<_> = found.findings.iter().map(|f| f.rule.as_str()).collect();
        assert!(!rules.contains(&"indicator-unknown"), "{rules:?}");
    }
    // A name that is known begins a row, whatever stands before it.
    let two =
        read("8,การปรับปรุงการทำงาน,84.37,85.81,1. ก,ทุกสำนัก\n,การใช้อำนาจ,87.03,88.58,1. ข,ทุกสำนัก\n");
    assert_eq!(two.indicators.len(), 2);
}

#[test]
fn a_letter_in_a_number_makes_it_no_number_and_a_code_behind_one_is_a_code() {
    let text = "ที่,ตัวชี้วัด,ปี 2562,ปี 2563,เพิ่มขึ้น (ลดลง),จุดอ่อน,จุดแข็ง\n\
        5,การใช้อำนาจ,87.03,88.58,1.55,IIT : I13=8O.27 I14=79.27 I15=83.34,IIT : I16=94.87I17=97.17 I18=92.95คะแนนเป็นไปตามเกณฑ์เป้าหมาย\n";
    let entry = read_bytes(text.as_bytes(), sender("ส.ตส.csv"), &common::facts());
    let Entry::Submission(submission) = entry else {
        panic!("rejected")
    };
    let scores: Vec<(&str, Option<i64>)> = submission.indicators[0]
        .items
        .iter()
        .map(|item| (item.code.as_str(), item.score.map(|score| score.get())))
        .collect();
    assert_eq!(
        scores,
        [
            ("I13", None),
            ("I14", Some(7_927)),
            ("I15", Some(8_334)),
            ("I16", Some(9_487)),
            ("I17", Some(9_717)),
            ("I18", Some(9_295)),
        ]
    );
    let unread = submission
        .findings
        .iter()
        .find(|f| f.rule == "score-unreadable")
        .unwrap();
    assert_eq!(unread.found.as_deref(), Some("8O.27"));
}

/// Rows are read many at a time, by as many threads as there are.
#[test]
fn a_thousand_rows_say_the_same_whoever_reads_them() {
    let fio = std::fs::read_to_string(fixture("delimited/fio.csv")).unwrap();
    let (head, _) = fio.split_once("\n1,").unwrap();
    let mut csv = format!("{head}\n");
    for row in 1..=1_000 {
        // A letter in its old form now and then, which is repaired and told once.
        let name = if row % 300 == 0 {
            "การใช้อํานาจ"
        } else {
            "การใช้อำนาจ"
        };
        let cents = row % 100;
        csv += &format!("{row},{name},80.{cents:02},81.00,1,,,ทำแล้ว {row},ทุกสำนัก,ผล {row}\n");
    }
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.unwrap()
            .install(|| read_bytes(csv.as_bytes(), sender("ส.ตส.csv"), &facts()))
    };
    let alone = with(1);
    let Entry::Submission(submission) = &alone else {
        panic!("{alone:?}")
    };
    assert_eq!(submission.indicators.len(), 1_000);
    for (index, indicator) in submission.indicators.iter().enumerate() {
        let row = index + 1;
        assert_eq!(indicator.no.map(|no| no as usize), Some(row));
        assert_eq!(indicator.result.as_ref().unwrap().text, format!("ผล {row}"));
        let place = json!(submission.origins.get(&format!("/indicators/{index}/name")));
        assert_eq!(place["cell"], format!("B{}", row + 4), "{place}");
    }
    let repaired = submission.findings.iter();
    let repaired = repaired.filter(|finding| finding.rule == "text-repaired");
    assert_eq!(repaired.count(), 1);
    for threads in [2, 3] {
        assert_eq!(with(threads), alone, "{threads} threads");
    }
}
