//! The rule `verdict-contradiction`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    submission::Verdict,
};

pub(super) const RULE: Rule = Rule {
    id: "verdict-contradiction",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/verdict-contradiction.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    const BELOW: &str = "คะแนนต่ำกว่าเกณฑ์เป้าหมาย";
    const MEETS: &str = "คะแนนเป็นไปตามเกณฑ์เป้าหมาย";
    for row in context.rows() {
        let verdicts = row.indicator.verdicts;
        if verdicts.weak == Some(Verdict::MeetsTarget) {
            let said = Message::new(
                format!("ช่องจุดอ่อนเขียนว่าคะแนนถึงเกณฑ์เป้าหมาย ซึ่งขัดกัน ควรเป็น “{BELOW}”"),
                format!("the weak cell says that the scores reach the target; it should say “{BELOW}”"),
            );
            reporter.report(context.at(row, "/verdicts/weak"), MEETS, BELOW, said);
        }
        if verdicts.strong == Some(Verdict::BelowTarget) {
            let said = Message::new(
                format!("ช่องจุดแข็งเขียนว่าคะแนนต่ำกว่าเกณฑ์เป้าหมาย ซึ่งขัดกัน ควรเป็น “{MEETS}”"),
                format!("the strong cell says that the scores are below the target; it should say “{MEETS}”"),
            );
            reporter.report(context.at(row, "/verdicts/strong"), BELOW, MEETS, said);
        }
    }
}
