//! What is wrong with an office's data: the model, and how a place is named in
//! a message.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::grid::Origin;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Contradicts itself, or cannot be merged.
    Error,
    /// A person should look.
    Warning,
    /// A variant understood, a correction applied.
    Info,
}

/// One sentence in both languages, Thai first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Thai.
    pub th: String,
    /// English.
    pub en: String,
}

impl Message {
    /// The sentence in both languages.
    pub fn new(th: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            th: th.into(),
            en: en.into(),
        }
    }
}

/// One thing found in the data; it names the cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// The file, as in `submissions`.
    pub file: String,
    /// The place; none where it concerns the whole file.
    pub origin: Option<Origin>,
    /// Canonical name of the indicator, else as written.
    pub indicator: Option<String>,
    /// Code of the item, where the rule concerns one.
    pub item: Option<String>,
    /// The office, where the rule concerns one.
    pub office: Option<String>,
    /// What stands there.
    pub found: Option<String>,
    /// What should.
    pub expected: Option<String>,
    /// The sentence for a person; begins with the place.
    pub message: Message,
    /// The office's own words, where it answered a warning.
    pub explained: Option<String>,
    /// The agency, where the finding is of no file: a file has its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
}

impl Finding {
    /// The order of findings in every output: by file, place, then the rest.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let places = match (&self.origin, &other.origin) {
            (Some(a), Some(b)) => a.order(b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        self.file
            .cmp(&other.file)
            .then(places)
            .then_with(|| self.agency.cmp(&other.agency))
            .then_with(|| self.severity.cmp(&other.severity))
            .then_with(|| self.rule.cmp(&other.rule))
            .then_with(|| self.item.cmp(&other.item))
            .then_with(|| self.message.cmp(&other.message))
    }
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Findings of severity error.
    pub error: usize,
    /// Findings of severity warning.
    pub warning: usize,
    /// Findings of severity info.
    pub info: usize,
}

impl Counts {
    /// Counts one more finding.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
        }
    }
}

/// The place without its sheet, where several are named in one sentence.
#[must_use]
pub fn short(origin: &Origin) -> Message {
    match origin {
        Origin::Cell { cell, .. } => Message::new(cell.to_string(), cell.to_string()),
        Origin::Box {
            page, row, column, ..
        } => Message::new(
            format!("หน้า {page} แถว {row} คอลัมน์ {column}"),
            format!("page {page} row {row} column {column}"),
        ),
    }
}

/// The words that begin every message: the cell as the user sees it; `file` is
/// empty where the finding concerns no one file.
#[must_use]
pub fn place(file: &str, origin: Option<&Origin>) -> Message {
    match origin {
        None if file.is_empty() => Message::new("ทั้งชุดข้อมูล: ", "whole dataset: "),
        None => Message::new("ทั้งไฟล์: ", "whole file: "),
        Some(Origin::Cell { sheet: None, cell }) => {
            Message::new(format!("ช่อง {cell}: "), format!("cell {cell}: "))
        }
        Some(Origin::Cell {
            sheet: Some(sheet),
            cell,
        }) => Message::new(
            format!("แผ่นงาน “{sheet}” ช่อง {cell}: "),
            format!("sheet “{sheet}”, cell {cell}: "),
        ),
        Some(Origin::Box {
            page, row, column, ..
        }) => Message::new(
            format!("หน้า {page} แถว {row} คอลัมน์ {column}: "),
            format!("page {page}, row {row}, column {column}: "),
        ),
    }
}
