//! Submissions → dataset: a join, and a pure function of the set of entries
//! and the facts. Neither the order of files nor how they were grouped before
//! changes a byte.

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

use std::{cmp::Ordering, collections::BTreeMap};

use serde_json::Value;

use crate::{
    dataset::{DATASET_SCHEMA, Dataset, Provenance, Report, Status, Summary},
    finding::Counts,
    normalize::key::key,
    note::MergeNote,
    profile::Facts,
    submission::{Entry, Submission},
};

/// What merging gives.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The dataset; findings over all submissions are not counted in it yet.
    pub dataset: Dataset,
    /// Where each merged value came from, sorted by report and field.
    pub provenance: Vec<Provenance>,
    /// What was met.
    pub notes: Vec<MergeNote>,
    /// The entries, sorted and each once.
    pub entries: Vec<Entry>,
}

/// A submission and its index in the dataset's list.
#[derive(Clone, Copy)]
struct Member<'a> {
    index: usize,
    submission: &'a Submission,
    /// When what it says first arrived, in whatever file.
    received: Option<&'a str>,
    /// The file that this one says the same as: then it only lends its words,
    /// where they are the fuller ones.
    copy_of: Option<usize>,
}

/// Merges all entries.
#[must_use]
pub fn merge(mut entries: Vec<Entry>, facts: &Facts) -> Merged {
    entries.sort_by(order);
    entries.dedup_by(|a, b| identity(a) == identity(b));
    let mut summaries: Vec<Summary> = entries.iter().map(summary).collect();
    let mut groups: BTreeMap<(&str, u16), Vec<Member<'_>>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        if let Entry::Submission(submission) = entry {
            let group = groups
                .entry((&submission.agency, submission.fiscal_year))
                .or_default();
            let received = submission.received.as_deref();
            group.push(Member {
                index,
                submission,
                received,
                copy_of: None,
            });
        }
    }
    let mut reports: Vec<Report> = Vec::new();
    let mut provenance = Vec::new();
    let mut notes = Vec::new();
    for ((agency, year), members) in groups {
        let sorted = versions::sort_out(&members, &mut summaries, &mut notes);
        let mut values = values::join(reports.len(), &sorted, facts);
        let kept = sorted.members;
        provenance.append(&mut values.provenance);
        notes.append(&mut values.notes);
        let coverage = coverage::coverage(&values.indicators, &kept, facts);
        let years: Vec<u16> = years(&kept);
        let overall = years
            .iter()
            .map(|y| (*y, overall(&values.indicators, *y, facts)))
            .collect();
        reports.push(Report {
            agency: agency.to_owned(),
            fiscal_year: year,
            score_years: years,
            target: facts.catalog.target,
            overall,
            indicators: values.indicators,
            coverage,
            conflicts: values.conflicts,
        });
    }
    provenance.sort_by(|a, b| (a.report, &a.field).cmp(&(b.report, &b.field)));
    Merged {
        dataset: Dataset {
            schema: DATASET_SCHEMA.to_owned(),
            reports,
            submissions: summaries,
        },
        provenance,
        notes,
        entries,
    }
}

fn identity(entry: &Entry) -> (&str, &str) {
    let source = entry.source();
    (&source.file, &source.sha256)
}

/// By file and hash; of two readings of the same bytes one that succeeded comes
/// first, then by what they say.
fn order(a: &Entry, b: &Entry) -> Ordering {
    let text = |entry: &Entry| serde_json::to_string(entry).unwrap_or_default();
    let rejected = |entry: &Entry| matches!(entry, Entry::Rejected(_));
    identity(a)
        .cmp(&identity(b))
        .then(rejected(a).cmp(&rejected(b)))
        .then_with(|| text(a).cmp(&text(b)))
}

fn summary(entry: &Entry) -> Summary {
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
