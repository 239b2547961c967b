//! The rule `score-out-of-range`; its page says what it finds and why.

use super::{At, Check, Context, context::Spot, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "score-out-of-range",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/score-out-of-range.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for (note, pointer) in context.breaches(RULE.id) {
        let Some(spot) = context.spot(pointer) else { continue };
        let (value, item) = match spot {
            Spot::Score(_, _, value) => (value, None),
            Spot::Item(_, item) => (item.score, Some(item.code.as_str())),
            Spot::Change(_) | Spot::Progress(..) => (None, None),
        };
        let (th, en) = spot.name();
        let found = value.map(|value| context.written(pointer, value)).unwrap_or_default();
        let said = Message::new(
            format!("{th} เป็น {found} แต่คะแนนต้องอยู่ระหว่าง 0 ถึง 100"),
            format!("{en} is {found}, but scores lie between 0 and 100"),
        );
        let at = At {
            item,
            ..context.at_note(note)
        };
        reporter.report(at, &found, "0–100", said);
    }
}
