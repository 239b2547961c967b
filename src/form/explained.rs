//! What the office answers to warnings: in comments, or in a column of its own
//! beside the table.

use super::{header::Slot, rows::Table, text::Ledger};
use crate::{
    columns::ColumnId,
    grid::Grid,
    marks::{self, ANSWER},
    normalize::{key::key, thai},
    note::{Answer, Note, NoteKind},
};

/// Words that answer nothing, in their keys and without punctuation.
const NOTHING: [&str; 8] = [
    "",
    "na",
    "ไม่มี",
    "ไม่มีคำชี้แจง",
    "ไม่มีครับ",
    "ไม่มีค่ะ",
    "ไม่ต้องชี้แจง",
    "ไม่ขอชี้แจง",
];

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
            if !says_nothing(&text) {
                let by = Answer::Column;
                let kind = NoteKind::Explained { text, by };
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
        // People copy the word from our comments.
        let own = own.strip_prefix(ANSWER).unwrap_or(own);
        for (text, by) in [(own, Answer::Comment), (answer, Answer::Ours)] {
            let text = thai::cleaned(text).trim().to_owned();
            if !says_nothing(&text) {
                ledger.notes.push(Note {
                    origin: Some(comment.origin.clone()),
                    indicator: record.map(|at| first + at),
                    kind: NoteKind::Explained { text, by },
                });
            }
        }
    }
}

fn says_nothing(text: &str) -> bool {
    let said: String = key(text)
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || thai::is_thai(*c))
        .collect();
    NOTHING.contains(&said.as_str())
}
