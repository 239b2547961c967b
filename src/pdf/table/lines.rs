//! Rulings → lines: what was drawn in pieces, twice, or slightly off becomes
//! one straight line again.

use crate::pdf::ink::{Axis, Drawn, Ruling};

/// Rulings so close beside each other are one boundary: pieces that rounding
/// put apart, double lines, and the frames of two neighbouring cells with a
/// gutter between them (an HTML table with its default `border-spacing`: 3 px,
/// 2.25 pt). A row of text is at least 5 pt high, even on a page printed at
/// 40 %.
pub(super) const SNAP: f64 = 3.0;

/// A gap along a line up to this long does not end it: dots, and the width of a
/// rule that crosses. The underlines of two neighbouring cells lie farther
/// apart, by the padding of both.
const GAP: f64 = 1.5;

/// Pieces up to this long are dashes; the gap between two may be wider.
const DASH: f64 = 6.0;

/// A gap between dashes: of a pattern of equal ink and paper, in a line of
/// 1 pt, it is 3 pt.
const DASH_GAP: f64 = 4.0;

/// What is shorter even after joining bounds no cell: corners of cells drawn
/// as little squares, strokes of letters.
const SHORTEST: f64 = 3.0;

/// Coordinates beyond are no ink on a page (200 inches, the largest page of
/// Acrobat, is 14,400 pt), and would only spend the limits.
const FARTHEST: f64 = 20_000.0;

/// Collinear rulings, joined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    /// Where it lies: y of a horizontal, x of a vertical line. All lines of
    /// one boundary have the same.
    pub(super) at: f64,
    /// The least and the greatest place of the boundary's rulings.
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) from: f64,
    pub(super) to: f64,
    /// Whether it is made of edges of filled areas only.
    pub(super) filled: bool,
}

/// The lines that the rulings of one axis make, sorted by place, then start.
///
/// Lines of different places have disjoint `low..=high`.
pub(super) fn lines(rulings: &[Ruling], axis: Axis) -> Vec<Line> {
    let mut pieces: Vec<Ruling> = rulings
        .iter()
        .filter(|ruling| ruling.axis == axis && is_on_page(ruling))
        .copied()
        .collect();
    pieces.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut lines = Vec::new();
    let mut rest = pieces.as_mut_slice();
    for size in snap(rest) {
        let Some((boundary, others)) = rest.split_at_mut_checked(size) else {
            break;
        };
        join(boundary, &mut lines);
        rest = others;
    }
    lines
}

fn is_on_page(ruling: &Ruling) -> bool {
    // False for what is no number, too.
    let near = |place: f64| place.abs() <= FARTHEST;
    near(ruling.at) && near(ruling.from) && near(ruling.to) && ruling.from <= ruling.to
}

/// How many of the sorted `pieces` belong to each boundary.
///
/// The nearest are put together first, and no boundary grows wider than
/// [`SNAP`]: a chain of close pieces does not swallow a table, and an
/// underline near a rule does not tear the pieces of that rule apart.
fn snap(pieces: &[Ruling]) -> Vec<usize> {
    let mut gaps: Vec<(f64, usize)> = pieces
        .windows(2)
        .enumerate()
        .filter_map(|(i, pair)| {
            let [a, b] = pair else { return None };
            Some((b.at - a.at, i))
        })
        .filter(|(gap, _)| *gap <= SNAP)
        .collect();
    gaps.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    // Of each group: the first piece, kept at the last, and the reverse.
    let mut firsts: Vec<usize> = (0..pieces.len()).collect();
    let mut lasts = firsts.clone();
    let mut ends = vec![true; pieces.len()];
    for (_, i) in gaps {
        let (Some(&first), Some(&last)) = (firsts.get(i), lasts.get(i + 1)) else {
            continue;
        };
        let (Some(a), Some(b)) = (pieces.get(first), pieces.get(last)) else {
            continue;
        };
        if b.at - a.at > SNAP {
            continue;
        }
        if let (Some(to), Some(from), Some(end)) =
            (lasts.get_mut(first), firsts.get_mut(last), ends.get_mut(i))
        {
            (*to, *from, *end) = (last, first, false);
        }
    }
    ends.split_inclusive(|end| *end)
        .map(<[bool]>::len)
        .collect()
}

/// Joins the pieces of one boundary, sorted by place, and adds what is long
/// enough to `lines`.
fn join(pieces: &mut [Ruling], lines: &mut Vec<Line>) {
    let (Some(low), Some(high)) = (pieces.first(), pieces.last()) else {
        return;
    };
    let (low, high) = (low.at, high.at);
    let at = middle(pieces).clamp(low, high);
    pieces.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut push = |line: Line| {
        if line.to - line.from >= SHORTEST {
            lines.push(line);
        }
    };
    let mut current: Option<Line> = None;
    let mut dashed = false;
    for piece in pieces.iter() {
        let filled = piece.drawn == Drawn::Edge;
        let dash = piece.to - piece.from <= DASH;
        let gap = if dash && dashed { DASH_GAP } else { GAP };
        dashed = dash;
        match &mut current {
            Some(line) if piece.from <= line.to + gap => {
                line.to = line.to.max(piece.to);
                line.filled &= filled;
            }
            _ => {
                let next = Line {
                    at,
                    low,
                    high,
                    from: piece.from,
                    to: piece.to,
                    filled,
                };
                current.replace(next).map(&mut push);
            }
        }
    }
    current.map(push);
}

/// Where most of the ink of a boundary lies: a long rule says more than an
/// underline beside it.
fn middle(pieces: &[Ruling]) -> f64 {
    // Dots have a weight too.
    const LEAST: f64 = 0.01;
    let (mut sum, mut weights) = (0.0, 0.0);
    for piece in pieces {
        let weight = (piece.to - piece.from).max(LEAST);
        sum += piece.at * weight;
        weights += weight;
    }
    sum / weights
}

#[cfg(test)]
mod tests {
    use super::*;

    fn h(at: f64, from: f64, to: f64) -> Ruling {
        let (axis, drawn) = (Axis::Horizontal, Drawn::Line);
        Ruling {
            axis,
            at,
            from,
            to,
            drawn,
        }
    }

    fn spans(rulings: &[Ruling]) -> Vec<(f64, f64, f64)> {
        let round = |place: f64| (place * 10.0).round() / 10.0;
        lines(rulings, Axis::Horizontal)
            .iter()
            .map(|line| (round(line.at), round(line.from), round(line.to)))
            .collect()
    }

    #[test]
    fn pieces_that_touch_or_nearly_touch_are_one_line() {
        let drawn = [h(10.0, 50.0, 90.0), h(10.2, 0.0, 48.5), h(10.0, 92.0, 99.0)];
        assert_eq!(spans(&drawn), [(10.1, 0.0, 90.0), (10.1, 92.0, 99.0)]);
    }

    #[test]
    fn hundreds_of_dots_are_one_line_and_a_lone_dot_is_none() {
        let dots: Vec<Ruling> = (0..300)
            .map(|i| f64::from(i) * 0.8)
            .map(|x| h(10.0, x, x + 0.4))
            .collect();
        assert_eq!(spans(&dots), [(10.0, 0.0, 239.6)]);
        assert_eq!(spans(&[h(10.0, 5.0, 5.4)]), []);
    }

    #[test]
    fn dashes_are_one_line_and_underlines_as_far_apart_are_not() {
        let dashes = [h(10.0, 0.0, 3.0), h(10.0, 6.0, 9.0), h(10.0, 12.0, 15.0)];
        assert_eq!(spans(&dashes), [(10.0, 0.0, 15.0)]);
        let underlines = [h(10.0, 0.0, 40.0), h(10.0, 42.0, 80.0)];
        assert_eq!(spans(&underlines), [(10.0, 0.0, 40.0), (10.0, 42.0, 80.0)]);
    }

    #[test]
    fn a_double_line_is_one_boundary_and_rows_of_five_points_are_two() {
        assert_eq!(
            spans(&[h(10.0, 0.0, 50.0), h(12.0, 0.0, 50.0), h(16.0, 0.0, 50.0)]),
            [(11.0, 0.0, 50.0), (16.0, 0.0, 50.0)]
        );
    }

    #[test]
    fn an_underline_near_a_rule_does_not_tear_it_apart() {
        let drawn = [
            h(7.0, 20.0, 30.0),
            h(9.9, 0.0, 400.0),
            h(10.1, 400.0, 800.0),
        ];
        assert_eq!(spans(&drawn), [(7.0, 20.0, 30.0), (10.0, 0.0, 800.0)]);
    }

    #[test]
    fn a_hatch_does_not_become_one_line() {
        let hatch: Vec<Ruling> = (0..300).map(|i| h(f64::from(i) * 0.5, 0.0, 9.0)).collect();
        let lines = lines(&hatch, Axis::Horizontal);
        assert!((43..=100).contains(&lines.len()), "{}", lines.len());
        for pair in lines.windows(2) {
            assert!(pair[0].high < pair[1].low);
        }
    }

    #[test]
    fn what_is_no_place_on_a_page_is_left_out() {
        let wrong = [
            h(f64::NAN, 0.0, 9.0),
            h(0.0, f64::NEG_INFINITY, 9.0),
            h(0.0, 0.0, 1e300),
            h(-2e4 - 1.0, 0.0, 9.0),
            h(0.0, 9.0, 0.0),
        ];
        assert_eq!(spans(&wrong), []);
    }

    #[test]
    fn the_other_axis_is_left_out() {
        assert_eq!(lines(&[h(0.0, 0.0, 9.0)], Axis::Vertical), []);
    }
}
