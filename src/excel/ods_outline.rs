//! What calamine does not tell of an ods sheet: merges, hidden rows and
//! columns, percentages, error values and formulas without results.

use std::{
    collections::BTreeMap,
    io::{BufReader, Cursor},
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{Outline, comments::character, damaged, within_limit};
use crate::{
    error::Error,
    grid::Span,
    limits::{Limit, Limits},
    package::attribute,
};

/// The bounds of a sheet, beyond which calamine reads nothing.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

/// A sheet while its element is open.
#[derive(Default)]
struct Sheet {
    name: String,
    outline: Outline,
    row: u32,
    column: u32,
    /// The cell that was described last.
    cell: (u32, u32),
    annotation: Option<Annotation>,
    /// How often the open row stands.
    rows: u32,
    /// Columns described so far, for `table-column` elements.
    described: u32,
    /// First and last row and column with content.
    bounds: Option<[u32; 4]>,
}

/// A comment while its element is open.
#[derive(Default)]
struct Annotation {
    text: String,
    /// Whether a paragraph is open: the author and the date are none.
    paragraph: bool,
}

/// Reads the outlines of all sheets, by name.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<BTreeMap<String, Outline>, Error> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let Ok(content) = archive.by_name("content.xml") else {
        return Ok(BTreeMap::new());
    };
    let mut reader = Reader::from_reader(BufReader::new(content));
    reader.config_mut().check_end_names = false;
    let mut outlines = BTreeMap::new();
    let mut sheet: Option<Sheet> = None;
    let mut buffer = Vec::new();
    loop {
        // An encrypted content is no XML: calamine says so of the whole file.
        let Ok(event) = reader.read_event_into(&mut buffer) else {
            return Ok(outlines);
        };
        match event {
            Event::Start(element) => start(&mut sheet, &element, limits)?,
            Event::Empty(element) => {
                start(&mut sheet, &element, limits)?;
                end(&mut sheet, &mut outlines, element.local_name().as_ref());
            }
            Event::End(element) => end(&mut sheet, &mut outlines, element.local_name().as_ref()),
            Event::Text(text) => said(&mut sheet, &text.xml10_content()),
            Event::GeneralRef(reference) => said(&mut sheet, &character(&reference)),
            Event::Eof => return Ok(outlines),
            _ => {}
        }
        buffer.clear();
    }
}

/// Text of a comment.
fn said(sheet: &mut Option<Sheet>, text: &str) {
    let open = sheet.as_mut().and_then(|sheet| sheet.annotation.as_mut());
    if let Some(annotation) = open.filter(|annotation| annotation.paragraph) {
        annotation.text.push_str(text);
    }
}

fn start(
    sheet: &mut Option<Sheet>,
    element: &BytesStart<'_>,
    limits: &Limits,
) -> Result<(), Error> {
    let name = element.local_name();
    if name.as_ref() == "table" && sheet.is_none() {
        *sheet = Some(Sheet {
            name: attribute(element, b"name").unwrap_or_default(),
            ..Sheet::default()
        });
    }
    let Some(sheet) = sheet else { return Ok(()) };
    match name.as_ref() {
        "table-column" => {
            let repeated = repeats(element, b"number-columns-repeated", COLUMNS);
            if is_collapsed(element) && repeated > 0 {
                let first = sheet.described;
                sheet
                    .outline
                    .hidden_columns
                    .push((first, first.saturating_add(repeated - 1)));
            }
            sheet.described = sheet.described.saturating_add(repeated);
        }
        "table-row" => {
            sheet.rows = repeats(
                element,
                b"number-rows-repeated",
                ROWS.saturating_sub(sheet.row),
            );
            sheet.column = 0;
            if is_collapsed(element) && sheet.rows > 0 {
                sheet
                    .outline
                    .hidden_rows
                    .push((sheet.row, sheet.row + sheet.rows - 1));
            }
        }
        "table-cell" | "covered-table-cell" => cell(sheet, element, limits)?,
        "annotation" => sheet.annotation = Some(Annotation::default()),
        "p" => {
            if let Some(annotation) = &mut sheet.annotation {
                annotation.paragraph = true;
                if !annotation.text.is_empty() {
                    annotation.text.push('\n');
                }
            }
        }
        _ => {}
    }
    Ok(())
}

fn end(sheet: &mut Option<Sheet>, outlines: &mut BTreeMap<String, Outline>, name: &str) {
    match (name, sheet.as_mut()) {
        ("p", Some(open)) => {
            if let Some(annotation) = &mut open.annotation {
                annotation.paragraph = false;
            }
        }
        ("annotation", Some(open)) => {
            if let Some(annotation) = open.annotation.take() {
                open.outline.comments.insert(open.cell, annotation.text);
            }
        }
        ("table-row", Some(open)) => open.row = open.row.saturating_add(open.rows),
        ("table", Some(_)) => {
            if let Some(done) = sheet.take() {
                outlines.entry(done.name).or_insert(done.outline);
            }
        }
        _ => {}
    }
}

fn cell(sheet: &mut Sheet, element: &BytesStart<'_>, limits: &Limits) -> Result<(), Error> {
    let room = COLUMNS.saturating_sub(sheet.column);
    let columns = repeats(element, b"number-columns-repeated", room);
    let at = (sheet.row, sheet.column);
    sheet.cell = at;
    let last = (
        sheet.row.saturating_add(sheet.rows),
        at.1.saturating_add(columns),
    );
    sheet.column = last.1;
    let span = Span {
        rows: repeats(element, b"number-rows-spanned", ROWS),
        columns: repeats(element, b"number-columns-spanned", COLUMNS),
    };
    if span != Span::ONE && span.rows > 0 && span.columns > 0 {
        sheet.outline.spans.insert(at, span);
        let merged = sheet.outline.spans.len() as u64;
        within_limit(limits, Limit::MergedRanges, merged)?;
    }
    let kind = attribute(element, b"value-type");
    let formula = attribute(element, b"formula").is_some();
    if kind.is_none() && !formula {
        return Ok(());
    }
    grow(sheet, at, last, limits)?;
    // Both `office:value-type` and `calcext:value-type` may stand here; an error
    // is a string to the first and an error to the second.
    let kinds: Vec<String> = element
        .attributes()
        .with_checks(false)
        .flatten()
        .filter(|attribute| attribute.key.local_name().as_ref() == "value-type")
        .filter_map(|attribute| {
            std::str::from_utf8(attribute.value.as_bytes())
                .ok()
                .map(str::to_owned)
        })
        .collect();
    let is = |kind: &str| kinds.iter().any(|known| known == kind);
    for row in at.0..last.0 {
        for column in at.1..last.1 {
            if is("error") {
                sheet.outline.errors.insert((row, column));
            } else if is("percentage") {
                sheet.outline.percent.insert((row, column));
            } else if kinds.is_empty() {
                sheet.outline.uncached.push((row, column));
            }
        }
    }
    Ok(())
}

/// Widens the sheet's bounds, within the area that is read.
fn grow(
    sheet: &mut Sheet,
    first: (u32, u32),
    end: (u32, u32),
    limits: &Limits,
) -> Result<(), Error> {
    let last = (end.0.saturating_sub(1), end.1.saturating_sub(1));
    let bounds = sheet
        .bounds
        .get_or_insert([first.0, first.1, last.0, last.1]);
    let [top, left, bottom, right] = *bounds;
    *bounds = [
        top.min(first.0),
        left.min(first.1),
        bottom.max(last.0),
        right.max(last.1),
    ];
    let [top, left, bottom, right] = *bounds;
    // Behind the last row that a sheet may have, a cell has no room and ends
    // before it begins.
    let side = |first: u32, last: u32| u64::from(last).saturating_sub(first.into()) + 1;
    let area = side(top, bottom).saturating_mul(side(left, right));
    within_limit(limits, Limit::Area, area)
}

fn is_collapsed(element: &BytesStart<'_>) -> bool {
    attribute(element, b"visibility").is_some_and(|value| value == "collapse" || value == "filter")
}

/// A count that an attribute gives, 1 without it, at most `most`.
fn repeats(element: &BytesStart<'_>, name: &[u8], most: u32) -> u32 {
    let written = attribute(element, name).and_then(|value| value.parse::<u32>().ok());
    written.unwrap_or(1).min(most)
}
