//! Showing text: the codes of a string become glyphs on the page, and the pen
//! moves on (ISO 32000-1, 9.4.3 and 9.4.4).

use std::{collections::HashMap, ops::Range, sync::Arc};

use foldhash::fast::RandomState;

use super::{
    actual_text,
    font::{Code, Font, Repair},
    ink::{Glyph, Heading, SaidBy, length},
    interpret::{Frame, Interpreter},
    lexer::{Lexer, Operand},
};
use crate::{
    grid::{GlyphEvidence, GlyphFault},
    limits::Limit,
    normalize::private_use,
};

/// Names of fonts on one page; each string looks for its own.
const FONTS: usize = 64;
/// The part of a page that a clip leaves when it is the page's frame.
const FRAME: f64 = 0.4;

/// What is known of a code on this page: its text stands in the ink, once for
/// all its glyphs.
#[derive(Clone)]
pub(super) struct Known {
    text: Range<usize>,
    /// Whether its text is one mark.
    is_mark: bool,
    said_by: SaidBy,
    repair: Option<Repair>,
    advance: f32,
    word_space: bool,
}

/// What is known of the codes of fonts, by the address of the font.
pub(super) type AllKnown = HashMap<(usize, Code), Known, RandomState>;

impl<'d> Interpreter<'d, '_> {
    pub(super) fn show(&mut self, lexer: &Lexer<'_>, frame: &mut Frame<'d>) {
        self.show_strings(lexer, 0, frame);
    }

    /// Shows the strings among the operands from `first` on; numbers between
    /// them move the pen: 9.4.3.
    pub(super) fn show_strings(&mut self, lexer: &Lexer<'_>, first: usize, frame: &mut Frame<'d>) {
        for operand in lexer.operands.get(first..).unwrap_or_default() {
            match operand {
                Operand::String(start, end) => self.show_string(lexer.string(*start, *end), frame),
                Operand::Number(thousandths) => {
                    let font = frame.state.text.font.as_ref();
                    let vertical = font.is_some_and(|font| font.vertical());
                    frame.advance(-thousandths / 1000.0 * frame.state.text.size, vertical);
                }
                _ => {}
            }
        }
    }

    fn show_string(&mut self, bytes: &[u8], frame: &mut Frame<'d>) {
        // It is back in its place when the string has been shown.
        let Some(font) = frame.state.text.font.take() else {
            // A string in a font that is not there says nothing we can read.
            self.ink.remarks.damaged = true;
            return;
        };
        self.show_codes(bytes, &font, frame);
        frame.state.text.font = Some(font);
    }

    fn show_codes(&mut self, bytes: &[u8], font: &Arc<Font>, frame: &mut Frame<'d>) {
        let text = &frame.state.text;
        let (size, spacing, words) = (text.size, text.character_spacing, text.word_spacing);
        let number = self.font_number(font);
        let (hidden, vertical) = (frame.is_hidden(), font.vertical());
        let mut rest = bytes;
        // One string alone may have as many codes as a page's content has bytes.
        while !rest.is_empty() && !self.full {
            let Some(code) = font.next_code(rest) else {
                return;
            };
            rest = rest.get(code.length..).unwrap_or_default();
            let (advance, word_space) = if hidden {
                let shown = font.show(&code);
                (shown.advance, shown.word_space)
            } else {
                let known = self.known(font, code);
                let width = f64::from(known.advance) * size;
                self.place(&known, width, frame, (font, number));
                (known.advance, known.word_space)
            };
            let word = if word_space { words } else { 0.0 };
            frame.advance(f64::from(advance) * size + spacing + word, vertical);
        }
    }

    /// What a code shows; the font is asked once a page.
    fn known(&mut self, font: &Arc<Font>, code: Code) -> Known {
        // A font stays where it is as long as the document.
        let key = (Arc::as_ptr(font).addr(), code);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let shown = font.show(&code);
        let start = self.ink.text.len();
        // What nothing tells is said to be lost, not left out.
        let text = shown.text.unwrap_or("\u{fffd}");
        let private = push_text(&mut self.ink.text, text);
        let known = Known {
            text: start..self.ink.text.len(),
            is_mark: actual_text::is_only_mark(text),
            said_by: match shown.repair {
                Some(_) => SaidBy::Glyph,
                None => SaidBy::Font,
            },
            repair: shown.repair.or(private),
            advance: shown.advance,
            word_space: shown.word_space,
        };
        self.known.insert(key, known.clone());
        known
    }

    /// Adds one glyph where the pen is.
    fn place(
        &mut self,
        known: &Known,
        width: f64,
        frame: &Frame<'d>,
        (font, number): (&Font, u16),
    ) {
        let state = &frame.state.text;
        let matrix = frame.text_matrix.then(&frame.state.ctm);
        let (x, y) = matrix.point(0.0, state.rise);
        let (dx, dy) = if font.vertical() {
            matrix.vector(0.0, width)
        } else {
            matrix.vector(width * state.stretch, 0.0)
        };
        let along = matrix.vector(state.stretch, 0.0);
        let up = matrix.vector(0.0, state.size);
        let size = length(up.0, up.1) * f64::from(font.height());
        let mut glyph = Glyph {
            text: known.text.clone(),
            x,
            y,
            dx,
            dy,
            size,
            heading: heading(along, state.size),
            said_by: known.said_by,
            font: number,
            repair: known.repair,
        };
        if !self.is_on_page(&glyph, frame) {
            return;
        }
        if self.ink.glyphs.len() == self.most(Limit::Glyphs) {
            self.cut(Limit::Glyphs);
            self.full = true;
            return;
        }
        // Only a mark is exchanged with another one.
        let other = match known.is_mark {
            true => actual_text::exchanged(&self.ink, self.ink.text_of(&glyph)),
            false => None,
        };
        if let Some(other) = other.map(str::to_owned) {
            let start = self.ink.text.len();
            push_text(&mut self.ink.text, &other);
            glyph.text = start..self.ink.text.len();
            glyph.repair = Some(actual_text::BY_GLYPHS);
        }
        self.ink.glyphs.push(glyph);
    }

    /// The number of a font among those of the page.
    fn font_number(&mut self, font: &Font) -> u16 {
        let fonts = &mut self.ink.fonts;
        let number = fonts.iter().rposition(|name| *name == font.face);
        let number = number.unwrap_or_else(|| {
            // What comes after so many is counted with the last.
            if fonts.len() < FONTS {
                fonts.push(font.face.clone());
            }
            fonts.len() - 1
        });
        u16::try_from(number).unwrap_or(u16::MAX)
    }

    /// What lies off the page is not on it, nor what a clip of the whole page
    /// hides: a line that a page break cuts is drawn on both pages. A smaller
    /// clip cuts off what is too long for its cell, and that is still said.
    fn is_on_page(&self, glyph: &Glyph, frame: &Frame<'d>) -> bool {
        let area = glyph.area();
        let middle = (
            f64::midpoint(area.x0, area.x1),
            f64::midpoint(area.y0, area.y1),
        );
        let clip = frame.state.clip;
        let whole = clip.width() * clip.height() > FRAME * self.page.width() * self.page.height();
        let shown = if whole { clip } else { self.page };
        shown.holds(middle.0, middle.1)
    }
}

/// Adds a text as people type it; says whether it has private codes, which old
/// fonts have for shifted marks.
fn push_text(to: &mut String, text: &str) -> Option<Repair> {
    let mut private = None;
    for c in text.chars() {
        let known = private_use::shown(c);
        push_plain(to, known.unwrap_or(c));
        private = private.or(known.map(|_| Repair {
            fault: GlyphFault::Private,
            evidence: GlyphEvidence::Table,
        }));
    }
    private
}

/// Adds a character as people type it.
fn push_plain(text: &mut String, c: char) {
    match c {
        // The same glyph as the hyphen on the keyboard; TeX and some versions
        // of Word call it by these names.
        '\u{ad}' | '\u{2010}' | '\u{2011}' => text.push('-'),
        // Ligatures are a matter of the font.
        '\u{fb00}' => text.push_str("ff"),
        '\u{fb01}' => text.push_str("fi"),
        '\u{fb02}' => text.push_str("fl"),
        '\u{fb03}' => text.push_str("ffi"),
        '\u{fb04}' => text.push_str("ffl"),
        c if c.is_control() => text.push(' '),
        c => text.push(c),
    }
}

/// Which way text along a vector runs; y grows downward.
fn heading((x, y): (f64, f64), size: f64) -> Heading {
    let (x, y) = if size < 0.0 { (-x, -y) } else { (x, y) };
    // A tenth is some six degrees.
    let length = 0.1 * length(x, y);
    if y.abs() <= length && x != 0.0 {
        if x > 0.0 {
            Heading::Right
        } else {
            Heading::Left
        }
    } else if x.abs() <= length && y != 0.0 {
        if y > 0.0 { Heading::Down } else { Heading::Up }
    } else {
        Heading::Askew
    }
}
