//! Entries that were written before, by this program on whatever machine.

use std::{fs, path::Path};

use crate::{
    error::Failure,
    facts,
    submission::{Entry, REJECTION_SCHEMA, SUBMISSION_SCHEMA},
};

/// Reads entries that were written before: a submission, a `submissions.jsonl`,
/// or a dataset, which means its folder.
///
/// # Errors
/// A file that is none of them, with the pointer of what is wrong.
pub fn read_written(path: &Path) -> Result<Vec<Entry>, Failure> {
    let path = if path.is_dir() {
        path.join("submissions.jsonl")
    } else if path.file_name().is_some_and(|name| name == "dataset.json") {
        path.with_file_name("submissions.jsonl")
    } else {
        path.to_owned()
    };
    let text = fs::read_to_string(&path).map_err(|source| Failure::Read {
        path: path.clone(),
        source,
    })?;
    let invalid = |problem: String| Failure::Invalid {
        path: path.clone(),
        problem,
    };
    // One indented submission, or one entry a line.
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) {
        return Ok(vec![entry(value).map_err(invalid)?]);
    }
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            let value = serde_json::from_str(line).map_err(|error| error.to_string());
            value
                .and_then(entry)
                .map_err(|problem| invalid(format!("line {}: {problem}", at + 1)))
        })
        .collect()
}

fn entry(value: serde_json::Value) -> Result<Entry, String> {
    let schema = value.get("schema").and_then(serde_json::Value::as_str);
    let read = match schema {
        Some(SUBMISSION_SCHEMA) => {
            facts::check(&value, "submission")?;
            serde_json::from_value(value).map(Entry::Submission)
        }
        Some(REJECTION_SCHEMA) => {
            facts::check(&value, "rejection")?;
            serde_json::from_value(value).map(Entry::Rejected)
        }
        _ => {
            return Err(format!(
                "/schema: neither {SUBMISSION_SCHEMA} nor {REJECTION_SCHEMA}"
            ));
        }
    };
    read.map_err(|error| error.to_string())
}
