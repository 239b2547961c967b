//! The rule `value-conflict`; its page says what it finds and why.

use super::{At, Check, DatasetContext, Reporter, Rule};
use crate::{
    dataset::{ChosenBy, Conflict},
    finding::{Message, Severity},
    note::MergeNote,
};

pub(super) const RULE: Rule = Rule {
    id: "value-conflict",
    severity: Severity::Error,
    page: include_str!("../../fixtures/rules/value-conflict.md"),
    check: Check::Dataset(check),
};

fn check(context: &DatasetContext<'_>, reporter: &mut Reporter<'_>) {
    for note in context.notes {
        let MergeNote::Conflict {
            conflict,
            file,
            origin,
        } = note
        else {
            continue;
        };
        let Some(conflict) = context.report.conflicts.get(*conflict) else { continue };
        let key = &conflict.key;
        let what = [key.item.clone(), key.year.map(|year| year.to_string())];
        let what: Vec<String> = what.into_iter().flatten().collect();
        let what = if what.is_empty() { String::new() } else { format!(" ({})", what.join(" ")) };
        let (name, values) = (&key.indicator, candidates(context, conflict));
        let (th, en) = match conflict.by {
            ChosenBy::Authority => ("ใช้ค่าของหน่วยงานหรือสำนักผู้รวบรวม", "that of the agency or the compiling office was taken"),
            ChosenBy::Majority => ("ใช้ค่าของเสียงข้างมาก", "the majority's was taken"),
            ChosenBy::None => ("ยังไม่เลือกค่าใด", "none was taken"),
        };
        let said = Message::new(
            format!("ค่าของ “{name}”{what} ไม่ตรงกันระหว่างไฟล์: {values} — {th} โปรดตรวจและแก้ให้ตรงกัน"),
            format!("files disagree about “{name}”{what}: {values}; {en}: check and make them agree"),
        );
        let at = At {
            origin: origin.as_ref(),
            indicator: Some(name),
            item: key.item.as_deref(),
            file: Some(file),
            ..At::default()
        };
        reporter.report(at, "", &show(&conflict.chosen), said);
    }
}

/// Every value with the files that give it.
fn candidates(context: &DatasetContext<'_>, conflict: &Conflict) -> String {
    let texts: Vec<String> = conflict
        .candidates
        .iter()
        .map(|candidate| {
            let files: Vec<&str> = candidate
                .sources
                .iter()
                .filter_map(|source| context.files.get(source).copied())
                .collect();
            format!("{} ({})", show(&candidate.value), files.join(", "))
        })
        .collect();
    texts.join(" / ")
}

/// A value on one line, long texts shortened.
fn show(value: &serde_json::Value) -> String {
    let text = words(value);
    if text.chars().count() <= 60 {
        return text;
    }
    text.chars().take(59).chain(['…']).collect()
}

/// The words of a value: of a list or an object those in it; ทุกสำนัก where it
/// is all offices.
fn words(value: &serde_json::Value) -> String {
    use serde_json::Value;
    let join = |values: &mut dyn Iterator<Item = &Value>| {
        let texts: Vec<String> = values.map(words).filter(|text| !text.is_empty()).collect();
        texts.join(", ")
    };
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "ทุกสำนัก".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.replace('\n', " "),
        Value::Array(values) => join(&mut values.iter()),
        Value::Object(fields) => join(&mut fields.values()),
    }
}
