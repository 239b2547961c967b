//! Grids → submission: the form as people fill it in, its headers in any
//! order, its cells in their own grammars.
//!
//! Nothing is dropped in silence: a cell becomes a value, is part of the form's
//! structure, or is noted.

mod cut_row;
mod doubts;
mod explained;
mod header;
mod indicator;
mod indicators;
mod item;
mod items;
mod measures;
mod offices;
mod progress;
mod reader;
mod record;
mod result;
mod row_name;
mod rows;
mod sender;
mod text;
mod title;
mod years;

pub use sender::{Sender, agency_of};

use crate::{
    columns::ColumnId,
    finding::Message,
    grid::{Document, Grid, Origin},
    marks::{self, Own, Stamp},
    normalize::key::key,
    note::{Note, NoteKind, Reading},
    profile::Facts,
    submission::{CellCounts, OfficeSource, SUBMISSION_SCHEMA, Source, Submission},
};
use header::{Header, Known};
use rows::Table;
use text::Ledger;
use title::Line;

/// Reads the report out of a document; nothing where none of its grids has the
/// form's table. `progress` is called with every row.
#[must_use]
pub fn read(
    document: &Document,
    source: Source,
    sender: &Sender,
    facts: &Facts,
    progress: &mut dyn FnMut(),
) -> Option<Reading> {
    let known = Known::new(&facts.columns);
    let ours = Own::of(&document.grids);
    let mut tables: Vec<(&Grid, Option<Table<'_>>, Ledger)> = Vec::new();
    let has_visible = document
        .grids
        .iter()
        .filter(|grid| !grid.hidden)
        .any(|grid| is_report(grid, &known));
    for grid in &document.grids {
        let mut own = Ledger::default();
        // A hidden copy of the form beside a visible one is not the report.
        let table = if ours.has(grid) || (grid.hidden && has_visible) {
            None
        } else {
            rows::read(grid, &known, facts, &mut own, progress)
        };
        tables.push((grid, table, own));
    }
    // Nor is the form of another year beside that of this one.
    let this_year = |table: &Table<'_>| years_of(&table.header) == facts.profile.score_years;
    if tables
        .iter()
        .any(|(_, table, _)| table.as_ref().is_some_and(this_year))
    {
        for (_, table, own) in &mut tables {
            if table.as_ref().is_some_and(|table| !this_year(table)) {
                *table = None;
                *own = Ledger::default();
            }
        }
    }
    if tables.iter().all(|(_, table, _)| table.is_none()) {
        return None;
    }
    let (mut ledger, mut records) = (Ledger::default(), 0);
    let tables: Vec<(&Grid, Option<Table<'_>>)> = tables
        .into_iter()
        .map(|(grid, table, mut own)| {
            ledger.notes.append(&mut own.notes);
            if let Some(table) = &table {
                explained::read(grid, table, records, &mut ledger);
                records += table.records.len();
            }
            (grid, table)
        })
        .collect();
    let repairs = document.trouble.repairs.iter();
    ledger.notes.extend(repairs.map(|repair| Note {
        origin: None,
        indicator: None,
        kind: NoteKind::GlyphsRepaired(repair.clone()),
    }));
    let stamp = document.grids.iter().find_map(marks::stamp);
    ledger
        .notes
        .extend(stamp.and_then(|stamp| other_form(stamp, facts)));
    let mut counts = CellCounts::default();
    for (grid, table) in &tables {
        if ours.has(grid) {
            counts.read += grid.cells.len();
            counts.structure += grid.cells.len();
        } else {
            count(grid, table.as_ref(), &mut counts, &mut ledger);
        }
    }
    let (grids, tables): (Vec<&Grid>, Vec<Table<'_>>) = tables
        .into_iter()
        .filter_map(|(grid, table)| Some((grid, table?)))
        .unzip();
    let from = Provenance {
        source,
        sender,
        stamp,
    };
    let mut reading = assemble(tables, counts, ledger, from, facts, progress);
    for grid in grids {
        doubts::note(grid, &mut reading.notes, progress);
    }
    Some(reading)
}

/// Who sent a file of which nothing could be read, as far as it can be told.
#[must_use]
pub fn sender_of(sender: &Sender, facts: &Facts) -> (Option<String>, OfficeSource) {
    let told = sender::office(sender, &[], None, facts);
    (told.office, told.source)
}

/// A blank form that was not made for this profile.
fn other_form(stamp: Stamp<'_>, facts: &Facts) -> Option<Note> {
    let expected = &facts.profile.id;
    (stamp.profile != expected).then(|| Note {
        origin: Some(stamp.origin.clone()),
        indicator: None,
        kind: NoteKind::OtherForm {
            found: stamp.profile.to_owned(),
            expected: expected.clone(),
        },
    })
}

fn is_report(grid: &Grid, known: &Known<'_>) -> bool {
    let rows: Vec<_> = rows::rows_of(grid).collect();
    (0..rows.len()).any(|at| known.find(&rows, at).is_some())
}

/// Adds up what became of the cells, and notes what was hidden or passed over.
fn count(grid: &Grid, table: Option<&Table<'_>>, counts: &mut CellCounts, ledger: &mut Ledger) {
    let cells = grid.cells.len();
    let Some(first) = grid.cells.first() else {
        return;
    };
    counts.read += cells;
    match table {
        Some(table) => {
            counts.mapped += table.counts.mapped;
            counts.structure += table.counts.structure;
            counts.unmapped += table.counts.unmapped;
            let mut hidden = grid.cells.iter().filter(|cell| cell.hidden);
            if grid.hidden {
                ledger.note(&first.origin, None, NoteKind::Hidden { cells, read: true });
            } else if let Some(cell) = hidden.next() {
                let cells = hidden.count() + 1;
                ledger.note(&cell.origin, None, NoteKind::Hidden { cells, read: true });
            }
        }
        None => {
            counts.unmapped += cells;
            let kind = if grid.hidden {
                NoteKind::Hidden { cells, read: false }
            } else {
                NoteKind::UnmappedSheet { cells }
            };
            ledger.note(&first.origin, None, kind);
        }
    }
}

/// The lines around the tables.
struct Around {
    titles: Vec<Line>,
    notes: Vec<Line>,
    /// Lines that may say whose report it is: above the table and below it.
    of_sender: Vec<Line>,
}

fn around(tables: &[Table<'_>], facts: &Facts, ledger: &mut Ledger) -> Around {
    let (mut titles, mut notes, mut below) = (Vec::<Line>::new(), Vec::new(), Vec::new());
    for table in tables {
        let rows = table.titles.iter();
        titles.extend(rows.filter_map(|row| title::line(row, ledger)));
        let rows = table.notes.iter();
        notes.extend(rows.filter_map(|row| title::line(row, ledger)));
        // What is wrong with these cells is noted already.
        let mut noted = Ledger::default();
        below.extend(
            table
                .others
                .iter()
                .filter_map(|row| title::line(row, &mut noted)),
        );
    }
    // Pages repeat the title.
    let mut seen = Vec::new();
    titles.retain(|(text, _)| {
        let wanted = key(text);
        let new = !seen.contains(&wanted);
        seen.push(wanted);
        new
    });
    let of_sender = titles.iter().chain(&below).cloned().collect();
    titles.retain(|(text, _)| !sender::is_sender_line(text, facts));
    Around {
        titles,
        notes,
        of_sender,
    }
}

/// Where a report comes from.
struct Provenance<'a> {
    source: Source,
    sender: &'a Sender,
    stamp: Option<Stamp<'a>>,
}

fn assemble(
    tables: Vec<Table<'_>>,
    counts: CellCounts,
    mut ledger: Ledger,
    from: Provenance<'_>,
    facts: &Facts,
    progress: &mut dyn FnMut(),
) -> Reading {
    let Provenance {
        source,
        sender,
        stamp,
    } = from;
    let Around {
        titles,
        notes,
        of_sender,
    } = around(&tables, facts, &mut ledger);
    let told = sender::office(sender, &of_sender, stamp, facts);
    let header = tables
        .first()
        .map(|table| table.header.clone())
        .unwrap_or_default();
    let year = title::fiscal_year(&titles, &header);
    let due = title::due(&header, &notes);
    let years = score_years(&tables, &header, &mut ledger);
    year_notes(year.as_ref(), &years, &header, facts, &mut ledger);
    let records = tables.into_iter().flat_map(|table| table.records);
    let indicators = indicators::read(records, &years, facts, &mut ledger, progress);
    ledger.finish_repairs();
    for (pointer, origin) in [
        ("/title", titles.first().map(|line| &line.1)),
        ("/due", due.as_ref().map(|line| &line.1)),
        ("/fiscal_year", year.as_ref().map(|line| &line.1)),
        ("/office", told.origin.as_ref()),
    ] {
        if let Some(origin) = origin {
            ledger.place(pointer, origin);
        }
    }
    for (i, (_, origin)) in notes.iter().enumerate() {
        ledger.place(&format!("/notes/{i}"), origin);
    }
    let title: Vec<String> = titles.into_iter().map(|(text, _)| text).collect();
    let submission = Submission {
        schema: SUBMISSION_SCHEMA.to_owned(),
        source,
        agency: sender::agency_of(sender, facts),
        received: sender.received.clone(),
        office: told.office,
        office_source: told.source,
        fiscal_year: year.map_or(facts.profile.fiscal_year, |(year, _)| year),
        score_years: years,
        title: (!title.is_empty()).then(|| title.join("\n")),
        due: due.map(|(iso, _)| iso),
        notes: notes.into_iter().map(|(text, _)| text).collect(),
        indicators,
        cells: counts,
        origins: ledger.origins.finish(),
        findings: Vec::new(),
    };
    Reading {
        submission,
        notes: ledger.notes,
    }
}

/// The years of one header's score columns, ascending.
fn years_of(header: &Header) -> Vec<u16> {
    let mut years: Vec<u16> = header.slots.values().filter_map(|slot| slot.year).collect();
    years.sort_unstable();
    years
}

/// The years of all score columns, ascending.
fn score_years(tables: &[Table<'_>], first: &Header, ledger: &mut Ledger) -> Vec<u16> {
    let mut years: Vec<u16> = tables
        .iter()
        .flat_map(|table| years_of(&table.header))
        .collect();
    years.sort_unstable();
    years.dedup();
    for (i, year) in years.iter().enumerate() {
        let place = first
            .texts
            .iter()
            .find(|(slot, _)| slot.year == Some(*year));
        if let Some((_, (_, origin))) = place {
            ledger.place(&format!("/score_years/{i}"), origin);
        }
    }
    years
}

/// Notes years that are not the profile's.
fn year_notes(
    year: Option<&(u16, Origin)>,
    years: &[u16],
    header: &Header,
    facts: &Facts,
    ledger: &mut Ledger,
) {
    let profile = &facts.profile;
    if let Some((year, origin)) = year.filter(|(year, _)| *year != profile.fiscal_year) {
        let kind = NoteKind::YearMismatch {
            found: year.to_string(),
            expected: profile.fiscal_year.to_string(),
        };
        ledger.note(origin, None, kind);
    }
    let written = |years: &[u16]| {
        let texts: Vec<String> = years.iter().map(u16::to_string).collect();
        texts.join(", ")
    };
    for year in profile
        .score_years
        .iter()
        .filter(|year| !years.contains(year))
    {
        if years.iter().all(|year| profile.score_years.contains(year)) && !years.is_empty() {
            let title = Message::new(format!("ปี {year}"), format!("score of {year}"));
            ledger.notes.push(Note {
                origin: None,
                indicator: None,
                kind: NoteKind::ColumnMissing {
                    id: ColumnId::Score,
                    title,
                },
            });
        }
    }
    if years.iter().any(|year| !profile.score_years.contains(year)) {
        let place = header
            .texts
            .iter()
            .find(|(slot, _)| slot.id == ColumnId::Score);
        ledger.notes.push(Note {
            origin: place.map(|(_, (_, origin))| origin.clone()),
            indicator: None,
            kind: NoteKind::YearMismatch {
                found: written(years),
                expected: written(&profile.score_years),
            },
        });
    }
}
