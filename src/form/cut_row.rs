//! Rows that a page break cut: what goes on with the row before it.

use super::{
    header::{Header, Slot},
    record::Record,
    result::{self, Section},
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
///
/// What the result above has is kept, for it may go on over thousands of rows.
pub(super) fn starts_anew(record: &mut Record<'_>, slot: Slot, cell: &Cell) -> bool {
    let cells = record.cells.get(&slot).map_or(&[][..], Vec::as_slice);
    let Some(first) = cells.first().filter(|_| slot.id == ColumnId::Result) else {
        return false;
    };
    let after = thai::cleaned(cell.value.text());
    let sections = result::has(&after);
    if sections.is_empty() {
        return false;
    }
    let named = |text: &str| text.starts_with(OFFICE);
    if named(&after) && named(&thai::cleaned(first.value.text())) {
        if let Some(before) = &mut record.sections {
            before.extend(sections);
        }
        return false;
    }
    let before = record.sections.get_or_insert_with(|| {
        let texts: Vec<&str> = cells.iter().map(|cell| cell.value.text()).collect();
        result::has(&thai::cleaned(&texts.join("\n")))
    });
    if !sections.is_disjoint(before) {
        return true;
    }
    if sections.iter().any(|section| *section != Section::Actions) {
        // With a section more, the others may be found elsewhere.
        record.sections = None;
    }
    false
}
