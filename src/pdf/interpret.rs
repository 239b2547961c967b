//! A page's content streams → its ink: one flat `match` on the operator, in the
//! order of ISO 32000-1, annex A.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::{
    actual_text,
    font::Fonts,
    ink::{Ink, Rect},
    lexer::{Lexer, Operand},
    path::Path,
    showing::AllKnown,
    state::{Matrix, State, is_white},
};
use crate::limits::{Limit, Limits};

/// States saved and not restored, and marked content not ended.
const SAVED: usize = 10_000;

/// Interprets the content of one page.
pub(super) struct Interpreter<'d, 'f> {
    pub(super) document: &'d Document,
    pub(super) fonts: &'f Fonts<'d>,
    /// The layers that are switched off.
    pub(super) hidden: &'f BTreeSet<ObjectId>,
    limits: &'f Limits,
    pub(super) page: Rect,
    pub(super) ink: Ink,
    pub(super) known: AllKnown,
    operators: u64,
    /// Whether no more glyphs go onto the page.
    pub(super) full: bool,
    /// Content inflated so far, and texts that were named in it.
    pub(super) bytes: usize,
    /// The area that pictures cover so far.
    pub(super) pictured: f64,
}

/// Text that is neither filled nor stroked: table 104.
const UNSEEN: f64 = 3.0;

/// Marked content that has begun.
struct Marked {
    /// The text that replaces its glyphs, and the first of them.
    actual: Option<(String, usize)>,
    /// Whether it, or what is around it, has such a text.
    speaks: bool,
    /// Whether it, or what is around it, belongs to a layer that is switched
    /// off.
    hidden: bool,
}

/// What a content stream has of its own: its state, its path, its text object.
pub(super) struct Frame<'d> {
    pub(super) resources: Option<&'d Dictionary>,
    pub(super) state: State,
    saved: Vec<State>,
    path: Path,
    /// Whether the path is to clip what comes after it.
    clips: bool,
    marked: Vec<Marked>,
    pub(super) text_matrix: Matrix,
    line_matrix: Matrix,
}

impl<'d, 'f> Interpreter<'d, 'f> {
    pub(super) fn new(
        document: &'d Document,
        fonts: &'f Fonts<'d>,
        hidden: &'f BTreeSet<ObjectId>,
        limits: &'f Limits,
        page: Rect,
    ) -> Self {
        Self {
            document,
            fonts,
            hidden,
            limits,
            page,
            ink: Ink::default(),
            known: AllKnown::default(),
            operators: 0,
            full: false,
            bytes: 0,
            pictured: 0.0,
        }
    }

    /// Interprets the content of the page, drawn through `ctm`.
    pub(super) fn content(
        &mut self,
        content: &[u8],
        resources: Option<&'d Dictionary>,
        ctm: Matrix,
    ) {
        self.bytes = content.len();
        self.stream(content, resources, State::new(ctm, self.page), 0);
    }

    /// Interprets what an annotation looks like, a field that was filled in or
    /// a note that was typed onto the page. Only what it says counts: a
    /// highlight is no rule.
    pub(super) fn appearance(&mut self, form: &'d Stream, ctm: Matrix) {
        let rulings = self.ink.rulings.len();
        self.form(form, None, &State::new(ctm, self.page), 0);
        self.ink.rulings.truncate(rulings);
    }

    /// How much of it there may be.
    pub(super) fn most(&self, what: Limit) -> usize {
        self.limits.count(what)
    }

    /// Notes that the page went over a limit; the first is told.
    pub(super) fn cut(&mut self, what: Limit) {
        let over = self.limits.over(what);
        self.ink.remarks.cut.get_or_insert(over);
    }

    /// What is on the page.
    pub(super) fn finish(self) -> Ink {
        self.ink
    }

    pub(super) fn stream(
        &mut self,
        content: &[u8],
        resources: Option<&'d Dictionary>,
        state: State,
        depth: usize,
    ) {
        let mut frame = Frame {
            resources,
            state,
            saved: Vec::new(),
            path: Path::default(),
            clips: false,
            marked: Vec::new(),
            text_matrix: Matrix::ONE,
            line_matrix: Matrix::ONE,
        };
        let mut lexer = Lexer::new(content, self.most(Limit::Operands));
        while let Some(operator) = lexer.next() {
            if self.operators == self.limits.of(Limit::Operators) {
                self.cut(Limit::Operators);
                break;
            }
            self.operators += 1;
            if lexer.dropped {
                self.cut(Limit::Operands);
            }
            match operator {
                b"ID" => {
                    lexer.skip_image();
                    self.inline_picture(&frame);
                }
                b"Do" => self.external(&frame, &lexer, depth),
                _ => self.operator(operator, &lexer, &mut frame),
            }
            // Texts of spans are laid over few glyphs.
            if self.ink.text.len() > self.most(Limit::PageBytes) {
                self.cut(Limit::PageBytes);
                self.full = true;
            }
            if self.full {
                break;
            }
        }
        // What is still open at the end is said all the same.
        while !frame.marked.is_empty() {
            self.end_marked(&mut frame);
        }
    }

    #[rustfmt::skip]
    fn operator(&mut self, operator: &[u8], lexer: &Lexer<'_>, frame: &mut Frame<'d>) {
        let one = || lexer.number(0);
        let ctm = frame.state.ctm;
        let before = self.ink.glyphs.len();
        match operator {
            // Graphics state: 8.4.4.
            b"q" if frame.saved.len() < SAVED => frame.saved.push(frame.state.clone()),
            b"Q" => if let Some(state) = frame.saved.pop() { frame.state = state },
            b"cm" => if let Some(matrix) = lexer.numbers() { frame.state.ctm = Matrix(matrix).then(&ctm) },
            b"w" => frame.state.line_width = one().unwrap_or(1.0).abs(),
            b"gs" => self.graphics_state(lexer, frame),

            // Colour: 8.6.8. Only white matters, of fills.
            b"g" | b"rg" | b"k" | b"sc" | b"scn" => frame.state.white = white(lexer),
            b"cs" => frame.state.white = false,

            // Paths: 8.5.2.
            b"m" => if let Some([x, y]) = lexer.numbers() { frame.path.move_to(&ctm, x, y) },
            b"l" => if let Some([x, y]) = lexer.numbers() { frame.path.line_to(&ctm, x, y) },
            b"c" | b"v" | b"y" => if let Some([x, y]) = lexer.numbers() { frame.path.curve_to(&ctm, x, y) },
            b"re" => if let Some(rectangle) = lexer.numbers() { frame.path.rectangle(&ctm, rectangle) },
            b"h" => frame.path.close(),

            // Clipping: 8.5.4.
            b"W" | b"W*" => frame.clips = true,

            // Painting: 8.5.3.
            b"S" => self.paint(frame, true, false),
            b"s" => { frame.path.close(); self.paint(frame, true, false) }
            b"f" | b"F" | b"f*" => self.paint(frame, false, true),
            b"B" | b"B*" => self.paint(frame, true, true),
            b"b" | b"b*" => { frame.path.close(); self.paint(frame, true, true) }
            b"n" => self.paint(frame, false, false),

            // Text state: 9.3.
            b"Tc" => frame.state.text.character_spacing = one().unwrap_or(0.0),
            b"Tw" => frame.state.text.word_spacing = one().unwrap_or(0.0),
            b"Tz" => frame.state.text.stretch = one().unwrap_or(100.0) / 100.0,
            b"TL" => frame.state.text.leading = one().unwrap_or(0.0),
            b"Ts" => frame.state.text.rise = one().unwrap_or(0.0),
            b"Tr" => frame.state.text.unseen = one() == Some(UNSEEN),
            b"Tf" => self.select_font(lexer, frame),

            // Text objects and positions: 9.4.1, 9.4.2.
            b"BT" => frame.start_line(Matrix::ONE),
            b"Td" => if let Some([x, y]) = lexer.numbers() { frame.move_line(x, y) },
            b"TD" => if let Some([x, y]) = lexer.numbers() {
                frame.state.text.leading = -y;
                frame.move_line(x, y);
            },
            b"Tm" => if let Some(matrix) = lexer.numbers() { frame.start_line(Matrix(matrix)) },
            b"T*" => frame.next_line(),

            // Showing text: 9.4.3.
            b"Tj" | b"TJ" => self.show(lexer, frame),
            b"'" => { frame.next_line(); self.show(lexer, frame) }
            b"\"" => {
                frame.state.text.word_spacing = lexer.number(2).unwrap_or(0.0);
                frame.state.text.character_spacing = lexer.number(1).unwrap_or(0.0);
                frame.next_line();
                self.show_strings(lexer, lexer.operands.len().saturating_sub(1), frame);
            }

            // Marked content: 14.6.
            b"BMC" | b"BDC" => self.begin_marked(lexer, frame),
            b"EMC" => self.end_marked(frame),
            _ => {}
        }
        if frame.state.text.unseen {
            self.ink.remarks.unseen += self.ink.glyphs.len().saturating_sub(before);
        }
    }

    fn paint(&mut self, frame: &mut Frame<'d>, stroked: bool, filled: bool) {
        let seen = !frame.is_hidden();
        if filled && seen {
            let (white, clip) = (frame.state.white, frame.state.clip);
            frame.path.fill(white, clip, &mut self.ink.rulings);
        }
        if stroked && seen {
            let width = frame.state.line_width * frame.state.ctm.scale();
            frame
                .path
                .stroke(width, frame.state.clip, &mut self.ink.rulings);
        }
        if std::mem::take(&mut frame.clips) {
            let clip = frame.state.clip;
            let bounds = frame.path.bounds().and_then(|path| path.within(clip));
            // An empty path leaves nothing to see.
            frame.state.clip = bounds.unwrap_or(Rect {
                x1: clip.x0,
                y1: clip.y0,
                ..clip
            });
        }
        frame.path.clear();
    }

    fn begin_marked(&mut self, lexer: &Lexer<'_>, frame: &mut Frame<'d>) {
        if frame.marked.len() >= SAVED {
            return;
        }
        let text = self.actual_text(lexer, frame);
        let at = self.ink.glyphs.len();
        // Of nested spans the outer one speaks.
        let inside = frame.marked.last().is_some_and(|outer| outer.speaks);
        let actual = text.filter(|_| !inside).map(|text| (text, at));
        frame.marked.push(Marked {
            speaks: inside || actual.is_some(),
            actual,
            hidden: frame.is_hidden() || self.is_layer_off(lexer, frame),
        });
    }

    /// The `ActualText` of a property list, written out or named: 14.6.2.
    fn actual_text(&mut self, lexer: &Lexer<'_>, frame: &Frame<'d>) -> Option<String> {
        if let Some(wanted) = lexer.name() {
            let Some(Object::Dictionary(properties)) =
                self.resource(frame.resources, b"Properties", wanted)
            else {
                return None;
            };
            let text = self.entry(properties, b"ActualText")?.as_str().ok()?;
            // A long one may be named again and again.
            self.bytes = self.bytes.saturating_add(text.len());
            if self.bytes > self.most(Limit::PageBytes) {
                self.cut(Limit::PageBytes);
                return None;
            }
            return Some(actual_text::decode(text));
        }
        let mut depth = 0_usize;
        let mut operands = lexer.operands.iter();
        while let Some(operand) = operands.next() {
            match operand {
                Operand::Open => depth += 1,
                Operand::Close => depth = depth.saturating_sub(1),
                Operand::Name(b"ActualText") if depth == 1 => {
                    let Some(Operand::String(start, end)) = operands.next() else {
                        return None;
                    };
                    return Some(actual_text::decode(lexer.string(*start, *end)));
                }
                _ => {}
            }
        }
        None
    }

    fn end_marked(&mut self, frame: &mut Frame<'d>) {
        if let Some(Marked {
            actual: Some((text, start)),
            ..
        }) = frame.marked.pop()
        {
            actual_text::lay(&mut self.ink, start, &text);
        }
    }
}

impl Frame<'_> {
    /// Whether what is drawn now belongs to a layer that is switched off.
    pub(super) fn is_hidden(&self) -> bool {
        self.marked.last().is_some_and(|marked| marked.hidden)
    }

    fn start_line(&mut self, matrix: Matrix) {
        self.text_matrix = matrix;
        self.line_matrix = matrix;
    }

    fn move_line(&mut self, x: f64, y: f64) {
        self.start_line(self.line_matrix.moved(x, y));
    }

    fn next_line(&mut self) {
        self.move_line(0.0, -self.state.text.leading);
    }

    /// Moves the pen along the line: 9.4.4.
    pub(super) fn advance(&mut self, distance: f64, vertical: bool) {
        self.text_matrix = if vertical {
            self.text_matrix.moved(0.0, distance)
        } else {
            let stretch = self.state.text.stretch;
            self.text_matrix.moved(distance * stretch, 0.0)
        };
    }
}

fn white(lexer: &Lexer<'_>) -> bool {
    let components: Option<Vec<f64>> = (0..lexer.operands.len().min(5))
        .map(|from_end| lexer.number(from_end))
        .collect();
    components.is_some_and(|components| is_white(&components))
}

#[cfg(test)]
mod tests;
