//! `ActualText`: what a span of glyphs says, in place of what its glyphs say one
//! by one (ISO 32000-1, 14.9.4).
//!
//! LibreOffice, Chromium and Typst write such spans for Thai by the thousand,
//! because a shaped cluster has no text glyph by glyph. The span's text is laid
//! over its glyphs cluster by cluster, so that a span that runs over the end of
//! a line or the wall of a cell is parted where its glyphs are.

use super::{
    font::Repair,
    ink::{Glyph, Ink, SaidBy, Span, length},
};
use crate::{
    grid::{GlyphEvidence, GlyphFault},
    normalize::thai,
};

/// A glyph that advances less than this part of its size is a mark on the one
/// before.
const MARK: f64 = 0.05;

/// What stands for a character that nothing tells.
const LOST: &str = "\u{fffd}";
/// How what a broken span stands for is known.
pub(super) const BY_GLYPHS: Repair = Repair {
    fault: GlyphFault::Span,
    evidence: GlyphEvidence::Glyphs,
};

/// Whether the text of a span is worse than what its glyphs say one by one:
/// InDesign's may have lost characters or doubled marks.
fn is_broken(ink: &Ink, start: usize, text: &str) -> bool {
    let mut texts = ink.glyphs.iter().skip(start).map(|g| ink.text_of(g));
    let twice = |(a, b): (char, char)| a == b && thai::is_mark(a);
    let next = text.chars().skip(1);
    (text.contains(LOST) || text.chars().zip(next).any(twice)) && texts.all(|own| own != LOST)
}

/// Whether a span says nothing of marks that no span has said with their letter:
/// cairo writes an empty one where a font does not tell.
fn silences_marks(ink: &Ink, start: usize, text: &str) -> bool {
    let (before, span) = ink.glyphs.split_at_checked(start).unwrap_or_default();
    let is_silenced = |glyph: &Glyph| {
        let own = ink.text_of(glyph);
        let says_marks = !own.is_empty() && own.chars().all(thai::is_mark);
        is_mark(glyph) && (own == LOST || says_marks)
    };
    let letter = before.iter().rev().find(|glyph| !is_mark(glyph));
    text.is_empty()
        && !span.is_empty()
        && span.iter().all(is_silenced)
        && letter.is_some_and(|letter| letter.said_by != SaidBy::Span)
}

/// Whether the text of a span is the mark of the glyph before it, and its glyph
/// another mark: where two marks are drawn in another order than they are read
/// in, LibreOffice says the first wrongly, and the second in a span.
fn is_of_last(ink: &Ink, start: usize, text: &str) -> bool {
    let glyph = |number: usize| ink.glyphs.get(number);
    let (Some(last), Some(own)) = (start.checked_sub(1).and_then(glyph), glyph(start)) else {
        return false;
    };
    let (said, own) = (ink.text_of(last), ink.text_of(own));
    start + 1 == ink.glyphs.len()
        && is_only_mark(text)
        && is_only_mark(own)
        && own != text
        && (said == text || said == LOST && is_mark(last))
}

/// What the next glyph says in place of `text`: where a span has just said that
/// mark of a glyph that is another one, the two were exchanged.
pub(super) fn exchanged<'i>(ink: &'i Ink, text: &str) -> Option<&'i str> {
    let Span {
        text: said,
        own,
        end,
        ..
    } = &ink.span;
    let is_exchanged = *end == ink.glyphs.len()
        && said == text
        && own != said
        && is_only_mark(own)
        && is_only_mark(said);
    is_exchanged.then_some(own.as_str())
}

pub(super) fn is_only_mark(text: &str) -> bool {
    text.chars().count() == 1 && text.chars().all(thai::is_mark)
}

/// The text of a PDF text string (ISO 32000-1, 7.9.2.2), fit to stand on one
/// line.
pub(super) fn decode(bytes: &[u8]) -> String {
    let text = if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        utf16(rest, u16::from_be_bytes)
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        utf16(rest, u16::from_le_bytes)
    } else if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        String::from_utf8_lossy(rest).into_owned()
    } else {
        // PDFDocEncoding is Latin-1 but for typographic signs.
        bytes.iter().map(|byte| char::from(*byte)).collect()
    };
    text.chars()
        .filter(|c| *c != '\0')
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Lets the glyphs from `start` on say `text` together, unless they say it
/// better one by one.
pub(super) fn lay(ink: &mut Ink, start: usize, text: &str) {
    if is_broken(ink, start, text) || silences_marks(ink, start, text) {
        for glyph in ink.glyphs.iter_mut().skip(start) {
            glyph.repair = glyph.repair.or(Some(BY_GLYPHS));
        }
        return;
    }
    if is_of_last(ink, start, text) {
        let from = ink.text.len();
        ink.text.push_str(text);
        if let Some(last) = start
            .checked_sub(1)
            .and_then(|last| ink.glyphs.get_mut(last))
        {
            last.text = from..ink.text.len();
            last.repair = Some(BY_GLYPHS);
        }
        return;
    }
    let span = ink.glyphs.split_off(start.min(ink.glyphs.len()));
    let own = span.iter().map(|glyph| ink.text_of(glyph)).collect();
    let groups: Vec<&[Glyph]> = span.chunk_by(|_, next| is_mark(next)).collect();
    let clusters = clusters(text);
    let letters = span.iter().filter(|glyph| !is_mark(glyph)).count();
    let said = goes_on(ink, text, letters, clusters.len());
    for (at, group) in groups.iter().enumerate() {
        let Some((first, last)) = group.first().zip(group.last()) else {
            continue;
        };
        // The clusters that fall to this group: one each where there are as
        // many, else in proportion.
        let share = |group: usize| (group * clusters.len()).div_ceil(groups.len());
        let from = ink.text.len();
        let own = clusters.get(share(at)..share(at + 1)).unwrap_or_default();
        for cluster in own.iter().filter(|_| !said) {
            ink.text.push_str(cluster);
        }
        let mut glyph = first.clone();
        glyph.text = from..ink.text.len();
        glyph.said_by = SaidBy::Span;
        glyph.repair = None;
        if is_mark(first) && group.len() > 1 {
            glyph.dx = last.x + last.dx - first.x;
            glyph.dy = last.y + last.dy - first.y;
        }
        ink.glyphs.push(glyph);
    }
    ink.span = Span {
        text: text.to_owned(),
        own,
        letters: letters + if said { ink.span.letters } else { 0 },
        end: ink.glyphs.len(),
    };
}

/// Whether a span is the rest of the one before and has been said: Typst parts
/// a cluster where a mark is raised, and gives each part the text of the whole.
/// Then it has fewer letters than its text.
fn goes_on(ink: &Ink, text: &str, letters: usize, clusters: usize) -> bool {
    let between = ink.glyphs.get(ink.span.end..).unwrap_or_default();
    let before = ink.span.letters;
    ink.span.text == text
        && between.iter().all(is_mark)
        && before + letters <= clusters
        && (before < clusters || letters == 0)
}

fn is_mark(glyph: &Glyph) -> bool {
    length(glyph.dx, glyph.dy) < MARK * glyph.size
}

/// `text` cut before every character that is no mark.
fn clusters(text: &str) -> Vec<&str> {
    let mut clusters = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().skip(1) {
        if !thai::is_mark(c) {
            clusters.extend(text.get(start..at));
            start = at;
        }
    }
    clusters.extend(text.get(start..).filter(|last| !last.is_empty()));
    clusters
}

#[cfg(test)]
mod tests {
    use super::super::ink::Heading;
    use super::*;

    fn glyph(text: &mut String, x: f64, dx: f64) -> Glyph {
        text.push('?');
        Glyph {
            text: text.len() - 1..text.len(),
            x,
            y: 0.0,
            dx,
            dy: 0.0,
            size: 10.0,
            heading: Heading::Right,
            said_by: SaidBy::Font,
            font: 0,
            repair: None,
        }
    }

    fn laid(advances: &[f64], text: &str) -> Vec<(f64, f64, String)> {
        let mut ink = Ink::default();
        let mut x = 0.0;
        for advance in advances {
            ink.glyphs.push(glyph(&mut ink.text, x, *advance));
            x += advance;
        }
        lay(&mut ink, 0, text);
        ink.glyphs
            .iter()
            .map(|glyph| (glyph.x, glyph.dx, ink.text_of(glyph).to_owned()))
            .collect()
    }

    #[test]
    fn every_cluster_goes_to_its_glyphs() {
        let part = |x, dx, text: &str| (x, dx, text.to_owned());
        // ด ํ า, of which the second glyph is a mark.
        assert_eq!(
            laid(&[6.0, 0.1, 5.0], "ดำ"),
            [part(0.0, 6.0, "ด"), part(6.1, 5.0, "ำ")]
        );
        assert_eq!(laid(&[6.0, 0.0, 0.0], "ที่"), [part(0.0, 6.0, "ที่")]);
    }

    #[test]
    fn other_numbers_are_shared_out_in_order() {
        let texts = |advances: &[f64], text: &str| -> Vec<String> {
            laid(advances, text)
                .into_iter()
                .map(|part| part.2)
                .collect()
        };
        assert_eq!(texts(&[5.0, 5.0], "abcd"), ["ab", "cd"]);
        assert_eq!(texts(&[5.0, 5.0, 5.0], "fi"), ["f", "i", ""]);
        assert_eq!(texts(&[5.0, 5.0], ""), ["", ""]);
        assert!(texts(&[], "ก").is_empty());
    }

    #[test]
    fn a_cluster_in_two_spans_is_said_once_and_two_clusters_twice() {
        let twice = |advances: [&[f64]; 2], text: &str| {
            let mut ink = Ink::default();
            for advances in advances {
                let start = ink.glyphs.len();
                for advance in advances {
                    ink.glyphs.push(glyph(&mut ink.text, 0.0, *advance));
                }
                lay(&mut ink, start, text);
            }
            let texts: Vec<&str> = ink.glyphs.iter().map(|glyph| ink.text_of(glyph)).collect();
            texts.concat()
        };
        // น and า, พ and a raised mark; and น ำ น ำ, พิ่ พิ่.
        assert_eq!(twice([&[6.0], &[5.0]], "นำ"), "นำ");
        assert_eq!(twice([&[6.0, 0.0], &[0.0]], "พิ่"), "พิ่");
        assert_eq!(twice([&[6.0, 5.0], &[6.0, 5.0]], "นำ"), "นำนำ");
        assert_eq!(twice([&[6.0, 0.0], &[6.0, 0.0]], "พิ่"), "พิ่พิ่");
    }

    /// What glyphs that advance so and say that for themselves say under a span,
    /// of which the first so many stand before it.
    fn spanned(glyphs: &[(f64, &str)], before: usize, text: &str) -> String {
        let mut ink = Ink::default();
        for (advance, own) in glyphs {
            let start = ink.text.len();
            ink.text.push_str(own);
            let glyph = glyph(&mut String::from("ก"), 0.0, *advance);
            ink.glyphs.push(Glyph {
                text: start..ink.text.len(),
                ..glyph
            });
        }
        lay(&mut ink, before, text);
        ink.glyphs.iter().map(|glyph| ink.text_of(glyph)).collect()
    }

    #[test]
    fn glyphs_speak_for_a_span_with_lost_or_doubled_letters() {
        let glyphs = [(6.0, "ร"), (0.0, "\u{e35}")];
        assert_eq!(spanned(&glyphs, 0, "ร\u{e35}\u{e35}"), "ร\u{e35}");
        assert_eq!(spanned(&glyphs, 0, "\u{fffd}"), "ร\u{e35}");
        // Where a glyph is lost too, the span is as good.
        let lost = [(6.0, "\u{fffd}"), (0.0, "\u{e35}")];
        assert_eq!(spanned(&lost, 0, "ร\u{e35}\u{e35}"), "ร\u{e35}\u{e35}");
    }

    #[test]
    fn an_empty_span_silences_no_mark_of_a_letter_that_speaks_for_itself() {
        for own in ["\u{e48}", "ํ\u{e48}", "\u{fffd}"] {
            let glyphs = [(6.0, "ท"), (0.0, "\u{e35}"), (0.0, own)];
            assert_eq!(spanned(&glyphs, 2, ""), format!("ท\u{e35}{own}"));
        }
        // A letter may be left out: a hyphen at the end of a line.
        assert_eq!(spanned(&[(6.0, "ท"), (3.0, "-")], 1, ""), "ท");
    }

    #[test]
    fn a_mark_is_not_said_twice_by_glyph_and_span() {
        // ย, ่ and ู, of which the span of the last says the second's.
        let glyphs = [(6.0, "ย"), (0.0, "\u{e48}"), (0.0, "\u{e39}")];
        assert_eq!(spanned(&glyphs, 2, "\u{e48}"), "ย\u{e48}\u{e39}");
        assert_eq!(spanned(&glyphs, 1, "\u{e39}\u{e48}"), "ย\u{e39}\u{e48}");
        // The same where nothing else tells what the second is.
        let glyphs = [(6.0, "ผ"), (0.0, "\u{fffd}"), (0.0, "\u{e39}")];
        assert_eq!(spanned(&glyphs, 2, "\u{e49}"), "ผ\u{e49}\u{e39}");
    }

    #[test]
    fn of_two_exchanged_marks_the_second_is_what_the_first_is_not() {
        let mut ink = Ink::default();
        ink.text.push('\u{e49}');
        let first = Glyph {
            text: 0..ink.text.len(),
            ..glyph(&mut String::from("ก"), 0.0, 0.0)
        };
        ink.glyphs.push(first);
        lay(&mut ink, 0, "\u{e39}");
        assert_eq!(exchanged(&ink, "\u{e39}"), Some("\u{e49}"));
        assert_eq!(exchanged(&ink, "\u{e48}"), None);
        let next = glyph(&mut ink.text, 0.0, 6.0);
        ink.glyphs.push(next);
        assert_eq!(exchanged(&ink, "\u{e39}"), None);
    }

    #[test]
    fn text_strings_in_every_encoding() {
        assert_eq!(decode(b"\xfe\xff\x0e\x01\x0e\x33"), "กำ");
        assert_eq!(decode(b"\xff\xfe\x01\x0e"), "ก");
        assert_eq!(decode("\u{feff}ก".as_bytes()), "ก");
        assert_eq!(decode(b"a\r\xe9"), "a é");
    }
}
