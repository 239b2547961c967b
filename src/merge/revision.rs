//! Which of two files of one office is the later: by their dates of arrival,
//! else by a mark in their names, else by a date in their names.

use std::{cmp::Ordering, sync::LazyLock};

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
/// `แก้ไข`, `แก้ไขครั้งที่ 2`, `ปรับปรุงแล้ว`; not การแก้ไขปัญหาการทุจริต.
static CORRECTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:แก้ไข|ปรับปรุง)(?:แล้ว)?\s*(?:ครั้งที่\s*)?(?:(\d{1,2})|[^ก-๎\d]|$)").ok()
});
/// `ครั้งที่ 2`, `ฉบับที่ 2`.
static TURN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:ครั้งที่|ฉบับที่)\s*(\d{1,2})").ok());
/// `25640330`, `20210330`.
static COMPACT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|\D)(2[05]\d\d)(\d\d)(\d\d)(?:\D|$)").ok());

impl Mark {
    /// The mark of a content that was sent in these files.
    pub(super) fn of<'a>(files: impl Iterator<Item = &'a Submission>) -> Self {
        files.fold(Self::default(), |mark, submission| {
            let name = thai::fold_digits(&thai::cleaned(&submission.source.file));
            Self {
                received: mark.received.max(submission.received.clone()),
                number: mark.number.max(number(&name)),
                dated: mark.dated.max(dated(&name)),
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

/// The highest revision that a path names.
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

/// A date in a path, as an ISO date.
fn dated(path: &str) -> Option<String> {
    if let Some(found) = date::find(path) {
        return Some(found.iso);
    }
    let captures = LazyLock::force(&COMPACT).as_ref()?.captures(path)?;
    let part = |group| captures.get(group).map(|part| part.as_str());
    let iso = format!("{}-{}-{}", part(1)?, part(2)?, part(3)?);
    date::find(&iso).map(|date| date.iso)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_revisions() {
        for (name, expected) in [
            ("ส.ตส.xlsx", 1),
            ("ส.ตส. (แก้ไข).xlsx", 2),
            ("ส.ตส. แก้ไขครั้งที่ 2.xlsx", 3),
            ("ส.ตส. การแก้ไขปัญหาการทุจริต.xlsx", 1),
            ("ส.ตส. การปรับปรุงการทำงาน.xlsx", 1),
            ("report_v2.xlsx", 2),
            ("report-V.10.xlsx", 10),
            ("ส.ตส. ครั้งที่ 2.xlsx", 2),
            ("dev2.xlsx", 1),
            ("รายงาน (1).xlsx", 1),
        ] {
            assert_eq!(number(name), expected, "{name}");
        }
        assert_eq!(dated("ส.ตส. 25640330.xlsx").as_deref(), Some("2021-03-30"));
        assert_eq!(
            dated("ส.ตส. 30 มี.ค. 64.xlsx").as_deref(),
            Some("2021-03-30")
        );
        assert_eq!(dated("ส.ตส. 2564.xlsx"), None);
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
}
