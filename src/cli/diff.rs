//! `ruam diff`: what changed between two datasets.

use std::{collections::BTreeMap, path::Path};

use serde_json::Value;

use super::{
    args::{Answer, Asking},
    layout::paragraph,
    terminal::{BOLD, GREEN, RED, Terminal, YELLOW},
};
use crate::{
    ask::{
        changed,
        diff::{Change, Kind, files, reports},
        is_wanted,
        unit::Part,
    },
    error::Failure,
    finding::Message,
    normalize::display::safe,
    output::json,
    pipeline::{self, Opened},
    profile::Profiles,
};

pub(super) fn run(
    old: &Path,
    new: &Path,
    asking: &Asking,
    profiles: &Profiles,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    let (old, new) = (Opened::open(old)?, Opened::open(new)?);
    let wanted = asking.agency.as_deref();
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut agencies = Vec::new();
    let mut met = false;
    let mut show = |changes: &[Change]| -> Result<(), Failure> {
        for change in changes {
            *counts.entry(change.kind).or_default() += 1;
        }
        match asking.format {
            Answer::Json => terminal.bytes(&json::lines(changes)),
            Answer::Human => terminal.print(&told(changes, terminal)),
        }
    };
    let (before, after) = pipeline::in_step(&old, &new, &mut |old, new| {
        let agency = new.or(old).map_or("", |report| report.agency.as_str());
        if is_wanted(agency, wanted, profiles) {
            met = true;
            show(&reports(old, new))
        } else {
            agencies.push(agency.to_owned());
            Ok(())
        }
    })?;
    let mut changes = files(&before, &after);
    changes.retain(|change| is_wanted(&change.agency, wanted, profiles));
    show(&changes)?;
    if wanted.is_some() && !met && changes.is_empty() {
        return Err(super::no_agency(wanted, &agencies));
    }
    if asking.format == Answer::Human {
        terminal.print(&totals(&counts, terminal))?;
    }
    Ok(u8::from(!counts.is_empty()))
}

/// The changes of one report, or those of the files.
fn told(changes: &[Change], terminal: &Terminal) -> String {
    let mut text = String::new();
    let of = |change: &Change| matches!(change.kind, Kind::File | Kind::Status);
    let same = |a: &Change, b: &Change| a.agency == b.agency && of(a) == of(b);
    for group in changes.chunk_by(same) {
        let Some(first) = group.first() else { continue };
        let year = first
            .fiscal_year
            .filter(|_| !of(first))
            .map_or_else(String::new, |year| format!(" {year}"));
        let files = if of(first) {
            terminal.pick(" ไฟล์", " files")
        } else {
            ""
        };
        let title = format!("{}{year}{files}", safe(&first.agency));
        text.push_str(&format!("{}\n", terminal.styled(BOLD, &title)));
        for group in group.chunk_by(|a, b| subject(a) == subject(b)) {
            let Some(first) = group.first() else { continue };
            if let Some(indicator) = subject(first) {
                let no = first.no.map_or_else(|| "-".to_owned(), |no| no.to_string());
                text.push_str(&terminal.either(
                    format!("  ตัวชี้วัด {no} {}\n", safe(indicator)),
                    format!("  indicator {no} {}\n", safe(indicator)),
                ));
            }
            for alike in group.chunk_by(one_line) {
                let Some(change) = alike.first() else {
                    continue;
                };
                let indent = if subject(change).is_some() {
                    "    "
                } else {
                    "  "
                };
                text.push_str(&line(
                    change,
                    &sentence(change, alike, terminal),
                    indent,
                    terminal,
                ));
            }
        }
        text.push('\n');
    }
    text
}

/// The indicator whose values changed; the rest is told by office.
fn subject(change: &Change) -> Option<&str> {
    let of_indicator = matches!(change.kind, Kind::Indicator | Kind::Value | Kind::Conflict);
    change.indicator.as_deref().filter(|_| of_indicator)
}

/// Whether both are told at once: what an office did on many indicators.
fn one_line(a: &Change, b: &Change) -> bool {
    let of = |change: &Change| {
        (
            change.kind,
            change.office.clone(),
            change.old.clone(),
            change.new.clone(),
        )
    };
    a.kind == Kind::Coverage && of(a) == of(b)
}

fn line(change: &Change, text: &str, indent: &str, terminal: &Terminal) -> String {
    let (sign, style) = match (change.old.is_null(), change.new.is_null()) {
        (true, false) => ("+", GREEN),
        (false, true) => ("-", RED),
        _ => ("~", YELLOW),
    };
    let lead = format!("{indent}{} ", terminal.styled(style, sign));
    let plain = format!("{indent}{sign} ");
    // Colours take no columns.
    paragraph(&plain, &safe(text)).replacen(&plain, &lead, 1)
}

fn sentence(change: &Change, alike: &[Change], terminal: &Terminal) -> String {
    let gone = change.new.is_null();
    let pick = |th: &str, en: &str| terminal.pick(th, en).to_owned();
    let label = change
        .label
        .as_ref()
        .map_or("", |label| terminal.say(label));
    match change.kind {
        Kind::Report if gone => pick("ไม่มีรายงานนี้แล้ว", "the report is gone"),
        Kind::Report => pick("รายงานใหม่", "a new report"),
        Kind::Indicator if gone => pick("ไม่มีตัวชี้วัดนี้แล้ว", "the indicator is gone"),
        Kind::Indicator => pick("ตัวชี้วัดใหม่", "a new indicator"),
        Kind::Overall | Kind::Value => {
            let (old, new) = values(change, terminal);
            match (change.old.is_null(), gone) {
                (true, _) => format!("{label}: {new}"),
                (_, true) => format!("{label}: {old}"),
                _ => format!("{label}: {old} → {new}"),
            }
        }
        Kind::Coverage => {
            let office = change.office.as_deref().unwrap_or("-");
            let named = |change: &Change| {
                let no = change.no.map_or_else(String::new, |no| format!("{no} "));
                format!("{no}{}", change.indicator.as_deref().unwrap_or("-"))
            };
            let indicators: Vec<String> = alike.iter().map(named).collect();
            let (old, new) = (state(&change.old, terminal), state(&change.new, terminal));
            format!("{office}: {old} → {new}: {}", indicators.join(", "))
        }
        Kind::Late => {
            let office = change.office.as_deref().unwrap_or("-");
            let date = change.new.as_str().or(change.old.as_str()).unwrap_or("-");
            if gone {
                terminal.either(
                    format!("{office}: ไม่นับว่าส่งหลังกำหนดแล้ว ({date})"),
                    format!("{office}: no longer late ({date})"),
                )
            } else {
                terminal.either(
                    format!("{office}: ส่งหลังกำหนด ({date})"),
                    format!("{office}: late ({date})"),
                )
            }
        }
        Kind::Conflict => {
            let word = if gone {
                pick("ไม่ขัดกันแล้ว", "settled")
            } else if change.old.is_null() {
                pick("ขัดกัน", "in conflict")
            } else {
                pick("ขัดกันต่างจากเดิม", "in another conflict")
            };
            let conflict = if gone { &change.old } else { &change.new };
            format!("{label} {word}: {}", weighed(change, conflict, terminal))
        }
        Kind::File | Kind::Status => {
            let office = change
                .office
                .as_deref()
                .map_or_else(String::new, |office| format!(" ({office})"));
            let file = change.file.as_deref().unwrap_or("-");
            let what = match (change.kind, change.old.is_null(), gone) {
                (Kind::File, true, _) => state(&change.new, terminal),
                (Kind::File, _, true) => state(&change.old, terminal),
                (Kind::File, ..) => pick("เนื้อไฟล์เปลี่ยน", "its bytes changed"),
                _ if change.label.is_some() => {
                    let name = |value: &Value| value.as_str().unwrap_or("-").to_owned();
                    format!("{label} {} → {}", name(&change.old), name(&change.new))
                }
                _ => format!(
                    "{} → {}",
                    state(&change.old, terminal),
                    state(&change.new, terminal)
                ),
            };
            format!("{file}{office}: {what}")
        }
    }
}

/// Both values as a person writes them; of long texts what changed.
fn values(change: &Change, terminal: &Terminal) -> (String, String) {
    let part = change.part.as_ref().unwrap_or(&Part::Own("change"));
    let shown = |value: &Value| terminal.say(&part.shown(value)).to_owned();
    let (old, new) = (shown(&change.old), shown(&change.new));
    let is_text = |value: &Value| value.is_string() || value.is_array();
    if is_text(&change.old) && is_text(&change.new) {
        let (old, new) = changed(&old, &new);
        return (format!("“{old}”"), format!("“{new}”"));
    }
    (clipped(old), clipped(new))
}

/// A text that is new or gone, its beginning only.
fn clipped(text: String) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text;
    }
    let mut clipped: String = text.chars().take(MOST).collect();
    let marks = text
        .chars()
        .skip(MOST)
        .take_while(|c| crate::normalize::thai::is_mark(*c));
    clipped.extend(marks);
    clipped.push('…');
    clipped
}

/// What was said, and what was chosen.
fn weighed(change: &Change, conflict: &Value, terminal: &Terminal) -> String {
    let part = change.part.as_ref().unwrap_or(&Part::Responsible);
    let shown = |value: &Value| clipped(terminal.say(&part.shown(value)).to_owned());
    let values = conflict["values"].as_array().into_iter().flatten();
    let values: Vec<String> = values.map(shown).collect();
    let chosen = &conflict["chosen"];
    let taken = if chosen.is_null() {
        terminal.pick("ยังไม่เลือก", "none taken").to_owned()
    } else {
        terminal.either(
            format!("ใช้ {}", shown(chosen)),
            format!("taken {}", shown(chosen)),
        )
    };
    format!("{} ({taken})", values.join(" / "))
}

fn state(value: &Value, terminal: &Terminal) -> String {
    let (th, en) = match value.as_str().unwrap_or_default() {
        "reported" => ("รายงานแล้ว", "reported"),
        "missing" => ("ค้าง", "owed"),
        "not_asked" => ("ไม่ต้องรายงาน", "not asked"),
        "merged" => ("รวมแล้ว", "merged"),
        "duplicate" => ("ซ้ำ", "duplicate"),
        "superseded" => ("มีฉบับใหม่กว่า", "superseded"),
        "rejected" => ("อ่านไม่ได้", "rejected"),
        other => (other, other),
    };
    terminal.pick(th, en).to_owned()
}

fn totals(counts: &BTreeMap<Kind, usize>, terminal: &Terminal) -> String {
    if counts.is_empty() {
        return terminal
            .pick("ไม่มีอะไรเปลี่ยน\n", "nothing changed\n")
            .to_owned();
    }
    let name = |kind: Kind| match kind {
        Kind::Report => Message::new("รายงาน", "reports"),
        Kind::Overall => Message::new("คะแนนรวม", "overall"),
        Kind::Indicator => Message::new("ตัวชี้วัด", "indicators"),
        Kind::Value => Message::new("ค่า", "values"),
        Kind::Coverage => Message::new("การรายงาน", "coverage"),
        Kind::Late => Message::new("ส่งหลังกำหนด", "late"),
        Kind::Conflict => Message::new("ค่าที่ขัดกัน", "conflicts"),
        Kind::File => Message::new("ไฟล์", "files"),
        Kind::Status => Message::new("สถานะไฟล์", "statuses of files"),
    };
    let parts: Vec<String> = counts
        .iter()
        .map(|(kind, count)| format!("{} {count}", terminal.say(&name(*kind))))
        .collect();
    let changed = terminal.pick("เปลี่ยนแปลง", "changed");
    format!("{changed}: {}\n", parts.join(" · "))
}
