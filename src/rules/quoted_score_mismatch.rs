//! The rule `quoted-score-mismatch`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "quoted-score-mismatch",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/quoted-score-mismatch.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for row in context.rows() {
        for bullet in row.bullets() {
            let (Some(code), Some(quoted)) = (&bullet.bullet.item, bullet.bullet.quoted_score) else {
                continue;
            };
            let listed = || row.items().filter(|item| item.item.code == *code).filter_map(|item| item.item.score);
            // Of a code that stands twice, one of the two scores is enough.
            let Some(score) = listed().next().filter(|_| listed().all(|score| score != quoted)) else {
                continue;
            };
            if context.codes().fault(row, code).is_some() {
                continue;
            }
            let (found, expected) = (context.quoted(row, &bullet, quoted), score.plain());
            let said = Message::new(
                format!("มาตรการเขียนว่า {code} ได้ {found} คะแนน แต่ช่องหัวข้อเขียน {expected} โปรดแก้ให้ตรงกัน"),
                format!("the measures say that {code} scores {found}, the item cell says {expected}: make them agree"),
            );
            reporter.report(context.at_bullet(row, &bullet), &found, &expected, said);
        }
    }
}
