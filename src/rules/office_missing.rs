//! The rule `office-missing`; its page says what it finds and why.

use std::collections::BTreeMap;

use super::{At, Check, DatasetContext, Reporter, Rule};
use crate::{
    dataset::Status,
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "office-missing",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/office-missing.md"),
    check: Check::Dataset(check),
};

fn check(context: &DatasetContext<'_>, reporter: &mut Reporter<'_>) {
    // An office whose file could not be read does not know that it owes anything.
    let mut unread: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for summary in &context.dataset.submissions {
        if let (Status::Rejected, Some(office)) = (summary.status, &summary.office) {
            unread.entry((&summary.agency, office)).or_default().push(&summary.file);
        }
    }
    for report in &context.dataset.reports {
        let Some(coverage) = &report.coverage else { continue };
        let mut offices: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for missing in &coverage.missing {
            offices.entry(&missing.office).or_default().push(&missing.indicator);
        }
        for (office, indicators) in offices {
            let (count, names) = (indicators.len(), indicators.join(", "));
            let (agency, year) = (&report.agency, report.fiscal_year);
            let mut said = Message::new(
                format!("{office} ({agency} ปีงบประมาณ {year}) ยังไม่รายงาน {count} ตัวชี้วัด: {names}"),
                format!("{office} ({agency}, fiscal year {year}) has not reported ({count}): {names}"),
            );
            if let Some(files) = unread.get(&(agency.as_str(), office)) {
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
}
