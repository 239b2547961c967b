//! Which files came, went, or have other bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Change, Kind};
use crate::{
    dataset::{Status, Summary},
    finding::Message,
};

/// What changed among the files: those that came, went or have other bytes, and
/// what became of the others.
#[must_use]
pub fn files(old: &[Summary], new: &[Summary]) -> Vec<Change> {
    let before: BTreeMap<&str, &Summary> = old.iter().map(|one| (one.file.as_str(), one)).collect();
    let after: BTreeMap<&str, &Summary> = new.iter().map(|one| (one.file.as_str(), one)).collect();
    let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let mut changes = Vec::new();
    for name in names {
        let (was, is) = (before.get(name).copied(), after.get(name).copied());
        let Some(summary) = is.or(was) else { continue };
        let mut add = |kind, old: Value, new: Value, label: Option<Message>| {
            changes.push(Change {
                agency: summary.agency.clone(),
                fiscal_year: summary.fiscal_year,
                kind,
                no: None,
                indicator: None,
                item: None,
                office: summary.office.clone(),
                file: Some(name.to_owned()),
                label,
                old,
                new,
                part: None,
            });
        };
        match (was, is) {
            (Some(was), Some(is)) => {
                if was.sha256 != is.sha256 {
                    add(
                        Kind::File,
                        was.sha256.clone().into(),
                        is.sha256.clone().into(),
                        None,
                    );
                }
                if was.status != is.status {
                    add(
                        Kind::Status,
                        status(was.status).into(),
                        status(is.status).into(),
                        None,
                    );
                }
                if was.office != is.office {
                    let label = Message::new("สำนัก", "office");
                    add(
                        Kind::Status,
                        was.office.clone().into(),
                        is.office.clone().into(),
                        Some(label),
                    );
                }
            }
            (was, is) => {
                let state = |one: Option<&Summary>| {
                    one.map_or(Value::Null, |one| status(one.status).into())
                };
                add(Kind::File, state(was), state(is), None);
            }
        }
    }
    changes.sort_by(|a, b| a.agency.cmp(&b.agency));
    changes
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Merged => "merged",
        Status::Duplicate => "duplicate",
        Status::Superseded => "superseded",
        Status::Rejected => "rejected",
    }
}
