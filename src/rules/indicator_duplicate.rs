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
    let mut firsts = BTreeMap::new();
    // The row whose items are those of the name is the right one, wherever it
    // stands.
    for misnamed in [false, true] {
        for row in context.rows().filter(|row| context.misnamed(*row) == misnamed) {
            if let Some(number) = row.indicator.official_no {
                firsts.entry(number).or_insert(row);
            }
        }
    }
    for row in context.rows() {
        let first = row.indicator.official_no.and_then(|number| firsts.get(&number));
        let Some(first) = first.filter(|first| first.index != row.index) else { continue };
        let name = &row.indicator.name;
        let no = first.indicator.no.map_or_else(|| "-".to_owned(), |no| no.to_string());
        let items = context.known(row).filter(|_| context.misnamed(row));
        let (th, en) = items.map_or_else(Default::default, |other| {
            let other = &other.name;
            (format!("แต่หัวข้อในแถวนี้เป็นของ “{other}” "), format!(", but the items of this row belong to “{other}”"))
        });
        let said = Message::new(
            format!("ตัวชี้วัด “{name}” มีอยู่แล้วที่ลำดับ {no} {th}โปรดเหลือไว้แถวเดียว"),
            format!("the indicator “{name}” already stands at number {no}{en}: keep one row of it"),
        );
        let expected = items.map_or("", |other| &other.name);
        reporter.report(context.at(row, "/name"), name, expected, said);
    }
}
