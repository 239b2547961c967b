//! Lattice → cells: what no wall parts is one cell, however many rows and
//! columns it spans.

use super::{lattice::Lattice, sets::Sets};

/// A rectangle of the lattice, from row and column up to but not including.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Block {
    pub(super) top: usize,
    pub(super) left: usize,
    pub(super) bottom: usize,
    pub(super) right: usize,
}

impl Block {
    /// The one elementary cell at `row` and `column`.
    fn at(row: usize, column: usize) -> Self {
        Self {
            top: row,
            left: column,
            bottom: row + 1,
            right: column + 1,
        }
    }

    fn rows(self) -> usize {
        self.bottom - self.top
    }

    fn columns(self) -> usize {
        self.right - self.left
    }

    /// The least block that holds both.
    fn with(self, other: Self) -> Self {
        Self {
            top: self.top.min(other.top),
            left: self.left.min(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.max(other.right),
        }
    }

    fn holds(self, other: Self) -> bool {
        self.with(other) == self
    }
}

/// The elementary cells that no wall parts.
#[derive(Clone, Copy, Debug)]
struct Region {
    block: Block,
    /// How many elementary cells it has; fewer than its block when it has
    /// notches or holes.
    size: usize,
    /// How many of them lie at each side of its block: top, bottom, left,
    /// right.
    along: [usize; 4],
    /// Where it reaches the end of the table with nothing drawn there.
    bare: [bool; 4],
    /// Whether an upright wall stands in it: the columns below it are under a
    /// common head that no rule parts from them.
    divided: bool,
}

impl Region {
    /// Whether the region lies outside: in the corner beside a table whose rows
    /// are not equally long.
    ///
    /// A cell may lack the rules of an open side of the table, where all cells
    /// lack them. Else it may lack one: it may be forgotten, or its row goes
    /// on on the next page while others end.
    fn is_outside(&self, open: [bool; 4]) -> bool {
        let bare = |is_open| {
            let sides = self.bare.iter().zip(open);
            sides
                .filter(|(bare, open)| **bare && *open == is_open)
                .count()
        };
        match bare(false) {
            0 => false,
            1 => 0 < bare(true),
            _ => true,
        }
    }

    /// Whether the region fills three sides of its block: a cell into which a
    /// box reaches from one side, a tick box at its rule. Any other shape comes
    /// of a wall that is missing between cells.
    fn is_notched(&self) -> bool {
        let Block {
            top,
            left,
            bottom,
            right,
        } = self.block;
        let (width, height) = (right - left, bottom - top);
        let sides = self.along.iter().zip([width, width, height, height]);
        3 <= sides.filter(|(along, whole)| **along == *whole).count()
    }
}

/// The cells of a lattice, sorted by row, then column. They do not overlap.
pub(super) fn cells(lattice: &Lattice) -> Vec<Block> {
    let (numbers, count) = connect(lattice).numbered();
    let regions = regions(lattice, &numbers, count);
    let mut swallowed = vec![false; count];
    let mut cells = Vec::new();
    let open = [
        lattice.ys.open_first,
        lattice.ys.open_last,
        lattice.xs.open_first,
        lattice.xs.open_last,
    ];
    for (number, region) in regions.iter().enumerate() {
        let is_swallowed = swallowed.get(number).copied().unwrap_or(false);
        if is_swallowed || region.is_outside(open) {
            continue;
        }
        let block = region.block;
        let within = || numbers_within(&numbers, lattice.xs.len(), block);
        if region.size == block.rows() * block.columns() && !region.divided {
            cells.push(block);
        } else if region.is_notched()
            && !region.divided
            && within().all(|(_, _, n)| regions.get(n).is_some_and(|r| block.holds(r.block)))
        {
            // Such a region holds the first elementary cell of its block, so
            // those that it swallows come later.
            for (_, _, n) in within() {
                if let Some(swallowed) = swallowed.get_mut(n) {
                    *swallowed = true;
                }
            }
            cells.push(block);
        } else {
            cells.extend(runs(lattice, within().filter(|(_, _, n)| *n == number)));
        }
    }
    cells.sort_unstable();
    cells
}

/// The elementary cells, row by row, in sets that no wall parts.
fn connect(lattice: &Lattice) -> Sets {
    let (rows, columns) = (lattice.ys.len(), lattice.xs.len());
    let mut sets = Sets::new(rows * columns);
    for row in 0..rows {
        for column in 0..columns {
            let cell = row * columns + column;
            if column + 1 < columns && !lattice.wall_beside(column + 1, row) {
                sets.join(cell, cell + 1);
            }
            if row + 1 < rows && !lattice.wall_along(row + 1, column) {
                sets.join(cell, cell + columns);
            }
        }
    }
    sets
}

/// Measures the regions; `numbers` holds the region of each elementary cell.
fn regions(lattice: &Lattice, numbers: &[usize], count: usize) -> Vec<Region> {
    let (rows, columns) = (lattice.ys.len(), lattice.xs.len());
    let all = Block {
        top: 0,
        left: 0,
        bottom: rows,
        right: columns,
    };
    let mut regions: Vec<Region> = Vec::with_capacity(count);
    for (row, column, number) in numbers_within(numbers, columns, all) {
        let block = Block::at(row, column);
        if let Some(region) = regions.get_mut(number) {
            region.block = region.block.with(block);
            region.size += 1;
        } else {
            // Regions are numbered in the order of their first cells.
            regions.push(Region {
                block,
                size: 1,
                along: [0; 4],
                bare: [false; 4],
                divided: false,
            });
        }
    }
    for (row, column, number) in numbers_within(numbers, columns, all) {
        let Some(region) = regions.get_mut(number) else {
            continue;
        };
        let beside = (column + 1 < columns).then(|| numbers.get(row * columns + column + 1));
        region.divided |= beside.flatten() == Some(&number) && lattice.wall_beside(column + 1, row);
        let block = region.block;
        let along = [
            row == block.top,
            row + 1 == block.bottom,
            column == block.left,
            column + 1 == block.right,
        ];
        let bare = [
            row == 0 && !lattice.wall_along(0, column),
            row + 1 == rows && !lattice.wall_along(rows, column),
            column == 0 && !lattice.wall_beside(0, row),
            column + 1 == columns && !lattice.wall_beside(columns, row),
        ];
        for (sum, along) in region.along.iter_mut().zip(along) {
            *sum += usize::from(along);
        }
        for (any, bare) in region.bare.iter_mut().zip(bare) {
            *any |= bare;
        }
    }
    regions
}

/// Row, column and region of the elementary cells in `block`, row by row.
fn numbers_within(
    numbers: &[usize],
    columns: usize,
    block: Block,
) -> impl Iterator<Item = (usize, usize, usize)> {
    (block.top..block.bottom).flat_map(move |row| {
        let start = row * columns;
        let cells = numbers.get(start + block.left..start + block.right);
        let cells = cells.unwrap_or_default().iter().enumerate();
        cells.map(move |(i, number)| (row, block.left + i, *number))
    })
}

/// The rectangles of a region that is none: each stretch of elementary cells
/// in a row, together with those of equal extent above and below.
///
/// A wall between two cells is missing. Rows mean more than columns in a table,
/// so text stays in its row, and no cell outside the region is touched.
fn runs(lattice: &Lattice, region: impl Iterator<Item = (usize, usize, usize)>) -> Vec<Block> {
    let mut stretches: Vec<Block> = Vec::new();
    for (row, column, _) in region {
        match stretches.last_mut() {
            Some(last)
                if last.top == row && last.right == column && !lattice.wall_beside(column, row) =>
            {
                last.right += 1;
            }
            _ => stretches.push(Block::at(row, column)),
        }
    }
    // Equal extents stand below each other now.
    stretches.sort_by_key(|block| (block.left, block.right, block.top));
    let mut runs: Vec<Block> = Vec::new();
    for block in stretches {
        match runs.last_mut() {
            Some(run)
                if (run.left, run.right, run.bottom) == (block.left, block.right, block.top) =>
            {
                run.bottom = block.bottom;
            }
            _ => runs.push(block),
        }
    }
    runs
}
