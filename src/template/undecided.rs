//! The values of a report that nobody decided, for people who read it on paper.

use serde_json::Value;

use crate::{
    dataset::{ChosenBy, Conflict, Report},
    hundredths::Hundredths,
};

/// What stands where a text is undecided.
pub(super) const WORD: &str = "(ยังไม่ได้ข้อยุติ)";
/// Characters of a long value that are shown.
const SHOWN: usize = 60;

/// The conflicts of a report that are undecided.
pub(super) struct Undecided<'a>(Vec<&'a Conflict>);

/// Those of one indicator.
pub(super) struct Below<'a> {
    base: String,
    conflicts: Vec<&'a Conflict>,
}

impl<'a> Undecided<'a> {
    pub(super) fn of(report: &'a Report) -> Self {
        let open = report.conflicts.iter().filter(|c| c.by == ChosenBy::None);
        Self(open.collect())
    }

    /// Those of indicator number `at`.
    pub(super) fn below(&self, at: usize) -> Below<'a> {
        let base = format!("/indicators/{at}");
        let all = self.0.iter().copied();
        let conflicts = all.filter(|conflict| suffix(&conflict.field, &base).is_some());
        Below {
            conflicts: conflicts.collect(),
            base,
        }
    }

    /// A line for each, to stand below the table.
    pub(super) fn notes(&self) -> Vec<String> {
        let each = self.0.iter().map(|conflict| {
            let key = &conflict.key;
            let mut what = format!("{} · {}", clip(&key.indicator), named(conflict));
            if let Some(item) = &key.item {
                what.push_str(&format!(" {item}"));
            }
            if let Some(year) = key.year {
                what.push_str(&format!(" ปี {year}"));
            }
            format!("หมายเหตุ ยังไม่ได้ข้อยุติ (ช่องสีเหลือง): {what}: {}", said(conflict))
        });
        each.collect()
    }
}

impl Below<'_> {
    /// Whether a value at or below the pointer is undecided.
    pub(super) fn has(&self, field: &str) -> bool {
        self.find(field).is_some()
    }

    /// What was said of the value.
    pub(super) fn candidates(&self, field: &str) -> Option<String> {
        self.find(field).map(said)
    }

    fn find(&self, field: &str) -> Option<&Conflict> {
        let below = |conflict: &&&Conflict| {
            let own = suffix(&conflict.field, &self.base);
            own.is_some_and(|own| suffix(own, field).is_some())
        };
        self.conflicts.iter().find(below).copied()
    }
}

/// What of the pointer stands below `base`.
fn suffix<'p>(pointer: &'p str, base: &str) -> Option<&'p str> {
    let rest = pointer.strip_prefix(base)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// What the value is called on the form.
fn named(conflict: &Conflict) -> &'static str {
    let last = conflict.field.rsplit('/').next();
    match (conflict.field.split('/').nth(3), last) {
        (Some("scores"), _) => "คะแนน",
        (Some("change"), _) => "คะแนนเพิ่มขึ้น (ลดลง)",
        (Some("items"), Some("standing")) => "ช่องของหัวข้อ",
        (Some("items"), Some("remark")) => "คำอธิบายของหัวข้อ",
        (Some("items"), _) => "คะแนนหัวข้อ",
        (Some("measures"), _) => "มาตรการ",
        (Some("responsible"), _) => "ผู้รับผิดชอบ",
        (Some("results"), Some("obstacles")) => "ปัญหาอุปสรรค",
        (Some("results"), Some("suggestions")) => "ข้อเสนอแนะ",
        (Some("results"), Some("progress_percent")) => "ความคืบหน้า",
        (Some("results"), _) => "ผลการดำเนินงาน",
        (Some("no"), _) => "ที่",
        _ => "ตัวชี้วัด",
    }
}

/// `84.65 หรือ 84.56`
fn said(conflict: &Conflict) -> String {
    let values: Vec<String> = conflict
        .candidates
        .iter()
        .map(|candidate| shown(&candidate.value))
        .collect();
    values.join(" หรือ ")
}

fn shown(value: &Value) -> String {
    let number = || serde_json::from_value::<Hundredths>(value.clone()).ok();
    let whole = match value {
        Value::Number(_) => number().map_or_else(|| value.to_string(), Hundredths::plain),
        Value::String(text) => match text.as_str() {
            "weak" => "จุดอ่อน".to_owned(),
            "strong" => "จุดแข็ง".to_owned(),
            text => format!("“{text}”"),
        },
        Value::Array(values) => values.iter().map(shown).collect::<Vec<_>>().join(" "),
        Value::Object(fields) if fields.get("all") == Some(&Value::Bool(true)) => {
            "ทุกสำนัก".to_owned()
        }
        Value::Object(fields) => fields.values().map(shown).collect::<Vec<_>>().join(" "),
        Value::Null | Value::Bool(_) => String::new(),
    };
    clip(&whole)
}

/// The text, its end left out visibly where it is long.
pub(super) fn clip(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
