//! The rule `change-mismatch`; its page says what it finds and why.

use super::{Check, Context, context::in_range, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    hundredths::Hundredths,
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "change-mismatch",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/change-mismatch.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for row in context.rows() {
        let mut years = row.indicator.scores.iter().rev();
        let (Some((this, Some(now))), Some((last, Some(before))), Some(change)) =
            (years.next(), years.next(), row.indicator.change)
        else {
            continue;
        };
        // A score that cannot be is reported as that.
        if !(in_range(now) && in_range(before)) {
            continue;
        }
        // Where a score was rounded, so may be the change.
        let rounded = context.notes_of(row).any(|note| matches!(note, NoteKind::Rounded { item: None, .. }));
        let tolerance = i64::from(rounded);
        let expected = now.minus(*before).filter(|expected| {
            expected.minus(change).is_none_or(|difference| difference.get().abs() > tolerance)
        });
        let Some(expected) = expected else { continue };
        let found = context.number(row, "/change", change);
        let expected = as_change(expected);
        let score = |year, score| context.number(row, &format!("/scores/{year}"), score);
        let (now, before) = (score(this, *now), score(last, *before));
        let said = Message::new(
            format!("คะแนนเพิ่มขึ้น (ลดลง) เขียน {found} แต่ปี {this} ({now}) ลบปี {last} ({before}) เท่ากับ {expected}"),
            format!("the change is given as {found}, but {this} ({now}) less {last} ({before}) is {expected}"),
        );
        reporter.report(context.at(row, "/change"), &found, &expected, said);
    }
}

/// A change as the form has it: a decrease in brackets, and a dash for none.
fn as_change(change: Hundredths) -> String {
    match change.get() {
        0 => "-".to_owned(),
        hundredths if hundredths < 0 => format!("({})", Hundredths::new(hundredths.saturating_neg()).plain()),
        _ => change.plain(),
    }
}
