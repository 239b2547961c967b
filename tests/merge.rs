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
