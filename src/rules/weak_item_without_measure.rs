//! The rule `weak-item-without-measure`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    columns::ColumnId,
    finding::{Message, Severity},
    submission::Standing,
};

pub(super) const RULE: Rule = Rule {
    id: "weak-item-without-measure",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/weak-item-without-measure.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if context.lacks(ColumnId::Measures) {
        return;
    }
    for row in context.rows().filter(|row| !context.has_broken_cell(*row)) {
        let measures = &row.indicator.measures.list;
        let bullets = || measures.iter().flat_map(|measure| &measure.bullets);
        let spoken = |code: &str| {
            bullets().any(|bullet| bullet.item.as_deref() == Some(code) || names(&bullet.text, code))
                || measures.iter().any(|measure| names(&measure.text, code))
        };
        for item in row.items().filter(|item| item.item.standing == Standing::Weak) {
            let code = item.item.code.as_str();
            if context.facts.catalog.by_item(code).is_some() && !spoken(code) {
                let said = Message::new(
                    format!("หัวข้อ {code} เป็นจุดอ่อน แต่มาตรการไม่ได้กล่าวถึง โปรดเพิ่มแนวทางแก้ไข"),
                    format!("item {code} is weak, but no measure speaks of it: add one"),
                );
                reporter.report(context.at_item(row, item), code, "", said);
            }
        }
    }
}

/// Whether the text names the item: I1 does not stand in I14.
fn names(text: &str, code: &str) -> bool {
    text.match_indices(code).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + code.len()..).and_then(|text| text.chars().next());
        let ends = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        ends(before) && ends(after)
    })
}
