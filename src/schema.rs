//! A submission against `report.schema.json`: what the schema can say of a
//! correct report, it says, and a breach names the rule that reports it.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use crate::{
    facts,
    hundredths::Hundredths,
    note::{Note, NoteKind},
    submission::{Indicator, Submission},
};

/// The schema and its validator, compiled once.
static REPORT: LazyLock<Result<(Value, &'static Validator), String>> = LazyLock::new(|| {
    let text = facts::schema("report").unwrap_or_default();
    let schema = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Ok((schema, facts::validator("report")?))
});

/// The constraints that the submission breaks, as notes at the values.
///
/// # Errors
/// Where our own schema is wrong: a test sees to it that it is not.
pub fn breaches(submission: &Submission) -> Result<Vec<Note>, String> {
    let mut notes = Vec::new();
    for (index, indicator) in submission.indicators.iter().enumerate() {
        if is_plain(indicator) {
            continue;
        }
        let (schema, validator) = LazyLock::force(&REPORT).as_ref().map_err(Clone::clone)?;
        let value = serde_json::json!({ "indicators": [indicator] });
        for error in validator.iter_errors(&value) {
            let path = error.schema_path().as_str();
            let Some(rule) = rule(schema, path) else {
                return Err(format!("no x-rule at {path}"));
            };
            let alone = error.instance_path().as_str();
            let name = alone.strip_prefix("/indicators/0").unwrap_or_default();
            notes.push(Note {
                origin: submission.origins.get_in(index, name).cloned(),
                indicator: Some(index),
                kind: NoteKind::Breach {
                    rule,
                    pointer: format!("/indicators/{index}{name}"),
                },
            });
        }
    }
    Ok(notes)
}

/// Whether the schema certainly has nothing to say of the row, as of most: its
/// numbers are all there, and between 0 and 100. Nothing else is in the schema.
fn is_plain(indicator: &Indicator) -> bool {
    let score =
        |score: &Option<Hundredths>| score.is_some_and(|score| (0..=10_000).contains(&score.get()));
    let result = indicator.result.as_ref();
    indicator.scores.values().all(score)
        && indicator.change.is_some()
        && indicator.items.iter().all(|item| score(&item.score))
        && result.is_none_or(|result| score(&result.progress_percent))
}

/// The `x-rule` beside the keyword at the path.
fn rule(schema: &Value, path: &str) -> Option<String> {
    let (parent, _) = path.rsplit_once('/')?;
    let rule = schema.pointer(parent)?.get("x-rule")?.as_str()?;
    Some(rule.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::submission::{Item, Measures, Responsible, ResultReport, Standing, Verdicts};

    fn indicator(numbers: [Option<Hundredths>; 4], has_result: bool) -> Indicator {
        let [score, change, item, progress_percent] = numbers;
        Indicator {
            no: Some(1),
            official_no: None,
            name: String::new(),
            instrument: None,
            scores: BTreeMap::from([(2562, Some(Hundredths::new(0))), (2563, score)]),
            change,
            items: vec![Item {
                code: "I1".to_owned(),
                score: item,
                standing: Standing::Weak,
                remark: None,
            }],
            verdicts: Verdicts::default(),
            measures: Measures::default(),
            responsible: Responsible::default(),
            result: has_result.then(|| ResultReport {
                actions: Vec::new(),
                obstacles: None,
                suggestions: None,
                progress_percent,
                text: String::new(),
            }),
        }
    }

    #[test]
    fn the_schema_has_nothing_to_say_of_a_plain_row_and_something_of_any_other() {
        let numbers = [
            None,
            Some(-1),
            Some(0),
            Some(4_999),
            Some(10_000),
            Some(10_001),
        ];
        let numbers = numbers.map(|number| number.map(Hundredths::new));
        let validator = facts::validator("report").unwrap();
        for a in numbers {
            for b in numbers {
                for c in numbers {
                    for (d, has_result) in numbers
                        .map(|d| (d, true))
                        .into_iter()
                        .chain([(None, false)])
                    {
                        let row = indicator([a, b, c, d], has_result);
                        let value = serde_json::json!({ "indicators": [row] });
                        assert_eq!(validator.is_valid(&value), is_plain(&row), "{row:?}");
                    }
                }
            }
        }
    }

    /// What [`is_plain`] looks at is all that the schema speaks of.
    #[test]
    fn the_schema_speaks_of_numbers_only() {
        fn words(schema: &Value, found: &mut Vec<String>) {
            match schema {
                Value::Object(fields) => {
                    for (name, value) in fields {
                        found.push(name.clone());
                        words(value, found);
                    }
                }
                Value::Array(values) => values.iter().for_each(|value| words(value, found)),
                _ => {}
            }
        }
        let schema: Value = serde_json::from_str(facts::schema("report").unwrap()).unwrap();
        let mut found = Vec::new();
        words(&schema, &mut found);
        found.sort_unstable();
        found.dedup();
        let known = [
            "$defs",
            "$id",
            "$ref",
            "$schema",
            "additionalProperties",
            "allOf",
            "change",
            "indicators",
            "items",
            "maximum",
            "minimum",
            "progress_percent",
            "properties",
            "result",
            "score",
            "scores",
            "title",
            "type",
            "x-rule",
        ];
        assert_eq!(found, known);
    }
}
