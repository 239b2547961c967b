//! Glyphs that say what another has said already: drawn twice to look bold, or
//! said by the span of their letter.

use super::{
    ink::{Glyph, Ink, SaidBy, floor, length},
    sieve::Sieve,
    squares::Squares,
    told::Told,
    words::MARK_REACH,
};
use crate::normalize::thai;

/// The same glyph drawn again this near is a fake bold.
const TWICE: f64 = 0.13;

/// The squares around one, and itself.
const AROUND: [(i64, i64); 9] = [
    (-1, -1),
    (-1, 0),
    (-1, 1),
    (0, -1),
    (0, 0),
    (0, 1),
    (1, -1),
    (1, 0),
    (1, 1),
];

/// A block has 2 to the power of so many squares in a row.
const BLOCK: u32 = 3;

/// The blocks that hold the squares around one: mostly a single one does.
fn blocks_around(column: i64, row: i64) -> impl Iterator<Item = (i64, i64)> {
    let of = |at: i64| at.saturating_sub(1) >> BLOCK..=at.saturating_add(1) >> BLOCK;
    of(column).flat_map(move |column| of(row).map(move |row| (column, row)))
}

/// The glyphs that say something, without those that were drawn twice to look
/// bold.
pub(super) fn told(ink: &Ink) -> Vec<Told<'_>> {
    let count = ink.glyphs.len();
    let mut seen = Squares::new(count);
    // Hardly any glyph has a twin: mostly one look at the block of squares says so
    // of all around it.
    let mut blocks = Sieve::new(count / 2);
    let mut glyphs = Vec::with_capacity(count);
    // Whether the letter before was drawn twice: then so are its marks. A mark
    // may be typed twice too, which is the normalizer's to see.
    let mut dropped = false;
    let mut letter: Option<&Glyph> = None;
    // Whether the ring of a ำ that a span said was passed over: then its other
    // half is, too.
    let mut half = false;
    for glyph in &ink.glyphs {
        let text = ink.text_of(glyph);
        if text.is_empty() {
            continue;
        }
        let side = (TWICE * glyph.size).max(0.01);
        let advance = length(glyph.dx, glyph.dy);
        let is_letter = advance > side;
        // Two narrow letters side by side are two.
        let reach = if is_letter {
            side.min(advance / 2.0)
        } else {
            side
        };
        let (column, row) = (floor(glyph.x / side), floor(glyph.y / side));
        let name = seen.name(text);
        let again = blocks_around(column, row)
            .any(|(column, row)| blocks.may_have(hash_of(name, column, row)))
            && AROUND.iter().any(|(dx, dy)| {
                let (column, row) = (column.saturating_add(*dx), row.saturating_add(*dy));
                let twin = seen.last(hash_of(name, column, row), text);
                twin.is_some_and(|(x, y)| length(glyph.x - x, glyph.y - y) <= reach)
            });
        if is_letter {
            dropped = again;
        }
        let said = letter.is_some_and(|letter| !is_letter && is_said(ink, letter, glyph));
        let other_half = half && is_letter && text == "า";
        if !(again && dropped || said || other_half) {
            glyphs.push(Told::new(ink, glyph));
        }
        half = said && text == "ํ" || half && !is_letter;
        if is_letter {
            letter = Some(glyph);
        }
        blocks.add(hash_of(name, column >> BLOCK, row >> BLOCK));
        seen.add(hash_of(name, column, row), text, (glyph.x, glyph.y));
    }
    glyphs
}

/// The hash of a text in a square.
const fn hash_of(name: u64, column: i64, row: i64) -> u64 {
    let column = column.cast_unsigned().wrapping_mul(0x0000_ffff_fffb);
    name.wrapping_add(column)
        .wrapping_add(row.cast_unsigned().wrapping_mul(0x7fff_ffff_0001))
}

/// Whether the span of a letter has said a mark already: Typst draws a raised
/// mark apart from its cluster and gives the text of the cluster to both.
fn is_said(ink: &Ink, letter: &Glyph, mark: &Glyph) -> bool {
    let reach = MARK_REACH * letter.size;
    let (cluster, text) = (ink.text_of(letter), ink.text_of(mark));
    letter.said_by == SaidBy::Span
        && length(mark.x - letter.x - letter.dx, mark.y - letter.y - letter.dy) <= reach
        && (text == cluster
            || text
                .chars()
                .all(|mark| thai::is_mark(mark) && marks_of(cluster).any(|c| c == mark))
            || text == "ํ" && cluster.ends_with('ำ'))
}

/// The marks on the last letter of a cluster.
fn marks_of(cluster: &str) -> impl Iterator<Item = char> {
    cluster.chars().rev().take_while(|c| thai::is_mark(*c))
}
