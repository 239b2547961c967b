//! The rule `pdf-repaired`; its page says what it finds and why.

use super::{At, Check, FileContext, Reporter, Rule};
use crate::finding::{Message, Severity};

pub(super) const RULE: Rule = Rule {
    id: "pdf-repaired",
    severity: Severity::Info,
    page: include_str!("../../fixtures/rules/pdf-repaired.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    if context.trouble.rebuilt {
        let said = Message::new(
            "ดัชนีภายในของ PDF นี้เสีย จึงค้นข้อมูลในไฟล์ใหม่ทั้งหมด โปรดตรวจว่าเนื้อหาครบทุกหน้า",
            "the index inside this PDF is damaged, so the whole file was searched for its content: check that nothing is missing",
        );
        reporter.report(At::default(), "", "", said);
    }
}
