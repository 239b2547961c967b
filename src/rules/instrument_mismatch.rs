//! The rule `instrument-mismatch`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "instrument-mismatch",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/instrument-mismatch.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::InstrumentNamed { name } = &note.kind else { continue };
        let row = note.indicator.and_then(|index| context.row(index));
        let Some(instrument) = row.and_then(|row| context.known(row)).map(|known| known.instrument) else {
            continue;
        };
        let expected = instrument.to_string();
        if !name.eq_ignore_ascii_case(&expected) {
            let said = Message::new(
                format!("ช่องนี้เขียน {name} แต่ตัวชี้วัดนี้วัดด้วย {expected}"),
                format!("the cell says {name}, but this indicator is scored by {expected}"),
            );
            reporter.report(context.at_note(note), name, &expected, said);
        }
    }
}
