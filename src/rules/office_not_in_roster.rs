//! The rule `office-not-in-roster`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "office-not-in-roster",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/office-not-in-roster.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let roster = context.facts.roster.codes();
    // Of an agency without a profile no office is known.
    if roster.is_empty() {
        return;
    }
    let expected = roster.join(" ");
    let said = |found: &str| {
        Message::new(
            format!("“{found}” ไม่อยู่ในรายชื่อสำนัก ({expected}) โปรดใช้ชื่อย่อตามรายชื่อ"),
            format!("“{found}” is not among the offices ({expected}): write one of these"),
        )
    };
    if let Some(office) = context.office()
        && !roster.iter().any(|code| code == office)
    {
        let at = At {
            origin: context.submission.origins.get("/office"),
            office: Some(office),
            ..At::default()
        };
        reporter.report(at, office, &expected, said(office));
    }
    for note in context.notes {
        let NoteKind::OfficeNotInRoster { found } = &note.kind else { continue };
        let at = At {
            office: Some(found),
            ..context.at_note(note)
        };
        reporter.report(at, found, &expected, said(found));
    }
}
