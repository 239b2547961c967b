//! The rule `item-code-ambiguous`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "item-code-ambiguous",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/item-code-ambiguous.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::CodeAmbiguous { found, suggestion } = &note.kind else { continue };
        // The only item that the row lacks is meant, whatever the digits say.
        let row = note.indicator.and_then(|index| context.row(index));
        let meant = row.and_then(|row| context.codes().meant(row));
        let suggestion = meant.unwrap_or(suggestion);
        let said = Message::new(
            format!("“{found}” อาจหมายถึงหัวข้อ {suggestion} แต่ไม่แน่ชัด จึงไม่ได้อ่านเป็นหัวข้อ โปรดพิมพ์รหัสให้ถูกต้อง"),
            format!("“{found}” may mean item {suggestion}, which is not certain, so it was not read as one: type the code in full"),
        );
        reporter.report(context.at_note(note), found, suggestion, said);
    }
}
