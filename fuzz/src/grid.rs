//! A table as text: cells are parted by tabs, rows by line feeds; further
//! control characters stand for what text alone cannot say.

use std::sync::Arc;

use ruam::grid::{Address, Cell, Document, Grid, Origin, Span, Value};

/// One more column that the cell covers.
const WIDER: char = '\u{11}';
/// One more row that it covers.
const TALLER: char = '\u{12}';
/// A line break in the cell.
const BREAK: char = '\u{13}';
/// The cell is hidden.
const HIDDEN: char = '\u{14}';
/// The cell is a number, a date, an error or a formula without a result.
const KINDS: [char; 4] = ['\u{15}', '\u{16}', '\u{17}', '\u{18}'];
/// What follows is another sheet.
const SHEET: char = '\u{1d}';

/// The document that `text` stands for.
pub fn document(text: &str) -> Document {
    let sheets = text.split(SHEET).zip(1..).map(|(text, number)| {
        let sheet: Arc<str> = format!("แผ่น {number}").into();
        let rows = text.split('\n').zip(0..);
        let cells = rows.flat_map(|(line, row)| {
            let fields = line.split('\t').zip(0..);
            let sheet = &sheet;
            fields.filter_map(move |(field, column)| cell(field, row, column, sheet))
        });
        Grid {
            cells: cells.collect(),
            sheet: Some(Arc::clone(&sheet)),
            ..Grid::default()
        }
    });
    Document {
        grids: sheets.collect(),
        ..Document::default()
    }
}

fn cell(field: &str, row: u32, column: u32, sheet: &Arc<str>) -> Option<Cell> {
    let count = |c: char| u32::try_from(field.matches(c).count()).unwrap_or(u32::MAX);
    let is_ours = |c: char| matches!(c, WIDER | TALLER | HIDDEN) || KINDS.contains(&c);
    let text = field.replace(is_ours, "").replace(BREAK, "\n");
    let value = match KINDS.map(|kind| field.contains(kind)) {
        [true, ..] => Value::Number(text),
        [_, true, ..] => Value::Date(text),
        [_, _, true, _] => Value::Error(text),
        [.., true] => Value::Uncached,
        _ => Value::Text(text),
    };
    let empty = value.text().trim().is_empty() && value != Value::Uncached;
    (!empty).then(|| Cell {
        row,
        column,
        span: Span {
            rows: 1 + count(TALLER),
            columns: 1 + count(WIDER),
        },
        hidden: field.contains(HIDDEN),
        running: false,
        value,
        origin: Origin::Cell {
            sheet: Some(Arc::clone(sheet)),
            cell: Address { row, column },
        },
    })
}
