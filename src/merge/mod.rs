//! The submissions of one agency and year → its report: a join, and a pure
//! function of the set of entries and the facts. Neither the order of files nor
//! how they were grouped before changes a byte. Which entries there are, and
//! which belong together, the pipeline finds out.

mod choose;
mod coverage;
mod differences;
mod measures;
mod parts;
mod responsible;
mod results;
mod revision;
mod values;
mod versions;

pub use coverage::answering;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    dataset::{Provenance, Report, Status, Summary},
    finding::Counts,
    normalize::key::key,
    note::MergeNote,
    profile::Facts,
    submission::{Entry, Submission},
};

/// A submission and its index among all entries of the dataset.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// The index.
    pub index: usize,
    /// The submission.
    pub submission: &'a Submission,
    /// When what it says first arrived, in whatever file.
    received: Option<&'a str>,
    /// The file that this one says the same as: then it only lends its words,
    /// where they are the fuller ones.
    copy_of: Option<usize>,
}

impl<'a> Member<'a> {
    /// The submission with this index.
    #[must_use]
    pub fn new(index: usize, submission: &'a Submission) -> Self {
        Self {
            index,
            submission,
            received: submission.received.as_deref(),
            copy_of: None,
        }
    }
}

/// One report, and what came up while it was joined.
#[derive(Clone, Debug)]
pub struct Joined {
    /// The report.
    pub report: Report,
    /// Where each of its values came from, sorted by field.
    pub provenance: Vec<Provenance>,
    /// What was met.
    pub notes: Vec<MergeNote>,
    /// What became of each member, by its index.
    pub statuses: BTreeMap<usize, Status>,
}

/// Joins the submissions of one agency and fiscal year, which are in the order
/// of their indices, into report number `number` of the dataset.
#[must_use]
pub fn report(
    number: usize,
    agency: &str,
    fiscal_year: u16,
    members: &[Member<'_>],
    facts: &Facts,
) -> Joined {
    let mut statuses: BTreeMap<usize, Status> = members
        .iter()
        .map(|member| (member.index, Status::Merged))
        .collect();
    let mut notes = Vec::new();
    let sorted = versions::sort_out(members, &mut statuses, &mut notes);
    let mut values = values::join(number, &sorted, facts);
    let kept = sorted.members;
    notes.append(&mut values.notes);
    let score_years = years(&kept);
    let overall = score_years
        .iter()
        .map(|year| (*year, overall(&values.indicators, *year, facts)))
        .collect();
    values.provenance.sort_by(|a, b| a.field.cmp(&b.field));
    Joined {
        report: Report {
            agency: agency.to_owned(),
            fiscal_year,
            score_years,
            target: facts.catalog.target,
            overall,
            coverage: coverage::coverage(&values.indicators, &kept, facts),
            indicators: values.indicators,
            conflicts: values.conflicts,
        },
        provenance: values.provenance,
        notes,
        statuses,
    }
}

/// What the dataset says of an entry before anything is merged.
#[must_use]
pub fn summary(entry: &Entry) -> Summary {
    let mut findings = Counts::default();
    for finding in entry.findings() {
        findings.add(finding.severity);
    }
    let source = entry.source();
    let base = |office: &Option<String>, agency: &str| Summary {
        file: source.file.clone(),
        sha256: source.sha256.clone(),
        bytes: source.bytes,
        format: source.format,
        office: office.clone(),
        agency: agency.to_owned(),
        fiscal_year: None,
        status: Status::Rejected,
        reason: None,
        message: None,
        cells: None,
        findings,
    };
    match entry {
        Entry::Submission(submission) => Summary {
            fiscal_year: Some(submission.fiscal_year),
            status: Status::Merged,
            cells: Some(submission.cells),
            ..base(&submission.office, &submission.agency)
        },
        Entry::Rejected(rejected) => Summary {
            reason: Some(rejected.reason.clone()),
            message: Some(rejected.message.clone()),
            ..base(&rejected.office, &rejected.agency)
        },
    }
}

/// The value with every text replaced by its comparison key.
fn compared(value: &Value) -> Value {
    let mut value = value.clone();
    by_key(&mut value);
    value
}

/// Replaces every text by its comparison key.
fn by_key(value: &mut Value) {
    match value {
        Value::String(text) => *text = key(text),
        Value::Array(values) => values.iter_mut().for_each(by_key),
        Value::Object(fields) => fields.values_mut().for_each(by_key),
        _ => {}
    }
}

fn years(members: &[Member<'_>]) -> Vec<u16> {
    let mut years: Vec<u16> = members
        .iter()
        .flat_map(|member| member.submission.score_years.iter().copied())
        .collect();
    years.sort_unstable();
    years.dedup();
    years
}

fn overall(
    indicators: &[crate::dataset::MergedIndicator],
    year: u16,
    facts: &Facts,
) -> Option<crate::hundredths::Hundredths> {
    let scores = indicators
        .iter()
        .filter_map(|indicator| {
            Some((
                indicator.name.as_str(),
                indicator.scores.get(&year).copied()??,
            ))
        })
        .collect();
    facts.catalog.overall(&scores)
}
