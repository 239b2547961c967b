//! The table as it was read, as a workbook: for files that cannot be marked
//! themselves.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet,
    XlsxError,
};

use super::damaged;
use crate::{
    error::Error,
    grid::{Address, Cell, Document, Grid, Origin, Span, Value},
    marks,
    normalize::display,
};

/// A workbook with the tables of a document.
pub(super) struct Plain {
    pub(super) bytes: Vec<u8>,
    /// Where each cell of the document stands in it.
    cells: BTreeMap<Place, (String, Address)>,
}

/// A place in the document: a sheet and its row and column, or page, table, row
/// and column.
type Place = (Option<String>, [u32; 4]);

/// Characters of a sheet's name, and of a cell.
const NAME: usize = 31;
const TEXT: usize = 32_000;
/// Height of a line in points.
const LINE: f64 = 15.0;
/// Columns are between these many characters wide.
const NARROW: u32 = 6;
const WIDE: u32 = 44;
/// Cells of a row that is no row of a table.
const FEW: usize = 2;

impl Plain {
    /// The sheet and cell that a place of the document became.
    pub(super) fn cell(&self, origin: &Origin) -> Option<(String, Address)> {
        self.cells.get(&place(origin)).cloned()
    }
}

/// Writes the tables of a document, a sheet each.
pub(super) fn write(document: &Document) -> Result<Plain, Error> {
    let mut workbook = Workbook::new();
    // The same bytes whenever it is written.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1).map_err(damaged)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&epoch));
    let mut cells = BTreeMap::new();
    let mut names = BTreeSet::new();
    // A list of findings that came back is written anew.
    let grids = document
        .grids
        .iter()
        .filter(|grid| !marks::is_results(grid));
    let all_hidden = document.grids.iter().all(|grid| grid.hidden);
    for (grid, number) in grids.zip(1_usize..) {
        let name = name(grid, number, &mut names);
        let sheet = workbook.add_worksheet();
        sheet.set_name(&name).map_err(damaged)?;
        sheet.set_hidden(grid.hidden && !all_hidden);
        table(sheet, grid).map_err(damaged)?;
        for comment in &grid.comments {
            if let Some(at) = comment.address()
                && let Ok(column) = u16::try_from(at.column)
            {
                // Without the author's name in front, as it was written.
                let note = Note::new(&comment.text).add_author_prefix(false);
                sheet.insert_note(at.row, column, &note).map_err(damaged)?;
            }
        }
        for cell in &grid.cells {
            let at = Address {
                row: cell.row,
                column: cell.column,
            };
            cells.insert(place(&cell.origin), (name.clone(), at));
        }
    }
    let bytes = workbook.save_to_buffer().map_err(damaged)?;
    Ok(Plain { bytes, cells })
}

fn place(origin: &Origin) -> Place {
    match origin {
        Origin::Cell { sheet, cell } => {
            let sheet = sheet.as_deref().map(str::to_owned);
            (sheet, [0, 0, cell.row, cell.column])
        }
        Origin::Box {
            page,
            table,
            row,
            column,
            ..
        } => (None, [*page, *table, *row, *column]),
    }
}

/// The sheet's own name where Excel takes it, and none has it yet.
fn name(grid: &Grid, number: usize, taken: &mut BTreeSet<String>) -> String {
    let wanted = grid.sheet.as_deref().unwrap_or_default();
    let wanted: String = wanted
        .chars()
        .filter(|c| !c.is_control() && !"[]:*?/\\'".contains(*c))
        .take(NAME)
        .collect();
    let wanted = wanted.trim().to_owned();
    let name = if wanted.is_empty() || taken.contains(&wanted.to_lowercase()) {
        format!("ตาราง {number}")
    } else {
        wanted
    };
    taken.insert(name.to_lowercase());
    name
}

fn table(sheet: &mut Worksheet, grid: &Grid) -> Result<(), XlsxError> {
    let look_of_table = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    let running = Format::new();
    let widths = widths(grid);
    for (cell, row) in grid
        .rows()
        .flat_map(|row| row.iter().map(move |cell| (cell, row)))
    {
        let look = if runs_on(row) {
            &running
        } else {
            &look_of_table
        };
        let column = u16::try_from(cell.column).map_err(|_| XlsxError::RowColumnLimitError)?;
        if 1 < cell.span.rows || 1 < cell.span.columns {
            merge(sheet, cell, column, look);
        }
        let text = cell.value.text();
        match (&cell.value, text.parse::<f64>()) {
            (Value::Number(_), Ok(number)) => {
                let places = text.split_once('.').map_or(0, |(_, places)| places.len());
                let shown = if places == 2 { "0.00" } else { "General" };
                let look = look.clone().set_num_format(shown);
                sheet.write_number_with_format(cell.row, column, number, &look)?;
            }
            _ => {
                let text: String = text.chars().take(TEXT).collect();
                sheet.write_string_with_format(cell.row, column, text, look)?;
            }
        }
    }
    for (column, width) in &widths {
        sheet.set_column_width(*column, f64::from(width + 1))?;
    }
    for row in grid.rows() {
        let texts = row
            .iter()
            .filter(|cell| cell.span == Span::ONE && !runs_on(row))
            .map(|cell| {
                let width = u16::try_from(cell.column)
                    .ok()
                    .and_then(|at| widths.get(&at));
                (cell.value.text(), width.copied().unwrap_or(NARROW))
            });
        if let Some(first) = row.first() {
            sheet.set_row_height(first.row, display::row_height(LINE, texts))?;
        }
    }
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Whether the row is a line above or below the table, which runs on over the
/// empty cells behind it.
fn runs_on(row: &[Cell]) -> bool {
    matches!(row, [only] if only.column == 0 && !only.value.text().contains('\n'))
}

/// Widths of the columns in characters: wide enough for most cells, the rest is
/// wrapped. Lines above the table run over several columns and do not count.
fn widths(grid: &Grid) -> BTreeMap<u16, u32> {
    let mut widths = BTreeMap::new();
    for row in grid.rows().filter(|row| FEW < row.len()) {
        for cell in row.iter().filter(|cell| cell.span == Span::ONE) {
            let Ok(column) = u16::try_from(cell.column) else {
                continue;
            };
            let longest = cell.value.text().lines().map(display::width).max();
            let longest = u32::try_from(longest.unwrap_or(0)).unwrap_or(WIDE);
            let width = widths.entry(column).or_insert(NARROW);
            *width = longest.clamp(*width, WIDE);
        }
    }
    widths
}

/// Merges the cells that one covers, unless they lie across others.
fn merge(sheet: &mut Worksheet, cell: &Cell, column: u16, look: &Format) {
    let last_row = cell.row.saturating_add(cell.span.rows - 1);
    let across = u16::try_from(cell.span.columns - 1).unwrap_or(0);
    let last_column = column.saturating_add(across);
    // A table on a page may have cells that no sheet can: they stay single.
    let _ = sheet.merge_range(cell.row, column, last_row, last_column, "", look);
}
