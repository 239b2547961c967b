//! Rows of words → the white between columns.
//!
//! A stretch of words covers what it stands on; a gap between two stretches of
//! a row speaks for a boundary there. Where far more rows speak for one than
//! cover it, there is one: headings that span columns cover it, too.

use super::text::Row;

/// Rows that leave a gap, for each that covers it.
const FOR_EACH: usize = 2;

/// Columns of a table without rules. More are a drawing or a pattern.
const MOST: usize = 200;

/// In a table of so few rows a column may have one entry.
const FEW: usize = 4;

/// What is as wide parts as well as what is wider, in points.
const CLEAR: f64 = 10.0;

/// What is narrower parts nothing, in points.
const NARROWEST: f64 = 1.0;

/// The white between two columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gap {
    pub(super) x0: f64,
    pub(super) x1: f64,
    /// How many rows have words on both sides of it, and none on it.
    pub(super) rows: usize,
}

impl Gap {
    pub(super) fn middle(&self) -> f64 {
        f64::midpoint(self.x0, self.x1)
    }
}

/// A part of the width on which the same rows leave gaps and stand.
#[derive(Clone, Copy, Debug)]
struct Part {
    x0: f64,
    x1: f64,
    left: usize,
    covered: usize,
}

/// The gaps between the columns of these rows, from left to right, each left
/// by at least `fewest` of them.
pub(super) fn gaps(rows: &[Row<'_>], fewest: usize) -> Vec<Gap> {
    let parts = parts(rows);
    let mut islands: Vec<(f64, f64)> = rows
        .iter()
        .flat_map(|row| &row.stretches)
        .map(|stretch| (stretch.x0, stretch.x1))
        .collect();
    islands.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut islands = islands.as_slice();
    let is_open = |part: &Part| 0 < part.left && FOR_EACH * part.covered <= part.left;
    let mut gaps = Vec::new();
    for valley in parts.chunk_by(|a, b| is_open(a) && is_open(b)) {
        let (Some(first), Some(last)) = (valley.first(), valley.last()) else {
            continue;
        };
        if !is_open(first) {
            continue;
        }
        // What lies wholly in a valley is a column that few rows fill.
        let before = islands.partition_point(|(x0, _)| *x0 < first.x0);
        islands = islands.get(before..).unwrap_or_default();
        let starting = islands.partition_point(|(x0, _)| *x0 < last.x1);
        let within = islands.get(..starting).unwrap_or_default();
        let within = within.iter().filter(|(_, x1)| *x1 <= last.x1);
        let mut from = first.x0;
        for (x0, x1) in columns(within, rows.len()) {
            gaps.extend(clearest(valley, from, x0));
            from = x1;
        }
        gaps.extend(clearest(valley, from, last.x1));
    }
    gaps.retain(|gap| fewest <= gap.rows && NARROWEST <= gap.x1 - gap.x0);
    if gaps.len() < MOST { gaps } else { Vec::new() }
}

/// The columns that stretches in a valley make, sorted by where they begin: one
/// alone is a heading over the columns beside it.
fn columns<'s>(
    stretches: impl Iterator<Item = &'s (f64, f64)>,
    rows: usize,
) -> impl Iterator<Item = (f64, f64)> {
    let mut columns: Vec<(f64, f64, usize)> = Vec::new();
    for (x0, x1) in stretches {
        match columns.last_mut() {
            Some((_, end, count)) if x0 <= end => {
                *end = end.max(*x1);
                *count += 1;
            }
            _ => columns.push((*x0, *x1, 1)),
        }
    }
    let fewest = if rows < FEW { 1 } else { 2 };
    let columns = columns
        .into_iter()
        .filter(move |(_, _, count)| fewest <= *count);
    columns.map(|(x0, x1, _)| (x0, x1))
}

/// Where the width changes, from left to right.
fn parts(rows: &[Row<'_>]) -> Vec<Part> {
    // Place, change of gaps, change of words.
    let mut changes: Vec<(f64, isize, isize)> = Vec::new();
    for row in rows {
        for stretch in &row.stretches {
            changes.extend([(stretch.x0, 0, 1), (stretch.x1, 0, -1)]);
        }
        for pair in row.stretches.windows(2) {
            if let [a, b] = pair {
                changes.extend([(a.x1, 1, 0), (b.x0, -1, 0)]);
            }
        }
    }
    changes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut parts = Vec::with_capacity(changes.len());
    let (mut left, mut covered) = (0_isize, 0_isize);
    let mut changes = changes.into_iter().peekable();
    while let Some((x0, gaps, words)) = changes.next() {
        left += gaps;
        covered += words;
        if let Some((x1, _, _)) = changes.peek()
            && x0 < *x1
        {
            parts.push(Part {
                x0,
                x1: *x1,
                left: usize::try_from(left).unwrap_or(0),
                covered: usize::try_from(covered).unwrap_or(0),
            });
        }
    }
    parts
}

/// The place between `from` and `to` that the fewest rows cover and the most
/// leave.
fn clearest(valley: &[Part], from: f64, to: f64) -> Option<Gap> {
    let first = valley.partition_point(|part| part.x1 <= from);
    let parts = valley.get(first..)?;
    let end = parts.partition_point(|part| part.x0 < to);
    let parts = parts.get(..end)?;
    let least = parts.iter().map(|part| part.covered).min()?;
    let clear = |part: &Part| part.covered == least;
    parts
        .chunk_by(|a, b| clear(a) && clear(b))
        .filter_map(|run| {
            let (first, last) = (run.first()?, run.last()?);
            Some(Gap {
                x0: first.x0.max(from),
                x1: last.x1.min(to),
                rows: run.iter().map(|part| part.left).max()?,
            })
            .filter(|_| clear(first))
        })
        .max_by(|a, b| weight(a).total_cmp(&weight(b)))
}

/// How much a gap counts among others: by the rows that leave it, and by its
/// width, until it is clear.
fn weight(gap: &Gap) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "rows of a page are few")]
    let rows = gap.rows as f64;
    rows * (gap.x1 - gap.x0).min(CLEAR)
}
