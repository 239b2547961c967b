//! Submissions → dataset: a join, and a pure function of the set of entries
//! and the facts. Neither the order of files nor how they were grouped before
//! changes a byte.

mod choose;
mod coverage;
mod measures;
mod results;
mod revision;
mod values;

use std::{cmp::Ordering, collections::BTreeMap};

use serde_json::Value;

use crate::{
    dataset::{DATASET_SCHEMA, Dataset, Provenance, Report, Status, Summary},
    finding::Counts,
    normalize::key::key,
    note::MergeNote,
    profile::Facts,
    source::sha256,
    submission::{Entry, Submission},
};
use revision::Mark;

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
            group.push(Member { index, submission });
        }
    }
    let mut reports: Vec<Report> = Vec::new();
    let mut provenance = Vec::new();
    let mut notes = Vec::new();
    for ((agency, year), members) in groups {
        let kept = sort_out(&members, &mut summaries, &mut notes);
        let mut values = values::join(reports.len(), &kept, facts);
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

/// By file and hash; two readings of the same bytes by what they say.
fn order(a: &Entry, b: &Entry) -> Ordering {
    let text = |entry: &Entry| serde_json::to_string(entry).unwrap_or_default();
    identity(a)
        .cmp(&identity(b))
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

/// Tells duplicates, superseded and competing submissions of each office apart;
/// returns those to be merged.
fn sort_out<'a>(
    members: &[Member<'a>],
    summaries: &mut [Summary],
    notes: &mut Vec<MergeNote>,
) -> Vec<Member<'a>> {
    let mut offices: BTreeMap<Option<&str>, BTreeMap<String, Vec<Member<'a>>>> = BTreeMap::new();
    for member in members {
        let contents = offices
            .entry(member.submission.office.as_deref())
            .or_default();
        contents
            .entry(content(member.submission))
            .or_default()
            .push(*member);
    }
    let mut kept = Vec::new();
    for (office, contents) in offices {
        let mut contents: Vec<Vec<Member<'a>>> = contents.into_values().collect();
        contents.sort_by_key(|same| same.first().map(|member| member.index));
        for same in &contents {
            for later in same.iter().skip(1) {
                if let Some(first) = same.first() {
                    set(summaries, later.index, Status::Duplicate);
                    notes.push(MergeNote::Duplicate {
                        file: file(later),
                        of: file(first),
                    });
                }
            }
        }
        let marks: Vec<Mark> = contents
            .iter()
            .map(|same| Mark::of(same.iter().map(|m| m.submission)))
            .collect();
        let beaten_by = |at: usize| {
            // Files of unknown office never compete.
            let mark = office.and(marks.get(at))?;
            (0..marks.len()).find(|other| {
                overlap(&contents, at, *other)
                    && marks.get(*other).is_some_and(|other| other.beats(mark))
            })
        };
        let mut winners: Vec<usize> = (0..contents.len())
            .filter(|at| beaten_by(*at).is_none())
            .collect();
        if winners.is_empty() {
            winners = (0..contents.len()).collect();
        }
        let firsts: Vec<Member<'a>> = contents
            .iter()
            .filter_map(|same| same.first().copied())
            .collect();
        for (at, first) in firsts.iter().enumerate() {
            if winners.contains(&at) {
                kept.push(*first);
                let with: Vec<String> = winners
                    .iter()
                    .filter(|other| **other != at && overlap(&contents, at, **other))
                    .filter_map(|other| firsts.get(*other).map(file))
                    .collect();
                if let Some(office) = office.filter(|_| !with.is_empty()) {
                    notes.push(MergeNote::Competing {
                        file: file(first),
                        office: office.to_owned(),
                        with,
                    });
                }
            } else {
                let by = winners
                    .iter()
                    .copied()
                    .find(|winner| {
                        marks
                            .get(*winner)
                            .zip(marks.get(at))
                            .is_some_and(|(w, m)| w.beats(m))
                    })
                    .or(winners.first().copied())
                    .and_then(|winner| firsts.get(winner))
                    .map(file)
                    .unwrap_or_default();
                for member in contents.get(at).into_iter().flatten() {
                    set(summaries, member.index, Status::Superseded);
                }
                notes.push(MergeNote::Superseded {
                    file: file(first),
                    by,
                });
            }
        }
    }
    kept.sort_by_key(|member| member.index);
    kept
}

/// Whether two contents speak of the same indicators: an office may send one
/// file for each.
fn overlap(contents: &[Vec<Member<'_>>], a: usize, b: usize) -> bool {
    let names = |at: usize| {
        let first = contents.get(at).and_then(|same| same.first());
        first
            .into_iter()
            .flat_map(|member| &member.submission.indicators)
            .map(|indicator| &indicator.name)
    };
    names(a).any(|name| names(b).any(|other| other == name))
}

fn set(summaries: &mut [Summary], index: usize, status: Status) {
    if let Some(summary) = summaries.get_mut(index) {
        summary.status = status;
    }
}

fn file(member: &Member<'_>) -> String {
    member.submission.source.file.clone()
}

/// What a submission says, by comparison key: equal for two files that differ
/// only in format, wrapping and spacing.
fn content(submission: &Submission) -> String {
    let mut value = serde_json::json!({
        "score_years": submission.score_years,
        "title": submission.title,
        "due": submission.due,
        "notes": submission.notes,
        "indicators": submission.indicators,
    });
    by_key(&mut value);
    sha256(value.to_string().as_bytes())
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
