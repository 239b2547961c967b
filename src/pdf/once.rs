//! Glyphs that say what another has said already: drawn twice to look bold, or
//! said by the span of their letter.

use std::collections::HashMap;

use super::{
    ink::{Glyph, Ink, SaidBy},
    words::MARK_REACH,
};
use crate::normalize::thai;

/// The same glyph drawn again this near is a fake bold.
const TWICE: f64 = 0.13;

/// The glyphs that say something, without those that were drawn twice to look
/// bold.
pub(super) fn told(ink: &Ink) -> Vec<&Glyph> {
    let mut seen: HashMap<(&str, i64, i64), (f64, f64)> = HashMap::new();
    let mut glyphs = Vec::with_capacity(ink.glyphs.len());
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
        let advance = glyph.dx.hypot(glyph.dy);
        let is_letter = advance > side;
        // Two narrow letters side by side are two.
        let reach = if is_letter {
            side.min(advance / 2.0)
        } else {
            side
        };
        #[expect(clippy::cast_possible_truncation, reason = "pages are small")]
        let (column, row) = (
            (glyph.x / side).floor() as i64,
            (glyph.y / side).floor() as i64,
        );
        let again = [-1, 0, 1]
            .iter()
            .flat_map(|dx| {
                [-1, 0, 1].map(|dy| (text, column.saturating_add(*dx), row.saturating_add(dy)))
            })
            .filter_map(|square| seen.get(&square))
            .any(|(x, y)| (glyph.x - x).hypot(glyph.y - y) <= reach);
        if is_letter {
            dropped = again;
        }
        let said = letter.is_some_and(|letter| !is_letter && is_said(ink, letter, glyph));
        let other_half = half && is_letter && text == "า";
        if !(again && dropped || said || other_half) {
            glyphs.push(glyph);
        }
        half = said && text == "ํ" || half && !is_letter;
        if is_letter {
            letter = Some(glyph);
        }
        seen.insert((text, column, row), (glyph.x, glyph.y));
    }
    glyphs
}

/// Whether the span of a letter has said a mark already: Typst draws a raised
/// mark apart from its cluster and gives the text of the cluster to both.
fn is_said(ink: &Ink, letter: &Glyph, mark: &Glyph) -> bool {
    let reach = MARK_REACH * letter.size;
    let (cluster, text) = (ink.text_of(letter), ink.text_of(mark));
    letter.said_by == SaidBy::Span
        && (mark.x - letter.x - letter.dx).hypot(mark.y - letter.y - letter.dy) <= reach
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
