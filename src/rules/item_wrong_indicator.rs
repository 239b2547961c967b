//! The rule `item-wrong-indicator`; its page says what it finds and why.

use std::collections::BTreeMap;

use super::{Check, Context, Reporter, Rule, codes::{Fault, perhaps}};
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
        let own = context.known(row).map_or("", |known| &known.name);
        let other = |code| match context.codes().fault(row, code) {
            Some(Fault::Elsewhere(other)) => Some(other.name.as_str()),
            _ => None,
        };
        let said = |code: &str, other: &str, meant: Option<&str>| {
            let (th, en) = perhaps(meant);
            Message::new(
                format!("หัวข้อ {code} เป็นของตัวชี้วัด “{other}” ไม่ใช่ “{own}”{th}"),
                format!("item {code} belongs to the indicator “{other}”, not to “{own}”{en}"),
            )
        };
        for item in row.items() {
            let code = &item.item.code;
            let Some(other) = other(code) else { continue };
            let said = said(code, other, context.codes().meant(row));
            reporter.report(context.at_item(row, item), code, other, said);
        }
        for bullet in row.bullets() {
            let Some(code) = bullet.scored() else { continue };
            let Some(other) = other(code) else { continue };
            reporter.report(context.at_bullet(row, &bullet), code, other, said(code, other, None));
        }
    }
    misnamed(context, reporter);
}

/// A row all of whose items are another indicator's is one mistake, in its
/// name; where the name stands twice, it is reported as that.
fn misnamed(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let mut named: BTreeMap<u32, usize> = BTreeMap::new();
    for number in context.rows().filter_map(|row| row.indicator.official_no) {
        *named.entry(number).or_default() += 1;
    }
    for row in context.rows().filter(|row| context.misnamed(*row)) {
        let once = row.indicator.official_no.and_then(|number| named.get(&number)) == Some(&1);
        let Some(known) = context.known(row).filter(|_| once) else { continue };
        let (name, expected) = (&row.indicator.name, &known.name);
        let said = Message::new(
            format!("หัวข้อในแถวนี้เป็นของตัวชี้วัด “{expected}” ไม่ใช่ “{name}” โปรดแก้ชื่อตัวชี้วัดหรือรหัสหัวข้อ"),
            format!("the items of this row belong to the indicator “{expected}”, not to “{name}”: correct the name or the codes"),
        );
        reporter.report(context.at(row, "/name"), name, expected, said);
    }
}
