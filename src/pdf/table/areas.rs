//! Filled areas in a table that lines make → the walls that they are.
//!
//! Where a table is ruled in part, shading tells the rest. Two kinds of areas
//! do; all others shade a part of a cell, or mark words:
//!
//! - The background of cells: each of its sides lies on a boundary that is
//!   known from elsewhere in the table.
//! - A stripe from one end of the table to the other: a row (or a column) of a
//!   table without rules between its rows.

use super::{Table, cells::Block, interval};
use crate::pdf::ink::{Axis, Drawn, Rect, Ruling};

/// How far the side of a background may lie from the boundary of its cells: by
/// half of the thickest rule, or of the gutter between two frames. Words that
/// are marked stay farther away, by the padding of a cell: in a word processor
/// at its left, in a browser below or above.
const OFF: f64 = 2.0;

/// What is slimmer is no row: text of 6 pt needs as much. Bars and the steps of
/// a gradient are, and so is what a row's background leaves bare around itself.
const SLIMMEST: f64 = 8.0;

/// The walls that filled areas are in tables found from lines.
pub(super) fn walls(rulings: &[Ruling], tables: &[Table]) -> Vec<Ruling> {
    let areas = areas(rulings);
    let mut walls = Vec::new();
    for table in tables {
        let within: Vec<Rect> = areas
            .iter()
            .filter(|area| is_within(area, table))
            .copied()
            .collect();
        if within.is_empty() {
            continue;
        }
        walls.extend(backgrounds(&within, table));
        walls.extend(stripes(&within, table, Axis::Horizontal));
        walls.extend(stripes(&within, table, Axis::Vertical));
    }
    walls
}

/// The areas whose edges are among the rulings, as far as they are seen: the
/// four edges of one follow each other.
fn areas(rulings: &[Ruling]) -> Vec<Rect> {
    let is_edge = |ruling: &&Ruling| ruling.drawn == Drawn::Edge;
    let edges: Vec<&Ruling> = rulings.iter().filter(is_edge).collect();
    let area = |edges: &[&Ruling]| {
        let along = |axis| edges.iter().find(|edge| edge.axis == axis);
        let (across, down) = along(Axis::Horizontal).zip(along(Axis::Vertical))?;
        Some(Rect {
            x0: across.from,
            y0: down.from,
            x1: across.to,
            y1: down.to,
        })
    };
    edges.chunks_exact(4).filter_map(area).collect()
}

fn is_within(area: &Rect, table: &Table) -> bool {
    let Rect { x0, y0, x1, y1 } = table.bbox;
    x0 - OFF <= area.x0 && area.x1 <= x1 + OFF && y0 - OFF <= area.y0 && area.y1 <= y1 + OFF
}

fn across(axis: Axis) -> Axis {
    match axis {
        Axis::Horizontal => Axis::Vertical,
        Axis::Vertical => Axis::Horizontal,
    }
}

/// Where an area begins and ends along an axis.
fn extent(area: &Rect, axis: Axis) -> (f64, f64) {
    match axis {
        Axis::Horizontal => (area.x0, area.x1),
        Axis::Vertical => (area.y0, area.y1),
    }
}

/// The boundaries that one meets along an axis.
fn places(table: &Table, axis: Axis) -> &[f64] {
    match axis {
        Axis::Horizontal => &table.xs,
        Axis::Vertical => &table.ys,
    }
}

/// The cell in a row, counted along a horizontal axis, or in a column, counted
/// along a vertical one.
fn cell(table: &Table, axis: Axis, band: usize, along: usize) -> Option<usize> {
    match axis {
        Axis::Horizontal => table.at(band, along),
        Axis::Vertical => table.at(along, band),
    }
}

/// The boundary that lies near a place.
fn boundary(places: &[f64], place: f64) -> Option<usize> {
    let first = places.partition_point(|p| *p < place - OFF);
    let near = places.iter().enumerate().skip(first);
    let near = near.take_while(|(_, p)| **p <= place + OFF);
    let off = |p: f64| (p - place).abs();
    near.min_by(|a, b| off(*a.1).total_cmp(&off(*b.1)))
        .map(|(boundary, _)| boundary)
}

/// A side of a background, on a boundary of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Side {
    axis: Axis,
    boundary: usize,
    /// Between which of the boundaries that it meets it lies.
    from: usize,
    to: usize,
    /// Whether the background ends there, and does not begin.
    ends: bool,
}

impl Side {
    /// The sides of the background of a block of cells.
    fn of(block: Block) -> [Self; 4] {
        let side = |axis, boundary, from, to, ends| Self {
            axis,
            boundary,
            from,
            to,
            ends,
        };
        let Block {
            top,
            left,
            bottom,
            right,
        } = block;
        [
            side(Axis::Horizontal, top, left, right, false),
            side(Axis::Horizontal, bottom, left, right, true),
            side(Axis::Vertical, left, top, bottom, false),
            side(Axis::Vertical, right, top, bottom, true),
        ]
    }

    fn wall(self, table: &Table) -> Option<Ruling> {
        let along = places(table, self.axis);
        Some(Ruling {
            axis: self.axis,
            at: *places(table, across(self.axis)).get(self.boundary)?,
            from: *along.get(self.from)?,
            to: *along.get(self.to)?,
            drawn: Drawn::Edge,
        })
    }
}

/// The walls that the backgrounds of cells are: their sides that lie wholly
/// inside cells.
///
/// Where a part of a side is ruled, the rest was left out: stripes run under
/// cells that span rows. Where one background begins as another ends, both may
/// be of one cell that was painted row by row.
fn backgrounds(areas: &[Rect], table: &Table) -> Vec<Ruling> {
    let block = |area: &Rect| {
        let found = Block {
            top: boundary(&table.ys, area.y0)?,
            left: boundary(&table.xs, area.x0)?,
            bottom: boundary(&table.ys, area.y1)?,
            right: boundary(&table.xs, area.x1)?,
        };
        (found.top < found.bottom && found.left < found.right).then_some(found)
    };
    let blocks = areas.iter().filter_map(block);
    let mut sides: Vec<Side> = blocks.flat_map(Side::of).collect();
    sides.sort_unstable();
    let rows = Insides::new(table, Axis::Horizontal);
    let columns = Insides::new(table, Axis::Vertical);
    let is_inside = |side: &Side| match side.axis {
        Axis::Horizontal => rows.hold(side),
        Axis::Vertical => columns.hold(side),
    };
    let is_met = |side: &Side| {
        let ends = !side.ends;
        sides.binary_search(&Side { ends, ..*side }).is_ok()
    };
    sides
        .iter()
        .filter(|side| is_inside(side) && !is_met(side))
        .filter_map(|side| side.wall(table))
        .collect()
}

/// Where the boundaries of one axis run through the inside of cells.
struct Insides {
    /// Per boundary, on how many of its sides before each place.
    sums: Vec<usize>,
    /// How many of them each boundary has.
    each: usize,
}

impl Insides {
    fn new(table: &Table, axis: Axis) -> Self {
        let each = places(table, axis).len();
        let mut sums = Vec::new();
        for boundary in 0..places(table, across(axis)).len() {
            let mut sum = 0;
            sums.push(sum);
            for along in 0..each.saturating_sub(1) {
                let before = boundary.checked_sub(1);
                let before = before.and_then(|band| cell(table, axis, band, along));
                let is_inside = before.is_some() && before == cell(table, axis, boundary, along);
                sum += usize::from(is_inside);
                sums.push(sum);
            }
        }
        Self { sums, each }
    }

    /// Whether a side lies inside cells from end to end.
    fn hold(&self, side: &Side) -> bool {
        let sum = |place| self.sums.get(side.boundary * self.each + place);
        let ends = sum(side.from).zip(sum(side.to));
        ends.is_some_and(|(from, to)| to - from == side.to - side.from)
    }
}

/// The walls that stripes along an axis are, from end to end of the table.
///
/// A stripe may be drawn cell by cell. Where a row is one cell, or one of its
/// cells spans other rows too, the table's rules say what its rows are.
fn stripes(areas: &[Rect], table: &Table, axis: Axis) -> Vec<Ruling> {
    let (along, known) = (places(table, axis), places(table, across(axis)));
    let (Some(&from), Some(&to)) = (along.first(), along.last()) else {
        return Vec::new();
    };
    let divides: Vec<bool> = (0..known.len())
        .map(|band| is_divided(table, axis, band))
        .collect();
    let is_known = |place: f64| boundary(known, place).is_some();
    let is_new = |place: f64| {
        let band = interval(known, place);
        let band = band.filter(|band| divides.get(*band) == Some(&true));
        band.and_then(|band| known.get(band..=band + 1))
            .is_some_and(|ends| ends.iter().all(|end| (end - place).abs() >= SLIMMEST))
    };
    let mut walls = Vec::new();
    for mut stripe in level(areas, axis) {
        let Some((first, last)) = stripe.first().map(|area| extent(area, across(axis))) else {
            continue;
        };
        let is_row = [first, last].iter().all(|at| is_known(*at) || is_new(*at));
        if is_row && spans(&mut stripe, axis, from, to) {
            let new = [first, last].into_iter().filter(|at| !is_known(*at));
            walls.extend(new.map(|at| Ruling {
                axis,
                at,
                from,
                to,
                drawn: Drawn::Edge,
            }));
        }
    }
    walls
}

/// The areas that are no bars, those together that lie level along an axis.
fn level(areas: &[Rect], axis: Axis) -> Vec<Vec<Rect>> {
    let sides = |area: &Rect| extent(area, across(axis));
    let mut high = areas.to_vec();
    high.retain(|area| sides(area).1 - sides(area).0 >= SLIMMEST);
    high.sort_by(|a, b| {
        let (a, b) = (sides(a), sides(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let are_level = |a: &Rect, b: &Rect| {
        let (a, b) = (sides(a), sides(b));
        (a.0 - b.0).abs() <= OFF && (a.1 - b.1).abs() <= OFF
    };
    high.chunk_by(are_level).map(<[Rect]>::to_vec).collect()
}

/// Whether walls part a row (or column) into cells that are in no other.
fn is_divided(table: &Table, axis: Axis, band: usize) -> bool {
    let ends = places(table, axis).len().saturating_sub(1);
    let cells: Option<Vec<usize>> = (0..ends).map(|i| cell(table, axis, band, i)).collect();
    let is_in_one = |number: &usize| {
        table.cells.get(*number).is_some_and(|cell| match axis {
            Axis::Horizontal => cell.rows == 1,
            Axis::Vertical => cell.columns == 1,
        })
    };
    cells.is_some_and(|cells| cells.first() != cells.last() && cells.iter().all(is_in_one))
}

/// Whether areas beside each other reach from one place to the other, with no
/// more than a rule between them.
fn spans(areas: &mut [Rect], axis: Axis, from: f64, to: f64) -> bool {
    areas.sort_by(|a, b| extent(a, axis).0.total_cmp(&extent(b, axis).0));
    let mut reached = from - OFF;
    for (start, end) in areas.iter().map(|area| extent(area, axis)) {
        if reached + 2.0 * OFF < start {
            return false;
        }
        reached = reached.max(end);
    }
    to - OFF <= reached
}
