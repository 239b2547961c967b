//! The measures of one indicator, from all submissions: by their numbers, and
//! the dashes under them by their items.

use std::collections::BTreeMap;

use serde_json::json;

use super::values::{Join, Row};
use crate::{
    dataset::{MergedBullet, MergedMeasure, MergedMeasures},
    submission::{Bullet, Indicator},
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
        let mut names: Vec<(u32, usize)> = Vec::new();
        for row in self.rows {
            for name in measure_names(row.indicator) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names.sort_unstable();
        let list = names
            .into_iter()
            .enumerate()
            .map(|(at, name)| self.measure(&format!("/measures/list/{at}"), name))
            .collect();
        MergedMeasures {
            preamble,
            claims,
            list,
        }
    }

    pub(super) fn measure(&mut self, field: &str, name: (u32, usize)) -> MergedMeasure {
        let place = move |row: &Row<'a>| {
            measure_names(row.indicator)
                .iter()
                .position(|other| *other == name)
        };
        let text = self.value(&format!("{field}/text"), None, None, |row| {
            let index = place(row)?;
            let measure = row.indicator.measures.list.get(index)?;
            Some(row.say(&format!("/measures/list/{index}/text"), json!(measure.text)))
        });
        let no = self.value(&format!("{field}/no"), None, None, |row| {
            let index = place(row)?;
            let measure = row.indicator.measures.list.get(index)?;
            Some(row.say(&format!("/measures/list/{index}/no"), json!(measure.no)))
        });
        let mut dashes: Vec<(Option<&'a str>, usize)> = Vec::new();
        for row in self.rows {
            let measure = place(row).and_then(|index| row.indicator.measures.list.get(index));
            for dash in measure
                .into_iter()
                .flat_map(|measure| bullet_names(&measure.bullets))
            {
                if !dashes.contains(&dash) {
                    dashes.push(dash);
                }
            }
        }
        let bullets = dashes
            .into_iter()
            .enumerate()
            .map(|(at, dash)| {
                let leaf = |row: &Row<'a>, name: &str| {
                    let index = place(row)?;
                    let bullets = &row.indicator.measures.list.get(index)?.bullets;
                    let which = bullet_names(bullets)
                        .iter()
                        .position(|other| *other == dash)?;
                    let bullet = bullets.get(which)?;
                    let value = match name {
                        "item" => json!(bullet.item),
                        "quoted_score" => json!(bullet.quoted_score),
                        _ => json!(bullet.text),
                    };
                    Some(row.say(
                        &format!("/measures/list/{index}/bullets/{which}/{name}"),
                        value,
                    ))
                };
                let field = |name: &str| format!("{field}/bullets/{at}/{name}");
                MergedBullet {
                    item: self.value(&field("item"), dash.0, None, |row| leaf(row, "item")),
                    quoted_score: self.value(&field("quoted_score"), dash.0, None, |row| {
                        leaf(row, "quoted_score")
                    }),
                    text: self.value(&field("text"), dash.0, None, |row| leaf(row, "text")),
                }
            })
            .collect();
        MergedMeasure { no, text, bullets }
    }
}

/// What tells the measures of an indicator apart: the number, and which of that
/// number it is; else the place.
fn measure_names(indicator: &Indicator) -> Vec<(u32, usize)> {
    let measures = indicator.measures.list.iter();
    counted(measures.map(|measure| measure.no.unwrap_or(u32::MAX)))
}

/// What tells the dashes of a measure apart: the item, and which of that item
/// it is; else the place.
fn bullet_names(bullets: &[Bullet]) -> Vec<(Option<&str>, usize)> {
    counted(bullets.iter().map(|bullet| bullet.item.as_deref()))
}

/// Each name with how often it stood before.
fn counted<N: Ord + Copy>(names: impl Iterator<Item = N>) -> Vec<(N, usize)> {
    let mut seen: BTreeMap<N, usize> = BTreeMap::new();
    names
        .map(|name| {
            let before = seen.entry(name).or_default();
            *before += 1;
            (name, *before - 1)
        })
        .collect()
}
