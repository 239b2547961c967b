//! Underlines: rulings that go with words and bound no cell. Left among the
//! rulings, those of a text that fills its cell would cut it.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::{
    ink::{Axis, Drawn, Heading, Ruling, floor},
    told::Told,
};

/// An underline begins and ends where its words do, to so many points.
const ENDS: f64 = 0.75;
/// How far below the baseline it may lie, in sizes.
const DEPTH: f64 = 0.3;
/// As far below, in points, for the largest print of a table.
const LOWEST: f64 = 10.0;
/// Rulings of a page beyond which it is a drawing.
const MOST: usize = 50_000;

/// Where words begin or end: the largest size there, by baseline and place.
type Ends = HashMap<(i64, i64), f64, RandomState>;

/// The rulings without those that underline.
pub(super) fn left_out(rulings: &[Ruling], glyphs: &[Told<'_>]) -> Vec<Ruling> {
    let mut rulings = rulings.to_vec();
    if rulings.len() > MOST {
        return rulings;
    }
    let may_underline =
        |ruling: &Ruling| ruling.axis == Axis::Horizontal && ruling.drawn == Drawn::Line;
    let asked = || rulings.iter().filter(|ruling| may_underline(ruling));
    // Rules of a table end at few places, and hardly any word there.
    let (from, to) = (
        around(asked().map(|ruling| ruling.from)),
        around(asked().map(|ruling| ruling.to)),
    );
    // Nor does one stand on many.
    let mut heights: Vec<f64> = asked().map(|ruling| ruling.at).collect();
    heights.sort_by(f64::total_cmp);
    let is_near = |glyph: &Told<'_>| {
        let next = heights.partition_point(|at| *at < glyph.y - 2.0 * ENDS);
        let lowest = glyph.y + DEPTH * glyph.size + 2.0 * ENDS;
        heights.get(next).is_some_and(|at| *at <= lowest)
    };
    let (mut starts, mut ends) = (Ends::default(), Ends::default());
    for glyph in glyphs
        .iter()
        .filter(|glyph| glyph.heading == Heading::Right && is_near(glyph))
    {
        for (places, asked, x) in [
            (&mut starts, &from, glyph.x),
            (&mut ends, &to, glyph.x + glyph.dx),
        ] {
            let x = square(x);
            if asked.binary_search(&x).is_ok() {
                let size = places.entry((square(glyph.y), x)).or_default();
                *size = size.max(glyph.size);
            }
        }
    }
    rulings.retain(|ruling| !(may_underline(ruling) && underlines(ruling, &starts, &ends)));
    rulings
}

/// The squares of these places and those beside them, sorted.
fn around(places: impl Iterator<Item = f64>) -> Vec<i64> {
    let mut squares: Vec<i64> = places
        .map(square)
        .flat_map(|at| [at.saturating_sub(1), at, at.saturating_add(1)])
        .collect();
    squares.sort_unstable();
    squares.dedup();
    squares
}

/// Whether words on one baseline begin and end where the ruling does.
fn underlines(ruling: &Ruling, starts: &Ends, ends: &Ends) -> bool {
    let bottom = square(ruling.at);
    let top = square(ruling.at - LOWEST);
    (top..=bottom).any(|baseline| {
        // The ruling lies no more than so far below the words' baseline.
        #[expect(clippy::cast_precision_loss, reason = "pages are small")]
        let below = ruling.at - baseline as f64 * ENDS;
        let near = |places: &Ends, x: f64| {
            let at = square(x);
            (at.saturating_sub(1)..=at.saturating_add(1)).any(|x| {
                let size = places.get(&(baseline, x));
                size.is_some_and(|size| below <= DEPTH * size + ENDS)
            })
        };
        near(starts, ruling.from) && near(ends, ruling.to)
    })
}

fn square(place: f64) -> i64 {
    floor(place / ENDS)
}

#[cfg(test)]
mod tests {
    use super::super::ink::{Glyph, Ink, SaidBy};
    use super::*;

    fn told<'i>(ink: &'i Ink, words: &'i [Glyph]) -> Vec<Told<'i>> {
        words.iter().map(|word| Told::new(ink, word)).collect()
    }

    fn word(x: f64, y: f64, width: f64) -> Glyph {
        Glyph {
            text: 0..1,
            x,
            y,
            dx: width,
            dy: 0.0,
            size: 10.0,
            heading: Heading::Right,
            said_by: SaidBy::Font,
            font: 0,
            repair: None,
        }
    }

    fn rule(at: f64, from: f64, to: f64) -> Ruling {
        Ruling {
            axis: Axis::Horizontal,
            at,
            from,
            to,
            drawn: Drawn::Line,
        }
    }

    #[test]
    fn a_rule_under_whole_words_is_an_underline() {
        let words = [word(20.0, 50.0, 30.0), word(55.0, 50.0, 30.0)];
        let (ink, words) = (Ink::default(), words);
        let words = told(&ink, &words);
        for (from, to) in [(20.0, 50.0), (20.0, 85.0), (54.7, 85.4)] {
            assert!(left_out(&[rule(51.5, from, to)], &words).is_empty());
        }
    }

    #[test]
    fn rules_of_cells_stay() {
        let words = [word(20.0, 50.0, 30.0)];
        let (ink, words) = (Ink::default(), words);
        let words = told(&ink, &words);
        for other in [
            // Wider than the words, far below them, above them, upright.
            rule(51.5, 17.0, 53.0),
            rule(58.0, 20.0, 50.0),
            rule(42.0, 20.0, 50.0),
            rule(51.5, f64::MIN, f64::MAX),
            Ruling {
                axis: Axis::Vertical,
                ..rule(51.5, 20.0, 50.0)
            },
            Ruling {
                drawn: Drawn::Edge,
                ..rule(51.5, 20.0, 50.0)
            },
        ] {
            assert_eq!(left_out(&[other], &words), [other]);
        }
    }
}
