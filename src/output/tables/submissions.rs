//! The input files, and what became of them.

use super::{Each, Kind, Table, column, key, word};
use crate::{dataset::Summary, error::Failure};

/// One file a line.
pub(super) const SUBMISSIONS: Table = Table {
    name: "submissions",
    th: "ไฟล์ที่นำเข้าหนึ่งไฟล์",
    en: "one input file",
    columns: &[
        key(
            "submission",
            Kind::Integer,
            "เลขที่ไฟล์ในชุดข้อมูล เริ่มที่ 0",
            "the file's number in the dataset, from 0",
        ),
        column(
            "file",
            Kind::Text,
            "ชื่อไฟล์",
            "path relative to the folder that was read",
        ),
        column(
            "sha256",
            Kind::Text,
            "SHA-256 ของไฟล์",
            "SHA-256 of its bytes",
        ),
        column("bytes", Kind::Integer, "ขนาด (ไบต์)", "size in bytes"),
        column("format", Kind::Text, "ชนิดไฟล์", "kind of file"),
        column(
            "office",
            Kind::Text,
            "สำนัก (ว่าง = ไม่ทราบ)",
            "the office; empty when unknown",
        ),
        column("agency", Kind::Text, "หน่วยงาน", "the agency"),
        column(
            "fiscal_year",
            Kind::Integer,
            "ปีงบประมาณ (พ.ศ.) (ว่าง = อ่านไม่ได้)",
            "the fiscal year, B.E.; empty where it was rejected",
        ),
        column(
            "status",
            Kind::Text,
            "สถานะ: merged รวมแล้ว duplicate ซ้ำ superseded มีฉบับใหม่กว่า rejected อ่านไม่ได้",
            "what became of it: merged, duplicate, superseded, rejected",
        ),
        column(
            "reason",
            Kind::Text,
            "รหัสของเหตุที่อ่านไม่ได้",
            "code of the reason, where it was rejected",
        ),
        column(
            "message_th",
            Kind::Text,
            "เหตุที่อ่านไม่ได้และสิ่งที่ควรทำ",
            "the reason, in Thai",
        ),
        column(
            "message_en",
            Kind::Text,
            "เหตุเป็นภาษาอังกฤษ",
            "the reason, in English",
        ),
        column("cells_read", Kind::Integer, "ช่องที่อ่าน", "cells read"),
        column(
            "cells_mapped",
            Kind::Integer,
            "ช่องที่นำเข้า",
            "cells that went into a field",
        ),
        column(
            "cells_structure",
            Kind::Integer,
            "ช่องที่เป็นหัวตารางและชื่อเรื่อง",
            "cells of titles and headers",
        ),
        column(
            "cells_unmapped",
            Kind::Integer,
            "ช่องที่ไม่เข้าใจ",
            "cells that were not understood",
        ),
        column(
            "errors",
            Kind::Integer,
            "จำนวนข้อผิด",
            "findings of severity error",
        ),
        column(
            "warnings",
            Kind::Integer,
            "จำนวนข้อเตือน",
            "findings of severity warning",
        ),
        column(
            "infos",
            Kind::Integer,
            "จำนวนข้อแจ้ง",
            "findings of severity info",
        ),
    ],
};

/// The line of one file.
pub(super) fn line(number: usize, summary: &Summary, each: Each<'_>) -> Result<(), Failure> {
    let (message, cells) = (summary.message.as_ref(), summary.cells.as_ref());
    let cells = [
        number.into(),
        (&summary.file).into(),
        (&summary.sha256).into(),
        summary.bytes.into(),
        word(summary.format),
        summary.office.as_ref().into(),
        (&summary.agency).into(),
        summary.fiscal_year.into(),
        word(summary.status),
        summary.reason.as_ref().into(),
        message.map(|message| &message.th).into(),
        message.map(|message| &message.en).into(),
        cells.map(|cells| cells.read).into(),
        cells.map(|cells| cells.mapped).into(),
        cells.map(|cells| cells.structure).into(),
        cells.map(|cells| cells.unmapped).into(),
        summary.findings.error.into(),
        summary.findings.warning.into(),
        summary.findings.info.into(),
    ];
    each(&SUBMISSIONS, &cells)
}
