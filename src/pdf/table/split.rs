//! Cells that rules leave whole and words part: rows below a ruled head, and
//! columns or rows whose rules are missing.
//!
//! A cell of a ruled table mostly is what it seems. It is parted only where its
//! own table says how: at boundaries of its columns that all words leave free,
//! and where figures stand in rows or columns, which no text does.

use super::{
    Table, TableCell,
    bands::{self, Placed},
    columns::{self, Gap},
    gaps,
    text::{self, Row, Stretch, Word},
};
use crate::pdf::ink::{Axis, Rect, Ruling};

/// Lines that say alike how a cell is parted. One may do so by chance.
const FEWEST: usize = 2;

/// Lines that figures of a column without rules stand in, at least.
const FEWEST_FIGURES: usize = 3;

/// The walls that words make in a table; none where it is what it seems.
/// `words` are sorted by their baselines.
pub(super) fn walls(table: &Table, words: &[&Word]) -> Vec<Ruling> {
    let start = words.partition_point(|word| word.y < table.bbox.y0);
    let end = words.partition_point(|word| word.y <= table.bbox.y1);
    let mut cells: Vec<Vec<&Word>> = vec![Vec::new(); table.cells.len()];
    for word in words.get(start..end).unwrap_or_default() {
        let Rect { x0, y0, x1, y1 } = word.area;
        let cell = table.cell_at(f64::midpoint(x0, x1), f64::midpoint(y0, y1));
        if let Some(cell) = cell.and_then(|cell| cells.get_mut(cell)) {
            cell.push(word);
        }
    }
    let mut walls = at_known(table, &cells);
    let new = new_columns(table, &cells);
    walls.extend(down(table, &cells, &new));
    walls.extend(across(table, &cells, &new));
    walls
}

/// What the words of a cell say of a boundary that it spans.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    /// Words stand on it.
    Crossed,
    /// So many lines stand on both sides and leave it free.
    Parted(usize),
    /// All stands on one side.
    Nothing,
}

/// The walls in cells that span columns which other rows have, where enough of
/// them leave a boundary free and have words on both its sides.
fn at_known(table: &Table, cells: &[Vec<&Word>]) -> Vec<Ruling> {
    let last = table.xs.len().saturating_sub(1);
    let spanning: Vec<(&TableCell, Vec<Row<'_>>)> = table
        .cells
        .iter()
        .zip(cells)
        .filter(|(cell, _)| 1 < cell.columns)
        .map(|(cell, words)| (cell, text::rows(words.iter().copied(), &[])))
        .collect();
    let mut walls = Vec::new();
    for (boundary, x) in table.xs.iter().enumerate().take(last).skip(1) {
        let spans = |cell: &TableCell| {
            let first = usize::try_from(cell.column).unwrap_or(usize::MAX);
            let columns = usize::try_from(cell.columns).unwrap_or(0);
            first < boundary && boundary < first.saturating_add(columns)
        };
        let told: Vec<(Rect, Says)> = spanning
            .iter()
            .filter(|(cell, _)| spans(cell))
            .map(|(cell, rows)| (cell.bbox, says(rows, *x)))
            .collect();
        let parted = told.iter().map(|(_, says)| match says {
            Says::Parted(lines) => *lines,
            _ => 0,
        });
        if parted.sum::<usize>() < FEWEST {
            continue;
        }
        for (bbox, says) in told {
            if says != Says::Crossed {
                walls.push(gaps::ruling(Axis::Vertical, *x, bbox.y0, bbox.y1));
            }
        }
    }
    walls
}

fn says(rows: &[Row<'_>], x: f64) -> Says {
    let mut parted = 0;
    for row in rows {
        let stretches = &row.stretches;
        if stretches.iter().any(|s| s.x0 + 1.0 < x && x < s.x1 - 1.0) {
            return Says::Crossed;
        }
        let left = stretches.iter().any(|stretch| stretch.middle() < x);
        let right = stretches.iter().any(|stretch| x < stretch.middle());
        parted += usize::from(left && right);
    }
    if parted == 0 {
        Says::Nothing
    } else {
        Says::Parted(parted)
    }
}

/// Per column of the table, the gaps between columns of figures in it.
fn new_columns(table: &Table, cells: &[Vec<&Word>]) -> Vec<Vec<Gap>> {
    let columns = table.xs.len().saturating_sub(1);
    let mut words: Vec<Vec<&Word>> = vec![Vec::new(); columns];
    for (cell, of_cell) in table.cells.iter().zip(cells) {
        let column = usize::try_from(cell.column).ok();
        let column = column.filter(|_| cell.columns == 1);
        if let Some(words) = column.and_then(|column| words.get_mut(column)) {
            words.extend(of_cell);
        }
    }
    words
        .into_iter()
        .map(|words| {
            let rows = text::rows(words.into_iter(), &[]);
            let fewest = (rows.len() / 2).max(FEWEST_FIGURES);
            let gaps = columns::gaps(&rows, fewest);
            let right = |stretch: &&Stretch<'_>| {
                gaps.first()
                    .is_some_and(|gap| gap.middle() < stretch.middle())
            };
            let right: Vec<&Stretch<'_>> = rows
                .iter()
                .flat_map(|row| &row.stretches)
                .filter(right)
                .collect();
            let figures = right.iter().filter(|stretch| stretch.is_figure()).count();
            if 3 * right.len() <= 5 * figures {
                gaps
            } else {
                Vec::new()
            }
        })
        .collect()
}

/// The walls between new columns, in every cell that has words on none of them.
fn down(table: &Table, cells: &[Vec<&Word>], new: &[Vec<Gap>]) -> Vec<Ruling> {
    let mut walls = Vec::new();
    for (cell, words) in table.cells.iter().zip(cells) {
        let column = usize::try_from(cell.column).ok();
        let gaps = column
            .filter(|_| cell.columns == 1)
            .and_then(|c| new.get(c));
        let Some(gaps) = gaps.filter(|gaps| !gaps.is_empty()) else {
            continue;
        };
        let rows = text::rows(words.iter().copied(), &[]);
        for x in gaps.iter().map(Gap::middle) {
            if says(&rows, x) != Says::Crossed {
                walls.push(gaps::ruling(Axis::Vertical, x, cell.bbox.y0, cell.bbox.y1));
            }
        }
    }
    walls
}

/// The walls between the rows of a table that stand in one row of its rules.
fn across(table: &Table, cells: &[Vec<&Word>], new: &[Vec<Gap>]) -> Vec<Ruling> {
    let inner = table
        .xs
        .iter()
        .skip(1)
        .take(table.xs.len().saturating_sub(2));
    let mut columns: Vec<Gap> = inner
        .map(|x| Gap {
            x0: *x,
            x1: *x,
            rows: 0,
        })
        .collect();
    columns.extend(new.iter().flatten());
    columns.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let cuts: Vec<f64> = columns.iter().map(Gap::middle).collect();
    let mut walls = Vec::new();
    let all: Vec<_> = table.cells.iter().zip(cells).collect();
    for band in all.chunk_by(|a, b| a.0.row == b.0.row) {
        let words = band.iter().flat_map(|(_, words)| words.iter().copied());
        let rows = text::rows(words, &cuts);
        if rows.len() < FEWEST_FIGURES || band.iter().any(|(cell, _)| cell.rows != 1) {
            continue;
        }
        let placed = bands::place(&rows, &columns);
        if !are_rows(&placed, columns.len() + 1) {
            continue;
        }
        let sizes = bands::bands(&placed, columns.len() + 1, &[], 0);
        let mut rest = placed.as_slice();
        for size in sizes {
            let Some((above, below)) = rest.split_at_checked(size) else {
                break;
            };
            if let Some(next) = below.first() {
                let y = gaps::between(above, next, &[]);
                walls.push(gaps::ruling(
                    Axis::Horizontal,
                    y,
                    table.bbox.x0,
                    table.bbox.x1,
                ));
            }
            rest = below;
        }
    }
    walls
}

/// Whether lines in one row of rules are rows of their own: most have something
/// in the first column, and in another a figure.
fn are_rows(placed: &[Placed<'_, '_>], columns: usize) -> bool {
    let most = |count: usize| 2 * placed.len() <= 3 * count;
    let filled = |column: usize| {
        let stretches: Vec<&Stretch<'_>> = placed
            .iter()
            .filter_map(|row| row.in_column(column))
            .collect();
        let figures = stretches
            .iter()
            .filter(|stretch| stretch.is_figure())
            .count();
        (stretches.len(), figures)
    };
    let mut counts = (0..columns).map(filled).skip_while(|(all, _)| *all == 0);
    let labels = counts.next().is_some_and(|(all, _)| most(all));
    labels && counts.any(|(all, figures)| most(figures) && 4 * all <= 5 * figures)
}
