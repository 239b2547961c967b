//! The rule `score-rounded`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "score-rounded",
    severity: Severity::Info,
    page: include_str!("../../fixtures/rules/score-rounded.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::Rounded { found, value, item } = &note.kind else { continue };
        let said = Message::new(
            format!("คะแนน {found} มีทศนิยมเกินสองตำแหน่ง จึงปัดเป็น {value}"),
            format!("the score {found} has more than two places and was rounded to {value}"),
        );
        let at = At {
            item: item.as_deref(),
            ..context.at_note(note)
        };
        reporter.report(at, found, value, said);
    }
}
