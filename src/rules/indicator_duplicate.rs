//! The rule `indicator-duplicate`; its page says what it finds and why.

use std::collections::BTreeMap;

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "indicator-duplicate",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/indicator-duplicate.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let mut seen = BTreeMap::new();
    for row in context.rows() {
        let Some(number) = row.indicator.official_no else { continue };
        let Some(first) = seen.insert(number, row) else { continue };
        let name = &row.indicator.name;
        let no = first.indicator.no.map_or_else(|| "-".to_owned(), |no| no.to_string());
        let said = Message::new(
            format!("ตัวชี้วัด “{name}” มีอยู่แล้วที่ลำดับ {no} โปรดเหลือไว้แถวเดียว"),
            format!("the indicator “{name}” already stands at number {no}: keep one row of it"),
        );
        reporter.report(context.at(row, "/name"), name, "", said);
        seen.insert(number, first);
    }
}
