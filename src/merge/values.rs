//! The indicators of one report, value by value.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    Member,
    choose::{Said, choose},
};
use crate::{
    dataset::{
        Conflict, ConflictKey, MergedBullet, MergedIndicator, MergedItem, MergedMeasure,
        MergedMeasures, MergedResponsible, MergedResult, Provenance, ProvenanceSource,
    },
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
struct Row<'a> {
    member: Member<'a>,
    index: usize,
    indicator: &'a Indicator,
}

/// Joins the indicators of all members into report number `report`.
pub(super) fn join(report: usize, members: &[Member<'_>], facts: &Facts) -> Values {
    // By official number, else by name; of a row given twice in one file the
    // first counts, and a finding tells of the other.
    let mut rows: BTreeMap<(u32, String), Vec<Row<'_>>> = BTreeMap::new();
    for member in members {
        for (index, indicator) in member.submission.indicators.iter().enumerate() {
            let name = match indicator.official_no {
                Some(_) => String::new(),
                None => key(&indicator.name),
            };
            let same = rows
                .entry((indicator.official_no.unwrap_or(u32::MAX), name))
                .or_default();
            if same.iter().all(|row| row.member.index != member.index) {
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
    fn say(&self, suffix: &str, value: Value) -> Said<'a> {
        Said {
            member: self.member,
            value,
            pointer: format!("/indicators/{}{suffix}", self.index),
        }
    }
}

struct Join<'a, 'v> {
    rows: &'a [Row<'a>],
    name: String,
    /// JSON pointer of the indicator in the report.
    base: String,
    report: usize,
    facts: &'a Facts,
    values: &'v mut Values,
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
    fn value<T: DeserializeOwned>(
        &mut self,
        field: &str,
        item: Option<&str>,
        year: Option<u16>,
        say: impl Fn(&Row<'a>) -> Option<Said<'a>>,
    ) -> Option<T> {
        let value = self.each(field, item, year, say)?;
        serde_json::from_value(value).ok()
    }

    /// Settles one value: records where it came from, and any conflict.
    fn each(
        &mut self,
        field: &str,
        item: Option<&str>,
        year: Option<u16>,
        say: impl Fn(&Row<'a>) -> Option<Said<'a>>,
    ) -> Option<Value> {
        let said = self.rows.iter().filter_map(say).collect();
        self.settle(field, item, year, said)
    }

    fn settle(
        &mut self,
        field: &str,
        item: Option<&str>,
        year: Option<u16>,
        said: Vec<Said<'a>>,
    ) -> Option<Value> {
        let choice = choose(said, self.facts)?;
        let field = format!("{}{field}", self.base);
        let sources: Vec<ProvenanceSource> = choice
            .sources
            .iter()
            .filter_map(|one| {
                Some(ProvenanceSource {
                    submission: one.member.index,
                    origin: one.member.submission.origins.get(&one.pointer)?.clone(),
                })
            })
            .collect();
        if !sources.is_empty() {
            self.values.provenance.push(Provenance {
                report: self.report,
                field: field.clone(),
                sources,
            });
        }
        if let Some(dissent) = choice.dissent {
            let submission = dissent.member.submission;
            self.values.notes.push(MergeNote::Conflict {
                report: self.report,
                conflict: self.values.conflicts.len(),
                file: submission.source.file.clone(),
                origin: submission.origins.get(&dissent.pointer).cloned(),
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

    /// All items that any submission has, in the catalog's order.
    fn items(&mut self) -> Vec<MergedItem> {
        let mut codes: Vec<&'a str> = Vec::new();
        for row in self.rows {
            for item in &row.indicator.items {
                if !codes.contains(&item.code.as_str()) {
                    codes.push(&item.code);
                }
            }
        }
        let known: Vec<&str> = self
            .facts
            .catalog
            .indicators
            .iter()
            .flat_map(|known| known.items())
            .collect();
        let place = |code: &str| {
            known
                .iter()
                .position(|other| *other == code)
                .unwrap_or(usize::MAX)
        };
        codes.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.cmp(b)));
        codes
            .into_iter()
            .enumerate()
            .map(|(at, code)| {
                let leaf = |row: &Row<'a>, name: &str| {
                    let items = &row.indicator.items;
                    let index = items.iter().position(|item| item.code == code)?;
                    let item = items.get(index)?;
                    let value = match name {
                        "code" => json!(item.code),
                        "score" => json!(item.score),
                        "standing" => json!(item.standing),
                        _ => json!(item.remark),
                    };
                    Some(row.say(&format!("/items/{index}/{name}"), value))
                };
                let field = |name: &str| format!("/items/{at}/{name}");
                let year = Some(self.facts.catalog.year);
                self.each(&field("code"), Some(code), None, |row| leaf(row, "code"));
                MergedItem {
                    code: code.to_owned(),
                    score: self.value(&field("score"), Some(code), year, |row| leaf(row, "score")),
                    standing: self.value(&field("standing"), Some(code), None, |row| {
                        leaf(row, "standing")
                    }),
                    remark: self.value(&field("remark"), Some(code), None, |row| {
                        leaf(row, "remark")
                    }),
                }
            })
            .collect()
    }

    /// Measures by their numbers; dashes by their items, else by their places.
    fn measures(&mut self) -> MergedMeasures {
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

    fn measure(&mut self, field: &str, name: (u32, usize)) -> MergedMeasure {
        let place =
            move |row: &Row<'a>| measure_names(row.indicator).position(|other| other == name);
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
                    let which = bullet_names(bullets).position(|other| other == dash)?;
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

    fn responsible(&mut self) -> MergedResponsible {
        let say = |row: &Row<'a>| {
            let responsible = &row.indicator.responsible;
            if responsible.as_written.is_empty() {
                return None;
            }
            // Offices are a set, whatever the order they were written in.
            let mut offices = responsible.offices.clone();
            offices.sort_unstable();
            let value = json!({ "all": responsible.all, "offices": offices, "unresolved": responsible.unresolved });
            Some(row.say("/responsible/as_written", value))
        };
        let Some(chosen) = self
            .each("/responsible", None, None, say)
            .filter(|value| !value.is_null())
        else {
            return MergedResponsible::default();
        };
        let first = self
            .rows
            .iter()
            .find(|row| say(row).is_some_and(|said| said.value == chosen));
        let written = first.map(|row| &row.indicator.responsible);
        written.map_or_else(MergedResponsible::default, |responsible| {
            MergedResponsible {
                all: responsible.all,
                offices: responsible.offices.clone(),
                unresolved: responsible.unresolved.clone(),
                as_written: Some(responsible.as_written.clone()),
            }
        })
    }

    /// One result per office; the agency's own and those of unknown offices
    /// name none.
    fn results(&mut self) -> Vec<MergedResult> {
        let mut groups: BTreeMap<(Option<&'a str>, usize), Vec<Row<'a>>> = BTreeMap::new();
        for row in self
            .rows
            .iter()
            .filter(|row| row.indicator.result.is_some())
        {
            let office = row.member.submission.office.as_deref();
            // Files of unknown office never speak for one another.
            let apart = if office.is_none() {
                row.member.index
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

    fn result(&mut self, at: usize, office: Option<&str>, rows: &[Row<'a>]) -> MergedResult {
        let mut leaf = |name: &str| {
            let said = rows
                .iter()
                .filter_map(|row| {
                    let result = row.indicator.result.as_ref()?;
                    let (pointer, value) = match name {
                        "actions" if result.actions.is_empty() => return None,
                        "actions" => ("/result/actions/0", json!(result.actions)),
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
            sources: rows.iter().map(|row| row.member.index).collect(),
        }
    }
}

/// What tells the measures of an indicator apart: the number, else the place.
fn measure_names(indicator: &Indicator) -> impl Iterator<Item = (u32, usize)> + '_ {
    let measures = indicator.measures.list.iter().enumerate();
    measures.map(|(at, measure)| match measure.no {
        Some(no) => (no, 0),
        None => (u32::MAX, at),
    })
}

/// What tells the dashes of a measure apart: the item, else the place.
fn bullet_names(
    bullets: &[crate::submission::Bullet],
) -> impl Iterator<Item = (Option<&str>, usize)> {
    bullets
        .iter()
        .enumerate()
        .map(|(at, bullet)| match &bullet.item {
            Some(item) => (Some(item.as_str()), 0),
            None => (None, at),
        })
}
