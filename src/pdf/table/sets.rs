//! Disjoint sets: which of many things belong together.

/// The things `0..n`, each in a set of its own until joined.
pub(super) struct Sets {
    parents: Vec<usize>,
}

impl Sets {
    pub(super) fn new(n: usize) -> Self {
        Self {
            parents: (0..n).collect(),
        }
    }

    /// The thing that stands for the set of `thing`: always its smallest.
    pub(super) fn find(&mut self, thing: usize) -> usize {
        let mut thing = thing;
        while let Some(&parent) = self.parents.get(thing)
            && parent != thing
        {
            // Halving the path keeps the trees flat.
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(thing) {
                *slot = above;
            }
            thing = above;
        }
        thing
    }

    /// Makes one set of the sets of `a` and `b`.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if let Some(slot) = self.parents.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }

    /// The number of each thing's set; sets are numbered in the order of their
    /// first things.
    pub(super) fn numbered(mut self) -> (Vec<usize>, usize) {
        let mut numbers: Vec<usize> = Vec::with_capacity(self.parents.len());
        let mut sets = 0;
        for thing in 0..self.parents.len() {
            let first = self.find(thing);
            // The first of a set comes before all others of it.
            let number = numbers.get(first).copied().unwrap_or_else(|| {
                sets += 1;
                sets - 1
            });
            numbers.push(number);
        }
        (numbers, sets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_numbered_in_the_order_of_their_first_things() {
        let mut sets = Sets::new(6);
        sets.join(5, 1);
        sets.join(4, 3);
        sets.join(3, 5);
        assert_eq!(sets.numbered(), (vec![0, 1, 2, 1, 1, 1], 3));
    }
}
