//! The rule `office-missing`; its page says what it finds and why.

use std::collections::BTreeMap;

use super::{At, Check, DatasetContext, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "office-missing",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/office-missing.md"),
    check: Check::Dataset(check),
};

fn check(context: &DatasetContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(coverage) = &context.report.coverage else { return };
    let mut offices: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for missing in &coverage.missing {
        offices.entry(&missing.office).or_default().push(&missing.indicator);
    }
    let (agency, year) = (&context.report.agency, context.report.fiscal_year);
    for (office, indicators) in offices {
        let (count, names) = (indicators.len(), indicators.join(", "));
        let mut said = Message::new(
            format!("{office} ({agency} ปีงบประมาณ {year}) ยังไม่รายงาน {count} ตัวชี้วัด: {names}"),
            format!("{office} ({agency}, fiscal year {year}) has not reported ({count}): {names}"),
        );
        // An office whose file could not be read does not know that it owes anything.
        if let Some(files) = context.unread.get(office) {
            let files = files.join(", ");
            said.th += &format!(" — ส่งไฟล์มาแล้วแต่อ่านไม่ได้: {files}");
            said.en += &format!("; it sent what could not be read: {files}");
        }
        let at = At {
            office: Some(office),
            ..At::default()
        };
        reporter.report(at, "", &names, said);
    }
}
