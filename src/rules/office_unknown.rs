//! The rule `office-unknown`; its page says what it finds and why.

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "office-unknown",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/office-unknown.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    if context.submission.office.is_none() {
        let said = Message::new(
            "ไม่ทราบว่าเป็นรายงานของสำนักใด โปรดเพิ่มบรรทัด “หน่วยงาน: ส.…” เหนือตาราง หรือตั้งชื่อไฟล์ด้วยชื่อย่อของสำนัก",
            "nothing says whose report it is: add a line “หน่วยงาน: ส.…” above the table, name the file after the office, or give --office",
        );
        reporter.report(At::default(), "", "", said);
    }
}
