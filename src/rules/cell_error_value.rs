//! The rule `cell-error-value`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "cell-error-value",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/cell-error-value.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::ErrorValue { text } = &note.kind else { continue };
        let said = Message::new(
            format!("ช่องนี้เป็นค่าผิดพลาด {text} โปรดแก้สูตรหรือพิมพ์ค่าที่ถูกต้อง"),
            format!("the cell holds the error value {text}: mend the formula or type the value"),
        );
        reporter.report(context.at_note(note), text, "", said);
    }
}
