//! The rule `formula-uncached`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "formula-uncached",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/formula-uncached.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::Uncached = &note.kind else { continue };
        let said = Message::new(
            "ช่องนี้เป็นสูตรที่ไฟล์ไม่ได้เก็บผลลัพธ์ไว้ โปรดเปิดไฟล์ด้วย Excel แล้วบันทึกใหม่",
            "the cell holds a formula without its result: open the file in Excel and save it again",
        );
        reporter.report(context.at_note(note), "", "", said);
    }
}
