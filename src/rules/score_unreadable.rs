//! The rule `score-unreadable`; its page says what it finds and why.

use super::{At, Check, Context, context::Spot, Reporter, Rule};
use crate::{
    columns::ColumnId,
    finding::{Message, Severity},
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "score-unreadable",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/score-unreadable.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for (_, pointer) in context.breaches(RULE.id) {
        let Some(spot) = context.spot(pointer) else { continue };
        let row = spot.row();
        let (th, en) = spot.name();
        let item = match spot {
            Spot::Item(_, item) => Some(item.code.as_str()),
            _ => None,
        };
        let written = context.unreadable(pointer).filter(|(found, _)| !found.is_empty());
        // A blank cell that follows from another fault is reported as that.
        let follows = match spot {
            Spot::Score(_, year, _) => context.notes_of(row).any(
                |note| matches!(note, NoteKind::Unfilled { year: Some(unfilled), .. } if *unfilled == year),
            ),
            Spot::Change(_) => context.lacks(ColumnId::Change) || context.unfilled(row, ColumnId::Change),
            Spot::Item(..) | Spot::Progress(..) => false,
        };
        let said = match written {
            Some((found, _)) => Message::new(
                format!("อ่าน{th} ไม่ออก: “{found}” โปรดพิมพ์เป็นตัวเลข เช่น 84.94"),
                format!("{en} cannot be read: “{found}”; type a number like 84.94"),
            ),
            None if follows => continue,
            None => Message::new(format!("ไม่มี{th} โปรดกรอก"), format!("{en} is missing: fill it in")),
        };
        let place = context.at(row, "/name");
        let own = context.submission.origins.get(pointer);
        let at = At {
            origin: written.and_then(|(_, origin)| origin).or(own).or(place.origin),
            item,
            ..place
        };
        reporter.report(at, written.map_or("", |(found, _)| found), "84.94", said);
    }
}
