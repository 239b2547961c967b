//! Where rows part that no rule parts.

use super::Line;

/// So many of the columns of a row that begin (or end) on one line stand level:
/// the row's texts are aligned at the top (or at the bottom).
const LEVEL: (usize, usize) = (3, 5);

/// White that is so much more than between the lines of a cell, in sizes, parts
/// rows: the padding of two cells. Where nothing stands level, a paragraph that
/// is set apart in its cell must not be taken for it.
const PADDING: f64 = 0.05;
const APART: f64 = 0.3;

/// A line so near to another, in sizes, is raised or lowered text.
const RAISED: f64 = 0.8;
/// One distance of so many may be less than usual: in a note of small print.
const FEW: usize = 10;

/// Lines of a band beyond which it is no table on a page: each row looks for the
/// lines around it.
const MOST: usize = 2_000;

/// The heights at which the lines of one band, from top to bottom, are parted.
///
/// A line of numbers tells that a row is there, not where it begins: texts may
/// stand at the top, in the middle or at the bottom of their cells.
pub(super) fn cuts(lines: &[Line]) -> impl Iterator<Item = f64> + use<> {
    let lines = if lines.len() <= MOST { lines } else { &[] };
    let anchors = || (0..lines.len()).filter(|at| lines.get(*at).is_some_and(Line::is_anchor));
    let usual = usual_step(lines);
    let mut cuts: Vec<f64> = Vec::new();
    // Where the last row was cut, and its numbers.
    let (mut start, mut before) = (0, None);
    let ends = anchors().skip(1).chain([lines.len()]);
    for (anchor, end) in anchors().zip(ends) {
        let cut = if begins(lines, usual, anchor, end) {
            anchor.checked_sub(1)
        } else if let Some(last) = before.filter(|last| closes(lines, usual, start, *last)) {
            Some(last)
        } else {
            widest(lines, usual, before.unwrap_or(start), anchor)
        };
        if let Some(above) = cut {
            cuts.extend(between(lines, above));
            start = above + 1;
        }
        before = Some(anchor);
    }
    // What follows the last numbers may be the next row's, which goes on on the
    // next page, only where texts stand at the bottom.
    let last = before.filter(|last| !cuts.is_empty() && closes(lines, usual, start, *last));
    cuts.extend(last.and_then(|last| between(lines, last)));
    cuts.into_iter()
}

/// Whether a row begins on a line: most of its columns do, and no text stands
/// close above.
fn begins(lines: &[Line], usual: f64, at: usize, end: usize) -> bool {
    let above = at.checked_sub(1);
    is_level(lines, at, at, end) && above.is_some_and(|above| is_wide(lines, usual, above))
}

/// Whether a row ends on a line.
fn closes(lines: &[Line], usual: f64, start: usize, at: usize) -> bool {
    is_level(lines, at, start, at + 1) && is_wide(lines, usual, at)
}

/// Whether the line below is farther away than the next one of a cell.
fn is_wide(lines: &[Line], usual: f64, above: usize) -> bool {
    let pair = lines.get(above).zip(lines.get(above + 1));
    pair.is_some_and(|(above, below)| usual + PADDING * above.size <= below.y - above.y)
}

/// Whether most columns with text in a stretch of lines have some on this one.
fn is_level(lines: &[Line], at: usize, from: usize, to: usize) -> bool {
    let mut columns: Vec<usize> = lines
        .get(from..to)
        .unwrap_or_default()
        .iter()
        .flat_map(|line| line.columns.iter().map(|(column, _)| *column))
        .collect();
    columns.sort_unstable();
    columns.dedup();
    let level = lines.get(at).map_or(0, |line| line.holds(&columns));
    LEVEL.0 * columns.len() <= level * LEVEL.1
}

/// The usual distance between the lines of a cell: the least between those of a
/// column, but for few.
fn usual_step(lines: &[Line]) -> f64 {
    let mut last: Vec<(usize, f64)> = Vec::new();
    let mut steps: Vec<f64> = Vec::new();
    for line in lines {
        for (column, _) in &line.columns {
            match last.iter_mut().find(|(own, _)| own == column) {
                Some((_, y)) => {
                    let step = line.y - std::mem::replace(y, line.y);
                    if RAISED * line.size <= step {
                        steps.push(step);
                    }
                }
                None => last.push((*column, line.y)),
            }
        }
    }
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / FEW).copied().unwrap_or(0.0)
}

/// The line with the most white below it, from one on and before another, where
/// it is more than between the lines of a cell.
fn widest(lines: &[Line], usual: f64, from: usize, to: usize) -> Option<usize> {
    let mut bottom = f64::MIN;
    let mut widest: Option<(usize, f64)> = None;
    for above in from..to {
        let (line, next) = lines.get(above).zip(lines.get(above + 1))?;
        bottom = bottom.max(line.bottom);
        let white = next.top - bottom;
        let apart = usual - (line.bottom - line.top) + APART * line.size;
        if apart <= white && widest.is_none_or(|(_, most)| most < white) {
            widest = Some((above, white));
        }
    }
    widest.map(|(above, _)| above)
}

/// The middle of the white below a line.
fn between(lines: &[Line], above: usize) -> Option<f64> {
    let (above, below) = (lines.get(above)?, lines.get(above + 1)?);
    Some(f64::midpoint(above.bottom, below.top).clamp(above.y, below.y))
}
