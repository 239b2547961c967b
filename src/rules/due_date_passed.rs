//! The rule `due-date-passed`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    normalize::date::thai,
};

pub(super) const RULE: Rule = Rule {
    id: "due-date-passed",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/due-date-passed.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    // The form of another year was due in that year.
    if context.catalog().is_none() {
        return;
    }
    let due = context.submission.due.as_ref().or(context.facts.profile.due.as_ref());
    let (Some(due), Some(received)) = (due, context.submission.received.as_ref()) else {
        return;
    };
    // A due month runs to its end.
    if received.get(..due.len()).is_some_and(|part| part > due.as_str()) {
        let said = Message::new(
            format!("ได้รับรายงานวันที่ {} หลังกำหนดส่ง {}", thai(received), thai(due)),
            format!("received on {received}, after it was due on {due}"),
        );
        let at = At {
            office: context.submission.office.as_deref(),
            ..At::default()
        };
        reporter.report(at, received, due, said);
    }
}
