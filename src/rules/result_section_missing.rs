//! The rule `result-section-missing`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "result-section-missing",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/result-section-missing.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::SectionsMissing { sections } = &note.kind else { continue };
        let names = sections.join(" และ ");
        let said = Message::new(
            format!("ช่องผลการดำเนินการไม่มีหัวข้อ {names} โปรดเพิ่ม แม้จะตอบว่า ไม่มี"),
            format!("the result lacks {}: add it, if only to say ไม่มี", sections.join(", ")),
        );
        reporter.report(context.at_note(note), "", &names, said);
    }
}
