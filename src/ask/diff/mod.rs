//! What changed from one dataset to another, told by what it means: indicators,
//! items, measures and offices are matched by name, never by their places.

mod conflicts;
mod files;

pub use files::files;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    same,
    unit::{Part, Unit, identity, units},
};
use crate::{dataset::Report, finding::Message};

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The agency's code.
    pub agency: String,
    /// The fiscal year, B.E.; none of a file that was rejected.
    pub fiscal_year: Option<u16>,
    /// What kind of thing.
    pub kind: Kind,
    /// The number of the indicator on the form.
    pub no: Option<u32>,
    /// The indicator, where it concerns one.
    pub indicator: Option<String>,
    /// The item, where it concerns one.
    pub item: Option<String>,
    /// The office, where it concerns one.
    pub office: Option<String>,
    /// The file, where it concerns one.
    pub file: Option<String>,
    /// What it is called.
    pub label: Option<Message>,
    /// What it was; null where it was not there.
    pub old: Value,
    /// What it is; null where it is there no more.
    pub new: Value,
    /// What it means.
    #[serde(skip)]
    pub part: Option<Part>,
}

/// A kind of thing that changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A whole report.
    Report,
    /// The years, the target or the overall score.
    Overall,
    /// A whole indicator.
    Indicator,
    /// A value.
    Value,
    /// Whether an office has reported on an indicator.
    Coverage,
    /// Whether an office was late.
    Late,
    /// A disagreement between files.
    Conflict,
    /// The bytes of a file.
    File,
    /// What became of a file, or whose it is.
    Status,
}

impl Change {
    fn of(report: &Report, kind: Kind, old: Value, new: Value) -> Self {
        Self {
            agency: report.agency.clone(),
            fiscal_year: Some(report.fiscal_year),
            kind,
            no: None,
            indicator: None,
            item: None,
            office: None,
            file: None,
            label: None,
            old,
            new,
            part: None,
        }
    }
}

/// What changed in one report; none stands for one that is not there.
#[must_use]
pub fn reports(old: Option<&Report>, new: Option<&Report>) -> Vec<Change> {
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) if old == new => return Vec::new(),
        (Some(old), Some(new)) => (old, new),
        (Some(one), None) => return vec![Change::of(one, Kind::Report, true.into(), Value::Null)],
        (None, Some(one)) => return vec![Change::of(one, Kind::Report, Value::Null, true.into())],
        (None, None) => return Vec::new(),
    };
    let mut changes = overall(old, new);
    indicators(old, new, &mut changes);
    coverage(old, new, &mut changes);
    conflicts::conflicts(old, new, &mut changes);
    // All of one indicator stands together, then what offices did.
    changes.sort_by_key(|change| match change.kind {
        Kind::Report | Kind::Overall => (0, None, None),
        Kind::Coverage => (2, change.office.clone(), change.no),
        Kind::Late => (3, change.office.clone(), None),
        _ => (1, None, Some(change.no.unwrap_or(u32::MAX))),
    });
    changes
}

fn overall(old: &Report, new: &Report) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut add = |th: String, en: String, before: Value, after: Value| {
        if before != after {
            changes.push(Change {
                label: Some(Message::new(th, en)),
                ..Change::of(new, Kind::Overall, before, after)
            });
        }
    };
    let target = |report: &Report| json!(report.target);
    add(
        "คะแนนเป้าหมาย".to_owned(),
        "target".to_owned(),
        target(old),
        target(new),
    );
    let years: BTreeSet<u16> = old
        .overall
        .keys()
        .chain(new.overall.keys())
        .copied()
        .collect();
    for year in years {
        let of = |report: &Report| json!(report.overall.get(&year).copied().flatten());
        add(
            format!("คะแนนรวมปี {year}"),
            format!("overall score of {year}"),
            of(old),
            of(new),
        );
    }
    changes
}

fn indicators(old: &Report, new: &Report, changes: &mut Vec<Change>) {
    let name = |one: &crate::dataset::MergedIndicator| identity(one.official_no, &one.name);
    let before: BTreeMap<String, _> = old.indicators.iter().map(|one| (name(one), one)).collect();
    let after: BTreeMap<String, _> = new.indicators.iter().map(|one| (name(one), one)).collect();
    let gone = old
        .indicators
        .iter()
        .filter(|one| !after.contains_key(&name(one)));
    for indicator in new.indicators.iter().chain(gone) {
        let id = name(indicator);
        let (was, is) = (before.get(&id), after.get(&id));
        let at = Change {
            no: indicator.no,
            indicator: Some(indicator.name.clone()),
            ..Change::of(new, Kind::Indicator, Value::Null, Value::Null)
        };
        let (Some(was), Some(is)) = (was, is) else {
            let there = |there: bool| {
                if there {
                    Value::Bool(true)
                } else {
                    Value::Null
                }
            };
            changes.push(Change {
                old: there(was.is_some()),
                new: there(is.is_some()),
                ..at
            });
            continue;
        };
        let json = |one| serde_json::to_value(one).unwrap_or_default();
        let (was, is) = (units(&json(was), None), units(&json(is), None));
        values(&at, was, is, changes);
    }
}

/// What changed among the values of one indicator; of what is wholly new or gone
/// only the value that stands for it.
fn values(at: &Change, old: Vec<Unit>, new: Vec<Unit>, changes: &mut Vec<Change>) {
    let before: BTreeMap<&Part, &Value> =
        old.iter().map(|unit| (&unit.part, &unit.value)).collect();
    let after: BTreeMap<&Part, &Value> = new.iter().map(|unit| (&unit.part, &unit.value)).collect();
    let gone = old.iter().filter(|unit| !after.contains_key(&unit.part));
    for unit in new.iter().chain(gone) {
        let (was, is) = (before.get(&unit.part), after.get(&unit.part));
        let whole = was.is_none() || is.is_none();
        if whole && !stands_for_all(&unit.part) {
            continue;
        }
        let value = |value: Option<&&Value>| value.map_or(Value::Null, |value| (*value).clone());
        let (was, is) = (value(was), value(is));
        if !same(&was, &is) {
            let office = match &unit.part {
                Part::Result(office, ..) => office.clone(),
                _ => None,
            };
            changes.push(Change {
                kind: Kind::Value,
                item: unit.part.item().map(str::to_owned),
                office,
                label: Some(unit.part.label()),
                old: was,
                new: is,
                part: Some(unit.part.clone()),
                ..at.clone()
            });
        }
    }
}

/// Whether the value is the one that stands for its item, measure or result.
fn stands_for_all(part: &Part) -> bool {
    match part {
        Part::Item(_, leaf) => *leaf == "score",
        Part::Measure(.., leaf) | Part::Bullet(.., leaf) => *leaf == "text",
        Part::Result(.., leaf) => *leaf == "actions",
        _ => true,
    }
}

fn coverage(old: &Report, new: &Report, changes: &mut Vec<Change>) {
    let missing = |report: &Report| -> BTreeSet<(String, String)> {
        let coverage = report
            .coverage
            .iter()
            .flat_map(|coverage| &coverage.missing);
        coverage
            .map(|pair| (pair.office.clone(), pair.indicator.clone()))
            .collect()
    };
    let (was, is) = (missing(old), missing(new));
    for pair in was.symmetric_difference(&is) {
        let (before, after) = if is.contains(pair) {
            ("", "missing")
        } else {
            ("missing", "")
        };
        let state = |state: &str, report: &Report| match state {
            "" if reported(report, pair) => Value::from("reported"),
            "" => Value::from("not_asked"),
            state => Value::from(state),
        };
        let named = |report: &Report| {
            report
                .indicators
                .iter()
                .find(|one| one.name == pair.1)
                .and_then(|one| one.no)
        };
        changes.push(Change {
            no: named(new).or_else(|| named(old)),
            indicator: Some(pair.1.clone()),
            office: Some(pair.0.clone()),
            ..Change::of(new, Kind::Coverage, state(before, old), state(after, new))
        });
    }
    let late = |report: &Report| -> BTreeSet<(String, String)> {
        let coverage = report.coverage.iter().flat_map(|coverage| &coverage.late);
        coverage
            .map(|one| (one.office.clone(), one.received.clone()))
            .collect()
    };
    let (was, is) = (late(old), late(new));
    for one in was.symmetric_difference(&is) {
        let received = Value::from(one.1.clone());
        let (before, after) = if is.contains(one) {
            (Value::Null, received)
        } else {
            (received, Value::Null)
        };
        changes.push(Change {
            office: Some(one.0.clone()),
            ..Change::of(new, Kind::Late, before, after)
        });
    }
}

fn reported(report: &Report, (office, indicator): &(String, String)) -> bool {
    let mut of = report
        .indicators
        .iter()
        .filter(|one| one.name == *indicator);
    of.any(|one| {
        one.results
            .iter()
            .any(|result| result.offices.contains(office))
    })
}
