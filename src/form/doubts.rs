//! Cells that are no values, and say something that cannot be read all the
//! same: heads of columns, remarks between items, titles.

use crate::{
    grid::{Grid, Origin, Value},
    normalize::thai,
    note::{Note, NoteKind},
};

/// Notes what looks wrong in the cells of a grid that nothing was noted about.
pub(super) fn note(grid: &Grid, notes: &mut Vec<Note>, progress: &mut dyn FnMut()) {
    let is_doubtful = |kind: &NoteKind| matches!(kind, NoteKind::Doubtful(_));
    let noted = notes.iter().filter(|note| is_doubtful(&note.kind));
    let mut noted: Vec<Origin> = noted.filter_map(|note| note.origin.clone()).collect();
    noted.sort_by(Origin::order);
    for cell in &grid.cells {
        progress();
        let Value::Text(text) = &cell.value else {
            continue;
        };
        let doubts = thai::doubts(text);
        let is_noted = || noted.binary_search_by(|origin| origin.order(&cell.origin));
        if !doubts.is_empty() && is_noted().is_err() {
            notes.push(Note {
                origin: Some(cell.origin.clone()),
                indicator: None,
                kind: NoteKind::Doubtful(doubts),
            });
        }
    }
}
