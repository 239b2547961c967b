//! Findings as a SARIF 2.1.0 log (OASIS, Static Analysis Results Interchange
//! Format), for programs that show them: one run, one result a finding.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};
use serde_json::{Value, json};

use super::json;
use crate::{
    finding::{Finding, Message, Severity, place},
    grid::Origin,
    rules::{RULES, Rule},
    submission::Entry,
};

/// What a path of RFC 3986 holds only percent-encoded, besides non-ASCII.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// The log of a run over `entries` that ended with `code`; its texts are Thai
/// or English.
#[must_use]
pub fn log(entries: &[Entry], thai: bool, code: u8) -> Vec<u8> {
    let language = Language { thai };
    let rules: Vec<Value> = RULES.iter().map(|rule| language.rule(rule)).collect();
    let results: Vec<Value> = entries
        .iter()
        .flat_map(Entry::findings)
        .map(|finding| language.result(finding))
        .collect();
    let unread: Vec<Value> = entries
        .iter()
        .filter_map(|entry| language.unread(entry))
        .collect();
    let artifacts: Vec<Value> = entries
        .iter()
        .map(|entry| {
            let source = entry.source();
            json!({
                "location": { "uri": uri(&source.file) },
                "length": source.bytes,
                "hashes": { "sha-256": source.sha256 },
            })
        })
        .collect();
    json::pretty(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "ruam",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "language": if thai { "th" } else { "en" },
            "columnKind": "unicodeCodePoints",
            "artifacts": artifacts,
            "invocations": [{
                "executionSuccessful": unread.is_empty(),
                "exitCode": code,
                "toolExecutionNotifications": unread,
            }],
            "results": results,
        }],
    }))
}

struct Language {
    thai: bool,
}

impl Language {
    fn say<'m>(&self, message: &'m Message) -> &'m str {
        if self.thai { &message.th } else { &message.en }
    }

    fn rule(&self, rule: &Rule) -> Value {
        let summary = rule.summary();
        json!({
            "id": rule.id,
            "shortDescription": { "text": self.say(&summary) },
            "help": { "text": rule.page, "markdown": rule.page },
            "defaultConfiguration": { "level": level(rule.severity) },
        })
    }

    fn result(&self, finding: &Finding) -> Value {
        let index = RULES.iter().position(|rule| rule.id == finding.rule);
        let physical = json!({ "artifactLocation": { "uri": uri(&finding.file) } });
        let logical = finding
            .origin
            .as_ref()
            .map(|origin| self.cell(finding, origin));
        let location = with(
            json!({ "physicalLocation": physical }),
            "logicalLocations",
            logical,
        );
        let result = json!({
            "ruleId": finding.rule,
            "ruleIndex": index,
            "level": level(finding.severity),
            "message": { "text": self.say(&finding.message) },
            "locations": [location],
            "properties": {
                "indicator": finding.indicator,
                "item": finding.item,
                "office": finding.office,
                "found": finding.found,
                "expected": finding.expected,
            },
        });
        // Answered by the office; a person has still to accept it.
        let answered = finding.explained.as_ref().map(|words| {
            json!([{ "kind": "inSource", "status": "underReview", "justification": words }])
        });
        with(result, "suppressions", answered)
    }

    /// The cell that a finding is about, as a logical location.
    fn cell(&self, finding: &Finding, origin: &Origin) -> Value {
        let place = place(&finding.file, Some(origin));
        let name = match origin {
            Origin::Cell { cell, .. } => cell.to_string(),
            Origin::Box { .. } => self.say(&place).trim_end_matches([':', ' ']).to_owned(),
        };
        let whole = match origin {
            Origin::Cell {
                sheet: Some(sheet),
                cell,
            } => format!("'{}'!{cell}", sheet.replace('\'', "''")),
            _ => name.clone(),
        };
        json!([{
            "name": name,
            "fullyQualifiedName": whole,
            "kind": "cell",
            "properties": { "origin": origin },
        }])
    }

    /// A file that could not be read, unless a finding says so already.
    fn unread(&self, entry: &Entry) -> Option<Value> {
        let Entry::Rejected(rejected) = entry else {
            return None;
        };
        Some(json!({
            "level": "error",
            "descriptor": { "id": rejected.reason },
            "message": { "text": self.say(&rejected.message) },
            "locations": [{
                "physicalLocation": { "artifactLocation": { "uri": uri(&rejected.source.file) } },
            }],
        }))
    }
}

/// The object with one more field, where there is one.
fn with(mut object: Value, name: &str, field: Option<Value>) -> Value {
    if let (Some(fields), Some(field)) = (object.as_object_mut(), field) {
        fields.insert(name.to_owned(), field);
    }
    object
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A file's name as a relative reference.
fn uri(file: &str) -> String {
    percent_encoding::utf8_percent_encode(file, RESERVED).to_string()
}
