//! The rule `table-not-found`; its page says what it finds and why.

use super::{At, Check, FileContext, Reporter, Rule};
use crate::finding::{Message, Severity};

pub(super) const RULE: Rule = Rule {
    id: "table-not-found",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/table-not-found.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    if context.has_table || !context.has_text {
        return;
    }
    if context.trouble.attached > 0 {
        let said = Message::new(
            "ไม่พบตารางของแบบรายงานในหน้าของไฟล์นี้ ไฟล์ที่แนบมาอ่านแยกเป็นรายงานของตัวเอง",
            "the pages of this file have no table of the form; the files attached to it are read as reports of their own",
        );
        return reporter.inform(At::default(), "", "", said);
    }
    let said = Message::new(
        "ไม่พบตารางของแบบรายงานในไฟล์นี้ โปรดส่งแบบรายงานที่มีหัวตาราง ที่ ตัวชี้วัด ผลคะแนนการประเมิน จุดอ่อน จุดแข็ง มาตรการ ผู้รับผิดชอบ และผลการดำเนินการ",
        "the file has no table of the form: send the form with the columns ที่ ตัวชี้วัด ผลคะแนนการประเมิน จุดอ่อน จุดแข็ง มาตรการ ผู้รับผิดชอบ ผลการดำเนินการ",
    );
    reporter.report(At::default(), "", "", said);
}
