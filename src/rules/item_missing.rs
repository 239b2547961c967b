//! The rule `item-missing`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    columns::ColumnId,
    finding::{Message, Severity},
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
    for row in context.rows() {
        if context.unfilled(row, ColumnId::Weak) || context.unfilled(row, ColumnId::Strong) {
            continue;
        }
        let missing = context.codes().missing(row);
        // As many codes that are wrong here are these, misspelled.
        if missing.is_empty() || missing.len() <= context.codes().strays(row) {
            continue;
        }
        for code in missing {
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
