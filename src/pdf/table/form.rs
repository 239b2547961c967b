//! The report's own form, drawn without rules: its headers tell the columns, and
//! a row begins where its first column has a number.
//!
//! White alone does not tell them: a cell has many lines, those of neighbours
//! stand side by side, and one column's text comes near the next one's.

use super::{
    gaps::{self, frame, ruling},
    headers::{Heads, head},
    text::{self, Row, Word},
};
use crate::{
    normalize::thai,
    pdf::ink::{Axis, Rect, Ruling},
};

/// Lines of a column begin so near below each other, in points.
const ALIGNED: f64 = 2.0;

/// White that is narrower parts no columns, in points.
const NARROWEST: f64 = 0.5;

/// White this high, in sizes, ends the table.
const END: f64 = 6.0;

/// The walls of the form on a page, and the area they are in. `words` are
/// sorted by their baselines.
pub(super) fn walls(words: &[&Word], heads: &Heads) -> Option<(Rect, Vec<Ruling>)> {
    let rows = text::rows(words.iter().copied(), &[]);
    let head = head(&rows, heads)?;
    let (first, after) = head.rows;
    let body = rows.get(first..)?;
    let places = boundaries(body, &head.columns);
    let end = after - first + end(body.get(after - first..)?, &places);
    let body = body.get(..end)?;
    let area = body.iter().map(|row| row.area).reduce(Rect::around)?;
    let area = Rect {
        x0: area.x0 - 2.0,
        y0: area.y0 - 2.0,
        x1: area.x1 + 2.0,
        y1: area.y1 + 2.0,
    };
    let mut walls = frame(area);
    let mut starts: Vec<usize> = vec![after - first];
    let number_ends = places.first().copied()?;
    starts.extend((after - first + 1..end).filter(|at| {
        body.get(*at)
            .is_some_and(|row| row_number(row, number_ends).is_some())
    }));
    for at in starts {
        let above = at.checked_sub(1).and_then(|at| body.get(at));
        if let (Some(above), Some(row)) = (above, body.get(at)) {
            let y = gaps::middle(above, row);
            walls.push(ruling(Axis::Horizontal, y, area.x0, area.x1));
        }
    }
    for x in &places {
        let group = head
            .groups
            .iter()
            .find(|group| group.x0 < *x && *x < group.x1);
        let top = group.map_or(area.y0, |group| group.y1);
        walls.push(ruling(Axis::Vertical, *x, top, area.y1));
    }
    for group in &head.groups {
        let left = places
            .iter()
            .rev()
            .find(|x| **x <= group.x0)
            .unwrap_or(&area.x0);
        let right = places.iter().find(|x| group.x1 <= **x).unwrap_or(&area.x1);
        walls.push(ruling(Axis::Horizontal, group.y1, *left, *right));
    }
    Some((area, walls))
}

/// Between neighbouring headers, where the fewest words stand. What begins a
/// row stands in the first column, wherever its header does.
fn boundaries(rows: &[Row<'_>], columns: &[(f64, f64)]) -> Vec<f64> {
    let mut words: Vec<&Rect> = rows
        .iter()
        .flat_map(|row| &row.stretches)
        .flat_map(|stretch| &stretch.words)
        .map(|word| &word.area)
        .collect();
    words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let zones = columns.windows(2).enumerate();
    let zones = zones.filter_map(|(number, pair)| match pair {
        [(_, from), (to, _)] if number == 0 => {
            let numbered = rows.iter().filter_map(|row| row_number(row, *to));
            Some(numbered.fold((*from, *to), |(from, to), (number, next)| {
                let next = next.map_or(to, |next| next.area.x0);
                (from.max(number.area.x1), to.min(next.max(number.area.x1)))
            }))
        }
        [(_, from), (to, _)] => Some((*from, *to)),
        _ => None,
    });
    zones.map(|(from, to)| clearest(&words, from, to)).collect()
}

/// The middle of the place between two that the fewest words cover, and before
/// which most begin.
fn clearest(words: &[&Rect], from: f64, to: f64) -> f64 {
    let mut changes: Vec<(f64, isize)> = vec![(from, 0), (to, 0)];
    let end = words.partition_point(|word| word.x0 < to);
    for word in words.get(..end).unwrap_or_default() {
        if from < word.x1 {
            changes.extend([(word.x0.max(from), 1), (word.x1.min(to), -1)]);
        }
    }
    changes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let beginning = |x: f64| {
        let first = words.partition_point(|word| word.x0 < x);
        let end = words.partition_point(|word| word.x0 < x + ALIGNED);
        end - first
    };
    let mut covered = 0;
    let mut best: Option<(isize, usize, f64, f64)> = None;
    for pair in changes.windows(2) {
        let [(x0, change), (x1, _)] = pair else {
            continue;
        };
        covered += change;
        if x1 - x0 < NARROWEST {
            continue;
        }
        let (begin, width) = (beginning(*x1), x1 - x0);
        let is_better = best.is_none_or(|(least, most, widest, _)| {
            covered
                .cmp(&least)
                .then(most.cmp(&begin))
                .then(widest.total_cmp(&width))
                .is_lt()
        });
        if is_better {
            best = Some((covered, begin, width, f64::midpoint(*x0, *x1)));
        }
    }
    best.map_or(f64::midpoint(from, to), |(_, _, _, middle)| middle)
}

/// How many of the rows below the head belong to it: up to a line that goes
/// over its columns, or to much white below which no row begins.
fn end(rows: &[Row<'_>], places: &[f64]) -> usize {
    let crosses = |row: &Row<'_>| {
        let words = row.stretches.iter().flat_map(|stretch| &stretch.words);
        let count = words.map(|word| {
            let Rect { x0, x1, .. } = word.area;
            places
                .iter()
                .filter(|x| x0 + 1.0 < **x && **x < x1 - 1.0)
                .count()
        });
        2 <= count.sum::<usize>()
    };
    let line = rows.iter().position(crosses).unwrap_or(rows.len());
    let number_ends = places.first().copied().unwrap_or(0.0);
    let body = rows.get(..line).unwrap_or_default();
    let begins = |row: &Row<'_>| row_number(row, number_ends).is_some();
    let last = body.iter().rposition(begins).unwrap_or(0);
    let below = body.get(last..).unwrap_or_default().windows(2);
    let white = |pair: &[Row<'_>]| matches!(pair, [a, b] if END * a.size < b.y - a.y);
    below
        .enumerate()
        .find(|(_, pair)| white(pair))
        .map_or(line, |(at, _)| last + at + 1)
}

/// The number that begins a row of the form, left of a place, and the word
/// behind it.
fn row_number<'w>(row: &Row<'w>, end: f64) -> Option<(&'w Word, Option<&'w Word>)> {
    let mut words = row.stretches.iter().flat_map(|stretch| &stretch.words);
    let first = *words.next()?;
    let number = first.text.trim_end_matches('.');
    let is_number = !number.is_empty() && number.chars().all(|c| thai::digit(c).is_some());
    (is_number && first.area.x1 <= end + 1.0).then(|| (first, words.next().copied()))
}
