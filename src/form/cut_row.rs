//! Rows that a page break cut: what goes on with the row before it.

use super::{
    header::{Header, Slot},
    record::Record,
    result,
    row_name::{indicator_name, written_name},
};
use crate::{columns::ColumnId, grid::Cell, marks::OFFICE, normalize::thai, profile::Facts};

/// Whether `row` is the rest of `record`, cut in its name or before it.
pub(super) fn finishes(record: &Record<'_>, row: &[Cell], header: &Header, facts: &Facts) -> bool {
    use ColumnId::{Change, Indicator, No, Score};
    let find = |id| {
        row.iter().find(|cell| {
            let slot = header.slots.get(&cell.column);
            slot.is_some_and(|slot| slot.id == id)
        })
    };
    let Some(cell) = find(Indicator).filter(|_| find(No).is_none()) else {
        return false;
    };
    let of = |id| record.cells.get(&Slot { id, year: None });
    let known = |text: &str| facts.catalog.by_name(indicator_name(text)).is_some();
    match of(Indicator) {
        Some(before) => {
            let started = written_name(before.iter().copied());
            let whole = written_name(before.iter().copied().chain([cell]));
            !known(cell.value.text()) && !known(&started) && known(&whole)
        }
        // The number and the scores stayed, and the name came over whole.
        None => {
            of(No).is_some()
                && find(Score).is_none()
                && find(Change).is_none()
                && known(cell.value.text())
        }
    }
}

/// Whether a cell below a result is a result of its own: then it is not the
/// rest of the one above, and which of them holds is not ours to say. Where both
/// begin with an office's name as in our consolidated form, they are one cell.
pub(super) fn starts_anew(record: &Record<'_>, slot: Slot, cell: &Cell) -> bool {
    slot.id == ColumnId::Result
        && record.cells.get(&slot).is_some_and(|cells| {
            let before: Vec<&str> = cells.iter().map(|cell| cell.value.text()).collect();
            let before = thai::cleaned(&before.join("\n"));
            let after = thai::cleaned(cell.value.text());
            let named = before.starts_with(OFFICE) && after.starts_with(OFFICE);
            !named && result::repeats(&before, &after)
        })
}
