//! Measures, and the dashes under them.

use super::{AGENCY, Each, FISCAL_YEAR, INDICATOR, Kind, Of, Table, column, key};
use crate::{dataset::MergedMeasures, error::Failure};

/// One measure a line.
pub(super) const MEASURES: Table = Table {
    name: "measures",
    th: "มาตรการหนึ่งข้อ (ข้อความนำอยู่ในตาราง indicators)",
    en: "one measure (the sentence before them is in indicators)",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        INDICATOR,
        key(
            "measure",
            Kind::Integer,
            "ลำดับของมาตรการในตัวชี้วัด เริ่มที่ 1",
            "place of the measure in the indicator, from 1",
        ),
        column(
            "no",
            Kind::Integer,
            "เลขข้อตามที่เขียน",
            "its number as written",
        ),
        column(
            "text",
            Kind::Text,
            "ข้อความ (ว่าง = ยังไม่ได้ข้อยุติ)",
            "the text; empty where undecided",
        ),
    ],
};

/// One dash a line.
pub(super) const BULLETS: Table = Table {
    name: "bullets",
    th: "ข้อย่อยหนึ่งข้อของมาตรการ",
    en: "one dash under a measure",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        INDICATOR,
        key(
            "measure",
            Kind::Integer,
            "ลำดับของมาตรการ ตามตาราง measures",
            "the measure, as in measures",
        ),
        key(
            "bullet",
            Kind::Integer,
            "ลำดับของข้อย่อย เริ่มที่ 1",
            "place of the dash under it, from 1",
        ),
        column(
            "item",
            Kind::Text,
            "รหัสหัวข้อที่กล่าวถึง",
            "code of the item that it speaks of",
        ),
        column(
            "quoted_score",
            Kind::Decimal,
            "คะแนนที่อ้างถึง",
            "the score that it quotes",
        ),
        column(
            "text",
            Kind::Text,
            "ข้อความ (ว่าง = ยังไม่ได้ข้อยุติ)",
            "the text; empty where undecided",
        ),
    ],
};

/// The lines of one indicator's measures.
pub(super) fn lines(of: &Of<'_>, measures: &MergedMeasures, each: Each<'_>) -> Result<(), Failure> {
    for (measure, place) in measures.list.iter().zip(1_usize..) {
        let cells = [
            place.into(),
            measure.no.into(),
            measure.text.as_ref().into(),
        ];
        each(&MEASURES, &of.line(cells))?;
        for (bullet, at) in measure.bullets.iter().zip(1_usize..) {
            let cells = [
                place.into(),
                at.into(),
                bullet.item.as_ref().into(),
                bullet.quoted_score.into(),
                bullet.text.as_ref().into(),
            ];
            each(&BULLETS, &of.line(cells))?;
        }
    }
    Ok(())
}
