//! Where the glyphs of a page stand, by their squares: every glyph is added, and
//! hardly any looked up.

use std::hash::{BuildHasher, RandomState};

/// No glyph.
const NONE: u32 = u32::MAX;

/// An odd number that nobody knows before: no file can be made whose texts have
/// one hash, or whose squares fall into one chain.
fn secret() -> u64 {
    RandomState::new().hash_one(0) | 1
}

/// A glyph in its square.
struct Placed<'t> {
    hash: u64,
    text: &'t str,
    place: (f64, f64),
    /// The one before in the same chain.
    before: u32,
}

/// Glyphs by the hash of text and square, in chains from the last to the first.
pub(super) struct Squares<'t> {
    all: Vec<Placed<'t>>,
    last: Vec<u32>,
    /// What the bytes of a text are multiplied by, one after the other.
    base: u64,
    /// What spreads hashes over the chains.
    spread: u64,
    /// How far the upper bits of a hash, which number the chain, stand from the
    /// lowest.
    shift: u32,
}

impl<'t> Squares<'t> {
    /// Room for so many glyphs.
    pub(super) fn new(glyphs: usize) -> Self {
        let chains = glyphs.max(1).next_power_of_two().max(2);
        Self {
            all: Vec::with_capacity(glyphs),
            last: vec![NONE; chains],
            base: secret(),
            spread: secret(),
            shift: u64::BITS - chains.ilog2(),
        }
    }

    /// The hash of a text, of which that of a square is made.
    pub(super) fn name(&self, text: &str) -> u64 {
        let longer = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(self.base);
        text.bytes().fold(0, longer)
    }

    /// Adds a glyph.
    pub(super) fn add(&mut self, hash: u64, text: &'t str, place: (f64, f64)) {
        let number = u32::try_from(self.all.len()).unwrap_or(NONE);
        let chain = self.chain(hash);
        let Some(last) = self.last.get_mut(chain) else {
            return;
        };
        let before = std::mem::replace(last, number);
        self.all.push(Placed {
            hash,
            text,
            place,
            before,
        });
    }

    /// Where the last glyph with this hash and text stands.
    pub(super) fn last(&self, hash: u64, text: &str) -> Option<(f64, f64)> {
        let mut next = *self.last.get(self.chain(hash))?;
        loop {
            let placed = self.all.get(usize::try_from(next).ok()?)?;
            if placed.hash == hash && placed.text == text {
                return Some(placed.place);
            }
            next = placed.before;
        }
    }

    fn chain(&self, hash: u64) -> usize {
        usize::try_from(hash.wrapping_mul(self.spread) >> self.shift).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_a_text_in_a_square_is_found() {
        let mut squares = Squares::new(3);
        squares.add(7, "ก", (1.0, 1.0));
        squares.add(7, "ข", (2.0, 2.0));
        squares.add(7, "ก", (3.0, 3.0));
        squares.add(8, "ก", (4.0, 4.0));
        assert_eq!(squares.last(7, "ก"), Some((3.0, 3.0)));
        assert_eq!(squares.last(7, "ข"), Some((2.0, 2.0)));
        assert_eq!(squares.last(9, "ก"), None);
    }

    #[test]
    fn no_file_can_put_all_squares_into_one_chain() {
        // Multiples of what undoes a spread that is known differ in no upper bit
        // of their hash.
        let known: u64 = 0x9e37_79b9_7f4a_7c15;
        let undoes = (0..6).fold(known, |inverse: u64, _| {
            let error = 2_u64.wrapping_sub(known.wrapping_mul(inverse));
            inverse.wrapping_mul(error)
        });
        assert_eq!(known.wrapping_mul(undoes), 1);
        let mut squares = Squares::new(4_096);
        for number in 0..4_096_u64 {
            squares.add(number.wrapping_mul(undoes), "ก", (0.0, 0.0));
        }
        let length = |last: &u32| {
            let before = |number: &u32| Some(squares.all.get(*number as usize)?.before);
            std::iter::successors(Some(*last), before).count() - 1
        };
        let longest = squares.last.iter().map(length).max();
        assert!(longest.is_some_and(|longest| longest < 512), "{longest:?}");
    }
}
