//! The Thai arbiter: whom to believe where ToUnicode and the font program say
//! different things of a glyph.
//!
//! Word maps the ring of ำ to a space and every า to ำ, WeasyPrint and Typst
//! mix up tone marks and vowels: ToUnicode is made from what a shaped cluster
//! said when it was first met. The character map and the glyph names of the
//! program are what the glyph was drawn for.

use super::Source;
use crate::{
    grid::GlyphFault,
    normalize::{private_use, thai},
};

/// Whether a text of ToUnicode is one that is known to be wrong at times.
pub(super) fn is_doubtful(mapped: &str) -> bool {
    mapped
        .chars()
        .any(|c| c.is_whitespace() || thai::is_thai(shown(c)))
}

/// Whether what the program tells goes before what ToUnicode maps to: it tells
/// another letter or mark of Thai.
pub(super) fn overrules(told: Option<(&str, Source)>, mapped: &str) -> bool {
    let Some((text, Source::Program | Source::Name)) = told else {
        return false;
    };
    let mut letters = text.chars().map(shown);
    match (letters.next(), letters.next()) {
        (Some(letter), None) => {
            thai::is_thai(letter)
                && is_doubtful(mapped)
                && !mapped.chars().map(shown).eq(std::iter::once(letter))
        }
        _ => false,
    }
}

/// What is wrong with a text of ToUnicode that is not the right one.
pub(super) fn fault(mapped: &str) -> GlyphFault {
    let mut letters = mapped.chars();
    match (letters.next(), letters.next()) {
        (Some(blank), None) if blank.is_whitespace() => GlyphFault::Blank,
        (Some(_), Some(_)) => GlyphFault::Cluster,
        _ => GlyphFault::Other,
    }
}

fn shown(c: char) -> char {
    private_use::shown(c).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_believed_about_thai() {
        let told = |text| Some((text, Source::Program));
        // Classes A and B of Word, a cluster of Typst, a mark of WeasyPrint.
        assert!(overrules(told("ํ"), " "));
        assert!(overrules(told("า"), "ำ"));
        assert!(overrules(Some(("\u{e48}", Source::Name)), "พิ่"));
        assert!(overrules(told("\u{f70a}"), "ู"));
    }

    #[test]
    fn and_not_where_both_agree_or_it_tells_no_thai() {
        let told = |text| Some((text, Source::Program));
        assert!(!overrules(told("\u{f70a}"), "\u{e48}"));
        assert!(!overrules(told("ก"), "ก"));
        assert!(!overrules(told(" "), " "));
        assert!(!overrules(told("\u{a0}"), " "));
        assert!(!overrules(told("A"), "ก"));
        assert!(!overrules(told("ก"), "A"));
        assert!(!overrules(Some(("ก", Source::Codepage)), "ข"));
        assert!(!overrules(None, "ก"));
    }
}
