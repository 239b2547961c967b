//! ToUnicode CMaps, which turn codes into texts (9.10.3).

use lopdf::{Document, Object};

use super::super::stream::contents;
use super::{
    names,
    texts::Texts,
    tokens::{Token, Tokens},
};

/// More than any CMap needs: each is inflated and read whole.
const BYTES: usize = 4 << 20;
/// How many texts all ranges of a CMap may stand for: all codes of two bytes.
const RANGE_TEXTS: usize = 0x1_0000;
/// The longest text of one code that is read: a ligature has four letters.
const TEXT_UNITS: usize = 64;

/// The texts of a /ToUnicode entry.
pub(super) fn read(document: &Document, object: Option<&Object>) -> Texts {
    let mut reader = Reader::default();
    match object {
        // Not in the standard, but written: each code is its character.
        Some(Object::Name(name)) if name.starts_with(b"Identity") => {
            reader.range(0, 0xffff, "\0");
        }
        Some(Object::Stream(stream)) => {
            if let Ok(bytes) = contents(document, stream, BYTES) {
                reader.parse(&bytes);
            }
        }
        _ => {}
    }
    reader.texts
}

#[derive(Default)]
struct Reader {
    texts: Texts,
    range_texts: usize,
}

impl Reader {
    /// Reads the sections wherever they stand, as long as they hold what they
    /// should: counts are often wrong, and ends may be missing.
    fn parse(&mut self, bytes: &[u8]) {
        let mut tokens = Tokens::new(bytes);
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(b"beginbfrange") => self.ranges(&mut tokens),
                Token::Word(b"beginbfchar") => self.chars(&mut tokens),
                _ => {}
            }
        }
    }

    fn chars(&mut self, tokens: &mut Tokens<'_>) {
        while let Some((code, _)) = tokens.code() {
            let Some(text) = destination(tokens) else {
                return;
            };
            self.text(code, &text);
        }
    }

    fn ranges(&mut self, tokens: &mut Tokens<'_>) {
        while let Some((first, _)) = tokens.code() {
            let Some((last, _)) = tokens.code() else {
                return;
            };
            if tokens.opens() {
                let mut code = first;
                while let Some(text) = destination(tokens) {
                    if code <= last {
                        self.text(code, &text);
                    }
                    code = code.saturating_add(1);
                }
                tokens.closes();
            } else if let Some(text) = destination(tokens) {
                self.range(first, last, &text);
            } else {
                return;
            }
        }
    }

    /// Codes with the texts from `text` on, the last character of which
    /// counts up.
    fn range(&mut self, first: u32, last: u32, text: &str) {
        let mut letters = text.chars();
        let Some(start) = letters.next_back() else {
            return;
        };
        let mut text = letters.as_str().to_owned();
        let before = text.len();
        for (code, letter) in (first..=last).zip(u32::from(start)..) {
            if self.range_texts >= RANGE_TEXTS {
                return;
            }
            self.range_texts += 1;
            if let Some(letter) = char::from_u32(letter) {
                text.truncate(before);
                text.push(letter);
                self.text(code, &text);
            }
        }
    }

    /// Producers write U+0000 or U+FFFD for what they do not know, and then
    /// the font program may know better.
    fn text(&mut self, code: u32, text: &str) {
        // Some programs map codes to themselves, and so letters to control
        // characters; only those of white space can be meant.
        let unknown =
            |c: char| c == char::REPLACEMENT_CHARACTER || c.is_control() && !c.is_whitespace();
        if text.is_empty() || !text.chars().all(unknown) {
            self.texts.set(code, &text.replace(unknown, ""));
        }
    }
}

/// The text of the next token: UTF-16, or a glyph name.
fn destination(tokens: &mut Tokens<'_>) -> Option<String> {
    match tokens.peek()? {
        Token::Hexadecimal(digits) => {
            tokens.next();
            let units = utf16(digits);
            Some(String::from_utf16_lossy(&units))
        }
        Token::Name(name) => {
            tokens.next();
            let name = String::from_utf8_lossy(name);
            Some(names::text(&name).unwrap_or_else(|| "\0".to_owned()))
        }
        _ => None,
    }
}

/// Four digits a unit; what is missing in the first was zeros: `<20>`.
fn utf16(digits: &[u8]) -> Vec<u16> {
    let digits: Vec<u16> = digits
        .iter()
        .filter_map(|digit| char::from(*digit).to_digit(16))
        .filter_map(|digit| u16::try_from(digit).ok())
        .take(4 * TEXT_UNITS)
        .collect();
    let value = |digits: &[u16]| digits.iter().fold(0, |unit, digit| (unit << 4) | digit);
    let (first, rest) = digits.split_at(digits.len() % 4);
    let first = (!first.is_empty()).then(|| value(first));
    first.into_iter().chain(rest.chunks(4).map(value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Dictionary, Stream};

    fn texts(text: &str) -> Texts {
        let stream = Stream::new(Dictionary::new(), text.as_bytes().to_vec());
        read(&Document::new(), Some(&Object::Stream(stream)))
    }

    #[test]
    fn chars_and_ranges_become_texts() {
        let texts = texts(
            "2 beginbfchar <01> <0E01> <0002> <0E400E01> endbfchar
             1 beginbfchar <05> <D83DDE00> <06> /kokai endbfchar
             3 beginbfrange <10> <12> <0E34> <20> <22> [<0041> /B <00430044>]
             <30> <32> <D83DDE00> endbfrange",
        );
        for (code, text) in [
            (0x01, "ก"),
            (0x02, "เก"),
            (0x05, "😀"),
            (0x06, "ก"),
            (0x10, "\u{e34}"),
            (0x12, "\u{e36}"),
            (0x20, "A"),
            (0x21, "B"),
            (0x22, "CD"),
            (0x32, "😂"),
        ] {
            assert_eq!(texts.get(code), Some(text), "{code:#x}");
        }
        assert_eq!(texts.get(0x13), None);
    }

    #[test]
    fn codes_may_be_utf_8() {
        let texts =
            texts("1 beginbfrange <E0B880> <E0B8BF> <0E00> <C280> <C2BF> <0080> endbfrange");
        assert_eq!(texts.get(0x00e0_b881), Some("ก"));
    }

    #[test]
    fn what_says_nothing_is_no_entry_and_an_empty_text_is_one() {
        let texts = texts(
            "9 beginbfchar <01> <0000> <02> <FFFD> <03> <> <04> <00000E01> <05> <D800>
             <06> /g17 <07> <0041> <07> <0000> <08> <0003> <09> <0009> endbfchar",
        );
        assert_eq!(texts.get(9), Some("\t"));
        for code in [1, 2, 5, 6, 8] {
            assert_eq!(texts.get(code), None, "{code}");
        }
        assert_eq!(texts.get(3), Some(""));
        assert_eq!(texts.get(4), Some("ก"));
        assert_eq!(texts.get(7), Some("A"));
    }

    #[test]
    fn malformed_sections_give_what_they_hold() {
        for (text, code, expected) in [
            ("999 beginbfchar <1> <E01>", 1, Some("ก")),
            ("0 beginbfchar <01> <20> endbfchar", 1, Some(" ")),
            (
                "beginbfrange <01> <02> <0041> beginbfchar <09> <0042>",
                9,
                Some("B"),
            ),
            (
                "beginbfrange <01> <05> [<0041> <0042> beginbfchar <09> <0042>",
                9,
                Some("B"),
            ),
            ("beginbfrange <01> beginbfchar <09> <0042>", 9, Some("B")),
            ("beginbfrange <05> <01> <0041> endbfrange", 5, None),
            (
                "beginbfchar <01> endbfchar beginbfchar <02> <0042>",
                2,
                Some("B"),
            ),
            ("beginbfchar <01", 1, None),
        ] {
            assert_eq!(texts(text).get(code), expected, "{text}");
        }
    }

    #[test]
    fn hostile_ranges_end() {
        let many = "<00000000> <FFFFFFFF> <0041> ".repeat(1000);
        let texts = texts(&format!("beginbfrange {many} endbfrange"));
        assert_eq!(texts.get(0), Some("A"));
        assert_eq!(texts.get(0x1_0000), None);
    }

    #[test]
    fn identity_as_to_unicode_names_the_characters() {
        let name = Object::Name(b"Identity-H".to_vec());
        let texts = read(&Document::new(), Some(&name));
        assert_eq!(texts.get(0x0e01), Some("ก"));
        assert_eq!(texts.get(0), None);
    }
}
