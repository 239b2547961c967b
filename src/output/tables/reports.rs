//! Reports: their overall scores, and who still owes what.

use super::{AGENCY, Cell, Column, Each, FISCAL_YEAR, Kind, Table, column, date, key, line};
use crate::{
    dataset::{ChosenBy, Report},
    error::Failure,
};

/// One report a line.
pub(super) const REPORTS: Table = Table {
    name: "reports",
    th: "รายงานของหน่วยงานหนึ่งปี: คะแนนรวมและความครบถ้วน",
    en: "one agency's report of one year: overall scores and coverage",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        column("target", Kind::Decimal, "เกณฑ์เป้าหมาย", "the target score"),
        column(
            "previous_year",
            Kind::Integer,
            "ปีก่อนของคะแนน (พ.ศ.)",
            "the year of the score before",
        ),
        column(
            "previous_overall",
            Kind::Decimal,
            "คะแนนรวมของปีก่อน",
            "overall score of that year",
        ),
        column(
            "score_year",
            Kind::Integer,
            "ปีล่าสุดของคะแนน (พ.ศ.)",
            "the last year that scores are given for",
        ),
        column(
            "overall",
            Kind::Decimal,
            "คะแนนรวมของปีล่าสุด (ว่าง = ขาดตัวชี้วัดหรือยังไม่ได้ข้อยุติ)",
            "overall score of that year; empty where an indicator is missing or undecided",
        ),
        column(
            "expected",
            Kind::Integer,
            "จำนวนคู่สำนัก-ตัวชี้วัดที่ต้องรายงาน (ว่าง = ไม่มีรายงานของสำนัก)",
            "pairs of office and indicator to be reported on; empty where no office reported",
        ),
        column(
            "reported",
            Kind::Integer,
            "จำนวนที่รายงานแล้ว",
            "those that were",
        ),
        column(
            "missing",
            Kind::Integer,
            "จำนวนที่ยังไม่รายงาน (ตาราง missing)",
            "those that were not (table missing)",
        ),
        column(
            "late",
            Kind::Integer,
            "จำนวนสำนักที่ส่งช้า (ตาราง late)",
            "offices that were late (table late)",
        ),
        column(
            "conflicts",
            Kind::Integer,
            "จำนวนค่าที่ขัดกัน (ตาราง conflicts)",
            "values that disagree (table conflicts)",
        ),
        column(
            "undecided",
            Kind::Integer,
            "ในจำนวนนั้น ที่ยังไม่ได้ข้อยุติ",
            "those of them that are undecided",
        ),
    ],
};

const YEAR: Column = key(
    "year",
    Kind::Integer,
    "ปีของคะแนน (พ.ศ.)",
    "the year of the score, B.E.",
);

/// One year of scores a line.
pub(super) const YEARS: Table = Table {
    name: "years",
    th: "คะแนนรวมของรายงานหนึ่งในปีหนึ่ง",
    en: "a report's overall score of one year",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        YEAR,
        column("overall", Kind::Decimal, "คะแนนรวม", "overall score"),
    ],
};

/// One pair that was not reported on a line.
pub(super) const MISSING: Table = Table {
    name: "missing",
    th: "ตัวชี้วัดที่สำนักหนึ่งยังไม่รายงาน",
    en: "an indicator that an office has not reported on",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        key("office", Kind::Text, "สำนัก", "the office"),
        key("indicator", Kind::Text, "ชื่อตัวชี้วัด", "name of the indicator"),
    ],
};

/// One late office a line.
pub(super) const LATE: Table = Table {
    name: "late",
    th: "สำนักที่ส่งช้ากว่ากำหนด",
    en: "an office that sent after the due date",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        key(
            "place",
            Kind::Integer,
            "ลำดับในรายการ เริ่มที่ 1",
            "place in the list, from 1",
        ),
        column("office", Kind::Text, "สำนัก", "the office"),
        column(
            "due",
            Kind::Text,
            "กำหนดส่ง: วัน (2021-03-31) หรือเดือน (2021-03)",
            "when it was due: a day (2021-03-31) or a month (2021-03)",
        ),
        column("received", Kind::Date, "วันที่ได้รับ", "when it arrived"),
    ],
};

/// The lines of the report itself.
pub(super) fn lines(report: &Report, each: Each<'_>) -> Result<(), Failure> {
    each(&REPORTS, &head(report))?;
    for year in &report.score_years {
        let overall = report.overall.get(year).copied().flatten();
        each(&YEARS, &line(report, [(*year).into(), overall.into()]))?;
    }
    let Some(coverage) = &report.coverage else {
        return Ok(());
    };
    for missing in &coverage.missing {
        let cells = [(&missing.office).into(), (&missing.indicator).into()];
        each(&MISSING, &line(report, cells))?;
    }
    for (late, place) in coverage.late.iter().zip(1_usize..) {
        let (office, due) = ((&late.office).into(), (&late.due).into());
        let cells = [place.into(), office, due, date(&late.received)];
        each(&LATE, &line(report, cells))?;
    }
    Ok(())
}

fn head(report: &Report) -> Vec<Cell> {
    let mut years = report.score_years.iter().rev().copied();
    let (this, before) = (years.next(), years.next());
    let overall = |year: Option<u16>| {
        let score = year.and_then(|year| report.overall.get(&year).copied().flatten());
        Cell::from(score)
    };
    let coverage = report.coverage.as_ref();
    let open = report.conflicts.iter().filter(|c| c.by == ChosenBy::None);
    let cells = [
        report.target.into(),
        before.into(),
        overall(before),
        this.into(),
        overall(this),
        coverage.map(|c| c.expected).into(),
        coverage.map(|c| c.reported).into(),
        coverage.map(|c| c.missing.len()).into(),
        coverage.map(|c| c.late.len()).into(),
        report.conflicts.len().into(),
        open.count().into(),
    ];
    line(report, cells)
}
