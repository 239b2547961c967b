//! The cells of a document as they were read: JSON or csv.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::formula;
use crate::grid::{Address, Cell, Document, Grid, Origin, PageTable, Value};

/// All tables with their cells, and where tables stand on pages, as JSON: names
/// in the order of the alphabet.
#[must_use]
pub fn json(document: &Document) -> impl Serialize {
    Tables {
        page_tables: document.page_tables.iter().map(Place::from).collect(),
        schema: "ruam.grid/1",
        tables: document.grids.iter().map(Table::from).collect(),
    }
}

#[derive(Serialize)]
struct Tables<'d> {
    page_tables: Vec<Place>,
    schema: &'static str,
    tables: Vec<Table<'d>>,
}

#[derive(Serialize)]
struct Place {
    bbox: [f64; 4],
    columns: u32,
    page: u32,
    rows: u32,
    table: u32,
}

impl From<&PageTable> for Place {
    fn from(table: &PageTable) -> Self {
        Self {
            bbox: table.bbox,
            columns: table.columns,
            page: table.page,
            rows: table.rows,
            table: table.table,
        }
    }
}

#[derive(Serialize)]
struct Table<'d> {
    #[serde(serialize_with = "written")]
    cells: &'d [Cell],
    hidden: bool,
    sheet: Option<&'d str>,
}

impl<'d> From<&'d Grid> for Table<'d> {
    fn from(grid: &'d Grid) -> Self {
        Self {
            cells: &grid.cells,
            hidden: grid.hidden,
            sheet: grid.sheet.as_deref(),
        }
    }
}

/// Makes what is written of a cell when it is written: a sheet has a million.
fn written<S: Serializer>(cells: &[Cell], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(cells.iter().map(Written::from))
}

#[derive(Serialize)]
struct Written<'d> {
    #[serde(skip_serializing_if = "Option::is_none")]
    bbox: Option<[f64; 4]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
    columns: u32,
    hidden: bool,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    rows: u32,
    running: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<u32>,
    text: &'d str,
}

impl<'d> From<&'d Cell> for Written<'d> {
    fn from(cell: &'d Cell) -> Self {
        let (bbox, address, [page, table, row, column]) = match cell.origin {
            Origin::Cell { cell, .. } => (None, Some(cell), [None; 4]),
            Origin::Box {
                page,
                table,
                row,
                column,
                bbox,
            } => (Some(bbox), None, [page, table, row, column].map(Some)),
        };
        Self {
            bbox,
            cell: address,
            column,
            columns: cell.span.columns,
            hidden: cell.hidden,
            kind: match &cell.value {
                Value::Text(_) => "text",
                Value::Number(_) => "number",
                Value::Date(_) => "date",
                Value::Error(_) => "error",
                Value::Uncached => "formula",
            },
            page,
            row,
            rows: cell.span.rows,
            running: cell.running,
            table,
            text: cell.value.text(),
        }
    }
}

/// All tables as csv, an empty line between two; merged cells once.
#[must_use]
pub fn to_csv(document: &Document) -> Vec<u8> {
    let tables: Vec<Vec<u8>> = document.grids.iter().map(table).collect();
    tables.join(&b'\n')
}

fn table(grid: &Grid) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    let mut rows: BTreeMap<u32, Vec<&Cell>> = BTreeMap::new();
    for cell in &grid.cells {
        rows.entry(cell.row).or_default().push(cell);
    }
    // From the first cell on: a stray cell far away makes one long line, not a
    // million empty ones.
    let left = grid.cells.iter().map(|cell| cell.column).min().unwrap_or(0);
    for cells in rows.values() {
        let mut record: Vec<String> = Vec::new();
        for cell in cells {
            let at = usize::try_from(cell.column - left).unwrap_or(usize::MAX);
            record.resize(at.min(16_384), String::new());
            record.push(harmless(&cell.value));
        }
        if writer.write_record(&record).is_err() {
            break;
        }
    }
    writer.into_inner().unwrap_or_default()
}

/// The text of a cell, so that no spreadsheet program takes it for a formula.
fn harmless(value: &Value) -> String {
    match value {
        Value::Text(_) => formula::harmless(value.text()).into_owned(),
        _ => value.text().to_owned(),
    }
}
