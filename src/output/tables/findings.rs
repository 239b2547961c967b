//! What is wrong, and where.

use super::{Cell, Each, Kind, Table, column, key, word};
use crate::{error::Failure, finding::Finding, grid::Origin, hundredths::Hundredths};

/// One finding a line.
pub(super) const FINDINGS: Table = Table {
    name: "findings",
    th: "สิ่งที่พบหนึ่งข้อ",
    en: "one finding",
    columns: &[
        key("finding", Kind::Integer, "ลำดับ เริ่มที่ 0", "its place, from 0"),
        column(
            "severity",
            Kind::Text,
            "ระดับ: error ผิด warning เตือน info แจ้ง",
            "how much it matters: error, warning, info",
        ),
        column(
            "rule",
            Kind::Text,
            "รหัสกฎ (ruam rules explain …)",
            "id of the rule",
        ),
        column(
            "file",
            Kind::Text,
            "ชื่อไฟล์ ตามตาราง submissions (ว่าง = ทั้งชุดข้อมูล)",
            "the file, as in submissions; empty for the whole dataset",
        ),
        column(
            "agency",
            Kind::Text,
            "หน่วยงาน (เฉพาะข้อที่ไม่เป็นของไฟล์ใด)",
            "the agency, where the finding is of no file",
        ),
        column(
            "office",
            Kind::Text,
            "สำนักที่เกี่ยวข้อง",
            "the office, where the rule concerns one",
        ),
        column(
            "indicator",
            Kind::Text,
            "ชื่อตัวชี้วัด",
            "name of the indicator, else as written",
        ),
        column("item", Kind::Text, "รหัสหัวข้อ", "code of the item"),
        column("sheet", Kind::Text, "แผ่นงาน", "the sheet"),
        column("cell", Kind::Text, "ช่อง เช่น F49", "the cell, F49"),
        column("page", Kind::Integer, "หน้า (PDF)", "the page of a PDF"),
        column(
            "table",
            Kind::Integer,
            "ตารางที่ ในหน้านั้น",
            "the table on the page",
        ),
        column("row", Kind::Integer, "แถวในตาราง", "the row in the table"),
        column(
            "column",
            Kind::Integer,
            "คอลัมน์ในตาราง",
            "the column in the table",
        ),
        column(
            "left",
            Kind::Decimal,
            "ขอบซ้าย (พอยต์)",
            "left edge in points",
        ),
        column("top", Kind::Decimal, "ขอบบน", "top edge"),
        column("right", Kind::Decimal, "ขอบขวา", "right edge"),
        column("bottom", Kind::Decimal, "ขอบล่าง", "bottom edge"),
        column("found", Kind::Text, "สิ่งที่เขียนไว้", "what stands there"),
        column("expected", Kind::Text, "สิ่งที่ควรเป็น", "what should"),
        column("message_th", Kind::Text, "คำอธิบาย", "the sentence, in Thai"),
        column(
            "message_en",
            Kind::Text,
            "คำอธิบายเป็นภาษาอังกฤษ",
            "the sentence, in English",
        ),
        column(
            "explained",
            Kind::Text,
            "คำชี้แจงของสำนัก",
            "the office's own words, where it answered a warning",
        ),
    ],
};

/// The line of one finding.
pub(super) fn line(number: usize, finding: &Finding, each: Each<'_>) -> Result<(), Failure> {
    let file = Some(&finding.file).filter(|file| !file.is_empty());
    let [
        sheet,
        cell,
        page,
        table,
        row,
        column,
        left,
        top,
        right,
        bottom,
    ] = place(finding.origin.as_ref());
    let cells = [
        number.into(),
        word(finding.severity),
        (&finding.rule).into(),
        file.into(),
        finding.agency.as_ref().into(),
        finding.office.as_ref().into(),
        finding.indicator.as_ref().into(),
        finding.item.as_ref().into(),
        sheet,
        cell,
        page,
        table,
        row,
        column,
        left,
        top,
        right,
        bottom,
        finding.found.as_ref().into(),
        finding.expected.as_ref().into(),
        (&finding.message.th).into(),
        (&finding.message.en).into(),
        finding.explained.as_ref().into(),
    ];
    each(&FINDINGS, &cells)
}

/// The place: of a cell its first two parts, of a box the others.
fn place(origin: Option<&Origin>) -> [Cell; 10] {
    let mut parts = [const { Cell::Empty }; 10];
    match origin {
        Some(Origin::Cell { sheet, cell }) => {
            let [first, second, ..] = &mut parts;
            *first = sheet.as_deref().into();
            *second = cell.to_string().as_str().into();
        }
        Some(Origin::Box {
            page,
            table,
            row,
            column,
            bbox,
        }) => {
            let [left, top, right, bottom] = bbox.map(points);
            let [_, _, rest @ ..] = &mut parts;
            *rest = [
                (*page).into(),
                (*table).into(),
                (*row).into(),
                (*column).into(),
                left,
                top,
                right,
                bottom,
            ];
        }
        None => {}
    }
    parts
}

/// Points, which have two places.
fn points(points: f64) -> Cell {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a page is some thousand points"
    )]
    let hundredths = (points * 100.0).round() as i64;
    Cell::Decimal(Hundredths::new(hundredths))
}
