//! What rules look at beside one submission: a file, the answers of an office,
//! all submissions together.

use std::collections::BTreeMap;

use super::Context;
use crate::{
    dataset::Report,
    grid::PageTrouble,
    note::{MergeNote, Note},
    profile::Facts,
};

/// What is known of a file, whether or not it is a report.
#[derive(Clone, Copy, Debug)]
pub struct FileContext<'a> {
    /// Whether it has any text.
    pub has_text: bool,
    /// Whether it has a table of ours.
    pub has_table: bool,
    /// What is wrong with its pages.
    pub trouble: &'a PageTrouble,
}

/// What an office answered to the warnings about its submission.
#[derive(Clone, Debug)]
pub struct AnswerContext<'a> {
    /// The submission.
    pub of: &'a Context<'a>,
    /// The answers that are for none of them.
    pub unused: Vec<&'a Note>,
}

/// All submissions of one agency and year together.
#[derive(Clone, Copy, Debug)]
pub struct DatasetContext<'a> {
    /// The merged report.
    pub report: &'a Report,
    /// The files, by their indices in the dataset.
    pub files: &'a BTreeMap<usize, &'a str>,
    /// Files of the agency that could not be read, by their office.
    pub unread: &'a BTreeMap<&'a str, Vec<&'a str>>,
    /// What was met while merging.
    pub notes: &'a [MergeNote],
    /// The facts.
    pub facts: &'a Facts,
}
