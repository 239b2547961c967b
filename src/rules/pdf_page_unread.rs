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
        let (why, more) = match why {
            WhyLeftOut::Kind => (
                Message::new("เป็นไฟล์ชนิดที่ไม่ได้อ่าน", "it is of a kind that is not read"),
                Message::new("", ""),
            ),
            WhyLeftOut::Damaged => (
                Message::new("ข้อมูลของไฟล์แนบเสียหรือว่างเปล่า", "its content is damaged or empty"),
                Message::new("", ""),
            ),
            WhyLeftOut::Over(over) => (went_over(*over), after(*over)),
            WhyLeftOut::Nested => (
                Message::new("แนบอยู่ในไฟล์แนบอีกชั้นหนึ่ง", "it is attached to an attached file"),
                Message::new("", ""),
            ),
        };
        let said = Message::new(
            format!("ไม่ได้อ่านไฟล์แนบ “{name}” เพราะ{} หากเป็นรายงาน โปรดส่งเป็นไฟล์แยก{}", why.th, more.th),
            format!("the attached file “{name}” was not read, because {}: if it is a report, send it as a file of its own{}", why.en, more.en),
        );
        reporter.warn(At::default(), name, "", said);
    }
    let pages = ranges(&context.trouble.unread);
    if !pages.is_empty() {
        let why = Message::new(
            "ข้อมูลภายในหน้านั้นเสียหรือมากผิดปกติ",
            "its content is damaged or far too large",
        );
        unread(&pages, &why, &Message::new("", ""), reporter);
    }
    let mut cut: BTreeMap<Over, Vec<u32>> = BTreeMap::new();
    for (page, over) in &context.trouble.cut {
        cut.entry(*over).or_default().push(*page);
    }
    for (over, pages) in cut {
        unread(&ranges(&pages), &went_over(over), &after(over), reporter);
    }
}

fn unread(pages: &str, why: &Message, more: &Message, reporter: &mut Reporter<'_>) {
    let said = Message::new(
        format!("อ่านหน้า {pages} ได้ไม่ครบ เพราะ{} โปรดบันทึก PDF จากโปรแกรมต้นทางใหม่ แล้วส่งอีกครั้ง{}", why.th, more.th),
        format!("page {pages} could not be read whole, because {}: save the PDF anew from the program it comes from and send it again{}", why.en, more.en),
    );
    reporter.report(At::default(), pages, "", said);
}

/// That a limit was gone over.
fn went_over(over: Over) -> Message {
    let ((th, en), at) = (over.limit.what(), over.shown());
    Message::new(format!("{th}เกิน {at}"), format!("there are more than {at} {en}"))
}

/// How it is raised, after all else.
fn after(over: Over) -> Message {
    let Message { th, en } = raise(over);
    Message::new(format!(" {th}"), format!(", {en}"))
}
