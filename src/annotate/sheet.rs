//! One sheet of the office: its marked cells, and the way to their comments.

use std::collections::BTreeMap;

use super::{
    Record,
    styles::Styles,
    xml::{Edits, Kind, prefix, scan, set, value},
};
use crate::{error::Error, finding::Severity, grid::Address};

/// What may stand behind the reference to the old comments, in the order of
/// ECMA-376 part 1, 18.3.1.99.
const BEHIND: [&str; 9] = [
    "AlternateContent",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// How a sheet is to refer to the boxes of its comments: by an id, in a
/// namespace that is declared where it is used.
pub(super) struct Drawing<'a> {
    pub(super) id: &'a str,
    pub(super) space: &'a str,
}

/// What is made of a sheet.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// The part's new text, where it changed.
    pub(super) text: Option<String>,
    /// The fills that cells had before, to be put back one day.
    pub(super) records: Vec<Record>,
    /// Heights in points of rows that have one of their own, by row.
    pub(super) heights: BTreeMap<u32, f64>,
    /// The id by which the sheet refers to the boxes of its comments already.
    pub(super) drawing: Option<String>,
}

/// Fills the cells in `marks`, and takes the fill off those that were marked
/// before and are not now. `drawing` is for a sheet that does not refer to one yet.
pub(super) fn mark(
    text: &str,
    marks: &BTreeMap<Address, Severity>,
    before: &BTreeMap<Address, &str>,
    drawing: Option<Drawing<'_>>,
    styles: &mut Styles,
) -> Result<Marked, Error> {
    let mut edits = Edits::default();
    let mut marked = Marked::default();
    let mut at = Address { row: 0, column: 0 };
    let mut past = false;
    let mut behind = None;
    let mut root = String::new();
    // Many cells have one format.
    let mut formats = BTreeMap::new();
    scan(text, |tag| {
        let written = || text.get(tag.range.clone()).unwrap_or_default();
        match (tag.depth, tag.name, tag.kind) {
            (0, _, Kind::Open) => written().clone_into(&mut root),
            // Two selected sheets would be edited as one.
            (2, "sheetView", Kind::Open | Kind::Empty)
                if value(written(), "tabSelected").is_some_and(|on| on != "0" && on != "false") =>
            {
                edits.replace(tag.range.clone(), set(written(), "tabSelected", "0"));
            }
            (2, "row", Kind::Open | Kind::Empty) => {
                let number = value(written(), "r").and_then(|row| row.parse::<u32>().ok());
                at.row = number.map_or(at.row, |row| row.saturating_sub(1));
                at.column = 0;
                if let Some(height) = value(written(), "ht").and_then(|ht| ht.parse().ok()) {
                    marked.heights.insert(at.row, height);
                }
                if tag.kind == Kind::Empty {
                    at.row = at.row.saturating_add(1);
                }
            }
            (2, "row", Kind::Close) => at.row = at.row.saturating_add(1),
            (3, "c", Kind::Open | Kind::Empty) => {
                let cell = value(written(), "r").and_then(|cell| cell.parse::<Address>().ok());
                at = cell.unwrap_or(at);
                let said = value(written(), "s").and_then(|s| s.parse().ok());
                let said = said.unwrap_or(0);
                let format = styles.known(said);
                let mut new = format;
                let severity = marks.get(&at).copied();
                let was = styles.is_marked(format);
                if was || severity.is_some() {
                    let fill = before.get(&at).copied();
                    let (plain, of_mark) =
                        *formats.entry((format, fill, severity)).or_insert_with(|| {
                            let plain = if was {
                                styles.unmarked(format, fill)
                            } else {
                                format
                            };
                            let new = severity.map_or(plain, |of| styles.marked(plain, of));
                            (plain, new)
                        });
                    if let (Some(fill), Some(_)) = (styles.fill(plain), severity) {
                        marked.records.push(Record { cell: at, fill });
                    }
                    new = of_mark;
                }
                if new != said {
                    let tag_text = set(written(), "s", &new.to_string());
                    edits.replace(tag.range.clone(), tag_text);
                }
                at.column = at.column.saturating_add(1);
            }
            (1, "legacyDrawing", Kind::Open | Kind::Empty) => {
                marked.drawing = value_of_id(written()).map(str::to_owned);
            }
            (1, "sheetData", Kind::Close | Kind::Empty) => past = true,
            (1, name, _) if past && BEHIND.contains(&name) => {
                behind.get_or_insert(tag.range.start);
            }
            (0, _, Kind::Close) => {
                behind.get_or_insert(tag.range.start);
            }
            _ => {}
        }
    })?;
    if let (Some(Drawing { id, space }), Some(place), None) = (drawing, behind, &marked.drawing) {
        let p = prefix(&root);
        edits.insert(
            place,
            format!(r#"<{p}legacyDrawing xmlns:r="{space}" r:id="{id}"/>"#),
        );
    }
    if !edits.is_empty() {
        marked.text = Some(edits.apply(text));
    }
    Ok(marked)
}

/// The value of `r:id`, whatever the prefix.
fn value_of_id(tag: &str) -> Option<&str> {
    let (_, rest) = tag.split_once(":id=")?;
    let quote = rest.chars().next()?;
    rest.get(1..)?.split(quote).next()
}
