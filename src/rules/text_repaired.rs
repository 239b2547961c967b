//! The rule `text-repaired`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    normalize::thai::Repair,
    note::NoteKind,
};

pub(super) const RULE: Rule = Rule {
    id: "text-repaired",
    severity: Severity::Info,
    page: include_str!("../../fixtures/rules/text-repaired.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let NoteKind::Repaired(repairs) = &note.kind else { continue };
        let names = |name: fn(Repair) -> (&'static str, &'static str)| {
            let all = repairs.iter().map(move |(repair, count)| (name(*repair), count));
            let th: Vec<String> = all.clone().map(|((th, _), count)| format!("{th} {count} แห่ง")).collect();
            let en: Vec<String> = all.map(|((_, en), count)| format!("{en} ({count})")).collect();
            (th.join(" "), en.join(", "))
        };
        let (th, en) = names(name);
        let said = Message::new(
            format!("แก้อักษรให้ถูกต้องแล้ว: {th}"),
            format!("the spelling of characters was repaired: {en}"),
        );
        reporter.report(context.at_note(note), "", "", said);
    }
}

const fn name(repair: Repair) -> (&'static str, &'static str) {
    match repair {
        Repair::Font => ("อ่านอักษรตามรูปอักษรในแบบอักษร เพราะรหัสในไฟล์ผิด", "characters read by their glyphs, their codes being wrong"),
        Repair::Mojibake => ("ถอดรหัสอักษรไทยที่แสดงเป็นอักษรต่างด้าว", "Thai shown as Latin letters"),
        Repair::PrivateUse => ("แปลงรหัสเฉพาะของแบบอักษรเก่า", "private codes of old fonts"),
        Repair::Invisible => ("ลบอักขระที่มองไม่เห็น", "invisible characters removed"),
        Repair::Width => ("แปลงอักษรเต็มความกว้าง", "full-width characters"),
        Repair::DoubleE => ("แปลง เเ เป็น แ", "เ เ made แ"),
        Repair::Lakkhangyao => ("แปลง ๅ เป็น า", "ๅ made า"),
        Repair::Order => ("เรียงลำดับสระและวรรณยุกต์", "order of marks"),
        Repair::SaraAm => ("รวมสระอำที่แยกเป็นสองตัว", "halves of ำ joined"),
        Repair::Repeat => ("ลบเครื่องหมายที่พิมพ์ซ้ำ", "marks typed twice"),
        Repair::LostMark => ("เติมสระอำที่หายไปครึ่งหนึ่ง", "lost half of ำ restored"),
    }
}
