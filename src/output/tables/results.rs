//! What the offices reported, and the files that say so.

use super::{AGENCY, Column, Each, FISCAL_YEAR, INDICATOR, Kind, Of, Table, column, key};
use crate::{dataset::MergedResult, error::Failure};

const RESULT: Column = key(
    "result",
    Kind::Integer,
    "ลำดับของผลในตัวชี้วัด เริ่มที่ 1",
    "place of the result in the indicator, from 1",
);

/// One office's result a line.
pub(super) const RESULTS: Table = Table {
    name: "results",
    th: "ผลการดำเนินงานของสำนักหนึ่งในตัวชี้วัดหนึ่ง",
    en: "what one office reported for one indicator",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        INDICATOR,
        RESULT,
        column(
            "offices",
            Kind::List,
            "สำนัก (ว่าง = รายงานของหน่วยงานเอง หรือไม่ทราบสำนัก)",
            "the office; empty for the agency's own report and an unknown office",
        ),
        column("actions", Kind::List, "สิ่งที่ดำเนินการ", "what was done"),
        column(
            "obstacles",
            Kind::Text,
            "ปัญหาอุปสรรค (ว่าง = ไม่มี)",
            "obstacles; empty for none",
        ),
        column(
            "suggestions",
            Kind::Text,
            "ข้อเสนอแนะ (ว่าง = ไม่มี)",
            "suggestions; empty for none",
        ),
        column(
            "progress_percent",
            Kind::Decimal,
            "ความคืบหน้า ร้อยละ",
            "progress in percent",
        ),
    ],
};

/// One file of a result a line.
pub(super) const SOURCES: Table = Table {
    name: "result_sources",
    th: "ไฟล์ที่ผลหนึ่งมาจาก",
    en: "a file that a result came from",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        INDICATOR,
        RESULT,
        key(
            "submission",
            Kind::Integer,
            "เลขที่ไฟล์ ตามตาราง submissions",
            "the file, as in submissions",
        ),
    ],
};

/// The lines of one indicator's results.
pub(super) fn lines(of: &Of<'_>, results: &[MergedResult], each: Each<'_>) -> Result<(), Failure> {
    for (result, place) in results.iter().zip(1_usize..) {
        let cells = [
            place.into(),
            (&result.offices).into(),
            (&result.actions).into(),
            result.obstacles.as_ref().into(),
            result.suggestions.as_ref().into(),
            result.progress_percent.into(),
        ];
        each(&RESULTS, &of.line(cells))?;
        for submission in &result.sources {
            each(&SOURCES, &of.line([place.into(), (*submission).into()]))?;
        }
    }
    Ok(())
}
