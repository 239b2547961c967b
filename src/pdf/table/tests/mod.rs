//! Literal rulings and the cells they make.

mod areas;
mod form;
mod gaps;
mod limits;
mod prose;
mod report;
mod shapes;
mod slim;
mod split;
mod why;
mod words;

use super::*;

/// All tables of a page with these rulings.
fn find_all(rulings: &[Ruling], words: &[Word], heads: &Heads) -> Found {
    super::find_all(Ruled::new(rulings.to_vec()), words, heads)
}

/// The one table in an area of a page with these rulings.
fn within(rulings: &[Ruling], words: &[Word], heads: &Heads, area: Rect) -> Found {
    super::within(Ruled::new(rulings.to_vec()), words, heads, area)
}

fn ruling(axis: Axis, at: f64, from: f64, to: f64) -> Ruling {
    Ruling {
        axis,
        at,
        from,
        to,
        drawn: Drawn::Line,
    }
}

fn h(y: f64, x0: f64, x1: f64) -> Ruling {
    ruling(Axis::Horizontal, y, x0, x1)
}

fn v(x: f64, y0: f64, y1: f64) -> Ruling {
    ruling(Axis::Vertical, x, y0, y1)
}

/// The four lines of a frame.
fn frame(x0: f64, y0: f64, x1: f64, y1: f64) -> Vec<Ruling> {
    vec![h(y0, x0, x1), h(y1, x0, x1), v(x0, y0, y1), v(x1, y0, y1)]
}

/// The four edges of a filled area.
fn area(x0: f64, y0: f64, x1: f64, y1: f64) -> Vec<Ruling> {
    let mut edges = frame(x0, y0, x1, y1);
    for edge in &mut edges {
        edge.drawn = Drawn::Edge;
    }
    edges
}

/// A plain grid with boundaries at these places.
fn grid(xs: &[f64], ys: &[f64]) -> Vec<Ruling> {
    let (left, right) = (xs[0], xs[xs.len() - 1]);
    let (top, bottom) = (ys[0], ys[ys.len() - 1]);
    let across = ys.iter().map(|y| h(*y, left, right));
    let down = xs.iter().map(|x| v(*x, top, bottom));
    across.chain(down).collect()
}

/// Row, column, rows and columns of each cell.
fn cells(table: &Table) -> Vec<[u32; 4]> {
    let cell = |c: &TableCell| [c.row, c.column, c.rows, c.columns];
    table.cells.iter().map(cell).collect()
}

/// The cells of the only table.
fn only(rulings: &[Ruling]) -> Vec<[u32; 4]> {
    let found = find(rulings);
    assert!(!found.refused);
    assert_eq!(found.tables.len(), 1, "{:?}", found.tables);
    cells(&found.tables[0])
}

/// Rows and columns of each table.
fn sizes(rulings: &[Ruling]) -> Vec<(usize, usize)> {
    let size = |t: &Table| (t.ys.len() - 1, t.xs.len() - 1);
    find(rulings).tables.iter().map(size).collect()
}

/// The cells of a table of `rows` and `columns` without spans.
fn plain(rows: u32, columns: u32) -> Vec<[u32; 4]> {
    let row = |r| (0..columns).map(move |c| [r, c, 1, 1]);
    (0..rows).flat_map(row).collect()
}
