//! The tables, read back by other means than they were written with.

use std::{collections::BTreeMap, fs, path::Path};

use calamine::{Data, Reader, Xlsx, open_workbook};
use ruam::output::tables::{Column, Kind, Table};
use serde_json::{Value, json};

/// A line of a table, by column.
pub(crate) type Line = BTreeMap<String, Value>;

pub(crate) fn jsonl(out: &Path, table: &Table) -> Vec<Line> {
    let path = out.join(format!("tables/{}.jsonl", table.name));
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().map(|line| {
        let line: Line = serde_json::from_str(line).unwrap();
        for column in table.columns {
            assert!(fits(column, &line[column.name]), "{} {line:?}", column.name);
        }
        assert_eq!(line.len(), table.columns.len());
        line
    });
    lines.collect()
}

/// Whether the value is of the column's type.
fn fits(column: &Column, value: &Value) -> bool {
    match column.kind {
        Kind::Text => value.is_string() || value.is_null(),
        Kind::List => value.is_array(),
        Kind::Integer => value.is_i64() || value.is_null(),
        Kind::Decimal => value.is_number() || value.is_null(),
        Kind::Boolean => value.is_boolean() || value.is_null(),
        Kind::Date => value.as_str().is_none_or(|text| text.len() == 10),
    }
}

pub(crate) fn csv(out: &Path, table: &Table) -> Vec<Line> {
    let path = out.join(format!("tables/{}.csv", table.name));
    let bytes = fs::read(path).unwrap();
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap();
    let mut reader = csv::Reader::from_reader(text);
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    assert_eq!(reader.headers().unwrap(), names);
    let lines = reader.records().map(|record| {
        let record = record.unwrap();
        let cells = table.columns.iter().zip(&record);
        let cells = cells.map(|(column, text)| (column.name.to_owned(), typed(column, text)));
        cells.collect()
    });
    lines.collect()
}

/// A cell of csv in its type, as schemas/tables.md says.
fn typed(column: &Column, text: &str) -> Value {
    let plain = match text.strip_prefix('\'') {
        Some(rest) if is_guarded(rest) => rest,
        _ => text,
    };
    match column.kind {
        Kind::List if plain.is_empty() => json!([]),
        Kind::List => entries(plain),
        _ if text.is_empty() => Value::Null,
        Kind::Text => json!(plain),
        Kind::Integer => json!(text.parse::<i64>().unwrap()),
        Kind::Decimal => {
            let (_, places) = text.split_once('.').unwrap();
            assert_eq!(places.len(), 2, "{text}");
            let number: f64 = text.parse().unwrap();
            number_of(number)
        }
        Kind::Boolean => json!(text.parse::<bool>().unwrap()),
        Kind::Date => json!(text),
    }
}

/// Whether the apostrophe before the text is a guard and none of its own.
fn is_guarded(text: &str) -> bool {
    let bare = text.trim_start_matches(|c: char| {
        c.is_whitespace() || c.is_control() || "'\"\u{200b}\u{feff}".contains(c)
    });
    text.starts_with(['\t', '\r']) || bare.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

fn entries(text: &str) -> Value {
    let mut entries: Vec<String> = Vec::new();
    for line in text.split('\n') {
        match (line.strip_prefix(' '), entries.last_mut()) {
            (Some(more), Some(last)) => last.push_str(&format!("\n{more}")),
            _ => entries.push(line.to_owned()),
        }
    }
    json!(entries)
}

/// A number as the dataset writes it: whole where it is whole.
pub(crate) fn number_of(number: f64) -> Value {
    if number.fract() == 0.0 {
        json!(number as i64)
    } else {
        json!(number)
    }
}

/// The line as a sheet has it: lists as text, and no difference between an empty
/// list and nothing.
pub(crate) fn joined(mut line: Line) -> Line {
    for value in line.values_mut() {
        let Some(entries) = value.as_array() else {
            continue;
        };
        let entries = entries
            .iter()
            .map(|entry| entry.as_str().unwrap().replace('\n', "\n "));
        let text = entries.collect::<Vec<_>>().join("\n");
        *value = if text.is_empty() {
            Value::Null
        } else {
            json!(text)
        };
    }
    line
}

pub(crate) fn xlsx(path: &Path, table: &Table) -> Vec<Line> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range(table.name).unwrap();
    assert_eq!(range.start(), Some((0, 0)));
    let mut rows = range.rows();
    let names: Vec<String> = rows
        .next()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        names,
        table.columns.iter().map(|c| c.name).collect::<Vec<_>>()
    );
    let lines = rows.map(|row| {
        let cells = table.columns.iter().zip(row);
        let cells = cells.map(|(column, cell)| (column.name.to_owned(), value(column, cell)));
        cells.collect()
    });
    lines.collect()
}

fn value(column: &Column, cell: &Data) -> Value {
    match (column.kind, cell) {
        (_, Data::Empty) => Value::Null,
        (Kind::Text | Kind::List, Data::String(text)) => json!(text),
        (Kind::Integer | Kind::Decimal, Data::Float(number)) => number_of(*number),
        (Kind::Integer | Kind::Decimal, Data::Int(number)) => json!(number),
        (Kind::Boolean, Data::Bool(is)) => json!(is),
        (Kind::Date, Data::DateTime(date)) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            json!(format!("{year:04}-{month:02}-{day:02}"))
        }
        (kind, cell) => panic!("{}: {cell:?} is no {kind:?}", column.name),
    }
}
