//! The cells of a document as they were read: JSON or csv.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{formula, json};
use crate::grid::{Cell, Document, Grid, Value};

/// All tables with their cells, and where tables stand on pages, as JSON.
#[must_use]
pub fn to_json(document: &Document) -> Vec<u8> {
    let tables: Vec<Json> = document
        .grids
        .iter()
        .map(|grid| {
            json!({
                "sheet": grid.sheet,
                "hidden": grid.hidden,
                "cells": grid.cells.iter().map(cell).collect::<Vec<_>>(),
            })
        })
        .collect();
    json::pretty(&json!({
        "schema": "ruam.grid/1",
        "tables": tables,
        "page_tables": document.page_tables,
    }))
}

fn cell(cell: &Cell) -> Json {
    let kind = match &cell.value {
        Value::Text(_) => "text",
        Value::Number(_) => "number",
        Value::Date(_) => "date",
        Value::Error(_) => "error",
        Value::Uncached => "formula",
    };
    let mut json = json!({
        "rows": cell.span.rows,
        "columns": cell.span.columns,
        "hidden": cell.hidden,
        "running": cell.running,
        "kind": kind,
        "text": cell.value.text(),
    });
    if let (Some(fields), Ok(Json::Object(place))) =
        (json.as_object_mut(), serde_json::to_value(&cell.origin))
    {
        fields.extend(place.into_iter().filter(|(name, _)| name != "sheet"));
    }
    json
}

/// All tables as csv, an empty line between two; merged cells once.
#[must_use]
pub fn to_csv(document: &Document) -> Vec<u8> {
    let tables: Vec<Vec<u8>> = document.grids.iter().map(table).collect();
    tables.join(&b'\n')
}

fn table(grid: &Grid) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    let mut rows: BTreeMap<u32, Vec<&Cell>> = BTreeMap::new();
    for cell in &grid.cells {
        rows.entry(cell.row).or_default().push(cell);
    }
    // From the first cell on: a stray cell far away makes one long line, not a
    // million empty ones.
    let left = grid.cells.iter().map(|cell| cell.column).min().unwrap_or(0);
    for cells in rows.values() {
        let mut record: Vec<String> = Vec::new();
        for cell in cells {
            let at = usize::try_from(cell.column - left).unwrap_or(usize::MAX);
            record.resize(at.min(16_384), String::new());
            record.push(harmless(&cell.value));
        }
        if writer.write_record(&record).is_err() {
            break;
        }
    }
    writer.into_inner().unwrap_or_default()
}

/// The text of a cell, so that no spreadsheet program takes it for a formula.
fn harmless(value: &Value) -> String {
    match value {
        Value::Text(_) => formula::harmless(value.text()).into_owned(),
        _ => value.text().to_owned(),
    }
}
