//! What the readers of the form met on their way: typed notes, of which only
//! the rules make findings.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    columns::ColumnId,
    finding::Message,
    grid::{GlyphRepair, Origin},
    normalize::thai::{Doubt, Repair},
    submission::{Standing, Submission},
};

/// A submission together with what was met while it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The submission, without findings yet.
    pub submission: Submission,
    /// What was met, in the order of the file.
    pub notes: Vec<Note>,
}

/// One thing met.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Where; none where it concerns the whole file.
    pub origin: Option<Origin>,
    /// The indicator it belongs to, as an index into the submission's.
    pub indicator: Option<usize>,
    /// What.
    pub kind: NoteKind,
}

/// Where an answer to a warning stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// In the column for it, of which nothing may be lost.
    Column,
    /// In a comment of the office's own.
    Comment,
    /// In our comment on a cell: it is for that cell.
    Ours,
}

/// What was met.
#[derive(Clone, Debug, PartialEq)]
pub enum NoteKind {
    /// A column of the form that is not there.
    ColumnMissing {
        /// Which.
        id: ColumnId,
        /// What it is called.
        title: Message,
    },
    /// A header recognized although it is spelled otherwise than known.
    HeaderVariant {
        /// As written.
        found: String,
        /// As known.
        known: String,
    },
    /// A cell that no part of the form explains.
    Unmapped {
        /// Its text.
        text: String,
    },
    /// A column that the form does not have.
    UnmappedColumn {
        /// Its header.
        header: String,
        /// Non-empty cells below the header.
        cells: usize,
    },
    /// A visible sheet, or a table on pages, that is not the form.
    UnmappedSheet {
        /// Non-empty cells.
        cells: usize,
    },
    /// Data in hidden rows or columns, or in a hidden sheet.
    Hidden {
        /// Non-empty cells.
        cells: usize,
        /// Whether they were read as data of the form.
        read: bool,
    },
    /// An error value.
    ErrorValue {
        /// `#REF!`.
        text: String,
    },
    /// A formula without its result.
    Uncached,
    /// A field that is not there because its cell holds an error value or a
    /// formula without its result.
    Unfilled {
        /// Its column.
        column: ColumnId,
        /// The year of a score.
        year: Option<u16>,
    },
    /// Text that was repaired, by kind, over the whole of a table.
    Repaired(BTreeMap<Repair, u32>),
    /// Characters that a paged document gives wrongly, of one font and in one
    /// way.
    GlyphsRepaired(GlyphRepair),
    /// Text that looks wrong and was left.
    Doubtful(BTreeMap<Doubt, u32>),
    /// A fiscal year, or years of scores, other than the profile's.
    YearMismatch {
        /// As the document says.
        found: String,
        /// As the profile says.
        expected: String,
    },
    /// A blank form that was made for another profile.
    OtherForm {
        /// The profile's id, as the form has it.
        found: String,
        /// The id of the profile in use.
        expected: String,
    },
    /// An office spelled otherwise than in the roster.
    OfficeVariant {
        /// As written.
        found: String,
        /// The roster's code.
        code: String,
        /// Every cell it stands in.
        origins: Vec<Origin>,
    },
    /// An abbreviation near an office of the roster, and none of them.
    OfficeAmbiguous {
        /// As written.
        found: String,
        /// The codes it comes near.
        candidates: Vec<String>,
        /// Every cell it stands in.
        origins: Vec<Origin>,
    },
    /// A responsible office that the roster does not have.
    OfficeNotInRoster {
        /// As written.
        found: String,
    },
    /// The indicator that the preamble of the measures names.
    IndicatorNamed {
        /// As the preamble writes it.
        name: String,
        /// As the name column writes it.
        column: String,
    },
    /// The survey that an item cell names.
    InstrumentNamed {
        /// As written: `IIT`.
        name: String,
    },
    /// A code whose spelling was folded.
    CodeNormalized {
        /// As written.
        found: String,
        /// The code read.
        code: String,
    },
    /// Something that may be a code, or a number.
    CodeAmbiguous {
        /// As written.
        found: String,
        /// The code it may be.
        suggestion: String,
    },
    /// A code of another scheme.
    CodeForeign {
        /// As written.
        found: String,
    },
    /// A number that is written otherwise than we write it.
    Written {
        /// As written: `(4.72)`, `88.5`.
        text: String,
        /// JSON pointer of the value.
        pointer: String,
    },
    /// A number that cannot be read.
    Unreadable {
        /// As written.
        found: String,
        /// JSON pointer of the value it should be.
        pointer: String,
    },
    /// Sections that a result cell lacks.
    SectionsMissing {
        /// Their names.
        sections: Vec<&'static str>,
    },
    /// A score with more than two places.
    Rounded {
        /// As written.
        found: String,
        /// As read.
        value: String,
        /// The item, where it is an item's.
        item: Option<String>,
    },
    /// An item cell that has items and no verdict.
    VerdictMissing {
        /// The column.
        standing: Standing,
    },
    /// What the office says about a row, or about a rule that it names: in a
    /// comment, or in the column for it.
    Explained {
        /// Its words.
        text: String,
        /// Where they stand.
        by: Answer,
    },
    /// A constraint of the report schema that does not hold.
    Breach {
        /// The rule that reports it.
        rule: String,
        /// JSON pointer of the value.
        pointer: String,
    },
}

/// What was met while submissions were merged.
#[derive(Clone, Debug, PartialEq)]
pub enum MergeNote {
    /// Submissions disagree about a value.
    Conflict {
        /// Index of the conflict in the report.
        conflict: usize,
        /// A file that says otherwise than what was chosen.
        file: String,
        /// Where it says so.
        origin: Option<Origin>,
    },
    /// A file says the same as another of its office.
    Duplicate {
        /// The file.
        file: String,
        /// The one that was merged.
        of: String,
    },
    /// A file was replaced by a later one of its office.
    Superseded {
        /// The file.
        file: String,
        /// The one that was merged.
        by: String,
        /// The indicators that the later one gives, where it does not give all.
        only: Vec<String>,
    },
    /// Two different files of one office, neither marked later.
    Competing {
        /// The file.
        file: String,
        /// The office.
        office: String,
        /// Others, some where there are many.
        with: Vec<String>,
        /// Whether there are more.
        more: bool,
    },
    /// Files of one office differ, and no conflict tells of it.
    Apart(Apart),
}

/// A part in which files of one office differ, and which is not merged, or only
/// one of them has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Apart {
    /// The file.
    pub file: String,
    /// The one that it is compared with.
    pub with: String,
    /// The office.
    pub office: String,
    /// Where the part stands in the file, or its row.
    pub origin: Option<Origin>,
    /// The indicator that it is a part of.
    pub indicator: Option<String>,
    /// The item that it is a part of.
    pub item: Option<String>,
    /// The year that it is of.
    pub year: Option<u16>,
    /// What it is.
    pub part: &'static str,
    /// What the file says.
    pub value: Value,
    /// What the other says.
    pub other: Value,
}
