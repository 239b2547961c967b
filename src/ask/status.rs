//! Who was asked to report on what, who has, and what is still owed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::same_code;
use crate::{
    dataset::{Late, MergedIndicator, Report, Status, Summary},
    finding::Message,
    merge::answering,
    profile::Facts,
};

/// How one report stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The agency's code.
    pub agency: String,
    /// The fiscal year, B.E.
    pub fiscal_year: u16,
    /// When reports are due, by the profile.
    pub due: Option<String>,
    /// Whether any office's submission was merged; where none was, nothing is
    /// counted as owed of an agency whose own report is there.
    pub counted: bool,
    /// Pairs of office and indicator to be reported on.
    pub expected: usize,
    /// Those of them that were.
    pub reported: usize,
    /// Values that files disagree about.
    pub conflicts: usize,
    /// The indicators: the columns of the matrix.
    pub indicators: Vec<Column>,
    /// The offices: its rows.
    pub offices: Vec<Row>,
    /// Offices whose submission came after the due date.
    pub late: Vec<Late>,
    /// Files of no known office, the agency's own among them.
    pub files: Vec<Sent>,
}

/// An indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// The number printed on the form.
    pub no: Option<u32>,
    /// The assessment's own number.
    pub official_no: Option<u32>,
    /// Its name.
    pub name: String,
}

/// An office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its code.
    pub office: String,
    /// What it did on each indicator.
    pub states: Vec<State>,
    /// What it sent.
    pub files: Vec<Sent>,
}

/// What an office did on an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It reported.
    Reported,
    /// It reported after the due date.
    Late,
    /// It did not report.
    Missing,
    /// It sent a file that cannot be read.
    Unreadable,
    /// It was asked, and nothing is counted as owed.
    Asked,
    /// It was not asked, and reported.
    Unasked,
    /// It was not asked.
    NotAsked,
}

impl State {
    /// Whether the office still owes a report.
    #[must_use]
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Missing | Self::Unreadable)
    }

    /// Whether the office was asked.
    #[must_use]
    pub const fn is_asked(self) -> bool {
        !matches!(self, Self::Unasked | Self::NotAsked)
    }
}

/// A file that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// The file.
    pub file: String,
    /// Whose it is.
    pub office: Option<String>,
    /// What became of it.
    pub status: Status,
    /// When it arrived, where that is known: an ISO date.
    pub received: Option<String>,
    /// Stable code of the reason, where it was rejected.
    pub reason: Option<String>,
    /// The reason for a person, and what to do next.
    pub message: Option<Message>,
}

impl Standing {
    /// How many pairs are owed.
    #[must_use]
    pub const fn missing(&self) -> usize {
        self.expected.saturating_sub(self.reported)
    }
}

impl Row {
    /// How many indicators it was asked to report on, and how many it has.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        let asked = self.states.iter().filter(|state| state.is_asked());
        let owed = self.states.iter().filter(|state| state.is_owed()).count();
        let asked = asked.count();
        (asked, asked - owed)
    }
}

/// How a report stands, before its files are known; `facts` are those of its
/// agency, where we have them.
#[must_use]
pub fn standing(report: &Report, facts: Option<&Facts>) -> (Standing, Vec<Cited>) {
    let coverage = report.coverage.as_ref();
    let mut indicators: Vec<Column> = report.indicators.iter().map(column).collect();
    let missing = coverage.map_or(&[][..], |coverage| &coverage.missing);
    let mut owed: BTreeSet<(&str, &str)> = BTreeSet::new();
    for pair in missing {
        owed.insert((&pair.office, &pair.indicator));
        if indicators
            .iter()
            .all(|column| column.name != pair.indicator)
        {
            let known = facts.and_then(|facts| facts.catalog.by_name(&pair.indicator));
            indicators.push(Column {
                no: None,
                official_no: known.map(|known| known.official_no),
                name: pair.indicator.clone(),
            });
        }
    }
    let asked: Vec<&[String]> = report
        .indicators
        .iter()
        .map(|one| asked(one, facts))
        .collect();
    let mut codes: BTreeSet<&str> = owed.iter().map(|(office, _)| *office).collect();
    let results = report
        .indicators
        .iter()
        .flat_map(|indicator| &indicator.results);
    codes.extend(results.flat_map(|result| result.offices.iter().map(String::as_str)));
    codes.extend(
        asked
            .iter()
            .flat_map(|offices| offices.iter().map(String::as_str)),
    );
    let codes = in_order(codes, facts);
    let mut cited = Vec::new();
    let mut offices = Vec::new();
    for (row, office) in codes.iter().enumerate() {
        let state = |(place, column): (usize, &Column)| {
            if owed.contains(&(*office, column.name.as_str())) {
                return State::Missing;
            }
            let of = |offices: &[String]| offices.iter().any(|code| code == office);
            let indicator = report.indicators.get(place);
            let result =
                indicator.and_then(|one| one.results.iter().find(|result| of(&result.offices)));
            // Without the roster, whoever reports was asked if the form names none.
            let named = |one: &MergedIndicator| !one.responsible.offices.is_empty();
            let all = facts.is_none() && indicator.is_some_and(|one| !named(one));
            let is_asked = all || asked.get(place).is_some_and(|offices| of(offices));
            match result {
                Some(result) => {
                    cited.push(Cited {
                        row,
                        column: place,
                        sources: result.sources.clone(),
                    });
                    if is_asked {
                        State::Reported
                    } else {
                        State::Unasked
                    }
                }
                None if is_asked && !all => State::Asked,
                None => State::NotAsked,
            }
        };
        offices.push(Row {
            office: (*office).to_owned(),
            states: indicators.iter().enumerate().map(state).collect(),
            files: Vec::new(),
        });
    }
    let standing = Standing {
        agency: report.agency.clone(),
        fiscal_year: report.fiscal_year,
        due: facts.and_then(|facts| facts.profile.due.clone()),
        counted: coverage.is_some(),
        expected: coverage.map_or(0, |coverage| coverage.expected),
        reported: coverage.map_or(0, |coverage| coverage.reported),
        conflicts: report.conflicts.len(),
        indicators,
        offices,
        late: coverage.map_or_else(Vec::new, |coverage| coverage.late.clone()),
        files: Vec::new(),
    };
    (standing, cited)
}

/// The submissions that a cell of the matrix rests on.
#[derive(Clone, Debug)]
pub struct Cited {
    row: usize,
    column: usize,
    sources: Vec<usize>,
}

/// How an agency stands of which no report could be merged: all is owed that the
/// profile asks for.
#[must_use]
pub fn nothing_merged(facts: &Facts) -> Standing {
    let known = &facts.catalog.indicators;
    let row = |office: &String| {
        let state = |asked: bool| {
            if asked {
                State::Missing
            } else {
                State::NotAsked
            }
        };
        Row {
            office: office.clone(),
            states: known
                .iter()
                .map(|one| state(facts.responsible(&one.name).contains(office)))
                .collect(),
            files: Vec::new(),
        }
    };
    let offices: Vec<Row> = facts.roster.codes().iter().map(row).collect();
    Standing {
        agency: facts.profile.agency.code.clone(),
        fiscal_year: facts.profile.fiscal_year,
        due: facts.profile.due.clone(),
        counted: true,
        expected: offices.iter().map(|row| row.count().0).sum(),
        reported: 0,
        conflicts: 0,
        indicators: known
            .iter()
            .map(|one| Column {
                no: None,
                official_no: Some(one.official_no),
                name: one.name.clone(),
            })
            .collect(),
        offices,
        late: Vec::new(),
        files: Vec::new(),
    }
}

/// Adds what was sent, and says of each pair whether it came late or cannot be
/// read; `received` has the dates by the places of the summaries.
pub fn add_files(
    standing: &mut Standing,
    cited: &[Cited],
    summaries: &[Summary],
    received: &BTreeMap<usize, String>,
) {
    let mut late = BTreeSet::new();
    for (index, summary) in summaries.iter().enumerate() {
        let of_year = summary
            .fiscal_year
            .is_none_or(|year| year == standing.fiscal_year);
        if summary.agency != standing.agency || !of_year {
            continue;
        }
        let sent = Sent {
            file: summary.file.clone(),
            office: summary.office.clone(),
            status: summary.status,
            received: received.get(&index).cloned(),
            reason: summary.reason.clone(),
            message: summary.message.clone(),
        };
        let when = sent.received.as_ref();
        let same =
            |one: &Late| Some(&one.office) == sent.office.as_ref() && Some(&one.received) == when;
        if standing.late.iter().any(same) {
            late.insert(index);
        }
        let office = sent
            .office
            .as_deref()
            .filter(|office| *office != standing.agency);
        let row = office.and_then(|office| {
            standing
                .offices
                .iter_mut()
                .find(|row| same_code(&row.office, office))
        });
        match (row, office) {
            (Some(row), _) => row.files.push(sent),
            // Asked nothing, yet it sent something.
            (None, Some(office)) => standing.offices.push(Row {
                office: office.to_owned(),
                states: vec![State::NotAsked; standing.indicators.len()],
                files: vec![sent],
            }),
            (None, None) => standing.files.push(sent),
        }
    }
    for cell in cited
        .iter()
        .filter(|cell| cell.sources.iter().all(|at| late.contains(at)))
    {
        let row = standing.offices.get_mut(cell.row);
        if let Some(state) = row.and_then(|row| row.states.get_mut(cell.column))
            && *state == State::Reported
        {
            *state = State::Late;
        }
    }
    for row in &mut standing.offices {
        if row.files.iter().any(|sent| is_unreadable(sent, &row.files)) {
            for state in row
                .states
                .iter_mut()
                .filter(|state| **state == State::Missing)
            {
                *state = State::Unreadable;
            }
        }
    }
}

/// Whether the file was lost; pages that cover a report which is attached to
/// them were not.
#[must_use]
pub fn is_unreadable(sent: &Sent, all: &[Sent]) -> bool {
    let within = |other: &Sent| {
        let name = other.file.strip_prefix(&sent.file);
        other.status != Status::Rejected && name.is_some_and(|name| name.starts_with('/'))
    };
    sent.status == Status::Rejected && !all.iter().any(within)
}

fn column(indicator: &MergedIndicator) -> Column {
    Column {
        no: indicator.no,
        official_no: indicator.official_no,
        name: indicator.name.clone(),
    }
}

/// The offices that answer for the indicator, as far as it is known here.
fn asked<'a>(indicator: &'a MergedIndicator, facts: Option<&'a Facts>) -> &'a [String] {
    match facts {
        Some(facts) => answering(indicator, facts),
        None => &indicator.responsible.offices,
    }
}

/// The offices of the roster, each asked or not, then the others.
fn in_order<'a>(codes: BTreeSet<&'a str>, facts: Option<&'a Facts>) -> Vec<&'a str> {
    let roster = facts.map_or(&[][..], |facts| facts.roster.codes());
    let known = roster.iter().map(String::as_str);
    let others = codes
        .into_iter()
        .filter(|code| !roster.iter().any(|known| known == code));
    known.chain(others).collect()
}
