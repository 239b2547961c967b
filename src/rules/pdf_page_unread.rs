//! The rule `pdf-page-unread`; its page says what it finds and why.

use std::collections::BTreeMap;

use super::{At, Check, FileContext, Reporter, Rule};
use crate::{
    error::raise,
    finding::{Message, Severity},
    grid::{LeftOut, WhyLeftOut},
    limits::Over,
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
            WhyLeftOut::Kind => ("เป็นไฟล์ชนิดที่ไม่ได้อ่าน".to_owned(), "it is of a kind that is not read".to_owned()),
            WhyLeftOut::Damaged => ("ข้อมูลของไฟล์แนบเสียหรือว่างเปล่า".to_owned(), "its content is damaged or empty".to_owned()),
            WhyLeftOut::Over(over) => went_over(*over),
            WhyLeftOut::Nested => ("แนบอยู่ในไฟล์แนบอีกชั้นหนึ่ง".to_owned(), "it is attached to an attached file".to_owned()),
        };
        let more = match why {
            WhyLeftOut::Over(over) => raise(*over),
            _ => Message::new("", ""),
        };
        let said = Message::new(
            format!("ไม่ได้อ่านไฟล์แนบ “{name}” เพราะ{th} หากเป็นรายงาน โปรดส่งเป็นไฟล์แยก {}", more.th).trim_end().to_owned(),
            format!("the attached file “{name}” was not read, because {en}: if it is a report, send it as a file of its own, {}", more.en).trim_end_matches([',', ' ']).to_owned(),
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
    let mut cut: BTreeMap<Over, Vec<u32>> = BTreeMap::new();
    for (page, over) in &context.trouble.cut {
        cut.entry(*over).or_default().push(*page);
    }
    for (over, pages) in cut {
        let (pages, (th, en), more) = (ranges(&pages), went_over(over), raise(over));
        let said = Message::new(
            format!("อ่านหน้า {pages} ได้ไม่ครบ เพราะ{th} โปรดบันทึก PDF จากโปรแกรมต้นทางใหม่ แล้วส่งอีกครั้ง {}", more.th),
            format!("page {pages} could not be read whole, because {en}: save the PDF anew from the program it comes from and send it again, {}", more.en),
        );
        reporter.report(At::default(), &pages, "", said);
    }
}

/// That a limit was gone over.
fn went_over(over: Over) -> (String, String) {
    let ((th, en), at) = (over.limit.what(), over.shown());
    (format!("{th}เกิน {at}"), format!("it has more than {at} {en}"))
}
