//! The rule `value-conflict`; its page says what it finds and why.

use super::{
    At, Check, DatasetContext, Reporter, Rule,
    shown::{apart, show},
};
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

/// How many files are named of those that give one value.
const FILES: usize = 5;

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

/// Every value with the files that give it, some where there are many.
fn candidates(context: &DatasetContext<'_>, conflict: &Conflict) -> String {
    let values = conflict.candidates.iter().map(|candidate| &candidate.value);
    let texts: Vec<String> = conflict
        .candidates
        .iter()
        .zip(apart(values))
        .map(|(candidate, value)| {
            let files = candidate.sources.iter().filter_map(|source| context.files.get(source));
            let mut named: Vec<String> = files.take(FILES).map(|file| (*file).to_owned()).collect();
            if candidate.sources.len() > FILES {
                named.push(format!("+{}", candidate.sources.len() - FILES));
            }
            format!("{value} ({})", named.join(", "))
        })
        .collect();
    texts.join(" / ")
}
