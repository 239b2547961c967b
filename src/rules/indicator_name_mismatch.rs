//! The rule `indicator-name-mismatch`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    normalize::key::key,
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "indicator-name-mismatch",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/indicator-name-mismatch.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::IndicatorNamed { name, column } = &note.kind else { continue };
        let row = note.indicator.and_then(|index| context.row(index));
        // A name in the column that is wrong by itself is reported as that.
        if key(name) == key(column) || row.is_some_and(|row| context.misnamed(row)) {
            continue;
        }
        let said = Message::new(
            format!("มาตรการเขียนชื่อตัวชี้วัดว่า “{name}” แต่คอลัมน์ตัวชี้วัดเขียนว่า “{column}” โปรดใช้ชื่อเดียวกัน"),
            format!("the measures call the indicator “{name}”, its column “{column}”: use one name"),
        );
        reporter.report(context.at_note(note), name, column, said);
    }
}
