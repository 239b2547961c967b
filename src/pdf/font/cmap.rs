//! CMaps that cut the strings of a Type 0 font into codes, and turn these into
//! CIDs (9.7.5).

use lopdf::{Document, Object};

use super::super::stream::contents;
use super::{
    Code,
    tokens::{Token, Tokens},
    value,
};

/// More than any CMap needs: each is inflated and read whole.
const BYTES: usize = 4 << 20;
/// How many CMaps may be made of one another.
const DEPTH: usize = 8;
/// No CMap needs more than one section of them.
const SPACES: usize = 100;

#[derive(Default)]
pub(super) struct CMap {
    spaces: Vec<Space>,
    /// In order of length and first code.
    cids: Vec<CidRange>,
    pub(super) vertical: bool,
}

/// Codes of one length, each byte of which lies between those of the bounds.
struct Space {
    length: usize,
    low: u32,
    high: u32,
}

struct CidRange {
    length: usize,
    first: u32,
    last: u32,
    cid: u32,
}

impl CMap {
    /// The CMap that the /Encoding of a Type 0 font names or holds.
    pub(super) fn read(document: &Document, object: Option<&Object>) -> Self {
        let mut cmap = Self::default();
        if let Some(object) = object {
            cmap.add(document, object, DEPTH);
        }
        cmap.cids.sort_by_key(|range| (range.length, range.first));
        cmap
    }

    fn add(&mut self, document: &Document, object: &Object, depth: usize) {
        match object {
            Object::Name(name) => self.add_named(name),
            Object::Stream(stream) => {
                let base = value(document, &stream.dict, b"UseCMap");
                if let Some(base) = base.filter(|_| 0 < depth) {
                    self.add(document, base, depth - 1);
                }
                if let Some(Object::Integer(mode)) = value(document, &stream.dict, b"WMode") {
                    self.vertical = *mode == 1;
                }
                if let Ok(bytes) = contents(document, stream, BYTES) {
                    self.parse(&bytes);
                }
            }
            _ => {}
        }
    }

    /// A predefined CMap (9.7.5.2). Only the CIDs of the Identity ones are
    /// known; all others are for scripts that no report is in.
    fn add_named(&mut self, name: &[u8]) {
        self.vertical = name.ends_with(b"V");
        self.spaces.push(Space {
            length: 2,
            low: 0,
            high: 0xffff,
        });
        if name.starts_with(b"Identity") {
            self.cids.push(CidRange {
                length: 2,
                first: 0,
                last: 0xffff,
                cid: 0,
            });
        }
    }

    /// Reads the sections wherever they stand, as long as they hold what they
    /// should: counts are often wrong, and ends may be missing.
    fn parse(&mut self, bytes: &[u8]) {
        let mut tokens = Tokens::new(bytes);
        let mut name: &[u8] = b"";
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(b"begincodespacerange") => self.code_spaces(&mut tokens),
                Token::Word(b"begincidrange") => self.cid_ranges(&mut tokens),
                Token::Word(b"begincidchar") => self.cid_chars(&mut tokens),
                Token::Word(b"usecmap") if name.starts_with(b"Identity") => self.add_named(name),
                Token::Integer(mode) if name == b"WMode" => self.vertical = mode == 1,
                _ => {}
            }
            name = match token {
                Token::Name(name) => name,
                _ => b"",
            };
        }
    }

    fn code_spaces(&mut self, tokens: &mut Tokens<'_>) {
        while let Some((low, length)) = tokens.code() {
            let Some((high, _)) = tokens.code() else {
                return;
            };
            if (1..=4).contains(&length) && self.spaces.len() < SPACES {
                self.spaces.push(Space { length, low, high });
            }
        }
    }

    fn cid_ranges(&mut self, tokens: &mut Tokens<'_>) {
        while let Some((first, length)) = tokens.code() {
            let (Some((last, _)), Some(cid)) = (tokens.code(), tokens.integer()) else {
                return;
            };
            self.cid_range(length, first, last, cid);
        }
    }

    fn cid_chars(&mut self, tokens: &mut Tokens<'_>) {
        while let Some((code, length)) = tokens.code() {
            let Some(cid) = tokens.integer() else {
                return;
            };
            self.cid_range(length, code, code, cid);
        }
    }

    fn cid_range(&mut self, length: usize, first: u32, last: u32, cid: i64) {
        if let Ok(cid) = u32::try_from(cid) {
            self.cids.push(CidRange {
                length,
                first,
                last,
                cid,
            });
        }
    }

    /// The code that `bytes` begin with.
    pub(super) fn next_code(&self, bytes: &[u8]) -> Option<Code> {
        let first = u32::from(*bytes.first()?);
        let mut code = 0;
        for (byte, length) in bytes.iter().zip(1..=4) {
            code = (code << 8) | u32::from(*byte);
            if self.spaces.iter().any(|space| space.holds(code, length)) {
                return Some(Code { code, length });
            }
        }
        // "the code ... shall be the length of the shortest codespace range
        // that it begins like" (9.7.6.3).
        let begun = self.spaces.iter().filter(|space| space.begins(first));
        let length = begun.map(|space| space.length).min();
        let shortest = || self.spaces.iter().map(|space| space.length).min();
        let length = length.or_else(shortest).unwrap_or(2).min(bytes.len());
        let code = bytes
            .iter()
            .take(length)
            .fold(0, |code, byte| (code << 8) | u32::from(*byte));
        Some(Code { code, length })
    }

    /// The CID of a code, where the CMap has one.
    pub(super) fn cid(&self, code: &Code) -> Option<u32> {
        let key = (code.length, code.code);
        let after = self
            .cids
            .partition_point(|range| (range.length, range.first) <= key);
        let range = self.cids.get(after.checked_sub(1)?)?;
        let within = range.length == code.length && code.code <= range.last;
        within.then(|| range.cid.saturating_add(code.code - range.first))
    }
}

impl Space {
    fn holds(&self, code: u32, length: usize) -> bool {
        let byte = |value: u32, index: usize| (value >> (8 * index)) & 0xff;
        self.length == length
            && (0..length).all(|index| {
                (byte(self.low, index)..=byte(self.high, index)).contains(&byte(code, index))
            })
    }

    fn begins(&self, byte: u32) -> bool {
        let shift = 8 * (self.length - 1);
        let byte_of = |value: u32| (value >> shift) & 0xff;
        (byte_of(self.low)..=byte_of(self.high)).contains(&byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Dictionary, Stream, dictionary};

    fn stream(dictionary: Dictionary, text: &str) -> Object {
        Object::Stream(Stream::new(dictionary, text.as_bytes().to_vec()))
    }

    fn codes(cmap: &CMap, mut bytes: &[u8]) -> Vec<(u32, usize, Option<u32>)> {
        let mut codes = Vec::new();
        while let Some(code) = cmap.next_code(bytes) {
            codes.push((code.code, code.length, cmap.cid(&code)));
            bytes = &bytes[code.length..];
        }
        codes
    }

    #[test]
    fn identity_takes_two_bytes_a_code() {
        let name = Object::Name(b"Identity-V".to_vec());
        let cmap = CMap::read(&Document::new(), Some(&name));
        assert!(cmap.vertical);
        let expected = [(0x0102, 2, Some(0x0102)), (3, 1, None)];
        assert_eq!(codes(&cmap, &[1, 2, 3]), expected);
        let name = Object::Name(b"90ms-RKSJ-H".to_vec());
        let cmap = CMap::read(&Document::new(), Some(&name));
        assert_eq!(codes(&cmap, &[1, 2]), [(0x0102, 2, None)]);
    }

    #[test]
    fn codes_of_several_lengths_are_told_apart() {
        let text = "/WMode 1 def 2 begincodespacerange <00> <80> <8140> <9ffc> endcodespacerange
                    begincidrange <20> <7e> 1 <8140> <8150> 700 endcidrange
                    begincidchar <80> 97 endcidchar";
        let cmap = CMap::read(&Document::new(), Some(&stream(Dictionary::new(), text)));
        assert!(cmap.vertical);
        assert_eq!(
            codes(&cmap, &[0x20, 0x81, 0x41, 0x80, 0x81, 0x20, 0xff, 0x9f]),
            [
                (0x20, 1, Some(1)),
                (0x8141, 2, Some(701)),
                (0x80, 1, Some(97)),
                (0x8120, 2, None), // begins like a code of two bytes
                (0xff, 1, None),   // begins like none
                (0x9f, 1, None),   // cut short
            ]
        );
    }

    #[test]
    fn cmaps_build_on_others_but_not_for_ever() {
        let mut document = Document::new();
        let base = "begincodespacerange <00> <ff> endcodespacerange
                    begincidrange <00> <ff> 5 endcidrange";
        let base = document.add_object(stream(Dictionary::new(), base));
        let top = dictionary! { "UseCMap" => base };
        let cmap = CMap::read(&document, Some(&stream(top, "")));
        assert_eq!(codes(&cmap, &[1]), [(1, 1, Some(6))]);
        let named = stream(Dictionary::new(), "/Identity-H usecmap");
        let cmap = CMap::read(&document, Some(&named));
        assert_eq!(codes(&cmap, &[1, 2]), [(0x0102, 2, Some(0x0102))]);
        let loops = document.new_object_id();
        let itself = stream(dictionary! { "UseCMap" => loops }, "");
        document.objects.insert(loops, itself.clone());
        let cmap = CMap::read(&document, Some(&itself));
        assert_eq!(codes(&cmap, &[1, 2]), [(0x0102, 2, None)]);
    }
}
