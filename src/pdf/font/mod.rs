//! Fonts: which text the codes of a shown string stand for, and how far each
//! moves on.
//!
//! ToUnicode and the font program are two witnesses, asked in two functions;
//! [`Font::show`] alone chooses between them.

mod arbiter;
mod cmap;
mod composite;
mod encoding;
#[cfg(test)]
mod fixture;
mod names;
mod program;
mod sfnt;
mod shapes;
mod simple;
mod standard;
#[cfg(test)]
mod tests;
mod texts;
mod thai;
mod to_unicode;
mod tokens;
mod widths;

use std::borrow::Cow;

use encoding_rs::WINDOWS_874;
use lopdf::{Dictionary, Document, Object, Stream};

use self::{composite::Composite, simple::Simple, texts::Texts};
use super::stream::resolved;

/// The largest fonts, of all Chinese characters, have some 20 MB.
const PROGRAM_BYTES: usize = 32 << 20;

/// A font as a page uses it: codes to text and widths.
pub(in crate::pdf) struct Font {
    height: f32,
    to_unicode: Texts,
    /// The embedded font program, inflated only where it is needed.
    program: Option<Stream>,
    codes: Codes,
}

enum Codes {
    Simple(Box<Simple>),
    Composite(Box<Composite>),
}

/// One code of a shown string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::pdf) struct Code {
    pub(in crate::pdf) code: u32,
    /// How many bytes it takes, at least one.
    pub(in crate::pdf) length: usize,
}

/// What one code shows.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(in crate::pdf) struct Shown<'a> {
    /// Its text, which may be several characters, or none where nothing tells.
    /// It is empty only where ToUnicode says so, the program no other, and the
    /// glyph draws nothing that we know of.
    pub(in crate::pdf) text: Option<&'a str>,
    pub(in crate::pdf) source: Source,
    /// Whether the font program overruled what ToUnicode says, or says what
    /// nothing else does by what the glyph is composed of.
    pub(in crate::pdf) corrected: bool,
    /// How far it moves on, as a fraction of the font size: downward, and so
    /// negative, in a vertical font.
    pub(in crate::pdf) advance: f32,
    /// Whether word spacing applies.
    pub(in crate::pdf) word_space: bool,
}

/// How the text of a code is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::pdf) enum Source {
    /// The ToUnicode CMap says it.
    ToUnicode,
    /// The character map of the embedded font program has it.
    Program,
    /// It is what the name of the glyph stands for.
    Name,
    /// The encoding has a character for it.
    Encoding,
    /// It is what windows-874 has at that code, in a Thai font.
    Codepage,
    /// Nothing tells.
    None,
}

impl Font {
    /// The font of a dictionary. What is wrong with it leaves it without texts
    /// or with default widths.
    pub(in crate::pdf) fn load(document: &Document, font: &Dictionary) -> Self {
        let cid_font = cid_font(document, font);
        let owner = cid_font.unwrap_or(font);
        let descriptor = match value(document, owner, b"FontDescriptor") {
            Some(Object::Dictionary(descriptor)) => Some(descriptor),
            _ => None,
        };
        let name = name(document, font, descriptor);
        let codes = match cid_font {
            Some(cid_font) => Codes::Composite(Composite::load(document, font, cid_font).into()),
            None => Codes::Simple(Simple::load(document, font, descriptor, &name).into()),
        };
        Self {
            height: type3_height(document, font).unwrap_or(1.0),
            to_unicode: to_unicode::read(document, value(document, font, b"ToUnicode")),
            program: descriptor.and_then(|descriptor| program(document, descriptor)),
            codes,
        }
    }

    /// The code that `bytes` begin with, none where there are no bytes.
    pub(in crate::pdf) fn next_code(&self, bytes: &[u8]) -> Option<Code> {
        match &self.codes {
            Codes::Simple(_) => bytes.first().map(|byte| Code {
                code: u32::from(*byte),
                length: 1,
            }),
            Codes::Composite(composite) => composite.cmap.next_code(bytes),
        }
    }

    /// What a code shows.
    pub(in crate::pdf) fn show(&self, code: &Code) -> Shown<'_> {
        let (text, corrected) = self.text(code);
        Shown {
            text: text.map(|(text, _)| text),
            source: text.map_or(Source::None, |(_, source)| source),
            corrected,
            advance: self.advance(code),
            // 9.3.3: "the single-byte character code 32", in any font.
            word_space: code.length == 1 && code.code == 32,
        }
    }

    /// The text of a code, and whether the font program overruled ToUnicode.
    fn text(&self, code: &Code) -> (Option<(&str, Source)>, bool) {
        let mapped = self.mapped(code);
        // An empty text is no answer as long as another has one.
        let told = match mapped {
            Some(text) if !text.is_empty() && !arbiter::is_doubtful(text) => None,
            _ => self.told(code),
        };
        if mapped.is_some_and(|mapped| arbiter::overrules(told, mapped)) {
            return (told, true);
        }
        let by_map = mapped.map(|text| (text, Source::ToUnicode));
        let named = by_map.filter(|(text, _)| !text.is_empty()).or(told);
        if named.is_some() {
            return (named, false);
        }
        match self.seen(code) {
            // A glyph that draws something does not say nothing.
            Some("") => (None, false),
            Some(text) => (Some((text, Source::Program)), true),
            None => (by_map, false),
        }
    }

    /// What ToUnicode says of a code.
    fn mapped(&self, code: &Code) -> Option<&str> {
        self.to_unicode.get(code.code)
    }

    /// What the encoding and the font program say of a code.
    fn told(&self, code: &Code) -> Option<(&str, Source)> {
        match &self.codes {
            Codes::Simple(simple) => {
                let (text, source) = self.simple(simple, code)?.text.as_ref()?;
                Some((text, *source))
            }
            Codes::Composite(composite) => composite.told(code, || self.program()),
        }
    }

    /// What is seen of the glyph of a code that nothing names.
    fn seen(&self, code: &Code) -> Option<&str> {
        match &self.codes {
            Codes::Simple(simple) => self.simple(simple, code)?.seen.as_deref(),
            Codes::Composite(composite) => {
                composite.seen(code, &self.to_unicode, || self.program())
            }
        }
    }

    fn advance(&self, code: &Code) -> f32 {
        match &self.codes {
            Codes::Simple(simple) => {
                let listed = u8::try_from(code.code)
                    .ok()
                    .and_then(|code| simple.advance(code));
                listed.unwrap_or_else(|| self.simple(simple, code).map_or(0.0, |told| told.advance))
            }
            Codes::Composite(composite) => composite.advance(code),
        }
    }

    fn simple<'a>(&self, simple: &'a Simple, code: &Code) -> Option<&'a simple::Told> {
        let code = u8::try_from(code.code).ok()?;
        simple.told(code, !self.to_unicode.is_empty(), || self.program())
    }

    fn program(&self) -> Option<Vec<u8>> {
        let stream = self.program.as_ref()?;
        stream.get_plain_content_with_limit(PROGRAM_BYTES).ok()
    }

    /// Whether its text runs downward.
    pub(in crate::pdf) fn vertical(&self) -> bool {
        matches!(&self.codes, Codes::Composite(composite) if composite.cmap.vertical)
    }

    /// How tall its glyphs are, in parts of the font size.
    pub(in crate::pdf) fn height(&self) -> f32 {
        self.height
    }
}

/// The CID font of a Type 0 font.
fn cid_font<'a>(document: &'a Document, font: &'a Dictionary) -> Option<&'a Dictionary> {
    let descendants = value(document, font, b"DescendantFonts")?;
    let first = match descendants {
        Object::Array(fonts) => document.dereference(fonts.first()?).ok()?.1,
        other => other,
    };
    first.as_dict().ok()
}

/// /BaseFont, of which old Thai producers write the bytes in windows-874.
fn name(document: &Document, font: &Dictionary, descriptor: Option<&Dictionary>) -> String {
    let base = value(document, font, b"BaseFont");
    let base = base.or_else(|| value(document, descriptor?, b"FontName"));
    let Some(Object::Name(bytes)) = base else {
        return String::new();
    };
    let name = match str::from_utf8(bytes) {
        Ok(name) => Cow::Borrowed(name),
        Err(_) => WINDOWS_874.decode_without_bom_handling(bytes).0,
    };
    // 9.6.4: six capital letters and a plus sign.
    let subset = name.split_once('+').filter(|(prefix, _)| {
        prefix.len() == 6 && prefix.bytes().all(|byte| byte.is_ascii_uppercase())
    });
    subset.map_or(&*name, |(_, name)| name).to_owned()
}

/// How tall the glyphs of a Type 3 font are: of /FontBBox in its own matrix
/// (9.6.5), for its font size may be anything.
fn type3_height(document: &Document, font: &Dictionary) -> Option<f32> {
    let matrix = value(document, font, b"FontMatrix")?.as_array().ok()?;
    let scale = number(document, matrix.get(3)?)?;
    let bounds = value(document, font, b"FontBBox")?.as_array().ok()?;
    let bottom = number(document, bounds.get(1)?)?;
    let top = number(document, bounds.get(3)?)?;
    let height = ((top - bottom) * scale).abs();
    // An empty box is common, and about one is as in any other font.
    (0.001..=1000.0)
        .contains(&height)
        .then_some(height)
        .filter(|height| !(0.4..=2.5).contains(height))
}

/// The embedded font program, still compressed.
fn program(document: &Document, descriptor: &Dictionary) -> Option<Stream> {
    let keys: [&[u8]; 3] = [b"FontFile2", b"FontFile3", b"FontFile"];
    let mut streams = keys
        .into_iter()
        .filter_map(|key| value(document, descriptor, key));
    let stream = streams.find_map(|object| object.as_stream().ok())?;
    Some(resolved(document, stream))
}

/// The value of a key, references followed.
fn value<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    dictionary.get_deref(key, document).ok()
}

/// A number, references followed.
fn number(document: &Document, object: &Object) -> Option<f32> {
    document.dereference(object).ok()?.1.as_float().ok()
}
