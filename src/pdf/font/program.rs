//! Embedded font programs of every kind: the glyph of a code, and the text
//! and advance of a glyph.

use std::collections::BTreeMap;

use read_fonts::{
    FontRef, TableProvider,
    ps::{cff::CffFontRef, type1::Type1Font},
    types::GlyphId,
};

use super::{
    Source,
    encoding::Encoding,
    names, sfnt,
    shapes::{self, Shape},
    texts::Texts,
    thai,
};

/// A font program, while it is read: what is kept of it is in [`Glyphs`].
pub(super) enum Program<'a> {
    TrueType(FontRef<'a>),
    OpenType(FontRef<'a>, CffFontRef<'a>),
    Cff(CffFontRef<'a>),
    Type1(Box<Type1Font>),
}

/// What a program tells of its glyphs.
#[derive(Default)]
pub(super) struct Glyphs {
    by_cmap: Texts,
    by_name: Texts,
    /// The glyphs of CIDs, where the program has its own.
    cids: Option<BTreeMap<u32, u32>>,
}

impl<'a> Program<'a> {
    /// The program in `data`, whose kind is in its first bytes: the keys that
    /// should say it are often wrong.
    pub(super) fn read(data: &'a [u8]) -> Option<Self> {
        match data {
            [b'%' | 0x80, ..] => Type1Font::new(data)
                .ok()
                .map(|font| Self::Type1(font.into())),
            [1, 0, header, ..] if *header != 0 => {
                CffFontRef::new(data, 0, None).ok().map(Self::Cff)
            }
            _ => {
                let font = FontRef::from_index(data, 0).ok()?;
                let cff = font.cff().ok().and_then(|table| {
                    let em = font.head().ok().map(|head| i32::from(head.units_per_em()));
                    CffFontRef::new(table.offset_data().as_bytes(), 0, em).ok()
                });
                Some(match cff {
                    Some(cff) => Self::OpenType(font, cff),
                    None => Self::TrueType(font),
                })
            }
        }
    }

    /// The texts of all glyphs.
    pub(super) fn glyphs(&self) -> Glyphs {
        match self {
            Self::TrueType(font) => Glyphs {
                by_cmap: sfnt::characters(font),
                by_name: sfnt::named(font),
                cids: None,
            },
            Self::OpenType(font, cff) => Glyphs {
                by_cmap: sfnt::characters(font),
                ..cff_glyphs(cff)
            },
            Self::Cff(cff) => cff_glyphs(cff),
            Self::Type1(font) => {
                let mut by_name = Texts::default();
                for (glyph, name) in font.glyph_names() {
                    if let Some(text) = names::text(name) {
                        by_name.set(glyph.to_u32(), &text);
                    }
                }
                Glyphs {
                    by_name,
                    ..Glyphs::default()
                }
            }
        }
    }

    /// The glyph that a code of a simple font shows.
    pub(super) fn glyph(&self, code: u8, encoding: &Encoding, symbolic: bool) -> Option<u32> {
        let letter = || match encoding.name(code) {
            Some(_) => encoding.named_text(code)?.chars().next(),
            None => Some(encoding.letter(code).unwrap_or(char::from(code))),
        };
        match self {
            Self::TrueType(font) => sfnt::glyph(font, code, letter(), symbolic),
            Self::OpenType(font, cff) => cff_glyph(cff, code, encoding)
                .or_else(|| sfnt::glyph(font, code, letter(), symbolic)),
            Self::Cff(cff) => cff_glyph(cff, code, encoding),
            Self::Type1(font) => {
                if let Some(name) = encoding.name(code) {
                    let mut glyphs = font.glyph_names();
                    return glyphs
                        .find(|(_, of)| *of == name)
                        .map(|(glyph, _)| glyph.to_u32());
                }
                font.encoding()?.map(code).map(GlyphId::to_u32)
            }
        }
    }

    /// Whether its characters have codes of their own, and not only names.
    pub(super) fn has_codes(&self) -> bool {
        matches!(self, Self::TrueType(_) | Self::OpenType(..))
    }

    /// How many glyphs there are, as far as they have numbers in a Type 0 font.
    pub(super) fn count(&self) -> u32 {
        match self {
            Self::TrueType(font) => sfnt::count(font),
            Self::OpenType(_, cff) | Self::Cff(cff) => cff.num_glyphs().min(0x1_0000),
            Self::Type1(_) => 0,
        }
    }

    /// The shape of a glyph, as far as a glance tells: to run the outlines of
    /// a hostile program takes too long.
    pub(super) fn shape(&self, glyph: u32) -> Option<Shape> {
        let draws = match self {
            Self::TrueType(font) => return sfnt::shape(font, glyph),
            Self::OpenType(_, cff) | Self::Cff(cff) => {
                shapes::draws(cff.charstrings().get(usize::try_from(glyph).ok()?)?)
            }
            Self::Type1(font) => {
                let name = font.glyph_name(GlyphId::new(glyph))?;
                !matches!(name, ".notdef" | "space" | "nbspace")
            }
        };
        Some(if draws { Shape::Drawn } else { Shape::Blank })
    }

    /// The advance of a glyph in ems.
    pub(super) fn advance(&self, glyph: u32) -> Option<f32> {
        let (width, em) = match self {
            Self::TrueType(font) | Self::OpenType(font, _) => return sfnt::advance(font, glyph),
            Self::Cff(cff) => {
                let glyph = GlyphId::new(glyph);
                let subfont = cff.subfont(cff.subfont_index(glyph)?, &[]).ok()?;
                (cff.evaluate_width(&subfont, glyph, &[]).ok()??, cff.upem())
            }
            Self::Type1(font) => {
                let width = font.evaluate_width(GlyphId::new(glyph)).ok()??;
                (width, font.upem())
            }
        };
        (em > 0).then(|| width.to_f32() / em as f32)
    }
}

/// The charset of a CFF program: names of the glyphs, or their CIDs.
fn cff_glyphs(cff: &CffFontRef<'_>) -> Glyphs {
    let mut glyphs = Glyphs::default();
    let Some(charset) = cff.charset() else {
        return glyphs;
    };
    let pairs = charset.iter().map(|(glyph, sid)| (glyph.to_u32(), sid));
    if cff.is_cid() {
        let cids = pairs.map(|(glyph, cid)| (u32::from(cid.to_u16()), glyph));
        glyphs.cids = Some(cids.collect());
        return glyphs;
    }
    for (glyph, sid) in pairs {
        let name = cff.string(sid).and_then(|name| str::from_utf8(name).ok());
        if let Some(text) = name.and_then(names::text) {
            glyphs.by_name.set(glyph, &text);
        }
    }
    glyphs
}

fn cff_glyph(cff: &CffFontRef<'_>, code: u8, encoding: &Encoding) -> Option<u32> {
    if let Some(name) = encoding.name(code) {
        let charset = cff.charset()?;
        let mut glyphs = charset.iter();
        return glyphs
            .find(|(_, sid)| cff.string(*sid) == Some(name.as_bytes()))
            .map(|(glyph, _)| glyph.to_u32());
    }
    cff.encoding()?.map(code).map(GlyphId::to_u32)
}

impl Glyphs {
    /// The text of a glyph, from the best source that has one.
    pub(super) fn text(&self, glyph: u32) -> Option<(&str, Source)> {
        let by_cmap = self.by_cmap.get(glyph);
        let by_cmap = by_cmap.map(|text| (text, Source::Program));
        let by_name = || Some((self.by_name.get(glyph)?, Source::Name));
        // A private character tells less than a name.
        by_cmap
            .filter(|(text, _)| !is_private(text))
            .or_else(by_name)
            .or(by_cmap)
    }

    /// The glyph of a CID, where the program has its own.
    pub(super) fn of_cid(&self, cid: u32) -> Option<u32> {
        match &self.cids {
            Some(cids) => cids.get(&cid).copied(),
            None => Some(cid),
        }
    }

    /// Whether the program maps Thai letters, and no accented ones.
    pub(super) fn is_thai(&self) -> bool {
        let mut thai = false;
        for text in self.by_cmap.all() {
            if matches!(text.chars().next(), Some('\u{c0}'..='\u{ff}')) {
                return false;
            }
            thai |= thai::begins_thai(text);
        }
        thai
    }
}

/// A text of the private use area.
fn is_private(text: &str) -> bool {
    text.starts_with(|c| matches!(c, '\u{e000}'..='\u{f8ff}'))
}
