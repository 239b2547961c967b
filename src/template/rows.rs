//! What is known of the rows that an office answers for: from the dataset of an
//! earlier run, else from the catalog and the profile.

use std::collections::BTreeMap;

use crate::{
    catalog::CatalogIndicator,
    dataset::{MergedIndicator, MergedItem, MergedMeasures, Report},
    hundredths::Hundredths,
    profile::{Facts, Offices},
    submission::{Instrument, Standing},
};

/// A text that may go on in further rows, but only between these pieces.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) pieces: Vec<String>,
    /// What stands between two.
    pub(super) gap: &'static str,
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self {
            pieces: vec![text],
            gap: "",
        }
    }
}

/// One row; what is not known is none, and the office fills it in.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) no: u32,
    pub(super) name: String,
    pub(super) scores: BTreeMap<u16, Hundredths>,
    pub(super) change: Option<Hundredths>,
    pub(super) weak: Option<Text>,
    pub(super) strong: Option<Text>,
    pub(super) measures: Option<Text>,
    pub(super) responsible: Option<Text>,
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
    if merged.items.len() == known.items().count() {
        let items = |standing| items(Some(known.instrument), &merged.items, standing, None);
        (row.weak, row.strong) = (items(Standing::Weak), items(Standing::Strong));
    }
    row.measures = measures(&merged.measures, None);
    row
}

fn responsible(
    known: &CatalogIndicator,
    merged: Option<&MergedIndicator>,
    facts: &Facts,
) -> Option<Text> {
    let written = merged.and_then(|merged| merged.responsible.as_written.clone());
    let written = written.or_else(|| {
        let mut named = facts.profile.responsible.iter();
        match &named.find(|named| named.indicator == known.name)?.offices {
            Offices::All(_) => facts.profile.all_offices.first().cloned(),
            Offices::Some(codes) => Some(codes.join(" ")),
        }
    })?;
    Some(written.into())
}

/// `IIT : I13=83.88 I14=79.27 คะแนนต่ำกว่าเกณฑ์เป้าหมาย`; empty where the column
/// has no items. What is undecided is written as `undecided` (an item of which
/// the column is, stands with the weak ones); without such a word nothing is.
pub(super) fn items(
    instrument: Option<Instrument>,
    items: &[MergedItem],
    standing: Standing,
    undecided: Option<&str>,
) -> Option<Text> {
    let mut text = Text {
        pieces: Vec::new(),
        gap: " ",
    };
    let mut remarked = false;
    for item in items {
        let (score, own) = match (item.score, item.standing) {
            (Some(score), Some(own)) => (score.plain(), own),
            (score, own) => {
                let word = undecided?;
                let score = score.map_or(word.to_owned(), Hundredths::plain);
                (score, own.unwrap_or(Standing::Weak))
            }
        };
        if own != standing {
            continue;
        }
        let mut piece = format!("{}={score}", item.code);
        if let Some(remark) = &item.remark {
            piece.push_str(&format!(" {remark}"));
            remarked = true;
        }
        text.pieces.push(piece);
    }
    let verdict = match standing {
        Standing::Weak => "คะแนนต่ำกว่าเกณฑ์เป้าหมาย",
        Standing::Strong => "คะแนนเป็นไปตามเกณฑ์เป้าหมาย",
    };
    if let Some(first) = text.pieces.first_mut() {
        if let Some(instrument) = instrument {
            *first = format!("{instrument} : {first}");
        }
        // A remark goes on to the next code: behind it no verdict can stand.
        if !remarked {
            text.pieces.push(verdict.to_owned());
        }
    }
    Some(text)
}

/// The measures as the form has them; none where there are none. A text that is
/// undecided is written as `undecided`; without such a word nothing is.
pub(super) fn measures(measures: &MergedMeasures, undecided: Option<&str>) -> Option<Text> {
    let mut pieces: Vec<String> = measures.preamble.iter().cloned().collect();
    for (measure, place) in measures.list.iter().zip(1_u32..) {
        let number = measure.no.unwrap_or(place);
        let text = measure.text.as_deref().or(undecided)?;
        pieces.push(format!("{number}. {text}"));
        for bullet in &measure.bullets {
            pieces.push(format!("- {}", bullet.text.as_deref().or(undecided)?));
        }
    }
    (!pieces.is_empty()).then_some(Text { pieces, gap: "\n" })
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
