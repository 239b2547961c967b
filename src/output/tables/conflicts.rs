//! Values that submissions disagree about, and who said what.

use super::{AGENCY, Column, Each, FISCAL_YEAR, Kind, Table, column, json, key, line, word};
use crate::{dataset::Report, error::Failure};

const FIELD: Column = key(
    "field",
    Kind::Text,
    "ตำแหน่งของค่าในรายงาน (JSON Pointer)",
    "JSON pointer of the value in the report",
);
const CANDIDATE: Column = key(
    "candidate",
    Kind::Integer,
    "ลำดับของค่าที่เสนอ เริ่มที่ 1",
    "place of the candidate, from 1",
);

/// One conflict a line.
pub(super) const CONFLICTS: Table = Table {
    name: "conflicts",
    th: "ค่าหนึ่งที่ไฟล์ต่าง ๆ บอกไม่ตรงกัน",
    en: "a value that submissions disagree about",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        FIELD,
        column("indicator", Kind::Text, "ชื่อตัวชี้วัด", "name of the indicator"),
        column("item", Kind::Text, "รหัสหัวข้อ", "code of the item"),
        column(
            "year",
            Kind::Integer,
            "ปีของค่า (พ.ศ.)",
            "year of the value, B.E.",
        ),
        column(
            "chosen",
            Kind::Text,
            "ค่าที่ใช้ (ว่าง = ยังไม่ได้ข้อยุติ หรือเลือกว่าไม่มี)",
            "the value taken, a text or JSON; empty where undecided or chosen to be none",
        ),
        column(
            "by",
            Kind::Text,
            "เหตุที่เลือก: authority majority none",
            "how it was chosen: authority, majority, none",
        ),
    ],
};

/// One candidate a line.
pub(super) const CANDIDATES: Table = Table {
    name: "candidates",
    th: "ค่าหนึ่งที่มีผู้เสนอในค่าที่ขัดกัน",
    en: "one value that was said in a conflict",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        FIELD,
        CANDIDATE,
        column("value", Kind::Text, "ค่า", "the value, a text or JSON"),
    ],
};

/// One file of a candidate a line.
pub(super) const SOURCES: Table = Table {
    name: "candidate_sources",
    th: "ไฟล์ที่บอกค่านั้น",
    en: "a file that says so",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        FIELD,
        CANDIDATE,
        key(
            "submission",
            Kind::Integer,
            "เลขที่ไฟล์ ตามตาราง submissions",
            "the file, as in submissions",
        ),
    ],
};

/// The lines of a report's conflicts.
pub(super) fn lines(report: &Report, each: Each<'_>) -> Result<(), Failure> {
    for conflict in &report.conflicts {
        let cells = [
            (&conflict.field).into(),
            (&conflict.key.indicator).into(),
            conflict.key.item.as_ref().into(),
            conflict.key.year.into(),
            json(&conflict.chosen),
            word(conflict.by),
        ];
        each(&CONFLICTS, &line(report, cells))?;
        for (candidate, place) in conflict.candidates.iter().zip(1_usize..) {
            let of = || ((&conflict.field).into(), place.into());
            let (field, at) = of();
            each(
                &CANDIDATES,
                &line(report, [field, at, json(&candidate.value)]),
            )?;
            for submission in &candidate.sources {
                let (field, at) = of();
                each(&SOURCES, &line(report, [field, at, (*submission).into()]))?;
            }
        }
    }
    Ok(())
}
