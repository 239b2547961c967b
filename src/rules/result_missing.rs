//! The rule `result-missing`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    columns::ColumnId,
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "result-missing",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/result-missing.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(office) = context.office().filter(|_| !context.lacks(ColumnId::Result)) else {
        return;
    };
    for row in context.rows().filter(|row| !context.unfilled(*row, ColumnId::Result)) {
        if row.indicator.result.is_none() && context.answers(row.indicator, office) {
            let name = &row.indicator.name;
            let said = Message::new(
                format!("{office} ต้องรายงานตัวชี้วัด “{name}” แต่ช่องผลการดำเนินการว่างอยู่"),
                format!("{office} answers for the indicator “{name}”, but its result is empty"),
            );
            let at = At {
                office: Some(office),
                ..context.at(row, "/name")
            };
            reporter.report(at, "", "", said);
        }
    }
}
