//! The rule `oit-score-not-binary`; its page says what it finds and why.

use super::{Check, Context, context::in_range, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    hundredths::Hundredths,
};

pub(super) const RULE: Rule = Rule {
    id: "oit-score-not-binary",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/oit-score-not-binary.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(catalog) = context.catalog() else { return };
    for row in context.rows() {
        let instrument = context.known(row).map(|known| known.instrument).or(row.indicator.instrument);
        let allowed = instrument.and_then(|i| catalog.allowed_scores.get(&i));
        let Some(allowed) = allowed else { continue };
        let expected: Vec<String> = allowed.iter().copied().map(Hundredths::plain).collect();
        let (expected, or) = (expected.join(" หรือ "), expected.join(" or "));
        for item in row.items() {
            let Some(score) = item.item.score.filter(|score| in_range(score) && !allowed.contains(score)) else {
                continue;
            };
            let (code, found) = (&item.item.code, context.item_score(row, item, score));
            let said = Message::new(
                format!("หัวข้อ {code} ได้ {found} คะแนน แต่หัวข้อแบบนี้ได้เพียง {expected}"),
                format!("item {code} scores {found}, but such items score only {or}"),
            );
            reporter.report(context.at_item(row, item), &found, &expected, said);
        }
    }
}
