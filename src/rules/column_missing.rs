//! The rule `column-missing`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "column-missing",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/column-missing.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::ColumnMissing { title, .. } = &note.kind else { continue };
        let said = Message::new(
            format!("ตารางไม่มีคอลัมน์ “{}” โปรดใช้แบบรายงานที่มีคอลัมน์ครบ", title.th),
            format!("the table has no column “{}” ({}): use the form with all its columns", title.th, title.en),
        );
        reporter.report(context.at_note(note), "", &title.th, said);
    }
}
