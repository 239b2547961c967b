//! The rule `claim-contradiction`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    submission::Claim,
};

pub(super) const RULE: Rule = Rule {
    id: "claim-contradiction",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/claim-contradiction.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(catalog) = context.catalog() else { return };
    let (year, target) = (catalog.year, catalog.target);
    for row in context.rows() {
        let (Some(claim), Some(score)) = (row.indicator.measures.claims, context.score(row.indicator)) else {
            continue;
        };
        let truth = if score < target { Claim::BelowTarget } else { Claim::AboveTarget };
        if claim == truth {
            continue;
        }
        let word = |claim| match claim {
            Claim::AboveTarget => ("สูงกว่าเกณฑ์เป้าหมาย", "above the target"),
            Claim::BelowTarget => ("ต่ำกว่าเกณฑ์เป้าหมาย", "below the target"),
        };
        let ((found, found_en), (expected, expected_en)) = (word(claim), word(truth));
        let (score, target) = (context.number(row, &format!("/scores/{year}"), score), target.plain());
        let said = Message::new(
            format!("มาตรการเขียนว่าคะแนนปี {year} {found} แต่คะแนน {score} {expected} ({target})"),
            format!("the measures say that the score of {year} is {found_en}, but {score} is {expected_en} ({target})"),
        );
        reporter.report(context.at(row, "/measures/claims"), found, expected, said);
    }
}
