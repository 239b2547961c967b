//! Component → lattice: the boundaries of a table's rows and columns, and which
//! of their pieces are drawn.

use super::{
    intersections::Component,
    lines::{Line, SNAP},
};

/// Lines that run on past the table's outermost boundary by more than this run
/// into a row or column which has no outer rule. Less is a careless end.
const OVERHANG: f64 = 4.0;

/// How much of a cell's side must be drawn to part it from its neighbour. A
/// real wall is drawn whole; what covers less is an underline or a stray end.
const DRAWN: f64 = 0.85;

/// As far from its ends, a side may be bare: rules end before the one they
/// meet, and its place is the middle of what was snapped together.
const CORNER: f64 = SNAP;

/// The boundaries of a table, and the walls on them.
#[derive(Debug)]
pub(super) struct Lattice {
    pub(super) xs: Boundaries,
    pub(super) ys: Boundaries,
    /// Per boundary of `xs`, a wall or none beside each row.
    beside: Vec<bool>,
    /// Per boundary of `ys`, a wall or none along each column.
    along: Vec<bool>,
}

/// Boundaries of rows or columns.
#[derive(Debug)]
pub(super) struct Boundaries {
    /// Where they are, ascending.
    pub(super) at: Vec<f64>,
    /// Whether the first and the last are where lines end, not lines.
    pub(super) open_first: bool,
    pub(super) open_last: bool,
}

impl Boundaries {
    /// The number of rows or columns between them.
    pub(super) fn len(&self) -> usize {
        self.at.len().saturating_sub(1)
    }
}

impl Lattice {
    /// The lattice of a component, if it has at most `most` cells.
    pub(super) fn new(component: &Component, most: usize) -> Option<Self> {
        let Component {
            horizontals,
            verticals,
        } = component;
        let xs = boundaries(verticals, horizontals);
        let ys = boundaries(horizontals, verticals);
        if most < xs.len().checked_mul(ys.len())? {
            return None;
        }
        let beside = walls(verticals, &xs.at, &ys.at);
        let along = walls(horizontals, &ys.at, &xs.at);
        Some(Self {
            xs,
            ys,
            beside,
            along,
        })
    }

    /// Whether a wall stands on column boundary `x` beside row `row`.
    pub(super) fn wall_beside(&self, x: usize, row: usize) -> bool {
        let wall = x * self.ys.len() + row;
        self.beside.get(wall).copied().unwrap_or(false)
    }

    /// Whether a wall lies on row boundary `y` along column `column`.
    pub(super) fn wall_along(&self, y: usize, column: usize) -> bool {
        let wall = y * self.xs.len() + column;
        self.along.get(wall).copied().unwrap_or(false)
    }
}

/// The boundaries that `lines` make, and those where the lines `across` them
/// end without one.
///
/// Chromium draws no bottom under a row that goes on on the next page, and many
/// tables have no rules at their left and right.
fn boundaries(lines: &[Line], across: &[Line]) -> Boundaries {
    let mut at: Vec<f64> = lines.iter().map(|line| line.at).collect();
    at.dedup();
    let first = at.first().map_or(f64::INFINITY, |first| first - OVERHANG);
    let last = at.last().map_or(f64::NEG_INFINITY, |last| last + OVERHANG);
    let before = across
        .iter()
        .map(|line| line.from)
        .filter(|from| *from < first);
    let after = across.iter().map(|line| line.to).filter(|to| last < *to);
    let (before, after) = (median(before.collect()), median(after.collect()));
    at.splice(0..0, before);
    at.extend(after);
    add_ends(&mut at, across);
    Boundaries {
        at,
        open_first: before.is_some(),
        open_last: after.is_some(),
    }
}

/// Adds the places where lines across begin or end between boundaries: the one
/// that divides a column into two begins under their common head, whether or
/// not a rule lies there. Where none does, no wall comes of it.
fn add_ends(at: &mut Vec<f64>, across: &[Line]) {
    let (Some(&first), Some(&last)) = (at.first(), at.last()) else {
        return;
    };
    let is_new = |end: f64, at: &[f64]| {
        let next = at.partition_point(|place| *place < end - OVERHANG);
        first < end && end < last && at.get(next).is_none_or(|place| end + OVERHANG < *place)
    };
    let mut ends: Vec<f64> = across
        .iter()
        .flat_map(|line| [line.from, line.to])
        .filter(|end| is_new(*end, at))
        .collect();
    ends.sort_by(f64::total_cmp);
    ends.dedup_by(|end, kept| *end - *kept <= OVERHANG);
    at.extend(ends);
    at.sort_by(f64::total_cmp);
}

/// The middle one of `ends`: one stray line does not move the boundary.
fn median(mut ends: Vec<f64>) -> Option<f64> {
    ends.sort_by(f64::total_cmp);
    ends.get(ends.len() / 2).copied()
}

/// Which sides on the boundaries `at` the lines cover; the sides of a boundary
/// lie between the neighbours of `between`.
fn walls(lines: &[Line], at: &[f64], between: &[f64]) -> Vec<bool> {
    let sides: Vec<(f64, f64)> = between
        .windows(2)
        .filter_map(|pair| {
            let [from, to] = pair else { return None };
            let corner = CORNER.min((to - from) / 4.0);
            Some((from + corner, to - corner))
        })
        .collect();
    let mut covered = vec![0.0; at.len() * sides.len()];
    for line in lines {
        let boundary = at.partition_point(|place| *place < line.at);
        let first = sides.partition_point(|(_, to)| *to <= line.from);
        let covered = covered.iter_mut().skip(boundary * sides.len() + first);
        for ((from, to), covered) in sides.iter().skip(first).zip(covered) {
            if line.to <= *from {
                break;
            }
            *covered += line.to.min(*to) - line.from.max(*from);
        }
    }
    covered
        .iter()
        .zip(sides.iter().cycle())
        .map(|(covered, (from, to))| (to - from) * DRAWN <= *covered)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: f64, from: f64, to: f64) -> Line {
        Line {
            at,
            low: at,
            high: at,
            from,
            to,
            filled: false,
        }
    }

    #[test]
    fn lines_that_run_on_make_an_open_boundary() {
        let rows = [line(10.0, 0.0, 90.0), line(30.0, 0.0, 90.0)];
        let columns = [0.0, 45.0, 90.0].map(|x| line(x, 10.0, 70.0));
        let ys = boundaries(&rows, &columns);
        assert_eq!(ys.at, [10.0, 30.0, 70.0]);
        assert!(!ys.open_first && ys.open_last);
        let xs = boundaries(&columns, &rows);
        assert_eq!(xs.at, [0.0, 45.0, 90.0]);
        assert!(!xs.open_first && !xs.open_last);
    }

    #[test]
    fn a_careless_end_makes_no_boundary_and_a_stray_one_does_not_move_it() {
        let rows = [line(10.0, 0.0, 90.0), line(30.0, 0.0, 90.0)];
        let ys = boundaries(&rows, &[line(0.0, 10.0, 33.0), line(90.0, 8.0, 30.0)]);
        assert_eq!(ys.at, [10.0, 30.0]);
        let ends = [70.0, 70.2, 400.0].map(|to| line(0.0, 10.0, to));
        assert_eq!(boundaries(&rows, &ends).at, [10.0, 30.0, 70.2]);
    }

    #[test]
    fn a_side_is_a_wall_when_most_of_it_is_drawn() {
        let between = [0.0, 40.0, 80.0, 120.0];
        let covers = |from, to| walls(&[line(10.0, from, to)], &[10.0], &between);
        assert_eq!(covers(0.0, 120.0), [true, true, true]);
        assert_eq!(covers(38.0, 82.0), [false, true, false]);
        assert_eq!(covers(2.0, 34.0), [true, false, false]);
        assert_eq!(covers(2.0, 25.0), [false, false, false]);
    }

    #[test]
    fn pieces_of_one_side_count_together() {
        let pieces = [line(10.0, 0.0, 18.0), line(10.0, 22.0, 40.0)];
        assert_eq!(walls(&pieces, &[10.0], &[0.0, 40.0]), [true]);
    }
}
