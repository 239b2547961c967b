//! What came of all mutants: counts by format, and what must not be.

use std::collections::BTreeMap;

/// The counts of one format, or of some of its batches.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) mutants: usize,
    /// By `merged` and so on, or the reason of a rejection.
    pub(crate) fates: BTreeMap<String, usize>,
    /// Deaths of workers by reason, crate and place, with one of their mutants.
    pub(crate) deaths: BTreeMap<(String, String, String), (usize, String)>,
    /// The longest that a file took, and which.
    pub(crate) longest: (f64, String),
    /// Files that were marked and whose cells were looked at besides.
    pub(crate) besides: usize,
    pub(crate) wrong: Vec<String>,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.mutants += other.mutants;
        self.besides += other.besides;
        for (what, count) in other.fates {
            *self.fates.entry(what).or_default() += count;
        }
        for (death, (count, example)) in other.deaths {
            self.deaths.entry(death).or_insert((0, example)).0 += count;
        }
        if self.longest.0 < other.longest.0 {
            self.longest = other.longest;
        }
        self.wrong.extend(other.wrong);
    }

    /// What a person reads.
    pub(crate) fn told(&self, format: &str) -> String {
        let mut lines = Vec::new();
        let count = |what: &str| self.fates.get(what).copied().unwrap_or_default();
        let dead: usize = self.deaths.values().map(|(count, _)| count).sum();
        lines.push(format!(
            "{format}: {} mutants, {} merged, {dead} deaths of workers, longest {:.2} s ({}), {} read otherwise too",
            self.mutants,
            count("merged") + count("duplicate") + count("superseded"),
            self.longest.0,
            self.longest.1,
            self.besides
        ));
        let fates: Vec<String> = self
            .fates
            .iter()
            .map(|(what, count)| format!("{what} {count}"))
            .collect();
        lines.push(format!("  {}", fates.join(", ")));
        for ((reason, whose, place), (count, example)) in &self.deaths {
            lines.push(format!(
                "  {count:>5} {reason:<8} {whose}: {place} ({example})"
            ));
        }
        lines.join("\n")
    }
}
