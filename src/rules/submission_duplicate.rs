//! The rule `submission-duplicate`; its page says what it finds and why.

use super::{At, Check, DatasetContext, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    note::MergeNote,
};

pub(super) const RULE: Rule = Rule {
    id: "submission-duplicate",
    severity: Severity::Info,
    page: include_str!("../../fixtures/rules/submission-duplicate.md"),
    check: Check::Dataset(check),
};

fn check(context: &DatasetContext<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let MergeNote::Duplicate { file, of } = note else { continue };
        let said = Message::new(
            format!("เนื้อหาเหมือนกับ {of} ทุกประการ จึงใช้เพียงไฟล์เดียว"),
            format!("the content is that of {of}; one of the two is used"),
        );
        let at = At {
            file: Some(file),
            ..At::default()
        };
        reporter.report(at, file, of, said);
    }
}
