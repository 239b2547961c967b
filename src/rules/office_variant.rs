//! The rule `office-variant`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "office-variant",
    severity: Severity::Info,
    page: include_str!("../../fixtures/rules/office-variant.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::OfficeVariant { found, code, .. } = &note.kind else { continue };
        let said = Message::new(
            format!("อ่าน “{found}” เป็น {code}"),
            format!("“{found}” was read as {code}"),
        );
        let at = At {
            office: Some(code),
            ..context.at_note(note)
        };
        reporter.report(at, found, code, said);
    }
}
