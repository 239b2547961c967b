//! The rule `progress-out-of-range`; its page says what it finds and why.

use super::{Check, Context, context::Spot, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "progress-out-of-range",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/progress-out-of-range.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for (note, pointer) in context.breaches(RULE.id) {
        let Some(Spot::Progress(_, Some(progress))) = context.spot(pointer) else {
            continue;
        };
        let found = context.written(pointer, progress);
        let said = Message::new(
            format!("ความคืบหน้าเป็นร้อยละ {found} แต่ต้องอยู่ระหว่าง 0 ถึง 100"),
            format!("the progress is {found} percent, but it lies between 0 and 100"),
        );
        reporter.report(context.at_note(note), &found, "0–100", said);
    }
}
