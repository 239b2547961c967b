//! The rule `item-code-normalized`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "item-code-normalized",
    severity: Severity::Info,
    page: include_str!("../../fixtures/rules/item-code-normalized.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::CodeNormalized { found, code } = &note.kind else { continue };
        let said = Message::new(
            format!("อ่าน “{found}” เป็นหัวข้อ {code}"),
            format!("“{found}” was read as item {code}"),
        );
        reporter.report(context.at_note(note), found, code, said);
    }
}
