//! What calamine does not tell of an xlsx sheet: merges, hidden rows and
//! columns, and formulas whose result the file does not hold.

use quick_xml::events::{BytesStart, Event};

use super::{Outline, damaged, within_limit};
use crate::{
    error::Error,
    grid::{Address, Span},
    limits::{Limit, Limits},
    package::{Part, attribute, attribute_as},
};

/// A cell while its element is open.
#[derive(Default)]
struct Open {
    at: (u32, u32),
    /// Whether its type is `str`: a formula whose result is text, empty or not.
    text: bool,
    formula: bool,
    value: bool,
    /// Whether its `v` element is open.
    inside: bool,
}

/// Reads the outline of one sheet part.
pub(super) fn read(mut part: Part<'_, '_>, limits: &Limits) -> Result<Outline, Error> {
    let mut outline = Outline::default();
    let mut buffer = Vec::new();
    let mut row = 0;
    let mut column = 0;
    let mut open: Option<Open> = None;
    let mut merged = 0;
    loop {
        let event = part.read_event_into(&mut buffer).map_err(damaged)?;
        let ends = matches!(event, Event::Empty(_));
        match event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "col" if is_on(&element, b"hidden") => {
                    if let Some(range) = columns(&element) {
                        outline.hidden_columns.push(range);
                    }
                }
                "row" => {
                    // Rows count from the one before where they have no number.
                    if let Some(number) = number(&element, b"r") {
                        row = number.saturating_sub(1);
                    }
                    column = 0;
                    if is_on(&element, b"hidden") {
                        outline.hidden_rows.push((row, row));
                    }
                    if ends {
                        row = row.saturating_add(1);
                    }
                }
                "c" => {
                    let address = attribute_as(&element, b"r", |r| r.parse::<Address>().ok());
                    let address = address.flatten();
                    let at = address.map_or((row, column), |at| (at.row, at.column));
                    column = at.1.saturating_add(1);
                    let text = attribute_as(&element, b"t", |kind| kind == "str") == Some(true);
                    open = (!ends).then_some(Open {
                        at,
                        text,
                        ..Open::default()
                    });
                }
                "f" => set(&mut open, |cell| cell.formula = true),
                // Some programs write an empty `v` for a result they do not have.
                "v" => set(&mut open, |cell| {
                    cell.value |= cell.text;
                    cell.inside = !ends;
                }),
                "is" => set(&mut open, |cell| cell.value = true),
                "mergeCell" => {
                    merged += 1;
                    within_limit(limits, Limit::MergedRanges, merged)?;
                    if let Some((at, span)) = merge(&element) {
                        outline.spans.insert(at, span);
                    }
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "c" => {
                    if let Some(cell) = open.take().filter(|cell| cell.formula && !cell.value) {
                        outline.uncached.push(cell.at);
                    }
                }
                "v" => set(&mut open, |cell| cell.inside = false),
                "row" => row = row.saturating_add(1),
                _ => {}
            },
            Event::Text(_) => set(&mut open, |cell| cell.value |= cell.inside),
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    outline.hidden_rows.sort_unstable();
    outline.hidden_columns.sort_unstable();
    Ok(outline)
}

fn set(open: &mut Option<Open>, change: impl FnOnce(&mut Open)) {
    if let Some(cell) = open {
        change(cell);
    }
}

fn is_on(element: &BytesStart<'_>, name: &[u8]) -> bool {
    attribute_as(element, name, |value| value == "1" || value == "true") == Some(true)
}

fn number(element: &BytesStart<'_>, name: &[u8]) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}

/// The columns that a `col` element speaks of, from 0.
fn columns(element: &BytesStart<'_>) -> Option<(u32, u32)> {
    let first = number(element, b"min")?.checked_sub(1)?;
    let last = number(element, b"max")?.checked_sub(1)?;
    Some((first, last))
}

fn merge(element: &BytesStart<'_>) -> Option<((u32, u32), Span)> {
    let range = attribute(element, b"ref")?;
    let (first, last) = range.split_once(':')?;
    let (first, last): (Address, Address) = (first.parse().ok()?, last.parse().ok()?);
    let span = Span {
        rows: last.row.checked_sub(first.row)?.checked_add(1)?,
        columns: last.column.checked_sub(first.column)?.checked_add(1)?,
    };
    Some(((first.row, first.column), span))
}
