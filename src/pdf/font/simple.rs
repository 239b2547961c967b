//! Simple fonts: one byte a code, glyphs chosen by name (9.6).

use std::sync::OnceLock;

use lopdf::{Dictionary, Document, Object};

use super::{
    Source,
    encoding::{self, Base, Encoding},
    number,
    program::{Glyphs, Program},
    shapes, standard, thai, value,
    widths::{self, SimpleWidths},
};

pub(super) struct Simple {
    encoding: Encoding,
    widths: SimpleWidths,
    /// The name and /Flags of the font.
    name: String,
    flags: i64,
    /// What ToUnicode and /Widths leave open, found when it is first asked.
    told: OnceLock<Vec<Told>>,
}

/// What is known of one code besides ToUnicode and /Widths.
pub(super) struct Told {
    pub(super) text: Option<(String, Source)>,
    /// What is seen of the glyph where there is no text: see [`shapes::seen`].
    pub(super) seen: Option<String>,
    pub(super) advance: f32,
}

/// The program of a font and its glyphs.
struct Embedded<'a> {
    program: Program<'a>,
    glyphs: Glyphs,
    is_thai: bool,
}

impl Simple {
    pub(super) fn load(
        document: &Document,
        font: &Dictionary,
        descriptor: Option<&Dictionary>,
        name: &str,
    ) -> Self {
        let flags = match descriptor.and_then(|descriptor| value(document, descriptor, b"Flags")) {
            Some(Object::Integer(flags)) => *flags,
            _ => 0,
        };
        let type3 = font_matrix(document, font);
        let own = match name {
            "Symbol" => Base::Symbol,
            "ZapfDingbats" => Base::Dingbats,
            // Only the standard fonts need no descriptor.
            _ if descriptor.is_none() && type3.is_none() => Base::Standard,
            _ => Base::Own,
        };
        Self {
            encoding: Encoding::read(document, font, own),
            widths: SimpleWidths::read(document, font, type3),
            name: name.to_owned(),
            flags,
            told: OnceLock::new(),
        }
    }

    /// The advance of a code, where /Widths has it.
    pub(super) fn advance(&self, code: u8) -> Option<f32> {
        self.widths.get(code)
    }

    /// What the encoding and the font program tell of a code. `program` is
    /// asked for the inflated program once.
    pub(super) fn told(
        &self,
        code: u8,
        has_to_unicode: bool,
        program: impl FnOnce() -> Option<Vec<u8>>,
    ) -> Option<&Told> {
        let told = self.told.get_or_init(|| {
            let data = program();
            let program = data.as_deref().and_then(Program::read);
            let embedded = program.map(|program| {
                let glyphs = program.glyphs();
                let is_thai = glyphs.is_thai();
                Embedded {
                    program,
                    glyphs,
                    is_thai,
                }
            });
            let tell = |code| self.tell(code, has_to_unicode, embedded.as_ref());
            (0..=u8::MAX).map(tell).collect()
        });
        told.get(usize::from(code))
    }

    fn tell(&self, code: u8, has_to_unicode: bool, embedded: Option<&Embedded<'_>>) -> Told {
        let glyph = embedded.and_then(|embedded| self.glyph(code, &embedded.program));
        let drawn = embedded.and_then(|embedded| embedded.glyphs.text(glyph?));
        // An embedded font shows nothing at a code without glyph. A subset with
        // ToUnicode may have any glyph at any code.
        let (is_thai, has_letters) = match embedded {
            _ if has_to_unicode => (false, embedded.is_none()),
            None => (self.is_thai_by_name(), true),
            Some(_) if glyph.is_none() => (false, false),
            Some(embedded) => (
                embedded.is_thai || self.is_thai_by_name(),
                embedded.program.has_codes(),
            ),
        };
        let text = self.text(code, drawn, is_thai, has_letters);
        let advance = match embedded {
            Some(embedded) => glyph.and_then(|glyph| embedded.program.advance(glyph)),
            None => {
                let letter = text.as_ref().and_then(|(text, _)| text.chars().next());
                Some(standard::advance(&self.name, self.flags, letter))
            }
        };
        let seen = embedded
            .filter(|_| text.is_none())
            .and_then(|embedded| embedded.seen(glyph?));
        Told {
            text,
            seen,
            advance: widths::advance(advance.unwrap_or(0.0), 1.0),
        }
    }

    /// The glyph of a code.
    pub(super) fn glyph(&self, code: u8, program: &Program<'_>) -> Option<u32> {
        // Bit 3 of the flags, unless bit 6 takes it back (9.8.2). Glyphs that
        // nothing names are chosen by code as well.
        let unnamed = self.encoding.is_own() && self.encoding.name(code).is_none();
        let symbolic = self.flags & 0x24 == 4 || unnamed;
        program.glyph(code, &self.encoding, symbolic)
    }

    /// The one place where the encoding's answer, the program's and the Thai
    /// codepage are weighed.
    fn text(
        &self,
        code: u8,
        drawn: Option<(&str, Source)>,
        is_thai: bool,
        has_letters: bool,
    ) -> Option<(String, Source)> {
        let drawn = drawn.map(|(text, source)| (text.to_owned(), source));
        let is_symbol = drawn.as_ref().is_some_and(|(text, _)| is_symbol(text));
        // The letters that an encoding has for pictures are not what they show.
        if is_symbol && self.is_pictorial() {
            return drawn;
        }
        let said = self.said(code);
        if begins_thai(&said) {
            return said;
        }
        // What follows is for Thai fonts that claim a Latin encoding.
        let claims_latin = is_latin_of(code, &said);
        if claims_latin && begins_thai(&drawn) {
            return drawn;
        }
        if is_thai
            && let Some(letter) = codepage(code)
            && claims_latin
            && is_latin_of(code, &drawn)
        {
            return Some((letter.to_string(), Source::Codepage));
        }
        // The codes of a symbolic font that has no pictures, and those of one
        // that is not embedded, are those of letters.
        let letter = || {
            let letter = encoding::standard(code).filter(|_| has_letters)?;
            let unnamed = self.encoding.name(code).is_none();
            unnamed.then(|| (letter.to_string(), Source::Encoding))
        };
        match said {
            Some(_) => said,
            None if drawn.is_none() || is_symbol => letter().or(drawn),
            None => drawn,
        }
    }

    /// What the encoding says of a code.
    fn said(&self, code: u8) -> Option<(String, Source)> {
        if self.encoding.name(code).is_some() {
            return Some((self.encoding.named_text(code)?, Source::Name));
        }
        let letter = self.encoding.letter(code)?;
        Some((letter.to_string(), Source::Encoding))
    }

    fn is_thai_by_name(&self) -> bool {
        let upper_codes = self.widths.upper_codes();
        thai::is_thai_name(&self.name) && upper_codes.is_none_or(|count| thai::UPPER_CODES <= count)
    }

    fn is_pictorial(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        name.contains("symbol") || name.contains("dings")
    }
}

impl Embedded<'_> {
    fn seen(&self, glyph: u32) -> Option<String> {
        let named = |part| Some(self.glyphs.text(part)?.0.to_owned());
        shapes::seen(&self.program, glyph, &named)
    }
}

/// The letter of a code above ASCII in windows-874.
fn codepage(code: u8) -> Option<char> {
    let letter = (0xa1..=0xfb)
        .contains(&code)
        .then(|| encoding::windows_874(code));
    letter.flatten()
}

fn begins_thai(told: &Option<(String, Source)>) -> bool {
    let text = told.as_ref().map(|(text, _)| text.as_str());
    text.is_some_and(thai::begins_thai)
}

/// A character of the private page that the codes of symbol fonts lie on.
fn is_symbol(text: &str) -> bool {
    text.starts_with(|c| matches!(c, '\u{f000}'..='\u{f0ff}'))
}

/// Whether a text is what the Latin encodings have at that code, as in Thai
/// fonts that give their glyphs the names of the Latin ones, or is none. The
/// character map of a program does not lie like that: what it has is drawn.
fn is_latin_of(code: u8, told: &Option<(String, Source)>) -> bool {
    match told {
        None => true,
        Some((text, Source::Program)) => is_symbol(text),
        Some((text, _)) => {
            let latin = [encoding::win_ansi(code), encoding::standard(code)];
            let mut latin = latin.into_iter().flatten();
            latin.any(|letter| text.chars().eq([letter]))
        }
    }
}

/// How many ems a unit of glyph space is in a Type 3 font (9.6.5).
fn font_matrix(document: &Document, font: &Dictionary) -> Option<f32> {
    match value(document, font, b"FontMatrix") {
        Some(Object::Array(matrix)) => number(document, matrix.first()?),
        _ => None,
    }
}
