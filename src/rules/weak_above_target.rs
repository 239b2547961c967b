//! The rule `weak-above-target`; its page says what it finds and why.

use super::{Check, Context, context::in_range, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    submission::Standing,
};

pub(super) const RULE: Rule = Rule {
    id: "weak-above-target",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/weak-above-target.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(target) = context.catalog().map(|catalog| catalog.target) else { return };
    for row in context.rows() {
        for item in row.items().filter(|item| item.item.standing == Standing::Weak) {
            let Some(score) = item.item.score.filter(|score| in_range(score) && *score >= target) else {
                continue;
            };
            let (code, found, bound) = (&item.item.code, context.item_score(row, item, score), target.plain());
            let expected = format!("< {bound}");
            let at = context.at_item(row, item);
            if item.item.remark.is_some() {
                let said = Message::new(
                    format!("{code} ได้ {found} คะแนน ถึงเกณฑ์ {bound} แล้ว แต่อยู่ในช่องจุดอ่อน มีคำอธิบายกำกับไว้ โปรดยืนยันว่าตั้งใจ"),
                    format!("{code} scores {found}, which reaches {bound}, yet is listed as weak; a remark explains it: confirm that this is meant"),
                );
                reporter.warn(at, &found, &expected, said);
            } else {
                let said = Message::new(
                    format!("{code} ได้ {found} คะแนน ถึงเกณฑ์ {bound} แล้ว แต่อยู่ในช่องจุดอ่อน โปรดย้ายไปช่องจุดแข็งหรือแก้คะแนน"),
                    format!("{code} scores {found}, which reaches {bound}, yet is listed as weak: move it to the strong items or correct the score"),
                );
                reporter.report(at, &found, &expected, said);
            }
        }
    }
}
