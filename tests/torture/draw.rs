//! Numbers that follow from a seed, the same on every machine (splitmix64).

/// A stream of numbers.
pub(crate) struct Draw(u64);

impl Draw {
    /// The stream of one mutant.
    pub(crate) fn of(seed: u64, format: &str, index: usize) -> Self {
        let mut draw = Self(seed);
        for byte in format.bytes().chain(index.to_le_bytes()) {
            draw.0 = draw.0.rotate_left(8) ^ u64::from(byte);
            draw.next();
        }
        draw
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 where there is none.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 1) as usize % bound.max(1)
    }

    /// A number below `bound`, small ones more often.
    pub(crate) fn small(&mut self, bound: usize) -> usize {
        let scale = 1 + self.below(bound);
        self.below(scale)
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[7]
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// A stretch of `length` things: where it begins and ends.
    pub(crate) fn stretch(&mut self, length: usize, longest: usize) -> (usize, usize) {
        let start = self.below(length);
        let end = start + 1 + self.small(longest);
        (start, end.min(length))
    }
}
