//! One office's report as read from one file: the model behind
//! `submission.schema.json`, and what stands in its place where a file could
//! not be read.

mod origins;
mod plain;

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

pub use origins::{Gathered, Held, HeldPieces, Origins};

use crate::{
    finding::{Finding, Message},
    hundredths::Hundredths,
};

/// Value of `schema` in a submission.
pub const SUBMISSION_SCHEMA: &str = "ruam.submission/1";
/// Value of `schema` in a rejection.
pub const REJECTION_SCHEMA: &str = "ruam.rejection/1";

/// The kind of file, told from its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Excel 2007 workbook.
    Xlsx,
    /// Excel 2007 workbook with macros.
    Xlsm,
    /// Excel binary workbook.
    Xlsb,
    /// Excel 97 workbook.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// PDF.
    Pdf,
    /// Text with commas or semicolons.
    Csv,
    /// Text with tabs.
    Tsv,
}

/// The file a submission was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Path relative to the input argument it was found under, with `/`.
    pub file: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// The kind of file; none where it could not be told.
    pub format: Option<Format>,
    /// The program that wrote it, as it names itself.
    pub producer: Option<String>,
    /// Number of sheets, for a workbook.
    pub sheets: Option<u32>,
    /// Number of pages, for a paged document.
    pub pages: Option<u32>,
}

/// What told whose report it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeSource {
    /// The manifest.
    Manifest,
    /// `--office`.
    Argument,
    /// A line in the document.
    Document,
    /// The file's name.
    FileName,
    /// The name of a folder it lies in.
    FolderName,
    /// Nothing.
    None,
}

/// The survey an indicator is scored by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Instrument {
    /// Survey of the agency's own staff.
    #[serde(rename = "IIT")]
    Iit,
    /// Survey of outside users.
    #[serde(rename = "EIT")]
    Eit,
    /// Check of the agency's open data.
    #[serde(rename = "OIT")]
    Oit,
}

impl Instrument {
    /// All three, in the order of the assessment.
    pub const ALL: [Self; 3] = [Self::Iit, Self::Eit, Self::Oit];

    /// The letter that its item codes begin with.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Iit => 'I',
            Self::Eit => 'E',
            Self::Oit => 'O',
        }
    }
}

impl fmt::Display for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}IT", self.letter())
    }
}

/// Which of the two item columns an item stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// จุดอ่อน: has to be put right.
    Weak,
    /// จุดแข็ง: has to be kept.
    Strong,
}

/// What an item cell says of its items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// คะแนนต่ำกว่าเกณฑ์เป้าหมาย.
    BelowTarget,
    /// คะแนนเป็นไปตามเกณฑ์เป้าหมาย.
    MeetsTarget,
}

/// What the preamble of the measures says of the indicator's score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// มีคะแนนอยู่ในระดับสูงกว่าเกณฑ์เป้าหมาย.
    AboveTarget,
    /// มีคะแนนอยู่ในระดับต่ำกว่าเกณฑ์เป้าหมาย.
    BelowTarget,
}

/// One office's report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// [`SUBMISSION_SCHEMA`].
    pub schema: String,
    /// The file.
    pub source: Source,
    /// The agency's code.
    pub agency: String,
    /// When it arrived, by the manifest: an ISO date.
    pub received: Option<String>,
    /// The office's code; the agency's own for its consolidated report; none
    /// when unknown.
    pub office: Option<String>,
    /// What told the office.
    pub office_source: OfficeSource,
    /// The fiscal year, B.E.
    pub fiscal_year: u16,
    /// The years that scores are given for, B.E., ascending.
    pub score_years: Vec<u16>,
    /// The title lines above the table.
    pub title: Option<String>,
    /// The day the form says the report is due: an ISO date, or a month.
    pub due: Option<String>,
    /// The notes below the table.
    pub notes: Vec<String>,
    /// The indicators, in the order of the file.
    pub indicators: Vec<Indicator>,
    /// What became of the non-empty cells.
    pub cells: CellCounts,
    /// The place of every extracted value, by its JSON pointer in here.
    pub origins: Origins,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// What became of the non-empty cells; `read` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellCounts {
    /// Non-empty cells in the file.
    pub read: usize,
    /// Cells that hold a field of the table.
    pub mapped: usize,
    /// Headers, titles, notes, and cells that continue one above them.
    pub structure: usize,
    /// Cells that no part of the form explains; each has a finding.
    pub unmapped: usize,
}

/// One row of the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// The number printed on the form.
    pub no: Option<u32>,
    /// The assessment's own number, from the catalog.
    pub official_no: Option<u32>,
    /// Canonical name, else as written.
    pub name: String,
    /// The survey; from the catalog, else from the item cells.
    pub instrument: Option<Instrument>,
    /// Score of each year; none where it is missing or cannot be read.
    pub scores: BTreeMap<u16, Option<Hundredths>>,
    /// Change against the year before; `-` on the form is 0.
    pub change: Option<Hundredths>,
    /// Weak items first, then strong, each in the order written.
    pub items: Vec<Item>,
    /// What each of the two item cells says of its items.
    pub verdicts: Verdicts,
    /// The measures.
    pub measures: Measures,
    /// Who answers for the indicator.
    pub responsible: Responsible,
    /// What the office reports.
    pub result: Option<ResultReport>,
}

/// One item and its score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The code: `I14`.
    pub code: String,
    /// The score; none where it cannot be read.
    pub score: Option<Hundredths>,
    /// The column it stands in.
    pub standing: Standing,
    /// What is written after the score.
    pub remark: Option<String>,
}

/// What each of the two item cells says of its items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdicts {
    /// Of the weak items.
    pub weak: Option<Verdict>,
    /// Of the strong items.
    pub strong: Option<Verdict>,
}

/// The measures of one indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    /// The sentence before the list, up to ดังนี้.
    pub preamble: Option<String>,
    /// What it says of the score.
    pub claims: Option<Claim>,
    /// The numbered measures.
    pub list: Vec<Measure>,
}

/// One numbered measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Its number on the form.
    pub no: Option<u32>,
    /// The text without the number.
    pub text: String,
    /// The dashes under it.
    pub bullets: Vec<Bullet>,
}

/// One dash under a measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bullet {
    /// The item it speaks of.
    pub item: Option<String>,
    /// The score it quotes.
    pub quoted_score: Option<Hundredths>,
    /// The text without the dash.
    pub text: String,
}

/// Who answers for an indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responsible {
    /// ทุกสำนัก.
    pub all: bool,
    /// The offices named, canonical.
    pub offices: Vec<String>,
    /// What could not be resolved, as written.
    pub unresolved: Vec<String>,
    /// The cell's words.
    pub as_written: String,
}

/// What an office reports for one indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultReport {
    /// What was done.
    pub actions: Vec<String>,
    /// Obstacles; none where the office says ไม่มี.
    pub obstacles: Option<String>,
    /// Suggestions; none where the office says ไม่มี.
    pub suggestions: Option<String>,
    /// Progress in percent.
    pub progress_percent: Option<Hundredths>,
    /// The whole cell; paragraphs are separated by line feeds.
    pub text: String,
}

/// A file of which nothing could be read, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rejected {
    /// [`REJECTION_SCHEMA`].
    pub schema: String,
    /// The file.
    pub source: Source,
    /// The agency's code.
    pub agency: String,
    /// When it arrived, by the manifest: an ISO date.
    pub received: Option<String>,
    /// The office's code, where something outside the document told it.
    pub office: Option<String>,
    /// What told the office.
    pub office_source: OfficeSource,
    /// Stable code of the reason.
    pub reason: String,
    /// The reason for a person, and what to do next.
    pub message: Message,
    /// What was found; not empty where the reason is a rule.
    pub findings: Vec<Finding>,
}

/// What became of one input file: a line of `submissions.jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Entry {
    /// It was read.
    Submission(Box<Submission>),
    /// It was not.
    Rejected(Box<Rejected>),
}

impl Entry {
    /// Reads an entry from JSON; which of the two it is, its `schema` says.
    ///
    /// # Errors
    /// Where it is neither, or not as it should be.
    pub fn from_json(json: &[u8]) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct Head {
            schema: String,
        }
        let head: Head = serde_json::from_slice(json)?;
        match head.schema.as_str() {
            SUBMISSION_SCHEMA => serde_json::from_slice(json).map(Self::Submission),
            REJECTION_SCHEMA => serde_json::from_slice(json).map(Self::Rejected),
            _ => Err(serde::de::Error::custom(format!(
                "/schema: neither {SUBMISSION_SCHEMA} nor {REJECTION_SCHEMA}"
            ))),
        }
    }

    /// The file.
    #[must_use]
    pub fn source(&self) -> &Source {
        match self {
            Self::Submission(submission) => &submission.source,
            Self::Rejected(rejected) => &rejected.source,
        }
    }

    /// What was found in it, taken out.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        match self {
            Self::Submission(submission) => submission.findings,
            Self::Rejected(rejected) => rejected.findings,
        }
    }

    /// What was found in it.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Submission(submission) => &submission.findings,
            Self::Rejected(rejected) => &rejected.findings,
        }
    }
}
