//! The indicators and items of one assessment year, and how a score follows
//! from them.
//!
//! An item code means nothing without its year, and the number printed on a
//! form is not the assessment's: rows are matched by name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    hundredths::{Hundredths, Ratio},
    normalize::{code::Code, key::key},
    submission::Instrument,
};

/// The catalog of one assessment year.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    /// `ruam.catalog/1`.
    pub schema: String,
    /// Its id, as a profile names it.
    pub id: String,
    /// The assessment year, B.E.
    pub year: u16,
    /// The score to reach.
    pub target: Hundredths,
    /// Parts of the overall score.
    pub weights: BTreeMap<Instrument, i64>,
    /// The only scores that items of an instrument can have.
    pub allowed_scores: BTreeMap<Instrument, Vec<Hundredths>>,
    /// The indicators, by official number.
    pub indicators: Vec<CatalogIndicator>,
}

/// One indicator of the assessment.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogIndicator {
    /// The assessment's own number.
    pub official_no: u32,
    /// Its canonical name.
    pub name: String,
    /// Other names in use.
    pub aliases: Vec<String>,
    /// The survey it is scored by.
    pub instrument: Instrument,
    /// Its groups of items.
    pub groups: Vec<Group>,
}

/// A group of items whose mean counts as one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Number of the group: `9.1`.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Codes of its items.
    pub items: Vec<String>,
}

impl CatalogIndicator {
    /// The codes of its items, in order.
    pub fn items(&self) -> impl Iterator<Item = &str> {
        self.groups
            .iter()
            .flat_map(|group| group.items.iter().map(String::as_str))
    }

    /// The score that `items` give: the mean of the groups' means, rounded
    /// half-up; nothing where an item is missing.
    #[must_use]
    pub fn mean(&self, items: &BTreeMap<&str, Hundredths>) -> Option<Hundredths> {
        let mut sum = Ratio::ZERO;
        for group in &self.groups {
            let scores: Vec<Hundredths> = group
                .items
                .iter()
                .map(|code| items.get(code.as_str()).copied())
                .collect::<Option<_>>()?;
            sum = sum.plus(Ratio::mean(&scores)?)?;
        }
        sum.scaled(1, i64::try_from(self.groups.len()).ok()?)?
            .round_half_up()
    }
}

impl Catalog {
    /// The indicator called `name`, by its name or an alias, spaces ignored.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&CatalogIndicator> {
        // Canonical names, which most callers have, need no key.
        if let Some(known) = self.indicators.iter().find(|known| known.name == name) {
            return Some(known);
        }
        let wanted = key(name);
        self.indicators.iter().find(|indicator| {
            std::iter::once(&indicator.name)
                .chain(&indicator.aliases)
                .any(|known| key(known) == wanted)
        })
    }

    /// The indicator that the item belongs to.
    #[must_use]
    pub fn by_item(&self, code: &str) -> Option<&CatalogIndicator> {
        self.indicators
            .iter()
            .find(|indicator| indicator.items().any(|item| item == code))
    }

    /// Whether the year has this item.
    #[must_use]
    pub fn has(&self, code: Code) -> bool {
        self.by_item(&code.to_string()).is_some()
    }

    /// The overall score: the weighted mean of each survey's indicators, by
    /// canonical name; nothing where one is missing.
    #[must_use]
    pub fn overall(&self, scores: &BTreeMap<&str, Hundredths>) -> Option<Hundredths> {
        let whole: i64 = self.weights.values().sum();
        let mut sum = Ratio::ZERO;
        for instrument in Instrument::ALL {
            let part: Vec<Hundredths> = self
                .indicators
                .iter()
                .filter(|indicator| indicator.instrument == instrument)
                .map(|indicator| scores.get(indicator.name.as_str()).copied())
                .collect::<Option<_>>()?;
            let weight = self.weights.get(&instrument).copied()?;
            sum = sum.plus(Ratio::mean(&part)?.scaled(weight, whole)?)?;
        }
        sum.round_half_up()
    }
}
