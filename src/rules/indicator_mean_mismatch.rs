//! The rule `indicator-mean-mismatch`; its page says what it finds and why.

use std::collections::BTreeMap;

use super::{Check, Context, context::in_range, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    hundredths::Hundredths,
};

pub(super) const RULE: Rule = Rule {
    id: "indicator-mean-mismatch",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/indicator-mean-mismatch.md"),
    check: Check::Submission(check),
};

/// Published means differ from recomputed ones by up to half a hundredth.
const TOLERANCE: i64 = 1;

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(year) = context.catalog().map(|catalog| catalog.year) else { return };
    for row in context.rows() {
        let (Some(known), Some(score)) = (
            context.known(row),
            context.score(row.indicator),
        ) else {
            continue;
        };
        let mut items: BTreeMap<&str, Hundredths> = BTreeMap::new();
        let mut wrong = false;
        for item in &row.indicator.items {
            if let Some(value) = item.score {
                wrong |= items.insert(&item.code, value).is_some() || !in_range(&value);
            }
        }
        // With an item missing, unreadable, out of range or given twice there
        // is no mean to compare; each of these is reported by itself.
        let Some(mean) = known.mean(&items).filter(|_| !wrong) else { continue };
        if mean.minus(score).is_some_and(|difference| difference.get().abs() > TOLERANCE) {
            let suffix = format!("/scores/{year}");
            let (found, expected) = (context.number(row, &suffix, score), mean.plain());
            let said = Message::new(
                format!("คะแนนปี {year} เขียน {found} แต่คำนวณจากหัวข้อทั้งหมดได้ {expected} โปรดตรวจคะแนนและหัวข้อ"),
                format!("the score of {year} is given as {found}, but its items give {expected}: check the score and the items"),
            );
            reporter.report(context.at(row, &suffix), &found, &expected, said);
        }
    }
}
