//! Texts by number: of codes as ToUnicode tells them, of glyphs as the font
//! program does.

use std::collections::BTreeMap;

/// More letters than any honest font maps to: a range of long texts would
/// grow to gigabytes.
const LETTERS: usize = 4 << 20;
/// All codes of two bytes have 256 pages; all of the Basic Multilingual Plane
/// in UTF-8, which one library writes, some thousand.
const PAGES: usize = 2048;

/// Where a text lies in the letters.
#[derive(Clone, Copy)]
struct Span {
    start: u32,
    length: u16,
}

/// The span of a number that has no text.
const ABSENT: Span = Span {
    start: u32::MAX,
    length: 0,
};

/// Texts in pages of 256 numbers, so that a look-up costs little, and so does
/// a map of few texts.
#[derive(Default)]
pub(super) struct Texts {
    letters: String,
    pages: BTreeMap<u32, Box<[Span; 256]>>,
}

impl Texts {
    /// The text of `number`, which may be empty.
    pub(super) fn get(&self, number: u32) -> Option<&str> {
        let page = self.pages.get(&(number >> 8))?;
        self.at(*page.get((number & 0xff) as usize)?)
    }

    /// Gives `number` its text; a later one replaces an earlier one.
    pub(super) fn set(&mut self, number: u32, text: &str) {
        let key = number >> 8;
        let full = self.pages.len() >= PAGES && !self.pages.contains_key(&key);
        let (Ok(start), Ok(length)) =
            (u32::try_from(self.letters.len()), u16::try_from(text.len()))
        else {
            return;
        };
        if full || self.letters.len() + text.len() > LETTERS {
            return;
        }
        let page = self
            .pages
            .entry(key)
            .or_insert_with(|| Box::new([ABSENT; 256]));
        if let Some(span) = page.get_mut((number & 0xff) as usize) {
            self.letters.push_str(text);
            *span = Span { start, length };
        }
    }

    /// All texts, in the order of their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        let spans = self.pages.values().flat_map(|page| page.iter());
        spans.filter_map(|span| self.at(*span))
    }

    /// All texts with their numbers, in order.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (u32, &str)> {
        let spans = self.pages.iter().flat_map(|(page, spans)| {
            let first = page << 8;
            (first..=first | 0xff).zip(spans.iter())
        });
        spans.filter_map(|(number, span)| Some((number, self.at(*span)?)))
    }

    /// Whether no number has a text.
    pub(super) fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    fn at(&self, span: Span) -> Option<&str> {
        let start = span.start as usize;
        self.letters.get(start..start + usize::from(span.length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_under_its_number() {
        let mut texts = Texts::default();
        assert!(texts.is_empty());
        texts.set(0x41, "A");
        texts.set(0x0112_3456, "ที่");
        texts.set(0x42, "");
        texts.set(0x41, "ก");
        assert_eq!(texts.get(0x41), Some("ก"));
        assert_eq!(texts.get(0x42), Some(""));
        assert_eq!(texts.get(0x43), None);
        assert_eq!(texts.get(0x0112_3456), Some("ที่"));
        texts.set(u32::MAX, "ข");
        assert_eq!(texts.numbered().last(), Some((u32::MAX, "ข")));
    }

    #[test]
    fn hostile_maps_stay_small() {
        let mut texts = Texts::default();
        for number in 0..100_000 {
            texts.set(number << 8, "0123456789".repeat(100).as_str());
        }
        assert!(texts.pages.len() <= PAGES);
        assert!(texts.letters.len() <= LETTERS);
    }
}
