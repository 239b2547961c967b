//! The rule `weak-item-without-measure`; its page says what it finds and why.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Context, Reporter, Rule, context::ItemRow};
use crate::{
    columns::ColumnId,
    finding::{Message, Severity},
    submission::{Measure, Standing},
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
        if !row.items().any(|item| item.item.standing == Standing::Weak) {
            continue;
        }
        let spoken = spoken(&row.indicator.measures.list);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for item in row.items() {
            *counts.entry(&item.item.code).or_default() += 1;
        }
        // A code that is wrong itself is reported as that.
        let sure = |code: &str| {
            counts.get(code) == Some(&1) && context.codes().fault(row, code).is_none()
        };
        let weak = row.items().filter(|item| item.item.standing == Standing::Weak);
        let silent: Vec<ItemRow<'_>> = weak
            .filter(|item| {
                let code = item.item.code.as_str();
                !(spoken.contains(code) || context.codes().perhaps(row, code)) && sure(code)
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

/// What the measures speak of: the items of their dashes, and every word of
/// letters and digits in their texts, among which codes are. I1 does not stand in
/// I14.
fn spoken(measures: &[Measure]) -> BTreeSet<&str> {
    let bullets = || measures.iter().flat_map(|measure| &measure.bullets);
    let own = measures.iter().map(|measure| &measure.text);
    let texts = own.chain(bullets().map(|bullet| &bullet.text));
    let words = texts.flat_map(|text| text.split(|c: char| !c.is_ascii_alphanumeric()));
    let items = bullets().filter_map(|bullet| bullet.item.as_deref());
    words.chain(items).filter(|word| !word.is_empty()).collect()
}
