//! What must be found in a report: the rules of the assessment said once more,
//! plainly, over a model that is not the program's.
//!
//! The order of causes: a code or a name that is wrong is reported where it
//! stands, and what would only follow from it (the item that is then missing,
//! the mean that then cannot be made) is not.

use std::collections::BTreeMap;

use serde_json::Value;

use super::report::address;

/// Cell, rule, severity, item.
pub(crate) type Told = (String, String, &'static str, String);

/// A number as it can be read.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Number {
    Is(i64),
    /// More than two places.
    Rounded(i64),
    Unreadable,
    Empty,
    /// Its cell holds an error value, which is reported by itself.
    Broken,
}

/// A code as it can be read.
#[derive(Clone, PartialEq)]
pub(crate) enum Code {
    Is(String),
    /// Perhaps this one.
    Perhaps(String),
    /// A code of another scheme.
    Foreign,
    /// No code at all.
    None,
}

#[derive(Clone)]
pub(crate) struct Item {
    pub(crate) written: String,
    pub(crate) code: Code,
    pub(crate) score: Number,
    pub(crate) weak: bool,
    pub(crate) remark: bool,
    pub(crate) cell: String,
}

#[derive(Clone)]
pub(crate) struct Bullet {
    pub(crate) written: (String, String),
    pub(crate) code: Code,
    pub(crate) score: i64,
    /// Whether it calls its score below the target.
    pub(crate) below: bool,
    /// Whether it asks an office to send something to itself.
    pub(crate) to_itself: bool,
    pub(crate) cell: String,
}

#[derive(Clone, PartialEq)]
pub(crate) enum Responsible {
    Fine,
    Unknown,
    Ambiguous,
    Empty,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Progress {
    Fine,
    Beyond,
    Missing,
}

#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) row: u32,
    pub(crate) name: String,
    /// Of last year and this.
    pub(crate) scores: [Number; 2],
    pub(crate) change: Number,
    pub(crate) items: Vec<Item>,
    /// What the preamble says of the score, and how it names the indicator.
    pub(crate) claims_above: Option<bool>,
    pub(crate) named: Option<String>,
    pub(crate) bullets: Vec<Bullet>,
    pub(crate) responsible: Responsible,
    pub(crate) progress: Option<Progress>,
    /// Cells that hold ส.ว.
    pub(crate) doubtful: Vec<String>,
    /// The columns whose cells hold error values.
    pub(crate) broken: Vec<u32>,
    /// Columns that the table lacks.
    pub(crate) hidden: Vec<u32>,
}

#[derive(Clone)]
pub(crate) struct Model {
    pub(crate) rows: Vec<Row>,
}

/// The items of an indicator, by group.
struct Known {
    names: Vec<String>,
    groups: Vec<Vec<String>>,
}

pub(crate) struct Catalog {
    target: i64,
    indicators: Vec<Known>,
}

pub(crate) fn error(rule: &str, cell: &str, item: &str) -> Told {
    (cell.to_owned(), rule.to_owned(), "error", item.to_owned())
}

pub(crate) fn warning(rule: &str, cell: &str, item: &str) -> Told {
    (cell.to_owned(), rule.to_owned(), "warning", item.to_owned())
}

pub(crate) fn whole_file(rule: &str) -> Told {
    error(rule, "", "")
}

impl Catalog {
    pub(crate) fn embedded() -> Self {
        let text = include_str!("../../schemas/catalogs/ita-2563.json");
        let value: Value = serde_json::from_str(text).unwrap();
        let strings = |value: &Value| -> Vec<String> {
            let all = value.as_array().unwrap().iter();
            all.map(|text| text.as_str().unwrap().to_owned()).collect()
        };
        let indicators = value["indicators"].as_array().unwrap().iter().map(|known| {
            let mut names = vec![known["name"].as_str().unwrap().to_owned()];
            names.extend(strings(&known["aliases"]));
            let groups = known["groups"].as_array().unwrap().iter();
            let groups = groups.map(|group| strings(&group["items"])).collect();
            Known { names, groups }
        });
        Self {
            target: value["target"].as_i64().unwrap() * 100,
            indicators: indicators.collect(),
        }
    }

    /// The number of the indicator with this name.
    pub(crate) fn named(&self, name: &str) -> Option<usize> {
        self.indicators
            .iter()
            .position(|known| known.names.iter().any(|other| other == name))
    }

    /// The number of the indicator that has this item.
    pub(crate) fn home(&self, code: &str) -> Option<usize> {
        self.indicators
            .iter()
            .position(|known| known.groups.iter().flatten().any(|other| other == code))
    }

    pub(crate) fn codes(&self, indicator: usize) -> Vec<String> {
        self.indicators[indicator].groups.concat()
    }

    pub(crate) fn name(&self, indicator: usize) -> &str {
        &self.indicators[indicator].names[0]
    }

    pub(crate) fn len(&self) -> usize {
        self.indicators.len()
    }

    /// The mean of the means of the groups, half-up.
    fn mean(&self, indicator: usize, scores: &BTreeMap<&str, i64>) -> Option<i64> {
        let groups = &self.indicators[indicator].groups;
        let product: i64 = groups.iter().map(|group| group.len() as i64).product();
        let mut sum = 0;
        for group in groups {
            let own: Option<Vec<i64>> = group
                .iter()
                .map(|code| scores.get(code.as_str()).copied())
                .collect();
            sum += own?.iter().sum::<i64>() * (product / group.len() as i64);
        }
        let whole = product * groups.len() as i64;
        Some((2 * sum + whole).div_euclid(2 * whole))
    }
}

impl Number {
    /// Its value, where it can be a score.
    fn score(self) -> Option<i64> {
        self.value().filter(|value| (0..=10_000).contains(value))
    }

    fn value(self) -> Option<i64> {
        match self {
            Self::Is(value) | Self::Rounded(value) => Some(value),
            Self::Unreadable | Self::Empty | Self::Broken => None,
        }
    }
}

impl Model {
    /// What is left of the report without one of its columns.
    pub(crate) fn without(mut self, column: u32) -> Self {
        for row in &mut self.rows {
            row.hide(column);
            row.hidden.push(column);
            let shift = |cell: &mut String| {
                let own = u32::from(cell.as_bytes()[0] - b'A');
                let number: u32 = cell[1..].parse().unwrap();
                *cell = address(number - 1, own - u32::from(own > column));
            };
            row.items.iter_mut().for_each(|item| shift(&mut item.cell));
            row.bullets
                .iter_mut()
                .for_each(|bullet| shift(&mut bullet.cell));
            row.doubtful.iter_mut().for_each(shift);
        }
        self
    }
}

impl Row {
    /// Takes away what stood in a column.
    pub(crate) fn hide(&mut self, column: u32) {
        match column {
            1 => self.name.clear(),
            2 => self.scores[0] = Number::Broken,
            3 => self.scores[1] = Number::Broken,
            4 => self.change = Number::Broken,
            5 => self.items.retain(|item| !item.weak),
            6 => self.items.retain(|item| item.weak),
            7 => {
                let own = address(self.row, 7);
                self.bullets.retain(|bullet| bullet.cell != own);
                (self.claims_above, self.named) = (None, None);
            }
            9 => self.progress = None,
            _ => {}
        }
        let own = address(self.row, column);
        self.doubtful.retain(|cell| *cell != own);
    }

    /// The cell of a column of the form, in the table as it is.
    pub(crate) fn at(&self, column: u32) -> String {
        let before = self
            .hidden
            .iter()
            .filter(|hidden| **hidden < column)
            .count();
        address(self.row, column - u32::try_from(before).unwrap())
    }

    fn lacks(&self, column: u32) -> bool {
        self.hidden.contains(&column) || self.broken.contains(&column)
    }

    /// Where the row is named: by its number, where its name is not there.
    fn name_cell(&self) -> String {
        self.at(u32::from(!self.name.is_empty()))
    }

    fn codes(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter_map(|item| match &item.code {
            Code::Is(code) => Some(code.as_str()),
            _ => None,
        })
    }

    fn own<'a>(&'a self, code: &str) -> Vec<&'a Item> {
        let own = |item: &&Item| item.code == Code::Is(code.to_owned());
        self.items.iter().filter(own).collect()
    }

    /// The indicator that the row is: that of most of its items, else of its
    /// name.
    fn is(&self, catalog: &Catalog) -> Option<usize> {
        let mut homes: BTreeMap<usize, usize> = BTreeMap::new();
        for home in self.codes().filter_map(|code| catalog.home(code)) {
            *homes.entry(home).or_default() += 1;
        }
        let all: usize = homes.values().sum();
        let most = homes
            .into_iter()
            .find(|(_, count)| *count > 1 && count * 2 > all);
        most.map(|(home, _)| home)
            .or_else(|| catalog.named(&self.name))
    }
}

/// What stands in the report whatever its year is.
pub(crate) fn of_another_year(model: &Model) -> Vec<Told> {
    let mut told = Vec::new();
    for row in &model.rows {
        texts(row, true, &mut told);
    }
    told
}

/// Everything above info that must be found.
pub(crate) fn findings(model: &Model, catalog: &Catalog) -> Vec<Told> {
    let mut told = Vec::new();
    names(model, catalog, &mut told);
    for row in &model.rows {
        let is = row.is(catalog);
        let sure = catalog.named(&row.name).is_some() && catalog.named(&row.name) == is;
        texts(row, sure, &mut told);
        scores(row, catalog, &mut told);
        codes(model, row, catalog, &mut told);
        standings(row, catalog, &mut told);
        bullets(row, catalog, &mut told);
        result(row, &mut told);
        for column in row.broken.iter().copied() {
            told.push(error("cell-error-value", &row.at(column), ""));
        }
    }
    told.sort();
    told
}

/// Offices in doubt, and a name that the measures write otherwise.
fn texts(row: &Row, sure: bool, told: &mut Vec<Told>) {
    if let Some(cell) = row.doubtful.first() {
        told.push(warning("office-ambiguous", cell, ""));
    }
    if row.responsible == Responsible::Ambiguous {
        told.push(warning("office-ambiguous", &row.at(8), ""));
    }
    if sure && row.named.as_ref().is_some_and(|named| *named != row.name) {
        told.push(warning("indicator-name-mismatch", &row.at(7), ""));
    }
    for bullet in row.bullets.iter().filter(|bullet| bullet.to_itself) {
        let item = if let Code::Is(code) = &bullet.code {
            code
        } else {
            ""
        };
        told.push(warning("self-transfer", &bullet.cell, item));
    }
}

/// Names that are no indicator's, or another's.
fn names(model: &Model, catalog: &Catalog, told: &mut Vec<Told>) {
    for row in model.rows.iter().filter(|row| !row.lacks(1)) {
        let Some(named) = catalog.named(&row.name) else {
            told.push(error("indicator-unknown", &row.name_cell(), ""));
            continue;
        };
        // Of two rows with one name, the one that has other items is wrong.
        let twins = model
            .rows
            .iter()
            .filter(|other| catalog.named(&other.name) == Some(named));
        if row.is(catalog) != Some(named) {
            let twin = twins.count() > 1;
            let rule = if twin {
                "indicator-duplicate"
            } else {
                "item-wrong-indicator"
            };
            told.push(error(rule, &row.at(1), ""));
        }
    }
}

fn scores(row: &Row, catalog: &Catalog, told: &mut Vec<Told>) {
    for (score, column) in [(row.scores[0], 2), (row.scores[1], 3), (row.change, 4)] {
        match score {
            Number::Unreadable => told.push(error("score-unreadable", &row.at(column), "")),
            Number::Empty => told.push(error("score-unreadable", &row.name_cell(), "")),
            Number::Is(_) if column < 4 && score.score().is_none() => {
                told.push(error("score-out-of-range", &row.at(column), ""));
            }
            _ => {}
        }
    }
    let [before, now] = row.scores.map(Number::score);
    if let (Some(before), Some(now), Some(change)) = (before, now, row.change.value()) {
        let rounded = row.scores.iter().chain([&row.change]);
        let tolerance = i64::from(rounded.into_iter().any(|n| matches!(n, Number::Rounded(_))));
        if (now - before - change).abs() > tolerance {
            told.push(error("change-mismatch", &row.at(4), ""));
        }
    }
    let Some(now) = now else { return };
    if row
        .claims_above
        .is_some_and(|above| above != (now >= catalog.target))
    {
        told.push(error("claim-contradiction", &row.at(7), ""));
    }
    let Some(is) = row.is(catalog) else { return };
    let mut scores = BTreeMap::new();
    for code in row.codes() {
        if let [item] = row.own(code)[..]
            && let Some(score) = item.score.score()
        {
            scores.insert(code, score);
        }
    }
    if catalog
        .mean(is, &scores)
        .is_some_and(|mean| (mean - now).abs() > 1)
    {
        told.push(error("indicator-mean-mismatch", &row.at(3), ""));
    }
}

/// Codes that are wrong, and what is missing besides.
fn codes(model: &Model, row: &Row, catalog: &Catalog, told: &mut Vec<Told>) {
    let is = row.is(catalog);
    let own = is.map(|is| catalog.codes(is)).unwrap_or_default();
    let mut wrong = 0;
    // Codes that stand somewhere, or that something here may be.
    let mut there: Vec<&str> = model.rows.iter().flat_map(Row::codes).collect();
    let mut seen: Vec<&str> = Vec::new();
    for item in &row.items {
        let before = told.len();
        match &item.code {
            Code::Perhaps(_) => told.push(warning("item-code-ambiguous", &item.cell, "")),
            Code::Foreign => told.push(error("item-unknown", &item.cell, "")),
            Code::None => {}
            Code::Is(code) => {
                let home = catalog.home(code);
                if home.is_none() {
                    told.push(error("item-unknown", &item.cell, code));
                } else if is.is_some() && home != is {
                    told.push(error("item-wrong-indicator", &item.cell, code));
                } else if seen.contains(&code.as_str()) {
                    told.push(error("item-duplicate", &item.cell, code));
                }
                seen.push(code);
            }
        }
        // Words behind something that is not read as an item belong to nothing.
        if item.remark && matches!(item.code, Code::Perhaps(_) | Code::Foreign) {
            told.push(warning("cell-unmapped", &item.cell, ""));
        }
        match &item.code {
            Code::Perhaps(code) if own.contains(code) => there.push(code),
            _ => wrong += usize::from(told.len() > before),
        }
    }
    if row.lacks(5) || row.lacks(6) {
        return;
    }
    let missing: Vec<&String> = own
        .iter()
        .filter(|code| !there.contains(&code.as_str()))
        .collect();
    if missing.len() > wrong {
        told.extend(
            missing
                .iter()
                .map(|code| warning("item-missing", &row.name_cell(), code)),
        );
    }
}

/// Scores that cannot be, or that belong to the other column.
fn standings(row: &Row, catalog: &Catalog, told: &mut Vec<Told>) {
    for item in &row.items {
        let Code::Is(code) = &item.code else { continue };
        let Some(score) = item.score.score() else {
            let rule = match item.score {
                Number::Is(_) => "score-out-of-range",
                _ => "score-unreadable",
            };
            told.push(error(rule, &item.cell, code));
            continue;
        };
        let oit = row
            .is(catalog)
            .is_some_and(|is| catalog.codes(is)[0].starts_with('O'));
        if oit && score != 0 && score != 10_000 {
            told.push(warning("oit-score-not-binary", &item.cell, code));
        }
        match (item.weak, score < catalog.target) {
            (true, false) if item.remark => {
                told.push(warning("weak-above-target", &item.cell, code))
            }
            (true, false) => told.push(error("weak-above-target", &item.cell, code)),
            (false, true) => told.push(error("strong-below-target", &item.cell, code)),
            _ => {}
        }
    }
}

fn bullets(row: &Row, catalog: &Catalog, told: &mut Vec<Told>) {
    let is = row.is(catalog);
    let misnamed =
        |code: &String| catalog.home(code).is_none() || (is.is_some() && catalog.home(code) != is);
    let mut spoken: Vec<&str> = Vec::new();
    let mut wrong = 0;
    for bullet in &row.bullets {
        let item = match &bullet.code {
            Code::Is(code) => code.as_str(),
            _ => "",
        };
        if bullet.below && bullet.score >= catalog.target {
            told.push(error("quoted-standing-mismatch", &bullet.cell, item));
        }
        match &bullet.code {
            Code::Is(code) => {
                spoken.push(code);
                let listed = row.own(code);
                let values: Vec<i64> = listed
                    .iter()
                    .filter_map(|item| item.score.value())
                    .collect();
                if catalog.home(code).is_none() {
                    told.push(error("item-unknown", &bullet.cell, code));
                } else if misnamed(code) {
                    told.push(error("item-wrong-indicator", &bullet.cell, code));
                } else if !values.is_empty() && !values.contains(&bullet.score) {
                    told.push(error("quoted-score-mismatch", &bullet.cell, code));
                }
                wrong += usize::from(misnamed(code));
            }
            Code::Perhaps(code) => {
                spoken.push(code);
                told.push(warning("item-code-ambiguous", &bullet.cell, ""));
            }
            Code::Foreign | Code::None => {}
        }
    }
    if row.lacks(7) {
        return;
    }
    let mut silent = Vec::new();
    for item in row.items.iter().filter(|item| item.weak) {
        let Code::Is(code) = &item.code else { continue };
        // A code that is wrong itself, or may stand there twice, is reported as
        // that.
        let perhaps = row
            .items
            .iter()
            .any(|other| other.code == Code::Perhaps(code.clone()));
        if !perhaps
            && !misnamed(code)
            && row.own(code).len() == 1
            && !spoken.contains(&code.as_str())
        {
            silent.push((&item.cell, code));
        }
    }
    if silent.len() > wrong {
        told.extend(
            silent
                .into_iter()
                .map(|(cell, code)| warning("weak-item-without-measure", cell, code)),
        );
    }
}

fn result(row: &Row, told: &mut Vec<Told>) {
    match row.responsible {
        Responsible::Unknown => told.push(error("office-not-in-roster", &row.at(8), "")),
        Responsible::Empty => told.push(warning("responsible-missing", &row.name_cell(), "")),
        Responsible::Fine | Responsible::Ambiguous => {}
    }
    match row.progress {
        Some(Progress::Beyond) => told.push(error("progress-out-of-range", &row.at(9), "")),
        Some(Progress::Missing) => told.push(warning("progress-missing", &row.at(9), "")),
        Some(Progress::Fine) | None => {}
    }
}
