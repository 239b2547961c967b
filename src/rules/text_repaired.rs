//! The rule `text-repaired`; its page says what it finds and why.

use super::{Check, Context, Reporter, Rule};
use crate::{
    finding::{Message, Severity},
    grid::{GlyphEvidence, GlyphFault, GlyphRepair},
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
        let repairs = match &note.kind {
            NoteKind::Repaired(repairs) => repairs,
            NoteKind::GlyphsRepaired(repair) => {
                reporter.report(context.at_note(note), "", "", glyphs(repair));
                continue;
            }
            _ => continue,
        };
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

/// What was wrong with the characters of a font, and how they were read.
fn glyphs(repair: &GlyphRepair) -> Message {
    let GlyphRepair { font, fault, evidence } = repair;
    let (wrong_th, wrong_en) = fault_name(*fault);
    let known = evidence.iter().map(|(evidence, count)| (evidence_name(*evidence), count));
    let th: Vec<String> = known.clone().map(|((th, _), count)| format!("{th} {count} แห่ง")).collect();
    let en: Vec<String> = known.map(|((_, en), count)| format!("{en} ({count})")).collect();
    Message::new(
        format!("รหัสอักษรของแบบอักษร “{font}” ใน PDF ไม่ตรงกับอักษรที่เห็น ({wrong_th}) จึงอ่านตาม{}", th.join(" และ")),
        format!("the codes of the font “{font}” in the PDF do not say what is seen ({wrong_en}); the characters were read by {}", en.join(" and by ")),
    )
}

const fn fault_name(fault: GlyphFault) -> (&'static str, &'static str) {
    match fault {
        GlyphFault::Blank => ("เครื่องหมายกลายเป็นช่องว่าง", "a mark is called a space"),
        GlyphFault::Unsaid => ("ไม่ได้บอกว่าเป็นอักษรใด", "nothing says what they are"),
        GlyphFault::Other => ("บอกเป็นอักษรอื่น เช่น า เป็น ำ", "called another letter, such as า called ำ"),
        GlyphFault::Cluster => ("นับเครื่องหมายข้างเคียงรวมเข้ามา", "the marks beside them are counted in"),
        GlyphFault::Private => ("ใช้รหัสเฉพาะของแบบอักษรเก่า", "private codes of old fonts"),
        GlyphFault::Span => ("ข้อความกำกับมีอักษรหายหรือซ้ำ", "the text given for a span has lost or doubled characters"),
    }
}

const fn evidence_name(evidence: GlyphEvidence) -> (&'static str, &'static str) {
    match evidence {
        GlyphEvidence::CharacterMap => ("ตารางอักขระในแบบอักษร", "the font's own character map"),
        GlyphEvidence::Name => ("ชื่อรูปอักษรในแบบอักษร", "the font's names of glyphs"),
        GlyphEvidence::Parts => ("ส่วนประกอบของรูปอักษร", "what the glyph is composed of"),
        GlyphEvidence::Outline => ("เส้นของรูปอักษร", "what the glyph draws"),
        GlyphEvidence::Likeness => ("รูปที่เหมือนเครื่องหมายเดียวกันในแบบอักษร", "its likeness to a mark of the same face"),
        GlyphEvidence::Table => ("ตารางรหัสของแบบอักษรเก่า", "the table of old fonts' codes"),
        GlyphEvidence::Glyphs => ("รูปอักษรทีละตัวในข้อความนั้น", "the glyphs of the span one by one"),
    }
}

const fn name(repair: Repair) -> (&'static str, &'static str) {
    match repair {
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
