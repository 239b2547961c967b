//! The rule `submission-superseded`; its page says what it finds and why.

use super::{At, Check, DatasetContext, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::MergeNote,
};

pub(super) const RULE: Rule = Rule {
    id: "submission-superseded",
    severity: Severity::Info,
    page: include_str!("../../fixtures/rules/submission-superseded.md"),
    check: Check::Dataset(check),
};

fn check(context: &DatasetContext<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let MergeNote::Superseded { file, by, only } = note else { continue };
        let said = if only.is_empty() {
            Message::new(
                format!("สำนักเดียวกันส่งฉบับใหม่กว่า คือ {by} จึงไม่ใช้ไฟล์นี้"),
                format!("the same office sent a later one, {by}; this one is not used"),
            )
        } else {
            let names = only.join(", ");
            Message::new(
                format!("สำนักเดียวกันส่งฉบับใหม่กว่าเฉพาะบางตัวชี้วัด คือ {by} จึงใช้ฉบับใหม่สำหรับ {names} และใช้ไฟล์นี้สำหรับตัวชี้วัดอื่น"),
                format!("the same office sent a later one for some indicators, {by}; it is used for {names}, and this one for the others"),
            )
        };
        let at = At {
            file: Some(file),
            ..At::default()
        };
        reporter.report(at, file, by, said);
    }
}
