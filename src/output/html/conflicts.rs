//! The values that files disagree about: what each says, and what was taken.

use serde_json::Value;

use super::{markup::Markup, words};
use crate::{
    dataset::{ChosenBy, Conflict, Report, Summary},
    finding::Message,
    hundredths::Hundredths,
};

/// The conflicts of a report.
pub(super) fn section(out: &mut Markup, report: &Report, submissions: &[Summary], at: usize) {
    out.raw("<section id=\"conflicts-")
        .show(at)
        .raw("\">\n<h3>")
        .both("ค่าที่ขัดกัน", "Conflicts")
        .raw("</h3>\n");
    if report.conflicts.is_empty() {
        out.raw("<p>")
            .both("ไม่มีค่าที่ไฟล์ให้ไม่ตรงกัน", "The files disagree about nothing.")
            .raw("</p>\n");
    }
    // What is to be decided comes first.
    let (open, taken): (Vec<&Conflict>, Vec<&Conflict>) = report
        .conflicts
        .iter()
        .partition(|conflict| conflict.by == ChosenBy::None);
    for conflict in open.into_iter().chain(taken) {
        one(out, conflict, submissions);
    }
    out.raw("</section>\n");
}

fn one(out: &mut Markup, conflict: &Conflict, submissions: &[Summary]) {
    let undecided = conflict.by == ChosenBy::None;
    out.raw("<article class=\"conflict");
    out.raw(if undecided {
        " open\">\n<h4>"
    } else {
        "\">\n<h4>"
    });
    out.data(&conflict.key.indicator).raw(" · ");
    if let Some(item) = &conflict.key.item {
        out.data(item).raw(" · ");
    }
    out.say(&field(conflict)).raw("</h4>\n<p>");
    out.say(&words::chosen_by(conflict.by)).raw("</p>\n");
    out.table("candidates", "ค่าที่แต่ละไฟล์ให้", "What each file says");
    out.column("ค่า", "value")
        .column("ไฟล์ (สำนัก)", "files (offices)")
        .column("ใช้", "taken")
        .rows();
    for candidate in &conflict.candidates {
        out.raw("<tr><th scope=\"row\">");
        if says_nothing(&candidate.value) {
            out.raw("–");
        } else {
            value(out, &candidate.value);
        }
        out.raw("</th><td>");
        let files = candidate
            .sources
            .iter()
            .filter_map(|at| submissions.get(*at));
        for (i, file) in files.enumerate() {
            out.raw(if i > 0 { "<br>" } else { "" }).data(&file.file);
            if let Some(office) = &file.office {
                out.raw(" (").data(office).raw(")");
            }
        }
        out.raw("</td><td>");
        if !undecided && candidate.value == conflict.chosen {
            out.raw("✓ ").both("ใช้ค่านี้", "taken");
        } else {
            out.raw("–");
        }
        out.raw("</td></tr>\n");
    }
    out.end_table();
    out.raw("</article>\n");
}

/// What the value is, in words; a pointer that no word is for stays as it is.
fn field(conflict: &Conflict) -> Message {
    let mut parts = conflict.field.split('/').skip(3);
    let nth = |text: Option<&str>| {
        let index = text.and_then(|text| text.parse::<usize>().ok());
        index.map_or_else(String::new, |index| index.saturating_add(1).to_string())
    };
    let (th, en) = match (parts.next(), parts.next(), parts.next()) {
        (Some("scores"), Some(year), _) => {
            return Message::new(format!("คะแนนปี {year}"), format!("score of {year}"));
        }
        (Some("measures"), Some("list"), at) => {
            let at = nth(at);
            return Message::new(format!("มาตรการที่ {at}"), format!("measure {at}"));
        }
        (Some("results"), _, Some("actions")) => ("ผลการดำเนินการ", "actions"),
        (Some("results"), _, Some("obstacles")) => ("ปัญหาอุปสรรค", "obstacles"),
        (Some("results"), _, Some("suggestions")) => ("ข้อเสนอแนะ", "suggestions"),
        (Some("results"), _, Some("progress_percent")) => ("ความคืบหน้า", "progress"),
        (Some("items"), _, Some("score")) => ("คะแนน", "score"),
        (Some("items"), _, Some("standing")) => ("จุดอ่อนหรือจุดแข็ง", "weak or strong"),
        (Some("items"), _, Some("remark")) => ("คำอธิบายท้ายคะแนน", "remark"),
        (Some("measures"), Some("preamble"), _) => {
            ("ข้อความนำของมาตรการ", "preamble of the measures")
        }
        (Some("measures"), Some("claims"), _) => ("สูงหรือต่ำกว่าเป้าหมาย", "above or below the target"),
        (Some("change"), ..) => ("คะแนนเพิ่มขึ้น (ลดลง)", "change"),
        (Some("responsible"), ..) => ("ผู้รับผิดชอบ", "who answers for it"),
        (Some("instrument"), ..) => ("เครื่องมือ", "instrument"),
        (Some("no"), ..) => ("ที่ในแบบ", "number on the form"),
        _ => (conflict.field.as_str(), conflict.field.as_str()),
    };
    Message::new(th, en)
}

/// A value of any kind; of a list or an object those in it.
fn value(out: &mut Markup, said: &Value) {
    match said {
        Value::Null | Value::Bool(false) => {}
        Value::Bool(true) => {
            out.both("ทุกสำนัก", "all offices");
        }
        Value::Number(number) => {
            match serde_json::from_value::<Hundredths>(said.clone()) {
                Ok(score) => out.text(&score.plain()),
                Err(_) => out.show(number),
            };
        }
        Value::String(text) => match text.as_str() {
            "weak" => drop(out.both("จุดอ่อน", "weak point")),
            "strong" => drop(out.both("จุดแข็ง", "strong point")),
            "above_target" => drop(out.both("สูงกว่าเป้าหมาย", "above the target")),
            "below_target" => drop(out.both("ต่ำกว่าเป้าหมาย", "below the target")),
            _ => drop(out.data(text)),
        },
        Value::Array(values) => values.iter().for_each(|one| part(out, one)),
        Value::Object(fields) => fields.values().for_each(|one| part(out, one)),
    }
}

/// A part of a value, unless it says nothing.
fn part(out: &mut Markup, said: &Value) {
    if !says_nothing(said) {
        value(out, said);
        out.raw(" ");
    }
}

fn says_nothing(said: &Value) -> bool {
    match said {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.iter().all(says_nothing),
        Value::Object(fields) => fields.values().all(says_nothing),
        Value::Bool(true) | Value::Number(_) => false,
    }
}
