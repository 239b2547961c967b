//! The rule `submission-competing`; its page says what it finds and why.

use super::{At, Check, DatasetContext, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::MergeNote,
};

pub(super) const RULE: Rule = Rule {
    id: "submission-competing",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/submission-competing.md"),
    check: Check::Dataset(check),
};

fn check(context: &DatasetContext<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let MergeNote::Competing { file, office, with } = note else { continue };
        let others = with.join(", ");
        let said = Message::new(
            format!("{office} ส่งไฟล์ที่เนื้อหาต่างกันหลายไฟล์ ({others}) และไม่มีอะไรบอกว่าไฟล์ใดใหม่กว่า โปรดเติม “แก้ไข” ในชื่อไฟล์ใหม่ หรือลงวันที่รับในทะเบียน"),
            format!("{office} sent several files that differ ({others}), and nothing tells which is later: mark the later one “แก้ไข” in its name, or give the dates of arrival in the manifest"),
        );
        let at = At {
            file: Some(file),
            office: Some(office),
            ..At::default()
        };
        reporter.report(at, file, &others, said);
    }
}
