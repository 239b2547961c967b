//! Runs of glyphs → pieces of text where they stand.

use super::super::{ink::Heading, told::Told, words};

/// A run as it stands on the page.
pub(super) struct Piece {
    pub(super) text: String,
    /// Where its baseline begins, and how far it goes.
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) length: f64,
    pub(super) size: f64,
    pub(super) heading: Heading,
}

/// The runs of `glyphs` that say something, in the order they were drawn.
pub(super) fn pieces(glyphs: &[Told<'_>]) -> Vec<Piece> {
    let seen = words::runs(glyphs)
        .into_iter()
        .filter(|run| !run.text.trim().is_empty());
    seen.map(|run| {
        let (x, y) = place(run.heading, run.u0, run.v);
        Piece {
            text: words::composed(&run.text),
            x,
            y,
            length: run.u1 - run.u0,
            size: run.size,
            heading: run.heading,
        }
    })
    .collect()
}

/// The point that lies so far along and across the text.
const fn place(heading: Heading, u: f64, v: f64) -> (f64, f64) {
    match heading {
        Heading::Right | Heading::Askew => (u, v),
        Heading::Down => (-v, u),
        Heading::Left => (-u, -v),
        Heading::Up => (v, -u),
    }
}
