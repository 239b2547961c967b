//! Embedded TrueType and OpenType programs: which glyph a code shows, and
//! what character that glyph is.

use read_fonts::{
    FontRef, TableProvider,
    tables::{
        cmap::{CmapIterLimits, CmapSubtable, PlatformId},
        glyf::Glyph,
        loca::LocaGlyph,
    },
    types::GlyphId,
};

use super::{names, shapes::Shape, texts::Texts, thai};

/// More tables than any font has, and more characters in one.
const SUBTABLES: usize = 16;
const CHARACTERS: usize = 0x2_0000;
/// More components than those of any glyph that is read by them.
const COMPONENTS: usize = 8;

/// What the codes of a subtable of `cmap` are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Codes {
    Unicode,
    Symbol,
    MacRoman,
}

fn subtables<'a>(font: &FontRef<'a>) -> Vec<(Codes, CmapSubtable<'a>)> {
    let Ok(cmap) = font.cmap() else {
        return Vec::new();
    };
    let mut seen = Vec::new();
    let mut subtables = Vec::new();
    for record in cmap.encoding_records().iter().take(SUBTABLES) {
        let codes = match (record.platform_id(), record.encoding_id()) {
            (PlatformId::Unicode, _) | (PlatformId::Windows, 1 | 10) => Codes::Unicode,
            (PlatformId::Windows, 0) => Codes::Symbol,
            (PlatformId::Macintosh, 0) => Codes::MacRoman,
            _ => continue,
        };
        // One subtable often serves two platforms.
        let offset = record.subtable_offset();
        if seen.contains(&offset) {
            continue;
        }
        seen.push(offset);
        if let Ok(subtable) = record.subtable(cmap.offset_data()) {
            subtables.push((codes, subtable));
        }
    }
    subtables
}

/// The characters of all glyphs that `cmap` maps any to. What the codes of the
/// Macintosh say is left out: Thai fonts have their own letters at these, and
/// subsets whatever they need.
pub(super) fn characters(font: &FontRef<'_>) -> Texts {
    let limits = CmapIterLimits::default_for_font(font);
    let mut best = Best::default();
    for (codes, subtable) in subtables(font) {
        // The codes of a symbol font lie on one private page, said or not.
        let page = match codes {
            Codes::Unicode => 0,
            Codes::Symbol => 0xf000,
            Codes::MacRoman => continue,
        };
        for (code, glyph) in subtable.iter_with_limits(limits).take(CHARACTERS) {
            best.offer(glyph.to_u32(), char::from_u32(code | page));
        }
    }
    let mut texts = Texts::default();
    for (glyph, best) in (0..).zip(best.0) {
        if let Some((_, letter)) = best {
            texts.set(glyph, letter.encode_utf8(&mut [0; 4]));
        }
    }
    texts
}

/// The best character of each glyph.
#[derive(Default)]
struct Best(Vec<Option<(u8, char)>>);

impl Best {
    fn offer(&mut self, glyph: u32, letter: Option<char>) {
        let glyph = u16::try_from(glyph).unwrap_or(0);
        let Some(letter) = letter.filter(|c| !c.is_control() && glyph != 0) else {
            return;
        };
        let rank = match letter {
            _ if thai::is_thai(letter) => 0,
            ' '..='~' => 1,
            '\u{e000}'..='\u{f8ff}' => 3,
            _ => 2,
        };
        let index = usize::from(glyph);
        if self.0.len() <= index {
            self.0.resize(index + 1, None);
        }
        if let Some(best) = self.0.get_mut(index)
            && best.is_none_or(|best| (rank, letter) < best)
        {
            *best = Some((rank, letter));
        }
    }
}

/// The texts of the glyph names in `post`.
pub(super) fn named(font: &FontRef<'_>) -> Texts {
    let mut texts = Texts::default();
    let Ok(post) = font.post() else {
        return texts;
    };
    let Some((indices, strings)) = post.glyph_name_index().zip(post.string_data()) else {
        // The names of version 1 are those of the Macintosh, in its order.
        for (glyph, name) in post.glyph_names() {
            if let Some(text) = names::text(name) {
                texts.set(glyph.to_u32(), &text);
            }
        }
        return texts;
    };
    // One look at each name: the table finds a name by passing over all before.
    let own: Vec<Option<String>> = strings
        .iter()
        .take(CHARACTERS)
        .map(|name| names::text(name.ok()?.as_str()))
        .collect();
    for (glyph, index) in (0..).zip(indices) {
        let index = usize::from(index.get());
        let macintosh = read_fonts::tables::post::DEFAULT_GLYPH_NAMES;
        let text = match index.checked_sub(macintosh.len()) {
            Some(index) => own.get(index).cloned().flatten(),
            None => macintosh.get(index).and_then(|name| names::text(name)),
        };
        if let Some(text) = text {
            texts.set(glyph, &text);
        }
    }
    texts
}

/// The glyph that a code of a simple font shows (9.6.6.4), given the character
/// that its encoding says.
pub(super) fn glyph(
    font: &FontRef<'_>,
    code: u8,
    letter: Option<char>,
    symbolic: bool,
) -> Option<u32> {
    let subtables = subtables(font);
    let find = |codes: Codes, code: u32| {
        let subtables = subtables.iter().filter(|(kind, _)| *kind == codes);
        let mut glyphs = subtables.filter_map(|(_, subtable)| subtable.map_codepoint(code));
        glyphs.find(|glyph| *glyph != GlyphId::NOTDEF)
    };
    let number = u32::from(code);
    let by_letter = || find(Codes::Unicode, u32::from(letter?));
    let by_code = || {
        let pages = [0xf000, 0, 0xf100, 0xf200];
        let symbol = pages
            .into_iter()
            .find_map(|page| find(Codes::Symbol, page | number));
        symbol.or_else(|| find(Codes::MacRoman, number))
    };
    let glyph = if symbolic {
        by_code().or_else(by_letter)
    } else {
        by_letter().or_else(by_code)
    };
    glyph.map(GlyphId::to_u32)
}

/// How many glyphs there are.
pub(super) fn count(font: &FontRef<'_>) -> u32 {
    font.maxp().map_or(0, |maxp| u32::from(maxp.num_glyphs()))
}

/// The shape of a glyph, where there are TrueType outlines.
pub(super) fn shape(font: &FontRef<'_>, glyph: u32) -> Option<Shape> {
    let (loca, glyf) = (font.loca(None).ok()?, font.glyf().ok()?);
    Some(match loca.get(GlyphId::new(glyph), &glyf)? {
        LocaGlyph::Empty => Shape::Blank,
        LocaGlyph::Glyph(Glyph::Simple(outline)) if outline.number_of_contours() == 0 => {
            Shape::Blank
        }
        LocaGlyph::Glyph(Glyph::Simple(_)) => Shape::Drawn,
        LocaGlyph::Glyph(Glyph::Composite(composite)) => {
            let parts = composite.component_glyphs_and_flags().take(COMPONENTS);
            Shape::Composed(parts.map(|(part, _)| part.to_u32()).collect())
        }
    })
}

/// The advance of a glyph in ems.
pub(super) fn advance(font: &FontRef<'_>, glyph: u32) -> Option<f32> {
    let units = font.hmtx().ok()?.advance(GlyphId::new(glyph))?;
    let em = font.head().ok()?.units_per_em();
    (em != 0).then(|| f32::from(units) / f32::from(em))
}
