//! What `ruam` finds in a document of the competition.

use std::{path::Path, process::Command};

use serde::Deserialize;

use super::measure::{Cell, Table};

/// What `ruam extract --grid` prints, as far as it matters here.
#[derive(Deserialize)]
struct Printed {
    tables: Vec<Grid>,
    page_tables: Vec<PageTable>,
}

#[derive(Deserialize)]
struct Grid {
    cells: Vec<GridCell>,
}

#[derive(Deserialize)]
struct PageTable {
    page: u32,
    table: u32,
    bbox: [f64; 4],
    rows: usize,
    columns: usize,
}

#[derive(Clone, Deserialize)]
struct GridCell {
    page: u32,
    table: u32,
    row: usize,
    column: usize,
    bbox: [f64; 4],
    text: String,
}

/// The tables of a document: all, or those in the areas given.
pub(crate) fn tables(program: &Path, document: &Path, areas: &[Table]) -> Vec<Table> {
    let areas = areas.iter().map(|area| {
        let [left, top, right, bottom] = area.bbox;
        format!("--area={}:{left},{top},{right},{bottom}", area.page)
    });
    let output = Command::new(program)
        .args(["extract", "--quiet", "--grid"])
        .args(areas)
        .arg(document)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", document.display());
    read(&output.stdout)
}

fn read(json: &[u8]) -> Vec<Table> {
    let printed: Printed = serde_json::from_slice(json).unwrap();
    let cells = printed.tables.into_iter().flat_map(|grid| grid.cells);
    let cells: Vec<GridCell> = cells.collect();
    let table = |of: &PageTable| {
        let of_table = |cell: &&GridCell| (cell.page, cell.table) == (of.page, of.table);
        let cells: Vec<GridCell> = cells.iter().filter(of_table).cloned().collect();
        Table {
            page: of.page,
            bbox: of.bbox,
            cells: cells.iter().map(|cell| placed(cell, &cells, of)).collect(),
        }
    };
    printed.page_tables.iter().map(table).collect()
}

/// A cell with its span in its own table: the grid's counts the columns of all
/// the pages that a table goes on over. It ends before the first cell that
/// begins to the right of it, or below.
fn placed(cell: &GridCell, cells: &[GridCell], table: &PageTable) -> Cell {
    const SAME: f64 = 0.011;
    let beyond = |side: usize, number: fn(&GridCell) -> usize| {
        let end = cell.bbox[side + 2];
        let after = cells.iter().filter(|other| end - SAME <= other.bbox[side]);
        after.map(number).min()
    };
    let last_column = beyond(0, |cell| cell.column).unwrap_or(table.columns + 1);
    let last_row = beyond(1, |cell| cell.row).unwrap_or(table.rows + 1);
    Cell {
        row: cell.row,
        column: cell.column,
        rows: (last_row - cell.row).max(1),
        columns: (last_column - cell.column).max(1),
        text: cell.text.clone(),
    }
}
