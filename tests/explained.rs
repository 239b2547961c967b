//! Correct or explain: what an office writes beside its table or on a cell
//! answers warnings, and never an error.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use common::{facts, fixture, read_bytes, read_file, sender};
use ruam::{
    finding::{Finding, Severity},
    submission::Entry,
};

/// A report of one row with a column for explanations: I13 is listed as weak,
/// with a remark, and reaches the target (a warning); the change is wrong (an
/// error).
fn row(explanation: &str, remark: &str, change: &str) -> Entry {
    let text = format!(
        "ที่,ตัวชี้วัด,ปี 2562,ปี 2563,เพิ่มขึ้น (ลดลง),จุดอ่อน,จุดแข็ง,คำชี้แจง\n\
         5,การใช้อำนาจ,87.03,88.58,{change},IIT : I13=90 {remark},IIT : I14=88 I15=88 I16=88.48 I17=88.50 I18=88.50,{explanation}\n"
    );
    read_bytes(text.as_bytes(), sender("ส.ตส.csv"), &facts())
}

fn explained<'f>(entry: &'f Entry, rule: &str) -> Vec<Option<&'f str>> {
    let found = entry
        .findings()
        .iter()
        .filter(|finding| finding.rule == rule);
    found.map(|finding| finding.explained.as_deref()).collect()
}

const REMARK: &str = "เนื่องจากต้องรักษามาตรฐาน";

#[test]
fn a_column_beside_the_table_answers_the_warnings_of_its_row() {
    let entry = row("ยืนยันตามเดิม", REMARK, "1.55");
    assert_eq!(explained(&entry, "weak-above-target"), [Some("ยืนยันตามเดิม")]);
    assert!(explained(&entry, "explanation-unused").is_empty());
    assert!(
        explained(&entry, "cell-unmapped").is_empty(),
        "the column is one of the form"
    );
}

#[test]
fn an_error_cannot_be_explained_away() {
    let entry = row("พิมพ์ตามเอกสารเดิม", "", "1.65");
    assert_eq!(explained(&entry, "change-mismatch"), [None]);
    assert_eq!(
        explained(&entry, "weak-above-target"),
        [None],
        "without a remark it is an error"
    );
    let answered = |finding: &&Finding| finding.explained.is_some();
    let errors = entry
        .findings()
        .iter()
        .filter(|f| f.severity == Severity::Error);
    assert_eq!(errors.filter(answered).count(), 0);
}

#[test]
fn an_explanation_that_names_a_rule_answers_that_rule_only() {
    let entry = row("weak-above-target: ยืนยัน", REMARK, "1.55");
    assert_eq!(
        explained(&entry, "weak-above-target"),
        [Some("weak-above-target: ยืนยัน")]
    );
    let other = row("item-missing: ยืนยัน", REMARK, "1.55");
    assert_eq!(explained(&other, "weak-above-target"), [None]);
    assert_eq!(explained(&other, "explanation-unused"), [None]);
}

#[test]
fn a_misspelled_rule_answers_nothing_and_is_said() {
    let entry = row("weak-above-targt: ยืนยัน", REMARK, "1.55");
    assert_eq!(explained(&entry, "weak-above-target"), [None]);
    assert_eq!(explained(&entry, "explanation-unused"), [None]);
    // Other words with a dash name no rule.
    let entry = row("ส่งทาง e-mail แล้ว ตาม no-gift-policy", REMARK, "1.55");
    let words = "ส่งทาง e-mail แล้ว ตาม no-gift-policy";
    assert_eq!(explained(&entry, "weak-above-target"), [Some(words)]);
}

#[test]
fn words_that_say_nothing_answer_nothing() {
    for nothing in [
        "-",
        "ไม่มี",
        "–",
        ".",
        "?",
        "N/A",
        "ไม่มี.",
        "ไม่มีคำชี้แจง",
        "ไม่มีครับ",
    ] {
        let entry = row(nothing, REMARK, "1.55");
        assert_eq!(explained(&entry, "weak-above-target"), [None], "{nothing}");
        assert!(
            explained(&entry, "explanation-unused").is_empty(),
            "{nothing}"
        );
    }
}

/// Rule, cell and answer of every finding that was answered.
fn answers(name: &str) -> Vec<(String, String, String)> {
    let entry = read_file(&fixture(name));
    let answered = entry.findings().iter().filter_map(|finding| {
        let place = serde_json::to_value(finding.origin.as_ref()?).unwrap();
        let cell = place["cell"].as_str().unwrap().to_owned();
        Some((cell, finding.rule.clone(), finding.explained.clone()?))
    });
    answered.collect()
}

#[test]
fn comments_answer_what_stands_on_their_row_or_what_they_name() {
    let confirmed = "ที่ปรึกษายืนยันแล้ว & <ตามหนังสือ>\nที่ 12/64";
    let named = "office-ambiguous: ส.ว. คือ ส.วป.";
    let both = format!("{named}\n{confirmed}");
    let expected = [
        ("H5", "office-ambiguous", named),
        ("F6", "weak-above-target", confirmed),
        ("F6", "weak-above-target", confirmed),
        ("H6", "office-ambiguous", &both),
        ("H6", "self-transfer", confirmed),
        ("H14", "indicator-name-mismatch", "ใช้ชื่อตามประกาศเดิม"),
    ];
    // Which of two answers comes first is no matter.
    let in_order = |(cell, rule, words): (&str, &str, &str)| {
        let mut lines: Vec<String> = words.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        (cell.to_owned(), rule.to_owned(), lines)
    };
    let mut expected = expected.map(in_order);
    expected.sort();
    for name in ["excel/commented.xlsx", "excel/commented.ods"] {
        let answered = answers(name);
        let mut found: Vec<_> = answered
            .iter()
            .map(|(cell, rule, words)| in_order((cell, rule, words)))
            .collect();
        found.sort();
        assert_eq!(found, expected, "{name}");
    }
}
