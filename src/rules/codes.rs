//! Which indicator each row is, which codes stand in it wrongly, and which are
//! missing: what several rules must agree on, so that one mistake is one
//! finding.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::context::Row;
use crate::{
    catalog::{Catalog, CatalogIndicator},
    note::{Note, NoteKind},
    submission::{Indicator, Submission},
};

/// What is wrong with an item code where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault<'a> {
    /// The assessment has no such item.
    Unknown,
    /// It is an item of this other indicator.
    Elsewhere(&'a CatalogIndicator),
}

/// The codes of a submission, by row.
#[derive(Clone, Debug, Default)]
pub(super) struct Codes<'a> {
    catalog: Option<&'a Catalog>,
    /// The indicator that each item belongs to: several rules ask for each of
    /// the codes of each row.
    homes: HashMap<&'a str, &'a CatalogIndicator>,
    rows: Vec<Option<&'a CatalogIndicator>>,
    /// The first row of each indicator.
    first: BTreeMap<u32, usize>,
    /// All codes that stand anywhere.
    all: BTreeSet<&'a str>,
    /// What the cells of a row may mean by what is not certainly a code.
    perhaps: BTreeMap<usize, Vec<&'a str>>,
    /// How many codes of a row are of another scheme.
    foreign: BTreeMap<usize, usize>,
    /// The code that was probably meant, by row.
    meant: Vec<Option<&'a str>>,
}

impl<'a> Codes<'a> {
    /// The codes of a submission; without a catalog, nothing is known of them.
    pub(super) fn new(
        submission: &'a Submission,
        notes: &'a [Note],
        catalog: Option<&'a Catalog>,
    ) -> Self {
        let mut codes = Self {
            catalog,
            ..Self::default()
        };
        for indicator in catalog.iter().flat_map(|catalog| &catalog.indicators) {
            for item in indicator.items() {
                codes.homes.entry(item).or_insert(indicator);
            }
        }
        for (index, indicator) in submission.indicators.iter().enumerate() {
            let known = codes.identity(indicator);
            codes.rows.push(known);
            if let Some(known) = known {
                codes.first.entry(known.official_no).or_insert(index);
            }
            let all = indicator.items.iter();
            codes.all.extend(all.map(|item| item.code.as_str()));
        }
        for note in notes {
            let Some(index) = note.indicator else {
                continue;
            };
            match &note.kind {
                NoteKind::CodeAmbiguous { suggestion, .. } => {
                    codes.perhaps.entry(index).or_default().push(suggestion);
                }
                NoteKind::CodeForeign { .. } => *codes.foreign.entry(index).or_default() += 1,
                _ => {}
            }
        }
        let rows = submission.indicators.iter().enumerate();
        codes.meant = rows
            .map(|(index, indicator)| codes.only_missing(Row { indicator, index }))
            .collect();
        codes
    }

    /// The indicator that most items of a row belong to, else the one it is called.
    fn identity(&self, indicator: &Indicator) -> Option<&'a CatalogIndicator> {
        let mut homes: BTreeMap<u32, (usize, &CatalogIndicator)> = BTreeMap::new();
        let items = indicator.items.iter();
        for home in items.filter_map(|item| self.homes.get(item.code.as_str()).copied()) {
            homes.entry(home.official_no).or_insert((0, home)).0 += 1;
        }
        let all: usize = homes.values().map(|(count, _)| count).sum();
        let most = homes
            .into_values()
            .find(|(count, _)| *count > 1 && count * 2 > all);
        let named = || self.catalog?.by_name(&indicator.name);
        most.map(|(_, home)| home).or_else(named)
    }

    /// The indicator that the row is: that of most of its items, else of its
    /// name. A name is typed wrongly sooner than all the codes beside it.
    pub(super) fn known(&self, row: Row<'_>) -> Option<&'a CatalogIndicator> {
        self.rows.get(row.index).copied().flatten()
    }

    /// What is wrong with a code in this row, whether or not it stands there
    /// before.
    pub(super) fn fault(&self, row: Row<'_>, code: &str) -> Option<Fault<'a>> {
        self.catalog?;
        let Some(home) = self.homes.get(code).copied() else {
            return Some(Fault::Unknown);
        };
        let other = self
            .known(row)
            .is_some_and(|known| known.official_no != home.official_no);
        other.then_some(Fault::Elsewhere(home))
    }

    /// Whether something in the row may be meant for this code.
    pub(super) fn perhaps(&self, row: Row<'_>, code: &str) -> bool {
        let perhaps = self.perhaps.get(&row.index);
        perhaps.is_some_and(|all| all.contains(&code))
    }

    /// The codes that the row should have, and that stand nowhere: what stands
    /// in another row is reported there, and an indicator given twice is asked
    /// once.
    pub(super) fn missing(&self, row: Row<'_>) -> Vec<&'a str> {
        let Some(known) = self
            .known(row)
            .filter(|known| self.first.get(&known.official_no) == Some(&row.index))
        else {
            return Vec::new();
        };
        let nowhere = |code: &&str| !self.all.contains(*code) && !self.perhaps(row, code);
        known.items().filter(nowhere).collect()
    }

    /// How many codes of the row may be misspellings of others: of those that
    /// are missing, when there are as many.
    pub(super) fn strays(&self, row: Row<'_>) -> usize {
        let items = &row.indicator.items;
        let mut seen = BTreeSet::new();
        let wrong = items.iter().filter(|item| {
            let again = !seen.insert(item.code.as_str());
            again || self.fault(row, &item.code).is_some()
        });
        let wrong = wrong.count();
        let own = |code: &str| {
            let known = self
                .known(row)
                .is_some_and(|known| known.items().any(|item| item == code));
            known || seen.contains(code)
        };
        let perhaps = self.perhaps.get(&row.index).into_iter().flatten();
        wrong
            + perhaps.filter(|code| !own(code)).count()
            + self.foreign.get(&row.index).copied().unwrap_or(0)
    }

    /// The code that was probably meant where one stands wrongly in the row:
    /// the only one missing.
    pub(super) fn meant(&self, row: Row<'_>) -> Option<&'a str> {
        self.meant.get(row.index).copied().flatten()
    }

    fn only_missing(&self, row: Row<'_>) -> Option<&'a str> {
        match self.missing(row).as_slice() {
            [only] if self.strays(row) == 1 => Some(only),
            _ => None,
        }
    }
}

/// The words that name the code that was probably meant, in Thai and English.
pub(super) fn perhaps(meant: Option<&str>) -> (String, String) {
    meant.map_or_else(Default::default, |code| {
        (
            format!(" น่าจะหมายถึง {code} ซึ่งยังไม่มีในตัวชี้วัดนี้"),
            format!("; {code} is probably meant, which this indicator lacks"),
        )
    })
}
