//! Words that stand in several parts of the page.

use crate::{
    dataset::{ChosenBy, Status},
    finding::{Message, Severity},
    hundredths::Hundredths,
    normalize::date::thai,
    submission::{Instrument, Standing},
};

pub(super) fn severity(severity: Severity) -> (&'static str, Message) {
    match severity {
        Severity::Error => ("error", Message::new("ผิด", "error")),
        Severity::Warning => ("warning", Message::new("เตือน", "warning")),
        Severity::Info => ("info", Message::new("แจ้ง", "info")),
    }
}

pub(super) fn status(status: Status) -> Message {
    match status {
        Status::Merged => Message::new("รวมแล้ว", "merged"),
        Status::Duplicate => Message::new("ซ้ำ", "duplicate"),
        Status::Superseded => Message::new("มีฉบับใหม่กว่า", "superseded"),
        Status::Rejected => Message::new("อ่านไม่ได้", "not readable"),
    }
}

pub(super) fn standing(standing: Option<Standing>) -> Message {
    match standing {
        Some(Standing::Weak) => Message::new("จุดอ่อน", "weak point"),
        Some(Standing::Strong) => Message::new("จุดแข็ง", "strong point"),
        None => Message::new("ยังไม่ตัดสิน", "undecided"),
    }
}

pub(super) fn chosen_by(by: ChosenBy) -> Message {
    match by {
        ChosenBy::Authority => Message::new(
            "ใช้ค่าของรายงานหลักของหน่วยงานหรือของสำนักผู้รวบรวม",
            "The value of the agency’s own report or of the compiling office was taken.",
        ),
        ChosenBy::Majority => Message::new(
            "ใช้ค่าที่สำนักมากกว่าครึ่งรายงานตรงกัน",
            "The value that more than half of the offices give was taken.",
        ),
        ChosenBy::None => Message::new(
            "ยังไม่ตัดสิน จึงเว้นว่างไว้ โปรดตรวจกับผลคะแนนที่ประกาศ แก้ไฟล์ที่ผิด แล้วรวมใหม่",
            "Undecided, and so left empty: compare with the published results, correct the file that is wrong, and merge again.",
        ),
    }
}

pub(super) const fn instrument(instrument: Option<Instrument>) -> &'static str {
    match instrument {
        Some(Instrument::Iit) => "IIT",
        Some(Instrument::Eit) => "EIT",
        Some(Instrument::Oit) => "OIT",
        None => "–",
    }
}

/// An ISO date or month as readers of each language write it.
pub(super) fn date(iso: &str) -> Message {
    Message::new(thai(iso), iso)
}

/// A score, or a dash.
pub(super) fn score(score: Option<Hundredths>) -> String {
    score.map_or_else(|| "–".to_owned(), |score| score.to_string())
}

/// A change with its sign.
pub(super) fn change(change: Option<Hundredths>) -> String {
    match change {
        None => "–".to_owned(),
        Some(change) if change.get() > 0 => format!("+{change}"),
        Some(change) => change.to_string().replace('-', "−"),
    }
}
