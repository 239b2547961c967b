//! A body without rules under a head that has them: in the frame of the table,
//! or below it on the page.

use super::{Band, Letter, Line, lines, wall};
use crate::pdf::{
    ink::{Axis, Ruling},
    table::Table,
};

/// A table of fewer columns has too few to tell that text stands in them.
const COLUMNS: usize = 4;
/// One of more is a drawing: every letter is looked up in them.
const MOST: usize = 200;
/// Fewer lines may stand in the columns by chance: in a frame, and below a table.
const LINES: usize = 2;
const LONG: usize = 5;
/// One line of so many may hang over the edge of its cell.
const HANGING: usize = 3;
/// White above a body, and white that ends one, in sizes of its text.
const ABOVE: f64 = 1.5;
const APART: f64 = 4.0;

/// The boundaries of the columns at the bottom of a table: under its head, or
/// of its rows; none where they are too few.
pub(super) fn columns(table: &Table) -> Option<Vec<f64>> {
    let rows = u32::try_from(table.ys.len()).ok()?.checked_sub(1)?;
    let whole = |columns: u32| usize::try_from(columns).is_ok_and(|n| n + 1 == table.xs.len());
    // The last row may be one cell: a frame around the body.
    let last = (1..=rows).rev().find(|row| {
        let in_row =
            |cell: &&crate::pdf::table::TableCell| cell.row < *row && *row <= cell.row + cell.rows;
        !table
            .cells
            .iter()
            .filter(in_row)
            .any(|cell| whole(cell.columns))
    })?;
    let mut columns: Vec<f64> = table
        .cells
        .iter()
        .filter(|cell| cell.row < last && last <= cell.row + cell.rows)
        .flat_map(|cell| [cell.bbox.x0, cell.bbox.x1])
        .collect();
    columns.sort_by(f64::total_cmp);
    columns.dedup();
    (COLUMNS < columns.len() && columns.len() <= MOST).then_some(columns)
}

/// The walls of a body that has none, and its lines where it stands below the
/// table, whose rows are these bands.
///
/// The body stands in the last row of the table, where this is one cell, or
/// below the table, up to `end`; every line of it must stand in the columns.
pub(super) fn extended(
    letters: &[Letter<'_>],
    table: &Table,
    columns: &[f64],
    bands: &[Band],
    end: f64,
) -> (Vec<Ruling>, Option<Vec<Line>>) {
    let bbox = table.bbox;
    let framed = bands.split_last().filter(|(Band { top, bottom, .. }, _)| {
        let Some(cell) = table.cell_at(bbox.x0 + 1.0, f64::midpoint(*top, *bottom)) else {
            return false;
        };
        let cell = table.cells.get(cell).map(|cell| cell.bbox);
        cell.is_some_and(|cell| cell.x1 == bbox.x1 && cell.y0 == *top && bbox.y0 < *top)
    });
    if let Some((last, above)) = framed {
        let body = &last.lines;
        // Under rows there is a note in such a cell.
        let is_bare = is_body(body) || is_text(body) && !above.iter().any(Band::has_numbers);
        let walls = if is_bare {
            uprights(columns, last.top, last.bottom)
        } else {
            Vec::new()
        };
        return (walls, None);
    }
    if bands.iter().any(Band::has_numbers) {
        return (Vec::new(), None);
    }
    let below = lines(letters, columns, bbox.y1, end);
    let (mut last, mut apart) = (bbox.y1, ABOVE);
    let goes_on = |line: &&Line| {
        let is_near = line.top - last <= apart * line.size;
        let goes_on = line.is_anchor() || line.crossed < 2 && is_near;
        (last, apart) = (line.bottom, APART);
        goes_on
    };
    let count = below.iter().take_while(goes_on).count();
    let body = below.get(..count).unwrap_or_default();
    let Some(bottom) = body
        .last()
        .map(|line| line.bottom + 1.0)
        .filter(|_| is_body(body) || LONG <= body.len() && is_text(body))
    else {
        return (Vec::new(), None);
    };
    let bottom = bottom.min(end);
    let mut walls = uprights(columns, bbox.y1, bottom);
    walls.push(wall(Axis::Horizontal, bottom, bbox.x0, bbox.x1));
    (walls, Some(lines(letters, columns, bbox.y1, bottom)))
}

/// Whether lines are those of rows.
fn is_body(lines: &[Line]) -> bool {
    let crossing = lines.iter().filter(|line| line.crossed > 0).count();
    lines.iter().any(Line::is_anchor) && crossing * HANGING <= lines.len()
}

/// Whether lines may be the end of a row of the page before.
fn is_text(lines: &[Line]) -> bool {
    LINES <= lines.len() && lines.iter().all(|line| line.crossed == 0)
}

fn uprights(columns: &[f64], top: f64, bottom: f64) -> Vec<Ruling> {
    let upright = |x: &f64| wall(Axis::Vertical, *x, top, bottom);
    columns.iter().map(upright).collect()
}
