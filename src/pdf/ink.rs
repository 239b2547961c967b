//! What is on a page, in the order it was drawn: glyphs and rulings, in points
//! from the top left of the page as displayed, or as [`View`] turns it.

use std::ops::Range;

use super::{font::Repair, view::View};
use crate::limits::Over;

/// A rectangle; y grows downward, `x0 <= x1`, `y0 <= y1`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::pdf) struct Rect {
    pub(in crate::pdf) x0: f64,
    pub(in crate::pdf) y0: f64,
    pub(in crate::pdf) x1: f64,
    pub(in crate::pdf) y1: f64,
}

impl Rect {
    /// The rectangle that has `a` and `b` as opposite corners.
    pub(in crate::pdf) fn between(a: (f64, f64), b: (f64, f64)) -> Self {
        Self {
            x0: a.0.min(b.0),
            y0: a.1.min(b.1),
            x1: a.0.max(b.0),
            y1: a.1.max(b.1),
        }
    }

    /// The smallest rectangle around both.
    pub(in crate::pdf) fn around(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// What both have in common: nothing where they lie apart.
    pub(in crate::pdf) fn within(self, other: Self) -> Option<Self> {
        let common = Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        };
        (common.x0 <= common.x1 && common.y0 <= common.y1).then_some(common)
    }

    pub(in crate::pdf) fn holds(&self, x: f64, y: f64) -> bool {
        self.x0 <= x && x <= self.x1 && self.y0 <= y && y <= self.y1
    }

    pub(in crate::pdf) fn middle(&self) -> (f64, f64) {
        (
            f64::midpoint(self.x0, self.x1),
            f64::midpoint(self.y0, self.y1),
        )
    }

    pub(in crate::pdf) fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    pub(in crate::pdf) fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    /// Left, top, right, bottom, to a hundredth of a point.
    pub(in crate::pdf) fn rounded(&self) -> [f64; 4] {
        [self.x0, self.y0, self.x1, self.y1].map(|value| (value * 100.0).round() / 100.0)
    }
}

/// The length of a vector. Nearly all lie along an axis, which saves the root.
pub(in crate::pdf) fn length(x: f64, y: f64) -> f64 {
    if y == 0.0 {
        x.abs()
    } else if x == 0.0 {
        y.abs()
    } else {
        x.hypot(y)
    }
}

/// The largest integer that is no larger. The processors that any program must
/// run on have no instruction for it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "what is that large is off every page"
)]
pub(in crate::pdf) fn floor(number: f64) -> i64 {
    let whole = number as i64;
    whole.saturating_sub(i64::from(number < whole as f64))
}

/// Along which axis a ruling lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::pdf) enum Axis {
    Horizontal,
    Vertical,
}

/// What a ruling was drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pdf) enum Drawn {
    /// A stroked line or a thin filled rectangle.
    Line,
    /// The edge of a larger filled area: a cell's background, a highlight.
    Edge,
}

/// A straight piece of ink along an axis: a horizontal one lies `at` a y, and
/// goes `from` an x `to` an x.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::pdf) struct Ruling {
    pub(in crate::pdf) axis: Axis,
    pub(in crate::pdf) at: f64,
    pub(in crate::pdf) from: f64,
    pub(in crate::pdf) to: f64,
    pub(in crate::pdf) drawn: Drawn,
}

/// Which way a glyph's text runs, as displayed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::pdf) enum Heading {
    /// To the right, as usual.
    #[default]
    Right,
    /// Downward: turned clockwise by a quarter.
    Down,
    /// Upside down.
    Left,
    /// Upward: turned counter-clockwise by a quarter.
    Up,
    /// Askew: a stamp or a watermark.
    Askew,
}

/// Where the text of a glyph is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pdf) enum SaidBy {
    /// What its font says of its code.
    Font,
    /// What the glyph is in the font program, against what the font says.
    Glyph,
    /// The `ActualText` of a span.
    Span,
}

/// One glyph, or what a span of glyphs says in place of them.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::pdf) struct Glyph {
    /// Its text: bytes of [`Ink::text`]. Empty where another glyph says it.
    pub(in crate::pdf) text: Range<usize>,
    /// Where its baseline begins.
    pub(in crate::pdf) x: f64,
    pub(in crate::pdf) y: f64,
    /// How far its baseline goes: its advance.
    pub(in crate::pdf) dx: f64,
    pub(in crate::pdf) dy: f64,
    /// Height of its font.
    pub(in crate::pdf) size: f64,
    pub(in crate::pdf) heading: Heading,
    pub(in crate::pdf) said_by: SaidBy,
    /// Its font, as an index into [`Ink::fonts`].
    pub(in crate::pdf) font: u16,
    /// What the file says wrongly of it, where its text is another.
    pub(in crate::pdf) repair: Option<Repair>,
}

impl Glyph {
    /// The area that it takes, from a quarter below its baseline up.
    pub(in crate::pdf) fn area(&self) -> Rect {
        let (up, down) = (0.8 * self.size, 0.25 * self.size);
        let (x, y, dx, dy) = (self.x, self.y, self.dx, self.dy);
        match self.heading {
            Heading::Right | Heading::Askew => Rect::between((x, y - up), (x + dx, y + down)),
            Heading::Down => Rect::between((x - down, y), (x + up, y + dy)),
            Heading::Left => Rect::between((x, y - down), (x + dx, y + up)),
            Heading::Up => Rect::between((x - up, y), (x + down, y + dy)),
        }
    }
}

/// What a page holds that is not text, and what went wrong while it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::pdf) struct Remarks {
    /// Whether a picture covers a good part of the page.
    pub(in crate::pdf) picture: bool,
    /// Glyphs that are not drawn: what was recognized in a scan.
    pub(in crate::pdf) unseen: usize,
    /// The limit that cut the page short: on operators, glyphs or bytes.
    pub(in crate::pdf) cut: Option<Over>,
    /// Whether a stream or resource of the page cannot be read.
    pub(in crate::pdf) damaged: bool,
}

/// Everything on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::pdf) struct Ink {
    pub(in crate::pdf) text: String,
    pub(in crate::pdf) glyphs: Vec<Glyph>,
    pub(in crate::pdf) rulings: Vec<Ruling>,
    pub(in crate::pdf) remarks: Remarks,
    /// The names of the fonts of glyphs.
    pub(in crate::pdf) fonts: Vec<String>,
    /// The page, and how it is held.
    pub(in crate::pdf) view: View,
    /// The span that was said last.
    pub(in crate::pdf) span: Span,
}

/// A span that said its text: which, on how many letters, up to which glyph.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::pdf) struct Span {
    pub(in crate::pdf) text: String,
    /// What its glyphs say one by one.
    pub(in crate::pdf) own: String,
    pub(in crate::pdf) letters: usize,
    pub(in crate::pdf) end: usize,
}

impl Ink {
    /// The text of a glyph.
    pub(in crate::pdf) fn text_of(&self, glyph: &Glyph) -> &str {
        self.text.get(glyph.text.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lengths_and_floors_are_those_of_the_library(x in any::<f64>(), y in -1e6..1e6) {
            for (x, y) in [(x, y), (x, 0.0), (0.0, x), (y, y)] {
                prop_assert!(length(x, y) == x.hypot(y) || x.is_nan());
            }
            for number in [x, y, y.round(), f64::NAN, f64::INFINITY, f64::MIN] {
                prop_assert_eq!(floor(number), number.floor() as i64);
            }
        }
    }
}
