//! Glyphs → lines → text.
//!
//! A line keeps the order of codes: a mark joins the letter before it wherever
//! it is drawn, and only whole runs of glyphs are ordered by where they stand.
//! A gap alone makes a space only where no letter of Thai would have one put
//! between it and its mark (the domain's rules for Thai, section 6).

use super::{
    ink::{Glyph, Heading, Ink, Rect, length},
    table::Word,
    told::Told,
};
use crate::normalize::{lines, thai};

/// Baselines this far apart, in parts of the size, are still one line.
const SAME_LINE: f64 = 0.4;
/// A glyph this far behind the one before begins a run of its own.
const RUN_GAP: f64 = 0.5;
/// A glyph this far back from where the last one ended does too.
const RUN_BACK: f64 = 0.35;
/// As far as a mark may be drawn from the letter it stands on.
pub(super) const MARK_REACH: f64 = 1.5;
/// A gap this wide is a space between other letters than Thai ones.
const SPACE: f64 = 0.2;
/// The same between Thai letters, in a document that writes its spaces: there
/// it is no space but the next column of a page without rules.
const THAI_SPACE: f64 = 1.0;
/// A space that was widened to justify its line reaches to the next word, but
/// for so many sizes.
const BRIDGE: f64 = 0.1;

/// Bytes of a run or word that most have room in: they are many, and gone with
/// their page.
const ROOM: usize = 48;

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// The text, trimmed.
    pub(super) text: String,
    /// Whether a space was drawn behind it.
    pub(super) spaced: bool,
    pub(super) area: Rect,
    pub(super) size: f64,
    pub(super) heading: Heading,
}

/// A run of glyphs that follow each other closely on one baseline. `u` goes
/// along the text, `v` across it, from line to line.
pub(super) struct Run {
    pub(super) text: String,
    pub(super) u0: f64,
    pub(super) u1: f64,
    pub(super) v: f64,
    pub(super) size: f64,
    pub(super) heading: Heading,
    pub(super) area: Rect,
}

/// How far along and across the text a point lies.
const fn turned(heading: Heading, x: f64, y: f64) -> (f64, f64) {
    match heading {
        Heading::Right | Heading::Askew => (x, y),
        Heading::Down => (y, -x),
        Heading::Left => (-x, -y),
        Heading::Up => (-y, x),
    }
}

/// Whether the text goes on with what stands before it: a mark.
pub(super) fn begins_with_mark(text: &str) -> bool {
    text.chars().next().is_some_and(thai::is_mark)
}

/// Whether the page has spaces as glyphs. TeX has none: there a gap is one.
pub(super) fn writes_spaces(ink: &Ink) -> bool {
    let enough = ink.glyphs.len() / 200 + 1;
    let spaces = ink.glyphs.iter().filter(|g| is_space(ink.text_of(g)));
    spaces.take(enough).count() == enough
}

pub(super) fn is_space(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_whitespace)
}

/// Whether a glyph stands where the one before it ends, or hangs there.
pub(super) fn are_near(before: &Glyph, glyph: &Glyph) -> bool {
    let gap = length(
        glyph.x - before.x - before.dx,
        glyph.y - before.y - before.dy,
    );
    gap <= 1.5 * glyph.size.max(before.size)
}

/// The lines of `glyphs`, in reading order; those of each heading together.
pub(super) fn lines_of(glyphs: &[Told<'_>], writes_spaces: bool) -> Vec<Line> {
    let mut runs = runs(glyphs);
    runs.sort_by(|a, b| a.heading.cmp(&b.heading).then(a.v.total_cmp(&b.v)));
    let mut lines = Vec::new();
    let mut rest = runs.as_mut_slice();
    while let Some(first) = rest.first() {
        let (heading, v) = (first.heading, first.v);
        let together = rest
            .iter()
            .position(|run| {
                run.heading != heading || run.v - v > SAME_LINE * run.size.max(first.size)
            })
            .unwrap_or(rest.len());
        let (line, after) = rest.split_at_mut(together);
        line.sort_by(|a, b| a.u0.total_cmp(&b.u0));
        lines.extend(joined(line, writes_spaces));
        rest = after;
    }
    lines
}

/// The glyphs of a stamp as one line, in the order they were drawn.
pub(super) fn stamp(glyphs: &[Told<'_>]) -> Option<Line> {
    let text: String = glyphs.iter().map(|glyph| glyph.text).collect();
    Some(Line {
        text: composed(text.trim()),
        spaced: false,
        area: glyphs.iter().map(|glyph| glyph.area).reduce(Rect::around)?,
        size: glyphs.iter().map(|glyph| glyph.size).fold(0.0, f64::max),
        heading: Heading::Askew,
    })
}

/// The runs that glyphs make, in the order they are drawn.
pub(super) fn runs(glyphs: &[Told<'_>]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for glyph in glyphs {
        let text = glyph.text;
        let (u, v) = turned(glyph.heading, glyph.x, glyph.y);
        let (du, _) = turned(glyph.heading, glyph.dx, glyph.dy);
        let (start, end) = (u.min(u + du), u.max(u + du));
        let area = glyph.area;
        if let Some(run) = runs.last_mut()
            && follows(run, glyph, start, v)
        {
            // A space that the pen came back over took no room, and is none
            // between a letter and its mark.
            if glyph.is_mark() && run.text.ends_with(' ') && start < run.u1 - 0.1 * run.size {
                run.text.pop();
            }
            run.text.push_str(text);
            run.u1 = run.u1.max(end);
            // A space that hangs over the edge takes no room.
            if !glyph.is_space() {
                run.area = run.area.around(area);
            }
            continue;
        }
        let mut text = String::with_capacity(ROOM);
        text.push_str(glyph.text);
        runs.push(Run {
            text,
            u0: start,
            u1: end,
            v,
            size: glyph.size,
            heading: glyph.heading,
            area,
        });
    }
    runs
}

fn follows(run: &Run, glyph: &Told<'_>, start: f64, v: f64) -> bool {
    let size = run.size.max(glyph.size);
    let (along, across) = (start - run.u1, (v - run.v).abs());
    if run.heading != glyph.heading {
        false
    } else if glyph.is_mark() {
        along.abs() <= MARK_REACH * size && across <= MARK_REACH * size
    } else {
        (-RUN_BACK * size..=SPACE * size).contains(&along) && across <= SAME_LINE * size
            || glyph.is_space()
                && (-RUN_BACK..=RUN_GAP).contains(&(along / size))
                && across <= 0.1 * size
    }
}

/// One line of runs that are sorted along it; nothing where all are white.
fn joined(runs: &[Run], writes_spaces: bool) -> Option<Line> {
    let mut text = String::new();
    let mut end = f64::MIN;
    let mut area: Option<Rect> = None;
    let mut size: f64 = 0.0;
    for run in runs {
        if !text.is_empty() && is_apart(&text, run, run.u0 - end, writes_spaces) {
            text.push(' ');
        }
        text.push_str(&run.text);
        end = end.max(run.u1);
        size = size.max(run.size);
        if !is_space(&run.text) {
            area = Some(area.map_or(run.area, |area| area.around(run.area)));
        }
    }
    let spaced = text.ends_with(char::is_whitespace);
    Some(Line {
        text: composed(text.trim()),
        spaced,
        area: area?,
        size,
        heading: runs.first()?.heading,
    })
}

fn is_apart(before: &str, run: &Run, gap: f64, writes_spaces: bool) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), run.text.chars().next()) else {
        return false;
    };
    if last.is_whitespace() || first.is_whitespace() || thai::is_mark(first) {
        return false;
    }
    let thai = thai::is_thai(last) && thai::is_thai(first);
    let wide = if thai && writes_spaces {
        THAI_SPACE
    } else {
        SPACE
    };
    gap > wide * run.size
}

/// The text with ำ whole: a shaped font draws it in two, and its ring may come
/// before or after the tone mark; and with ุ and ู before a tone mark, which may
/// be drawn first. That is how PDF says them, and no repair.
pub(super) fn composed(text: &str) -> String {
    let mut composed = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            'ํ' => {
                let tone = chars.next_if(|c| is_tone(*c));
                let whole = chars.next_if_eq(&'า').is_some();
                if !whole {
                    composed.push('ํ');
                }
                composed.extend(tone);
                if whole {
                    composed.push('ำ');
                }
            }
            _ if is_tone(c) => {
                composed.extend(chars.next_if(|c| matches!(c, '\u{e38}' | '\u{e39}')));
                composed.push(c);
            }
            _ => composed.push(c),
        }
    }
    composed
}

const fn is_tone(c: char) -> bool {
    matches!(c, '\u{e48}'..='\u{e4b}')
}

/// The lines of a cell as its text. Where a space was drawn at the end of a
/// line, the words stood apart; any other line keeps its break, for the reader
/// of the cell knows what opens a paragraph.
pub(super) fn text_of(lines: &[Line]) -> String {
    let room = lines.iter().map(|line| line.text.len() + 1).sum();
    let mut text = String::with_capacity(room);
    let mut spaced = false;
    for line in lines {
        if !text.is_empty() {
            let space = spaced && !lines::opens_list(&line.text);
            text.push(if space { ' ' } else { '\n' });
        }
        text.push_str(&line.text);
        spaced = line.spaced;
    }
    text
}

/// The upright words of `glyphs`, for the finder of tables.
pub(super) fn upright(glyphs: &[Told<'_>]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    // The spaces drawn since the last word.
    let mut spaces: Vec<&Told<'_>> = Vec::new();
    for glyph in glyphs {
        if glyph.is_space() {
            spaces.push(glyph);
            continue;
        }
        if glyph.heading != Heading::Right {
            continue;
        }
        let area = glyph.area;
        let is_mark = glyph.is_mark();
        match words.last_mut() {
            Some(word) if (is_mark || spaces.is_empty()) && goes_on(word, glyph, is_mark) => {
                word.area = word.area.around(area);
                word.size = word.size.max(glyph.size);
                word.text.push_str(glyph.text);
            }
            last => {
                let spaced = last.is_some_and(|last| is_bridged(last, &spaces, glyph));
                let mut text = String::with_capacity(ROOM);
                text.push_str(glyph.text);
                words.push(Word {
                    area,
                    y: glyph.y,
                    size: glyph.size,
                    text,
                    spaced,
                });
            }
        }
        if !is_mark {
            spaces.clear();
        }
    }
    words
}

/// Whether one space was drawn from a word to the next glyph.
fn is_bridged(word: &Word, spaces: &[&Told<'_>], next: &Glyph) -> bool {
    let [space] = spaces else {
        return false;
    };
    let near = |from: f64, to: f64| (to - from).abs() <= BRIDGE * next.size;
    let on_line = |y: f64| (y - next.y).abs() <= 0.1 * next.size;
    near(word.area.x1, space.x)
        && near(space.x + space.dx, next.x)
        && on_line(space.y)
        && on_line(word.y)
}

/// Whether a glyph stands right behind a word, on its line, or as a mark on it.
fn goes_on(word: &Word, glyph: &Glyph, is_mark: bool) -> bool {
    let size = word.size.max(glyph.size);
    let (along, across) = (glyph.x - word.area.x1, (glyph.y - word.y).abs());
    if is_mark {
        along.abs() <= MARK_REACH * size && across <= MARK_REACH * size
    } else {
        (-RUN_BACK * size..=SPACE * size).contains(&along) && across <= SAME_LINE * size
    }
}

#[cfg(test)]
mod tests;
