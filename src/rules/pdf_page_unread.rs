//! The rule `pdf-page-unread`; its page says what it finds and why.

use super::{At, Check, FileContext, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    normalize::display::ranges,
};

pub(super) const RULE: Rule = Rule {
    id: "pdf-page-unread",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/pdf-page-unread.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let pages = ranges(&context.trouble.unread);
    if !pages.is_empty() {
        let said = Message::new(
            format!("อ่านหน้า {pages} ได้ไม่ครบ เพราะข้อมูลภายในหน้านั้นเสียหรือมากผิดปกติ โปรดบันทึก PDF จากโปรแกรมต้นทางใหม่ แล้วส่งอีกครั้ง"),
            format!("page {pages} could not be read whole, because its content is damaged or far too large: save the PDF anew from the program it comes from and send it again"),
        );
        reporter.report(At::default(), &pages, "", said);
    }
}
