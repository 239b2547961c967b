//! The rule `office-ambiguous`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    grid::Origin,
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "office-ambiguous",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/office-ambiguous.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::OfficeAmbiguous {
            found,
            candidates,
            origins,
        } = &note.kind
        else {
            continue;
        };
        let names = candidates.join(" ");
        let cells: Vec<String> = origins.iter().map(short).collect();
        let cells = cells.join(", ");
        let said = Message::new(
            format!("“{found}” อาจหมายถึง {names} แต่ไม่แน่ชัด จึงคงไว้ตามเดิม (พบที่ {cells}) โปรดเขียนชื่อย่อให้ครบ"),
            format!("“{found}” may mean {names}, which is not certain, so it stays as written (in {cells}): write the code in full"),
        );
        let at = At {
            office: Some(found),
            ..context.at_note(note)
        };
        reporter.report(at, found, &names, said);
    }
}

/// The cell without its sheet: all of them stand in one row of the form.
fn short(origin: &Origin) -> String {
    match origin {
        Origin::Cell { cell, .. } => cell.to_string(),
        Origin::Box { page, row, column, .. } => format!("{page}/{row}/{column}"),
    }
}
