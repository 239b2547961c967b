//! The rule `item-wrong-indicator`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule, codes::{Fault, perhaps}, context::Row};
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
        misnamed(context, row, reporter);
    }
}

/// A row all of whose items are another indicator's is one mistake, in its
/// name; where the name stands twice, it is reported as that.
fn misnamed<'a>(context: &Context<'a>, row: Row<'a>, reporter: &mut Reporter<'_>) {
    let Some(known) = context.known(row).filter(|_| context.misnamed(row)) else { return };
    let name = &row.indicator.name;
    let named = |other: &Row<'_>| other.indicator.official_no == row.indicator.official_no;
    if row.indicator.official_no.is_none() || context.rows().filter(named).count() > 1 {
        return;
    }
    let expected = &known.name;
    let said = Message::new(
        format!("หัวข้อในแถวนี้เป็นของตัวชี้วัด “{expected}” ไม่ใช่ “{name}” โปรดแก้ชื่อตัวชี้วัดหรือรหัสหัวข้อ"),
        format!("the items of this row belong to the indicator “{expected}”, not to “{name}”: correct the name or the codes"),
    );
    reporter.report(context.at(row, "/name"), name, expected, said);
}
