//! The rows of the table: title, header, data, continuation, note; and what
//! none of them is.

use std::collections::BTreeMap;

use super::{
    cut_row,
    header::{Header, Known, Slot},
    record::{Record, reach},
    row_name::{indicator_name, row_number},
    sender::is_sender_line,
    text::Ledger,
};
use crate::{
    columns::ColumnId,
    grid::{Cell, Grid, Origin},
    normalize::{key, lines, thai},
    note::{Note, NoteKind},
    profile::Facts,
    submission::CellCounts,
};

/// A table that was found in a grid.
#[derive(Debug, Default)]
pub(super) struct Table<'a> {
    /// The rows above the header.
    pub(super) titles: Vec<&'a [Cell]>,
    /// The first header.
    pub(super) header: Header,
    /// The rows of the form.
    pub(super) records: Vec<Record<'a>>,
    /// The rows of notes.
    pub(super) notes: Vec<&'a [Cell]>,
    /// Rows behind the table that are neither.
    pub(super) others: Vec<&'a [Cell]>,
    /// What became of the cells.
    pub(super) counts: CellCounts,
}

/// Finds the table in `grid`.
pub(super) fn read<'a>(
    grid: &'a Grid,
    known: &Known<'_>,
    facts: &Facts,
    ledger: &mut Ledger,
    progress: &mut dyn FnMut(),
) -> Option<Table<'a>> {
    let rows: Vec<&[Cell]> = rows_of(grid).collect();
    let (start, header) = (0..rows.len()).find_map(|at| Some((at, known.find(&rows, at)?)))?;
    let mut reader = Reader {
        known,
        facts,
        table: Table {
            header: header.clone(),
            ..Table::default()
        },
        header,
        extra: BTreeMap::new(),
        last_row: None,
        open: false,
        signed: false,
        tall: Vec::new(),
    };
    reader.table.counts.read = grid.cells.len();
    reader.table.counts.structure = grid.cells.iter().filter(|cell| cell.running).count();
    for row in rows.get(..start).unwrap_or_default() {
        let next = rows.get(start).and_then(|row| row.first());
        reader.above(row, next);
    }
    let mut at = start;
    while let Some(row) = rows.get(at) {
        progress();
        let repeated = if at == start || known.may_begin(row) {
            known.find(&rows, at)
        } else {
            None
        };
        match repeated {
            Some(header) => {
                let end = at + header.height.max(1);
                for row in rows.get(at..end).unwrap_or_default() {
                    reader.table.counts.structure += row.len();
                    reader.last_row = row.first().map(|cell| cell.row);
                }
                reader.repeat(header, ledger);
                at = end;
            }
            None => {
                reader.row(row, ledger);
                at += 1;
            }
        }
    }
    reader.finish(ledger);
    Some(reader.table)
}

/// The rows without the heads and feet of pages.
pub(super) fn rows_of(grid: &Grid) -> impl Iterator<Item = &[Cell]> {
    grid.rows()
        .filter(|row| row.iter().any(|cell| !cell.running))
}

struct Reader<'a, 'k, 'c> {
    known: &'k Known<'c>,
    facts: &'k Facts,
    table: Table<'a>,
    /// The header in force.
    header: Header,
    /// Cells in columns that the form does not have, by header text.
    extra: BTreeMap<String, (Origin, usize)>,
    last_row: Option<u32>,
    /// Whether the next row may continue the last record.
    open: bool,
    /// Whether the last row belonged to a signature.
    signed: bool,
    /// Cells merged over rows that are still to come.
    tall: Vec<(Slot, &'a Cell)>,
}

/// Words that begin what stands below a table and is not part of it.
const BELOW: [&str; 6] = ["ลงชื่อ", "(ลงชื่อ", "ผู้รายงาน", "ผู้จัดทำ", "ตำแหน่ง", "วันที่"];

/// A line of a signature is short.
const SIGNATURE: usize = 100;

fn is_below(text: &str) -> bool {
    BELOW.iter().any(|word| key::starts(text, word).is_some())
}

/// Whether the row goes on with a list: then an empty row before it ends
/// nothing.
fn lists_on(row: &[Cell]) -> bool {
    row.iter()
        .all(|cell| lines::opens_list(&thai::cleaned(cell.value.text())))
}

impl<'a> Reader<'a, '_, '_> {
    /// A row above the header: a title line, or captions right above the columns.
    fn above(&mut self, row: &'a [Cell], header: Option<&Cell>) {
        self.table.counts.structure += row.len();
        let touches = row
            .first()
            .zip(header)
            .is_some_and(|(cell, header)| cell.row + 1 == header.row);
        if !(touches && row.len() >= 3) {
            self.table.titles.push(row);
        }
    }

    /// A header again: the columns may have changed their order.
    fn repeat(&mut self, header: Header, ledger: &mut Ledger) {
        for (found, known, origin) in &header.variants {
            let kind = NoteKind::HeaderVariant {
                found: found.clone(),
                known: known.clone(),
            };
            ledger.note(origin, None, kind);
        }
        self.header = header;
        for (text, origin) in self.header.extra.values() {
            self.extra
                .entry(text.clone())
                .or_insert((origin.clone(), 0));
        }
    }

    fn row(&mut self, row: &'a [Cell], ledger: &mut Ledger) {
        let Some(first) = row.first() else { return };
        let text = thai::cleaned(first.value.text());
        let gap = self
            .last_row
            .is_none_or(|last| first.row > last.saturating_add(1));
        self.last_row = Some(reach(row).1);
        if key::starts(&text, "หมายเหตุ").is_some() {
            self.table.counts.structure += row.len();
            self.table.notes.push(row);
            self.open = false;
        } else if self.open && self.finishes_last(row) {
            self.continuation(row, ledger);
        } else if self.is_data(row) {
            self.open = true;
            self.data(row, ledger);
        } else if self.open && self.continues(row) && (!gap || lists_on(row)) {
            self.continuation(row, ledger);
        } else if self.is_title(row) {
            self.table.counts.structure += row.len();
        } else {
            // Right below the table such words may be the rest of a record.
            let apart = gap || !self.open;
            self.open = false;
            self.table.others.push(row);
            let line: Vec<String> = row
                .iter()
                .map(|cell| thai::cleaned(cell.value.text()))
                .collect();
            let line = line.join(" ");
            // The name below a signature stands in brackets.
            self.signed = (apart && line.chars().count() <= SIGNATURE && is_below(&text))
                || (self.signed && text.starts_with('(') && text.ends_with(')'));
            if self.signed || is_sender_line(&line, self.facts) {
                self.table.counts.structure += row.len();
                return;
            }
            for cell in row {
                self.unmapped(cell, ledger);
            }
        }
    }

    fn slot(&self, cell: &Cell) -> Option<Slot> {
        self.header.slots.get(&cell.column).copied()
    }

    fn cell_of<'r>(&self, row: &'r [Cell], id: ColumnId) -> Option<&'r Cell> {
        row.iter()
            .find(|cell| self.slot(cell).is_some_and(|slot| slot.id == id))
    }

    fn has(&self, row: &'a [Cell], ids: &[ColumnId]) -> bool {
        ids.iter().any(|id| self.cell_of(row, *id).is_some())
    }

    /// A number and something else, or the name of an indicator.
    fn is_data(&self, row: &'a [Cell]) -> bool {
        let content = [
            ColumnId::Weak,
            ColumnId::Strong,
            ColumnId::Measures,
            ColumnId::Score,
        ];
        let numbered = self
            .cell_of(row, ColumnId::No)
            .is_some_and(|cell| row_number(cell.value.text()).is_some());
        match self.cell_of(row, ColumnId::Indicator) {
            Some(cell)
                if numbered
                    || self
                        .facts
                        .catalog
                        .by_name(indicator_name(cell.value.text()))
                        .is_some() =>
            {
                true
            }
            Some(_) => self.has(row, &[ColumnId::Weak, ColumnId::Strong, ColumnId::Measures]),
            None => numbered && self.has(row, &content),
        }
    }

    fn finishes_last(&self, row: &[Cell]) -> bool {
        let last = self.table.records.last();
        last.is_some_and(|record| cut_row::finishes(record, row, &self.header, self.facts))
    }

    fn data(&mut self, row: &'a [Cell], ledger: &mut Ledger) {
        let mut record = Record {
            rows: reach(row),
            ..Record::default()
        };
        for cell in row {
            match self.slot(cell) {
                Some(slot) if !record.cells.contains_key(&slot) => {
                    self.table.counts.mapped += 1;
                    record.cells.insert(slot, vec![cell]);
                }
                _ => self.unmapped(cell, ledger),
            }
        }
        // One cell merged over several rows speaks for each of them.
        let row_number = row.first().map_or(0, |cell| cell.row);
        self.tall
            .retain(|(_, cell)| cell.row.saturating_add(cell.span.rows) > row_number);
        for (slot, cell) in &self.tall {
            record.cells.entry(*slot).or_insert_with(|| vec![*cell]);
        }
        use ColumnId::{Measures, Responsible, Result};
        for (slot, cells) in &record.cells {
            let cell = cells
                .iter()
                .find(|cell| cell.span.rows > 1 && cell.row == row_number);
            if matches!(slot.id, Measures | Responsible | Result) {
                self.tall.extend(cell.map(|cell| (*slot, *cell)));
            }
        }
        self.table.records.push(record);
    }

    /// Neither number nor name, and text where a record may go on.
    fn continues(&self, row: &'a [Cell]) -> bool {
        let flowing = [
            ColumnId::Weak,
            ColumnId::Strong,
            ColumnId::Measures,
            ColumnId::Responsible,
            ColumnId::Result,
            ColumnId::Obstacles,
            ColumnId::Suggestions,
            ColumnId::Explanation,
        ];
        !self.has(row, &[ColumnId::No, ColumnId::Indicator])
            && self.has(row, &flowing)
            && !row
                .iter()
                .any(|cell| is_below(&thai::cleaned(cell.value.text())))
    }

    fn continuation(&mut self, row: &'a [Cell], ledger: &mut Ledger) {
        if let Some(record) = self.table.records.last_mut() {
            record.rows.1 = reach(row).1;
        }
        for cell in row {
            let slot = self.slot(cell).filter(|slot| {
                use ColumnId::{Change, Progress, Score};
                !matches!(slot.id, Score | Change | Progress)
            });
            let mut last = slot.zip(self.table.records.last_mut());
            if let Some((slot, record)) = &mut last
                && cut_row::starts_anew(record, *slot, cell)
            {
                last = None;
            }
            match last {
                Some((slot, record)) => match record.cells.get_mut(&slot) {
                    Some(cells) => {
                        self.table.counts.structure += 1;
                        cells.push(cell);
                    }
                    None => {
                        self.table.counts.mapped += 1;
                        record.cells.insert(slot, vec![cell]);
                    }
                },
                None => self.unmapped(cell, ledger),
            }
        }
    }

    /// A title line repeated on a later page.
    fn is_title(&self, row: &[Cell]) -> bool {
        self.table.titles.iter().any(|title| {
            title.len() == row.len()
                && title
                    .iter()
                    .zip(row)
                    .all(|(a, b)| key::key(a.value.text()) == key::key(b.value.text()))
        })
    }

    fn unmapped(&mut self, cell: &Cell, ledger: &mut Ledger) {
        self.table.counts.unmapped += 1;
        if let Some((header, _)) = self.header.extra.get(&cell.column)
            && let Some((_, cells)) = self.extra.get_mut(header)
        {
            *cells += 1;
            return;
        }
        let text = thai::cleaned(cell.value.text());
        ledger.note(&cell.origin, None, NoteKind::Unmapped { text });
    }

    fn finish(&mut self, ledger: &mut Ledger) {
        for column in self.known.missing(&self.table.header) {
            ledger.notes.push(Note {
                origin: None,
                indicator: None,
                kind: NoteKind::ColumnMissing {
                    id: column.id,
                    title: column.title.clone(),
                },
            });
        }
        for (header, (origin, cells)) in std::mem::take(&mut self.extra) {
            if cells > 0 {
                ledger.note(&origin, None, NoteKind::UnmappedColumn { header, cells });
            }
        }
    }
}
