//! The rule `item-unknown`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "item-unknown",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/item-unknown.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let year = context.facts.catalog.year;
    let said = |code: &str| {
        Message::new(
            format!("ไม่มีหัวข้อ {code} ในการประเมินปี {year} โปรดตรวจรหัสหัวข้อ"),
            format!("the assessment of {year} has no item {code}: check the code"),
        )
    };
    for row in context.rows() {
        for item in row.items() {
            let code = &item.item.code;
            if context.facts.catalog.by_item(code).is_none() {
                reporter.report(context.at_item(row, item), code, "", said(code));
            }
        }
    }
    for note in context.notes {
        if let NoteKind::CodeForeign { found } = &note.kind {
            let code = found.split('=').next().unwrap_or(found).trim();
            reporter.report(context.at_note(note), found, "", said(code));
        }
    }
}
