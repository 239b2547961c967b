//! Where on a page tables stand that rules do not enclose: between rules from
//! side to side, and where rows of words leave the same gaps.

use super::{
    columns,
    lines::Line,
    text::{self, Row, Stretch, Word},
    trim,
    why::{NoTable, Why},
};
use crate::pdf::ink::Rect;

/// Rules whose ends differ by less are of one table, in points.
const SAME_END: f64 = 3.0;

/// Groups of rules on one page that are looked at. A page with more is a
/// drawing.
const MOST_GROUPS: usize = 200;

/// How far below a row of words the next of its table begins, in sizes.
const APART: f64 = 3.2;

/// Rows that a table without rules has at least: fewer leave the same gap by
/// chance.
const FEWEST_ROWS: usize = 3;

/// Letters of a line of text, in a narrow column.
const LINE: usize = 20;

/// An area whose words make a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub(super) area: Rect,
}

fn candidate(bbox: Rect, verdict: Result<(), Why>) -> Result<Candidate, NoTable> {
    verdict
        .map(|()| Candidate { area: bbox })
        .map_err(|why| NoTable { bbox, why })
}

/// The areas between rules of one width. `words` are sorted by their baselines.
pub(super) fn between_rules(
    horizontals: &[Line],
    words: &[&Word],
) -> Vec<Result<Candidate, NoTable>> {
    let mut candidates = Vec::new();
    for rules in groups(horizontals) {
        let (Some(first), Some(last)) = (rules.first(), rules.last()) else {
            continue;
        };
        let start = words.partition_point(|word| word.y < first.at);
        let end = words.partition_point(|word| word.y <= last.at);
        let within = words.get(start..end).unwrap_or_default();
        let is_between = |word: &&&Word| {
            let middle = f64::midpoint(word.area.x0, word.area.x1);
            first.from <= middle && middle <= first.to
        };
        let rows = text::rows(within.iter().filter(is_between).copied(), &[]);
        let places: Vec<f64> = rules.iter().map(|rule| rule.at).collect();
        for (top, bottom) in stacks(&places, &rows) {
            let inner = slice(&rows, top, bottom);
            let rules = Rect {
                x0: first.from,
                y0: top,
                x1: first.to,
                y1: bottom,
            };
            let area = inner
                .iter()
                .map(|row| row.area)
                .fold(rules, |area, row| Rect {
                    x0: area.x0.min(row.x0),
                    x1: area.x1.max(row.x1),
                    ..area
                });
            let within = |y: &&f64| top <= **y && **y <= bottom;
            let rules = places.iter().filter(within).count();
            candidates.push(candidate(area, judged(inner, rules)));
        }
    }
    candidates
}

/// The rows between two heights.
pub(super) fn slice<'r, 'w>(rows: &'r [Row<'w>], top: f64, bottom: f64) -> &'r [Row<'w>] {
    let start = rows.partition_point(|row| row.y < top);
    let end = rows.partition_point(|row| row.y <= bottom);
    rows.get(start..end).unwrap_or_default()
}

/// Rules that begin and end alike, from top to bottom.
fn groups(horizontals: &[Line]) -> Vec<Vec<Line>> {
    let mut rules: Vec<Line> = horizontals
        .iter()
        .filter(|line| !line.filled)
        .copied()
        .collect();
    rules.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut groups = Vec::new();
    for alike in rules.chunk_by(|a, b| b.from - a.from <= SAME_END) {
        let mut alike = alike.to_vec();
        alike.sort_by(|a, b| a.to.total_cmp(&b.to));
        for group in alike.chunk_by(|a, b| b.to - a.to <= SAME_END) {
            let mut group = group.to_vec();
            group.sort_by(|a, b| a.at.total_cmp(&b.at));
            if 2 <= group.len() && groups.len() < MOST_GROUPS {
                groups.push(group);
            }
        }
    }
    groups
}

/// The stretches of rules between which rows are divided: top and bottom.
fn stacks(rules: &[f64], rows: &[Row<'_>]) -> Vec<(f64, f64)> {
    let mut stacks: Vec<(f64, f64)> = Vec::new();
    let mut waiting: Option<f64> = None;
    let mut open = false;
    for pair in rules.windows(2) {
        let [top, bottom] = *pair else { continue };
        let inner = slice(rows, top, bottom);
        let divided = inner.iter().filter(|row| is_divided(row)).count();
        let tabular = 0 < divided && inner.len() <= 2 * divided;
        // A title over the whole width, or the white in a double rule.
        let neutral = inner.len() <= 1;
        if tabular {
            match stacks.last_mut() {
                Some(stack) if open => stack.1 = bottom,
                _ => stacks.push((waiting.unwrap_or(top), bottom)),
            }
            (open, waiting) = (true, None);
        } else if neutral {
            if !open {
                waiting = waiting.or(Some(top));
            }
        } else {
            (open, waiting) = (false, None);
        }
    }
    stacks
}

fn is_divided(row: &Row<'_>) -> bool {
    2 <= row.stretches.len()
}

/// The areas where rows one below the other leave the same gaps.
pub(super) fn by_gaps(rows: &[Row<'_>]) -> Vec<Result<Candidate, NoTable>> {
    let mut candidates = Vec::new();
    let mut start: Option<usize> = None;
    let mut last: Option<usize> = None;
    let mut close = |start: Option<usize>, last: Option<usize>| {
        let Some((start, last)) = start.zip(last) else {
            return;
        };
        for (first, last) in trim::parts(rows, start, last) {
            let run = rows.get(first..=last).unwrap_or_default();
            let area = run.iter().map(|row| row.area).reduce(Rect::around);
            candidates.extend(area.map(|area| candidate(area, judged(run, 0))));
        }
    };
    for (at, row) in rows.iter().enumerate() {
        if !is_divided(row) {
            continue;
        }
        let goes_on = last
            .and_then(|last| rows.get(last..=at))
            .is_some_and(|part| {
                let (Some(before), true) = (part.first(), part.len() <= 4) else {
                    return false;
                };
                part.windows(2)
                    .all(|pair| matches!(pair, [a, b] if b.y - a.y <= APART * a.size.max(b.size)))
                    && share_gap(before, row)
            });
        if !goes_on {
            close(start, last);
            start = Some(at);
        }
        last = Some(at);
    }
    close(start, last);
    candidates
}

/// Whether two rows leave gaps in common: half of those that the other reaches.
fn share_gap(a: &Row<'_>, b: &Row<'_>) -> bool {
    let gaps = |row: &Row<'_>, other: &Row<'_>| -> Vec<(f64, f64)> {
        row.stretches
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] => Some((a.x1, b.x0)),
                _ => None,
            })
            .filter(|(x0, x1)| other.area.x0 < *x1 && *x0 < other.area.x1)
            .collect()
    };
    let (a, b) = (gaps(a, b), gaps(b, a));
    let (mut i, mut j) = (0, 0);
    let mut common = 0;
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if 1.0 <= x.1.min(y.1) - x.0.max(y.0) {
            common += 1;
        }
        if x.1 < y.1 {
            i += 1;
        } else {
            j += 1;
        }
    }
    a.len().min(b.len()) <= 2 * common
}

/// What rows that leave gaps are. Rules from side to side are trusted more:
/// above, below, and under a head.
fn judged(rows: &[Row<'_>], rules: usize) -> Result<(), Why> {
    let ruled = 2 <= rules;
    let divided: Vec<&Row<'_>> = rows.iter().filter(|row| is_divided(row)).collect();
    let fewest = if ruled { 2 } else { FEWEST_ROWS };
    if divided.len() < fewest {
        return Err(Why::FewRows);
    }
    let leads = divided.iter().filter(|row| has_leader(row)).count();
    if divided.len() <= 2 * leads {
        return Err(Why::Contents);
    }
    let gaps = columns::gaps(rows, (divided.len() / 3).max(2));
    if gaps.is_empty() {
        return Err(Why::NoColumns);
    }
    let column =
        |stretch: &Stretch<'_>| gaps.partition_point(|gap| gap.middle() < stretch.middle());
    let listed = divided
        .iter()
        .filter(|row| row.stretches.len() == 2 && row.stretches.first().is_some_and(is_marker))
        .count();
    if !ruled && 2 * divided.len() <= 3 * listed {
        return Err(Why::List);
    }
    let right: Vec<&Stretch<'_>> = rows
        .iter()
        .flat_map(|row| &row.stretches)
        .filter(|stretch| 0 < column(stretch))
        .collect();
    let figures = right.iter().filter(|stretch| stretch.is_figure()).count();
    let is_figures = right.len() <= 2 * figures;
    // Lines of text fill their columns; entries of a table mostly do not.
    let letters: usize = right.iter().map(|stretch| stretch.letters()).sum();
    let wordy = LINE * right.len() <= letters;
    let few = match rules {
        0 | 1 => gaps.len() < 2 || divided.len() < 4,
        2 => gaps.len() < 2,
        _ => false,
    };
    if !is_figures && (wordy || few) {
        return Err(Why::Prose);
    }
    let cells = rows.iter().map(|row| row.stretches.len()).sum::<usize>();
    if !ruled && cells * 5 < 2 * rows.len() * (gaps.len() + 1) {
        return Err(Why::Sparse);
    }
    Ok(())
}

/// Whether dots lead from one word to the other.
fn has_leader(row: &Row<'_>) -> bool {
    let mut words = row.stretches.iter().flat_map(|stretch| &stretch.words);
    words.any(|word| {
        let dots = word
            .text
            .chars()
            .filter(|c| matches!(c, '.' | '…' | '_'))
            .count();
        5 <= dots || word.text.contains("…")
    })
}

/// Whether a stretch is what stands before the items of a list.
fn is_marker(stretch: &Stretch<'_>) -> bool {
    let [word] = stretch.words.as_slice() else {
        return false;
    };
    text::is_marker(&word.text)
}
