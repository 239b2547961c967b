//! The form's columns: every known spelling of their headers.

use serde::{Deserialize, Serialize};

use crate::finding::Message;

/// The known headers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// `ruam.columns/1`.
    pub schema: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// Captions that stand above several columns.
    pub groups: Vec<String>,
}

/// One column of the form.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Which one.
    pub id: ColumnId,
    /// What it is called in messages.
    pub title: Message,
    /// Whether the form is incomplete without it.
    pub required: bool,
    /// Its headers, `{year}` standing for a year.
    pub spellings: Vec<String>,
    /// Beginnings of headers that are enough.
    pub starts_with: Vec<String>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnId {
    /// The number on the form.
    No,
    /// The indicator's name.
    Indicator,
    /// The score of one year.
    Score,
    /// The change against the year before.
    Change,
    /// The weak items.
    Weak,
    /// The strong items.
    Strong,
    /// The measures.
    Measures,
    /// The responsible offices.
    Responsible,
    /// The results.
    Result,
    /// Obstacles, where they have a column of their own.
    Obstacles,
    /// Suggestions, where they have a column of their own.
    Suggestions,
    /// Progress, where it has a column of its own.
    Progress,
    /// The office's answers to warnings, beside the table.
    Explanation,
}
