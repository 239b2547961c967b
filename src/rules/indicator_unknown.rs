//! The rule `indicator-unknown`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    columns::ColumnId,
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "indicator-unknown",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/indicator-unknown.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if context.lacks(ColumnId::Indicator) {
        return;
    }
    for row in context.rows().filter(|row| row.indicator.official_no.is_none()) {
        let name = &row.indicator.name;
        let nearest = context.nearest(name).map_or("", |known| &known.name);
        let (th, en) = match nearest {
            "" => (String::new(), String::new()),
            known => (format!(" ใกล้เคียงกับ “{known}”"), format!("; the nearest is “{known}”")),
        };
        let said = Message::new(
            format!("ไม่มีตัวชี้วัดชื่อ “{name}”{th} โปรดใช้ชื่อตามแบบ"),
            format!("there is no indicator “{name}”{en}: use the name on the form"),
        );
        reporter.report(context.at(row, "/name"), name, nearest, said);
    }
}
