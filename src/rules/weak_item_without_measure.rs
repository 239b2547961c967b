//! The rule `weak-item-without-measure`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule, context::ItemRow};
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
    for row in context.rows().filter(|row| !context.unfilled(*row, ColumnId::Measures)) {
        let measures = &row.indicator.measures.list;
        let bullets = || measures.iter().flat_map(|measure| &measure.bullets);
        let spoken = |code: &str| {
            bullets().any(|bullet| bullet.item.as_deref() == Some(code) || names(&bullet.text, code))
                || measures.iter().any(|measure| names(&measure.text, code))
        };
        // A code that is wrong itself is reported as that.
        let sure = |code: &str| {
            let twice = row.items().filter(|item| item.item.code == code).count() > 1;
            !twice && context.codes().fault(row, code).is_none()
        };
        let weak = row.items().filter(|item| item.item.standing == Standing::Weak);
        let silent: Vec<ItemRow<'_>> = weak
            .filter(|item| {
                let code = item.item.code.as_str();
                !(spoken(code) || context.codes().perhaps(row, code)) && sure(code)
            })
            .collect();
        // As many dashes with a code that is wrong speak of these.
        let wrong = row.bullets().filter_map(|bullet| bullet.scored());
        if silent.len() <= wrong.filter(|code| context.codes().fault(row, code).is_some()).count() {
            continue;
        }
        for item in silent {
            let code = item.item.code.as_str();
            let said = Message::new(
                format!("หัวข้อ {code} เป็นจุดอ่อน แต่มาตรการไม่ได้กล่าวถึง โปรดเพิ่มแนวทางแก้ไข"),
                format!("item {code} is weak, but no measure speaks of it: add one"),
            );
            reporter.report(context.at_item(row, item), code, "", said);
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
