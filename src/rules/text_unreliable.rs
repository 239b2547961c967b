//! The rule `text-unreliable`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    normalize::thai::Doubt,
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "text-unreliable",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/text-unreliable.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::Doubtful(doubts) = &note.kind else { continue };
        for (doubt, count) in doubts {
            let (th, en) = name(*doubt);
            let said = Message::new(
                format!("ข้อความในช่องนี้{th} {count} แห่ง จึงเชื่อถือไม่ได้ โปรดพิมพ์ใหม่"),
                format!("the text of this cell {en} ({count}) and cannot be relied on: type it again"),
            );
            reporter.report(context.at_note(note), "", "", said);
        }
    }
}

const fn name(doubt: Doubt) -> (&'static str, &'static str) {
    match doubt {
        Doubt::TwoTones => ("มีวรรณยุกต์สองตัวซ้อนกัน", "has two tone marks on one letter"),
        Doubt::AmAa => ("มี ำ ตามด้วย า", "has ำ followed by า"),
        Doubt::Dangling => ("มีสระหรือวรรณยุกต์ที่ไม่มีพยัญชนะรองรับ", "has marks without a letter"),
        Doubt::MarkAfterLatin => ("มีสระหรือวรรณยุกต์ไทยบนอักษรอังกฤษ", "has Thai marks on Latin letters"),
        Doubt::PrivateUse => ("มีอักขระเฉพาะของแบบอักษรที่ไม่รู้จัก", "has private characters that are not known"),
        Doubt::Replacement => ("มีตัวอักษรที่หายไป (�)", "has lost characters (�)"),
        Doubt::Control => ("มีอักขระควบคุม", "has control characters"),
    }
}
