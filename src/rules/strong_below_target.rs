//! The rule `strong-below-target`; its page says what it finds and why.

use super::{Check, Context, context::in_range, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    submission::Standing,
};

pub(super) const RULE: Rule = Rule {
    id: "strong-below-target",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/strong-below-target.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(target) = context.catalog().map(|catalog| catalog.target) else { return };
    for row in context.rows() {
        for item in row.items().filter(|item| item.item.standing == Standing::Strong) {
            let Some(score) = item.item.score.filter(|score| in_range(score) && *score < target) else {
                continue;
            };
            let (code, found, bound) = (&item.item.code, context.item_score(row, item, score), target.plain());
            let said = Message::new(
                format!("{code} ได้ {found} คะแนน ต่ำกว่าเกณฑ์ {bound} แต่อยู่ในช่องจุดแข็ง โปรดย้ายไปช่องจุดอ่อนหรือแก้คะแนน"),
                format!("{code} scores {found}, below {bound}, yet is listed as strong: move it to the weak items or correct the score"),
            );
            reporter.report(context.at_item(row, item), &found, &format!("≥ {bound}"), said);
        }
    }
}
