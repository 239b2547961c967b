//! The rule `hidden-content`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "hidden-content",
    severity: Severity::Info,
    page: include_str!("../../fixtures/rules/hidden-content.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::Hidden { cells, read } = &note.kind else { continue };
        let said = if *read {
            Message::new(
                format!("มีข้อมูลที่ซ่อนอยู่ {cells} ช่อง ซึ่งถูกอ่านรวมด้วย โปรดเลิกซ่อนแล้วตรวจ"),
                format!("hidden cells were read with the rest ({cells}): unhide and check them"),
            )
        } else {
            Message::new(
                format!("แผ่นงานที่ซ่อนอยู่นี้มีข้อมูล {cells} ช่อง ซึ่งไม่ได้นำเข้า"),
                format!("this sheet is hidden; cells not taken: {cells}"),
            )
        };
        reporter.report(context.at_note(note), "", "", said);
    }
}
