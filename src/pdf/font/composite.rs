//! Type 0 fonts: codes of one to four bytes, by way of CIDs to glyphs (9.7).

use std::{collections::BTreeMap, sync::OnceLock};

use lopdf::{Dictionary, Document, Object};

use super::super::stream::contents;
use super::{
    Code, Source,
    cmap::CMap,
    number,
    program::{Glyphs, Program},
    shapes::{self, Shape},
    texts::Texts,
    value,
    verdicts::{Claim, MARK},
    widths::{self, CidWidths},
};

/// Two bytes for each CID there can be.
const GLYPH_MAP_BYTES: usize = 2 << 16;

pub(super) struct Composite {
    pub(super) cmap: CMap,
    widths: CidWidths,
    /// The advance of all glyphs in vertical writing.
    down: f32,
    /// /CIDToGIDMap, two bytes a CID, where it is a stream.
    glyph_map: Option<Vec<u8>>,
    /// What the font program tells, read when it is first asked.
    glyphs: OnceLock<Glyphs>,
    /// What is seen of the glyphs that nothing names, when it is first asked.
    seen: OnceLock<Texts>,
}

impl Composite {
    /// The font of that dictionary, whose one descendant is `cid_font`.
    pub(super) fn load(document: &Document, font: &Dictionary, cid_font: &Dictionary) -> Self {
        let identity = Object::Name(b"Identity-H".to_vec());
        let encoding = value(document, font, b"Encoding").unwrap_or(&identity);
        let down = match value(document, cid_font, b"DW2") {
            Some(Object::Array(down)) => down.get(1).and_then(|down| number(document, down)),
            _ => None,
        };
        let glyph_map = match value(document, cid_font, b"CIDToGIDMap") {
            Some(Object::Stream(stream)) => contents(document, stream, GLYPH_MAP_BYTES).ok(),
            _ => None,
        };
        Self {
            cmap: CMap::read(document, Some(encoding)),
            widths: CidWidths::read(document, cid_font),
            down: widths::advance(down.unwrap_or(-1000.0), 0.001),
            glyph_map,
            glyphs: OnceLock::new(),
            seen: OnceLock::new(),
        }
    }

    /// The advance of a code.
    pub(super) fn advance(&self, code: &Code) -> f32 {
        if self.cmap.vertical {
            return self.down;
        }
        self.widths.get(self.cmap.cid(code))
    }

    /// What the font program tells of a code. `program` is asked for the
    /// inflated program once.
    pub(super) fn told(
        &self,
        code: &Code,
        program: impl Fn() -> Option<Vec<u8>>,
    ) -> Option<(&str, Source)> {
        let glyphs = self.glyphs(program);
        glyphs.text(self.glyph_in(code, glyphs)?)
    }

    /// The glyph of a code.
    pub(super) fn glyph(&self, code: &Code, program: impl Fn() -> Option<Vec<u8>>) -> Option<u32> {
        self.glyph_in(code, self.glyphs(program))
    }

    /// What is said of the glyphs that ToUnicode or the program name, and of
    /// those that nothing names and that have no width.
    pub(super) fn claims(
        &self,
        to_unicode: &Texts,
        program: &Program<'_>,
        data: impl Fn() -> Option<Vec<u8>>,
    ) -> Vec<Claim> {
        let glyphs = self.glyphs(data);
        let mut claims: BTreeMap<u32, Claim> = BTreeMap::new();
        for (number, text) in to_unicode.numbered() {
            let code = Code {
                code: number,
                length: 2,
            };
            let Some(glyph) = self.glyph_in(&code, glyphs) else {
                continue;
            };
            claims.entry(glyph).or_insert_with(|| Claim {
                key: glyph,
                glyph,
                mapped: Some(text.to_owned()),
                told: glyphs.text(glyph).map(|(text, _)| text.to_owned()),
                advance: self.advance(&code),
            });
        }
        for glyph in 0..program.count() {
            // Subsets keep the numbers of glyphs that they leave out.
            let is_left_out = matches!(program.shape(glyph), None | Some(Shape::Blank));
            if is_left_out || claims.contains_key(&glyph) {
                continue;
            }
            let told = glyphs.text(glyph).map(|(text, _)| text.to_owned());
            let advance = program.advance(glyph).unwrap_or(1.0);
            if told.is_some() || advance < MARK {
                claims.insert(
                    glyph,
                    Claim {
                        key: glyph,
                        glyph,
                        mapped: None,
                        told,
                        advance,
                    },
                );
            }
        }
        claims.into_values().collect()
    }

    /// What is seen of the glyph of a code that nothing names: see
    /// [`shapes::seen`]. `program` is asked once more.
    pub(super) fn seen(
        &self,
        code: &Code,
        to_unicode: &Texts,
        program: impl Fn() -> Option<Vec<u8>>,
    ) -> Option<&str> {
        let glyphs = self.glyphs(&program);
        let seen = self.seen.get_or_init(|| {
            let named = |glyph| {
                let told = glyphs.text(glyph).map(|(text, _)| text);
                told.or_else(|| self.mapped(glyph, glyphs, to_unicode))
                    .map(str::to_owned)
            };
            let data = program().unwrap_or_default();
            let program = Program::read(&data);
            program.map_or_else(Texts::default, |program| shapes::all_seen(&program, named))
        });
        seen.get(self.glyph_in(code, glyphs)?)
    }

    /// What ToUnicode says of a glyph whose code is its number. Several letters
    /// may be those of a cluster that the glyph is only a part of.
    fn mapped<'a>(&self, glyph: u32, glyphs: &Glyphs, to_unicode: &'a Texts) -> Option<&'a str> {
        let text = to_unicode.get(glyph)?;
        let code = Code {
            code: glyph,
            length: 2,
        };
        (text.chars().count() == 1 && self.glyph_in(&code, glyphs) == Some(glyph)).then_some(text)
    }

    fn glyphs(&self, program: impl Fn() -> Option<Vec<u8>>) -> &Glyphs {
        self.glyphs.get_or_init(|| {
            let data = program().unwrap_or_default();
            let program = Program::read(&data);
            program.map_or_else(Glyphs::default, |program| program.glyphs())
        })
    }

    fn glyph_in(&self, code: &Code, glyphs: &Glyphs) -> Option<u32> {
        let cid = self.cmap.cid(code)?;
        let Some(map) = &self.glyph_map else {
            return glyphs.of_cid(cid);
        };
        let index = usize::try_from(cid).ok()?.checked_mul(2)?;
        let bytes = map.get(index..)?.first_chunk::<2>()?;
        Some(u32::from(u16::from_be_bytes(*bytes)))
    }
}
