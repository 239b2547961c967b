//! Merging as a join: who decides, what competes, and that neither order nor
//! grouping matters.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::sync::LazyLock;

use common::{Merged, fixture, submission};
use proptest::prelude::*;
use ruam::{
    dataset::{ChosenBy, Status},
    hundredths::Hundredths,
    submission::{Entry, Submission},
};

static REPORT: LazyLock<Submission> = LazyLock::new(|| submission(&fixture("excel/fio.xlsx")));

/// The real report as an office would send it.
fn sent(file: &str, office: Option<&str>) -> Submission {
    let mut submission = REPORT.clone();
    submission.source.file = file.to_owned();
    submission.source.sha256 = ruam::source::sha256(file.as_bytes());
    submission.office = office.map(str::to_owned);
    submission.findings.clear();
    submission
}

/// The same with another score of 2563 for the fifth indicator.
fn scored(file: &str, office: Option<&str>, hundredths: i64) -> Submission {
    let mut submission = sent(file, office);
    submission.indicators[4]
        .scores
        .insert(2563, Some(Hundredths::new(hundredths)));
    submission
}

fn merge(submissions: Vec<Submission>) -> Merged {
    let entries: Vec<Entry> = submissions
        .into_iter()
        .map(|s| Entry::Submission(Box::new(s)))
        .collect();
    common::merge(&entries)
}

fn statuses(outcome: &Merged) -> Vec<(&str, Status)> {
    let submissions = &outcome.dataset.submissions;
    submissions
        .iter()
        .map(|s| (s.file.as_str(), s.status))
        .collect()
}

fn rules(outcome: &Merged) -> Vec<(&str, &str)> {
    let found = outcome
        .findings
        .iter()
        .map(|f| (f.file.as_str(), f.rule.as_str()));
    found
        .filter(|(_, rule)| *rule != "office-missing")
        .collect()
}

/// What became of the score that the submissions disagree about.
fn decided(submissions: Vec<Submission>) -> (Option<i64>, ChosenBy) {
    let outcome = merge(submissions);
    let report = &outcome.dataset.reports[0];
    assert_eq!(report.conflicts.len(), 1, "{:?}", report.conflicts);
    assert_eq!(report.conflicts[0].field, "/indicators/4/scores/2563");
    let score = report.indicators[4].scores[&2563].map(Hundredths::get);
    (score, report.conflicts[0].by)
}

#[test]
fn the_agency_decides_then_the_compiling_office_then_the_majority_then_nobody() {
    let three = || {
        vec![
            scored("1.xlsx", Some("ส.ตส."), 8858),
            scored("2.xlsx", Some("ส.วป."), 8858),
            scored("3.xlsx", Some("ส.ธต."), 8585),
        ]
    };
    let with = |office: &str| {
        let mut all = three();
        all.push(scored("4.xlsx", Some(office), 8585));
        all
    };
    assert_eq!(decided(with("อ.อ.ป.")), (Some(8585), ChosenBy::Authority));
    assert_eq!(decided(with("ส.นผ.")), (Some(8585), ChosenBy::Authority));
    assert_eq!(decided(three()), (Some(8858), ChosenBy::Majority));
    assert_eq!(decided(with("ส.บก.")), (None, ChosenBy::None));
    // The agency's word counts even against the compiling office.
    let mut all = with("ส.นผ.");
    all.push(scored("5.xlsx", Some("อ.อ.ป."), 8858));
    assert_eq!(decided(all), (Some(8858), ChosenBy::Authority));
}

#[test]
fn texts_that_differ_in_wrapping_agree_and_the_fuller_form_is_kept() {
    let mut tight = sent("1.xlsx", Some("ส.ตส."));
    let wide = sent("2.xlsx", Some("ส.วป."));
    let text = wide.indicators[4].measures.preamble.clone().unwrap();
    tight.indicators[4].measures.preamble = Some(text.replace(' ', ""));
    let outcome = merge(vec![tight, wide]);
    let report = &outcome.dataset.reports[0];
    assert!(report.conflicts.is_empty());
    assert_eq!(report.indicators[4].measures.preamble, Some(text));
}

#[test]
fn equal_files_of_one_office_are_one_and_of_two_offices_are_two() {
    let outcome = merge(vec![
        sent("ก.xlsx", Some("ส.ตส.")),
        sent("ข.ods", Some("ส.ตส.")),
        sent("ค.xls", Some("ส.วป.")),
        sent("ง.xls", None),
        sent("จ.xls", None),
    ]);
    let status: Vec<Status> = statuses(&outcome)
        .iter()
        .map(|(_, status)| *status)
        .collect();
    assert_eq!(
        status,
        [
            Status::Merged,
            Status::Duplicate,
            Status::Merged,
            Status::Merged,
            Status::Duplicate
        ]
    );
    let results = &outcome.dataset.reports[0].indicators[4].results;
    let offices: Vec<&[String]> = results
        .iter()
        .map(|result| result.offices.as_slice())
        .collect();
    assert_eq!(
        offices,
        [&[][..], &["ส.ตส.".to_owned()], &["ส.วป.".to_owned()]]
    );
}

#[test]
fn a_later_file_replaces_an_earlier_and_without_a_mark_both_compete() {
    let first = scored("ส.ตส.xlsx", Some("ส.ตส."), 8585);
    let second = sent("ส.ตส. (แก้ไข).xlsx", Some("ส.ตส."));
    let outcome = merge(vec![first.clone(), second]);
    assert_eq!(
        statuses(&outcome),
        [
            ("ส.ตส. (แก้ไข).xlsx", Status::Merged),
            ("ส.ตส.xlsx", Status::Superseded)
        ]
    );
    assert_eq!(rules(&outcome), [("ส.ตส.xlsx", "submission-superseded")]);
    assert!(outcome.dataset.reports[0].conflicts.is_empty());
    let outcome = merge(vec![first, sent("รายงาน.xlsx", Some("ส.ตส."))]);
    assert!(
        statuses(&outcome)
            .iter()
            .all(|(_, status)| *status == Status::Merged)
    );
    let found = rules(&outcome);
    assert!(found.contains(&("ส.ตส.xlsx", "submission-competing")));
    assert!(found.contains(&("รายงาน.xlsx", "submission-competing")));
    assert!(found.iter().any(|(_, rule)| *rule == "value-conflict"));
}

#[test]
fn a_correction_of_one_indicator_leaves_the_others_standing() {
    let first = scored("ส.ตส.xlsx", Some("ส.ตส."), 8585);
    let mut second = sent("ส.ตส. แก้ไข 30 มี.ค. 64.xlsx", Some("ส.ตส."));
    second.indicators = second.indicators[4..5].to_vec();
    second.origins.clear();
    let score = second.indicators[0].scores[&2563];
    let outcome = merge(vec![first, second]);
    assert!(
        statuses(&outcome)
            .iter()
            .all(|(_, status)| *status == Status::Merged)
    );
    assert_eq!(rules(&outcome), [("ส.ตส.xlsx", "submission-superseded")]);
    let report = &outcome.dataset.reports[0];
    assert_eq!(report.indicators.len(), 10);
    assert_eq!(report.indicators[4].scores[&2563], score);
    assert!(report.conflicts.is_empty());
}

#[test]
fn an_office_that_contradicts_itself_has_one_voice() {
    let two = [
        scored("1.xlsx", Some("ส.ตส."), 8858),
        scored("2.xlsx", Some("ส.ตส."), 8585),
    ];
    assert_eq!(decided(two.to_vec()), (None, ChosenBy::None));
    let others = [
        scored("3.xlsx", Some("ส.วป."), 8600),
        scored("4.xlsx", Some("ส.ธต."), 8600),
    ];
    let all = two.into_iter().chain(others).collect();
    assert_eq!(decided(all), (Some(8600), ChosenBy::Majority));
}

#[test]
fn measures_and_dashes_of_one_number_or_item_are_all_kept() {
    let mut twice = sent("1.xlsx", Some("ส.ตส."));
    let indicator = &mut twice.indicators[4];
    let mut again = indicator.measures.list[0].clone();
    again.text = "มาตรการอื่นที่มีเลขเดียวกัน".to_owned();
    let mut dash = again.bullets[0].clone();
    dash.text = "อีกขีดหนึ่งของข้อเดียวกัน".to_owned();
    again.bullets.insert(1, dash);
    indicator.measures.list.push(again.clone());
    let outcome = merge(vec![twice]);
    let list = &outcome.dataset.reports[0].indicators[4].measures.list;
    let same = |measure: &&ruam::dataset::MergedMeasure| measure.text.as_ref() == Some(&again.text);
    let merged = list.iter().find(same).unwrap();
    let texts: Vec<&str> = merged
        .bullets
        .iter()
        .filter_map(|bullet| bullet.text.as_deref())
        .collect();
    let expected: Vec<&str> = again.bullets.iter().map(|b| b.text.as_str()).collect();
    assert_eq!(texts, expected);
}

#[test]
fn who_sent_the_same_twice_is_not_late_by_the_second() {
    let arrived = |file: &str, day: &str| {
        let mut submission = sent(file, Some("ส.ตส."));
        submission.received = Some(day.to_owned());
        submission
    };
    let late = |outcome: &Merged| {
        let coverage = outcome.dataset.reports[0].coverage.clone();
        coverage.unwrap().late.len()
    };
    let again = arrived("1.xlsx", "2021-04-09");
    assert_eq!(late(&merge(vec![again.clone()])), 1);
    assert_eq!(
        late(&merge(vec![again, arrived("2.xlsx", "2021-03-30")])),
        0
    );
}

#[test]
fn of_equal_files_the_first_by_name_is_merged_whenever_it_came() {
    let arrived = |file: &str, day: &str| {
        let mut submission = sent(file, Some("ส.ตส."));
        submission.received = Some(day.to_owned());
        submission
    };
    let outcome = merge(vec![
        arrived("ก.xlsx", "2021-04-09"),
        arrived("ข.pdf", "2021-03-30"),
    ]);
    assert_eq!(
        statuses(&outcome),
        [("ก.xlsx", Status::Merged), ("ข.pdf", Status::Duplicate)]
    );
    let report = &outcome.dataset.reports[0];
    assert_eq!(report.indicators[0].results[0].sources, [0]);
    assert!(report.coverage.as_ref().unwrap().late.is_empty());
}

#[test]
fn of_equal_files_the_words_are_the_fuller_ones() {
    // A print loses a space where a line of it ends.
    let mut print = sent("ก.pdf", Some("ส.ตส."));
    let sheet = sent("ก.xlsx", Some("ส.ตส."));
    let words = sheet.indicators[4].result.as_ref().unwrap().actions[0].clone();
    let tight = words.replace(' ', "");
    assert_ne!(words, tight);
    print.indicators[4].result.as_mut().unwrap().actions[0] = tight.clone();
    let responsible = &mut print.indicators[4].responsible;
    responsible.unresolved = vec!["กอง ก".to_owned()];
    let mut sheet = sheet;
    sheet.indicators[4].responsible.unresolved = vec!["กอง  ก".to_owned()];
    let outcome = merge(vec![print, sheet]);
    assert_eq!(
        statuses(&outcome),
        [("ก.pdf", Status::Merged), ("ก.xlsx", Status::Duplicate)]
    );
    let merged = &outcome.dataset.reports[0].indicators[4];
    assert_eq!(merged.results[0].actions, [words]);
    assert_eq!(merged.results[0].sources, [0]);
    assert_eq!(merged.responsible.as_written.as_deref(), Some("ทุกสำนัก"));
    let provenance = outcome.provenance.iter();
    let mut sources = provenance.flat_map(|value| &value.sources);
    assert!(sources.all(|source| source.submission == 0));
}

#[test]
fn an_office_is_late_once_and_a_due_month_runs_to_its_end() {
    let late = |due: &str, days: &[&str]| {
        let files = (0_i64..).zip(days).map(|(n, day)| {
            let mut submission = scored(&format!("{n}.xlsx"), Some("ส.ตส."), 8000 + n);
            submission.due = Some(due.to_owned());
            submission.received = Some((*day).to_owned());
            submission
                .indicators
                .rotate_left(usize::try_from(n).unwrap());
            submission.indicators.truncate(1);
            submission.origins.clear();
            submission
        });
        let outcome = merge(files.collect());
        let coverage = outcome.dataset.reports[0].coverage.clone().unwrap();
        let late = coverage.late.into_iter();
        late.map(|late| (late.due, late.received))
            .collect::<Vec<_>>()
    };
    assert!(late("2021-03", &["2021-03-31", "2021-03-01"]).is_empty());
    assert!(late("2021-03-31", &["2021-03-31"]).is_empty());
    let told = |due: &str, day: &str| vec![(due.to_owned(), day.to_owned())];
    assert_eq!(
        late("2021-03", &["2021-04-01"]),
        told("2021-03", "2021-04-01")
    );
    assert_eq!(
        late(
            "2021-03-31",
            &["2021-04-01", "2021-04-09", "2021-03-30", "2021-04-02"]
        ),
        told("2021-03-31", "2021-04-09")
    );
}

#[test]
fn a_report_of_another_year_owes_nothing_by_this_years_profile() {
    let mut other = sent("1.xlsx", Some("ส.ตส."));
    other.fiscal_year = 2563;
    let outcome = merge(vec![other]);
    assert!(outcome.dataset.reports[0].coverage.is_none());
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
}

#[test]
fn an_office_whose_file_could_not_be_read_is_told_so() {
    let facts = common::facts();
    let entries = vec![
        Entry::Submission(Box::new(sent("1.xlsx", Some("ส.ตส.")))),
        common::read_bytes(b"not a workbook", common::sender("ส.วป.xlsx"), &facts),
    ];
    let outcome = common::merge(&entries);
    let missing = |office: &str| {
        let mut found = outcome.findings.iter();
        let found =
            found.find(|f| f.rule == "office-missing" && f.office.as_deref() == Some(office));
        found.unwrap().message.clone()
    };
    assert!(
        missing("ส.วป.")
            .th
            .ends_with("— ส่งไฟล์มาแล้วแต่อ่านไม่ได้: ส.วป.xlsx")
    );
    assert!(!missing("ส.ธต.").en.contains("could not be read"));
    assert!(missing("ส.ธต.").th.contains("(อ.อ.ป. ปีงบประมาณ 2564)"));
}

/// The findings of files that compete, but the one for the whole file: where,
/// and what this file and the other say.
fn apart(outcome: &Merged) -> Vec<(String, String, String)> {
    let found = outcome.findings.iter();
    let found = found
        .filter(|f| f.rule == "submission-competing" && f.message.en.contains("make them agree"));
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    found
        .map(|f| {
            assert_eq!(f.office.as_deref(), Some("ส.ตส."));
            assert!(f.message.th.contains("1.xlsx"), "{}", f.message.th);
            let at = f
                .origin
                .as_ref()
                .map(|origin| serde_json::to_value(origin).unwrap());
            let cell = at.map_or_else(String::new, |at| at["cell"].as_str().unwrap().to_owned());
            (cell, text(&f.found), text(&f.expected))
        })
        .collect()
}

#[test]
fn what_no_conflict_tells_of_two_twins_is_told_at_its_cell() {
    type Change = fn(&mut Submission);
    let told = |change: Change| {
        let mut twin = sent("2.pdf", Some("ส.ตส."));
        change(&mut twin);
        let outcome = merge(vec![sent("1.xlsx", Some("ส.ตส.")), twin]);
        let conflicts = outcome.dataset.reports[0].conflicts.len();
        (apart(&outcome), conflicts)
    };
    let one = |cell: &str, found: &str, other: &str| {
        (
            vec![(cell.to_owned(), found.to_owned(), other.to_owned())],
            0,
        )
    };
    assert_eq!(told(|_| ()), (Vec::new(), 0));
    // What is merged, and differs, a conflict tells.
    let conflict = told(|twin| twin.indicators[4].items[0].score = Some(Hundredths::new(8000)));
    assert_eq!(conflict, (Vec::new(), 1));
    assert_eq!(
        told(|twin| twin.due = Some("2021-03".to_owned())),
        one("J3", "2021-03", "2021-03-31")
    );
    assert_eq!(
        told(|twin| twin.indicators[4].verdicts.strong = None),
        one("G10", "", "เป็นไปตามเกณฑ์เป้าหมาย")
    );
    assert_eq!(
        told(|twin| twin.indicators[4].items[0].score = None),
        one("F10", "", "83.88")
    );
    // A whole that only one of them has is told once.
    assert_eq!(
        told(|twin| {
            twin.indicators[4].items.pop();
        }),
        one("A10", "", "I18")
    );
    let (mut lost, conflicts) = told(|twin| {
        twin.indicators[4].measures.list.pop();
    });
    let (cell, found, _) = lost.pop().unwrap();
    assert_eq!((lost.len(), conflicts), (0, 0));
    assert_eq!((cell.as_str(), found.as_str()), ("A10", ""));
    let (lost, conflicts) = told(|twin| twin.indicators[4].result = None);
    assert_eq!((lost.len(), conflicts), (1, 0));
    // The words of a result only where nothing in it tells.
    let (more, _) = told(|twin| {
        let result = twin.indicators[4].result.as_mut().unwrap();
        result.text.push_str(" และอื่น ๆ");
    });
    assert_eq!(more.len(), 1);
    assert_eq!(more[0].0, "J10");
    assert!(more[0].1.ends_with("และอื่น ๆ"), "{more:?}");
    let (more, conflicts) = told(|twin| {
        let result = twin.indicators[4].result.as_mut().unwrap();
        result.text.push_str(" และอื่น ๆ");
        result.suggestions = Some("ไม่เหมือนเดิม".to_owned());
    });
    assert_eq!((more.len(), conflicts), (0, 1));
    // Orders.
    assert_eq!(
        told(|twin| twin.indicators[4].items.swap(0, 1)),
        one(
            "F10",
            "I14, I13, I15, I16, I17, I18",
            "I13, I14, I15, I16, I17, I18"
        )
    );
    let (rows, _) = told(|twin| twin.indicators.swap(8, 9));
    assert_eq!(rows.len(), 1, "{rows:?}");
    // An item given again differs from the other file, where it stands once.
    let (again, conflicts) = told(|twin| {
        let item = twin.indicators[4].items[0].clone();
        twin.indicators[4].items.push(item);
    });
    assert_eq!((again.len(), conflicts), (1, 0), "{again:?}");
    let (written, conflicts) =
        told(|twin| twin.indicators[0].responsible.as_written = "ส.บ.ก. ส.นผ. ส.ว.ป.".to_owned());
    assert_eq!((written.len(), conflicts), (1, 0), "{written:?}");
}

#[test]
fn what_stands_outside_of_the_form_makes_no_rival() {
    let with = |title: &str, notes: &[&str]| {
        let mut twin = sent("2.pdf", Some("ส.ตส."));
        twin.title = Some(title.to_owned());
        twin.notes = notes.iter().map(|note| (*note).to_owned()).collect();
        let outcome = merge(vec![sent("1.xlsx", Some("ส.ตส.")), twin]);
        assert_eq!(statuses(&outcome)[1].1, Status::Duplicate);
        let found = outcome
            .findings
            .iter()
            .filter(|f| f.rule == "submission-competing");
        found.map(|f| f.severity).collect::<Vec<_>>()
    };
    let title = REPORT.title.clone().unwrap();
    // A letter in front, and notes that are not printed.
    assert!(with(&format!("บันทึกข้อความ\nเรียน ส.นผ.\n{title}"), &[]).is_empty());
    let other = with("รายงานของปีก่อน", &["หมายเหตุ ร่าง"]);
    assert_eq!(other, [ruam::finding::Severity::Warning; 2]);
}

#[test]
fn a_name_that_is_no_indicator_is_corrected_however_it_is_spaced() {
    let named = |file: &str, name: &str, score: i64| {
        let mut submission = scored(file, Some("ส.ตส."), score);
        submission.indicators = submission.indicators[4..5].to_vec();
        submission.indicators[0].official_no = None;
        submission.indicators[0].name = name.to_owned();
        submission.origins.clear();
        submission
    };
    let outcome = merge(vec![
        named("1.xlsx", "ตัวชี้วัด ของเรา", 8000),
        named("1 (แก้ไข).xlsx", "ตัวชี้วัดของเรา", 8100),
    ]);
    assert_eq!(rules(&outcome), [("1.xlsx", "submission-superseded")]);
    assert!(outcome.dataset.reports[0].conflicts.is_empty());
}

#[test]
fn a_thousand_files_of_one_office_are_sorted_out_in_no_time() {
    let small = |file: String, score: i64| {
        let mut submission = scored(&file, Some("ส.ตส."), score);
        submission.indicators = submission.indicators[4..5].to_vec();
        submission.origins.clear();
        submission
    };
    let merged = |count: i64| {
        let files: Vec<Submission> = (0..count)
            .map(|n| small(format!("{n:05}.xlsx"), n))
            .collect();
        let start = std::time::Instant::now();
        let outcome = merge(files);
        (outcome, start.elapsed())
    };
    let (outcome, short) = merged(100);
    let competing = outcome
        .findings
        .iter()
        .filter(|f| f.rule == "submission-competing");
    let longest = competing.map(|f| f.message.th.chars().count()).max();
    assert!(longest < Some(400), "{longest:?}");
    // Ten times as many take about ten times as long; what is quadratic takes
    // a hundred times.
    let (_, long) = merged(1000);
    assert!(long < short * 40, "{short:?} and {long:?}");
}

#[test]
fn an_office_may_send_one_file_for_each_indicator() {
    let part = |file: &str, keep: std::ops::Range<usize>| {
        let mut submission = sent(file, Some("ส.ตส."));
        submission.indicators = submission.indicators[keep].to_vec();
        // The places are those of the whole; only their indices would change.
        submission.origins.clear();
        submission
    };
    let outcome = merge(vec![part("ก.xlsx", 0..5), part("ข (แก้ไข).xlsx", 5..10)]);
    assert!(
        statuses(&outcome)
            .iter()
            .all(|(_, status)| *status == Status::Merged)
    );
    assert!(rules(&outcome).is_empty(), "{:?}", rules(&outcome));
    assert_eq!(outcome.dataset.reports[0].indicators.len(), 10);
}

#[test]
fn coverage_says_who_still_owes_what_and_is_not_asked_of_the_agency_alone() {
    let outcome = merge(vec![sent("1.xlsx", Some("ส.ตส."))]);
    let coverage = outcome.dataset.reports[0].coverage.as_ref().unwrap();
    // ส.ตส. reported on all ten, and answers for nine of them.
    assert_eq!((coverage.expected, coverage.reported), (48, 9));
    let offices: Vec<&str> = coverage
        .missing
        .iter()
        .map(|missing| missing.office.as_str())
        .collect();
    assert!(offices.is_sorted() && !offices.contains(&"ส.ตส."));
    let outcome = merge(vec![sent("1.xlsx", Some("อ.อ.ป."))]);
    assert!(outcome.dataset.reports[0].coverage.is_none());
    assert!(outcome.findings.is_empty());
}

#[test]
fn what_nobody_sent_or_nobody_is_said_to_answer_for_is_asked_by_the_profile() {
    let owed = |submission: Submission| {
        let outcome = merge(vec![submission]);
        let coverage = outcome.dataset.reports[0].coverage.clone().unwrap();
        let missing = coverage.missing.iter();
        let of = missing.filter(|missing| missing.indicator == "การป้องกันการทุจริต");
        of.map(|missing| missing.office.clone()).collect::<Vec<_>>()
    };
    // By the form and by the profile: ส.บก. ส.นผ. ส.วป.
    let by_profile = ["ส.นผ.", "ส.บก.", "ส.วป."];
    let mut lost = sent("1.xlsx", Some("ส.ตส."));
    lost.indicators.remove(0);
    lost.origins.clear();
    assert_eq!(owed(lost), by_profile);
    let mut unsaid = sent("1.xlsx", Some("ส.ตส."));
    unsaid.indicators[0].responsible = ruam::submission::Responsible::default();
    assert_eq!(owed(unsaid), by_profile);
    let mut unclear = sent("1.xlsx", Some("ส.ตส."));
    unclear.indicators[0].responsible = ruam::submission::Responsible {
        unresolved: vec!["ส.ว.".to_owned()],
        as_written: "ส.ว.".to_owned(),
        ..ruam::submission::Responsible::default()
    };
    assert_eq!(owed(unclear), by_profile);
    // What the form says counts before that.
    let mut said = sent("1.xlsx", Some("ส.ตส."));
    said.indicators[0].responsible.offices = vec!["ส.ธต.".to_owned()];
    assert_eq!(owed(said), ["ส.ธต."]);
    // Two forms that disagree say nothing.
    let mut other = sent("2.xlsx", Some("ส.วป."));
    other.indicators[0].responsible.offices = vec!["ส.ธต.".to_owned()];
    other.indicators[0].result = None;
    let outcome = merge(vec![sent("1.xlsx", Some("ส.ตส.")), other]);
    let coverage = outcome.dataset.reports[0].coverage.clone().unwrap();
    let of = coverage.missing.iter();
    let of = of.filter(|missing| missing.indicator == "การป้องกันการทุจริต");
    assert!(of.map(|missing| missing.office.as_str()).eq(by_profile));
}

/// Files of several offices, some alike, some not, some later.
fn pool() -> Vec<Submission> {
    vec![
        sent("ก/1.xlsx", Some("ส.ตส.")),
        scored("ก/1_v2.xlsx", Some("ส.ตส."), 8800),
        scored("ข/2.xlsx", Some("ส.วป."), 8700),
        sent("ข/2 สำเนา.ods", Some("ส.วป.")),
        sent("3.xlsx", Some("ส.ธต.")),
        sent("4.xlsx", None),
        scored("5.xlsx", None, 8600),
        sent("6.xlsx", Some("อ.อ.ป.")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_partition_order_and_repetition_gives_the_same_bytes(picks in prop::collection::vec((0_usize..8, 0_usize..3), 8..20)) {
        let pool = pool();
        let whole = merge(pool.clone());
        // Every file once at least, then some again, in three groups that are
        // merged apart and then together.
        let all = (0..8).map(|at| (at, at % 3)).chain(picks);
        let mut groups: [Vec<Entry>; 3] = Default::default();
        for (at, group) in all {
            groups[group].insert(0, Entry::Submission(Box::new(pool[at].clone())));
        }
        let mut together = Vec::new();
        for group in groups {
            together.extend(common::merge(&group).entries);
        }
        let outcome = common::merge(&together);
        prop_assert!(outcome.bytes == whole.bytes);
    }
}
