//! The rule `header-variant`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "header-variant",
    severity: Severity::Info,
    page: include_str!("../../fixtures/rules/header-variant.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::HeaderVariant { found, known } = &note.kind else { continue };
        let said = Message::new(
            format!("หัวคอลัมน์ “{found}” เขียนไม่ตรงแบบ จึงอ่านเป็น “{known}”"),
            format!("the header “{found}” is spelled otherwise than on the form and was read as “{known}”"),
        );
        reporter.report(context.at_note(note), found, known, said);
    }
}
