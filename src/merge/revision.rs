//! Which of two files of one office is the later: by their dates of arrival,
//! else by a mark in their names, else by a date in their names.

use std::{cmp::Ordering, collections::BTreeMap, sync::LazyLock};

use regex::Regex;

use crate::{
    normalize::{date, thai},
    submission::Submission,
};

/// What tells how late a submission is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    received: Option<String>,
    /// 1 without a mark, 2 for แก้ไข or v2, and so on.
    number: u32,
    /// An ISO date in the name.
    dated: Option<String>,
}

/// `_v2`, `ver.3`, `rev 2`.
static VERSION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|[^a-z])(?:v|ver|version|rev|r)[. _-]?(\d{1,2})(?:\D|$)").ok()
});
/// `แก้ไข`, `แก้ไขครั้งที่ 2`, `ปรับปรุงแล้ว`, `แก้ไขล่าสุด`, `แก้ไขวันที่`; not
/// การแก้ไขปัญหาการทุจริต. The digits of a year are no revision.
static CORRECTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:แก้ไข|ปรับปรุง)(?:แล้ว|ล่าสุด|เมื่อ|วันที่)*\s*(?:ครั้งที่\s*)?(?:(\d{1,2})(?:\D|$)|[^ก-๎\d]|$)",
    )
    .ok()
});
/// `ครั้งที่ 2`, `ฉบับที่ 2`.
static TURN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:ครั้งที่|ฉบับที่)\s*(\d{1,2})").ok());
/// `25640330`, `20210330`.
static COMPACT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(2[05]\d\d)(\d\d)(\d\d)\b").ok());

impl Mark {
    /// The mark of a content that was sent in these files.
    pub(super) fn of<'a>(files: impl Iterator<Item = &'a Submission>) -> Self {
        files.fold(Self::default(), |mark, submission| {
            let (number, dated) = named(&submission.source.file);
            Self {
                received: mark.received.max(submission.received.clone()),
                number: mark.number.max(number),
                dated: mark.dated.max(dated),
            }
        })
    }

    /// Whether this one is later than `other`.
    pub(super) fn beats(&self, other: &Self) -> bool {
        let known = |a: &Option<String>, b: &Option<String>| match (a, b) {
            (Some(a), Some(b)) => a.cmp(b),
            _ => Ordering::Equal,
        };
        known(&self.received, &other.received)
            .then(self.number.cmp(&other.number))
            .then_with(|| known(&self.dated, &other.dated))
            .is_gt()
    }
}

/// For each of these the place of one that is later; none where none is.
pub(super) fn later(marks: &[&Mark]) -> Vec<Option<usize>> {
    // Of those that arrived on one day the one with the highest mark beats
    // whatever any of them beats; so does that of those whose day is not known.
    let mut tops: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let mut top_of_all: Option<usize> = None;
    let higher = |at: usize, top: Option<usize>| {
        let mark = |at: usize| marks.get(at).map(|mark| (mark.number, &mark.dated));
        top.is_none_or(|top| mark(at) > mark(top))
    };
    for (at, mark) in marks.iter().enumerate() {
        let received = mark.received.as_deref();
        if higher(at, tops.get(&received).copied()) {
            tops.insert(received, at);
        }
        if higher(at, top_of_all) {
            top_of_all = Some(at);
        }
    }
    let last = tops.last_key_value().map(|(_, top)| *top);
    let later = |mark: &Mark| {
        let known = [
            last,
            tops.get(&mark.received.as_deref()).copied(),
            tops.get(&None).copied(),
        ];
        let met = match mark.received {
            Some(_) => known,
            None => [top_of_all, None, None],
        };
        let mut met = met.into_iter().flatten();
        met.find(|at| marks.get(*at).is_some_and(|other| other.beats(mark)))
    };
    marks.iter().map(|mark| later(mark)).collect()
}

/// The revision and the latest date that a path names; the numbers of a date
/// are no revision.
fn named(path: &str) -> (u32, Option<String>) {
    let mut name = thai::fold_digits(&thai::cleaned(path)).replace('_', " ");
    if let Some(compact) = LazyLock::force(&COMPACT) {
        name = compact.replace_all(&name, "$1-$2-$3").into_owned();
    }
    let mut latest = None;
    while let Some((date, rest)) = date::take(&name) {
        latest = latest.max(Some(date.iso));
        name = rest;
    }
    (number(&name), latest)
}

/// The highest revision that is marked.
fn number(path: &str) -> u32 {
    let group = |pattern: &LazyLock<Option<Regex>>| {
        let captures = LazyLock::force(pattern)
            .as_ref()?
            .captures_iter(path)
            .last()?;
        let digits = captures
            .get(1)
            .and_then(|digits| digits.as_str().parse::<u32>().ok());
        Some(digits)
    };
    let corrected = group(&CORRECTION).map(|times| times.unwrap_or(1) + 1);
    let version = group(&VERSION).flatten();
    let turn = if corrected.is_some() {
        None
    } else {
        group(&TURN).flatten()
    };
    [corrected, version, turn, Some(1)]
        .into_iter()
        .flatten()
        .max()
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_revisions_and_dates() {
        for (name, revision, date) in [
            ("ส.ตส.xlsx", 1, None),
            ("ส.ตส. (แก้ไข).xlsx", 2, None),
            ("ส.ตส. แก้ไขครั้งที่ 2.xlsx", 3, None),
            ("ส.ตส. แก้ไข2.xlsx", 3, None),
            ("ส.ตส. ฉบับแก้ไขล่าสุด.xlsx", 2, None),
            ("ส.ตส. แก้ไข 2564.xlsx", 2, None),
            ("ส.ตส. การแก้ไขปัญหาการทุจริต.xlsx", 1, None),
            ("ส.ตส. การปรับปรุงการทำงาน.xlsx", 1, None),
            ("report_v2.xlsx", 2, None),
            ("report-V.10.xlsx", 10, None),
            ("ส.ตส. ครั้งที่ 2.xlsx", 2, None),
            ("dev2.xlsx", 1, None),
            ("รายงาน (1).xlsx", 1, None),
            ("ส.ตส. 2564.xlsx", 1, None),
            ("ส.ตส. 25640330.xlsx", 1, Some("2021-03-30")),
            ("ส.ตส. 30 มี.ค. 64.xlsx", 1, Some("2021-03-30")),
            ("ส.ตส. แก้ไข 30 มี.ค. 64.xlsx", 2, Some("2021-03-30")),
            ("ส.ตส._แก้ไข_25640330.xlsx", 2, Some("2021-03-30")),
            ("ส.ตส. แก้ไขวันที่ ๓๐ มี.ค. ๖๔.xlsx", 2, Some("2021-03-30")),
        ] {
            let (number, dated) = named(name);
            assert_eq!((number, dated.as_deref()), (revision, date), "{name}");
        }
    }

    #[test]
    fn arrival_counts_before_names() {
        let mark = |received: Option<&str>, number| Mark {
            received: received.map(str::to_owned),
            number,
            dated: None,
        };
        assert!(mark(Some("2021-03-30"), 1).beats(&mark(Some("2021-03-25"), 2)));
        assert!(mark(None, 2).beats(&mark(Some("2021-03-25"), 1)));
        assert!(!mark(None, 1).beats(&mark(Some("2021-03-25"), 1)));
    }

    #[test]
    fn the_later_ones_are_those_that_beat() {
        let days = [None, Some("2021-03-25"), Some("2021-03-30")];
        let dates = [None, Some("2021-03-01"), Some("2021-03-02")];
        let mut marks = Vec::new();
        for received in days {
            for number in 1..4 {
                for dated in dates {
                    marks.push(Mark {
                        received: received.map(str::to_owned),
                        number,
                        dated: dated.map(str::to_owned),
                    });
                }
            }
        }
        // Of every few of them, as of all.
        for step in 1..marks.len() {
            for start in 0..step {
                let some: Vec<&Mark> = marks.iter().skip(start).step_by(step).collect();
                for (mark, later) in some.iter().zip(later(&some)) {
                    let beaten = some.iter().any(|other| other.beats(mark));
                    assert_eq!(later.is_some(), beaten, "{mark:?} of {some:?}");
                    assert!(later.is_none_or(|at| some[at].beats(mark)), "{mark:?}");
                }
            }
        }
    }
}
