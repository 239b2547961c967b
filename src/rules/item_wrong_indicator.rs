//! The rule `item-wrong-indicator`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "item-wrong-indicator",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/item-wrong-indicator.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for row in context.rows() {
        let Some(own) = row.indicator.official_no else { continue };
        for item in row.items() {
            let code = &item.item.code;
            let Some(other) = context.facts.catalog.by_item(code) else { continue };
            if other.official_no != own {
                let (name, expected) = (&row.indicator.name, other.name.as_str());
                let said = Message::new(
                    format!("หัวข้อ {code} เป็นของตัวชี้วัด “{expected}” ไม่ใช่ “{name}”"),
                    format!("item {code} belongs to the indicator “{expected}”, not to “{name}”"),
                );
                reporter.report(context.at_item(row, item), code, expected, said);
            }
        }
    }
}
