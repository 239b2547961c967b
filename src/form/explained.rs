//! What the office answers to warnings: in comments, or in a column of its own
//! beside the table.

use super::{header::Slot, rows::Table, text::Ledger};
use crate::{
    columns::ColumnId,
    grid::Grid,
    marks,
    normalize::{key::key, thai},
    note::{Note, NoteKind},
};

/// Words that answer nothing.
const NOTHING: [&str; 3] = ["-", "ไม่มี", "–"];

/// Notes the answers of one table, whose first record is indicator `first`.
pub(super) fn read(grid: &Grid, table: &Table<'_>, first: usize, ledger: &mut Ledger) {
    let slot = Slot {
        id: ColumnId::Explanation,
        year: None,
    };
    for (at, record) in table.records.iter().enumerate() {
        let index = first + at;
        for cell in record.cells.get(&slot).into_iter().flatten() {
            let text = ledger.line(cell, Some(index));
            if !text.is_empty() && !NOTHING.contains(&key(&text).as_str()) {
                let kind = NoteKind::Explained { text, cell: true };
                ledger.note(&cell.origin, Some(index), kind);
            }
        }
    }
    for comment in &grid.comments {
        let row = comment.row;
        // Records stand in the order of their rows.
        let begun = table.records.partition_point(|record| record.rows.0 <= row);
        let record = begun.checked_sub(1).filter(|at| {
            let record = table.records.get(*at);
            record.is_some_and(|record| row <= record.rows.1)
        });
        let (own, answer) = marks::of_office(&comment.text);
        for text in [own, answer].map(thai::cleaned) {
            if !text.is_empty() {
                ledger.notes.push(Note {
                    origin: Some(comment.origin.clone()),
                    indicator: record.map(|at| first + at),
                    kind: NoteKind::Explained { text, cell: false },
                });
            }
        }
    }
}
