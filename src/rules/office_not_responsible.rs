//! The rule `office-not-responsible`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "office-not-responsible",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/office-not-responsible.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(office) = context.office() else { return };
    for row in context.rows() {
        let named = &row.indicator.responsible;
        let said_who = named.all || !named.offices.is_empty();
        if row.indicator.result.is_some() && said_who && !context.answers(row.indicator, office) {
            let (name, expected) = (&row.indicator.name, named.offices.join(" "));
            let said = Message::new(
                format!("{office} รายงานผลของตัวชี้วัด “{name}” แต่ผู้รับผิดชอบคือ {expected}"),
                format!("{office} reports on the indicator “{name}”, for which {expected} answer"),
            );
            let at = At {
                office: Some(office),
                ..context.at(row, "/result/text")
            };
            reporter.report(at, office, &expected, said);
        }
    }
}
