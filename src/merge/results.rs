//! The results of one indicator: one for each office that reported.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::values::{Join, Row};
use crate::dataset::MergedResult;

impl<'a> Join<'a, '_> {
    /// One result per office; the agency's own and those of unknown offices
    /// name none.
    pub(super) fn results(&mut self) -> Vec<MergedResult> {
        let mut groups: BTreeMap<(Option<&'a str>, usize), Vec<Row<'a>>> = BTreeMap::new();
        for row in self
            .rows
            .iter()
            .filter(|row| row.indicator.result.is_some())
        {
            let office = row.member.submission.office.as_deref();
            // Files of unknown office never speak for one another.
            let apart = if office.is_none() {
                row.member.copy_of.unwrap_or(row.member.index)
            } else {
                0
            };
            groups.entry((office, apart)).or_default().push(*row);
        }
        groups
            .into_iter()
            .enumerate()
            .map(|(at, ((office, _), rows))| {
                let offices = office.filter(|office| !self.facts.is_agency(office));
                self.result(at, offices, &rows)
            })
            .collect()
    }

    pub(super) fn result(
        &mut self,
        at: usize,
        office: Option<&str>,
        rows: &[Row<'a>],
    ) -> MergedResult {
        let mut leaf = |name: &str| {
            let said = rows
                .iter()
                .filter_map(|row| {
                    let result = row.indicator.result.as_ref()?;
                    let (pointer, value) = match name {
                        "actions" if result.actions.is_empty() => return None,
                        "actions" => ("/result/actions", json!(result.actions)),
                        "obstacles" => ("/result/obstacles", json!(result.obstacles)),
                        "suggestions" => ("/result/suggestions", json!(result.suggestions)),
                        _ => ("/result/progress_percent", json!(result.progress_percent)),
                    };
                    Some(row.say(pointer, value))
                })
                .collect();
            self.settle(&format!("/results/{at}/{name}"), None, None, said)
        };
        let actions = leaf("actions").and_then(|value| serde_json::from_value(value).ok());
        let text = |value: Option<Value>| value.and_then(|value| value.as_str().map(str::to_owned));
        MergedResult {
            offices: office.map(str::to_owned).into_iter().collect(),
            actions: actions.unwrap_or_default(),
            obstacles: text(leaf("obstacles")),
            suggestions: text(leaf("suggestions")),
            progress_percent: leaf("progress_percent")
                .and_then(|value| serde_json::from_value(value).ok()),
            sources: rows
                .iter()
                .filter(|row| row.member.copy_of.is_none())
                .map(|row| row.member.index)
                .collect(),
        }
    }
}
