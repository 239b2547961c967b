//! The flat tables: a dataset as lines that join by keys, for people with a
//! pivot table and programs with data frames. Plain data; the files beside this
//! folder write it, a format each.
//!
//! One fact stands in one table, but for the two last scores of an indicator
//! and the overall scores, which everybody looks for in the first line. Years
//! differ between reports, so that they are lines, never columns.

mod conflicts;
mod findings;
mod indicators;
mod measures;
mod page;
mod reports;
mod results;
mod submissions;

pub use page::page;

use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    dataset::{Report, Summary},
    error::Failure,
    finding::Finding,
    hundredths::Hundredths,
};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// Several texts.
    List,
    /// A whole number.
    Integer,
    /// A number with two places.
    Decimal,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it is part of the table's key: never empty.
    pub key: bool,
    /// What it says, in Thai.
    pub th: &'static str,
    /// What it says, in English.
    pub en: &'static str,
}

/// One table.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What a line of it is, in Thai.
    pub th: &'static str,
    /// What a line of it is, in English.
    pub en: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
}

/// All tables, in the order that a person meets them.
pub const TABLES: [&Table; 16] = [
    &reports::REPORTS,
    &reports::YEARS,
    &indicators::INDICATORS,
    &indicators::SCORES,
    &indicators::ITEMS,
    &measures::MEASURES,
    &measures::BULLETS,
    &results::RESULTS,
    &reports::MISSING,
    &reports::LATE,
    &conflicts::CONFLICTS,
    &conflicts::CANDIDATES,
    &submissions::SUBMISSIONS,
    &findings::FINDINGS,
    // The two that only join.
    &results::SOURCES,
    &conflicts::SOURCES,
];

/// One cell; of the kind of its column, or empty.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// A whole number.
    Integer(i64),
    /// A number with two places.
    Decimal(Hundredths),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Date(Date),
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => f.write_str(text),
            // One a line; a further line of the same begins with a space.
            Self::List(texts) => {
                let lines: Vec<_> = texts.iter().map(|t| t.replace('\n', "\n ")).collect();
                f.write_str(&lines.join("\n"))
            }
            Self::Integer(number) => number.fmt(f),
            Self::Decimal(number) => number.fmt(f),
            Self::Boolean(is) => is.fmt(f),
            Self::Date(date) => date.fmt(f),
        }
    }
}

/// What takes the lines: a table, and its cells in the order of its columns.
pub type Each<'a> = &'a mut dyn FnMut(&'static Table, &[Cell]) -> Result<(), Failure>;

/// The lines of one report.
///
/// # Errors
/// What `each` returns.
pub fn report(report: &Report, each: Each<'_>) -> Result<(), Failure> {
    reports::lines(report, each)?;
    for (indicator, place) in report.indicators.iter().zip(1_usize..) {
        let of = Of {
            report,
            indicator: &indicator.name,
        };
        indicators::lines(&of, indicator, place, each)?;
        measures::lines(&of, &indicator.measures, each)?;
        results::lines(&of, &indicator.results, each)?;
    }
    conflicts::lines(report, each)
}

/// The line of a submission, `number` its place in the dataset, from 0.
///
/// # Errors
/// What `each` returns.
pub fn submission(number: usize, summary: &Summary, each: Each<'_>) -> Result<(), Failure> {
    submissions::line(number, summary, each)
}

/// The line of a finding, `number` its place in the dataset, from 0.
///
/// # Errors
/// What `each` returns.
pub fn finding(number: usize, finding: &Finding, each: Each<'_>) -> Result<(), Failure> {
    findings::line(number, finding, each)
}

/// What every line below an indicator begins with.
struct Of<'a> {
    report: &'a Report,
    indicator: &'a str,
}

impl Of<'_> {
    /// Agency, year, indicator, and then `cells`.
    fn line<const N: usize>(&self, cells: [Cell; N]) -> Vec<Cell> {
        let mut line = line(self.report, []);
        line.push(self.indicator.into());
        line.extend(cells);
        line
    }
}

/// Agency and year of the report, and then `cells`.
fn line<const N: usize>(report: &Report, cells: [Cell; N]) -> Vec<Cell> {
    let mut line = vec![report.agency.as_str().into(), report.fiscal_year.into()];
    line.extend(cells);
    line
}

/// A column that belongs to the key.
const fn key(name: &'static str, kind: Kind, th: &'static str, en: &'static str) -> Column {
    Column {
        name,
        kind,
        key: true,
        th,
        en,
    }
}

/// Any other column.
const fn column(name: &'static str, kind: Kind, th: &'static str, en: &'static str) -> Column {
    Column {
        name,
        kind,
        key: false,
        th,
        en,
    }
}

const AGENCY: Column = key("agency", Kind::Text, "หน่วยงาน", "the agency");
const FISCAL_YEAR: Column = key(
    "fiscal_year",
    Kind::Integer,
    "ปีงบประมาณ (พ.ศ.)",
    "the fiscal year, B.E.",
);
const INDICATOR: Column = key("indicator", Kind::Text, "ชื่อตัวชี้วัด", "name of the indicator");

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&Vec<String>> for Cell {
    fn from(texts: &Vec<String>) -> Self {
        Self::List(texts.clone())
    }
}

impl From<u16> for Cell {
    fn from(number: u16) -> Self {
        Self::Integer(number.into())
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::from(number as u64)
    }
}

impl From<Hundredths> for Cell {
    fn from(number: Hundredths) -> Self {
        Self::Decimal(number)
    }
}

impl From<bool> for Cell {
    fn from(is: bool) -> Self {
        Self::Boolean(is)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// The word that a value has in the dataset.
fn word(value: impl Serialize) -> Cell {
    json(&serde_json::to_value(value).unwrap_or_default())
}

/// A value of any kind: a text as it is, anything else as JSON.
fn json(value: &serde_json::Value) -> Cell {
    match value {
        serde_json::Value::Null => Cell::Empty,
        serde_json::Value::String(text) => text.into(),
        other => Cell::Text(other.to_string()),
    }
}

/// A day as the dataset has it, `2021-04-02`.
fn date(text: &str) -> Cell {
    text.parse().map_or(Cell::Empty, Cell::Date)
}
