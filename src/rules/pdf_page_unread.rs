//! The rule `pdf-page-unread`; its page says what it finds and why.

use super::{At, Check, FileContext, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    grid::{LeftOut, WhyLeftOut},
    normalize::display::ranges,
};

pub(super) const RULE: Rule = Rule {
    id: "pdf-page-unread",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/pdf-page-unread.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    for LeftOut { name, why } in &context.trouble.left_out {
        let (th, en) = match why {
            WhyLeftOut::Kind => ("เป็นไฟล์ชนิดที่ไม่ได้อ่าน", "it is of a kind that is not read"),
            WhyLeftOut::Damaged => ("ข้อมูลของไฟล์แนบเสียหรือว่างเปล่า", "its content is damaged or empty"),
            WhyLeftOut::TooMuch => ("ไฟล์แนบใหญ่หรือมากเกินกำหนด", "it is too large, or too many files are attached"),
            WhyLeftOut::Nested => ("แนบอยู่ในไฟล์แนบอีกชั้นหนึ่ง", "it is attached to an attached file"),
        };
        let said = Message::new(
            format!("ไม่ได้อ่านไฟล์แนบ “{name}” เพราะ{th} หากเป็นรายงาน โปรดส่งเป็นไฟล์แยก"),
            format!("the attached file “{name}” was not read, because {en}: if it is a report, send it as a file of its own"),
        );
        reporter.warn(At::default(), name, "", said);
    }
    let pages = ranges(&context.trouble.unread);
    if !pages.is_empty() {
        let said = Message::new(
            format!("อ่านหน้า {pages} ได้ไม่ครบ เพราะข้อมูลภายในหน้านั้นเสียหรือมากผิดปกติ โปรดบันทึก PDF จากโปรแกรมต้นทางใหม่ แล้วส่งอีกครั้ง"),
            format!("page {pages} could not be read whole, because its content is damaged or far too large: save the PDF anew from the program it comes from and send it again"),
        );
        reporter.report(At::default(), &pages, "", said);
    }
}
