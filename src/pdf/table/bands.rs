//! Rows of words → the rows of their table: which lines go on in the next.

use super::{
    columns::Gap,
    text::{Row, Stretch},
};

/// Lines nearer than this, in sizes, would lie on each other: they are beside
/// each other, a label of two lines and its figure between them.
const BESIDE: f64 = 0.85;

/// Where lines of one cell stand this much nearer than others, the others
/// begin a row.
const LOOSE: f64 = 1.3;

/// A line of a cell that goes on leaves less room than the next word needs, but
/// for so much of the width.
const FULL: f64 = 0.97;

/// A line of a single word that may go on, in sizes: Thai has no spaces.
const LONG: f64 = 10.0;

/// A space between words, in sizes.
const SPACE: f64 = 0.25;

/// A stretch pokes so far over a boundary and does not span it, in sizes.
const POKES: f64 = 0.5;

/// Lines of a head, at most.
const HEAD: usize = 8;

/// A row of words with the columns that its stretches take.
#[derive(Debug)]
pub(super) struct Placed<'r, 'w> {
    pub(super) row: &'r Row<'w>,
    /// First and last column of each stretch.
    pub(super) columns: Vec<(usize, usize)>,
}

impl<'w> Placed<'_, 'w> {
    /// Its stretches with their first and last columns.
    pub(super) fn cells(&self) -> impl Iterator<Item = ((usize, usize), &Stretch<'w>)> {
        self.columns.iter().copied().zip(&self.row.stretches)
    }

    /// What stands in a column.
    pub(super) fn in_column(&self, column: usize) -> Option<&Stretch<'w>> {
        // Stretches follow each other, and so do the columns that they take.
        let at = self.columns.partition_point(|(_, last)| *last < column);
        let (first, _) = self.columns.get(at)?;
        self.row.stretches.get(at).filter(|_| *first <= column)
    }

    fn takes(&self, column: usize) -> bool {
        self.in_column(column).is_some()
    }

    /// Whether a stretch stands in this column alone.
    pub(super) fn has_own(&self, column: usize) -> bool {
        let at = self.columns.partition_point(|(_, last)| *last < column);
        self.columns.get(at) == Some(&(column, column))
    }

    fn spans(&self) -> bool {
        self.columns.iter().any(|(first, last)| first < last)
    }

    /// Whether it is a line of figures: at least half of what stands right of
    /// the first column. Years alone head columns, and units do.
    fn has_figures(&self) -> bool {
        let right = self.cells().filter(|((first, _), _)| 0 < *first);
        let (mut all, mut figures, mut plain) = (0, 0, 0);
        for (_, stretch) in right {
            all += 1;
            figures += usize::from(stretch.is_figure());
            plain += usize::from(stretch.is_figure() && !is_year(stretch) && !is_unit(stretch));
        }
        0 < plain && all <= 2 * figures
    }
}

/// Whether a figure stands in brackets: a unit, where no other is in the row.
fn is_unit(stretch: &Stretch<'_>) -> bool {
    let first = stretch.words.first();
    first.is_some_and(|word| word.text.starts_with('('))
}

fn is_year(stretch: &Stretch<'_>) -> bool {
    let digits: String = stretch
        .words
        .iter()
        .flat_map(|word| word.text.chars())
        .filter(|c| c.is_alphanumeric())
        .collect();
    digits.len() == 4
        && ["19", "20", "25"]
            .iter()
            .any(|start| digits.starts_with(start))
}

/// The rows, with the columns between these gaps that they take.
pub(super) fn place<'r, 'w>(rows: &'r [Row<'w>], gaps: &[Gap]) -> Vec<Placed<'r, 'w>> {
    rows.iter()
        .map(|row| {
            let poke = POKES * row.size;
            let columns = |stretch: &Stretch<'_>| {
                let poke = poke.min(stretch.width() / 3.0);
                let number = |x: f64| gaps.partition_point(|gap| gap.middle() < x);
                (number(stretch.x0 + poke), number(stretch.x1 - poke))
            };
            Placed {
                row,
                columns: row.stretches.iter().map(columns).collect(),
            }
        })
        .collect()
}

/// How many rows of words each row of the table takes, from top to bottom.
/// `rules` are the places of rules from side to side.
pub(super) fn bands(
    rows: &[Placed<'_, '_>],
    columns: usize,
    rules: &[f64],
    head: usize,
) -> Vec<usize> {
    let Some(first) = rows.first() else {
        return Vec::new();
    };
    let parted = |a: &Placed<'_, '_>, b: &Placed<'_, '_>| has_rule(rules, a, b);
    let widths: Vec<f64> = (0..columns).map(|column| width(rows, column)).collect();
    // Rules under most rows are under all: lines between two are of one row.
    let ruled = rows
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if parted(a, b)));
    let ruled = ruled.count();
    let all_ruled = 2 <= ruled && rows.len() <= 3 * ruled;
    let nearest = rows
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(b.row.y - a.row.y).filter(|d| BESIDE * b.row.size <= *d),
            _ => None,
        })
        .fold(f64::INFINITY, f64::min);
    let mut bands = vec![1];
    let mut band = Band::new(first, columns);
    for (at, pair) in rows.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let joined = !parted(a, b)
            && if at + 1 < head {
                band.is_headed_by(b)
            } else if at + 1 == head {
                false
            } else if all_ruled {
                true
            } else {
                band.goes_on(b, &widths, nearest)
            };
        match bands.last_mut() {
            Some(last) if joined => {
                *last += 1;
                band.add(b);
            }
            _ => {
                bands.push(1);
                band = Band::new(b, columns);
            }
        }
    }
    bands
}

fn has_rule(rules: &[f64], a: &Placed<'_, '_>, b: &Placed<'_, '_>) -> bool {
    let next = rules.partition_point(|y| *y <= a.row.y);
    // A rule under a line lies above the middle of the next one.
    rules
        .get(next)
        .is_some_and(|y| *y < b.row.y - 0.3 * b.row.size)
}

/// How many rows of words are the head: those above the first rule, or, where
/// none parts them off, above the first figures.
pub(super) fn head(rows: &[Placed<'_, '_>], rules: &[f64]) -> usize {
    let parted = |a: &Placed<'_, '_>, b: &Placed<'_, '_>| has_rule(rules, a, b);
    // Where rows of figures have labels, figures without one are units or years.
    let of_figures = || rows.iter().filter(|row| row.has_figures());
    let labelled = of_figures().filter(|row| row.takes(0)).count();
    let have_labels = of_figures().count() < 2 * labelled;
    let figures = rows
        .iter()
        .position(|row| row.has_figures() && (row.takes(0) || !have_labels));
    let rule = rows
        .windows(2)
        .position(|pair| matches!(pair, [a, b] if parted(a, b)))
        .map(|at| at + 1);
    let head = match (rule, figures) {
        (Some(rule), Some(figures)) if figures < rule => figures,
        (Some(rule), _) => rule,
        (None, Some(figures)) => {
            // A label alone above the figures is the first group's.
            let alone = |row: &Placed<'_, '_>| row.columns.iter().all(|(_, last)| *last == 0);
            let above = rows.get(..figures).unwrap_or_default();
            let labels = above.iter().rev().take_while(|row| alone(row)).count();
            let rest = above.get(..figures - labels).unwrap_or_default();
            if rest.iter().any(|row| row.takes(0)) {
                figures
            } else {
                figures - labels
            }
        }
        (None, None) => 0,
    };
    if head <= HEAD { head } else { 0 }
}

/// The width of what stands in a column alone.
fn width(rows: &[Placed<'_, '_>], column: usize) -> f64 {
    rows.iter()
        .flat_map(Placed::cells)
        .filter(|(columns, _)| *columns == (column, column))
        .map(|(_, stretch)| stretch.width())
        .fold(0.0, f64::max)
}

/// The lines of a row of the table, as far as they were read.
struct Band<'r, 'w> {
    /// The lowest stretch in each column.
    last: Vec<Option<&'r Stretch<'w>>>,
    /// The columns that some stretch spans with others.
    spanned: Vec<bool>,
    y: f64,
    size: f64,
}

impl<'r, 'w> Band<'r, 'w> {
    fn new(row: &'r Placed<'r, 'w>, columns: usize) -> Self {
        let mut band = Self {
            last: vec![None; columns],
            spanned: vec![false; columns],
            y: row.row.y,
            size: row.row.size,
        };
        band.add(row);
        band
    }

    fn add(&mut self, row: &'r Placed<'r, 'w>) {
        for ((first, last), stretch) in row.cells() {
            for column in first..=last {
                if let (Some(slot), Some(spanned)) =
                    (self.last.get_mut(column), self.spanned.get_mut(column))
                {
                    *slot = Some(stretch);
                    *spanned |= first < last;
                }
            }
        }
        (self.y, self.size) = (row.row.y, row.row.size);
    }

    /// Whether a line of the head stands in the same row: no heading of several
    /// columns stands above the headings of each.
    fn is_headed_by(&self, row: &Placed<'_, '_>) -> bool {
        let under = |column: &usize| self.spanned.get(*column) == Some(&true) && row.takes(*column);
        let spans = (0..self.last.len()).any(|column| under(&column));
        !spans && row.row.y - self.y <= 2.2 * self.size
    }

    /// Whether a line of the body goes on with the row.
    fn goes_on(&self, row: &Placed<'_, '_>, widths: &[f64], nearest: f64) -> bool {
        let distance = row.row.y - self.y;
        let columns = 0..self.last.len();
        let common = columns.clone().any(|c| row.takes(c) && self.takes(c));
        let beside = distance < BESIDE * self.size.max(row.row.size);
        if !common {
            // Figures right under a label that has none.
            let label_alone = !row.takes(0) && self.is_label() && distance < 1.5 * self.size;
            return beside || label_alone;
        }
        if LOOSE * nearest < distance || row.spans() {
            return false;
        }
        let more_above = columns.clone().any(|c| self.takes(c) && !row.takes(c));
        let more_below = columns.clone().any(|c| row.takes(c) && !self.takes(c));
        // A row goes on with less than it began with; or a label went before.
        let fits = if more_below {
            !more_above && self.is_label()
        } else {
            more_above
        };
        fits && columns
            .filter(|c| row.takes(*c) && self.takes(*c))
            .all(|column| {
                let above = self.last.get(column).copied().flatten();
                above
                    .zip(row.in_column(column))
                    .is_some_and(|(above, below)| {
                        let width = widths.get(column).copied().unwrap_or(0.0);
                        wraps(above, below, width)
                    })
            })
    }

    /// Whether it has a label and nothing else, as yet.
    fn is_label(&self) -> bool {
        self.takes(0) && self.last.iter().skip(1).all(Option::is_none)
    }

    fn takes(&self, column: usize) -> bool {
        self.last.get(column).is_some_and(Option::is_some)
    }
}

/// Whether a text that ends a line seems to go on in the next: its next word did
/// not fit, or is one that opens nothing.
fn wraps(above: &Stretch<'_>, below: &Stretch<'_>, width: f64) -> bool {
    let signs = above.words.iter().flat_map(|word| word.text.chars());
    let depth: i32 = signs
        .map(|c| i32::from(c == '(') - i32::from(c == ')'))
        .sum();
    if 0 < depth {
        return true;
    }
    if above.is_figure() {
        return false;
    }
    let (Some(last), Some(next)) = (above.words.last(), below.words.first()) else {
        return false;
    };
    let opens = next.text.chars().next();
    let ends = last.text.chars().next_back();
    if opens.is_some_and(|c| c.is_lowercase() || matches!(c, '(' | '[' | '&'))
        || ends.is_some_and(|c| matches!(c, ',' | '-' | '–' | '/' | '&' | '('))
    {
        return true;
    }
    // A lone short word is whole.
    if above.words.len() < 2 && above.width() < LONG * next.size {
        return false;
    }
    let needed = above.width() + SPACE * next.size + next.area.width();
    FULL * width < needed
}
