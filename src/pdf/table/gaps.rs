//! Words in an area → the walls of the table that they make, where rules do not
//! draw them: columns from the white that goes down through the rows, rows from
//! lines of text that do not go on in the next.

use super::{
    bands::{self, Placed},
    columns::{self, Gap},
    lines::{Line, SNAP},
    spans,
    text::Row,
};
use crate::pdf::ink::{Axis, Drawn, Rect, Ruling};

/// Rules this near to both sides of an area go from side to side.
const SIDE: f64 = 6.0;

/// The walls of the one table in an area, its frame with them.
///
/// `rows` are its words; `fewest` of them must leave a gap between columns.
pub(super) fn walls(
    area: Rect,
    rows: &[Row<'_>],
    horizontals: &[Line],
    verticals: &[Line],
    fewest: usize,
) -> Option<Vec<Ruling>> {
    let mut gaps = columns::gaps(rows, fewest);
    follow_rules(&mut gaps, verticals);
    let mut placed = bands::place(rows, &gaps);
    clear(&mut gaps, &placed);
    let whole = |line: &&Line| line.from <= area.x0 + SIDE && area.x1 - SIDE <= line.to;
    let rules: Vec<f64> = horizontals
        .iter()
        .filter(whole)
        .map(|line| line.at)
        .collect();
    let head = bands::head(&placed, &rules);
    spans::widen(&mut placed, gaps.len() + 1, head);
    let bands = bands::bands(&placed, gaps.len() + 1, &rules, head);
    let mut walls = frame(area);
    let mut rest = placed.as_slice();
    let mut top = area.y0;
    for (number, size) in bands.iter().enumerate() {
        let (band, after) = rest.split_at_checked(*size)?;
        let bottom = match after.first() {
            Some(next) => between(band, next, &rules),
            None => area.y1,
        };
        if number + 1 < bands.len() {
            walls.push(ruling(Axis::Horizontal, bottom, area.x0, area.x1));
        }
        for (at, gap) in gaps.iter().enumerate() {
            if !is_crossed(band, at) {
                walls.push(ruling(Axis::Vertical, gap.middle(), top, bottom));
            }
        }
        (rest, top) = (after, bottom);
    }
    Some(walls)
}

/// Moves gaps out of the words that reach into them from both sides, as far as
/// there is room between these.
fn clear(gaps: &mut [Gap], placed: &[Placed<'_, '_>]) {
    let mut bare: Vec<(f64, f64)> = vec![(f64::MIN, f64::MAX); gaps.len()];
    for (columns, stretch) in placed.iter().flat_map(Placed::cells) {
        if let Some((left, _)) = bare.get_mut(columns.1) {
            *left = left.max(stretch.x1);
        }
        if let Some((_, right)) = columns.0.checked_sub(1).and_then(|at| bare.get_mut(at)) {
            *right = right.min(stretch.x0);
        }
    }
    for (gap, (left, right)) in gaps.iter_mut().zip(bare) {
        let (x0, x1) = (gap.x0.max(left), gap.x1.min(right));
        if x0 < x1 {
            (gap.x0, gap.x1) = (x0, x1);
        }
    }
}

/// Puts gaps onto the rules that lie in them.
fn follow_rules(gaps: &mut [Gap], verticals: &[Line]) {
    for gap in gaps {
        let next = verticals.partition_point(|line| line.at < gap.x0 - SNAP);
        let rule = verticals.get(next).filter(|line| line.at <= gap.x1 + SNAP);
        if let Some(rule) = rule {
            (gap.x0, gap.x1) = (rule.at, rule.at);
        }
    }
}

/// Whether a stretch of a band spans the gap with this number.
fn is_crossed(band: &[Placed<'_, '_>], gap: usize) -> bool {
    band.iter()
        .flat_map(|placed| &placed.columns)
        .any(|(first, last)| *first <= gap && gap < *last)
}

/// The middle of the white between two rows of words.
pub(super) fn middle(above: &Row<'_>, below: &Row<'_>) -> f64 {
    f64::midpoint(above.area.y1, below.area.y0).clamp(above.y, below.y)
}

/// Where the boundary between a band and the next row lies: on the rule there,
/// or in the middle.
pub(super) fn between(band: &[Placed<'_, '_>], next: &Placed<'_, '_>, rules: &[f64]) -> f64 {
    let above = band
        .iter()
        .map(|placed| placed.row.y)
        .fold(f64::MIN, f64::max);
    let first = rules.partition_point(|y| *y <= above);
    if let Some(rule) = rules.get(first).filter(|y| **y < next.row.y) {
        return *rule;
    }
    let bottom = band
        .iter()
        .map(|placed| placed.row.area.y1)
        .fold(f64::MIN, f64::max);
    f64::midpoint(bottom, next.row.area.y0).clamp(above, next.row.y)
}

/// The four sides of an area.
pub(super) fn frame(area: Rect) -> Vec<Ruling> {
    let Rect { x0, y0, x1, y1 } = area;
    vec![
        ruling(Axis::Horizontal, y0, x0, x1),
        ruling(Axis::Horizontal, y1, x0, x1),
        ruling(Axis::Vertical, x0, y0, y1),
        ruling(Axis::Vertical, x1, y0, y1),
    ]
}

pub(super) fn ruling(axis: Axis, at: f64, from: f64, to: f64) -> Ruling {
    Ruling {
        axis,
        at,
        from,
        to,
        drawn: Drawn::Line,
    }
}
