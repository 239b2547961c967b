//! Named resources: fonts, graphics states, and XObjects, of which a form is
//! interpreted and a picture measured (ISO 32000-1, 7.8.3, 8.8 and 8.10).

use lopdf::{Dictionary, Object, Stream};

use super::{
    ink::Rect,
    interpret::{Frame, Interpreter},
    layers,
    lexer::{Lexer, Operand, name},
    path,
    state::{Matrix, State},
    stream::{Unread, contents, numbers},
};
use crate::limits::Limit;

/// What one byte becomes at most when it is inflated.
const DEFLATED: usize = 1032;
/// The part of a page that pictures cover when the page is a scan.
const PICTURE: f64 = 0.3;
/// A thin picture of this length, in points, is a rule.
const RULE: f64 = 24.0;

impl<'d> Interpreter<'d, '_> {
    /// Entries of a graphics state dictionary that matter here: 8.4.5.
    pub(super) fn graphics_state(&mut self, lexer: &Lexer<'_>, frame: &mut Frame<'d>) {
        let Some(wanted) = lexer.name() else { return };
        let Some(Object::Dictionary(entries)) =
            self.resource(frame.resources, b"ExtGState", wanted)
        else {
            return;
        };
        if let Ok(width) = entries.get(b"LW").and_then(Object::as_float) {
            frame.state.line_width = f64::from(width);
        }
        if let Some(Object::Array(font)) = self.entry(entries, b"Font")
            && let [font, size] = font.as_slice()
            && let Some(Object::Dictionary(font)) = self.resolved(font)
        {
            frame.state.text.size = size.as_float().map_or(0.0, f64::from);
            frame.state.text.font = Some(self.fonts.get(font));
        }
    }

    pub(super) fn select_font(&mut self, lexer: &Lexer<'_>, frame: &mut Frame<'d>) {
        let [.., Operand::Name(wanted), Operand::Number(size)] = lexer.operands.as_slice() else {
            return;
        };
        frame.state.text.size = *size;
        frame.state.text.font = match self.resource(frame.resources, b"Font", wanted) {
            Some(Object::Dictionary(font)) => Some(self.fonts.get(font)),
            _ => None,
        };
    }

    /// An XObject: a form is interpreted, a picture measured (8.8, 8.10).
    pub(super) fn external(&mut self, frame: &Frame<'d>, lexer: &Lexer<'_>, depth: usize) {
        let Some(wanted) = lexer.name() else { return };
        let Some(Object::Stream(stream)) = self.resource(frame.resources, b"XObject", wanted)
        else {
            self.ink.remarks.damaged = true;
            return;
        };
        let layer = stream.dict.get(b"OC");
        let off = layer.is_ok_and(|layer| layers::is_hidden(self.document, self.hidden, layer));
        if off || frame.is_hidden() {
            return;
        }
        let kind = self.entry(&stream.dict, b"Subtype");
        match kind.and_then(|kind| kind.as_name().ok()) {
            Some(b"Image") => self.picture(&frame.state),
            _ if depth >= self.most(Limit::FormDepth) => self.cut(Limit::FormDepth),
            _ => self.form(stream, frame.resources, &frame.state, depth),
        }
    }

    /// A picture within the content: 8.9.7.
    pub(super) fn inline_picture(&mut self, frame: &Frame<'_>) {
        if !frame.is_hidden() {
            self.picture(&frame.state);
        }
    }

    /// A picture fills the unit square of its space. Some programs draw rules
    /// as pictures of one dot, stretched; Word draws tone marks as short ones.
    fn picture(&mut self, state: &State) {
        let (ctm, clip) = (&state.ctm, state.clip);
        let area = Rect::between(ctm.point(0.0, 0.0), ctm.point(1.0, 1.0));
        if area.width().max(area.height()) >= RULE {
            path::thin_line(area, clip, &mut self.ink.rulings);
        }
        let page = self.page.width() * self.page.height();
        // A scanner may cut the page into strips.
        self.pictured += area.width() * area.height();
        self.ink.remarks.picture = self.pictured > PICTURE * page;
    }

    pub(super) fn form(
        &mut self,
        stream: &'d Stream,
        outer: Option<&'d Dictionary>,
        state: &State,
        depth: usize,
    ) {
        let left = self.most(Limit::PageBytes).saturating_sub(self.bytes);
        let content = match contents(self.document, stream, left) {
            Ok(content) => content,
            Err(why) => {
                // As much as can have been inflated before it failed.
                let most = stream.content.len().saturating_mul(DEFLATED);
                self.bytes = self.bytes.saturating_add(most);
                match why {
                    Unread::TooMany => self.cut(Limit::PageBytes),
                    Unread::Broken => self.ink.remarks.damaged = true,
                }
                return;
            }
        };
        self.bytes += content.len();
        let mut state = state.clone();
        if let Some(matrix) = numbers(self.document, &stream.dict, b"Matrix") {
            state.ctm = Matrix(matrix).then(&state.ctm);
        }
        // A form without resources of its own uses those of its page.
        let resources = match self.entry(&stream.dict, b"Resources") {
            Some(Object::Dictionary(resources)) => Some(resources),
            _ => outer,
        };
        self.stream(&content, resources, state, depth + 1);
    }

    /// Whether marked content belongs to a layer that is switched off: 8.11.3.2.
    pub(super) fn is_layer_off(&self, lexer: &Lexer<'_>, frame: &Frame<'d>) -> bool {
        let [Operand::Name(b"OC"), Operand::Name(wanted)] = lexer.operands.as_slice() else {
            return false;
        };
        let Some(Object::Dictionary(named)) = frame
            .resources
            .and_then(|resources| self.entry(resources, b"Properties"))
        else {
            return false;
        };
        let layer = named.get(&name(wanted));
        layer.is_ok_and(|layer| layers::is_hidden(self.document, self.hidden, layer))
    }

    /// A named resource of a kind.
    pub(super) fn resource(
        &self,
        resources: Option<&'d Dictionary>,
        kind: &[u8],
        wanted: &[u8],
    ) -> Option<&'d Object> {
        let Object::Dictionary(named) = self.entry(resources?, kind)? else {
            return None;
        };
        match named.get(wanted) {
            Ok(found) => self.resolved(found),
            Err(_) => self.entry(named, &name(wanted)),
        }
    }

    pub(super) fn entry(&self, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
        self.resolved(dictionary.get(key).ok()?)
    }

    fn resolved(&self, object: &'d Object) -> Option<&'d Object> {
        self.document
            .dereference(object)
            .ok()
            .map(|(_, object)| object)
    }
}
