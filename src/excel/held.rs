//! What calamine holds whole of an xlsx as soon as it opens it, counted first:
//! the texts that cells share, and the formats.
//!
//! Its readers of xls and xlsb have no such pass: what they hold of a crafted
//! file is bounded by the worker's memory alone.

use quick_xml::events::{BytesStart, Event};

use super::{damaged, within_limit};
use crate::{
    error::Error,
    limits::{Limit, Limits},
    package::Package,
};

/// The shortest element: `<xf/>`, `<si/>`.
const SHORTEST: u64 = 5;

/// Counts what the parts of a workbook make calamine hold.
pub(super) fn check(package: &mut Package<'_>, limits: &Limits) -> Result<(), Error> {
    for (part, size) in package.called("sharedStrings.xml") {
        // calamine makes room for as many as the part says it has.
        shared_strings(package, &part, size, limits)?;
    }
    for (part, size) in package.called("styles.xml") {
        if size / SHORTEST > limits.of(Limit::Styles) {
            styles(package, &part, limits)?;
        }
    }
    Ok(())
}

fn shared_strings(
    package: &mut Package<'_>,
    part: &str,
    size: u64,
    limits: &Limits,
) -> Result<(), Error> {
    // Most parts are too small to have so many.
    let many = size / SHORTEST > limits.of(Limit::SharedStrings);
    let Some(mut reader) = package.stream(part)? else {
        return Ok(());
    };
    let mut buffer = Vec::new();
    let mut count = 0;
    loop {
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "sst" => {
                    within_limit(limits, Limit::SharedStrings, said(&element))?;
                    if !many {
                        return Ok(());
                    }
                }
                "si" => {
                    count += 1;
                    within_limit(limits, Limit::SharedStrings, count)?;
                }
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
}

/// How many texts there are, as the part says.
fn said(element: &BytesStart<'_>) -> u64 {
    let mut attributes = element.attributes();
    let counts = attributes
        .with_checks(false)
        .flatten()
        .filter(|attribute| attribute.key.local_name().as_ref() == "uniqueCount")
        .filter_map(|attribute| {
            std::str::from_utf8(attribute.value.as_bytes())
                .ok()?
                .parse()
                .ok()
        });
    counts.max().unwrap_or(0)
}

/// Each kind of format has a list of its own.
fn styles(package: &mut Package<'_>, part: &str, limits: &Limits) -> Result<(), Error> {
    let Some(mut reader) = package.stream(part)? else {
        return Ok(());
    };
    let mut buffer = Vec::new();
    let mut count = 0;
    loop {
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "numFmts" | "fonts" | "fills" | "borders" | "cellStyleXfs" | "cellXfs" | "dxf" => {
                    count = 0;
                }
                "numFmt" | "font" | "fill" | "border" | "xf" => {
                    count += 1;
                    within_limit(limits, Limit::Styles, count)?;
                }
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
}
