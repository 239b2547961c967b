//! Ink → the layers of a picture that need the ink: rulings below, text and its
//! doubtful places above. They are drawn while a page is at hand; what is made
//! of the pages is known only after the last.

use super::super::{
    ink::{Axis, Drawn, Glyph, Heading, Ink, Rect, Remarks, Ruling, SaidBy},
    once,
    told::Told,
    underlines, words,
};
use super::{
    pieces::pieces,
    svg::{Svg, number, rectangle, text},
};

/// Bytes of one page's picture: a page full of small print has a tenth.
pub(super) const PAGE_BYTES: usize = 8 << 20;
/// Bytes of all of them: the worker's address space holds them twice.
const ALL_BYTES: usize = 192 << 20;

/// Rulings of one page that are drawn: a page with more is a drawing.
const RULINGS: usize = 50_000;

/// How wide a mark without an advance is shown, in sizes.
const MARK: f64 = 0.4;

/// What was drawn of the pages so far.
#[derive(Debug, Default)]
pub(in crate::pdf) struct Sketches {
    pub(super) pages: Vec<Sketch>,
    bytes: usize,
}

/// The layers of one page.
#[derive(Debug)]
pub(super) struct Sketch {
    /// Rulings.
    pub(super) below: String,
    /// Marks and text.
    pub(super) above: String,
    pub(super) marked: Marked,
    pub(super) remarks: Remarks,
    /// Whether something is missing because it was too much.
    pub(super) cut: bool,
}

/// How many glyphs of a page are marked.
#[derive(Debug, Default)]
pub(super) struct Marked {
    pub(super) repaired: usize,
    pub(super) doubtful: usize,
    pub(super) spans: usize,
}

impl Sketches {
    /// Draws the next page.
    pub(in crate::pdf) fn add(&mut self, ink: &Ink) {
        let left = ALL_BYTES.saturating_sub(self.bytes);
        let sketch = sketch(ink, left.min(PAGE_BYTES));
        self.bytes += sketch.below.len() + sketch.above.len();
        self.pages.push(sketch);
    }
}

fn sketch(ink: &Ink, most: usize) -> Sketch {
    let glyphs = once::told(ink);
    let mut below = Svg::new(most);
    rulings(ink, &glyphs, &mut below);
    let mut above = Svg::new(most.saturating_sub(below.text.len()));
    let marked = marks(&glyphs, &mut above);
    let (askew, straight): (Vec<Told<'_>>, Vec<Told<'_>>) = drawn(ink, glyphs)
        .into_iter()
        .partition(|glyph| glyph.heading == Heading::Askew);
    for piece in pieces(&straight) {
        let turn = match piece.heading {
            Heading::Right | Heading::Askew => 0,
            Heading::Down => 90,
            Heading::Left => 180,
            Heading::Up => -90,
        };
        let mut more = format!(" font-size=\"{}\"", number(piece.size));
        if piece.length >= 0.1 && piece.text.chars().nth(1).is_some() {
            let length = number(piece.length);
            more.push_str(&format!(
                " textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\""
            ));
        }
        if turn != 0 {
            let (x, y) = (number(piece.x), number(piece.y));
            more.push_str(&format!(" transform=\"rotate({turn} {x} {y})\""));
        }
        above.add(&text("said", (piece.x, piece.y), &more, &piece.text));
    }
    for glyph in askew {
        let turn = number(glyph.dy.atan2(glyph.dx).to_degrees());
        let (size, x, y) = (number(glyph.size), number(glyph.x), number(glyph.y));
        let more = format!(" font-size=\"{size}\" transform=\"rotate({turn} {x} {y})\"");
        above.add(&text("said", (glyph.x, glyph.y), &more, glyph.text));
    }
    Sketch {
        cut: below.cut || above.cut,
        below: below.text,
        above: above.text,
        marked,
        remarks: ink.remarks.clone(),
    }
}

/// The glyphs that text is drawn from: those that say something, those whose
/// text another one says, for they take room, and no more spaces than one
/// behind a word: another font has spaces of another width.
fn drawn<'i>(ink: &'i Ink, once: Vec<Told<'i>>) -> Vec<Told<'i>> {
    let mut once = once.into_iter().peekable();
    let mut drawn: Vec<Told<'i>> = Vec::with_capacity(ink.glyphs.len());
    let mut word: Option<&Glyph> = None;
    for glyph in &ink.glyphs {
        let told = Told::new(ink, glyph);
        let is_once = once.next_if(|next| next.is(glyph)).is_some();
        if !is_once && !told.text.is_empty() {
            continue;
        }
        if told.is_space() {
            let follows = |word: &Glyph| words::are_near(word, glyph);
            if word.take().is_some_and(follows) {
                drawn.push(told);
            }
            continue;
        }
        word = Some(glyph);
        drawn.push(told);
    }
    drawn
}

/// Rules, the edges of filled areas, and the rules that underline words.
fn rulings(ink: &Ink, glyphs: &[Told<'_>], svg: &mut Svg) {
    let kept = underlines::left_out(&ink.rulings, glyphs);
    let mut kept = kept.iter().peekable();
    let (mut rules, mut edges, mut lines) = (String::new(), String::new(), String::new());
    for ruling in ink.rulings.iter().take(RULINGS) {
        let path = match (kept.next_if_eq(&ruling), ruling.drawn) {
            (None, _) => &mut lines,
            (Some(_), Drawn::Line) => &mut rules,
            (Some(_), Drawn::Edge) => &mut edges,
        };
        path.push_str(&segment(ruling));
    }
    svg.cut |= RULINGS < ink.rulings.len();
    add_path(svg, "edge", &edges);
    add_path(svg, "rule", &rules);
    add_path(svg, "underline", &lines);
}

fn segment(ruling: &Ruling) -> String {
    let (at, from, to) = (number(ruling.at), number(ruling.from), number(ruling.to));
    match ruling.axis {
        Axis::Horizontal => format!("M{from} {at}H{to}"),
        Axis::Vertical => format!("M{at} {from}V{to}"),
    }
}

fn add_path(svg: &mut Svg, class: &str, path: &str) {
    if !path.is_empty() {
        svg.add(&format!("<path class=\"{class}\" d=\"{path}\"/>\n"));
    }
}

/// Marks glyphs that the font does not tell, or tells wrongly.
fn marks(glyphs: &[Told<'_>], svg: &mut Svg) -> Marked {
    let mut marked = Marked::default();
    let mut spans = String::new();
    for glyph in glyphs {
        let said = glyph.text;
        if said.contains(is_doubtful) {
            marked.doubtful += 1;
            svg.add(&rectangle(
                "doubtful",
                seen(glyph),
                "อ่านไม่ได้แน่นอน · not sure",
            ));
        } else if glyph.repair.is_some() {
            marked.repaired += 1;
            let title = format!("ซ่อมแล้ว · repaired: {said}");
            svg.add(&rectangle("repaired", seen(glyph), &title));
        } else if glyph.said_by == SaidBy::Span && spans.len() < PAGE_BYTES / 4 {
            marked.spans += 1;
            let (x, y) = (number(glyph.x), number(glyph.y));
            let (dx, dy) = (number(glyph.dx), number(glyph.dy));
            spans.push_str(&format!("M{x} {y}l{dx} {dy}"));
        }
    }
    add_path(svg, "span", &spans);
    marked
}

/// What no program can tell, or only one of one's own.
fn is_doubtful(c: char) -> bool {
    c == char::REPLACEMENT_CHARACTER || ('\u{e000}'..='\u{f8ff}').contains(&c)
}

/// The area of a glyph, of a mark the one where it is drawn: over the letter
/// that it follows.
fn seen(glyph: &Told<'_>) -> Rect {
    let area = glyph.area;
    let back = MARK * glyph.size;
    match glyph.heading {
        _ if back <= area.width().min(area.height()) => area,
        Heading::Right | Heading::Askew => Rect {
            x0: area.x0.min(area.x1 - back),
            ..area
        },
        Heading::Down => Rect {
            y0: area.y0.min(area.y1 - back),
            ..area
        },
        Heading::Left => Rect {
            x1: area.x1.max(area.x0 + back),
            ..area
        },
        Heading::Up => Rect {
            y1: area.y1.max(area.y0 + back),
            ..area
        },
    }
}
