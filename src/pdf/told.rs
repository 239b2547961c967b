//! A glyph that says something, with what is asked of it again and again.

use std::ops::Deref;

use super::{
    ink::{Glyph, Ink, Rect},
    words,
};

/// What the text of a glyph is to those around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Letter,
    Mark,
    Space,
}

/// A glyph and its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<'i> {
    glyph: &'i Glyph,
    pub(super) text: &'i str,
    /// What it takes: [`Glyph::area`].
    pub(super) area: Rect,
    kind: Kind,
}

impl<'i> Told<'i> {
    /// A glyph of the ink.
    pub(super) fn new(ink: &'i Ink, glyph: &'i Glyph) -> Self {
        let text = ink.text_of(glyph);
        Self {
            glyph,
            text,
            area: glyph.area(),
            kind: if words::is_space(text) {
                Kind::Space
            } else if words::begins_with_mark(text) {
                Kind::Mark
            } else {
                Kind::Letter
            },
        }
    }

    /// Whether it is white.
    pub(super) fn is_space(&self) -> bool {
        self.kind == Kind::Space
    }

    /// Whether it goes on with what stands before it.
    pub(super) fn is_mark(&self) -> bool {
        self.kind == Kind::Mark
    }

    /// Whether it is this very glyph.
    pub(super) fn is(&self, glyph: &Glyph) -> bool {
        std::ptr::eq(self.glyph, glyph)
    }
}

impl Deref for Told<'_> {
    type Target = Glyph;

    fn deref(&self) -> &Glyph {
        self.glyph
    }
}
