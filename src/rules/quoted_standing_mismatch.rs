//! The rule `quoted-standing-mismatch`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    normalize::target::{Side, side},
};

pub(super) const RULE: Rule = Rule {
    id: "quoted-standing-mismatch",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/quoted-standing-mismatch.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(target) = context.catalog().map(|catalog| catalog.target) else { return };
    for row in context.rows() {
        for bullet in row.bullets() {
            let Some(score) = bullet.bullet.quoted_score else { continue };
            let side = side(statement(&bullet.bullet.text));
            let (th, en) = match (side, score < target) {
                (Some(Side::Below), false) => ("ต่ำกว่าเกณฑ์เป้าหมาย", "below the target"),
                (Some(Side::Above), true) => ("ถึงเกณฑ์เป้าหมาย", "at the target"),
                _ => continue,
            };
            let name = bullet.bullet.item.as_deref().unwrap_or("หัวข้อนี้");
            let (found, bound) = (context.quoted(row, &bullet, score), target.plain());
            let expected = if side == Some(Side::Below) { format!("< {bound}") } else { format!("≥ {bound}") };
            let said = Message::new(
                format!("มาตรการเขียนว่า {name} ได้ {found} คะแนน {th} แต่เกณฑ์คือ {bound} โปรดแก้ข้อความหรือคะแนน"),
                format!("the measures call the {found} of {name} {en}, which is {bound}: correct the text or the score"),
            );
            reporter.report(context.at_bullet(row, &bullet), &found, &expected, said);
        }
    }
}

/// What a dash says of the score, without what it asks for.
fn statement(text: &str) -> &str {
    let wish = ["ดังนั้น", "จึง", "เพื่อ", "อย่างไรก็ตาม"];
    let end = wish.iter().filter_map(|word| text.find(word)).min();
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}
