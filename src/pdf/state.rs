//! The graphics and text state of a page while it is interpreted (ISO 32000-1,
//! 8.4 and 9.3).

use std::sync::Arc;

use super::{font::Font, ink::Rect};

/// An affine transformation: `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix(pub(super) [f64; 6]);

impl Matrix {
    pub(super) const ONE: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First `self`, then `after`: `self × after` as the standard writes it.
    pub(super) fn then(self, after: &Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [p, q, r, s, t, u] = after.0;
        Self([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }

    /// Where a point comes to lie.
    pub(super) fn point(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// Where a distance points to.
    pub(super) fn vector(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, ..] = self.0;
        (a * x + c * y, b * x + d * y)
    }

    /// How much lengths grow on the average.
    pub(super) fn scale(&self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }

    /// Moved by a distance of the space it starts from.
    pub(super) fn moved(self, x: f64, y: f64) -> Self {
        let [a, b, c, d, ..] = self.0;
        let (e, f) = self.point(x, y);
        Self([a, b, c, d, e, f])
    }
}

/// The text state, which `q` saves too.
#[derive(Clone)]
pub(super) struct TextState {
    pub(super) font: Option<Arc<Font>>,
    pub(super) size: f64,
    pub(super) character_spacing: f64,
    pub(super) word_spacing: f64,
    /// Horizontal scaling, 1 for 100 %.
    pub(super) stretch: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    /// Whether it is text that nobody sees.
    pub(super) unseen: bool,
}

/// The graphics state.
#[derive(Clone)]
pub(super) struct State {
    pub(super) ctm: Matrix,
    pub(super) text: TextState,
    pub(super) line_width: f64,
    /// What is drawn outside of this is not seen.
    pub(super) clip: Rect,
    /// Whether what is filled is white, and so hides rather than shows.
    pub(super) white: bool,
}

impl State {
    pub(super) fn new(ctm: Matrix, clip: Rect) -> Self {
        Self {
            ctm,
            clip,
            text: TextState {
                font: None,
                size: 0.0,
                character_spacing: 0.0,
                word_spacing: 0.0,
                stretch: 1.0,
                leading: 0.0,
                rise: 0.0,
                unseen: false,
            },
            line_width: 1.0,
            white: false,
        }
    }
}

/// Whether the components of a colour, one, three or four of them, are white.
pub(super) fn is_white(components: &[f64]) -> bool {
    match components {
        [_] | [_, _, _] => components.iter().all(|value| *value >= 0.98),
        [_, _, _, _] => components.iter().all(|value| *value <= 0.02),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_matrix_acts_first() {
        let grown = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        let moved = Matrix([1.0, 0.0, 0.0, 1.0, 10.0, 5.0]);
        assert_eq!(grown.then(&moved).point(1.0, 1.0), (12.0, 7.0));
        assert_eq!(moved.then(&grown).point(1.0, 1.0), (22.0, 12.0));
        assert_eq!(grown.moved(3.0, 0.0).point(0.0, 0.0), (6.0, 0.0));
        assert_eq!(grown.scale(), 2.0);
    }

    #[test]
    fn white_in_every_colour_space() {
        for (components, white) in [
            (&[1.0][..], true),
            (&[0.0], false),
            (&[1.0, 1.0, 0.99], true),
            (&[1.0, 1.0, 0.0], false),
            (&[0.0, 0.0, 0.0, 0.0], true),
            (&[0.0, 0.0, 0.0, 1.0], false),
            (&[], false),
        ] {
            assert_eq!(is_white(components), white, "{components:?}");
        }
    }
}
