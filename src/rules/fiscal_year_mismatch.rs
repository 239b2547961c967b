//! The rule `fiscal-year-mismatch`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "fiscal-year-mismatch",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/fiscal-year-mismatch.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let (found, expected, said) = match &note.kind {
            NoteKind::YearMismatch { found, expected } => (found, expected, Message::new(
                format!("เอกสารเขียนปี {found} แต่การรวบรวมครั้งนี้เป็นปี {expected} โปรดตรวจว่าส่งแบบของปีที่ถูกต้อง"),
                format!("the document says {found}, but this collection is for {expected}: check that it is the form of the right year"),
            )),
            NoteKind::OtherForm { found, expected } => (found, expected, Message::new(
                format!("แบบรายงานนี้ทำขึ้นสำหรับ {found} แต่การรวบรวมครั้งนี้ใช้ {expected} โปรดขอแบบของปีนี้จากผู้รวบรวม"),
                format!("the form was made for {found}, but this collection is for {expected}: ask the compiler for this year's form"),
            )),
            _ => continue,
        };
        reporter.report(context.at_note(note), found, expected, said);
    }
}
