//! The head of the report's form on a page: which columns its words are.

use super::text::{Row, Word};
use crate::{
    normalize::{key, thai},
    pdf::ink::Rect,
};

/// So many columns with known headers are the form, not a table that has a
/// number and a name too.
const FEWEST: usize = 5;

/// Words this near, in sizes, are of one header: the width of a space.
const JOINED: f64 = 0.4;

/// A space within a header, in sizes, in a line that is justified.
const WIDE: f64 = 2.0;

/// Rows at which a head may begin. A page with more is none of the form.
const MOST_STARTS: usize = 50;

/// Columns of the form, and as many that are none of it.
const MOST_COLUMNS: usize = 50;

/// Lines of a head.
const MOST_LINES: usize = 14;

/// The headers of the form, as comparison keys.
#[derive(Clone, Debug, Default)]
pub(in crate::pdf) struct Heads {
    /// Of columns; what follows a year is left out.
    names: Vec<String>,
    /// Above several columns.
    groups: Vec<String>,
}

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
        let (first, rest) = (key::key(first), key::key(rest));
        let whole = first.clone() + &rest;
        self.names.iter().any(|name| {
            name.starts_with(&whole)
                || first.len() < name.len() && whole.starts_with(name.as_str())
                || first == *name && is_year(&rest)
        })
    }

    /// Whether words are the first of a caption, or go on behind one.
    fn begins_group(&self, text: &str) -> bool {
        let text = key::key(text);
        self.groups
            .iter()
            .any(|name| name.starts_with(&text) || text.starts_with(name.as_str()))
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
pub(super) struct Head {
    /// Its rows of words: from, up to.
    pub(super) rows: (usize, usize),
    /// From where to where the headers of its columns reach.
    pub(super) columns: Vec<(f64, f64)>,
    /// The captions above several columns: their extent, top and bottom.
    pub(super) groups: Vec<Rect>,
}

/// The head of the form, where most of its columns are known.
pub(super) fn head(rows: &[Row<'_>], heads: &Heads) -> Option<Head> {
    if heads.names.len() < FEWEST {
        return None;
    }
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
    // Captions that go on below, and where they stand.
    let mut begun: Vec<(Column, Rect)> = Vec::new();
    for row in lines {
        for part in rejoined(parts_of(row), heads) {
            let Rect { y0, y1, .. } = row.area;
            let area = Rect {
                x0: part.x0,
                y0,
                x1: part.x1,
                y1,
            };
            let above = begun.iter().position(|(caption, _)| {
                caption.x0 < part.x1
                    && part.x0 < caption.x1
                    && heads.begins_group(&(caption.text() + &part.text()))
            });
            let (caption, area) = match above.map(|above| begun.swap_remove(above)) {
                Some((mut caption, first)) => {
                    caption.x0 = caption.x0.min(part.x0);
                    caption.add(part);
                    (caption, first.around(area))
                }
                None => (part, area),
            };
            if heads.names_group(&caption.text()) {
                groups.push(area);
            } else if heads.begins_group(&caption.text()) && !heads.names_column(&caption.text()) {
                begun.push((caption, area));
            } else {
                parts.push(caption);
            }
        }
    }
    parts.extend(begun.into_iter().map(|(caption, _)| caption));
    parts.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut columns: Vec<Column> = Vec::new();
    for part in parts {
        match columns.last_mut() {
            Some(column) if part.x0 < column.x1 => column.add(part),
            _ => columns.push(part),
        }
    }
    let mut columns = rejoined(columns, heads);
    columns.truncate(MOST_COLUMNS);
    let known = columns
        .iter()
        .filter(|column| heads.names_column(&column.text()));
    let known = known.count();
    let unknown = columns.len() - known;
    let groups = groups
        .into_iter()
        .filter_map(|group| over_columns(group, &columns));
    let groups = groups.collect();
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

/// A caption as wide as the columns over whose middle it stands; none where it
/// stands over one.
fn over_columns(caption: Rect, columns: &[Column]) -> Option<Rect> {
    let over = |c: &&Column| caption.x0 < c.x1 && c.x0 < caption.x1;
    if 2 <= columns.iter().filter(over).count() {
        return Some(caption);
    }
    let middle = f64::midpoint(caption.x0, caption.x1);
    columns.windows(2).find_map(|pair| match pair {
        [a, b] => {
            let off = (f64::midpoint(a.x0, b.x1) - middle).abs();
            let (x0, x1) = (caption.x0.min(a.x1 - 1.0), caption.x1.max(b.x0 + 1.0));
            (off <= a.size).then_some(Rect { x0, x1, ..caption })
        }
        _ => None,
    })
}

/// The parts of a line of the head, parted wherever a gap is wider than a space,
/// and where one year follows another: `ปี 2562 ปี 2563` are two columns.
fn parts_of(row: &Row<'_>) -> Vec<Column> {
    let words = row.stretches.iter().flat_map(|stretch| &stretch.words);
    let mut parts: Vec<Column> = Vec::new();
    for word in words {
        let Rect { x0, x1, .. } = word.area;
        match parts.last_mut() {
            Some(part) if x0 - part.x1 <= JOINED * row.size && !is_next_year(part, word) => {
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

/// Whether a word begins a header of another year behind that of one.
fn is_next_year(part: &Column, word: &Word) -> bool {
    match part.lines.as_slice() {
        [.., (_, first), (_, year)] => is_year(&key::key(year)) && *first == word.text,
        _ => false,
    }
}
