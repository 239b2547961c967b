//! How a page is held to be read: a table that is drawn sideways, on a page
//! that nobody told to turn, is read as if the page had been turned.

use super::ink::{Axis, Glyph, Heading, Ink, Rect, Ruling};

/// So many of the letters of a page, in quarters, run one way where the page is
/// meant to be turned. Its number and its running head may run as usual; heads
/// of columns that run upward over a table that is hardly filled in are fewer.
const MOST_QUARTERS: usize = 3;

/// A page as it is displayed, and the way its text runs there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::pdf) struct View {
    pub(in crate::pdf) width: f64,
    pub(in crate::pdf) height: f64,
    pub(in crate::pdf) heading: Heading,
}

impl View {
    /// Whether the page has to be turned to be read.
    pub(in crate::pdf) fn is_turned(self) -> bool {
        self.heading != Heading::Right
    }

    /// Where a point of the page as displayed lies for the reader.
    fn read(self, (x, y): (f64, f64)) -> (f64, f64) {
        match self.heading {
            Heading::Right | Heading::Askew => (x, y),
            Heading::Down => (y, self.width - x),
            Heading::Left => (self.width - x, self.height - y),
            Heading::Up => (self.height - y, x),
        }
    }

    /// Where a point lies on the page as displayed.
    fn displayed(self, (x, y): (f64, f64)) -> (f64, f64) {
        match self.heading {
            Heading::Right | Heading::Askew => (x, y),
            Heading::Down => (self.width - y, x),
            Heading::Left => (self.width - x, self.height - y),
            Heading::Up => (y, self.height - x),
        }
    }

    /// Where an area lies on the page as displayed.
    pub(in crate::pdf) fn shown(self, area: Rect) -> Rect {
        let corner = |x, y| self.displayed((x, y));
        Rect::between(corner(area.x0, area.y0), corner(area.x1, area.y1))
    }

    /// Where an area of the page as displayed lies for the reader.
    pub(in crate::pdf) fn read_area(self, area: Rect) -> Rect {
        Rect::between(self.read((area.x0, area.y0)), self.read((area.x1, area.y1)))
    }

    /// The matrix of SVG that displays what the reader sees.
    pub(in crate::pdf) fn matrix(self) -> [f64; 6] {
        let (e, f) = self.displayed((0.0, 0.0));
        let (a, b) = self.displayed((1.0, 0.0));
        let (c, d) = self.displayed((0.0, 1.0));
        [a - e, b - f, c - e, d - f, e, f]
    }

    fn glyph(self, glyph: &mut Glyph) {
        let (x, y) = (glyph.x, glyph.y);
        let end = self.read((x + glyph.dx, y + glyph.dy));
        (glyph.x, glyph.y) = self.read((x, y));
        (glyph.dx, glyph.dy) = (end.0 - glyph.x, end.1 - glyph.y);
        glyph.heading = self.heading_of(glyph.heading);
    }

    fn heading_of(self, of: Heading) -> Heading {
        const AROUND: [Heading; 4] = [Heading::Right, Heading::Down, Heading::Left, Heading::Up];
        let quarter = |heading| AROUND.iter().position(|other| *other == heading);
        let turned = quarter(of)
            .zip(quarter(self.heading))
            .and_then(|(of, own)| AROUND.get((of + 4 - own) % 4));
        turned.copied().unwrap_or(of)
    }

    fn ruling(self, ruling: Ruling) -> Ruling {
        let (from, to) = match ruling.axis {
            Axis::Horizontal => ((ruling.from, ruling.at), (ruling.to, ruling.at)),
            Axis::Vertical => ((ruling.at, ruling.from), (ruling.at, ruling.to)),
        };
        let area = Rect::between(self.read(from), self.read(to));
        let sideways = matches!(self.heading, Heading::Up | Heading::Down);
        let axis = match (ruling.axis, sideways) {
            (Axis::Horizontal, false) | (Axis::Vertical, true) => Axis::Horizontal,
            (Axis::Vertical, false) | (Axis::Horizontal, true) => Axis::Vertical,
        };
        let (at, from, to) = match axis {
            Axis::Horizontal => (area.y0, area.x0, area.x1),
            Axis::Vertical => (area.x0, area.y0, area.y1),
        };
        Ruling {
            axis,
            at,
            from,
            to,
            drawn: ruling.drawn,
        }
    }
}

/// Turns a page so that most of its text runs to the right.
pub(super) fn turn(ink: &mut Ink) {
    let heading = predominant(ink);
    if heading == Heading::Right {
        return;
    }
    ink.view.heading = heading;
    let view = ink.view;
    ink.glyphs.iter_mut().for_each(|glyph| view.glyph(glyph));
    for ruling in &mut ink.rulings {
        *ruling = view.ruling(*ruling);
    }
}

/// The way that nearly all letters run, if there is one.
fn predominant(ink: &Ink) -> Heading {
    let mut all = 0_usize;
    let mut turned = [(Heading::Down, 0), (Heading::Left, 0), (Heading::Up, 0)];
    for glyph in &ink.glyphs {
        if ink.text_of(glyph).trim().is_empty() || glyph.heading == Heading::Askew {
            continue;
        }
        all += 1;
        for (heading, count) in &mut turned {
            *count += usize::from(glyph.heading == *heading);
        }
    }
    let most = turned
        .into_iter()
        .find(|(_, count)| *count > 0 && all * MOST_QUARTERS <= count * 4);
    most.map_or(Heading::Right, |(heading, _)| heading)
}

#[cfg(test)]
mod tests {
    use super::super::ink::{Drawn, SaidBy};
    use super::*;

    fn glyph(heading: Heading, x: f64, y: f64, (dx, dy): (f64, f64)) -> Glyph {
        Glyph {
            text: 0..1,
            x,
            y,
            dx,
            dy,
            size: 10.0,
            heading,
            said_by: SaidBy::Font,
            font: 0,
            repair: None,
        }
    }

    /// A page of 200 by 100 points with these glyphs and a rule at its left.
    fn page(glyphs: Vec<Glyph>) -> Ink {
        Ink {
            text: "x".to_owned(),
            glyphs,
            rulings: vec![Ruling {
                axis: Axis::Vertical,
                at: 20.0,
                from: 10.0,
                to: 90.0,
                drawn: Drawn::Line,
            }],
            view: View {
                width: 200.0,
                height: 100.0,
                heading: Heading::Right,
            },
            ..Ink::default()
        }
    }

    #[test]
    fn a_page_whose_text_runs_upward_is_turned() {
        let mut ink = page(vec![glyph(Heading::Up, 30.0, 90.0, (0.0, -6.0)); 9]);
        ink.glyphs.push(glyph(Heading::Right, 5.0, 5.0, (6.0, 0.0)));
        turn(&mut ink);
        let [first, .., last] = ink.glyphs.as_slice() else {
            panic!()
        };
        assert_eq!(
            (first.x, first.y, first.dx, first.dy),
            (10.0, 30.0, 6.0, 0.0)
        );
        assert_eq!(
            (first.heading, last.heading),
            (Heading::Right, Heading::Down)
        );
        let [rule] = ink.rulings[..] else { panic!() };
        assert_eq!(rule.axis, Axis::Horizontal);
        assert_eq!((rule.at, rule.from, rule.to), (20.0, 10.0, 90.0));
        let area = first.area();
        assert_eq!(
            ink.view.shown(area),
            glyph(Heading::Up, 30.0, 90.0, (0.0, -6.0)).area()
        );
    }

    #[test]
    fn every_way_leads_back_to_the_page() {
        for (heading, along) in [
            (Heading::Down, (0.0, 6.0)),
            (Heading::Left, (-6.0, 0.0)),
            (Heading::Up, (0.0, -6.0)),
        ] {
            let before = glyph(heading, 50.0, 40.0, along);
            let mut ink = page(vec![before.clone()]);
            turn(&mut ink);
            let after = &ink.glyphs[0];
            assert_eq!(
                (after.dx, after.dy, after.heading),
                (6.0, 0.0, Heading::Right)
            );
            assert_eq!(ink.view.shown(after.area()), before.area(), "{heading:?}");
            assert_eq!(ink.view.read_area(before.area()), after.area());
            let [a, b, c, d, e, f] = ink.view.matrix();
            let (x, y) = (after.x, after.y);
            assert_eq!((a * x + c * y + e, b * x + d * y + f), (50.0, 40.0));
        }
    }

    #[test]
    fn heads_that_run_upward_turn_no_page() {
        let mut ink = page(vec![glyph(Heading::Up, 30.0, 90.0, (0.0, -6.0)); 7]);
        ink.glyphs
            .extend(vec![glyph(Heading::Right, 5.0, 5.0, (6.0, 0.0)); 3]);
        let before = ink.clone();
        turn(&mut ink);
        assert_eq!(ink, before);
    }
}
