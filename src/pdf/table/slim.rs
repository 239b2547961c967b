//! Rows and columns too slim for any text, in which none stands: the ink of
//! thick rules, the white between the two of a double one, and the gutters
//! between cells that have a frame each.

use super::{Table, TableCell, interval};
use crate::pdf::ink::Rect;

/// What is slimmer holds no line of text: that of 6 pt needs as much.
const SLIMMEST: f64 = 8.0;

/// A letter that lies in what is slimmer still, in its sizes, hangs over from the
/// cell beside it: the narrowest column has room for a digit and its padding,
/// the lowest row for one without.
const COLUMN: f64 = 0.7;
const ROW: f64 = 0.55;

/// The middle of a letter, and its size.
#[derive(Clone, Copy, Debug)]
pub(in crate::pdf) struct Letter {
    pub(in crate::pdf) x: f64,
    pub(in crate::pdf) y: f64,
    pub(in crate::pdf) size: f64,
}

/// The table without its slim rows and columns in which no letter stands.
pub(in crate::pdf) fn closed(table: Table, letters: &[Letter]) -> Table {
    let inside = |letter: &&Letter| table.bbox.holds(letter.x, letter.y);
    let (mut columns, mut rows) = (bands(&table.xs), bands(&table.ys));
    if !columns.iter().chain(&rows).any(|band| *band) {
        return table;
    }
    for letter in letters.iter().filter(inside) {
        keep(&mut columns, &table.xs, letter.x, COLUMN * letter.size);
        keep(&mut rows, &table.ys, letter.y, ROW * letter.size);
    }
    if !columns.iter().chain(&rows).any(|band| *band) {
        return table;
    }
    let parts = Boundaries::new(&table.xs, &columns).zip(Boundaries::new(&table.ys, &rows));
    parts
        .and_then(|(xs, ys)| without(&table, xs, ys))
        .unwrap_or(table)
}

/// Which of the bands between places are slim.
fn bands(places: &[f64]) -> Vec<bool> {
    let is_slim = |pair: &[f64]| match pair {
        [from, to] => to - from < SLIMMEST,
        _ => false,
    };
    places.windows(2).map(is_slim).collect()
}

/// Keeps the band in which a letter lies, if it may be more than an overhang.
fn keep(slim: &mut [bool], places: &[f64], letter: f64, room: f64) {
    let Some(band) = interval(places, letter) else {
        return;
    };
    let width = places.get(band + 1).zip(places.get(band));
    if let Some(slim) = slim.get_mut(band)
        && width.is_some_and(|(to, from)| room <= to - from)
    {
        *slim = false;
    }
}

/// Boundaries, of which some became one.
struct Boundaries {
    at: Vec<f64>,
    /// The new number of each old boundary.
    numbers: Vec<usize>,
}

impl Boundaries {
    /// Closes bands; none if no band would be left. A row of slim bands is
    /// closed as far as a line of text would not fit in either.
    fn new(places: &[f64], closed: &[bool]) -> Option<Self> {
        let mut groups: Vec<(f64, f64)> = Vec::new();
        let mut numbers = Vec::with_capacity(places.len());
        let before = std::iter::once(&false).chain(closed);
        for (place, closed) in places.iter().zip(before) {
            match groups.last_mut() {
                Some((first, last)) if *closed && place - *first < SLIMMEST => *last = *place,
                _ => groups.push((*place, *place)),
            }
            numbers.push(groups.len() - 1);
        }
        let middle = |(first, last): &(f64, f64)| f64::midpoint(*first, *last);
        (groups.len() > 1).then(|| Self {
            at: groups.iter().map(middle).collect(),
            numbers,
        })
    }

    /// The new numbers of the first and the last boundary of a cell, and where
    /// they are.
    fn ends(&self, first: u32, count: u32) -> Option<([u32; 2], [f64; 2])> {
        let number = |old: u32| self.numbers.get(usize::try_from(old).ok()?).copied();
        let (from, to) = (number(first)?, number(first.checked_add(count)?)?);
        let numbers = [u32::try_from(from).ok()?, u32::try_from(to - from).ok()?];
        Some((numbers, [*self.at.get(from)?, *self.at.get(to)?]))
    }
}

/// The table on these boundaries. Cells that lay between closed ones are gone.
fn without(table: &Table, xs: Boundaries, ys: Boundaries) -> Option<Table> {
    let width = xs.at.len().checked_sub(1)?;
    let mut lattice = vec![None; width * ys.at.len().checked_sub(1)?];
    let mut cells: Vec<TableCell> = Vec::with_capacity(table.cells.len());
    for cell in &table.cells {
        let ([row, rows], [y0, y1]) = ys.ends(cell.row, cell.rows)?;
        let ([column, columns], [x0, x1]) = xs.ends(cell.column, cell.columns)?;
        if rows == 0 || columns == 0 {
            continue;
        }
        cells.push(TableCell {
            row,
            column,
            rows,
            columns,
            bbox: Rect { x0, y0, x1, y1 },
        });
    }
    // Of rows that became one, each had its own cells in order.
    cells.sort_by_key(|cell| (cell.row, cell.column));
    for (number, cell) in cells.iter().enumerate() {
        for line in cell.row..cell.row + cell.rows {
            let start = usize::try_from(line).ok()? * width + usize::try_from(cell.column).ok()?;
            let end = start + usize::try_from(cell.columns).ok()?;
            lattice.get_mut(start..end)?.fill(Some(number));
        }
    }
    Some(Table {
        found_by: table.found_by,
        bbox: Rect {
            x0: *xs.at.first()?,
            y0: *ys.at.first()?,
            x1: *xs.at.last()?,
            y1: *ys.at.last()?,
        },
        xs: xs.at,
        ys: ys.at,
        cells,
        lattice,
    })
}
