//! The rule `quoted-score-mismatch`; its page says what it finds and why.

use super::{At, Check, Context, context::plain, Reporter, Rule};
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
        for (i, measure) in row.indicator.measures.list.iter().enumerate() {
            for (j, bullet) in measure.bullets.iter().enumerate() {
                let (Some(code), Some(quoted)) = (&bullet.item, bullet.quoted_score) else {
                    continue;
                };
                let listed = row.indicator.items.iter().find(|item| item.code == *code);
                let Some(score) = listed.and_then(|item| item.score).filter(|score| *score != quoted) else {
                    continue;
                };
                let (found, expected) = (plain(quoted), plain(score));
                let said = Message::new(
                    format!("มาตรการเขียนว่า {code} ได้ {found} คะแนน แต่ช่องหัวข้อเขียน {expected} โปรดแก้ให้ตรงกัน"),
                    format!("the measures say that {code} scores {found}, the item cell says {expected}: make them agree"),
                );
                let at = At {
                    item: Some(code),
                    ..context.at(row, &format!("/measures/list/{i}/bullets/{j}/text"))
                };
                reporter.report(at, &found, &expected, said);
            }
        }
    }
}
