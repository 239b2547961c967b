//! One row of the form: its cells by field.

use std::collections::{BTreeMap, BTreeSet};

use super::{header::Slot, result::Section, text::Ledger};
use crate::{
    grid::{Cell, Value},
    note::NoteKind,
};

/// One row of the form, and the rows that continue it.
#[derive(Debug, Default)]
pub(super) struct Record<'a> {
    /// The cells of each field, top to bottom.
    pub(super) cells: BTreeMap<Slot, Vec<&'a Cell>>,
    /// First and last row of the grid that it takes.
    pub(super) rows: (u32, u32),
    /// The sections of its result, once they were looked for.
    pub(super) sections: Option<BTreeSet<Section>>,
}

impl Record<'_> {
    /// Notes the fields that an error value or a formula without its result
    /// leaves empty.
    pub(super) fn note_unfilled(&self, index: usize, ledger: &mut Ledger) {
        for (slot, cells) in &self.cells {
            let broken = |cell: &&&Cell| matches!(cell.value, Value::Error(_) | Value::Uncached);
            if let Some(cell) = cells.iter().find(broken) {
                let (column, year) = (slot.id, slot.year);
                ledger.note(
                    &cell.origin,
                    Some(index),
                    NoteKind::Unfilled { column, year },
                );
            }
        }
    }
}

/// First and last row of the grid that the cells of a row take.
pub(super) fn reach(row: &[Cell]) -> (u32, u32) {
    let bottom = |cell: &Cell| cell.row.saturating_add(cell.span.rows.saturating_sub(1));
    let first = row.first().map_or(0, |cell| cell.row);
    (first, row.iter().map(bottom).max().unwrap_or(first))
}
