//! The documents of the ICDAR 2013 table competition, EU part: what the truth
//! says of their tables.
//!
//! The truth is right but for the known erratum of eu-015, whose cells lie
//! elsewhere (see [`tables`]): the letters that stand where it has a cell are
//! those of the cell, in every cell of every table. One of them (eu-027) holds a
//! ligature, which the truth spells out. Tables have one region each, on one page.

use std::{fs, path::Path};

use lopdf::{Dictionary, Document, Object};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::measure::{Cell, Table};

/// Each document, and the names of its truths: the best one counts.
pub(crate) const DOCUMENTS: [(&str, &[&str]); 27] = [
    ("eu-001", &["eu-001"]),
    ("eu-002", &["eu-002"]),
    ("eu-003", &["eu-003"]),
    ("eu-004", &["eu-004"]),
    ("eu-005", &["eu-005"]),
    ("eu-006", &["eu-006"]),
    ("eu-007", &["eu-007"]),
    ("eu-008", &["eu-008"]),
    ("eu-009a", &["eu-009a", "eu-009b"]),
    ("eu-010", &["eu-010"]),
    ("eu-011", &["eu-011"]),
    ("eu-012", &["eu-012"]),
    ("eu-013", &["eu-013"]),
    ("eu-014", &["eu-014"]),
    ("eu-015", &["eu-015"]),
    ("eu-016", &["eu-016"]),
    ("eu-017", &["eu-017"]),
    ("eu-018", &["eu-018"]),
    ("eu-019", &["eu-019"]),
    ("eu-020", &["eu-020"]),
    ("eu-021", &["eu-021"]),
    ("eu-022", &["eu-022"]),
    ("eu-023", &["eu-023"]),
    ("eu-024", &["eu-024"]),
    ("eu-025", &["eu-025"]),
    ("eu-026", &["eu-026"]),
    ("eu-027", &["eu-027"]),
];

/// The tables that are not ruled, as document and number. All others are: a
/// rule lies between every two cells that are neighbours, across and down.
///
/// Told by `benches/tables/ruled.py` from the truth's cells and the lines and
/// rectangles that pdfplumber sees, not from anything of ours. The shares of
/// neighbours that a rule parts are 1.00 and 1.00 in all others, and in these
/// (across, down):
#[rustfmt::skip]
pub(crate) const UNRULED: [(&str, usize); 11] = [
    ("eu-006", 4), // 0.00, 0.17
    ("eu-008", 1), // 1.00, 0.15
    ("eu-016", 1), // 0.06, 1.00
    ("eu-017", 1), // 0.07, 1.00
    ("eu-018", 1), // 0.36, 1.00
    ("eu-018", 2), // 0.24, 1.00
    ("eu-019", 1), // 0.11, 1.00
    ("eu-026", 1), // 0.21, 0.47
    ("eu-026", 2), // 0.33, 0.25
    ("eu-026", 3), // 0.33, 0.25
    ("eu-027", 1), // 0.00, 0.22
];

/// A document, and its truth in as many readings as there are.
pub(crate) struct Truth {
    pub(crate) name: &'static str,
    pub(crate) readings: Vec<Vec<Table>>,
}

/// The truth of all documents in the folder.
pub(crate) fn truths(folder: &Path) -> Vec<Truth> {
    let truth = |(name, readings): (&'static str, &[&str])| {
        let sizes = sizes(&folder.join(format!("{name}.pdf")));
        let reading = |reading: &&str| {
            let file = |kind| folder.join(format!("{reading}-{kind}.xml"));
            tables(&file("reg"), &file("str"), &sizes)
        };
        Truth {
            name,
            readings: readings.iter().map(reading).collect(),
        }
    };
    DOCUMENTS.into_iter().map(truth).collect()
}

/// Width and height of each page as displayed, and whether it is turned.
fn sizes(path: &Path) -> Vec<(f64, f64, bool)> {
    let document = Document::load(path).unwrap();
    let size = |id| {
        let page = document.get_dictionary(id).unwrap();
        let turned = inherited(&document, page, b"Rotate")
            .is_some_and(|degrees| degrees.as_i64().unwrap() % 180 != 0);
        let media = inherited(&document, page, b"MediaBox").unwrap();
        let media: Vec<f64> = (media.as_array().unwrap().iter())
            .map(|place| f64::from(place.as_float().unwrap()))
            .collect();
        assert_eq!(media[..2], [0.0, 0.0], "{}", path.display());
        if turned {
            (media[3], media[2], true)
        } else {
            (media[2], media[3], false)
        }
    };
    document.page_iter().map(size).collect()
}

fn inherited<'d>(
    document: &'d Document,
    mut node: &'d Dictionary,
    key: &[u8],
) -> Option<&'d Object> {
    loop {
        if let Ok(found) = node.get_deref(key, document) {
            return Some(found);
        }
        node = node.get_deref(b"Parent", document).ok()?.as_dict().ok()?;
    }
}

/// A region or cell of the truth as its file has it.
#[derive(Default)]
struct Element {
    /// The table in the file, counted from 0.
    table: usize,
    page: u32,
    /// Rows and columns from and to, both included.
    rows: (usize, usize),
    columns: (usize, usize),
    /// Left, bottom, right, top, from the bottom left of the page.
    bbox: [f64; 4],
    text: String,
}

/// The regions of a `-reg.xml` or the cells of a `-str.xml`.
fn elements(path: &Path, name: &str) -> Vec<Element> {
    let xml = fs::read_to_string(path).unwrap();
    let mut reader = Reader::from_str(&xml);
    let (mut tables, mut page) = (0, 0);
    let (mut row_increment, mut column_increment) = (0, 0);
    let mut current: Option<Element> = None;
    let mut in_content = false;
    let mut elements = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        if let Event::Start(start) | Event::Empty(start) = &event {
            let number = |key: &str| attribute(start, key);
            match start.name().as_ref() {
                "table" => tables += 1,
                "region" => {
                    page = u32::try_from(number("page").unwrap()).unwrap();
                    row_increment = number("row-increment").unwrap_or(0);
                    column_increment = number("col-increment").unwrap_or(0);
                }
                "bounding-box" => {
                    let place = |key| number(key).unwrap() as f64;
                    if let Some(element) = &mut current {
                        element.bbox = [place("x1"), place("y1"), place("x2"), place("y2")];
                    }
                }
                "content" => in_content = matches!(event, Event::Start(_)),
                _ => {}
            }
            if start.name().as_ref() == name {
                let from_to = |start: &str, end: &str, increment: i64| {
                    let from = number(start).unwrap_or(0);
                    let to = number(end).unwrap_or(from);
                    let place = |at: i64| usize::try_from(at + increment).unwrap();
                    (place(from), place(to))
                };
                current = Some(Element {
                    table: tables - 1,
                    page,
                    rows: from_to("start-row", "end-row", row_increment),
                    columns: from_to("start-col", "end-col", column_increment),
                    ..Element::default()
                });
            }
        }
        match event {
            Event::Text(text) if in_content => {
                if let Some(element) = &mut current {
                    element.text.push_str(&text);
                }
            }
            Event::GeneralRef(reference) if in_content => {
                if let Some(element) = &mut current {
                    let escaped = format!("&{};", &*reference);
                    let plain = quick_xml::escape::unescape(&escaped).unwrap();
                    element.text.push_str(&plain);
                }
            }
            Event::End(end) if end.name().as_ref() == "content" => in_content = false,
            Event::End(end) if end.name().as_ref() == name => elements.extend(current.take()),
            Event::Eof => return elements,
            _ => {}
        }
    }
}

fn attribute(start: &BytesStart<'_>, key: &str) -> Option<i64> {
    let value = start.try_get_attribute(key).unwrap()?;
    Some(value.value.parse().unwrap())
}

fn tables(regions: &Path, cells: &Path, sizes: &[(f64, f64, bool)]) -> Vec<Table> {
    let cells = elements(cells, "cell");
    let table = |of: &Element| {
        let (width, height, turned) = sizes[of.page as usize - 1];
        let cells = || cells.iter().filter(|cell| cell.table == of.table);
        let bbox = flipped(of.bbox, height);
        // The known erratum of eu-015: its pages are turned by a quarter, and
        // its cells are counted from the bottom of the page that is not.
        let bottom = if turned { width } else { height };
        let held = cells()
            .map(|cell| flipped(cell.bbox, bottom))
            .reduce(around);
        let off = bbox.iter().zip(held.unwrap()).map(|(a, b)| (a - b).abs());
        // The two files of a truth agree on where its tables are.
        assert!(off.fold(0.0, f64::max) <= 2.0, "{}", regions.display());
        assert!(cells().all(|cell| cell.page == of.page));
        Table {
            page: of.page,
            bbox,
            cells: cells()
                .map(|cell| Cell {
                    row: cell.rows.0,
                    column: cell.columns.0,
                    rows: cell.rows.1 - cell.rows.0 + 1,
                    columns: cell.columns.1 - cell.columns.0 + 1,
                    text: cell.text.clone(),
                })
                .collect(),
        }
    };
    elements(regions, "region").iter().map(table).collect()
}

fn around(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

/// The same from the top of the page.
fn flipped([x0, y0, x1, y1]: [f64; 4], bottom: f64) -> [f64; 4] {
    [x0, bottom - y1, x1, bottom - y0]
}
