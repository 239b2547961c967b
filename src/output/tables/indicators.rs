//! Indicators, their scores and items.

use super::{AGENCY, Column, Each, FISCAL_YEAR, INDICATOR, Kind, Of, Table, column, key, word};
use crate::{dataset::MergedIndicator, error::Failure};

/// One indicator a line.
pub(super) const INDICATORS: Table = Table {
    name: "indicators",
    th: "ตัวชี้วัดหนึ่งตัวของรายงาน",
    en: "one indicator of a report",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        INDICATOR,
        column(
            "place",
            Kind::Integer,
            "ลำดับในรายงาน เริ่มที่ 1",
            "place in the report, from 1",
        ),
        column(
            "no",
            Kind::Integer,
            "เลขที่บนแบบรายงาน",
            "the number printed on the form",
        ),
        column(
            "official_no",
            Kind::Integer,
            "เลขที่ตามการประเมิน",
            "the assessment's own number",
        ),
        column(
            "instrument",
            Kind::Text,
            "เครื่องมือ: IIT EIT OIT",
            "the survey: IIT, EIT, OIT",
        ),
        column(
            "previous_score",
            Kind::Decimal,
            "คะแนนปีก่อน (previous_year ของตาราง reports; ทุกปีอยู่ในตาราง scores)",
            "score of previous_year in reports (all years: table scores)",
        ),
        column(
            "score",
            Kind::Decimal,
            "คะแนนปีล่าสุด (score_year ของตาราง reports)",
            "score of score_year in reports; empty where missing or undecided",
        ),
        column(
            "change",
            Kind::Decimal,
            "คะแนนเพิ่มขึ้น (ลดลงเป็นลบ) จากปีก่อน",
            "change against the year before",
        ),
        column(
            "responsible_all",
            Kind::Boolean,
            "ทุกสำนักรับผิดชอบ",
            "every office answers for it",
        ),
        column(
            "responsible",
            Kind::List,
            "สำนักที่รับผิดชอบ",
            "the offices that answer for it",
        ),
        column(
            "responsible_unresolved",
            Kind::List,
            "ผู้รับผิดชอบที่ไม่รู้จัก ตามที่เขียน",
            "who could not be resolved, as written",
        ),
        column(
            "responsible_as_written",
            Kind::Text,
            "ผู้รับผิดชอบตามที่เขียน",
            "the cell's words",
        ),
        column(
            "preamble",
            Kind::Text,
            "ข้อความนำของมาตรการ",
            "the sentence before the measures",
        ),
        column(
            "claims",
            Kind::Text,
            "ข้อความนำว่าคะแนนสูงหรือต่ำกว่าเกณฑ์: above_target below_target",
            "what it says of the score: above_target, below_target",
        ),
    ],
};

/// One score a line.
pub(super) const SCORES: Table = Table {
    name: "scores",
    th: "คะแนนของตัวชี้วัดหนึ่งในปีหนึ่ง",
    en: "an indicator's score of one year",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        INDICATOR,
        YEAR,
        column(
            "score",
            Kind::Decimal,
            "คะแนน (ว่าง = ไม่มีหรือยังไม่ได้ข้อยุติ)",
            "the score; empty where missing or undecided",
        ),
    ],
};

const YEAR: Column = key(
    "year",
    Kind::Integer,
    "ปีของคะแนน (พ.ศ.)",
    "the year of the score, B.E.",
);

/// One item a line.
pub(super) const ITEMS: Table = Table {
    name: "items",
    th: "หัวข้อประเด็นการประเมินหนึ่งข้อ",
    en: "one item",
    columns: &[
        AGENCY,
        FISCAL_YEAR,
        INDICATOR,
        key(
            "item",
            Kind::Text,
            "รหัสหัวข้อ เช่น I14",
            "code of the item, I14",
        ),
        column(
            "place",
            Kind::Integer,
            "ลำดับในตัวชี้วัด เริ่มที่ 1",
            "place in the indicator, from 1",
        ),
        column(
            "score",
            Kind::Decimal,
            "คะแนน (ว่าง = ไม่มีหรือยังไม่ได้ข้อยุติ)",
            "the score; empty where missing or undecided",
        ),
        column(
            "standing",
            Kind::Text,
            "ช่องที่เขียนไว้: weak จุดอ่อน strong จุดแข็ง",
            "the column it stands in: weak, strong",
        ),
        column(
            "remark",
            Kind::Text,
            "คำอธิบายท้ายคะแนน",
            "what is written after the score",
        ),
    ],
};

/// The lines of one indicator.
pub(super) fn lines(
    of: &Of<'_>,
    indicator: &MergedIndicator,
    place: usize,
    each: Each<'_>,
) -> Result<(), Failure> {
    let mut years = of.report.score_years.iter().rev();
    let mut score = || {
        let year = years.next()?;
        indicator.scores.get(year).copied().flatten()
    };
    let (this, before) = (score(), score());
    let responsible = &indicator.responsible;
    let cells = [
        place.into(),
        indicator.no.into(),
        indicator.official_no.into(),
        word(indicator.instrument),
        before.into(),
        this.into(),
        indicator.change.into(),
        responsible.all.into(),
        (&responsible.offices).into(),
        (&responsible.unresolved).into(),
        responsible.as_written.as_ref().into(),
        indicator.measures.preamble.as_ref().into(),
        word(indicator.measures.claims),
    ];
    each(&INDICATORS, &of.line(cells))?;
    for (year, score) in &indicator.scores {
        each(&SCORES, &of.line([(*year).into(), (*score).into()]))?;
    }
    for (item, place) in indicator.items.iter().zip(1_usize..) {
        let cells = [
            (&item.code).into(),
            place.into(),
            item.score.into(),
            word(item.standing),
            item.remark.as_ref().into(),
        ];
        each(&ITEMS, &of.line(cells))?;
    }
    Ok(())
}
