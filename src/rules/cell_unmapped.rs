//! The rule `cell-unmapped`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "cell-unmapped",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/cell-unmapped.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let (found, th, en) = match &note.kind {
            NoteKind::Unmapped { text } => (
                text.as_str(),
                format!("ข้อความ “{text}” ไม่อยู่ในส่วนใดของแบบรายงาน จึงไม่ได้นำเข้า โปรดย้ายหรือลบ"),
                format!("“{text}” is in no part of the form and was not taken: move or delete it"),
            ),
            NoteKind::UnmappedColumn { header, cells } => (
                header.as_str(),
                format!("คอลัมน์ “{header}” ไม่มีในแบบรายงาน ข้อมูล {cells} ช่องจึงไม่ได้นำเข้า"),
                format!("the form has no column “{header}”; cells not taken: {cells}"),
            ),
            NoteKind::UnmappedSheet { cells } => (
                "",
                format!("ส่วนนี้ไม่มีตารางของแบบรายงานปีนี้ ข้อมูล {cells} ช่องจึงไม่ได้นำเข้า"),
                format!("this part has no table of this year's form; cells not taken: {cells}"),
            ),
            _ => continue,
        };
        reporter.report(context.at_note(note), found, "", Message::new(th, en));
    }
}
