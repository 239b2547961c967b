//! The rule `item-duplicate`; its page says what it finds and why.

use std::collections::BTreeSet;

use super::{Check, Context, Reporter, Rule, codes::perhaps};
use crate::{
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "item-duplicate",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/item-duplicate.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for row in context.rows() {
        let name = row.indicator.name.as_str();
        let (th, en) = perhaps(context.codes().meant(row));
        let mut seen = BTreeSet::new();
        // In two rows, a code is wrong in one of them, or the row is given
        // twice: each of these is reported as that.
        for item in row.items().filter(|item| !seen.insert(item.item.code.as_str())) {
            let code = item.item.code.as_str();
            if context.codes().fault(row, code).is_none() {
                let said = Message::new(
                    format!("หัวข้อ {code} มีอยู่แล้วในตัวชี้วัด “{name}” โปรดเหลือไว้แห่งเดียว{th}"),
                    format!("item {code} already stands in the indicator “{name}”: keep it in one place{en}"),
                );
                reporter.report(context.at_item(row, item), code, "", said);
            }
        }
    }
}
