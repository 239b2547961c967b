//! The rule `pdf-no-text`; its page says what it finds and why.

use super::{At, Check, FileContext, Reporter, Rule};
use crate::{
    error::Error,
    finding::{Message, Severity},
    normalize::display::ranges,
};

pub(super) const RULE: Rule = Rule {
    id: "pdf-no-text",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/pdf-no-text.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    if !context.has_text && context.trouble.attached > 0 {
        let said = Message::new(
            "หน้าของไฟล์นี้เป็นรูปภาพ ไม่มีข้อความให้อ่าน ไฟล์ที่แนบมาอ่านแยกเป็นรายงานของตัวเอง",
            "the pages of this file are pictures without text; the files attached to it are read as reports of their own",
        );
        return reporter.inform(At::default(), "", "", said);
    }
    if !context.has_text {
        return reporter.report(At::default(), "", "", Error::NoText.message());
    }
    let pages = ranges(&context.trouble.pictures);
    if !pages.is_empty() {
        let said = Message::new(
            format!("หน้า {pages} เป็นรูปภาพ ไม่มีข้อความให้อ่าน ข้อมูลในหน้านั้นจึงไม่ได้นำเข้า โปรดส่งไฟล์ Excel ต้นฉบับ หรือ PDF ที่บันทึกจากโปรแกรมโดยตรง"),
            format!("page {pages} is a picture without text, so nothing on it was taken: send the Excel file it was made from, or a PDF saved by the program itself"),
        );
        reporter.report(At::default(), &pages, "", said);
    }
}
