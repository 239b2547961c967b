//! What is known of the rows that an office answers for: from the dataset of an
//! earlier run, else from the catalog and the profile.

use std::collections::BTreeMap;

use crate::{
    catalog::CatalogIndicator,
    dataset::{MergedIndicator, MergedItem, MergedMeasures, Report},
    hundredths::Hundredths,
    profile::{Facts, Offices},
    submission::Standing,
};

/// One row; what is not known is none, and the office fills it in.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) no: u32,
    pub(super) name: String,
    pub(super) scores: BTreeMap<u16, Hundredths>,
    pub(super) change: Option<Hundredths>,
    pub(super) weak: Option<String>,
    pub(super) strong: Option<String>,
    pub(super) measures: Option<String>,
    pub(super) responsible: Option<String>,
    /// How items are written, and which the indicator has.
    pub(super) items_hint: String,
}

/// The rows that `office` answers for, in the order of the form.
pub(super) fn of(office: &str, facts: &Facts, report: Option<&Report>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (known, number) in order(facts).into_iter().zip(1_u32..) {
        let merged = report.and_then(|report| {
            report
                .indicators
                .iter()
                .find(|merged| merged.official_no == Some(known.official_no))
        });
        if answers(office, known, merged, facts) {
            rows.push(row(number, known, merged, facts));
        }
    }
    rows.sort_by_key(|row| row.no);
    rows
}

/// The catalog's indicators in the order of the profile's form, the others
/// behind.
fn order(facts: &Facts) -> Vec<&CatalogIndicator> {
    let named = facts.profile.responsible.iter();
    let mut ordered: Vec<&CatalogIndicator> = named
        .filter_map(|named| facts.catalog.by_name(&named.indicator))
        .collect();
    for known in &facts.catalog.indicators {
        if !ordered
            .iter()
            .any(|other| other.official_no == known.official_no)
        {
            ordered.push(known);
        }
    }
    ordered
}

/// Whether the office answers for the indicator: by the report, else by the
/// profile; where neither says, everybody does. The agency answers for all.
fn answers(
    office: &str,
    known: &CatalogIndicator,
    merged: Option<&MergedIndicator>,
    facts: &Facts,
) -> bool {
    if facts.is_agency(office) {
        return true;
    }
    let named = merged.map(|merged| &merged.responsible);
    if let Some(named) = named.filter(|named| named.all || !named.offices.is_empty()) {
        return named.all || named.offices.iter().any(|code| code == office);
    }
    let named = facts.responsible(&known.name);
    named.is_empty() || named.iter().any(|code| code == office)
}

fn row(
    number: u32,
    known: &CatalogIndicator,
    merged: Option<&MergedIndicator>,
    facts: &Facts,
) -> Row {
    let mut row = Row {
        no: merged.and_then(|merged| merged.no).unwrap_or(number),
        name: known.name.clone(),
        responsible: responsible(known, merged, facts),
        items_hint: format!(
            "{} : รหัส=คะแนน เว้นวรรค แล้วรหัสถัดไป หัวข้อของตัวชี้วัดนี้: {}",
            known.instrument,
            ranges(known)
        ),
        ..Row::default()
    };
    let Some(merged) = merged else { return row };
    let scores = merged.scores.iter();
    row.scores = scores
        .filter_map(|(year, score)| Some((*year, (*score)?)))
        .collect();
    row.change = merged.change;
    let items = |standing| items(known, &merged.items, standing);
    (row.weak, row.strong) = (items(Standing::Weak), items(Standing::Strong));
    row.measures = measures(&merged.measures);
    row
}

fn responsible(
    known: &CatalogIndicator,
    merged: Option<&MergedIndicator>,
    facts: &Facts,
) -> Option<String> {
    let written = merged.and_then(|merged| merged.responsible.as_written.clone());
    written.or_else(|| {
        let mut named = facts.profile.responsible.iter();
        match &named.find(|named| named.indicator == known.name)?.offices {
            Offices::All(_) => facts.profile.all_offices.first().cloned(),
            Offices::Some(codes) => Some(codes.join(" ")),
        }
    })
}

/// `IIT : I13=83.88 I14=79.27 คะแนนต่ำกว่าเกณฑ์เป้าหมาย`; empty where the column
/// has no items, none where an item or its column is undecided.
fn items(known: &CatalogIndicator, items: &[MergedItem], standing: Standing) -> Option<String> {
    let complete = items.len() == known.items().count();
    if !complete
        || items
            .iter()
            .any(|item| item.score.is_none() || item.standing.is_none())
    {
        return None;
    }
    let of_column = items.iter().filter(|item| item.standing == Some(standing));
    let (mut words, mut remarked) = (Vec::new(), false);
    for item in of_column {
        let score = item.score?;
        words.push(format!("{}={score}", item.code));
        remarked |= item.remark.is_some();
        words.extend(item.remark.clone());
    }
    if words.is_empty() {
        return Some(String::new());
    }
    // A remark goes on to the next code: behind it no verdict can stand.
    if !remarked {
        words.push(
            match standing {
                Standing::Weak => "คะแนนต่ำกว่าเกณฑ์เป้าหมาย",
                Standing::Strong => "คะแนนเป็นไปตามเกณฑ์เป้าหมาย",
            }
            .to_owned(),
        );
    }
    Some(format!("{} : {}", known.instrument, words.join(" ")))
}

/// The measures as the form has them; none where there are none, or a text of
/// them is undecided.
fn measures(measures: &MergedMeasures) -> Option<String> {
    let mut lines: Vec<String> = measures.preamble.iter().cloned().collect();
    for (measure, place) in measures.list.iter().zip(1_u32..) {
        let number = measure.no.unwrap_or(place);
        lines.push(format!("{number}. {}", measure.text.as_deref()?));
        for bullet in &measure.bullets {
            lines.push(format!("- {}", bullet.text.as_deref()?));
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The indicator's items, those that follow each other as `I13–I18`.
fn ranges(known: &CatalogIndicator) -> String {
    let number = |code: &str| code.get(1..).and_then(|digits| digits.parse::<u32>().ok());
    let mut runs: Vec<(&str, &str)> = Vec::new();
    for code in known.items() {
        match runs.last_mut() {
            Some((_, last)) if number(last).map(|n| n + 1) == number(code) => *last = code,
            _ => runs.push((code, code)),
        }
    }
    let written = runs.into_iter().map(|(first, last)| match first == last {
        true => first.to_owned(),
        false => format!("{first}–{last}"),
    });
    written.collect::<Vec<_>>().join(" ")
}
