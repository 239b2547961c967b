//! The ink of a page → what of it lies in an area.

use super::ink::{Axis, Drawn, Ink, Rect, Ruling};

/// The glyphs whose middle lies in the area, and of rulings the parts that do.
pub(super) fn within(ink: &Ink, area: Rect) -> Ink {
    let mut clipped = ink.clone();
    clipped.glyphs.retain(|glyph| {
        let Rect { x0, y0, x1, y1 } = glyph.area();
        area.holds(f64::midpoint(x0, x1), f64::midpoint(y0, y1))
    });
    clipped.rulings = rulings(&ink.rulings, area);
    clipped
}

/// The parts of rulings that lie in the area.
pub(super) fn rulings(all: &[Ruling], area: Rect) -> Vec<Ruling> {
    let (edges, lines): (Vec<Ruling>, Vec<Ruling>) =
        (all.iter().copied()).partition(|ruling| ruling.drawn == Drawn::Edge);
    let lines = lines.into_iter().filter(|line| lies_in(line, area));
    let mut parts: Vec<Ruling> = lines.filter_map(|line| part(line, area)).collect();
    // The four edges of a filled area stay together; those outside go along and
    // meet nothing.
    for four in edges.chunks_exact(4) {
        let inner: Vec<Ruling> = four.iter().filter_map(|edge| part(*edge, area)).collect();
        if inner.len() == four.len() {
            parts.extend(inner);
        }
    }
    parts
}

/// Whether a ruling lies between the sides that it runs along.
fn lies_in(ruling: &Ruling, area: Rect) -> bool {
    match ruling.axis {
        Axis::Horizontal => (area.y0..=area.y1).contains(&ruling.at),
        Axis::Vertical => (area.x0..=area.x1).contains(&ruling.at),
    }
}

/// As much of a ruling as lies between the sides that it runs across.
fn part(ruling: Ruling, area: Rect) -> Option<Ruling> {
    let (first, last) = match ruling.axis {
        Axis::Horizontal => (area.x0, area.x1),
        Axis::Vertical => (area.y0, area.y1),
    };
    let (from, to) = (ruling.from.max(first), ruling.to.min(last));
    (from < to).then_some(Ruling { from, to, ..ruling })
}

#[cfg(test)]
mod tests {
    use super::super::ink::{Glyph, Heading, SaidBy};
    use super::*;

    const AREA: Rect = Rect {
        x0: 10.0,
        y0: 10.0,
        x1: 60.0,
        y1: 40.0,
    };

    fn ruling(axis: Axis, drawn: Drawn, at: f64, from: f64, to: f64) -> Ruling {
        Ruling {
            axis,
            at,
            from,
            to,
            drawn,
        }
    }

    fn rulings(rulings: Vec<Ruling>) -> Vec<Ruling> {
        let ink = Ink {
            rulings,
            ..Ink::default()
        };
        within(&ink, AREA).rulings
    }

    #[test]
    fn a_glyph_belongs_where_its_middle_lies() {
        let glyph = |x: f64| Glyph {
            text: 0..1,
            x,
            y: 30.0,
            dx: 10.0,
            dy: 0.0,
            size: 10.0,
            heading: Heading::Right,
            said_by: SaidBy::Font,
            font: 0,
            repair: None,
        };
        let ink = Ink {
            text: "a".to_owned(),
            glyphs: vec![glyph(4.0), glyph(6.0), glyph(54.0), glyph(56.0)],
            ..Ink::default()
        };
        assert_eq!(within(&ink, AREA).glyphs, [glyph(6.0), glyph(54.0)]);
    }

    #[test]
    fn lines_end_at_the_area_and_those_outside_are_not_there() {
        let (across, down) = (Axis::Horizontal, Axis::Vertical);
        let line = Drawn::Line;
        let clipped = rulings(vec![
            ruling(across, line, 20.0, 0.0, 100.0),
            ruling(down, line, 20.0, 0.0, 30.0),
            ruling(across, line, 45.0, 0.0, 100.0),
            ruling(down, line, 5.0, 0.0, 100.0),
            ruling(across, line, 20.0, 60.0, 100.0),
        ]);
        assert_eq!(
            clipped,
            [
                ruling(across, line, 20.0, 10.0, 60.0),
                ruling(down, line, 20.0, 10.0, 30.0),
            ]
        );
    }

    #[test]
    fn the_edges_of_an_area_stay_four() {
        let edges = |x0, y0, x1, y1| {
            let edge = |axis, at, from, to| ruling(axis, Drawn::Edge, at, from, to);
            vec![
                edge(Axis::Horizontal, y0, x0, x1),
                edge(Axis::Horizontal, y1, x0, x1),
                edge(Axis::Vertical, x0, y0, y1),
                edge(Axis::Vertical, x1, y0, y1),
            ]
        };
        let outside = edges(70.0, 15.0, 90.0, 30.0);
        let half = edges(0.0, 15.0, 20.0, 30.0);
        let clipped = rulings([outside, half].concat());
        let ends: Vec<_> = clipped.iter().map(|e| (e.at, e.from, e.to)).collect();
        assert_eq!(
            ends,
            [
                (15.0, 10.0, 20.0),
                (30.0, 10.0, 20.0),
                (0.0, 15.0, 30.0),
                (20.0, 15.0, 30.0),
            ]
        );
    }
}
