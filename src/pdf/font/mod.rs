//! Fonts: which text the codes of a shown string stand for, and how far each
//! moves on.
//!
//! ToUnicode and the font program are two witnesses, asked in two functions;
//! [`Font::show`] alone chooses between them, by the `arbiter`. Where only
//! ToUnicode speaks, and in Thai, or nobody does, there are `verdicts` by the
//! `outline` of glyphs and their `likeness` to what other fonts of the face are
//! `witnesses` of.

mod arbiter;
mod cmap;
mod composite;
mod dictionary;
mod encoding;
#[cfg(test)]
mod fixture;
mod fonts;
#[cfg(test)]
mod judged;
mod likeness;
mod names;
mod outline;
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
mod verdicts;
mod widths;
mod witnesses;

use std::{collections::BTreeMap, sync::Arc};

use lopdf::{Dictionary, Document, Stream};

use self::{
    composite::Composite,
    dictionary::{cid_font, descriptor, face, number, program, type3_height, value},
    program::Program,
    simple::Simple,
    texts::Texts,
    verdicts::{Claim, Verdict},
    witnesses::{Witness, Witnesses},
};
use crate::grid::{GlyphEvidence, GlyphFault};

pub(in crate::pdf) use self::fonts::Fonts;

/// The largest fonts, of all Chinese characters, have some 20 MB.
const PROGRAM_BYTES: usize = 32 << 20;

/// A font as a page uses it: codes to text and widths.
pub(in crate::pdf) struct Font {
    /// Its name, without the mark of a subset.
    pub(in crate::pdf) face: String,
    height: f32,
    to_unicode: Texts,
    /// The embedded font program, inflated only where it is needed.
    program: Option<Stream>,
    codes: Codes,
    /// What was decided of glyphs by what they draw: see [`Self::key`].
    verdicts: BTreeMap<u32, Verdict>,
}

enum Codes {
    Simple(Box<Simple>),
    Composite(Box<Composite>),
}

/// One code of a shown string.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
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
    /// What the file says wrongly of it, where its text is not what ToUnicode
    /// says.
    pub(in crate::pdf) repair: Option<Repair>,
    /// How far it moves on, as a fraction of the font size: downward, and so
    /// negative, in a vertical font.
    pub(in crate::pdf) advance: f32,
    /// Whether word spacing applies.
    pub(in crate::pdf) word_space: bool,
}

/// What the file says wrongly of a code, and how its text is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::pdf) struct Repair {
    pub(in crate::pdf) fault: GlyphFault,
    pub(in crate::pdf) evidence: GlyphEvidence,
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
    /// The outline of the glyph is that of it.
    Outline,
    /// Nothing tells.
    None,
}

impl Font {
    /// The font of a dictionary. What is wrong with it leaves it without texts
    /// or with default widths.
    pub(in crate::pdf) fn load(document: &Document, font: &Dictionary) -> Self {
        let cid_font = cid_font(document, font);
        let descriptor = descriptor(document, font);
        let face = face(document, font);
        let codes = match cid_font {
            Some(cid_font) => Codes::Composite(Composite::load(document, font, cid_font).into()),
            None => Codes::Simple(Simple::load(document, font, descriptor, &face).into()),
        };
        Self {
            face,
            height: type3_height(document, font).unwrap_or(1.0),
            to_unicode: to_unicode::read(document, value(document, font, b"ToUnicode")),
            program: descriptor.and_then(|descriptor| program(document, descriptor)),
            codes,
            verdicts: BTreeMap::new(),
        }
    }

    /// Decides what ToUnicode leaves open, by what all fonts of its face show:
    /// `witnesses` is asked where there is anything to decide.
    fn judge(&mut self, witnesses: impl FnOnce(&str) -> Arc<Witnesses>) {
        let Some(data) = self.program().filter(|_| self.is_thai()) else {
            return;
        };
        let Some(program) = Program::read(&data) else {
            return;
        };
        let claims = self.claims(&program);
        if verdicts::are_open(&claims) {
            self.verdicts = verdicts::decide(&claims, &program, &witnesses(&self.face));
        }
    }

    /// The glyphs that are said to be marks.
    fn marks(&self) -> Vec<Witness> {
        let data = self.program().filter(|_| self.is_thai());
        let program = data.as_deref().and_then(Program::read);
        program.map_or_else(Vec::new, |program| {
            verdicts::marks(&self.claims(&program), &program)
        })
    }

    /// Whether ToUnicode speaks of Thai.
    fn is_thai(&self) -> bool {
        let mut texts = self.to_unicode.all();
        texts.any(|text| text.chars().any(crate::normalize::thai::is_thai))
    }

    /// What is said of all glyphs that are in doubt or may bear witness.
    fn claims(&self, program: &Program<'_>) -> Vec<Claim> {
        match &self.codes {
            Codes::Simple(simple) => {
                let glyph = |code| simple.glyph(code, program);
                let claim = |code: u8| {
                    let shown = Code {
                        code: u32::from(code),
                        length: 1,
                    };
                    Some(Claim {
                        key: u32::from(code),
                        glyph: glyph(code)?,
                        mapped: self.mapped(&shown).map(str::to_owned),
                        told: self.told(&shown).map(|(text, _)| text.to_owned()),
                        advance: self.advance(&shown),
                    })
                };
                (0..=u8::MAX).filter_map(claim).collect()
            }
            Codes::Composite(composite) => {
                composite.claims(&self.to_unicode, program, || self.program())
            }
        }
    }

    /// Under what the verdict on a code is found: a simple font has a glyph a
    /// code, another one glyphs by number.
    fn key(&self, code: &Code) -> Option<u32> {
        match &self.codes {
            Codes::Simple(_) => Some(code.code),
            Codes::Composite(composite) => composite.glyph(code, || self.program()),
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
        let (text, repair) = self.text(code);
        Shown {
            text: text.map(|(text, _)| text),
            source: text.map_or(Source::None, |(_, source)| source),
            repair,
            advance: self.advance(code),
            // 9.3.3: "the single-byte character code 32", in any font.
            word_space: code.length == 1 && code.code == 32,
        }
    }

    /// The text of a code, and what the file says wrongly of it.
    fn text(&self, code: &Code) -> (Option<(&str, Source)>, Option<Repair>) {
        let mapped = self.mapped(code);
        let said = mapped.filter(|text| !verdicts::tells_nothing(text));
        // An empty text is no answer as long as another has one.
        let told = match said {
            Some(text) if !arbiter::is_doubtful(text) => None,
            _ => self.told(code),
        };
        let repair = |evidence| {
            let fault = said.map_or(GlyphFault::Unsaid, arbiter::fault);
            Some(Repair { fault, evidence })
        };
        if said.is_some_and(|said| arbiter::overrules(told, said)) {
            let by_name = told.is_some_and(|(_, source)| source == Source::Name);
            let evidence = match by_name {
                true => GlyphEvidence::Name,
                false => GlyphEvidence::CharacterMap,
            };
            return (told, repair(evidence));
        }
        let verdict = || {
            let verdict = self.verdicts.get(&self.key(code)?)?;
            let text = verdict.text.as_deref();
            let text = text.map(|text| (text, Source::Outline));
            Some((text, text.and_then(|_| repair(verdict.evidence))))
        };
        let named = said.map(|text| (text, Source::ToUnicode)).or(told);
        if named.is_some() {
            let doubtful = said.is_some_and(arbiter::is_doubtful) && told.is_none();
            let verdict = doubtful.then(verdict).flatten();
            return verdict.unwrap_or((named, None));
        }
        match self.seen(code) {
            // A glyph that draws something does not say nothing.
            Some("") => verdict().unwrap_or((None, None)),
            Some(text) => (Some((text, Source::Program)), repair(GlyphEvidence::Parts)),
            None => (mapped.map(|text| (text, Source::ToUnicode)), None),
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
