//! Who answers for one indicator, from all submissions.

use serde_json::json;

use super::{
    choose::Said,
    compared,
    values::{Join, Row},
};
use crate::dataset::MergedResponsible;

impl<'a> Join<'a, '_> {
    /// The offices are one value: a set, with what could not be resolved.
    pub(super) fn responsible(&mut self) -> MergedResponsible {
        let say = |row: &Row<'a>| {
            let responsible = &row.indicator.responsible;
            if responsible.as_written.is_empty() {
                return None;
            }
            // Offices are a set, whatever the order they were written in.
            let mut offices = responsible.offices.clone();
            offices.sort_unstable();
            let value = json!({ "all": responsible.all, "offices": offices, "unresolved": responsible.unresolved });
            Some(row.say("/responsible", value))
        };
        let Some(chosen) = self
            .each("/responsible", None, None, say)
            .filter(|value| !value.is_null())
        else {
            return MergedResponsible::default();
        };
        let wanted = compared(&chosen);
        let said = self.rows.iter().filter_map(say);
        let agreeing: Vec<Said<'a>> = said
            .filter(|said| said.member.copy_of.is_none() && compared(&said.value) == wanted)
            .collect();
        let first = agreeing.first().and_then(|said| {
            self.rows
                .iter()
                .find(|row| row.member.index == said.member.index)
        });
        let Some(responsible) = first.map(|row| &row.indicator.responsible) else {
            return MergedResponsible::default();
        };
        self.trace(
            format!("{}/responsible/as_written", self.base),
            agreeing.get(..1).unwrap_or_default(),
            "/as_written",
        );
        MergedResponsible {
            all: responsible.all,
            offices: responsible.offices.clone(),
            unresolved: responsible.unresolved.clone(),
            as_written: Some(responsible.as_written.clone()),
        }
    }
}
