//! Whether a hash may be among many: asked of every letter of a page, it keeps
//! nearly all of them from being looked up.

/// Tells of most hashes that they were not added, and never of one that was.
pub(super) struct Sieve {
    words: Vec<u64>,
    /// How far the upper bits, which number the word, stand from the lowest.
    shift: u32,
}

/// Fewer words than this save nothing, and more leave the processor's cache.
const WORDS: (usize, usize) = (64, 1 << 20);
/// What spreads hashes: 2^64 over the golden ratio (Knuth, The Art of Computer
/// Programming, 6.4).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Sieve {
    /// A sieve for about so many hashes.
    pub(super) fn new(hashes: usize) -> Self {
        let (fewest, most) = WORDS;
        let words = hashes.clamp(fewest, most).next_power_of_two();
        Self {
            words: vec![0; words],
            shift: u64::BITS - words.ilog2(),
        }
    }

    /// Adds a hash.
    pub(super) fn add(&mut self, hash: u64) {
        let (word, bit) = self.place(hash);
        if let Some(word) = self.words.get_mut(word) {
            *word |= bit;
        }
    }

    /// Whether the hash may have been added.
    pub(super) fn may_have(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    /// The word and the bit of a hash.
    fn place(&self, hash: u64) -> (usize, u64) {
        let spread = hash.wrapping_mul(SPREAD);
        let word = usize::try_from(spread >> self.shift).unwrap_or(0);
        (word, 1 << ((spread >> (self.shift - 6)) & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_never_denied_and_most_of_the_rest_is() {
        let mut sieve = Sieve::new(1_000);
        (0..1_000_u64).for_each(|hash| sieve.add(hash * 0x1_0001));
        assert!((0..1_000_u64).all(|hash| sieve.may_have(hash * 0x1_0001)));
        let wrong = (0..1_000_u64).filter(|hash| sieve.may_have(hash * 0x1_0001 + 7));
        assert!(wrong.count() < 50);
    }
}
