//! Where the glyphs of a page stand, by their squares: every glyph is added, and
//! hardly any looked up.

/// No glyph.
const NONE: u32 = u32::MAX;
/// What spreads hashes: 2^64 over the golden ratio (Knuth, The Art of Computer
/// Programming, 6.4).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

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
            shift: u64::BITS - chains.ilog2(),
        }
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
        usize::try_from(hash.wrapping_mul(SPREAD) >> self.shift).unwrap_or(0)
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
}
