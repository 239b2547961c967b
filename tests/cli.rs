//! The program as its users run it: commands, outputs, exit codes, bytes.
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
    fs,
    path::Path,
    process::{Command, Output},
};

use common::{fixture, leaves_of};
use ruam::facts;
use serde_json::Value;
use tempfile::TempDir;

fn ruam(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(args)
        .current_dir(fixture(""))
        .env_remove("NO_COLOR")
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

const OUTPUTS: [&str; 4] = [
    "dataset.json",
    "submissions.jsonl",
    "findings.jsonl",
    "provenance.jsonl",
];

/// Ingests the sample batch with more arguments, and returns its folder.
fn ingest(more: &[&str]) -> (TempDir, Output) {
    let folder = TempDir::new().unwrap();
    let out = folder.path().to_str().unwrap();
    let mut args = vec![
        "ingest",
        "--manifest",
        "submissions/manifest.csv",
        "--out",
        out,
    ];
    args.extend(more);
    if !more.iter().any(|arg| arg.starts_with("submissions")) {
        args.push("submissions");
    }
    let output = ruam(&args);
    (folder, output)
}

fn bytes(folder: &TempDir) -> Vec<Vec<u8>> {
    OUTPUTS
        .iter()
        .map(|name| fs::read(folder.path().join(name)).unwrap())
        .collect()
}

#[test]
fn the_sample_batch_becomes_one_dataset() {
    let (folder, output) = ingest(&[]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    let dataset = json(&folder.path().join("dataset.json"));
    let statuses: Vec<(&str, &str, Option<&str>)> = dataset["submissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| {
            (
                s["file"].as_str().unwrap(),
                s["status"].as_str().unwrap(),
                s["reason"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        statuses,
        [
            ("บันทึกการประชุม.xlsx", "rejected", Some("table-not-found")),
            ("รายงาน ส.ธต. (แก้ไข).xlsx", "merged", None),
            ("รายงาน ส.ธต.xlsx", "superseded", None),
            ("ลับ.xlsx", "rejected", Some("encrypted")),
            ("ส.ตส. (ร่าง).pdf", "superseded", None),
            ("ส.ตส.ods", "merged", None),
            // It corrects four indicators; the others stand as they were.
            ("ส.นผ/รายงาน ITA 2564 (แก้ไข).pdf", "merged", None),
            ("ส.นผ/รายงาน ITA 2564.xls", "merged", None),
            // One with a date of arrival stands, whichever name sorts first.
            ("ส.บก. สำเนา.ods", "merged", None),
            ("ส.บก.pdf", "duplicate", None),
            ("ส.บก.xlsx", "duplicate", None),
            ("ส.วป. (ลงนาม).pdf", "rejected", Some("pdf-no-text")),
            ("ส.วป.csv", "merged", None),
        ]
    );
    let report = &dataset["reports"][0];
    assert_eq!(report["indicators"].as_array().unwrap().len(), 10);
    assert_eq!(report["overall"]["2563"], 90.95);
    let conflicts = report["conflicts"].as_array().unwrap();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0]["field"], "/indicators/5/scores/2562");
    assert_eq!(
        (&conflicts[0]["chosen"], &conflicts[0]["by"]),
        (&84.65.into(), &"authority".into())
    );
    let coverage = &report["coverage"];
    assert_eq!(
        (&coverage["expected"], &coverage["reported"]),
        (&48.into(), &48.into())
    );
    assert_eq!(coverage["late"][0]["office"], "ส.ตส.");
    for indicator in report["indicators"].as_array().unwrap() {
        let offices = indicator["results"].as_array().unwrap().len();
        assert_eq!(offices, if indicator["no"] == 1 { 3 } else { 5 });
    }
}

#[test]
fn everything_that_is_written_follows_its_schema() {
    let (folder, _) = ingest(&[]);
    let check = |value: &Value, name: &str| {
        facts::check(value, name).unwrap_or_else(|e| panic!("{name}: {e}"))
    };
    check(&json(&folder.path().join("dataset.json")), "dataset");
    for (file, schema) in [
        ("submissions.jsonl", "entry"),
        ("findings.jsonl", "finding"),
        ("provenance.jsonl", "provenance"),
    ] {
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(text.lines().count() > 5, "{file}");
        for line in text.lines() {
            check(&serde_json::from_str(line).unwrap(), schema);
        }
    }
    let output = ruam(&["extract", "excel/fio.xlsx", "--office", "อ.อ.ป."]);
    check(
        &serde_json::from_slice(&output.stdout).unwrap(),
        "submission",
    );
    for (name, text) in facts::SCHEMAS {
        facts::validator(name).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(stdout(&ruam(&["schema", name])), text);
    }
    for (name, schema) in [
        ("profiles/fio-2564.json", "profile"),
        ("catalogs/ita-2563.json", "catalog"),
        ("columns.json", "columns"),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("schemas")
            .join(name);
        check(&json(&path), schema);
    }
}

#[test]
fn every_value_of_the_dataset_can_be_traced() {
    let (folder, _) = ingest(&[]);
    let dataset = json(&folder.path().join("dataset.json"));
    let provenance = fs::read_to_string(folder.path().join("provenance.jsonl")).unwrap();
    let lines: Vec<Value> = provenance
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let fields: Vec<&str> = lines
        .iter()
        .map(|line| line["field"].as_str().unwrap())
        .collect();
    assert!(fields.is_sorted());
    for field in &fields {
        assert!(dataset["reports"][0].pointer(field).is_some(), "{field}");
    }
    let mut leaves = Vec::new();
    leaves_of(
        &dataset["reports"][0]["indicators"],
        "/indicators".to_owned(),
        &mut leaves,
    );
    for leaf in leaves {
        let own = leaf.contains("/results/")
            && (leaf.contains("/offices/") || leaf.contains("/sources/"));
        assert!(
            own || fields.binary_search(&leaf.as_str()).is_ok(),
            "{leaf}"
        );
    }
    let scores = lines
        .iter()
        .find(|line| line["field"] == "/indicators/0/scores/2563")
        .unwrap();
    assert_eq!(scores["sources"].as_array().unwrap().len(), 5);
    assert_eq!(scores["sources"][0]["origin"]["cell"], "D6");
}

#[test]
fn any_order_and_any_number_of_jobs_give_the_same_bytes() {
    let first = bytes(&ingest(&["--jobs", "1"]).0);
    for jobs in ["2", "8"] {
        assert_eq!(bytes(&ingest(&["--jobs", jobs]).0), first, "{jobs} jobs");
    }
    assert_eq!(bytes(&ingest(&["--lang", "en", "--quiet"]).0), first);
    // Files named one by one, in both orders; those in a folder keep its name.
    let names = [
        "submissions/ส.บก.xlsx",
        "submissions/ส.ตส.ods",
        "submissions/ส.วป.csv",
    ];
    let reversed: Vec<&str> = names.iter().rev().copied().collect();
    assert_eq!(bytes(&ingest(&names).0), bytes(&ingest(&reversed).0));
}

#[test]
fn merging_in_any_grouping_gives_the_same_bytes() {
    let (all, _) = ingest(&[]);
    let (one, _) = ingest(&[
        "submissions/ส.บก.xlsx",
        "submissions/ส.ตส.ods",
        "submissions/รายงาน ส.ธต.xlsx",
    ]);
    let whole = all.path().to_str().unwrap().to_owned();
    let part = one
        .path()
        .join("submissions.jsonl")
        .to_str()
        .unwrap()
        .to_owned();
    let dataset = all.path().join("dataset.json").to_str().unwrap().to_owned();
    for paths in [
        vec![&whole],
        vec![&whole, &part],
        vec![&part, &dataset, &part],
    ] {
        let out = TempDir::new().unwrap();
        let mut args = vec!["merge", "--out", out.path().to_str().unwrap()];
        args.extend(paths.iter().map(|path| path.as_str()));
        assert_eq!(ruam(&args).status.code(), Some(2));
        assert_eq!(bytes(&out), bytes(&all));
    }
}

#[test]
fn exit_codes_tell_data_from_files_from_commands() {
    let code = |args: &[&str]| ruam(args).status.code();
    assert_eq!(
        code(&["check", "excel/fio.xlsx", "--office", "อ.อ.ป."]),
        Some(1)
    );
    assert_eq!(code(&["check", "rules/files/error-mended.xlsx"]), Some(0));
    assert_eq!(
        code(&["check", "submissions/ลับ.xlsx", "excel/fio.xlsx"]),
        Some(2)
    );
    assert_eq!(code(&["check", "there-is-none.xlsx"]), Some(2));
    assert_eq!(code(&["chek"]), Some(2));
    assert_eq!(code(&["rules", "explain", "no-such-rule"]), Some(2));
    assert_eq!(code(&["--help"]), Some(0));
    assert_eq!(code(&["rules"]), Some(0));
}

#[test]
fn a_file_that_is_no_report_prints_its_reason_and_nothing_else() {
    for (file, word) in [
        ("submissions/บันทึกการประชุม.xlsx", "ไม่พบตารางของแบบรายงาน"),
        ("submissions/ลับ.xlsx", "รหัสผ่าน"),
        ("damaged/empty.xlsx", "ว่างเปล่า"),
        ("damaged/truncated.xlsx", "เสีย"),
        ("damaged/word.docx", "Word"),
        ("pdf/kinds/scan.pdf", "PDF"),
        ("pdf/kinds/password.pdf", "--password"),
        ("damaged/page.xls", "HTML"),
    ] {
        let output = ruam(&["extract", file]);
        assert_eq!(output.status.code(), Some(2), "{file}");
        assert!(output.stdout.is_empty(), "{file}");
        let said = stderr(&output);
        assert!(
            said.contains(word) && said.contains("โปรด"),
            "{file}: {said}"
        );
        let english = stderr(&ruam(&["extract", file, "--lang", "en"]));
        assert!(!english.contains("โปรด"), "{file}: {english}");
    }
}

#[test]
fn the_clerk_reads_thai_and_no_colour_where_there_is_no_terminal() {
    let output = ruam(&["check", "excel/fio.xlsx", "--office", "อ.อ.ป."]);
    insta::assert_snapshot!("check", stdout(&output));
    let output = ruam(&[
        "check",
        "excel/fio.xlsx",
        "--office",
        "อ.อ.ป.",
        "--lang",
        "en",
    ]);
    insta::assert_snapshot!("check-en", stdout(&output));
    let colored = ruam(&["check", "excel/fio.xlsx", "--color", "always"]);
    assert!(stdout(&colored).contains("\u{1b}[31m"));
}

#[test]
fn the_compiler_sees_what_became_of_every_file() {
    let (folder, output) = ingest(&["--jobs", "1"]);
    let out = folder.path().to_str().unwrap();
    insta::assert_snapshot!("ingest", stdout(&output).replace(out, "OUT"));
    insta::assert_snapshot!("ingest-progress", stderr(&output));
    let (_, quiet) = ingest(&["--quiet"]);
    assert!(quiet.stdout.is_empty() && quiet.stderr.is_empty());
}

#[test]
fn grids_are_shown_as_json_and_as_csv_that_runs_no_formula() {
    let grid: Value =
        serde_json::from_slice(&ruam(&["extract", "excel/features.xlsx", "--grid"]).stdout)
            .unwrap();
    let cells = grid["tables"][0]["cells"].as_array().unwrap();
    let cell = cells.iter().find(|cell| cell["cell"] == "A3").unwrap();
    assert_eq!(
        (&cell["text"], &cell["kind"]),
        (&"100%".into(), &"number".into())
    );
    let csv = stdout(&ruam(&["extract", "excel/fio.xlsx", "--grid=csv"]));
    assert!(csv.contains("'- หัวข้อประเด็นการประเมิน O29"));
    assert!(csv.contains(",-,"), "a lone dash is no formula");
}

#[test]
fn the_text_of_pages_is_parted_by_form_feeds() {
    for (file, pages) in [
        ("pdf/fio/writer-loma.pdf", 8),
        ("pdf/kinds/plain.pdf", 1),
        // Its last page is a picture.
        ("pdf/kinds/mixed.pdf", 2),
    ] {
        let output = ruam(&["extract", file, "--text"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let text = stdout(&output);
        let parts: Vec<&str> = text.split('\u{c}').collect();
        assert_eq!(parts.len(), pages, "{file}");
        assert!(parts[0].starts_with("การรายงานผลการดำเนินงาน\n"), "{file}");
        assert!(text.contains("\t90.03\t91.41\t1.38\t"), "{file}");
    }
    let whole = stdout(&ruam(&["extract", "pdf/fio/writer-loma.pdf", "--text"]));
    let last = whole.rsplit('\u{c}').next().unwrap();
    assert!(last.trim_end().ends_with("31 มีนาคม 2564"), "{last}");
}

#[test]
fn only_what_has_pages_is_shown_as_text() {
    for file in ["excel/fio.xlsx", "delimited/fio.csv"] {
        let output = ruam(&["extract", file, "--text"]);
        assert_eq!(output.status.code(), Some(2), "{file}");
        assert!(output.stdout.is_empty(), "{file}");
        let said = stderr(&output);
        assert!(
            said.contains("PDF") && said.contains("โปรด"),
            "{file}: {said}"
        );
    }
    let scan = ruam(&["extract", "pdf/kinds/scan.pdf", "--text"]);
    assert_eq!((scan.status.code(), scan.stdout.len()), (Some(2), 0));
    let both = ruam(&["extract", "pdf/kinds/plain.pdf", "--text", "--grid"]);
    assert_eq!((both.status.code(), both.stdout.len()), (Some(2), 0));
}

#[test]
fn the_tables_of_a_pdf_are_shown_as_json_and_as_csv() {
    let output = ruam(&["extract", "pdf/kinds/plain.pdf", "--grid"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let grid: Value = serde_json::from_slice(&output.stdout).unwrap();
    let tables = grid["tables"].as_array().unwrap();
    assert_eq!(tables.len(), 1);
    let cells = tables[0]["cells"].as_array().unwrap();
    let cell = |text: &str| cells.iter().find(|cell| cell["text"] == text).unwrap();
    let (before, after) = (cell("90.03"), cell("91.41"));
    for (cell, column) in [(before, 3), (after, 4)] {
        assert_eq!((&cell["page"], &cell["table"]), (&1.into(), &1.into()));
        assert_eq!(
            (&cell["row"], &cell["column"]),
            (&3.into(), &Value::from(column))
        );
    }
    // The right edge of the one is the left edge of the other.
    assert_eq!(before["bbox"][2], after["bbox"][0]);
    let csv = stdout(&ruam(&["extract", "pdf/kinds/plain.pdf", "--grid=csv"]));
    assert!(csv.contains(",90.03,91.41,1.38,,"), "{csv}");
}

#[test]
fn tables_on_pages_are_told_from_prose() {
    let grid: Value =
        serde_json::from_slice(&ruam(&["extract", "pdf/kinds/plain.pdf", "--grid"]).stdout)
            .unwrap();
    let [table] = grid["page_tables"].as_array().unwrap().as_slice() else {
        panic!("{}", grid["page_tables"]);
    };
    assert_eq!((&table["page"], &table["table"]), (&1.into(), &1.into()));
    let cells = grid["tables"][0]["cells"].as_array().unwrap();
    let of = |number: u32| cells.iter().filter(move |cell| cell["table"] == number);
    let most = |field: &str| of(1).map(|cell| cell[field].as_u64().unwrap()).max();
    assert_eq!(table["rows"].as_u64(), most("row"));
    assert_eq!(table["columns"].as_u64(), most("column"));
    let bottom = |cell: &Value| cell["bbox"][3].as_f64().unwrap();
    assert!(of(1).all(|cell| bottom(cell) <= bottom(table)));
    assert!(
        of(2).next().is_some(),
        "prose has the number after the last"
    );
    let book: Value =
        serde_json::from_slice(&ruam(&["extract", "excel/features.xlsx", "--grid"]).stdout)
            .unwrap();
    assert_eq!(book["page_tables"], Value::Array(Vec::new()));
}

#[test]
fn of_a_page_only_the_areas_asked_for_are_read() {
    let file = "pdf/kinds/plain.pdf";
    let grid = |areas: &[&str]| -> Value {
        let mut arguments = vec!["extract", file, "--grid"];
        arguments.extend(areas.iter().flat_map(|area| ["--area", *area]));
        let output = ruam(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let texts = |grid: &Value| -> Vec<String> {
        let tables = grid["tables"].as_array().unwrap().iter();
        let cells = tables.flat_map(|table| table["cells"].as_array().unwrap());
        cells
            .map(|cell| cell["text"].as_str().unwrap().to_owned())
            .collect()
    };
    let whole = grid(&[]);
    let bbox: Vec<f64> = serde_json::from_value(whole["page_tables"][0]["bbox"].clone()).unwrap();
    let area = |[left, top, right, bottom]: [f64; 4]| format!("1:{left},{top},{right},{bottom}");
    let around = area([bbox[0] - 1.0, bbox[1] - 1.0, bbox[2] + 1.0, bbox[3] + 1.0]);
    let table = grid(&[&around]);
    assert_eq!(table["page_tables"], whole["page_tables"]);
    let of_table = whole["tables"][0]["cells"].as_array().unwrap().iter();
    let of_table = of_table.filter(|cell| cell["table"] == 1).count();
    assert_eq!(texts(&table).len(), of_table);
    assert!(of_table < texts(&whole).len());
    // Only what stands above the table, and then both.
    let above = area([0.0, 0.0, bbox[2], bbox[1] - 1.0]);
    assert!(
        grid(&[&above])["page_tables"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert!(
        texts(&grid(&[&above]))
            .concat()
            .contains("การรายงานผลการดำเนินงาน")
    );
    assert_eq!(
        texts(&grid(&[&above, &around])).len(),
        texts(&grid(&[&above])).len() + of_table
    );
    // The report of the area is that of the file.
    let report = ruam(&["extract", file, "--area", &around]);
    assert!(stdout(&report).contains("90.03"), "{}", stderr(&report));
}

#[test]
fn an_area_that_cannot_be_read_is_one_clear_sentence() {
    let area = "1:50,100,545,400";
    for (arguments, said) in [
        (
            &["pdf/kinds/plain.pdf", "--area", "1:50,100,545"][..],
            "หน้า:ซ้าย,บน,ขวา,ล่าง",
        ),
        (
            &["pdf/kinds/plain.pdf", "--area", area, "--text"],
            "คำสั่งไม่ถูกต้อง",
        ),
        (
            &["pdf/kinds/plain.pdf", "--area", "7:50,100,545,400"],
            "ไม่มีหน้า 7 (มีทั้งหมด 1 หน้า)",
        ),
        (
            &["pdf/kinds/plain.pdf", "--grid", "--area", "7:0,0,1,1"],
            "ไม่มีหน้า 7",
        ),
        (&["excel/fio.xlsx", "--area", area], "--area ใช้กับ PDF เท่านั้น"),
        (
            &["excel/fio.xlsx", "--grid", "--area", area],
            "--area ใช้กับ PDF เท่านั้น",
        ),
        (
            &["delimited/fio.csv", "--area", area],
            "--area ใช้กับ PDF เท่านั้น",
        ),
    ] {
        let output = ruam(&[&["extract"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        let answer = stderr(&output);
        assert!(answer.contains(said), "{arguments:?}: {answer}");
    }
}

#[test]
fn a_password_is_given_on_the_command_line() {
    let file = "pdf/kinds/password.pdf";
    for wrong in [&["--password", "4321"][..], &[]] {
        for what in [&[][..], &["--text"], &["--grid"]] {
            let output = ruam(&[&["extract", file], wrong, what].concat());
            assert_eq!(output.status.code(), Some(2), "{wrong:?} {what:?}");
            assert!(output.stdout.is_empty(), "{wrong:?} {what:?}");
            assert!(stderr(&output).contains("รหัสผ่าน"), "{}", stderr(&output));
        }
    }
    for what in [&[][..], &["--text"], &["--grid"]] {
        let output = ruam(&[&["extract", file, "--password", "1234"], what].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(stdout(&output).contains("90.03"), "{what:?}");
    }
    // It opens what it fits, and the other files of a run are read without.
    let files = [file, "pdf/kinds/plain.pdf", "pdf/kinds/empty-aes128.pdf"];
    let check = ruam(&[&["check", "--password", "1234"], &files[..]].concat());
    assert_eq!(check.status.code(), Some(0), "{}", stderr(&check));
}

#[test]
fn a_wrong_profile_is_named_with_the_place_of_the_mistake() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("profile.json");
    let good = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/profiles/fio-2564.json"),
    )
    .unwrap();
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        fs::write(&path, good.replacen(from, to, 1)).unwrap();
        ruam(&[
            "check",
            "excel/fio.xlsx",
            "--profile",
            path.to_str().unwrap(),
        ])
    };
    let same = with("\"fiscal_year\": 2564", "\"fiscal_year\": 2564");
    assert_eq!(same.status.code(), Some(1), "{}", stderr(&same));
    for (from, to, pointer) in [
        (
            "\"fiscal_year\": 2564",
            "\"fiscal_year\": \"2564\"",
            "/fiscal_year",
        ),
        (
            "\"compiling_office\": \"ส.นผ.\"",
            "\"compiling_office\": \"ส.กก.\"",
            "/compiling_office",
        ),
        ("\"code\": \"ส.วป.\"", "\"code\": \"สตส\"", "/offices/"),
        (
            "\"catalog\": \"ita-2563\"",
            "\"catalog\": \"ita-2999\"",
            "/catalog",
        ),
        (
            "\"rules\": {}",
            "\"rules\": {\"weak-item\": \"off\"}",
            "/rules/weak-item",
        ),
        (
            "\"indicator\": \"การใช้อำนาจ\"",
            "\"indicator\": \"การใช้\"",
            "/responsible/4/indicator",
        ),
    ] {
        let output = with(from, to);
        assert_eq!(output.status.code(), Some(2), "{to}");
        assert!(
            stderr(&output).contains(pointer),
            "{to}: {}",
            stderr(&output)
        );
    }
    // A rule that the profile switches off finds nothing.
    let off = with(
        "\"rules\": {}",
        "\"rules\": {\"weak-above-target\": \"off\"}",
    );
    assert!(!stdout(&off).contains("weak-above-target"));
}

#[test]
fn hidden_files_locks_and_the_output_are_no_submissions() {
    let folder = TempDir::new().unwrap();
    for name in [".hidden.xlsx", "~$ส.ตส.xlsx", "ส.ตส.xlsx", "notes.txt"] {
        fs::copy(fixture("excel/fio.xlsx"), folder.path().join(name)).unwrap();
    }
    let out = folder.path().join("out");
    let arguments = [
        "ingest",
        folder.path().to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    ruam(&arguments);
    ruam(&arguments);
    let dataset = json(&out.join("dataset.json"));
    let files: Vec<&str> = dataset["submissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["file"].as_str().unwrap())
        .collect();
    assert_eq!(files, ["notes.txt", "ส.ตส.xlsx"]);
    let same = [
        "ingest",
        folder.path().to_str().unwrap(),
        "--out",
        folder.path().to_str().unwrap(),
    ];
    assert_eq!(ruam(&same).status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn names_cannot_command_the_terminal_and_links_are_not_followed() {
    let folder = TempDir::new().unwrap();
    fs::copy(
        fixture("excel/fio.xlsx"),
        folder.path().join("a\u{1b}[2Jb\u{202e}.xlsx"),
    )
    .unwrap();
    std::os::unix::fs::symlink("/etc/hostname", folder.path().join("link.csv")).unwrap();
    let out = TempDir::new().unwrap();
    let output = ruam(&[
        "ingest",
        folder.path().to_str().unwrap(),
        "--out",
        out.path().to_str().unwrap(),
    ]);
    let said = stdout(&output) + &stderr(&output);
    assert!(
        !said.contains('\u{1b}') && !said.contains('\u{202e}'),
        "{said:?}"
    );
    let dataset = json(&out.path().join("dataset.json"));
    let link = dataset["submissions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["file"] == "link.csv")
        .unwrap();
    assert_eq!(
        (&link["reason"], &link["bytes"]),
        (&"unsupported".into(), &0.into())
    );
}

#[test]
fn files_of_one_name_are_told_apart_and_one_file_named_twice_is_one() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    for name in ["ก", "ข"] {
        fs::create_dir(path(name)).unwrap();
        fs::copy(fixture("excel/fio.xlsx"), path(name).join("รายงาน.xlsx")).unwrap();
    }
    let files = |paths: &[&Path]| {
        let paths: Vec<_> = paths.iter().map(|path| path.to_path_buf()).collect();
        let inputs = ruam::source::discover(&paths, &[]).unwrap();
        inputs
            .into_iter()
            .map(|input| input.file)
            .collect::<Vec<_>>()
    };
    let two = files(&[&path("ก"), &path("ข")]);
    assert_eq!(two.len(), 2);
    assert!(two[0].ends_with("ก/รายงาน.xlsx") && two[1].ends_with("ข/รายงาน.xlsx"));
    let nested = files(&[folder.path(), &path("ก"), &path("ก").join("รายงาน.xlsx")]);
    assert_eq!(nested, ["ก/รายงาน.xlsx", "ข/รายงาน.xlsx"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(path("ก"), path("ลิงก์")).unwrap();
        assert_eq!(files(&[&path("ลิงก์")]), ["รายงาน.xlsx"]);
    }
}

#[cfg(unix)]
#[test]
fn who_stops_listening_changes_no_exit_code() {
    use std::process::Stdio;
    for closed in ["stdout", "stderr"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_ruam"));
        command
            .args(["check", "damaged", "excel/fio.xlsx"])
            .current_dir(fixture(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if closed == "stdout" {
            command.stdout(writer);
        } else {
            command.stderr(writer);
        }
        let status = command.status().unwrap();
        assert_eq!(status.code(), Some(2), "{closed}");
    }
}

#[test]
fn rules_are_listed_in_their_causal_order_as_the_profile_has_them() {
    let listed = |args: &[&str]| -> Vec<(String, String, String)> {
        let output = stdout(&ruam(args));
        let line = |line: &str| {
            let (id, rest) = line.split_once(' ').unwrap();
            let (severity, summary) = rest.trim_start().split_once("  ").unwrap();
            let words = [id, severity.trim(), summary.trim()].map(str::to_owned);
            <(String, String, String)>::from(words)
        };
        output.lines().map(line).collect()
    };
    let rules = listed(&["rules"]);
    let ids: Vec<&str> = rules.iter().map(|(id, _, _)| id.as_str()).collect();
    let expected: Vec<&str> = ruam::rules::RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids, expected);
    let of = |rules: &[(String, String, String)], id: &str| {
        let rule = rules.iter().find(|(other, _, _)| other == id).unwrap();
        (rule.1.clone(), rule.2.clone())
    };
    let (severity, summary) = of(&rules, "change-mismatch");
    assert_eq!(severity, "ผิด");
    assert_eq!(summary, "คะแนนเพิ่มขึ้น (ลดลง) ไม่เท่ากับคะแนนปีนี้ลบคะแนนปีก่อน");
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("profile.json");
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/profiles/fio-2564.json");
    let switches = "\"rules\": {\"change-mismatch\": \"warning\", \"item-missing\": \"off\"}";
    let changed = fs::read_to_string(good)
        .unwrap()
        .replace("\"rules\": {}", switches);
    fs::write(&path, changed).unwrap();
    let rules = listed(&["rules", "--lang", "en", "--profile", path.to_str().unwrap()]);
    assert_eq!(of(&rules, "change-mismatch").0, "warning");
    assert_eq!(of(&rules, "item-missing").0, "off");
    assert_eq!(of(&rules, "item-unknown").0, "error");
}

#[test]
fn the_same_fault_in_a_hundred_cells_is_one_line_with_the_cells_listed() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("ส.ตส.csv");
    let mut text = "ที่,ตัวชี้วัด,ปี 2562,ปี 2563,เพิ่มขึ้น (ลดลง)\n".to_owned();
    let known = ["การใช้อำนาจ", "การใช้งบประมาณ", "การปฏิบัติหน้าที่"];
    for row in 0..99 {
        // Every score of last year is lost, and one change besides.
        let change = if row == 50 { "#REF!" } else { "1.55" };
        text.push_str(&format!(
            "{},{},#REF!,88.58,{change}\n",
            row + 1,
            known[row % 3]
        ));
    }
    fs::write(&path, text).unwrap();
    let output = stdout(&ruam(&["check", path.to_str().unwrap()]));
    let lost: Vec<&str> = output
        .lines()
        .filter(|l| l.contains("cell-error-value"))
        .collect();
    assert_eq!(lost.len(), 1, "{output}");
    assert!(lost[0].contains(" C2–C100, E52: "), "{}", lost[0]);
    let json = stdout(&ruam(&[
        "check",
        "--format",
        "json",
        path.to_str().unwrap(),
    ]));
    assert_eq!(json.matches("\"rule\":\"cell-error-value\"").count(), 100);
}

#[test]
fn what_must_be_corrected_comes_first_and_causes_before_what_comes_of_them() {
    let output = stdout(&ruam(&[
        "check",
        "submissions/รายงาน ส.ธต.xlsx",
        "--lang",
        "en",
    ]));
    let found: Vec<(&str, &str)> = output
        .lines()
        .filter(|line| line.ends_with(']'))
        .map(|line| {
            let (_, rule) = line.rsplit_once('[').unwrap();
            (
                line.split_whitespace().next().unwrap(),
                rule.trim_end_matches(']'),
            )
        })
        .collect();
    let rank = |(severity, rule): &(&str, &str)| {
        let severity = ["error", "warning", "info"]
            .iter()
            .position(|s| s == severity);
        let rule = ruam::rules::RULES
            .iter()
            .position(|known| known.id == *rule);
        (severity.unwrap(), rule.unwrap())
    };
    assert!(found.len() > 15);
    assert!(found.is_sorted_by_key(rank), "{found:?}");
}
