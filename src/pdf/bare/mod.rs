//! Walls that rules leave out and text tells, in tables whose columns are known:
//! rows without a rule between them, and a body under a ruled head that has no
//! rules at all.
//!
//! What begins a row is told by its numbers: a report's rows have several, side
//! by side, and what goes on below them in the same row has none.

mod body;
mod rows;

use super::{
    ink::{Axis, Drawn, Glyph, Heading, Ink, Ruling},
    table::Table,
    words,
};

/// Numbers on one line that begin a row.
const NUMBERS: usize = 3;

/// Baselines this near are one line, in sizes.
const SAME_LINE: f64 = 0.2;

/// A letter that reaches so far over a boundary, in sizes, stands in no cell.
const OVER: f64 = 0.1;

/// What is written on one line, in all columns.
#[derive(Clone, Debug, Default)]
struct Line {
    /// Its baseline, and how far its letters reach.
    y: f64,
    top: f64,
    bottom: f64,
    size: f64,
    /// From the first letter to the end of the last.
    from: f64,
    to: f64,
    /// The columns with letters, and whether these are a number, ascending.
    columns: Vec<(usize, bool)>,
    /// How many boundaries of columns a letter lies over.
    crossed: usize,
}

impl Line {
    /// Whether numbers stand side by side.
    fn is_anchor(&self) -> bool {
        self.crossed == 0 && NUMBERS <= self.columns.iter().filter(|(_, number)| *number).count()
    }

    /// How many of these columns have letters on this line.
    fn holds(&self, columns: &[usize]) -> usize {
        let has = |column: &&usize| self.columns.iter().any(|(own, _)| own == *column);
        columns.iter().filter(has).count()
    }
}

/// The walls that the text of a page adds to its tables. Glyphs are those of
/// the page but stamps.
pub(super) fn walls(ink: &Ink, glyphs: &[&Glyph], tables: &[Table]) -> Vec<Ruling> {
    let mut letters: Vec<&Glyph> = glyphs
        .iter()
        .filter(|glyph| glyph.heading == Heading::Right && !words::is_space(ink.text_of(glyph)))
        .copied()
        .collect();
    letters.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut walls = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        let Some(columns) = body::columns(table) else {
            continue;
        };
        let end = below(tables, at);
        let (added, mut bands) = body::extended(ink, &letters, table, &columns, end);
        walls.extend(added);
        bands.extend(bands_of(table));
        for (top, bottom) in bands {
            let lines = lines(ink, &letters, &columns, top, bottom);
            let (left, right) = (table.bbox.x0, table.bbox.x1);
            let cuts = rows::cuts(&lines);
            walls.extend(cuts.map(|y| wall(Axis::Horizontal, y, left, right)));
        }
    }
    walls
}

/// Where the next table below begins.
fn below(tables: &[Table], at: usize) -> f64 {
    let Some(table) = tables.get(at) else {
        return f64::INFINITY;
    };
    let tops = tables.iter().map(|other| other.bbox.y0);
    let tops = tops.filter(|top| table.bbox.y1 <= *top);
    tops.fold(f64::INFINITY, f64::min)
}

/// The rows of a table, from where to where.
fn bands_of(table: &Table) -> Vec<(f64, f64)> {
    let band = |pair: &[f64]| Some((*pair.first()?, *pair.last()?));
    table.ys.windows(2).filter_map(band).collect()
}

/// The height of the middle of a letter.
fn middle(glyph: &Glyph) -> f64 {
    glyph.area().middle().1
}

/// The lines of the text between two heights that stands in these columns, of
/// letters from top to bottom.
fn lines(ink: &Ink, letters: &[&Glyph], columns: &[f64], top: f64, bottom: f64) -> Vec<Line> {
    let (Some(left), Some(right)) = (columns.first(), columns.last()) else {
        return Vec::new();
    };
    let first = letters.partition_point(|glyph| middle(glyph) < top);
    let mut inside: Vec<&Glyph> = letters
        .iter()
        .skip(first)
        .take_while(|glyph| middle(glyph) < bottom)
        .filter(|glyph| (*left..*right).contains(&glyph.area().middle().0))
        .copied()
        .collect();
    inside.sort_by(|a, b| a.y.total_cmp(&b.y));
    inside
        .chunk_by(|a, b| b.y - a.y <= SAME_LINE * a.size)
        .map(|glyphs| line(ink, glyphs, columns))
        .collect()
}

/// One line; what it says is a number where it has digits and no letters.
fn line(ink: &Ink, glyphs: &[&Glyph], columns: &[f64]) -> Line {
    let mut line = Line {
        y: f64::MIN,
        top: f64::MAX,
        bottom: f64::MIN,
        from: f64::MAX,
        to: f64::MIN,
        ..Line::default()
    };
    let mut crossed: Vec<usize> = Vec::new();
    for glyph in glyphs {
        let area = glyph.area();
        line.y = line.y.max(glyph.y);
        line.top = line.top.min(area.y0);
        line.bottom = line.bottom.max(area.y1);
        line.size = line.size.max(glyph.size);
        line.from = line.from.min(area.x0);
        line.to = line.to.max(area.x1);
        let middle = f64::midpoint(area.x0, area.x1);
        let after = columns.partition_point(|x| *x <= middle);
        let is_number = ink.text_of(glyph).chars().all(of_number);
        match line.columns.iter_mut().find(|(own, _)| *own == after) {
            Some((_, number)) => *number &= is_number,
            None => line.columns.push((after, is_number)),
        }
        let over = OVER * glyph.size;
        let is_over = |boundary: usize| {
            let x = columns.get(boundary).copied();
            x.filter(|x| area.x0 + over < *x && *x < area.x1 - over)
                .map(|_| boundary)
        };
        crossed.extend(
            [after.checked_sub(1), Some(after)]
                .into_iter()
                .flatten()
                .filter_map(is_over),
        );
    }
    crossed.sort_unstable();
    crossed.dedup();
    line.crossed = crossed.len();
    line.columns.sort_unstable();
    line
}

/// What a number is written with; a bare `-` stands for none.
fn of_number(c: char) -> bool {
    c.is_ascii_digit()
        || ('\u{e50}'..='\u{e59}').contains(&c)
        || matches!(c, '.' | ',' | '-' | '–' | '+' | '(' | ')' | '%')
}

fn wall(axis: Axis, at: f64, from: f64, to: f64) -> Ruling {
    Ruling {
        axis,
        at,
        from,
        to,
        drawn: Drawn::Line,
    }
}

#[cfg(test)]
mod tests;
