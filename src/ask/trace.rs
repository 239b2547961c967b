//! Where a value came from, who says so, and who says otherwise.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{
    same, same_code,
    unit::{Part, identity, units},
};
use crate::{
    dataset::{Conflict, Provenance, Report, Status, Summary},
    finding::{Finding, Message},
    grid::{Document, Origin},
    normalize::code::{self, Reading},
    submission::{Entry, Submission},
};

/// One value of a report, and all that is known of it.
#[derive(Clone, Debug, Serialize)]
pub struct Traced {
    /// Index of the report.
    pub report: usize,
    /// The agency's code.
    pub agency: String,
    /// The fiscal year, B.E.
    pub fiscal_year: u16,
    /// JSON pointer of the value in the report.
    pub field: String,
    /// The number of the indicator on the form.
    pub no: Option<u32>,
    /// The indicator.
    pub indicator: Option<String>,
    /// The item, where it belongs to one.
    pub item: Option<String>,
    /// What it is called on the form.
    pub label: Message,
    /// The value.
    pub value: Value,
    /// Whether the program worked it out from others, so that it stands nowhere.
    pub derived: bool,
    /// The conflict, where files disagree.
    pub conflict: Option<Conflict>,
    /// What each file says.
    pub said: Vec<Said>,
    /// What it means.
    #[serde(skip)]
    pub part: Option<Part>,
    /// What tells its indicator apart.
    #[serde(skip)]
    pub identity: String,
    /// The submissions that alone can speak of it.
    #[serde(skip)]
    pub only: Option<Vec<usize>>,
    /// Those that the provenance names.
    #[serde(skip)]
    pub sources: Vec<usize>,
}

/// What one file says of a value.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// Index into `submissions`.
    pub submission: usize,
    /// The file.
    pub file: String,
    /// The office.
    pub office: Option<String>,
    /// What became of the file.
    pub status: Status,
    /// How its word counted.
    pub role: Role,
    /// Whether it says the value of the report.
    pub agrees: bool,
    /// The value as read.
    pub value: Value,
    /// JSON pointer of it in the submission.
    pub field: String,
    /// Where it stood.
    pub origin: Option<Origin>,
    /// What the cell holds in the file itself, where that was looked up.
    pub written: Option<String>,
    /// What was found at the cell that concerns the value.
    pub findings: Vec<Finding>,
}

/// How the word of a file counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The value is from here.
    Source,
    /// It was weighed, and is not the value.
    Candidate,
    /// It was not weighed: a duplicate, or replaced by a later file.
    NotCounted,
}

impl Traced {
    /// A value of which nothing is known yet.
    #[must_use]
    pub fn new(at: usize, report: &Report, field: String, value: Value) -> Self {
        Self {
            report: at,
            agency: report.agency.clone(),
            fiscal_year: report.fiscal_year,
            field,
            no: None,
            indicator: None,
            item: None,
            label: Message::new("", ""),
            value,
            derived: false,
            conflict: None,
            said: Vec::new(),
            part: None,
            identity: String::new(),
            only: None,
            sources: Vec::new(),
        }
    }
}

/// The values asked about, found again by report and field.
#[derive(Debug, Default)]
pub struct Asked {
    /// In the order of the dataset.
    pub values: Vec<Traced>,
    fields: BTreeMap<usize, BTreeMap<String, usize>>,
    /// By agency and year, then by what tells an indicator apart.
    indicators: BTreeMap<(String, u16), BTreeMap<String, Vec<usize>>>,
}

impl Asked {
    /// Adds values of a report.
    pub fn add(&mut self, values: Vec<Traced>) {
        for traced in values {
            let at = self.values.len();
            self.fields
                .entry(traced.report)
                .or_default()
                .insert(traced.field.clone(), at);
            self.indicators
                .entry((traced.agency.clone(), traced.fiscal_year))
                .or_default()
                .entry(traced.identity.clone())
                .or_default()
                .push(at);
            self.values.push(traced);
        }
    }

    /// Takes in a line of the provenance.
    pub fn provenance(&mut self, line: &Provenance) {
        let Some(fields) = self.fields.get(&line.report) else {
            return;
        };
        let mut field = line.field.as_str();
        // A list or an object is settled as a whole and traced by its parts.
        let found = loop {
            match (fields.get(field), field.rsplit_once('/')) {
                (Some(at), _) => break Some(*at),
                (None, Some((above, _))) => field = above,
                (None, None) => break None,
            }
        };
        if let Some(traced) = found.and_then(|at| self.values.get_mut(at)) {
            for source in &line.sources {
                if !traced.sources.contains(&source.submission) {
                    traced.sources.push(source.submission);
                }
            }
        }
    }

    /// Takes in what the file at place `index` says.
    pub fn entry(&mut self, index: usize, entry: &Entry, summary: &Summary) {
        let Entry::Submission(submission) = entry else {
            return;
        };
        let of = (submission.agency.clone(), submission.fiscal_year);
        let Some(wanted) = self.indicators.get(&of) else {
            return;
        };
        let office = submission
            .office
            .as_deref()
            .filter(|office| !same_code(office, &submission.agency));
        let mut seen: Vec<String> = Vec::new();
        for (place, indicator) in submission.indicators.iter().enumerate() {
            let identity = identity(indicator.official_no, &indicator.name);
            let Some(values) = wanted.get(&identity).filter(|_| !seen.contains(&identity)) else {
                continue;
            };
            seen.push(identity);
            let json = serde_json::to_value(indicator).unwrap_or_default();
            let units: BTreeMap<Part, (String, Value)> = units(&json, office)
                .into_iter()
                .map(|unit| {
                    (
                        unit.part,
                        (format!("/indicators/{place}{}", unit.pointer), unit.value),
                    )
                })
                .collect();
            for at in values {
                let Some(traced) = self.values.get_mut(*at) else {
                    continue;
                };
                let unit = traced
                    .part
                    .as_ref()
                    .and_then(|part| units.get(&part.in_submission()));
                let speaks = traced
                    .only
                    .as_ref()
                    .is_none_or(|only| only.contains(&index));
                if let Some((field, value)) = unit.filter(|(_, value)| speaks && !value.is_null()) {
                    let said = said(index, submission, summary, traced, field, value);
                    traced.said.push(said);
                }
            }
        }
    }

    /// Keeps what an office said: its results, and what it said otherwise.
    pub fn keep_office(&mut self, office: &str) {
        self.values.retain(|traced| {
            let own = matches!(&traced.part, Some(Part::Result(Some(of), ..)) if of == office);
            let mut said = traced.said.iter();
            own || said
                .any(|said| said.office.as_deref() == Some(office) && said.role != Role::NotCounted)
        });
    }
}

fn said(
    index: usize,
    submission: &Submission,
    summary: &Summary,
    traced: &Traced,
    field: &str,
    value: &Value,
) -> Said {
    let candidates = traced
        .conflict
        .iter()
        .flat_map(|conflict| &conflict.candidates);
    let weighed = candidates
        .clone()
        .any(|candidate| candidate.sources.contains(&index));
    let role = if traced.sources.contains(&index) {
        Role::Source
    } else if weighed {
        Role::Candidate
    } else {
        Role::NotCounted
    };
    let origin = origin(submission, field);
    let findings = submission.findings.iter().filter(|finding| {
        let here = finding.origin.is_some() && finding.origin.as_ref() == origin;
        let about = about(finding);
        let ours = about.is_none() || traced.item.is_none() || about == traced.item;
        // What is wrong with the characters of a page may concern any cell on it.
        here && ours || finding.rule == "text-repaired" && covers(finding, origin)
    });
    Said {
        submission: index,
        file: summary.file.clone(),
        office: summary.office.clone(),
        status: summary.status,
        role,
        agrees: same(value, &traced.value),
        value: value.clone(),
        field: field.to_owned(),
        origin: origin.cloned(),
        written: None,
        findings: findings.cloned().collect(),
    }
}

/// The item that a finding is about; that of a code that was read otherwise
/// than it was written is the code read.
fn about(finding: &Finding) -> Option<String> {
    let expected = finding
        .expected
        .as_deref()
        .map(|text| code::parse(text, None));
    match (&finding.item, expected) {
        (Some(item), _) => Some(item.clone()),
        (None, Some(Reading::Code { code, .. })) => Some(code.to_string()),
        _ => None,
    }
}

/// Whether the finding is of all pages of the file.
fn covers(finding: &Finding, origin: Option<&Origin>) -> bool {
    finding.origin.is_none() && matches!(origin, Some(Origin::Box { .. }))
}

/// Where the value at `field` stood, or the first part of it.
fn origin<'s>(submission: &'s Submission, field: &str) -> Option<&'s Origin> {
    let origins = &submission.origins;
    origins.get(field).or_else(|| origins.below(field))
}

/// What the cell at `origin` holds, as the file has it.
#[must_use]
pub fn written<'d>(document: &'d Document, origin: &Origin) -> Option<&'d str> {
    let mut cells = document.grids.iter().flat_map(|grid| &grid.cells);
    cells
        .find(|cell| cell.origin == *origin)
        .map(|cell| cell.value.text())
}
