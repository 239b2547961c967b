//! One row of the form while it is read: its cells, and how a value gets its
//! place and its notes.

use super::{
    header::Slot,
    record::Record,
    text::{Field, Ledger},
};
use crate::{
    columns::ColumnId,
    grid::{Cell, Origin},
    hundredths::Hundredths,
    normalize::{lines, number::Number},
    note::NoteKind,
    profile::Facts,
};

/// A row and what is known while it is read.
pub(super) struct RowReader<'r, 'l> {
    pub(super) record: &'r Record<'r>,
    pub(super) index: usize,
    pub(super) facts: &'r Facts,
    pub(super) ledger: &'l mut Ledger,
}

impl<'r> RowReader<'r, '_> {
    pub(super) fn cells(&self, id: ColumnId) -> &'r [&'r Cell] {
        self.year_cells(id, None)
    }

    pub(super) fn year_cells(&self, id: ColumnId, year: Option<u16>) -> &'r [&'r Cell] {
        self.record
            .cells
            .get(&Slot { id, year })
            .map_or(&[], Vec::as_slice)
    }

    /// The text of a short field and where it stands.
    pub(super) fn short(
        &mut self,
        id: ColumnId,
        year: Option<u16>,
    ) -> Option<(String, &'r Origin)> {
        let (cell, rest) = self.year_cells(id, year).split_first()?;
        let mut text = self.ledger.line(cell, Some(self.index));
        for cell in rest {
            let line = self.ledger.line(cell, Some(self.index));
            lines::push(&mut text, &line, false);
        }
        (!text.is_empty()).then_some((text, &cell.origin))
    }

    /// The pointer of a value of the row.
    pub(super) fn pointer(&self, suffix: &str) -> String {
        format!("/indicators/{}{suffix}", self.index)
    }

    pub(super) fn place(&mut self, suffix: &str, origin: &Origin) {
        self.ledger.origins.add_in(self.index, suffix, origin);
    }

    pub(super) fn place_at(&mut self, suffix: &str, field: &Field, offset: usize) {
        if let Some(origin) = field.origin(offset) {
            self.place(suffix, origin);
        }
    }

    pub(super) fn note_at(&mut self, field: &Field, offset: usize, kind: NoteKind) {
        if let Some(origin) = field.origin(offset) {
            self.ledger.note(origin, Some(self.index), kind);
        }
    }

    /// A number with its place; noted where it cannot be read or was rounded.
    pub(super) fn number(
        &mut self,
        suffix: &str,
        text: &str,
        origin: &Origin,
        item: Option<String>,
        number: Option<Number>,
    ) -> Option<Hundredths> {
        self.place(suffix, origin);
        let Some(number) = number else {
            let found = text.to_owned();
            let pointer = self.pointer(suffix);
            let kind = NoteKind::Unreadable { found, pointer };
            self.ledger.note(origin, Some(self.index), kind);
            return None;
        };
        if number.rounded {
            let kind = NoteKind::Rounded {
                found: number.digits.clone(),
                value: number.value.to_string(),
                item,
            };
            self.ledger.note(origin, Some(self.index), kind);
        }
        // The brackets of a decrease are no digits.
        let written = if suffix == "/change" {
            text.trim()
        } else {
            &number.digits
        };
        self.written(suffix, written, number.value, origin);
        Some(number.value)
    }

    /// The place of a score that a measure quotes.
    pub(super) fn quoted(&mut self, suffix: &str, field: &Field, at: usize, number: &Number) {
        if let Some(origin) = field.origin(at) {
            self.place(suffix, origin);
            self.written(suffix, &number.digits, number.value, origin);
        }
    }

    /// Notes how a number is written, where we would write it otherwise. Zeros
    /// at its end are a matter of the cell's format, which not every reader
    /// tells.
    fn written(&mut self, suffix: &str, text: &str, value: Hundredths, origin: &Origin) {
        fn bare(text: &str) -> &str {
            let whole = !text.contains('.');
            if whole {
                text
            } else {
                text.trim_end_matches('0').trim_end_matches('.')
            }
        }
        if bare(text) != bare(&value.plain()) {
            let (text, pointer) = (text.to_owned(), self.pointer(suffix));
            let kind = NoteKind::Written { text, pointer };
            self.ledger.note(origin, Some(self.index), kind);
        }
    }
}
