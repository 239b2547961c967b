//! The rule `verdict-missing`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
    submission::Standing,
};

pub(super) const RULE: Rule = Rule {
    id: "verdict-missing",
    severity: Severity::Info,
    page: include_str!("../../fixtures/rules/verdict-missing.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::VerdictMissing { standing } = &note.kind else { continue };
        let (th, en, expected) = match standing {
            Standing::Weak => ("จุดอ่อน", "weak", "คะแนนต่ำกว่าเกณฑ์เป้าหมาย"),
            Standing::Strong => ("จุดแข็ง", "strong", "คะแนนเป็นไปตามเกณฑ์เป้าหมาย"),
        };
        let said = Message::new(
            format!("ช่อง{th}มีหัวข้อ แต่ไม่ได้เขียนว่า “{expected}”"),
            format!("the {en} cell lists items but does not say “{expected}”"),
        );
        reporter.report(context.at_note(note), "", expected, said);
    }
}
