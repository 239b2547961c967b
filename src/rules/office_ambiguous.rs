//! The rule `office-ambiguous`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity, short},
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
        let cells: Vec<Message> = origins.iter().map(short).collect();
        let listed = |text: fn(&Message) -> &str| cells.iter().map(text).collect::<Vec<_>>().join(", ");
        let (cells_th, cells_en) = (listed(|cell| &cell.th), listed(|cell| &cell.en));
        let said = Message::new(
            format!("“{found}” อาจหมายถึง {names} แต่ไม่แน่ชัด จึงคงไว้ตามเดิม (พบที่ {cells_th}) โปรดเขียนชื่อย่อให้ครบ"),
            format!("“{found}” may mean {names}, which is not certain, so it stays as written (in {cells_en}): write the code in full"),
        );
        let at = At {
            office: Some(found),
            ..context.at_note(note)
        };
        reporter.report(at, found, &names, said);
    }
}
