//! Facts as data: the JSON Schemas of everything we read and write, and how a
//! facts file is checked when it is loaded.

use std::sync::{LazyLock, OnceLock};

use jsonschema::{Registry, Validator};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Name and text of every schema, in the order of the data's page.
pub const SCHEMAS: [(&str, &str); 10] = [
    (
        "submission",
        include_str!("../schemas/submission.schema.json"),
    ),
    (
        "rejection",
        include_str!("../schemas/rejection.schema.json"),
    ),
    ("dataset", include_str!("../schemas/dataset.schema.json")),
    ("finding", include_str!("../schemas/finding.schema.json")),
    (
        "provenance",
        include_str!("../schemas/provenance.schema.json"),
    ),
    ("report", include_str!("../schemas/report.schema.json")),
    ("profile", include_str!("../schemas/profile.schema.json")),
    ("catalog", include_str!("../schemas/catalog.schema.json")),
    ("columns", include_str!("../schemas/columns.schema.json")),
    // Not a file of its own: what a line of submissions.jsonl may be.
    (
        "entry",
        r#"{"$id":"urn:ruam:entry","oneOf":[{"$ref":"urn:ruam:submission"},{"$ref":"urn:ruam:rejection"}]}"#,
    ),
];

/// All schemas by their ids, so that one may refer to another.
static REGISTRY: LazyLock<Result<Registry<'static>, String>> = LazyLock::new(|| {
    let mut registry = Registry::new();
    for (name, text) in SCHEMAS {
        let schema: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
        registry = registry
            .add(format!("urn:ruam:{name}"), schema)
            .map_err(|e| e.to_string())?;
    }
    registry.prepare().map_err(|e| e.to_string())
});

/// The text of the schema called `name`.
#[must_use]
pub fn schema(name: &str) -> Option<&'static str> {
    SCHEMAS
        .iter()
        .find(|(n, _)| *n == name)
        .map(|(_, text)| *text)
}

/// The validators, each compiled when it is first asked for.
static VALIDATORS: [OnceLock<Result<Validator, String>>; SCHEMAS.len()] =
    [const { OnceLock::new() }; SCHEMAS.len()];

/// The validator for the schema called `name`.
///
/// # Errors
/// Where there is no such schema, or it is itself wrong.
pub fn validator(name: &str) -> Result<&'static Validator, String> {
    let named = SCHEMAS
        .iter()
        .zip(&VALIDATORS)
        .find(|((n, _), _)| *n == name);
    let ((_, text), slot) = named.ok_or_else(|| format!("no schema is called {name}"))?;
    let compiled = slot.get_or_init(|| compile(text));
    compiled.as_ref().map_err(Clone::clone)
}

fn compile(text: &str) -> Result<Validator, String> {
    let schema: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let options = jsonschema::options();
    // One that refers to no other needs none of them.
    let options = if text.contains(r#""$ref": "urn:"#) || text.contains(r#""$ref":"urn:"#) {
        let registry = LazyLock::force(&REGISTRY).as_ref().map_err(Clone::clone)?;
        options.with_registry(registry)
    } else {
        options
    };
    options.offline().build(&schema).map_err(|e| e.to_string())
}

/// Checks `value` against the schema called `name`.
///
/// # Errors
/// The JSON pointer of the first mistake, and what it is.
pub fn check(value: &Value, name: &str) -> Result<(), String> {
    let validator = validator(name)?;
    match validator.iter_errors(value).next() {
        None => Ok(()),
        Some(error) => {
            let pointer = error.instance_path().as_str().to_owned();
            let place = if pointer.is_empty() {
                "/".to_owned()
            } else {
                pointer
            };
            Err(format!("{place}: {error}"))
        }
    }
}

/// Reads JSON of ours, checked against the schema called `name`.
///
/// # Errors
/// What is wrong and where: a line and column, or a JSON pointer.
pub fn read<T: DeserializeOwned>(text: &str, name: &str) -> Result<T, String> {
    let value: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
    check(&value, name)?;
    // A key that stands there twice is seen in the text only.
    serde_json::from_str(text).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::Columns;

    #[test]
    fn a_key_that_stands_there_twice_is_a_mistake() {
        let columns = include_str!("../schemas/columns.json");
        assert!(read::<Columns>(columns, "columns").is_ok());
        let twice = columns.replacen(r#""groups":"#, r#""groups": [], "groups":"#, 1);
        let problem = read::<Columns>(&twice, "columns").unwrap_err();
        assert!(problem.contains("duplicate field `groups`"), "{problem}");
    }
}
