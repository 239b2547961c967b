//! The rule `item-unknown`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule, codes::{Fault, perhaps}};
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
    let Some(year) = context.catalog().map(|catalog| catalog.year) else { return };
    let said = |code: &str, meant: Option<&str>| {
        let (th, en) = perhaps(meant);
        Message::new(
            format!("ไม่มีหัวข้อ {code} ในการประเมินปี {year} โปรดตรวจรหัสหัวข้อ{th}"),
            format!("the assessment of {year} has no item {code}: check the code{en}"),
        )
    };
    for row in context.rows() {
        let unknown = |code: &str| matches!(context.codes().fault(row, code), Some(Fault::Unknown));
        let meant = context.codes().meant(row);
        let expected = meant.unwrap_or_default();
        for item in row.items().filter(|item| unknown(&item.item.code)) {
            let code = &item.item.code;
            reporter.report(context.at_item(row, item), code, expected, said(code, meant));
        }
        for bullet in row.bullets() {
            if let Some(code) = bullet.scored().filter(|code| unknown(code)) {
                reporter.report(context.at_bullet(row, &bullet), code, "", said(code, None));
            }
        }
    }
    for note in context.notes {
        if let NoteKind::CodeForeign { found } = &note.kind {
            let row = note.indicator.and_then(|index| context.row(index));
            let meant = row.and_then(|row| context.codes().meant(row));
            let code = found.split('=').next().unwrap_or(found).trim();
            reporter.report(context.at_note(note), found, meant.unwrap_or_default(), said(code, meant));
        }
    }
}
