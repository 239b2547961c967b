//! Glyphs that nothing names: whether they draw anything, and what those that
//! are composed of others say.
//!
//! Subsets of Thai fonts have one glyph for a vowel and a tone mark above it,
//! which no character map has, and of which some producers say nothing.

use unicode_normalization::char::is_combining_mark;

use super::{program::Program, texts::Texts};
use crate::normalize::{private_use, thai};

/// How many glyphs a glyph is composed of at most, and how often these are
/// composed themselves.
const PARTS: usize = 4;
const LEVELS: usize = 2;

/// What the outline of a glyph is.
pub(super) enum Shape {
    Blank,
    Drawn,
    /// The outlines of other glyphs, in the order in which they are drawn.
    Composed(Vec<u32>),
}

/// What is seen of all glyphs of a program that `named` has no text for.
pub(super) fn all_seen(program: &Program<'_>, named: impl Fn(u32) -> Option<String>) -> Texts {
    let mut texts = Texts::default();
    for glyph in 0..program.count() {
        if named(glyph).is_none()
            && let Some(text) = seen(program, glyph, &named)
        {
            texts.set(glyph, &text);
        }
    }
    texts
}

/// What is seen of a glyph: the text of the glyphs it is composed of, and an
/// empty one where it draws something else. None where it draws nothing, or
/// nobody knows.
pub(super) fn seen(
    program: &Program<'_>,
    glyph: u32,
    named: &impl Fn(u32) -> Option<String>,
) -> Option<String> {
    match program.shape(glyph)? {
        Shape::Blank => None,
        Shape::Drawn => Some(String::new()),
        Shape::Composed(parts) => {
            let is_blank = |part: &u32| matches!(program.shape(*part), Some(Shape::Blank));
            let text = composed(program, &parts, named, LEVELS);
            match text {
                None if parts.iter().all(is_blank) => None,
                text => Some(text.unwrap_or_default()),
            }
        }
    }
}

/// The text of a glyph that is composed of `parts`, where that of each is known.
fn composed(
    program: &Program<'_>,
    parts: &[u32],
    named: &impl Fn(u32) -> Option<String>,
    levels: usize,
) -> Option<String> {
    if parts.len() > PARTS || levels == 0 {
        return None;
    }
    let text_of = |part: &u32| {
        let own = named(*part).filter(|text| !text.is_empty());
        own.or_else(|| match program.shape(*part)? {
            Shape::Composed(parts) => composed(program, &parts, named, levels - 1),
            _ => None,
        })
    };
    let texts = parts.iter().map(text_of).collect::<Option<Vec<_>>>()?;
    let text = texts.concat();
    (texts.len() == 1 || is_legible(&text)).then_some(text)
}

/// Whether letters drawn together say just that. Two full stops may be a
/// colon, and ิ with ํ is how some draw ึ.
fn is_legible(text: &str) -> bool {
    let letters = || text.chars().map(|c| private_use::shown(c).unwrap_or(c));
    let is_above =
        |c: &char| matches!(c, '\u{e31}' | '\u{e34}'..='\u{e37}' | '\u{e47}' | '\u{e4d}');
    letters().all(|c| c.is_alphabetic() || is_combining_mark(c) || thai::is_letter(c))
        && letters().filter(is_above).count() <= 1
}

/// Whether a charstring of CFF draws something: whether it has any other
/// operators than those that move the pen.
pub(super) fn draws(mut charstring: &[u8]) -> bool {
    let mut operands = 0;
    loop {
        let length = match charstring {
            [] => return false,
            // Of four operands it makes an accented letter.
            [14, ..] => return operands >= 4,
            [4 | 21 | 22, ..] => {
                operands = 0;
                charstring = charstring.get(1..).unwrap_or_default();
                continue;
            }
            [28, ..] => 3,
            [255, ..] => 5,
            [247..=254, ..] => 2,
            [32..=246, ..] => 1,
            _ => return true,
        };
        operands += 1;
        charstring = charstring.get(length..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_marks_are_read_together() {
        for text in ["\u{e4d}\u{e48}", "เเ", "fi", "\u{f70a}\u{e33}", "A\u{301}"] {
            assert!(is_legible(text), "{text}");
        }
        for text in ["..", "ı˙", "e´", "\u{e34}\u{e4d}", "1⁄2"] {
            assert!(!is_legible(text), "{text}");
        }
    }

    #[test]
    fn a_charstring_without_lines_draws_nothing() {
        for blank in [
            &[][..],
            &[14],
            &[28, 1, 244, 14],
            &[139, 255, 0, 0, 0, 0, 247, 0, 21, 14],
            &[28, 1],
        ] {
            assert!(!draws(blank), "{blank:?}");
        }
        for drawn in [
            &[139, 139, 5, 14][..],
            &[139, 139, 139, 139, 14],
            &[139, 10, 14],
        ] {
            assert!(draws(drawn), "{drawn:?}");
        }
    }
}
