//! The rule `item-missing`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    columns::ColumnId,
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "item-missing",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/item-missing.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if context.lacks(ColumnId::Weak) || context.lacks(ColumnId::Strong) {
        return;
    }
    for row in context.rows().filter(|row| !context.has_broken_cell(*row)) {
        let Some(known) = context.facts.catalog.by_name(&row.indicator.name) else {
            continue;
        };
        for code in known.items() {
            let there = row.indicator.items.iter().any(|item| item.code == code);
            // What may be this item is reported as such.
            let perhaps = context
                .notes_of(row)
                .any(|note| matches!(note, NoteKind::CodeAmbiguous { suggestion, .. } if suggestion == code));
            if !there && !perhaps {
                let name = &row.indicator.name;
                let said = Message::new(
                    format!("ไม่พบคะแนนของหัวข้อ {code} ในตัวชี้วัด “{name}”"),
                    format!("the indicator “{name}” has no score of item {code}"),
                );
                let at = At {
                    item: Some(code),
                    ..context.at(row, "/name")
                };
                reporter.report(at, "", code, said);
            }
        }
    }
}
