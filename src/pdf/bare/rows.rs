//! Where rows part that no rule parts.

use super::Line;

/// So many of the columns of a row that begin (or end) on one line stand level:
/// the row's texts are aligned at the top (or at the bottom).
const LEVEL: (usize, usize) = (3, 5);

/// White that is so much more than between lines, in sizes, parts rows: the
/// padding of two cells.
const PADDING: f64 = 0.05;

/// The heights at which the lines of one band, from top to bottom, are parted.
///
/// One row of numbers may be all there is, with the end of the row of the page
/// before above it, or the head. But in a row whose texts stand in the middle
/// of their cells there are lines above the numbers too; so there must be more
/// white above it than between lines.
pub(super) fn cuts(lines: &[Line]) -> impl Iterator<Item = f64> + use<> {
    let anchors: Vec<usize> = (0..lines.len())
        .filter(|at| lines.get(*at).is_some_and(Line::is_anchor))
        .collect();
    let usual = usual_step(lines);
    let is_wide = |above: usize| {
        let size = lines.get(above).map_or(0.0, |line| line.size);
        usual + PADDING * size <= step(lines, above)
    };
    let next = |number: usize| anchors.get(number + 1).copied().unwrap_or(lines.len());
    let from_top = |(number, anchor)| is_level(lines, anchor, anchor, next(number));
    let all_from_top = 1 < anchors.len() && anchors.iter().copied().enumerate().all(from_top);
    let mut cuts: Vec<f64> = Vec::new();
    for (number, anchor) in anchors.iter().copied().enumerate() {
        let before = number.checked_sub(1).and_then(|n| anchors.get(n)).copied();
        let above = anchor.checked_sub(1);
        let from_top = from_top((number, anchor));
        let cut = match before {
            None => above.filter(|above| all_from_top || from_top && is_wide(*above)),
            Some(_) if from_top => above,
            Some(before) => {
                let start = number.checked_sub(2).and_then(|n| anchors.get(n));
                let start = start.map_or(0, |anchor| anchor + 1);
                if is_level(lines, before, start, before + 1) {
                    Some(before)
                } else {
                    widest(lines, before, anchor).filter(|above| is_wide(*above))
                }
            }
        };
        cuts.extend(cut.and_then(|above| between(lines, above)));
    }
    cuts.into_iter()
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

/// How far below the line above the next one lies.
fn step(lines: &[Line], above: usize) -> f64 {
    let pair = lines.get(above).zip(lines.get(above + 1));
    pair.map_or(0.0, |(above, below)| below.y - above.y)
}

/// The usual distance between lines.
fn usual_step(lines: &[Line]) -> f64 {
    let mut steps: Vec<f64> = lines.windows(2).map(|pair| step(pair, 0)).collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(0.0)
}

/// The line with the most white below it, from one on and before another.
fn widest(lines: &[Line], from: usize, to: usize) -> Option<usize> {
    (from..to).max_by(|a, b| step(lines, *a).total_cmp(&step(lines, *b)))
}

/// The middle of the white below a line.
fn between(lines: &[Line], above: usize) -> Option<f64> {
    let (above, below) = (lines.get(above)?, lines.get(above + 1)?);
    Some(f64::midpoint(above.bottom, below.top).clamp(above.y, below.y))
}
