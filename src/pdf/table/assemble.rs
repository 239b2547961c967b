//! Cells of a lattice → table: rows and columns numbered without the boundaries
//! that bound nothing.

use super::{
    FoundBy, Table, TableCell,
    cells::{self, Block},
    lattice::Lattice,
};
use crate::pdf::ink::Rect;

/// The cells of a lattice as a table; none if it has no cells.
pub(super) fn table(lattice: &Lattice, found_by: FoundBy) -> Option<Table> {
    let blocks = cells::cells(lattice);
    // A boundary at which no cell begins or ends is an underline that reached a
    // rule, or lies outside.
    let columns = Kept::new(
        &lattice.xs.at,
        blocks.iter().flat_map(|b| [b.left, b.right]),
    );
    let rows = Kept::new(
        &lattice.ys.at,
        blocks.iter().flat_map(|b| [b.top, b.bottom]),
    );
    let width = columns.at.len().checked_sub(1)?;
    let height = rows.at.len().checked_sub(1)?;
    let mut cells = Vec::with_capacity(blocks.len());
    let mut at = vec![None; width * height];
    for block in blocks {
        let kept = Block {
            top: rows.number(block.top)?,
            left: columns.number(block.left)?,
            bottom: rows.number(block.bottom)?,
            right: columns.number(block.right)?,
        };
        for row in kept.top..kept.bottom {
            let row = at.get_mut(row * width + kept.left..row * width + kept.right);
            row?.fill(Some(cells.len()));
        }
        cells.push(cell(lattice, block, kept)?);
    }
    Some(Table {
        found_by,
        bbox: Rect {
            x0: *columns.at.first()?,
            y0: *rows.at.first()?,
            x1: *columns.at.last()?,
            y1: *rows.at.last()?,
        },
        xs: columns.at,
        ys: rows.at,
        cells,
        lattice: at,
    })
}

/// The cell of a block of the lattice, whose rows and columns in the table are
/// `kept`.
fn cell(lattice: &Lattice, block: Block, kept: Block) -> Option<TableCell> {
    let Block {
        top,
        left,
        bottom,
        right,
    } = block;
    Some(TableCell {
        row: u32::try_from(kept.top).ok()?,
        column: u32::try_from(kept.left).ok()?,
        rows: u32::try_from(kept.bottom - kept.top).ok()?,
        columns: u32::try_from(kept.right - kept.left).ok()?,
        bbox: Rect {
            x0: *lattice.xs.at.get(left)?,
            y0: *lattice.ys.at.get(top)?,
            x1: *lattice.xs.at.get(right)?,
            y1: *lattice.ys.at.get(bottom)?,
        },
    })
}

/// The boundaries that cells use.
struct Kept {
    at: Vec<f64>,
    /// The new number of each old boundary.
    numbers: Vec<Option<usize>>,
}

impl Kept {
    fn new(places: &[f64], used: impl Iterator<Item = usize>) -> Self {
        let mut is_used = vec![false; places.len()];
        for boundary in used {
            if let Some(is_used) = is_used.get_mut(boundary) {
                *is_used = true;
            }
        }
        let mut at = Vec::new();
        let mut numbers = Vec::with_capacity(places.len());
        for (place, is_used) in places.iter().zip(is_used) {
            numbers.push(is_used.then_some(at.len()));
            if is_used {
                at.push(*place);
            }
        }
        Self { at, numbers }
    }

    fn number(&self, boundary: usize) -> Option<usize> {
        *self.numbers.get(boundary)?
    }
}
