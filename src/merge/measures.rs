//! The measures of one indicator, from all submissions: by their numbers, and
//! the dashes under them by their items.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    choose::Said,
    values::{Join, Row},
};
use crate::{
    dataset::{MergedBullet, MergedMeasure, MergedMeasures},
    submission::{Bullet, Indicator, Measure},
};

impl<'a> Join<'a, '_> {
    /// Measures by their numbers; dashes by their items, else by their places.
    pub(super) fn measures(&mut self) -> MergedMeasures {
        let preamble = self.value("/measures/preamble", None, None, |row| {
            Some(row.say("/measures/preamble", json!(row.indicator.measures.preamble)))
        });
        let claims = self.value("/measures/claims", None, None, |row| {
            Some(row.say("/measures/claims", json!(row.indicator.measures.claims)))
        });
        let mut named: BTreeMap<(u32, usize), Vec<Given<'a>>> = BTreeMap::new();
        for row in self.rows {
            let measures = &row.indicator.measures.list;
            let names = measure_names(row.indicator).into_iter();
            for ((index, measure), name) in measures.iter().enumerate().zip(names) {
                named.entry(name).or_default().push(Given {
                    row: *row,
                    index,
                    measure,
                });
            }
        }
        let list = named.into_values().enumerate();
        let list = list.map(|(at, given)| self.measure(&format!("/measures/list/{at}"), &given));
        let list = list.collect();
        MergedMeasures {
            preamble,
            claims,
            list,
        }
    }

    /// One measure, from all rows that have it.
    fn measure(&mut self, field: &str, given: &[Given<'a>]) -> MergedMeasure {
        let say = |name: &str| -> Vec<Said<'a>> {
            let said = given.iter().map(|one| {
                let value = match name {
                    "no" => json!(one.measure.no),
                    _ => json!(one.measure.text),
                };
                one.row
                    .say(format!("/measures/list/{}/{name}", one.index), value)
            });
            said.collect()
        };
        let text = self.settled(&format!("{field}/text"), None, None, say("text"));
        let no = self.settled(&format!("{field}/no"), None, None, say("no"));
        // In the order in which they are met.
        let mut places: BTreeMap<(Option<&'a str>, usize), usize> = BTreeMap::new();
        let mut dashes: Vec<Vec<(&Given<'a>, usize)>> = Vec::new();
        for one in given {
            for (which, name) in bullet_names(&one.measure.bullets).into_iter().enumerate() {
                let place = *places.entry(name).or_insert(dashes.len());
                match dashes.get_mut(place) {
                    Some(dash) => dash.push((one, which)),
                    None => dashes.push(vec![(one, which)]),
                }
            }
        }
        let bullets = dashes.into_iter().enumerate();
        let bullets =
            bullets.map(|(at, dash)| self.bullet(&format!("{field}/bullets/{at}"), &dash));
        let bullets = bullets.collect();
        MergedMeasure { no, text, bullets }
    }

    /// One dash, from all measures that have it.
    fn bullet(&mut self, field: &str, given: &[(&Given<'a>, usize)]) -> MergedBullet {
        let say = |name: &str| -> Vec<Said<'a>> {
            let said = given.iter().filter_map(|(one, which)| {
                let bullet = one.measure.bullets.get(*which)?;
                let value = match name {
                    "item" => json!(bullet.item),
                    "quoted_score" => json!(bullet.quoted_score),
                    _ => json!(bullet.text),
                };
                let index = one.index;
                let pointer = format!("/measures/list/{index}/bullets/{which}/{name}");
                Some(one.row.say(pointer, value))
            });
            said.collect()
        };
        let first = given.first();
        let first = first.and_then(|(one, which)| one.measure.bullets.get(*which));
        let item = first.and_then(|bullet| bullet.item.as_deref());
        let field = |name: &str| format!("{field}/{name}");
        MergedBullet {
            item: self.settled(&field("item"), item, None, say("item")),
            quoted_score: self.settled(&field("quoted_score"), item, None, say("quoted_score")),
            text: self.settled(&field("text"), item, None, say("text")),
        }
    }
}

/// A measure as one row has it.
struct Given<'a> {
    row: Row<'a>,
    index: usize,
    measure: &'a Measure,
}

/// What tells the measures of an indicator apart: the number, and which of that
/// number it is; else the place.
pub(super) fn measure_names(indicator: &Indicator) -> Vec<(u32, usize)> {
    let measures = indicator.measures.list.iter();
    counted(measures.map(|measure| measure.no.unwrap_or(u32::MAX)))
}

/// What tells the dashes of a measure apart: the item, and which of that item
/// it is; else the place.
pub(super) fn bullet_names(bullets: &[Bullet]) -> Vec<(Option<&str>, usize)> {
    counted(bullets.iter().map(|bullet| bullet.item.as_deref()))
}

/// Each name with how often it stood before.
pub(super) fn counted<N: Ord + Copy>(names: impl Iterator<Item = N>) -> Vec<(N, usize)> {
    let mut seen: BTreeMap<N, usize> = BTreeMap::new();
    names
        .map(|name| {
            let before = seen.entry(name).or_default();
            *before += 1;
            (name, *before - 1)
        })
        .collect()
}
