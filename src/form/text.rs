//! The text of a field that may stand in several cells: cleaned, its lines
//! rejoined, every place in it traceable to its cell.

use std::collections::BTreeMap;

use crate::{
    grid::{Cell, Origin, Value},
    normalize::{
        html, lines,
        thai::{self, Repair},
    },
    note::{Note, NoteKind},
    submission::Gathered,
};

/// What is met and where values stand, while one table is read.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// What was met.
    pub(super) notes: Vec<Note>,
    /// Where each value stands.
    pub(super) origins: Gathered,
    /// What was repaired, and the first cell that it was repaired in.
    repairs: BTreeMap<Repair, u32>,
    repaired: Option<Origin>,
}

impl Ledger {
    /// Notes something about a cell.
    pub(super) fn note(&mut self, origin: &Origin, indicator: Option<usize>, kind: NoteKind) {
        self.notes.push(Note {
            origin: Some(origin.clone()),
            indicator,
            kind,
        });
    }

    /// Records where the value at `pointer` stands.
    pub(super) fn place(&mut self, pointer: &str, origin: &Origin) {
        self.origins.add(pointer, origin);
    }

    /// The cleaned paragraphs of a cell; what is no value is noted instead.
    pub(super) fn paragraphs(&mut self, cell: &Cell, indicator: Option<usize>) -> Vec<String> {
        match &cell.value {
            Value::Error(text) => {
                let text = text.clone();
                self.note(&cell.origin, indicator, NoteKind::ErrorValue { text });
                Vec::new()
            }
            Value::Uncached => {
                self.note(&cell.origin, indicator, NoteKind::Uncached);
                Vec::new()
            }
            Value::Number(text) | Value::Date(text) => vec![text.clone()],
            Value::Text(text) => html::paragraphs(text)
                .iter()
                .map(|paragraph| self.clean(paragraph, cell, indicator))
                .filter(|paragraph| !paragraph.is_empty())
                .collect(),
        }
    }

    /// The cell's text on one line, for short fields.
    pub(super) fn line(&mut self, cell: &Cell, indicator: Option<usize>) -> String {
        let paragraphs = self.paragraphs(cell, indicator);
        let mut line = String::new();
        for paragraph in &paragraphs {
            for part in paragraph.lines() {
                lines::push(&mut line, part, false);
            }
        }
        line
    }

    /// Adds what was met after this.
    pub(super) fn append(&mut self, mut more: Self) {
        self.notes.append(&mut more.notes);
        self.origins.append(more.origins);
        for (repair, count) in more.repairs {
            *self.repairs.entry(repair).or_default() += count;
        }
        self.repaired = self.repaired.take().or(more.repaired);
    }

    /// Notes what was repaired so far, once for the table.
    pub(super) fn finish_repairs(&mut self) {
        if let Some(origin) = self.repaired.take() {
            let repairs = std::mem::take(&mut self.repairs);
            self.note(&origin, None, NoteKind::Repaired(repairs));
        }
    }

    fn clean(&mut self, text: &str, cell: &Cell, indicator: Option<usize>) -> String {
        let clean = thai::clean(text);
        if !clean.repairs.is_empty() {
            self.repaired.get_or_insert_with(|| cell.origin.clone());
            for (repair, count) in clean.repairs {
                *self.repairs.entry(repair).or_default() += count;
            }
        }
        if !clean.doubts.is_empty() {
            self.note(&cell.origin, indicator, NoteKind::Doubtful(clean.doubts));
        }
        clean.text
    }
}

/// The text of a field and the cells it came from.
#[derive(Debug, Default)]
pub(super) struct Field {
    /// The text; what opens a paragraph stands behind a line feed.
    pub(super) text: String,
    /// Byte offset at which each cell's part begins.
    pieces: Vec<(usize, Origin)>,
}

impl Field {
    /// Reads `cells` as one text. A line `opens` a paragraph, or is rejoined to
    /// the line before it, across cells too: a page break may cut a word.
    pub(super) fn read(
        cells: &[&Cell],
        ledger: &mut Ledger,
        indicator: Option<usize>,
        opens: fn(&str) -> bool,
    ) -> Self {
        let mut field = Self::default();
        for cell in cells {
            for (i, paragraph) in ledger.paragraphs(cell, indicator).iter().enumerate() {
                for (j, line) in paragraph.lines().enumerate() {
                    let tagged = i > 0 && j == 0;
                    lines::push(&mut field.text, line, tagged || opens(line));
                    if i == 0 && j == 0 {
                        let start = field.text.len().saturating_sub(line.len());
                        field.pieces.push((start, cell.origin.clone()));
                    }
                }
            }
        }
        field
    }

    /// Reads `cells` as one text with every line break kept.
    pub(super) fn raw(cells: &[&Cell], ledger: &mut Ledger, indicator: Option<usize>) -> Self {
        Self::read(cells, ledger, indicator, |_| true)
    }

    /// The cell that the byte at `offset` stands in.
    pub(super) fn origin(&self, offset: usize) -> Option<&Origin> {
        let after = self.pieces.partition_point(|(start, _)| *start <= offset);
        self.pieces
            .get(after.saturating_sub(1))
            .map(|(_, origin)| origin)
    }
}

/// `text` with its line breaks rejoined, except where a paragraph opens.
pub(super) fn flow(text: &str) -> String {
    lines::rejoin(text.trim(), lines::opens_list)
}

/// Byte offsets at which `text` may begin a word: its start, and behind white
/// space.
pub(super) fn word_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, c)| {
        let starts = before.is_whitespace() && !c.is_whitespace();
        before = c;
        starts.then_some(at)
    })
}
