//! Workbook → grids: the only place with calamine, and beside it one pass of
//! our own over what calamine does not tell (merges, hidden parts, percent
//! formats and formulas without results).

mod comments;
mod held;
mod number;
mod ods;
mod ods_outline;
mod sheet_outline;
mod xls;
mod xlsb;
mod xlsx;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use calamine::{Data, DataRef, Range, Sheet, SheetType, SheetVisible, WorkbookProperties};

use crate::{
    error::Error,
    grid::{Address, Cell, Comment, Document, Grid, Origin, Span, Value},
    limits::{Limit, Limits},
    source,
    submission::Format,
};

/// Reads all worksheets, hidden ones included; `progress` is called after each, if
/// not with every cell.
///
/// # Errors
/// A workbook that is protected, broken or too large.
pub fn read(
    bytes: &[u8],
    format: Format,
    limits: &Limits,
    progress: &mut dyn FnMut(),
) -> Result<Document, Error> {
    let read = match format {
        Format::Xlsb => xlsb::read(bytes, limits, progress),
        Format::Xls => xls::read(bytes, limits, progress),
        Format::Ods => ods::read(bytes, limits, progress),
        _ => xlsx::read(bytes, limits, progress),
    };
    read.map_err(|error| match error {
        // A part that holds more than its container says.
        Error::Damaged(_) => source::hidden_bomb(bytes, limits).unwrap_or(error),
        error => error,
    })
}

/// Rows and columns that a person does not see, and cells that are more than
/// their value: what the passes beside calamine bring, by (row, column).
#[derive(Debug, Default)]
struct Outline {
    spans: BTreeMap<(u32, u32), Span>,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    percent: BTreeSet<(u32, u32)>,
    errors: BTreeSet<(u32, u32)>,
    uncached: Vec<(u32, u32)>,
    comments: comments::Texts,
}

/// What a workbook has been given of what it may have.
struct Room<'l> {
    limits: &'l Limits,
    cells: u64,
    text: u64,
}

impl<'l> Room<'l> {
    fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            cells: 0,
            text: 0,
        }
    }

    fn take_cell(&mut self, text: &str) -> Result<(), Error> {
        self.cells += 1;
        self.within(Limit::Cells, self.cells)?;
        self.within(Limit::CellBytes, text.len() as u64)?;
        self.take_text(text)
    }

    fn take_text(&mut self, text: &str) -> Result<(), Error> {
        self.text = self.text.saturating_add(text.len() as u64);
        self.within(Limit::TextBytes, self.text)
    }

    fn within(&self, limit: Limit, taken: u64) -> Result<(), Error> {
        within_limit(self.limits, limit, taken)
    }
}

fn within_limit(limits: &Limits, limit: Limit, taken: u64) -> Result<(), Error> {
    if taken > limits.of(limit) {
        return Err(limits.over(limit).into());
    }
    Ok(())
}

/// A sheet while it is read.
struct Builder<'r, 'l> {
    sheet: Arc<str>,
    hidden: bool,
    outline: Outline,
    cells: Vec<Cell>,
    room: &'r mut Room<'l>,
}

impl<'r, 'l> Builder<'r, 'l> {
    fn new(sheet: &Sheet, outline: Outline, room: &'r mut Room<'l>) -> Self {
        Self {
            sheet: Arc::from(sheet.name.as_str()),
            hidden: sheet.visible != SheetVisible::Visible,
            outline,
            cells: Vec::new(),
            room,
        }
    }

    /// Adds one cell unless it is empty.
    fn push(&mut self, (row, column): (u32, u32), value: Option<Value>) -> Result<(), Error> {
        let Some(value) = value else { return Ok(()) };
        self.room.take_cell(value.text())?;
        self.cells.push(Cell {
            row,
            column,
            span: self
                .outline
                .spans
                .get(&(row, column))
                .copied()
                .unwrap_or(Span::ONE),
            hidden: within(&self.outline.hidden_rows, row)
                || within(&self.outline.hidden_columns, column),
            running: false,
            value,
            origin: self.origin(row, column),
        });
        Ok(())
    }

    fn origin(&self, row: u32, column: u32) -> Origin {
        Origin::Cell {
            sheet: Some(Arc::clone(&self.sheet)),
            cell: Address { row, column },
        }
    }

    /// Adds the cells of a range that calamine holds as a whole.
    fn push_range(&mut self, range: &Range<Data>) -> Result<(), Error> {
        let (top, left) = range.start().unwrap_or_default();
        let place = |first: u32, offset: usize| {
            first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
        };
        for (row, column, data) in range.used_cells() {
            let at = (place(top, row), place(left, column));
            let mut value = owned_value(data, self.outline.percent.contains(&at));
            if self.outline.errors.contains(&at) {
                value = value.map(|value| Value::Error(value.text().to_owned()));
            }
            self.push(at, value)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Grid, Error> {
        for at in std::mem::take(&mut self.outline.uncached) {
            self.push(at, Some(Value::Uncached))?;
        }
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        // A cell that was given twice keeps its first value, as in Excel.
        self.cells.dedup_by_key(|cell| (cell.row, cell.column));
        let comments = std::mem::take(&mut self.outline.comments);
        for text in comments.values() {
            self.room.take_text(text)?;
        }
        let comments = comments.into_iter().map(|((row, column), text)| Comment {
            text,
            origin: self.origin(row, column),
            row,
        });
        Ok(Grid {
            comments: comments.collect(),
            sheet: Some(self.sheet),
            hidden: self.hidden,
            cells: self.cells,
        })
    }
}

/// Whether one of the sorted, closed ranges holds `index`.
fn within(ranges: &[(u32, u32)], index: u32) -> bool {
    let after = ranges.partition_point(|(first, _)| *first <= index);
    after
        .checked_sub(1)
        .and_then(|at| ranges.get(at))
        .is_some_and(|(_, last)| index <= *last)
}

/// Sheets with cells, in the order of the workbook.
fn worksheets(sheets: &[Sheet], limits: &Limits) -> Result<Vec<Sheet>, Error> {
    within_limit(limits, Limit::Sheets, sheets.len() as u64)?;
    let sheets = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet);
    Ok(sheets.cloned().collect())
}

/// A calamine value as the grid has it; nothing for an empty one.
fn value(data: &DataRef<'_>, percent: bool) -> Option<Value> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::String(text) => return text_value(text),
        DataRef::SharedString(text) => return text_value(text),
        DataRef::Int(number) => Value::Number(number.to_string()),
        DataRef::Float(number) => Value::Number(number::shown(*number, percent)),
        DataRef::Bool(truth) => Value::Text(if *truth { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(date) => number::date(date),
        DataRef::DateTimeIso(date) => {
            Value::Date(date.split('T').next().unwrap_or(date).to_owned())
        }
        DataRef::DurationIso(duration) => Value::Text(duration.clone()),
        DataRef::Error(error) => Value::Error(error.to_string()),
    })
}

/// The same for calamine's owned values.
fn owned_value(data: &Data, percent: bool) -> Option<Value> {
    match data {
        Data::Empty => None,
        Data::String(text) => text_value(text),
        Data::Int(number) => value(&DataRef::Int(*number), percent),
        Data::Float(number) => value(&DataRef::Float(*number), percent),
        Data::Bool(truth) => value(&DataRef::Bool(*truth), percent),
        Data::DateTime(date) => value(&DataRef::DateTime(*date), percent),
        Data::DateTimeIso(date) => value(&DataRef::DateTimeIso(date.clone()), percent),
        Data::DurationIso(text) => value(&DataRef::DurationIso(text.clone()), percent),
        Data::Error(error) => value(&DataRef::Error(error.clone()), percent),
    }
}

fn text_value(text: &str) -> Option<Value> {
    (!text.trim().is_empty()).then(|| Value::Text(text.to_owned()))
}

fn document(grids: Vec<Grid>, properties: Option<WorkbookProperties>) -> Document {
    Document {
        producer: properties.and_then(|properties| producer(&properties)),
        sheets: u32::try_from(grids.len()).ok(),
        grids,
        ..Document::default()
    }
}

/// `LibreOffice 7.4.7.2` of `LibreOffice/7.4.7.2$Linux_X86_64 …`, or `Microsoft
/// Excel 16.0300` of a name and a version.
fn producer(properties: &WorkbookProperties) -> Option<String> {
    let application = properties.application.as_deref()?;
    let name = application.split('$').next()?.replace('/', " ");
    match properties.app_version.as_deref() {
        Some(version) if !name.bytes().any(|b| b.is_ascii_digit()) => {
            Some(format!("{name} {version}"))
        }
        _ => Some(name).filter(|name| !name.trim().is_empty()),
    }
}

fn damaged(error: impl std::fmt::Display) -> Error {
    Error::Damaged(error.to_string())
}
