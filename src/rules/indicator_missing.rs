//! The rule `indicator-missing`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    columns::ColumnId,
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "indicator-missing",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/indicator-missing.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if context.lacks(ColumnId::Indicator) {
        return;
    }
    for known in &context.facts.catalog.indicators {
        let there = context.rows().any(|row| match row.indicator.official_no {
            Some(number) => number == known.official_no,
            // A misspelled name is reported as that.
            None => context
                .nearest(&row.indicator.name)
                .is_some_and(|nearest| nearest.official_no == known.official_no),
        });
        // An office may leave out what it does not answer for.
        let asked = context.office().is_none_or(|office| {
            let offices = context.facts.responsible(&known.name);
            offices.is_empty() || offices.iter().any(|code| code == office)
        });
        if !there && asked {
            let name = known.name.as_str();
            let said = Message::new(
                format!("ไม่พบตัวชี้วัด “{name}” ในตาราง"),
                format!("the table has no row for the indicator “{name}”"),
            );
            let at = At {
                indicator: Some(name),
                ..At::default()
            };
            reporter.report(at, "", name, said);
        }
    }
}
