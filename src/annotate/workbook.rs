//! The main part of the workbook: our sheet comes first in it, and is the one
//! that opens.

use super::{
    book::Book,
    results::NAME,
    xml::{Edits, Kind, prefix, scan, set, value},
};
use crate::{error::Error, package::SheetPart};

/// Puts our sheet `listed` into the workbook: first, or where the one called
/// `own` stands, which it replaces.
pub(super) fn list(
    book: &mut Book<'_>,
    sheets: &[SheetPart],
    own: Option<&str>,
    listed: String,
) -> Result<(), Error> {
    let at = sheets
        .iter()
        .position(|sheet| Some(sheet.name.as_str()) == own);
    if let Some((at, sheet)) = at.and_then(|at| Some((at, sheets.get(at)?))) {
        book.replace(&sheet.part, listed)?;
        return edit(book, at, None);
    }
    let main = book.main.clone();
    let id = book.add(&main, "xl/worksheets/ruam*.xml", "worksheet", listed)?;
    let taken = |name: &str| sheets.iter().any(|sheet| sheet.name == name);
    let name = std::iter::once(NAME.to_owned())
        .chain((2_u32..).map(|n| format!("{NAME} ({n})")))
        .find(|name| !taken(name))
        .unwrap_or_default();
    edit(book, 0, Some((&name, &id)))
}

/// Opens the workbook at the sheet `at`; with a `new` sheet, its name and id,
/// that one comes first.
fn edit(book: &mut Book<'_>, at: usize, new: Option<(&str, &str)>) -> Result<(), Error> {
    let main = book.main.clone();
    let Some(text) = book.text(&main)? else {
        return Ok(());
    };
    let space = book.reference_space();
    let mut edits = Edits::default();
    let mut list = None;
    let mut last = 0_u32;
    let mut p = String::new();
    scan(&text, |tag| {
        let written = text.get(tag.range.clone()).unwrap_or_default();
        match (tag.name, tag.kind) {
            ("workbook", Kind::Open) => prefix(written).clone_into(&mut p),
            ("workbookView", Kind::Open | Kind::Empty) => {
                let view = set(written, "activeTab", &at.to_string());
                let view = match value(&view, "firstSheet") {
                    Some(_) => set(&view, "firstSheet", "0"),
                    None => view,
                };
                if view != written {
                    edits.replace(tag.range.clone(), view);
                }
            }
            ("sheets", Kind::Open) => list = Some(tag.range.end),
            ("sheet", Kind::Open | Kind::Empty) => {
                let id = value(written, "sheetId").and_then(|id| id.parse().ok());
                last = last.max(id.unwrap_or(0));
            }
            // Names that belong to a sheet count the sheets.
            ("definedName", Kind::Open | Kind::Empty) if new.is_some() => {
                let sheet = value(written, "localSheetId").and_then(|id| id.parse::<u32>().ok());
                if let Some(sheet) = sheet {
                    let moved = sheet.saturating_add(1).to_string();
                    edits.replace(tag.range.clone(), set(written, "localSheetId", &moved));
                }
            }
            _ => {}
        }
    })?;
    if let (Some((name, id)), Some(place)) = (new, list) {
        let number = last.saturating_add(1);
        edits.insert(
            place,
            format!(
                r#"<{p}sheet name="{name}" sheetId="{number}" xmlns:r="{space}" r:id="{id}"/>"#
            ),
        );
    }
    book.put(&main, edits.apply(&text))
}
