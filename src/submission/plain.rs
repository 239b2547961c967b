//! What `submission.schema.json` says beyond the types of a submission, said
//! here again: a dataset has millions of values, and a schema is slow to ask.

use std::ops::RangeInclusive;

use super::{SUBMISSION_SCHEMA, Submission};
use crate::{finding::Finding, grid::Origin};

/// Fiscal years and years of scores.
const YEARS: RangeInclusive<u16> = 2400..=2699;

impl Submission {
    /// Whether the schema certainly has nothing to say of the submission as we
    /// write it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let source = &self.source;
        let is_hexadecimal = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        self.schema == SUBMISSION_SCHEMA
            && !source.file.is_empty()
            && source.sha256.len() == 64
            && source.sha256.bytes().all(is_hexadecimal)
            && !self.agency.is_empty()
            && self.received.as_deref().is_none_or(is_day)
            && self
                .due
                .as_deref()
                .is_none_or(|due| is_day(due) || is_month(due))
            && YEARS.contains(&self.fiscal_year)
            && self.score_years.iter().all(|year| YEARS.contains(year))
            && self.indicators.iter().all(|indicator| {
                indicator.scores.keys().all(|year| YEARS.contains(year))
                    && indicator.items.iter().all(|item| is_code(&item.code))
            })
            && self.origins.are_plain(is_plain_origin)
            && self.findings.iter().all(is_plain_finding)
    }
}

fn is_plain_finding(finding: &Finding) -> bool {
    let message = &finding.message;
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    finding.rule.split('-').all(is_word)
        && finding.origin.as_ref().is_none_or(is_plain_origin)
        && !message.th.is_empty()
        && !message.en.is_empty()
        && finding
            .agency
            .as_ref()
            .is_none_or(|agency| !agency.is_empty())
}

fn is_plain_origin(origin: &Origin) -> bool {
    match origin {
        Origin::Cell { .. } => true,
        Origin::Box {
            page,
            table,
            row,
            column,
            ..
        } => [page, table, row, column].iter().all(|number| **number > 0),
    }
}

/// `2021-03-31`.
fn is_day(text: &str) -> bool {
    let rest = text.get(7..).and_then(|rest| rest.strip_prefix('-'));
    rest.is_some_and(|day| are_digits(day, 2)) && text.get(..7).is_some_and(is_month)
}

/// `2021-03`.
fn is_month(text: &str) -> bool {
    let parts = text.split_once('-');
    parts.is_some_and(|(year, month)| are_digits(year, 4) && are_digits(month, 2))
}

/// `I14`.
fn is_code(code: &str) -> bool {
    let digits = code.strip_prefix(['I', 'E', 'O']);
    digits.is_some_and(|digits| (1..=3).any(|count| are_digits(digits, count)))
}

fn are_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;
    use crate::facts;

    /// A submission with one of everything.
    fn whole() -> Value {
        let finding = |origin: Value| {
            json!({
                "rule": "score-out-of-range", "severity": "error", "file": "ส.ตส.xlsx",
                "origin": origin, "indicator": "การใช้อำนาจ", "item": "I14", "office": "ส.ตส.",
                "found": "x", "expected": null, "message": {"th": "ผิด", "en": "wrong"},
                "explained": null, "agency": "อ.อ.ป."
            })
        };
        let place = json!({
            "page": 1, "table": 2, "row": 3, "column": 4, "bbox": [0.5, 1.0, 2.25, 3.0]
        });
        json!({
            "schema": SUBMISSION_SCHEMA,
            "source": {
                "file": "ส.ตส.xlsx", "sha256": "0a".repeat(32), "bytes": 1, "format": "xlsx",
                "producer": null, "sheets": 1, "pages": null
            },
            "agency": "อ.อ.ป.", "received": "2021-04-02", "office": "ส.ตส.",
            "office_source": "file_name", "fiscal_year": 2564, "score_years": [2562, 2563],
            "title": null, "due": "2021-03-31", "notes": [],
            "indicators": [{
                "no": 1, "official_no": null, "name": "", "instrument": "IIT",
                "scores": {"2562": 87.03, "2563": null}, "change": -1,
                "items": [{"code": "I14", "score": 83.88, "standing": "weak", "remark": null}],
                "verdicts": {"weak": null, "strong": "meets_target"},
                "measures": {"preamble": null, "claims": null, "list": [{
                    "no": null, "text": "",
                    "bullets": [{"item": null, "quoted_score": null, "text": ""}]
                }]},
                "responsible": {"all": true, "offices": [], "unresolved": [], "as_written": ""},
                "result": null
            }],
            "cells": {"read": 1, "mapped": 1, "structure": 0, "unmapped": 0},
            "origins": {
                "/indicators/0/no": {"sheet": "ITA", "cell": "A5"},
                "/title": place
            },
            "findings": [
                finding(Value::Null),
                finding(json!({"sheet": null, "cell": "B2"})),
                finding(place)
            ]
        })
    }

    /// Whether the schema and we have nothing to say; nothing where it is no
    /// submission at all.
    fn both(value: &Value) -> Option<(bool, bool)> {
        let submission = Submission::deserialize(value).ok()?;
        let written = serde_json::to_value(&submission).unwrap();
        let validator = facts::validator("submission").unwrap();
        Some((validator.is_valid(&written), submission.is_plain()))
    }

    /// Puts each of the words and numbers into each place in turn.
    fn each(value: &Value, path: &str, visit: &mut dyn FnMut(Value)) {
        let words = [
            "",
            "-",
            "a",
            "a-",
            "a-b",
            "A",
            "a1",
            "0",
            "00",
            "I",
            "I1",
            "I123",
            "I1234",
            "E12x",
            "O๑",
            "X1",
            "2021",
            "2021-03",
            "2021-3",
            "2021-03-31",
            "2021-03-31 ",
            "2021-03-3x",
            "2021-03-",
            "21-03-31",
            "2021-033-1",
            "๒๐๒๑-03-31",
            "๐๑-03",
            "F0",
            "f9",
            "AA10",
        ];
        let hashes = ["0a".repeat(31), "0A".repeat(32), "0g".repeat(32)];
        let words = words.into_iter().map(str::to_owned).chain(hashes);
        let numbers = [-1, 0, 1, 2399, 2400, 2699, 2700, 65_536];
        let others = numbers.into_iter().map(Value::from).chain([Value::Null]);
        let here = value.pointer(path).unwrap();
        for new in words.map(Value::from).chain(others) {
            let mut other = value.clone();
            *other.pointer_mut(path).unwrap() = new;
            visit(other);
        }
        let names: Vec<String> = match here {
            Value::Object(fields) => fields.keys().cloned().collect(),
            Value::Array(values) => (0..values.len()).map(|at| at.to_string()).collect(),
            _ => Vec::new(),
        };
        for name in names {
            let escaped = name.replace('/', "~1");
            each(value, &format!("{path}/{escaped}"), visit);
        }
        for name in ["", "x", "/x", "2399", "2700", "02563"] {
            let mut other = value.clone();
            if let Some(Value::Object(fields)) = other.pointer_mut(path)
                && let Some(first) = fields.values().next().cloned()
            {
                fields.insert(name.to_owned(), first);
                visit(other);
            }
        }
    }

    #[test]
    fn what_is_plain_the_schema_has_nothing_to_say_of() {
        let whole = whole();
        assert_eq!(both(&whole), Some((true, true)));
        let (mut valid, mut wrong) = (0, 0);
        each(&whole, "", &mut |value| {
            if let Some((is_valid, is_plain)) = both(&value) {
                assert_eq!(is_valid, is_plain, "{value}");
                if is_valid {
                    valid += 1;
                } else {
                    wrong += 1;
                }
            }
        });
        assert!(valid > 500 && wrong > 100, "{valid} {wrong}");
    }
}
