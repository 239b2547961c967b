//! The blank form: what it offers a person, and that it comes back whole.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read, Write},
    path::Path,
    process::{Command, Output},
};

use common::{facts, fixture, read_bytes, sender};
use ruam::{
    finding::{Finding, Severity},
    submission::{Entry, Instrument, Submission},
};
use serde_json::Value;
use tempfile::TempDir;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

fn ruam(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(args)
        .current_dir(fixture(""))
        .output()
        .unwrap()
}

/// The form of an office, with more arguments.
fn form(office: &str, more: &[&str]) -> Vec<u8> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("form.xlsx");
    let mut args = vec![
        "template",
        "--office",
        office,
        "--out",
        path.to_str().unwrap(),
    ];
    args.extend(more);
    let output = ruam(&args);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    fs::read(path).unwrap()
}

/// The dataset of the agency's own report.
fn dataset(folder: &Path) -> String {
    let out = folder.join("dataset");
    let out = out.to_str().unwrap();
    ruam(&[
        "ingest",
        "excel/fio.xlsx",
        "--office",
        "อ.อ.ป.",
        "--out",
        out,
        "-q",
    ]);
    format!("{out}/dataset.json")
}

/// The parts of a workbook, in their order.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
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

fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes)
        .into_iter()
        .find(|(of, _)| of == name)
        .unwrap()
        .1
}

/// The form with cells typed into, as a spreadsheet program saves it: an open
/// cell gets a value, a formula its result.
fn typed(bytes: &[u8], cells: &BTreeMap<String, String>) -> Vec<u8> {
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, mut text) in parts(bytes) {
        if name == "xl/worksheets/sheet1.xml" {
            for (cell, value) in cells {
                text = set(&text, cell, value);
            }
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn set(sheet: &str, cell: &str, value: &str) -> String {
    let start = sheet
        .find(&format!("<c r=\"{cell}\" "))
        .unwrap_or_else(|| panic!("no {cell}"));
    let tag_end = start + sheet[start..].find('>').unwrap();
    let tag = &sheet[start..tag_end];
    let style = tag.split("s=\"").nth(1).unwrap().split('"').next().unwrap();
    let (end, formula) = if tag.ends_with('/') {
        (tag_end + 1, "")
    } else {
        let end = start + sheet[start..].find("</c>").unwrap() + 4;
        let inner = &sheet[start..end];
        let formula = inner
            .find("<f>")
            .map(|at| &inner[at..inner.find("</f>").unwrap() + 4]);
        (end, formula.expect("a locked cell is not typed into"))
    };
    let typed = match value.parse::<f64>() {
        Ok(number) => format!("<c r=\"{cell}\" s=\"{style}\">{formula}<v>{number}</v></c>"),
        Err(_) => format!(
            "<c r=\"{cell}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{value}</t></is></c>"
        ),
    };
    format!("{}{typed}{}", &sheet[..start], &sheet[end..])
}

fn check(bytes: &[u8], name: &str) -> Submission {
    match read_bytes(bytes, sender(name), &facts()) {
        Entry::Submission(submission) => *submission,
        Entry::Rejected(rejected) => panic!("{}", rejected.message.en),
    }
}

/// Result cells typed into the row `row`.
fn result(cells: &mut BTreeMap<String, String>, row: usize) {
    for (column, words) in [
        ("J", "- ชักซ้อมความเข้าใจผู้ปฏิบัติงานแล้ว\n- จัดประชุม 2 ครั้ง"),
        ("K", "ไม่มี"),
        ("L", "ควรเพิ่มช่องทางการสื่อสาร"),
        ("M", "100"),
    ] {
        cells.insert(format!("{column}{row}"), words.to_owned());
    }
}

#[test]
fn a_blank_form_that_is_filled_in_gives_no_finding() {
    let facts = facts();
    let office = "ส.ตส.";
    let named = facts
        .profile
        .responsible
        .iter()
        .map(|named| named.indicator.as_str());
    // All but the first indicator are this office's.
    let mut cells = BTreeMap::new();
    for (name, row) in named.skip(1).zip(6..) {
        let known = facts.catalog.by_name(name).unwrap();
        let score = if known.instrument == Instrument::Oit {
            100
        } else {
            90
        };
        let items: Vec<String> = known
            .items()
            .map(|code| format!("{code}={score}"))
            .collect();
        cells.insert(format!("C{row}"), "88.5".to_owned());
        cells.insert(format!("D{row}"), score.to_string());
        cells.insert(format!("E{row}"), (f64::from(score) - 88.5).to_string());
        let strong = format!(
            "{} : {} คะแนนเป็นไปตามเกณฑ์เป้าหมาย",
            known.instrument,
            items.join(" ")
        );
        cells.insert(format!("G{row}"), strong);
        let measures = format!(
            "หัวข้อประเด็นการประเมินตัวชี้วัด เรื่อง {name} ในปี 2563 มีคะแนนอยู่ในระดับสูงกว่าเกณฑ์เป้าหมาย จึงกำหนดมาตรการ ดังนี้\n1. ชักซ้อมความเข้าใจผู้ปฏิบัติงาน\n2. รายงานผลให้ ส.นผ."
        );
        cells.insert(format!("H{row}"), measures);
        result(&mut cells, row);
    }
    let filled = typed(&form(office, &[]), &cells);
    let submission = check(&filled, "แบบ.xlsx");
    let said: Vec<&str> = submission
        .findings
        .iter()
        .map(|f| f.message.en.as_str())
        .collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    assert_eq!(submission.office.as_deref(), Some(office));
    assert_eq!(submission.indicators.len(), 9);
    assert_eq!(submission.due.as_deref(), Some("2021-03-31"));
    assert_eq!(submission.cells.unmapped, 0);
    let first = submission.indicators[0].result.as_ref().unwrap();
    assert_eq!(
        first.actions,
        ["ชักซ้อมความเข้าใจผู้ปฏิบัติงานแล้ว", "จัดประชุม 2 ครั้ง"]
    );
    assert_eq!(first.obstacles, None);
    assert_eq!(first.progress_percent.unwrap().get(), 10_000);
}

/// What a finding says, its place aside.
fn said(finding: &Finding) -> (String, Option<String>, Option<String>, Option<String>) {
    (
        finding.rule.clone(),
        finding.indicator.clone(),
        finding.item.clone(),
        finding.found.clone(),
    )
}

#[test]
fn a_form_that_is_prefilled_says_what_the_dataset_says_and_nothing_new() {
    let folder = TempDir::new().unwrap();
    let from = dataset(folder.path());
    let source = common::submission(&fixture("excel/fio.xlsx"));
    for office in ["ส.ตส.", "ส.บก.", "อ.อ.ป."] {
        let form = form(office, &["--from", &from]);
        let blank = check(&form, "แบบ.xlsx");
        let waiting = blank.indicators.len();
        assert_eq!(waiting, if office == "ส.ตส." { 9 } else { 10 });
        let mut cells = BTreeMap::new();
        for i in 0..waiting {
            let place = &blank.origins[&format!("/indicators/{i}/name")];
            let place = serde_json::to_value(place).unwrap();
            let row = place["cell"].as_str().unwrap()[1..].parse().unwrap();
            result(&mut cells, row);
        }
        let filled = check(&typed(&form, &cells), "แบบ.xlsx");
        for indicator in &filled.indicators {
            let name = &indicator.name;
            let of_source = source
                .indicators
                .iter()
                .find(|other| other.name == *name)
                .unwrap();
            assert_eq!(indicator.no, of_source.no, "{name}");
            assert_eq!(indicator.scores, of_source.scores, "{name}");
            assert_eq!(indicator.change, of_source.change, "{name}");
            assert_eq!(indicator.items, of_source.items, "{name}");
            assert_eq!(indicator.responsible, of_source.responsible, "{name}");
            assert_eq!(indicator.measures, of_source.measures, "{name}");
        }
        let names: Vec<&str> = filled.indicators.iter().map(|i| i.name.as_str()).collect();
        let told = |findings: &[Finding]| {
            let mut told: Vec<_> = findings
                .iter()
                .filter(|finding| finding.severity != Severity::Info)
                .filter(|f| {
                    f.indicator
                        .as_deref()
                        .is_none_or(|name| names.contains(&name))
                })
                .map(said)
                .collect();
            told.sort();
            told
        };
        assert_eq!(told(&filled.findings), told(&source.findings), "{office}");
    }
}

#[test]
fn inputs_are_open_and_checked_and_the_rest_is_locked() {
    let folder = TempDir::new().unwrap();
    let blank = form("ส.ตส.", &[]);
    let known = form("ส.ตส.", &["--from", &dataset(folder.path())]);
    for (form, open, locked) in [
        (&blank, "C6 D6 F6 G6 H6 J6 K6 L6 M6 N6", "A6 B6 E6 I6"),
        (&known, "J6 K6 L6 M6 N6", "A6 B6 C6 D6 E6 F6 G6 H6 I6"),
    ] {
        let sheet = part(form, "xl/worksheets/sheet1.xml");
        let styles = part(form, "xl/styles.xml");
        let formats = styles
            .split("<cellXfs")
            .nth(1)
            .unwrap()
            .split("</cellXfs>")
            .next()
            .unwrap();
        let formats: Vec<&str> = formats.split("<xf ").skip(1).collect();
        let is_open = |cell: &str| {
            let tag = sheet
                .split(&format!("<c r=\"{cell}\" s=\""))
                .nth(1)
                .unwrap();
            let format: usize = tag.split('"').next().unwrap().parse().unwrap();
            formats[format].contains("locked=\"0\"")
        };
        assert!(sheet.contains("<sheetProtection "));
        assert!(open.split(' ').all(is_open), "{open}");
        assert!(!locked.split(' ').any(is_open), "{locked}");
    }
    let sheet = part(&blank, "xl/worksheets/sheet1.xml");
    let rules = sheet.split("<dataValidations").nth(1).unwrap();
    let of = |cell: &str| {
        let mut rules = rules.split("<dataValidation ").skip(1);
        let named = format!("sqref=\"{cell}\"");
        rules
            .find(|rule| rule.contains(&named))
            .unwrap_or_else(|| panic!("{cell}"))
            .to_owned()
    };
    let score = of("D6");
    assert!(
        score.contains("type=\"custom\"") && score.contains("ROUND(D6,2)=D6"),
        "{score}"
    );
    assert!(score.contains("D6&gt;=0,D6&lt;=100"), "{score}");
    let progress = of("M6");
    assert!(progress.contains("type=\"decimal\""), "{progress}");
    assert!(
        progress.contains("<formula1>0</formula1><formula2>100</formula2>"),
        "{progress}"
    );
    assert!(of("K6").contains("ไม่มี"));
}

#[test]
fn a_form_is_ready_to_print_on_a4() {
    let form = form("ส.ตส.", &[]);
    let sheet = part(&form, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("paperSize=\"9\""));
    assert!(sheet.contains("orientation=\"landscape\""));
    assert!(
        sheet.contains("fitToHeight=\"0\"") && sheet.contains("<pageSetUpPr fitToPage=\"1\"/>")
    );
    let workbook = part(&form, "xl/workbook.xml");
    assert!(
        workbook.contains("'ITA 2564'!$4:$5</definedName>"),
        "{workbook}"
    );
    assert!(
        workbook.contains("name=\"ruam\" sheetId=\"3\" state=\"hidden\""),
        "{workbook}"
    );
}

#[test]
fn a_form_of_another_profile_is_told_by_its_hidden_sheet() {
    let mut other = facts();
    "fio-2565".clone_into(&mut other.profile.id);
    let form = form("ส.ตส.", &[]);
    let entry = read_bytes(&form, sender("แบบ.xlsx"), &other);
    let found = entry
        .findings()
        .iter()
        .find(|f| f.rule == "fiscal-year-mismatch")
        .unwrap();
    assert_eq!(found.found.as_deref(), Some("fio-2564"));
    let own = check(&form, "แบบ.xlsx");
    assert!(
        own.findings
            .iter()
            .all(|f| f.rule != "fiscal-year-mismatch")
    );
    assert!(
        own.findings
            .iter()
            .all(|f| f.rule != "hidden-content" && f.rule != "cell-unmapped")
    );
}

#[test]
fn every_office_gets_its_own_form_and_always_the_same() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("forms");
    let args = ["template", "--all", "--out", out.to_str().unwrap()];
    assert_eq!(ruam(&args).status.code(), Some(0));
    let read = || -> BTreeMap<String, Vec<u8>> {
        let files = fs::read_dir(&out).unwrap().map(|file| file.unwrap());
        files
            .map(|file| {
                let name = file.file_name().into_string().unwrap();
                (name, fs::read(file.path()).unwrap())
            })
            .collect()
    };
    let forms = read();
    let offices = ["ส.ตส", "ส.ธต", "ส.นผ", "ส.บก", "ส.วป"];
    let names: Vec<&str> = forms.keys().map(String::as_str).collect();
    assert_eq!(names, offices.map(|office| format!("{office}.xlsx")));
    for (office, form) in offices.iter().zip(forms.values()) {
        let submission = check(form, "แบบ.xlsx");
        assert_eq!(submission.office, Some(format!("{office}.")));
    }
    assert_eq!(ruam(&args).status.code(), Some(0));
    assert_eq!(read(), forms);
}

#[test]
fn a_wrong_office_or_dataset_is_one_sentence() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("form.xlsx");
    let out = path.to_str().unwrap();
    let wrong = folder.path().join("wrong.json");
    fs::write(&wrong, "{\"schema\": \"ruam.dataset/1\"}").unwrap();
    let other = folder.path().join("other.json");
    let empty = "{\"schema\": \"ruam.dataset/1\", \"reports\": [], \"submissions\": []}";
    fs::write(&other, empty).unwrap();
    for (args, words) in [
        (
            vec!["--office", "ส.กม."],
            "ไม่มีสำนัก ส.กม. ในโปรไฟล์ สำนักที่มีคือ ส.บก. ส.นผ. ส.ตส. ส.วป. ส.ธต.",
        ),
        (vec![], "โปรดบอกสำนักด้วย --office"),
        (
            vec!["--office", "ส.ตส.", "--from", wrong.to_str().unwrap()],
            "wrong.json ไม่ถูกต้อง",
        ),
        (
            vec!["--office", "ส.ตส.", "--from", other.to_str().unwrap()],
            "other.json ไม่มีรายงานของ อ.อ.ป. ปี 2564",
        ),
    ] {
        let mut all = vec!["template", "--out", out];
        all.extend(args);
        let output = ruam(&all);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(words), "{said}");
        assert!(!path.exists());
    }
    let xls = folder.path().join("form.xls");
    for (args, words) in [
        (
            vec!["--office", "ส.ตส.", "--out", xls.to_str().unwrap()],
            "ลงท้ายด้วย .xlsx",
        ),
        (
            vec![
                "--office",
                "ส.ตส.",
                "--out",
                folder.path().to_str().unwrap(),
            ],
            "ลงท้ายด้วย .xlsx",
        ),
        (
            vec!["--all", "--out", wrong.to_str().unwrap()],
            "โปรดให้ชื่อโฟลเดอร์",
        ),
        (
            vec!["--all", "--office", "ส.ตส.", "--out", out],
            "--office หรือ --all อย่างใดอย่างหนึ่ง",
        ),
    ] {
        let mut all = vec!["template"];
        all.extend(args);
        let output = ruam(&all);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(words), "{said}");
    }
    assert!(!xls.exists());
    let schema: Value = serde_json::from_slice(&ruam(&["schema", "dataset"]).stdout).unwrap();
    assert!(schema.is_object());
}
