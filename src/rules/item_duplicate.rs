//! The rule `item-duplicate`; its page says what it finds and why.

use std::collections::BTreeMap;

use super::{Check, Context, Reporter, Rule};
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
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut names: Vec<&str> = Vec::new();
    for row in context.rows() {
        let name = row.indicator.name.as_str();
        // A row given twice is reported as a row.
        if names.contains(&name) {
            continue;
        }
        names.push(name);
        for (index, item) in row.indicator.items.iter().enumerate() {
            let code = item.code.as_str();
            if let Some(first) = seen.insert(code, name) {
                let said = Message::new(
                    format!("หัวข้อ {code} มีอยู่แล้วในตัวชี้วัด “{first}” โปรดเหลือไว้แห่งเดียว"),
                    format!("item {code} already stands in the indicator “{first}”: keep it in one place"),
                );
                let mut at = context.at(row, &format!("/items/{index}/code"));
                at.item = Some(code);
                reporter.report(at, code, "", said);
            }
        }
    }
}
