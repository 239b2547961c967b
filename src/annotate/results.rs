//! The sheet `ผลตรวจ`: all findings with links to their cells, and, in hidden
//! columns, the fills that marked cells had before.

use std::{collections::BTreeMap, fmt::Write};

use super::{
    Record,
    styles::{Look, Styles},
    xml::escaped,
};
use crate::{
    finding::{Finding, Severity, place},
    grid::{Address, Grid},
    marks::{ANSWER, RESULTS},
    normalize::display::row_height,
};

/// Its name.
pub(super) const NAME: &str = "ผลตรวจ";

/// Columns of the table, with their widths.
const COLUMNS: [(&str, u32); 8] = [
    ("ที่", 5),
    ("ระดับ", 9),
    ("ช่อง", 20),
    ("สิ่งที่พบ", 70),
    ("ที่เขียนไว้", 22),
    ("ที่ควรเป็น", 22),
    ("กฎ", 24),
    ("ชี้แจงแล้วว่า", 36),
];
/// Bytes of a cell, well below the 32,767 letters that a sheet takes.
const TEXT: usize = 32_000;
/// Height of a line in points.
const LINE: f64 = 15.0;
/// The first of three hidden columns: sheet, cell, fill.
const HIDDEN: u32 = 9;
/// The row of the table's header, from 1.
const HEAD: u32 = 5;

/// One line of the list.
pub(super) struct Line<'f> {
    pub(super) finding: &'f Finding,
    /// The cell that it is about: sheet and address.
    pub(super) target: Option<(String, Address)>,
}

impl Line<'_> {
    /// The sentence without its place.
    pub(super) fn said(&self) -> &str {
        let start = place(&self.finding.file, self.finding.origin.as_ref()).th;
        let said = &self.finding.message.th;
        said.strip_prefix(&start).unwrap_or(said)
    }
}

/// The fills before the marks, by sheet and cell, as the sheet of a marked copy
/// that came back has them.
pub(super) fn before(grid: &Grid) -> BTreeMap<(&str, Address), &str> {
    let mut fills = BTreeMap::new();
    for row in grid.rows() {
        let at = |column: u32| {
            let cell = row.iter().find(|cell| cell.column == column)?;
            Some(cell.value.text())
        };
        let cell = at(HIDDEN + 1).and_then(|cell| cell.parse().ok());
        if let (Some(sheet), Some(cell), Some(fill)) = (at(HIDDEN), cell, at(HIDDEN + 2)) {
            fills.insert((sheet, cell), fill);
        }
    }
    fills
}

/// The part of the sheet.
pub(super) fn sheet(
    lines: &[Line<'_>],
    records: &BTreeMap<String, Vec<Record>>,
    styles: &mut Styles,
) -> String {
    let mut sheet = Sheet {
        rows: BTreeMap::new(),
        heights: BTreeMap::from([(1, 24.0)]),
        links: String::new(),
    };
    let count = |severity| {
        lines
            .iter()
            .filter(|line| line.finding.severity == severity)
            .count()
    };
    let (errors, warnings, infos) = (
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Info),
    );
    let verdict = match errors {
        0 => format!("ไม่พบข้อผิดพลาด · เตือน {warnings} · แจ้งเพื่อทราบ {infos}"),
        _ => format!("ต้องแก้ {errors} · เตือน {warnings} · แจ้งเพื่อทราบ {infos}"),
    };
    let looks = [Look::Title, Look::Line, Look::Head, Look::Text, Look::Link];
    let [title, running, head, text, link] = looks.map(|look| styles.look(look));
    sheet.cell(1, 0, RESULTS, title);
    sheet.cell(2, 0, &verdict, running);
    let advice = format!(
        "ช่องที่ระบายสีในแผ่นงานรายงานมีข้อความอธิบายกำกับ ข้อที่ผิดต้องแก้ ข้อเตือนให้แก้ หรือพิมพ์เหตุผลต่อจากคำว่า “{ANSWER}” ในข้อความของช่องนั้น แล้วตรวจซ้ำด้วย ruam check ก่อนส่ง"
    );
    sheet.cell(3, 0, &advice, running);
    for ((name, _), column) in COLUMNS.iter().zip(0..) {
        sheet.cell(HEAD, column, name, head);
    }
    for (line, number) in lines.iter().zip(1_u32..) {
        let row = HEAD + number;
        let finding = line.finding;
        sheet.number(row, number, text);
        let level = styles.look(Look::Level(finding.severity));
        sheet.cell(row, 1, level_name(finding.severity), level);
        match &line.target {
            Some((name, cell)) => {
                sheet.cell(row, 2, &format!("{name} {cell}"), link);
                sheet.link(row, name, *cell);
            }
            None => sheet.cell(row, 2, "ทั้งไฟล์", text),
        }
        let texts = [
            line.said(),
            finding.found.as_deref().unwrap_or_default(),
            finding.expected.as_deref().unwrap_or_default(),
            finding.rule.as_str(),
            finding.explained.as_deref().unwrap_or_default(),
        ];
        for (words, column) in texts.into_iter().zip(3..) {
            sheet.cell(row, column, words, text);
        }
        let widths = COLUMNS.iter().skip(3).map(|(_, width)| *width);
        let height = row_height(LINE, texts.into_iter().zip(widths));
        sheet.heights.insert(row, height);
    }
    let mut row = HEAD;
    for (name, records) in records {
        for record in records {
            row += 1;
            sheet.cell(row, HIDDEN, name, text);
            sheet.cell(row, HIDDEN + 1, &record.cell.to_string(), text);
            sheet.cell(row, HIDDEN + 2, &record.fill, text);
        }
    }
    sheet.finish()
}

/// The beginning of a text, at most so many bytes of it.
pub(super) fn cut(text: &str, most: usize) -> &str {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    match ends.take_while(|end| *end <= most).last() {
        Some(end) => text.get(..end).unwrap_or(text),
        None => "",
    }
}

/// What a severity is called.
pub(super) const fn level_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ผิด",
        Severity::Warning => "เตือน",
        Severity::Info => "แจ้ง",
    }
}

/// The sheet while it is written.
struct Sheet {
    /// Cells of each row, from left to right.
    rows: BTreeMap<u32, String>,
    /// Heights of rows in points.
    heights: BTreeMap<u32, f64>,
    links: String,
}

impl Sheet {
    /// A text, which is never taken for a formula.
    fn cell(&mut self, row: u32, column: u32, text: &str, format: usize) {
        if text.is_empty() {
            return;
        }
        let at = Address {
            row: row - 1,
            column,
        };
        let text = cut(text, TEXT);
        let cells = self.rows.entry(row).or_default();
        let _ = write!(
            cells,
            r#"<c r="{at}" s="{format}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#,
            escaped(text)
        );
    }

    /// A number in the first column.
    fn number(&mut self, row: u32, number: u32, format: usize) {
        let cells = self.rows.entry(row).or_default();
        let _ = write!(cells, r#"<c r="A{row}" s="{format}"><v>{number}</v></c>"#);
    }

    fn link(&mut self, row: u32, sheet: &str, cell: Address) {
        let place = escaped(&format!("'{}'!{cell}", sheet.replace('\'', "''")));
        let _ = write!(
            self.links,
            r#"<hyperlink ref="C{row}" location="{place}"/>"#
        );
    }

    fn finish(self) -> String {
        let mut text = String::from(concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
            r#"<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>"#,
        ));
        let _ = write!(
            text,
            r#"<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="{HEAD}" topLeftCell="A{}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>"#,
            HEAD + 1
        );
        for ((_, width), column) in COLUMNS.iter().zip(1_u32..) {
            let _ = write!(
                text,
                r#"<col min="{column}" max="{column}" width="{width}" customWidth="1"/>"#
            );
        }
        let (first, last) = (HIDDEN + 1, HIDDEN + 3);
        let _ = write!(
            text,
            r#"<col min="{first}" max="{last}" width="9" hidden="1" customWidth="1"/></cols><sheetData>"#
        );
        for (row, cells) in &self.rows {
            let height = self.heights.get(row).copied().unwrap_or(16.0);
            let _ = write!(
                text,
                r#"<row r="{row}" ht="{height}" customHeight="1">{cells}</row>"#
            );
        }
        // Answers are read where the comments are, not here.
        text.push_str(
            r#"</sheetData><sheetProtection sheet="1" formatColumns="0" formatRows="0"/>"#,
        );
        if !self.links.is_empty() {
            let _ = write!(text, "<hyperlinks>{}</hyperlinks>", self.links);
        }
        text.push_str(concat!(
            r#"<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>"#,
            r#"<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>"#
        ));
        text
    }
}
