//! The report's own form, drawn without rules: its headers tell the columns, and
//! a row begins where its first column has a number.
//!
//! White alone does not tell them: a cell has many lines, those of neighbours
//! stand side by side, and one column's text comes near the next one's.

use super::{
    gaps::{self, frame, ruling},
    text::{self, Row, Word},
};
use crate::{
    normalize::{key, thai},
    pdf::ink::{Axis, Rect, Ruling},
};

/// The headers of the form, as comparison keys.
#[derive(Clone, Debug, Default)]
pub(in crate::pdf) struct Heads {
    /// Of columns; what follows a year is left out.
    names: Vec<String>,
    /// Above several columns.
    groups: Vec<String>,
}

/// So many columns with known headers are the form, not a table that has a
/// number and a name too.
const FEWEST: usize = 5;

/// Words this near, in sizes, are of one header: the width of a space.
const JOINED: f64 = 0.4;

/// A space within a header, in sizes, in a line that is justified.
const WIDE: f64 = 2.0;

/// Rows at which a head may begin. A page with more is none of the form.
const MOST_STARTS: usize = 50;

/// Lines of a head.
const MOST_LINES: usize = 14;

/// Lines of a column begin so near below each other, in points.
const ALIGNED: f64 = 2.0;

/// White that is narrower parts no columns, in points.
const NARROWEST: f64 = 0.5;

/// White this high, in sizes, ends the table.
const END: f64 = 6.0;

impl Heads {
    /// `names` and `groups` as they are written, `{year}` for a year.
    pub(in crate::pdf) fn new(names: &[&str], groups: &[&str]) -> Self {
        let keys = |texts: &[&str]| -> Vec<String> {
            let before_year = |text: &&str| text.split("{year}").next().map(key::key);
            let mut keys: Vec<String> = texts.iter().filter_map(before_year).collect();
            keys.retain(|key| 2 <= key.chars().count());
            keys
        };
        Self {
            names: keys(names),
            groups: keys(groups),
        }
    }

    /// Whether words are a part of some header.
    fn has_part(&self, text: &str) -> bool {
        let part = key::key(text);
        let part = part.as_str();
        2 <= part.chars().count()
            && (self.names.iter().chain(&self.groups)).any(|name| name.contains(part))
            || is_year(part)
    }

    fn names_column(&self, text: &str) -> bool {
        let text = key::key(text);
        self.names
            .iter()
            .any(|name| text.starts_with(name.as_str()))
    }

    /// Whether a header goes on with other words.
    fn goes_on(&self, first: &str, rest: &str) -> bool {
        let first = key::key(first);
        let whole = first.clone() + &key::key(rest);
        self.names.iter().any(|name| {
            name.starts_with(&whole) || first.len() < name.len() && whole.starts_with(name.as_str())
        })
    }

    fn names_group(&self, text: &str) -> bool {
        let text = key::key(text);
        self.groups
            .iter()
            .any(|name| text.starts_with(name.as_str()))
    }
}

fn is_year(text: &str) -> bool {
    let digits = text.chars().filter(|c| thai::digit(*c).is_some()).count();
    digits == 4 && digits == text.chars().count()
}

/// The head of the form on a page.
#[derive(Debug)]
struct Head {
    /// Its rows of words: from, up to.
    rows: (usize, usize),
    /// From where to where the headers of its columns reach.
    columns: Vec<(f64, f64)>,
    /// The captions above several columns: their extent, top and bottom.
    groups: Vec<Rect>,
}

/// The walls of the form on a page, and the area they are in. `words` are
/// sorted by their baselines.
pub(super) fn walls(words: &[&Word], heads: &Heads) -> Option<(Rect, Vec<Ruling>)> {
    if heads.names.len() < FEWEST {
        return None;
    }
    let rows = text::rows(words.iter().copied(), &[]);
    let head = head(&rows, heads)?;
    let (first, after) = head.rows;
    let body = rows.get(first..)?;
    let places = boundaries(body, &head);
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

/// The head of the form, where most of its columns are known.
fn head(rows: &[Row<'_>], heads: &Heads) -> Option<Head> {
    let is_head = |row: &Row<'_>| {
        let words = row.stretches.iter().flat_map(|stretch| &stretch.words);
        let (mut all, mut known) = (0, 0);
        for word in words {
            all += 1;
            known += usize::from(heads.has_part(&word.text));
        }
        all <= 2 * known
    };
    let starts = rows.iter().enumerate().filter(|(_, row)| is_head(row));
    let mut best: Option<(usize, Head)> = None;
    for (first, _) in starts.take(MOST_STARTS) {
        let lines = rows.get(first..(first + MOST_LINES).min(rows.len()))?;
        // A line of other words may stand between: the day of a report.
        let last = (0..lines.len())
            .take_while(|at| {
                lines.get(*at).is_some_and(is_head) || lines.get(at + 1).is_some_and(is_head)
            })
            .last()
            .unwrap_or(0);
        let (count, head) = read_head(lines.get(..=last)?, first, heads);
        if FEWEST <= count && best.as_ref().is_none_or(|(most, _)| *most < count) {
            best = Some((count, head));
        }
    }
    best.map(|(_, head)| head)
}

/// The header of a column: from where to where it reaches, and its lines.
#[derive(Debug)]
struct Column {
    x0: f64,
    x1: f64,
    size: f64,
    lines: Vec<(f64, String)>,
}

impl Column {
    fn add(&mut self, part: Self) {
        self.x1 = self.x1.max(part.x1);
        self.lines.extend(part.lines);
        self.lines.sort_by(|a, b| a.0.total_cmp(&b.0));
    }

    fn text(&self) -> String {
        self.lines.iter().map(|(_, text)| text.as_str()).collect()
    }
}

/// Headers joined again that a wide space parted: together they are a longer
/// header than the first alone.
fn rejoined(columns: Vec<Column>, heads: &Heads) -> Vec<Column> {
    let mut joined: Vec<Column> = Vec::new();
    for column in columns {
        match joined.last_mut() {
            Some(last)
                if column.x0 - last.x1 <= WIDE * column.size
                    && heads.goes_on(&last.text(), &column.text()) =>
            {
                last.add(column);
            }
            _ => joined.push(column),
        }
    }
    joined
}

/// The columns that the lines of a head make, and how many of them are known.
fn read_head(lines: &[Row<'_>], first: usize, heads: &Heads) -> (usize, Head) {
    let mut parts: Vec<Column> = Vec::new();
    let mut groups = Vec::new();
    for row in lines {
        for part in rejoined(parts_of(row), heads) {
            let Rect { y0, y1, .. } = row.area;
            if heads.names_group(&part.text()) {
                let (x0, x1) = (part.x0, part.x1);
                groups.push(Rect { x0, y0, x1, y1 });
            } else {
                parts.push(part);
            }
        }
    }
    parts.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut columns: Vec<Column> = Vec::new();
    for part in parts {
        match columns.last_mut() {
            Some(column) if part.x0 < column.x1 => column.add(part),
            _ => columns.push(part),
        }
    }
    let columns = rejoined(columns, heads);
    let known = columns
        .iter()
        .filter(|column| heads.names_column(&column.text()));
    let known = known.count();
    let unknown = columns.len() - known;
    // What stands over columns that have no caption is none either.
    groups.retain(|group: &Rect| {
        let over = columns
            .iter()
            .filter(|c| group.x0 < c.x1 && c.x0 < group.x1);
        2 <= over.count()
    });
    let head = Head {
        rows: (first, first + lines.len()),
        columns: columns
            .iter()
            .map(|column| (column.x0, column.x1))
            .collect(),
        groups,
    };
    (known.saturating_sub(unknown), head)
}

/// The parts of a line of the head, parted wherever a gap is wider than a space.
fn parts_of(row: &Row<'_>) -> Vec<Column> {
    let words = row.stretches.iter().flat_map(|stretch| &stretch.words);
    let mut parts: Vec<Column> = Vec::new();
    for word in words {
        let Rect { x0, x1, .. } = word.area;
        match parts.last_mut() {
            Some(part) if x0 - part.x1 <= JOINED * row.size => {
                part.x1 = part.x1.max(x1);
                part.lines.push((row.y, word.text.clone()));
            }
            _ => parts.push(Column {
                x0,
                x1,
                size: row.size,
                lines: vec![(row.y, word.text.clone())],
            }),
        }
    }
    parts
}

/// Between neighbouring headers, where the fewest words stand. What begins a
/// row stands in the first column, wherever its header does.
fn boundaries(rows: &[Row<'_>], head: &Head) -> Vec<f64> {
    let mut words: Vec<&Rect> = rows
        .iter()
        .flat_map(|row| &row.stretches)
        .flat_map(|stretch| &stretch.words)
        .map(|word| &word.area)
        .collect();
    words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let zones = head.columns.windows(2).enumerate();
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
/// over its columns, or to much white.
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
    let white = rows
        .windows(2)
        .position(|pair| matches!(pair, [a, b] if END * a.size < b.y - a.y));
    white.map_or(line, |at| line.min(at + 1))
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
