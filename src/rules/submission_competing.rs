//! The rule `submission-competing`; its page says what it finds and why.

use super::{At, Check, DatasetContext, Reporter, Rule, shown::apart};
use crate::{
    finding::{Message, Severity},
    note::{Apart, MergeNote},
};

pub(super) const RULE: Rule = Rule {
    id: "submission-competing",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/submission-competing.md"),
    check: Check::Dataset(check),
};

/// What differs, by its name in the notes, in Thai and in English.
const PARTS: &[(&str, &str, &str)] = &[
    ("title", "หัวเรื่อง", "the title"),
    ("notes", "หมายเหตุใต้ตาราง", "the notes below the table"),
    ("due", "กำหนดส่ง", "the due date"),
    ("score_years", "ปีของคะแนน", "the years of the scores"),
    ("rows", "ลำดับของตัวชี้วัด", "the order of the indicators"),
    ("repeated", "จำนวนแถวหรือเนื้อหาของแถวที่ซ้ำ", "the rows given again"),
    ("no", "เลขที่", "the number"),
    ("instrument", "แบบวัด", "the survey"),
    ("scores", "คะแนน", "the score"),
    ("change", "คะแนนเพิ่มขึ้น (ลดลง)", "the change"),
    ("verdict_weak", "ข้อความสรุปของช่องจุดอ่อน", "the verdict of the weak items"),
    ("verdict_strong", "ข้อความสรุปของช่องจุดแข็ง", "the verdict of the strong items"),
    ("items", "ลำดับของหัวข้อ", "the order of the items"),
    ("item", "หัวข้อ", "the item"),
    ("score", "คะแนนของหัวข้อ", "the score of the item"),
    ("standing", "ช่องของหัวข้อ", "the column of the item"),
    ("remark", "คำอธิบายของหัวข้อ", "the remark of the item"),
    ("preamble", "ข้อความนำของมาตรการ", "the preamble of the measures"),
    ("claims", "ระดับคะแนนในข้อความนำ", "what the preamble says of the score"),
    ("dashes", "ลำดับของมาตรการ", "the order of the measures"),
    ("measure", "มาตรการ", "the measure"),
    ("bullet", "ข้อย่อยของมาตรการ", "the dash of the measure"),
    ("quoted_score", "คะแนนที่อ้างในมาตรการ", "the score that the measure quotes"),
    ("responsible", "ผู้รับผิดชอบ", "who is responsible"),
    ("as_written", "การเขียนผู้รับผิดชอบ", "how the responsible are written"),
    ("actions", "ผลการดำเนินงาน", "the actions"),
    ("obstacles", "ปัญหาอุปสรรค", "the obstacles"),
    ("suggestions", "ข้อเสนอแนะ", "the suggestions"),
    ("progress_percent", "ความคืบหน้า", "the progress"),
    ("text", "ข้อความในช่องผลการดำเนินการ", "the words of the result"),
];

fn check(context: &DatasetContext<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        match note {
            MergeNote::Competing { file, office, with, more } => {
                let others = with.join(", ");
                let (th, en) = if *more { (" และไฟล์อื่น", " and others") } else { ("", "") };
                let said = Message::new(
                    format!("{office} ส่งไฟล์ที่เนื้อหาต่างกันหลายไฟล์ ({others}{th}) และไม่มีอะไรบอกว่าไฟล์ใดใหม่กว่า โปรดเติม “แก้ไข” ในชื่อไฟล์ใหม่ หรือลงวันที่รับในทะเบียน"),
                    format!("{office} sent several files that differ ({others}{en}), and nothing tells which is later: mark the later one “แก้ไข” in its name, or give the dates of arrival in the manifest"),
                );
                let at = At {
                    file: Some(file),
                    office: Some(office),
                    ..At::default()
                };
                reporter.report(at, file, &others, said);
            }
            MergeNote::Apart(apart) => part(apart, reporter),
            _ => {}
        }
    }
}

/// One part in which two files differ, and no conflict tells of it.
fn part(note: &Apart, reporter: &mut Reporter<'_>) {
    let Apart { file, with, office, origin, indicator, item, year, part, value, other } = note;
    let (th, en) = PARTS
        .iter()
        .find(|(name, ..)| name == part)
        .map_or((*part, *part), |(_, th, en)| (*th, *en));
    let which = [item.clone(), year.map(|year| year.to_string())];
    let which: String = which.into_iter().flatten().map(|word| format!(" {word}")).collect();
    let name = indicator.as_ref();
    let (of_th, of_en) = name.map_or_else(Default::default, |name| (format!("ของ “{name}”"), format!(" of “{name}”")));
    let shown = apart([value, other].into_iter());
    let [value, other] = shown.as_slice() else { return };
    let quoted = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { format!("“{text}”") };
    let said = Message::new(
        format!("{th}{which}{of_th} ไม่ตรงกัน: ไฟล์นี้ {} แต่ {with} {} โปรดตรวจและใช้ให้ตรงกัน", quoted(value, "(ว่าง)"), quoted(other, "(ว่าง)")),
        format!("{en}{which}{of_en}: {} in this file, {} in {with}: check and make them agree", quoted(value, "(empty)"), quoted(other, "(empty)")),
    );
    let at = At {
        file: Some(file),
        office: Some(office),
        origin: origin.as_ref(),
        indicator: indicator.as_deref(),
        item: item.as_deref(),
    };
    // What stands outside of the form is no value of the report.
    if matches!(*part, "title" | "notes") {
        reporter.warn(at, value, other, said);
    } else {
        reporter.report(at, value, other, said);
    }
}
