//! A submission against `report.schema.json`: what the schema can say of a
//! correct report, it says, and a breach names the rule that reports it.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use crate::{
    facts,
    note::{Note, NoteKind},
    submission::Submission,
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
    let (schema, validator) = LazyLock::force(&REPORT).as_ref().map_err(Clone::clone)?;
    let value = serde_json::json!({ "indicators": submission.indicators });
    let mut notes = Vec::new();
    for error in validator.iter_errors(&value) {
        let pointer = error.instance_path().as_str().to_owned();
        let path = error.schema_path().as_str();
        let Some(rule) = rule(schema, path) else {
            return Err(format!("no x-rule at {path}"));
        };
        notes.push(Note {
            origin: submission.origins.get(&pointer).cloned(),
            indicator: index(&pointer),
            kind: NoteKind::Breach { rule, pointer },
        });
    }
    Ok(notes)
}

/// The `x-rule` beside the keyword at the path.
fn rule(schema: &Value, path: &str) -> Option<String> {
    let (parent, _) = path.rsplit_once('/')?;
    let rule = schema.pointer(parent)?.get("x-rule")?.as_str()?;
    Some(rule.to_owned())
}

/// The indicator that a pointer lies in.
fn index(pointer: &str) -> Option<usize> {
    pointer
        .strip_prefix("/indicators/")?
        .split('/')
        .next()?
        .parse()
        .ok()
}
