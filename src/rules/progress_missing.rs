//! The rule `progress-missing`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "progress-missing",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/progress-missing.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for (_, pointer) in context.breaches(RULE.id) {
        let Some(spot) = context.spot(pointer) else { continue };
        let written = context.unreadable(pointer).filter(|(found, _)| !found.is_empty());
        let said = match written {
            Some((found, _)) => Message::new(
                format!("อ่านความคืบหน้าไม่ออก: “{found}” โปรดเขียนเป็นร้อยละ เช่น ร้อยละ 100"),
                format!("the progress cannot be read: “{found}”; write it as ร้อยละ 100"),
            ),
            None => Message::new(
                "ช่องผลการดำเนินการไม่ได้บอกความคืบหน้า โปรดเพิ่ม “ความคืบหน้าการดำเนินงาน ร้อยละ …”",
                "the result does not tell the progress: add “ความคืบหน้าการดำเนินงาน ร้อยละ …”",
            ),
        };
        let place = context.at(spot.row(), "/result/text");
        let at = At {
            origin: written.and_then(|(_, origin)| origin).or(place.origin),
            ..place
        };
        reporter.report(at, written.map_or("", |(found, _)| found), "ร้อยละ 0–100", said);
    }
}
