//! All offices together: the model behind `dataset.schema.json` and
//! `provenance.schema.json`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    finding::{Counts, Message},
    grid::Origin,
    hundredths::Hundredths,
    submission::{CellCounts, Claim, Format, Instrument, Standing},
};

/// Value of `schema` in a dataset.
pub const DATASET_SCHEMA: &str = "ruam.dataset/1";

/// The merged reports and what became of every input file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// [`DATASET_SCHEMA`].
    pub schema: String,
    /// One per agency and fiscal year, sorted.
    pub reports: Vec<Report>,
    /// One per input file, sorted by file.
    pub submissions: Vec<Summary>,
}

/// One agency's report of one fiscal year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The agency's code.
    pub agency: String,
    /// The fiscal year, B.E.
    pub fiscal_year: u16,
    /// The years that scores are given for, B.E., ascending.
    pub score_years: Vec<u16>,
    /// The target score.
    pub target: Hundredths,
    /// Overall score of each year; none where an indicator is missing.
    pub overall: BTreeMap<u16, Option<Hundredths>>,
    /// The indicators, by the form's number.
    pub indicators: Vec<MergedIndicator>,
    /// Who reported; none where no office's submission was merged.
    pub coverage: Option<Coverage>,
    /// Values that submissions disagree about.
    pub conflicts: Vec<Conflict>,
}

/// One indicator, merged from all submissions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergedIndicator {
    /// The number printed on the form.
    pub no: Option<u32>,
    /// The assessment's own number.
    pub official_no: Option<u32>,
    /// Canonical name, else as written.
    pub name: String,
    /// The survey.
    pub instrument: Option<Instrument>,
    /// Score of each year; none where missing or undecided.
    pub scores: BTreeMap<u16, Option<Hundredths>>,
    /// Change against the year before.
    pub change: Option<Hundredths>,
    /// The items, in the catalog's order.
    pub items: Vec<MergedItem>,
    /// The measures.
    pub measures: MergedMeasures,
    /// Who answers for the indicator.
    pub responsible: MergedResponsible,
    /// One per office that reported; no office for the agency's own report.
    pub results: Vec<MergedResult>,
}

/// One item, merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergedItem {
    /// The code.
    pub code: String,
    /// The score; none where missing or undecided.
    pub score: Option<Hundredths>,
    /// The column it stands in; none where undecided.
    pub standing: Option<Standing>,
    /// What is written after the score.
    pub remark: Option<String>,
}

/// The measures, merged; a text is none where undecided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergedMeasures {
    /// The sentence before the list.
    pub preamble: Option<String>,
    /// What it says of the score.
    pub claims: Option<Claim>,
    /// The measures.
    pub list: Vec<MergedMeasure>,
}

/// One measure, merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergedMeasure {
    /// Its number on the form.
    pub no: Option<u32>,
    /// The text.
    pub text: Option<String>,
    /// The dashes under it.
    pub bullets: Vec<MergedBullet>,
}

/// One dash under a measure, merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergedBullet {
    /// The item it speaks of.
    pub item: Option<String>,
    /// The score it quotes.
    pub quoted_score: Option<Hundredths>,
    /// The text.
    pub text: Option<String>,
}

/// Who answers for an indicator, merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergedResponsible {
    /// ทุกสำนัก.
    pub all: bool,
    /// The offices named, canonical, in the order written.
    pub offices: Vec<String>,
    /// What could not be resolved, as written.
    pub unresolved: Vec<String>,
    /// The cell's words; none where missing or undecided.
    pub as_written: Option<String>,
}

/// What one office reported for one indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergedResult {
    /// The office; empty for the agency's own report and for an unknown office.
    pub offices: Vec<String>,
    /// What was done.
    pub actions: Vec<String>,
    /// Obstacles.
    pub obstacles: Option<String>,
    /// Suggestions.
    pub suggestions: Option<String>,
    /// Progress in percent.
    pub progress_percent: Option<Hundredths>,
    /// Indices into `submissions`.
    pub sources: Vec<usize>,
}

/// Who was to report and who has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Pairs of office and indicator to be reported on.
    pub expected: usize,
    /// Those of them that were.
    pub reported: usize,
    /// Those that were not, by office.
    pub missing: Vec<Missing>,
    /// Offices whose submission came after the due date.
    pub late: Vec<Late>,
}

/// A pair that was not reported on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// The office.
    pub office: String,
    /// The indicator.
    pub indicator: String,
}

/// An office whose submission came late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Late {
    /// The office.
    pub office: String,
    /// When it was due: an ISO date, or a month.
    pub due: String,
    /// When it arrived: an ISO date.
    pub received: String,
}

/// A value that submissions disagree about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// JSON pointer of the value in the report.
    pub field: String,
    /// What it is a value of.
    pub key: ConflictKey,
    /// What was said, and by whom.
    pub candidates: Vec<Candidate>,
    /// The value taken; none where undecided.
    pub chosen: serde_json::Value,
    /// How it was chosen.
    pub by: ChosenBy,
}

/// What a conflicting value is a value of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConflictKey {
    /// The indicator.
    pub indicator: String,
    /// The item, where it belongs to one.
    pub item: Option<String>,
    /// The year, where it belongs to one.
    pub year: Option<u16>,
}

/// One value and who gave it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// The value.
    pub value: serde_json::Value,
    /// Indices into `submissions`.
    pub sources: Vec<usize>,
}

/// How a conflicting value was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChosenBy {
    /// The agency's own report or the compiling office said so.
    Authority,
    /// More than half of the offices said so.
    Majority,
    /// Not chosen.
    None,
}

/// What became of an input file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Its values are in the dataset.
    Merged,
    /// Another file says the same.
    Duplicate,
    /// The same office sent a later one.
    Superseded,
    /// It could not be read.
    Rejected,
}

/// One input file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// Path relative to the input argument it was found under, with `/`.
    pub file: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// The kind of file; none where it could not be told.
    pub format: Option<Format>,
    /// The office; none when unknown.
    pub office: Option<String>,
    /// The agency's code.
    pub agency: String,
    /// The fiscal year, B.E.; none where the file was rejected.
    pub fiscal_year: Option<u16>,
    /// What became of it.
    pub status: Status,
    /// Stable code of the reason, where it was rejected.
    pub reason: Option<String>,
    /// The reason for a person.
    pub message: Option<Message>,
    /// What became of its cells; none where it was rejected.
    pub cells: Option<CellCounts>,
    /// How many findings.
    pub findings: Counts,
}

/// Where one merged value came from: a line of `provenance.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Index into `reports`.
    pub report: usize,
    /// JSON pointer of the value in the report.
    pub field: String,
    /// Who gave it, and where it stood.
    pub sources: Vec<ProvenanceSource>,
}

/// One submission that gave a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvenanceSource {
    /// Index into `submissions`.
    pub submission: usize,
    /// Where it stood.
    pub origin: Origin,
}
