//! Which disagreements are new, settled, or others than before.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Change, Kind};
use crate::{
    ask::{
        same,
        unit::{Part, identity, units},
    },
    dataset::{ChosenBy, Conflict, Report},
};

/// The conflicts of a report by what they are about.
fn by_meaning(report: &Report) -> BTreeMap<(String, Part), &Conflict> {
    let mut fields = BTreeMap::new();
    for (place, indicator) in report.indicators.iter().enumerate() {
        let json = serde_json::to_value(indicator).unwrap_or_default();
        for unit in units(&json, None) {
            let field = format!("/indicators/{place}{}", unit.pointer);
            fields.insert(
                field,
                (identity(indicator.official_no, &indicator.name), unit.part),
            );
        }
    }
    let mut meant = BTreeMap::new();
    for conflict in &report.conflicts {
        if let Some(meaning) = fields.remove(&conflict.field) {
            meant.insert(meaning, conflict);
        }
    }
    meant
}

pub(super) fn conflicts(old: &Report, new: &Report, changes: &mut Vec<Change>) {
    if old.conflicts.is_empty() && new.conflicts.is_empty() {
        return;
    }
    let (was, is) = (by_meaning(old), by_meaning(new));
    let all: BTreeSet<&(String, Part)> = was.keys().chain(is.keys()).collect();
    for meaning in all {
        let (before, after) = (was.get(meaning), is.get(meaning));
        let (shown_before, shown_after) = (
            before.map_or(Value::Null, |c| candidates(c)),
            after.map_or(Value::Null, |c| candidates(c)),
        );
        if same(&shown_before, &shown_after) {
            continue;
        }
        let Some(conflict) = after.or(before) else {
            continue;
        };
        let named = new
            .indicators
            .iter()
            .chain(&old.indicators)
            .find(|one| one.name == conflict.key.indicator);
        changes.push(Change {
            no: named.and_then(|one| one.no),
            indicator: Some(conflict.key.indicator.clone()),
            item: conflict.key.item.clone(),
            label: Some(meaning.1.label()),
            part: Some(meaning.1.clone()),
            ..Change::of(new, Kind::Conflict, shown_before, shown_after)
        });
    }
}

/// What was said and what was chosen, without who said it: files have other
/// places in another dataset.
fn candidates(conflict: &Conflict) -> Value {
    let mut values: Vec<&Value> = conflict.candidates.iter().map(|one| &one.value).collect();
    values.sort_by_cached_key(|value| value.to_string());
    let by = match conflict.by {
        ChosenBy::Authority => "authority",
        ChosenBy::Majority => "majority",
        ChosenBy::None => "none",
    };
    json!({ "values": values, "chosen": conflict.chosen, "by": by })
}
