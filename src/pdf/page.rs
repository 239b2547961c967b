//! The ink of a page → its tables with their texts, and the prose around them.

use std::collections::BTreeMap;

use super::{
    bare, clip,
    font::Repair,
    ink::{Heading, Ink, Rect},
    once,
    table::{self, Found, FoundBy, Heads, Letter, NoTable, Ruled, Table, Why, Word},
    told::Told,
    underlines,
    view::View,
    words::{self, Line},
};
use crate::normalize::lines;

/// A page as text.
#[derive(Debug, Default)]
pub(super) struct PageText {
    /// Tables in reading order.
    pub(super) tables: Vec<TableText>,
    /// What stands in none of them, in reading order.
    pub(super) prose: Vec<Paragraph>,
    /// What was looked at and is no table.
    pub(super) others: Vec<NoTable>,
    /// How the page is held: everything here is in the space of its reader.
    pub(super) view: View,
    /// What the file says wrongly of glyphs, and of how many.
    pub(super) repairs: Repairs,
    /// Whether its rulings were too many to make sense of.
    pub(super) refused: bool,
}

/// A table and what its cells say, cell by cell.
#[derive(Debug)]
pub(super) struct TableText {
    pub(super) table: Table,
    pub(super) texts: Vec<String>,
}

/// How many glyphs of each font the file gives wrongly in which way, and how
/// their text is known.
pub(super) type Repairs = BTreeMap<(String, Repair), u32>;

/// Lines outside the tables that belong together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Paragraph {
    pub(super) text: String,
    /// The same, line by line.
    pub(super) lines: Vec<Line>,
    pub(super) area: Rect,
}

/// A line of prose goes on below where it came this near to the right edge, in
/// sizes: a Thai word did not fit.
const FULL: f64 = 7.0;
/// Lines of one paragraph stand this near, in sizes.
const LEADING: f64 = 2.0;

/// Finds the tables and gives every glyph its place.
pub(super) fn read(ink: &Ink, heads: &Heads) -> PageText {
    read_with(ink, |ruled, words| {
        // What was recognized in a scan stands near its place, not at it.
        let recognized = ink.glyphs.len() < 2 * ink.remarks.unseen;
        let words = if recognized { &[] } else { words };
        table::find_all(ruled, words, heads)
    })
}

/// Reads the areas of a page that hold a table each, and nothing else.
pub(super) fn read_areas(ink: &Ink, areas: &[Rect], heads: &Heads) -> PageText {
    let mut page = PageText {
        view: ink.view,
        ..PageText::default()
    };
    for area in areas {
        let in_area = |_: Ruled, _: &[Word]| within(ink, *area, heads);
        let mut read = read_with(&clip::within(ink, *area), in_area);
        page.tables.append(&mut read.tables);
        page.prose.append(&mut read.prose);
        for (repair, count) in read.repairs {
            *page.repairs.entry(repair).or_default() += count;
        }
        page.refused |= read.refused;
    }
    page
}

/// The table in an area, found among all that is on the page: rules around it
/// may lie outside.
fn within(ink: &Ink, area: Rect, heads: &Heads) -> Found {
    let glyphs = once::told(ink);
    let ruled = ruled(ink, &glyphs, &middles(&glyphs));
    table::within(ruled, &words::upright(&glyphs), heads, area)
}

fn read_with(ink: &Ink, find: impl Fn(Ruled, &[Word]) -> Found) -> PageText {
    let writes_spaces = words::writes_spaces(ink);
    let mut prose = Vec::new();
    let mut last: Option<(Told<'_>, Option<(usize, usize)>)> = None;
    // A stamp or watermark lies over the cells and belongs to none.
    let mut glyphs = once::told(ink);
    let is_askew = |glyph: &mut Told<'_>| glyph.heading == Heading::Askew;
    let askew: Vec<Told<'_>> = glyphs.extract_if(.., is_askew).collect();
    let upright = words::upright(&glyphs);
    let letters = middles(&glyphs);
    let mut found = find(ruled(ink, &glyphs, &letters), &upright);
    // A double frame around a page has cells until its slim ones are closed.
    let (tables, frames): (Vec<Table>, Vec<Table>) = closed(found.tables, &letters)
        .into_iter()
        .partition(|table| 2 <= table.cells.len() || table.found_by == FoundBy::Area);
    found.others.extend(frames.into_iter().map(|frame| NoTable {
        bbox: frame.bbox,
        why: Why::OneCell,
    }));
    let mut places: Vec<Vec<Vec<Told<'_>>>> = tables
        .iter()
        .map(|table| vec![Vec::new(); table.cells.len()])
        .collect();
    let repairs = repairs(ink, &glyphs);
    for glyph in glyphs {
        // Marks, and spaces that hang over the edge, stay with their letter.
        let hangs = glyph.is_mark() || glyph.is_space();
        let place = match last {
            Some((before, place)) if hangs && words::are_near(&before, &glyph) => place,
            Some((_, place)) if stays(&tables, place, &glyph) => place,
            _ => place_of(&tables, &glyph),
        };
        let cell = place.and_then(|(table, cell)| places.get_mut(table)?.get_mut(cell));
        cell.unwrap_or(&mut prose).push(glyph);
        last = Some((glyph, place));
    }
    let tables = tables
        .into_iter()
        .zip(places)
        .map(|(table, places)| {
            let texts = places
                .iter()
                .map(|glyphs| words::text_of(&words::lines_of(glyphs, writes_spaces)))
                .collect();
            TableText { table, texts }
        })
        .collect();
    PageText {
        tables,
        prose: {
            let mut lines = words::lines_of(&prose, writes_spaces);
            lines.extend(words::stamp(&askew));
            paragraphs(&lines)
        },
        others: found.others,
        view: ink.view,
        refused: found.refused,
        repairs,
    }
}

fn repairs(ink: &Ink, glyphs: &[Told<'_>]) -> Repairs {
    let mut counts: BTreeMap<(u16, Repair), u32> = BTreeMap::new();
    for glyph in glyphs {
        if let Some(repair) = glyph.repair {
            *counts.entry((glyph.font, repair)).or_default() += 1;
        }
    }
    let named = counts.into_iter().map(|((font, repair), count)| {
        let font = ink.fonts.get(usize::from(font)).cloned();
        ((font.unwrap_or_default(), repair), count)
    });
    named.collect()
}

/// The rulings that may bound cells, with the walls that text adds to their
/// tables, and the tables of them all.
fn ruled(ink: &Ink, glyphs: &[Told<'_>], letters: &[Letter]) -> Ruled {
    let mut ruled = Ruled::new(underlines::left_out(&ink.rulings, glyphs));
    let tables = closed(ruled.found.tables.clone(), letters);
    let walls = bare::walls(glyphs, &tables);
    if !walls.is_empty() {
        let mut rulings = ruled.rulings.clone();
        rulings.extend(walls);
        let walled = Ruled::new(rulings);
        if !walled.found.refused {
            ruled = walled;
        }
    }
    ruled
}

fn closed(tables: Vec<Table>, letters: &[Letter]) -> Vec<Table> {
    let tables = tables.into_iter();
    tables.map(|table| table::closed(table, letters)).collect()
}

/// The middles of all glyphs but spaces.
fn middles(glyphs: &[Told<'_>]) -> Vec<Letter> {
    let letters = glyphs.iter().filter(|glyph| !glyph.is_space());
    let middle = |glyph: &Told<'_>| {
        let ((x, y), size) = (glyph.area.middle(), glyph.size);
        Letter { x, y, size }
    };
    letters.map(middle).collect()
}

/// Whether a glyph lies in the same cell as the one before, of the only table:
/// most do.
fn stays(tables: &[Table], place: Option<(usize, usize)>, glyph: &Told<'_>) -> bool {
    let ([table], Some((_, cell))) = (tables, place) else {
        return false;
    };
    let (x, y) = glyph.area.middle();
    let cell = table.cells.get(cell).map(|cell| cell.bbox);
    cell.is_some_and(|cell| cell.x0 < x && x < cell.x1 && cell.y0 < y && y < cell.y1)
}

/// The table and cell that hold the middle of a glyph: of nested tables the
/// innermost.
fn place_of(tables: &[Table], glyph: &Told<'_>) -> Option<(usize, usize)> {
    let (x, y) = glyph.area.middle();
    let size = |table: &Table| table.bbox.width() * table.bbox.height();
    tables
        .iter()
        .enumerate()
        .filter(|(_, table)| table.bbox.holds(x, y))
        .filter_map(|(at, table)| Some((at, table.cell_at(x, y)?, size(table))))
        .min_by(|a, b| a.2.total_cmp(&b.2))
        .map(|(table, cell, _)| (table, cell))
}

/// Lines that follow each other closely, of which the upper ones are full.
fn paragraphs(all: &[Line]) -> Vec<Paragraph> {
    let right = all.iter().map(|line| line.area.x1).fold(f64::MIN, f64::max);
    let goes_on = |line: &Line, next: &Line| {
        line.heading == next.heading
            && (line.size - next.size).abs() <= 0.1 * line.size
            && next.area.y1 - line.area.y1 <= LEADING * line.size
            && (line.area.x0 - next.area.x0).abs() <= 4.0 * line.size
            && right - line.area.x1 <= FULL * line.size
            && !lines::opens_list(&next.text)
    };
    let mut paragraphs: Vec<Paragraph> = all
        .chunk_by(goes_on)
        .filter_map(|lines| {
            let area = lines.iter().map(|line| line.area).reduce(Rect::around)?;
            Some(Paragraph {
                text: lines::rejoin(&words::text_of(lines), |_| false),
                lines: lines.to_vec(),
                area,
            })
        })
        .collect();
    paragraphs.sort_by(|a, b| {
        a.area
            .y0
            .total_cmp(&b.area.y0)
            .then(a.area.x0.total_cmp(&b.area.x0))
    });
    paragraphs
}

/// The page as plain text in reading order: prose and tables from top to
/// bottom, of a table the rows, of a row the cells, parted by tabs.
pub(super) fn plain(page: &PageText) -> String {
    let lines = page.prose.iter().flat_map(|paragraph| &paragraph.lines);
    let mut blocks: Vec<(f64, String)> = lines
        .map(|line| (line.area.y0, line.text.clone()))
        .collect();
    for TableText { table, texts } in &page.tables {
        let cells: Vec<_> = table.cells.iter().zip(texts).collect();
        for row in cells.chunk_by(|a, b| a.0.row == b.0.row) {
            let filled: Vec<_> = row.iter().filter(|(_, text)| !text.is_empty()).collect();
            // A cell that stands alone is as good as prose; beside others each
            // takes one line.
            let text = match filled.as_slice() {
                [] => continue,
                [(_, alone)] => (*alone).clone(),
                several => {
                    let texts: Vec<String> = several
                        .iter()
                        .map(|(_, text)| lines::rejoin(text, |_| false))
                        .collect();
                    texts.join("\t")
                }
            };
            if let Some((cell, _)) = row.first() {
                blocks.push((cell.bbox.y0, text));
            }
        }
    }
    blocks.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut text = String::new();
    for (_, block) in blocks {
        // Where a line may break is no part of a word.
        text.extend(block.chars().filter(|c| *c != '\u{200b}'));
        text.push('\n');
    }
    text
}
