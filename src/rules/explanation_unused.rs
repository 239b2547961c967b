//! The rule `explanation-unused`; its page says what it finds and why.

use super::{AnswerContext, Check, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "explanation-unused",
    severity: Severity::Info,
    page: include_str!("../../fixtures/rules/explanation-unused.md"),
    check: Check::Answers(check),
};

fn check(context: &AnswerContext<'_>, reporter: &mut Reporter<'_>) {
    for note in &context.unused {
        let NoteKind::Explained { text, .. } = &note.kind else { continue };
        let said = Message::new(
            format!("คำชี้แจง “{text}” ไม่ตรงกับข้อเตือนใด (ข้อผิดพลาดต้องแก้ ชี้แจงแทนไม่ได้)"),
            format!("the explanation “{text}” answers no warning (an error has to be corrected, not explained)"),
        );
        reporter.report(context.of.at_note(note), text, "", said);
    }
}
