//! The indicators of one report, value by value.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    Member,
    choose::{Said, choose},
    versions::Sorted,
};
use crate::{
    dataset::{Conflict, ConflictKey, MergedIndicator, MergedItem, Provenance, ProvenanceSource},
    grid::Origin,
    normalize::key::key,
    note::MergeNote,
    profile::Facts,
    submission::{Indicator, Instrument},
};

/// The merged values of one report.
#[derive(Default)]
pub(super) struct Values {
    pub(super) indicators: Vec<MergedIndicator>,
    pub(super) conflicts: Vec<Conflict>,
    pub(super) provenance: Vec<Provenance>,
    pub(super) notes: Vec<MergeNote>,
}

/// An indicator as one submission has it.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) member: Member<'a>,
    pub(super) index: usize,
    pub(super) indicator: &'a Indicator,
}

/// Which indicator a row is: by its official number, else by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Which {
    Official(u32),
    Named(String),
}

impl Which {
    pub(super) fn of(indicator: &Indicator) -> Self {
        match indicator.official_no {
            Some(number) => Self::Official(number),
            None => Self::Named(key(&indicator.name)),
        }
    }
}

/// Joins the indicators that were sorted out, into report number `report`.
pub(super) fn join<'a>(report: usize, sorted: &Sorted<'a>, facts: &Facts) -> Values {
    // Of a row given twice in one file the first counts, and a finding tells of
    // the other.
    let mut rows: BTreeMap<Which, Vec<Row<'a>>> = BTreeMap::new();
    for member in sorted.members.iter().chain(&sorted.copies) {
        let file = member.copy_of.unwrap_or(member.index);
        for (index, indicator) in member.submission.indicators.iter().enumerate() {
            let dated = (file, Which::of(indicator));
            if sorted.stale.contains(&dated) {
                continue;
            }
            let same = rows.entry(dated.1).or_default();
            if same
                .last()
                .is_none_or(|row| row.member.index != member.index)
            {
                same.push(Row {
                    member: *member,
                    index,
                    indicator,
                });
            }
        }
    }
    // The order is by the form's number, which has to be settled first.
    let mut sorted: Vec<(u32, Vec<Row<'_>>)> = rows
        .into_values()
        .map(|rows| {
            let said = rows
                .iter()
                .map(|row| row.say("/no", json!(row.indicator.no)))
                .collect();
            let no = choose(said, facts).and_then(|choice| choice.value.as_u64());
            (
                no.and_then(|no| u32::try_from(no).ok()).unwrap_or(u32::MAX),
                rows,
            )
        })
        .collect();
    sorted.sort_by_key(|(no, _)| *no);
    let mut values = Values::default();
    for (_, rows) in &sorted {
        let Some(first) = rows.first() else { continue };
        let joined = Join {
            rows,
            name: first.indicator.name.clone(),
            base: format!("/indicators/{}", values.indicators.len()),
            report,
            facts,
            values: &mut values,
        }
        .indicator();
        values.indicators.push(joined);
    }
    values
}

impl<'a> Row<'a> {
    pub(super) fn say(&self, name: impl Into<String>, value: Value) -> Said<'a> {
        Said {
            member: self.member,
            value,
            row: self.index,
            name: name.into(),
        }
    }
}

pub(super) struct Join<'a, 'v> {
    pub(super) rows: &'a [Row<'a>],
    pub(super) name: String,
    /// JSON pointer of the indicator in the report.
    pub(super) base: String,
    pub(super) report: usize,
    pub(super) facts: &'a Facts,
    pub(super) values: &'v mut Values,
}

impl<'a> Join<'a, '_> {
    fn indicator(mut self) -> MergedIndicator {
        let rows = self.rows;
        self.each("/name", None, None, |row| {
            Some(row.say("/name", json!(row.indicator.name)))
        });
        let no = self.value("/no", None, None, |row| {
            Some(row.say("/no", json!(row.indicator.no)))
        });
        let official_no = self.value("/official_no", None, None, |row| {
            Some(row.say("/official_no", json!(row.indicator.official_no)))
        });
        let instrument: Option<Instrument> = self.value("/instrument", None, None, |row| {
            Some(row.say("/instrument", json!(row.indicator.instrument)))
        });
        let mut years: Vec<u16> = rows
            .iter()
            .flat_map(|row| row.indicator.scores.keys().copied())
            .collect();
        years.sort_unstable();
        years.dedup();
        let scores = years
            .into_iter()
            .map(|year| {
                let suffix = format!("/scores/{year}");
                let score = self.value(&suffix, None, Some(year), |row| {
                    Some(row.say(&suffix, json!(row.indicator.scores.get(&year)?)))
                });
                (year, score)
            })
            .collect();
        let change = self.value("/change", None, None, |row| {
            Some(row.say("/change", json!(row.indicator.change)))
        });
        MergedIndicator {
            no,
            official_no,
            name: self.name.clone(),
            instrument,
            scores,
            change,
            items: self.items(),
            measures: self.measures(),
            responsible: self.responsible(),
            results: self.results(),
        }
    }

    /// Settles one value and returns it.
    pub(super) fn value<T: DeserializeOwned>(
        &mut self,
        field: &str,
        item: Option<&str>,
        year: Option<u16>,
        say: impl Fn(&Row<'a>) -> Option<Said<'a>>,
    ) -> Option<T> {
        let said = self.rows.iter().filter_map(say).collect();
        self.settled(field, item, year, said)
    }

    /// Settles what is said of one value and returns it.
    pub(super) fn settled<T: DeserializeOwned>(
        &mut self,
        field: &str,
        item: Option<&str>,
        year: Option<u16>,
        said: Vec<Said<'a>>,
    ) -> Option<T> {
        let value = self.settle(field, item, year, said)?;
        serde_json::from_value(value).ok()
    }

    /// Settles one value: records where it came from, and any conflict.
    pub(super) fn each(
        &mut self,
        field: &str,
        item: Option<&str>,
        year: Option<u16>,
        say: impl Fn(&Row<'a>) -> Option<Said<'a>>,
    ) -> Option<Value> {
        let said = self.rows.iter().filter_map(say).collect();
        self.settle(field, item, year, said)
    }

    pub(super) fn settle(
        &mut self,
        field: &str,
        item: Option<&str>,
        year: Option<u16>,
        said: Vec<Said<'a>>,
    ) -> Option<Value> {
        let choice = choose(said, self.facts)?;
        let field = format!("{}{field}", self.base);
        match &choice.value {
            Value::Array(_) | Value::Object(_) => {
                for leaf in leaves(&choice.value) {
                    self.trace(format!("{field}{leaf}"), &choice.sources, &leaf);
                }
            }
            _ => self.trace(field.clone(), &choice.sources, ""),
        }
        if let Some(dissent) = choice.dissent {
            let submission = dissent.member.submission;
            self.values.notes.push(MergeNote::Conflict {
                conflict: self.values.conflicts.len(),
                file: submission.source.file.clone(),
                origin: leaves(&dissent.value)
                    .iter()
                    .find_map(|leaf| place(&dissent, leaf))
                    .cloned(),
            });
            self.values.conflicts.push(Conflict {
                field,
                key: ConflictKey {
                    indicator: self.name.clone(),
                    item: item.map(str::to_owned),
                    year,
                },
                candidates: choice.candidates,
                chosen: choice.value.clone(),
                by: choice.by,
            });
        }
        Some(choice.value)
    }

    /// Records where the part `leaf` of what these say stands.
    pub(super) fn trace(&mut self, field: String, said: &[Said<'a>], leaf: &str) {
        let sources: Vec<ProvenanceSource> = said
            .iter()
            .filter_map(|one| {
                Some(ProvenanceSource {
                    submission: one.member.index,
                    origin: place(one, leaf)?.clone(),
                })
            })
            .collect();
        if !sources.is_empty() {
            self.values.provenance.push(Provenance {
                report: self.report,
                field,
                sources,
            });
        }
    }

    /// All items that any submission has, in the catalog's order.
    fn items(&mut self) -> Vec<MergedItem> {
        // Of an item given twice in one row the first counts.
        let mut given: BTreeMap<&'a str, Vec<(Row<'a>, usize)>> = BTreeMap::new();
        for row in self.rows {
            for (index, item) in row.indicator.items.iter().enumerate() {
                let same = given.entry(&item.code).or_default();
                if same
                    .last()
                    .is_none_or(|(last, _)| last.member.index != row.member.index)
                {
                    same.push((*row, index));
                }
            }
        }
        let known = || {
            let indicators = self.facts.catalog.indicators.iter();
            indicators.flat_map(|known| known.items())
        };
        let place = |code: &str| {
            known()
                .position(|other| other == code)
                .unwrap_or(usize::MAX)
        };
        let mut sorted: Vec<(&'a str, Vec<(Row<'a>, usize)>)> = given.into_iter().collect();
        sorted.sort_by_cached_key(|(code, _)| place(code));
        sorted
            .into_iter()
            .enumerate()
            .map(|(at, (code, given))| {
                let say = |name: &str| -> Vec<Said<'a>> {
                    let said = given.iter().filter_map(|(row, index)| {
                        let item = row.indicator.items.get(*index)?;
                        let value = match name {
                            "code" => json!(item.code),
                            "score" => json!(item.score),
                            "standing" => json!(item.standing),
                            _ => json!(item.remark),
                        };
                        Some(row.say(format!("/items/{index}/{name}"), value))
                    });
                    said.collect()
                };
                let field = |name: &str| format!("/items/{at}/{name}");
                let year = Some(self.facts.catalog.year);
                let item = Some(code);
                self.settle(&field("code"), item, None, say("code"));
                MergedItem {
                    code: code.to_owned(),
                    score: self.settled(&field("score"), item, year, say("score")),
                    standing: self.settled(&field("standing"), item, None, say("standing")),
                    remark: self.settled(&field("remark"), item, None, say("remark")),
                }
            })
            .collect()
    }
}

/// JSON pointers of the values in `value`, each relative to it.
fn leaves(value: &Value) -> Vec<String> {
    let below = |name: &str, value: &Value| -> Vec<String> {
        let leaves = leaves(value).into_iter();
        leaves.map(|leaf| format!("/{name}{leaf}")).collect()
    };
    match value {
        Value::Array(values) => values
            .iter()
            .enumerate()
            .flat_map(|(i, value)| below(&i.to_string(), value))
            .collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| below(name, value))
            .collect(),
        _ => vec![String::new()],
    }
}

/// Where the part `leaf` of what is said stands.
fn place<'a>(said: &Said<'a>, leaf: &str) -> Option<&'a Origin> {
    let origins = &said.member.submission.origins;
    if leaf.is_empty() {
        return origins.get_in(said.row, &said.name);
    }
    origins.get_in(said.row, &format!("{}{leaf}", said.name))
}
