//! What came of all mutants: counts by format, and what must not be.

use std::collections::BTreeMap;

use super::{batch::Outcome, death::Death};

/// The counts of one format, or of some of its batches.
#[derive(Clone, Default)]
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
    /// Mutants that are worth a look: where they are, and how they were made.
    pub(crate) kept: Vec<String>,
}

impl Tally {
    /// The counts of one batch.
    pub(crate) fn of(mutants: usize, outcome: &Outcome) -> Self {
        let mut tally = Self {
            mutants,
            wrong: outcome.wrong.clone(),
            ..Self::default()
        };
        for fate in &outcome.fates {
            *tally.fates.entry(fate.what.clone()).or_default() += 1;
        }
        for (file, seconds) in &outcome.took {
            if tally.longest.0 < *seconds {
                tally.longest = (*seconds, file.clone());
            }
        }
        tally
    }

    /// Counts a death; whether it is the first of its kind.
    pub(crate) fn died(&mut self, reason: &str, death: Death, file: &str) -> bool {
        if death.is_ours() {
            self.wrong
                .push(format!("{file}: {reason} in our own code, {}", death.place));
        }
        let key = (reason.to_owned(), death.whose, death.place);
        let entry = self.deaths.entry(key).or_insert((0, file.to_owned()));
        entry.0 += 1;
        entry.0 == 1
    }

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
        self.kept.extend(other.kept);
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
        lines.extend(self.wrong.iter().map(|wrong| format!("  WRONG {wrong}")));
        lines.extend(self.kept.iter().map(|kept| format!("  {kept}")));
        lines.join("\n")
    }
}
