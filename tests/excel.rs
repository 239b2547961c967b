//! Workbooks as LibreOffice and other programs write them: what every format
//! tells, and what a file that is none says.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::fs;

use common::fixture;
use ruam::{
    error::{Error, Kind},
    excel,
    grid::{Document, Grid, Origin, Span, Value},
    limits::Limits,
    source::{Shape, sniff},
    submission::Format,
};

fn document(name: &str) -> Document {
    let bytes = fs::read(fixture(name)).unwrap();
    let Ok(Shape::Workbook(format)) = sniff(&bytes, &Limits::default()) else {
        panic!("{name} is no workbook")
    };
    excel::read(&bytes, format, &Limits::default(), &mut || {}).unwrap()
}

fn value<'a>(grid: &'a Grid, address: &str) -> Option<&'a Value> {
    let found = grid.cells.iter().find(|cell| match &cell.origin {
        Origin::Cell { cell, .. } => cell.to_string() == address,
        Origin::Box { .. } => false,
    });
    found.map(|cell| &cell.value)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn number(text: &str) -> Value {
    Value::Number(text.to_owned())
}

#[test]
fn every_format_tells_the_same_values() {
    for name in [
        "features.xlsx",
        "features.ods",
        "features.xls",
        "features.xlsb",
    ] {
        let document = document(&format!("excel/{name}"));
        let grid = &document.grids[0];
        for (address, expected) in [
            ("A1", text("ข้อความ")),
            ("A2", number("84.94")),
            ("A5", Value::Date("2021-03-31".to_owned())),
            ("A6", number("1.57")),
            ("A9", text("คะแนนต่ำกว่าเกณฑ์เป้าหมาย")),
            ("A11", text("TRUE")),
            ("A12", text("84.94")),
            ("A13", text("๘๔.๙๔")),
            ("B1", text("ผสานเซลล์")),
        ] {
            assert_eq!(value(grid, address), Some(&expected), "{name} {address}");
        }
        assert!(
            document.grids[1].hidden,
            "{name}: the second sheet is hidden"
        );
        assert_eq!(document.sheets, Some(2));
    }
}

#[test]
fn a_formula_made_noise_and_it_is_not_read() {
    // 91.69 − 90.12 in binary; LibreOffice cuts it to 15 digits in xlsx and ods.
    for (name, shown) in [
        ("features.xls", "1.57"),
        ("features.xlsb", "1.57"),
        ("features.xlsx", "1.57"),
        ("features.ods", "1.57"),
    ] {
        let document = document(&format!("excel/{name}"));
        assert_eq!(
            value(&document.grids[0], "A7"),
            Some(&number(shown)),
            "{name}"
        );
    }
}

#[test]
fn percentages_and_errors_are_told_where_the_format_tells_them() {
    for name in ["features.xlsx", "features.ods"] {
        let document = document(&format!("excel/{name}"));
        assert_eq!(
            value(&document.grids[0], "A3"),
            Some(&number("100%")),
            "{name}"
        );
        assert_eq!(
            value(&document.grids[0], "A4"),
            Some(&number("84.94%")),
            "{name}"
        );
    }
    for name in ["features.xlsx", "features.ods", "features.xls"] {
        let document = document(&format!("excel/{name}"));
        let error = Value::Error("#DIV/0!".to_owned());
        assert_eq!(value(&document.grids[0], "A8"), Some(&error), "{name}");
    }
    let document = document("excel/features.xlsb");
    assert_eq!(
        value(&document.grids[0], "A17"),
        Some(&Value::Error("#REF!".to_owned()))
    );
}

#[test]
fn merged_and_hidden_cells_are_known() {
    for name in ["features.xlsx", "features.ods", "features.xls"] {
        let document = document(&format!("excel/{name}"));
        let merged = document.grids[0]
            .cells
            .iter()
            .find(|cell| cell.span != Span::ONE)
            .unwrap();
        assert_eq!(
            (merged.row, merged.column, merged.span),
            (
                0,
                1,
                Span {
                    rows: 2,
                    columns: 2
                }
            ),
            "{name}"
        );
    }
    // calamine tells hidden rows and columns for no format.
    for name in ["features.xlsx", "features.ods"] {
        let document = document(&format!("excel/{name}"));
        let hidden = document.grids[0].cells.iter().filter(|cell| cell.hidden);
        let texts: Vec<&str> = hidden.map(|cell| cell.value.text()).collect();
        assert_eq!(texts, ["คอลัมน์ซ่อน", "แถวซ่อน"], "{name}");
    }
}

#[test]
fn a_formula_without_its_result_is_no_empty_cell() {
    let document = document("excel/uncached.xlsx");
    assert_eq!(value(&document.grids[0], "A1"), Some(&Value::Uncached));
    // An empty text is a result.
    assert_eq!(value(&document.grids[0], "A2"), None);
}

#[test]
fn a_stray_cell_costs_nothing() {
    let document = document("excel/stray.xlsx");
    let cells = &document.grids[0].cells;
    assert_eq!(cells.len(), 2);
    assert_eq!((cells[1].row, cells[1].column), (1_048_575, 16_383));
}

#[test]
fn a_file_that_is_no_workbook_says_what_it_is() {
    let sniffed = |name: &str| sniff(&fs::read(fixture(name)).unwrap(), &Limits::default());
    assert_eq!(sniffed("damaged/empty.xlsx"), Err(Error::Empty));
    for (name, kind) in [
        ("damaged/word.docx", Kind::Word),
        ("damaged/old.doc", Kind::Word),
        ("damaged/page.xls", Kind::Html),
        ("damaged/picture.xlsx", Kind::Picture),
    ] {
        assert_eq!(sniffed(name), Err(Error::Unsupported(kind)), "{name}");
    }
    let damaged = sniffed("damaged/truncated.xlsx").unwrap_err();
    assert_eq!(damaged.reason(), "damaged");
    for (magic, kind) in [
        (&b"PK\x05\x06"[..], None),
        (b"{\\rtf1", Some(Kind::Rtf)),
        (b"Rar!\x1a", Some(Kind::Archive)),
        (b"<?xml version=\"1.0\"?>", Some(Kind::Xml)),
        (b"\x00\x01\x02\x03\x04\x05", Some(Kind::Unknown)),
    ] {
        let found = sniff(magic, &Limits::default()).unwrap_err();
        match kind {
            Some(kind) => assert_eq!(found, Error::Unsupported(kind)),
            None => assert_eq!(found.reason(), "damaged"),
        }
    }
}

#[test]
fn a_password_is_named_in_every_format() {
    for name in [
        "excel/encrypted.xls",
        "excel/encrypted.ods",
        "submissions/ลับ.xlsx",
    ] {
        let bytes = fs::read(fixture(name)).unwrap();
        let found = sniff(&bytes, &Limits::default()).and_then(|shape| match shape {
            Shape::Workbook(format) => {
                excel::read(&bytes, format, &Limits::default(), &mut || {}).map(|_| ())
            }
            Shape::Pages | Shape::Text => Ok(()),
        });
        assert_eq!(found, Err(Error::Encrypted), "{name}");
    }
}

#[test]
fn the_kind_is_told_by_the_bytes_and_never_by_the_name() {
    for (name, format) in [
        ("excel/fio.xlsx", Format::Xlsx),
        ("excel/fio.xlsm", Format::Xlsm),
        ("excel/fio.xlsb", Format::Xlsb),
        ("excel/fio.xls", Format::Xls),
        ("excel/fio.ods", Format::Ods),
    ] {
        let bytes = fs::read(fixture(name)).unwrap();
        assert_eq!(
            sniff(&bytes, &Limits::default()),
            Ok(Shape::Workbook(format)),
            "{name}"
        );
    }
    for (name, shape) in [
        ("pdf/kinds/plain.pdf", Shape::Pages),
        ("delimited/fio.csv", Shape::Text),
    ] {
        let bytes = fs::read(fixture(name)).unwrap();
        assert_eq!(sniff(&bytes, &Limits::default()), Ok(shape), "{name}");
    }
}
