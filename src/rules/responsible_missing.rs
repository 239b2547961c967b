//! The rule `responsible-missing`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    columns::ColumnId,
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "responsible-missing",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/responsible-missing.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if context.lacks(ColumnId::Responsible) {
        return;
    }
    for row in context.rows().filter(|row| !context.unfilled(*row, ColumnId::Responsible)) {
        if row.indicator.responsible.as_written.is_empty() {
            let name = &row.indicator.name;
            let said = Message::new(
                format!("ตัวชี้วัด “{name}” ไม่มีผู้รับผิดชอบ โปรดกรอก"),
                format!("the indicator “{name}” names no responsible office: fill it in"),
            );
            reporter.report(context.at(row, "/name"), "", "", said);
        }
    }
}
