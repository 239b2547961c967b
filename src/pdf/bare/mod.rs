//! Walls that rules leave out and text tells, in tables whose columns are known:
//! rows without a rule between them, and a body under a ruled head that has no
//! rules at all.
//!
//! What begins a row is told by its numbers: a report's rows have several, side
//! by side, and what goes on below them in the same row has none.

mod body;
mod rows;

use super::{
    ink::{Axis, Drawn, Heading, Ruling},
    table::Table,
    told::Told,
};

/// Numbers on one line that begin a row.
const NUMBERS: usize = 3;

/// Baselines this near are one line, in sizes.
const SAME_LINE: f64 = 0.2;

/// Letters of two cells are apart by their padding, in sizes; those of one word
/// on both sides of a boundary are not.
const APART: f64 = 0.2;

/// What is written on one line, in all columns.
#[derive(Clone, Debug, Default)]
struct Line {
    /// Its baseline, and how far its letters reach.
    y: f64,
    top: f64,
    bottom: f64,
    size: f64,
    /// Where its last letter ends.
    to: f64,
    /// The columns with letters, and whether these are a number, ascending.
    columns: Vec<(usize, bool)>,
    /// How many boundaries of columns it runs over.
    crossed: usize,
}

impl Line {
    /// Whether numbers stand side by side. Of the other texts one may reach the
    /// edge of its cell.
    fn is_anchor(&self) -> bool {
        self.crossed < 2 && NUMBERS <= self.columns.iter().filter(|(_, number)| *number).count()
    }

    /// How many of these columns have letters on this line.
    fn holds(&self, columns: &[usize]) -> usize {
        let has = |column: &&usize| self.columns.iter().any(|(own, _)| own == *column);
        columns.iter().filter(has).count()
    }
}

/// A row of a table, and what is written in it.
struct Band {
    top: f64,
    bottom: f64,
    lines: Vec<Line>,
}

impl Band {
    fn has_numbers(&self) -> bool {
        self.lines.iter().any(Line::is_anchor)
    }
}

/// A letter and the middle of its area.
#[derive(Clone, Copy)]
struct Letter<'g> {
    middle: (f64, f64),
    glyph: &'g Told<'g>,
}

/// The walls that the text of a page adds to its tables. Glyphs are those of
/// the page but stamps.
pub(super) fn walls(glyphs: &[Told<'_>], tables: &[Table]) -> Vec<Ruling> {
    let mut letters: Vec<Letter<'_>> = glyphs
        .iter()
        .filter(|glyph| glyph.heading == Heading::Right && !glyph.is_space())
        .map(|glyph| Letter {
            middle: glyph.area.middle(),
            glyph,
        })
        .collect();
    letters.sort_by(|a, b| a.middle.1.total_cmp(&b.middle.1));
    let mut walls = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        let Some(columns) = body::columns(table) else {
            continue;
        };
        let end = below(tables, at);
        let bands: Vec<Band> = bands_of(table)
            .into_iter()
            .map(|(top, bottom)| Band {
                top,
                bottom,
                lines: lines(&letters, &columns, top, bottom),
            })
            .collect();
        let (added, body) = body::extended(&letters, table, &columns, &bands, end);
        walls.extend(added);
        let own = bands.iter().map(|band| &band.lines);
        for lines in body.iter().chain(own) {
            let (left, right) = (table.bbox.x0, table.bbox.x1);
            let cuts = rows::cuts(lines);
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

/// The lines of the text between two heights that stands in these columns, of
/// letters from top to bottom.
fn lines(letters: &[Letter<'_>], columns: &[f64], top: f64, bottom: f64) -> Vec<Line> {
    let (Some(left), Some(right)) = (columns.first(), columns.last()) else {
        return Vec::new();
    };
    let first = letters.partition_point(|letter| letter.middle.1 < top);
    let mut inside: Vec<Letter<'_>> = letters
        .iter()
        .skip(first)
        .take_while(|letter| letter.middle.1 < bottom)
        .filter(|letter| (*left..*right).contains(&letter.middle.0))
        .copied()
        .collect();
    inside.sort_by(|a, b| a.glyph.y.total_cmp(&b.glyph.y));
    inside
        .chunk_by_mut(|a, b| b.glyph.y - a.glyph.y <= SAME_LINE * a.glyph.size)
        .map(|letters| line(letters, columns))
        .collect()
}

/// One line, whose letters are sorted along it; what it says is a number where it
/// has digits and no letters.
fn line(letters: &mut [Letter<'_>], columns: &[f64]) -> Line {
    let mut line = Line {
        y: f64::MIN,
        top: f64::MAX,
        bottom: f64::MIN,
        to: f64::MIN,
        ..Line::default()
    };
    letters.sort_by(|a, b| a.middle.0.total_cmp(&b.middle.0));
    let mut last: Option<usize> = None;
    let mut column = 0;
    for Letter { middle, glyph } in letters {
        let area = glyph.area;
        while columns.get(column).is_some_and(|x| *x <= middle.0) {
            column += 1;
        }
        let is_near = area.x0 - line.to < APART * glyph.size;
        let crossed = last.map_or(0, |last| column - last.min(column));
        line.crossed += if is_near { crossed } else { 0 };
        last = Some(column);
        line.y = line.y.max(glyph.y);
        line.top = line.top.min(area.y0);
        line.bottom = line.bottom.max(area.y1);
        line.size = line.size.max(glyph.size);
        line.to = line.to.max(area.x1);
        let is_number = glyph.text.chars().all(of_number);
        match line.columns.last_mut() {
            Some((own, number)) if *own == column => *number &= is_number,
            _ => line.columns.push((column, is_number)),
        }
    }
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
