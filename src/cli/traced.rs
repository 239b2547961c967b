//! How a traced value looks: the value, why it is that, and who says what.

use std::collections::BTreeSet;

use super::{
    layout::paragraph,
    listing::sentence,
    terminal::{BOLD, DIM, GREEN, RED, Terminal},
};
use crate::{
    ask::{
        trace::{Role, Said, Traced},
        unit::Part,
    },
    dataset::{ChosenBy, Conflict, Status},
    error::Failure,
    finding::{self, Finding, place},
    grid::Origin,
    normalize::{display::safe, key, thai},
    pipeline::Options,
    profile::Facts,
};

/// With more values than these, those that all agree on are one line each.
const SHOWN_WHOLE: usize = 12;
/// So many files that say the value are told by themselves.
const SOURCES: usize = 6;
/// A text is shown up to so many characters.
const SHORT: usize = 200;
/// Characters shown of a long cell, or where there is one line only.
const AROUND: usize = 60;

/// All values, by report and indicator.
pub(super) fn shown(
    values: &[Traced],
    options: &Options,
    terminal: &Terminal,
) -> Result<String, Failure> {
    let mut text = String::new();
    let same = |a: &Traced, b: &Traced| (a.report, &a.indicator) == (b.report, &b.indicator);
    for group in values.chunk_by(same) {
        let Some(first) = group.first() else { continue };
        let name = first.indicator.as_ref().map_or_else(String::new, |name| {
            let no = first.no.map_or_else(|| "-".to_owned(), |no| no.to_string());
            terminal.either(
                format!(" · ตัวชี้วัด {no} {}", safe(name)),
                format!(" · indicator {no} {}", safe(name)),
            )
        });
        let facts = options.facts_of(&first.agency, first.fiscal_year)?;
        let title = format!("{} {}{name}", safe(&first.agency), first.fiscal_year);
        text.push_str(&format!("{}\n", terminal.styled(BOLD, &title)));
        for alike in group.chunk_by(alike) {
            let Some(first) = alike.first() else { continue };
            if first.conflict.is_none() && values.len() > SHOWN_WHOLE {
                text.extend(alike.iter().map(|traced| short(traced, terminal)));
            } else {
                text.push_str(&whole(first, alike, &facts, terminal));
            }
        }
    }
    if values.len() > SHOWN_WHOLE {
        text.push_str(terminal.pick(
            "* มีข้อสังเกตที่ช่องนี้ · ดูค่าหนึ่งโดยละเอียดด้วย JSON pointer ของค่านั้น เช่น",
            "* something was found there · to see one value in full, give its JSON pointer:",
        ));
        let field = values.first().map_or("", |traced| traced.field.as_str());
        text.push_str(&format!(" {}\n", safe(field)));
    }
    Ok(text)
}

fn value(traced: &Traced, value: &serde_json::Value, terminal: &Terminal) -> String {
    let part = traced.part.as_ref().unwrap_or(&Part::Own("change"));
    let text = if traced.part.is_none() && value.is_object() {
        value.to_string()
    } else {
        terminal.say(&part.shown(value)).to_owned()
    };
    clipped(&safe(&text), SHORT)
}

fn clipped(text: &str, most: usize) -> String {
    let text = text.replace('\n', " ");
    if text.chars().count() <= most {
        return text;
    }
    let marks = text.chars().skip(most).take_while(|c| thai::is_mark(*c));
    text.chars().take(most).chain(marks).chain(['…']).collect()
}

/// Whether two values stand in the same cells of the same files.
fn alike(a: &Traced, b: &Traced) -> bool {
    let same = |(a, b): (&Said, &Said)| {
        (a.submission, a.role, &a.origin) == (b.submission, b.role, &b.origin)
    };
    let plain = |traced: &Traced| {
        let agreed = traced.said.iter().all(|said| said.agrees);
        traced.conflict.is_none() && !traced.said.is_empty() && agreed
    };
    plain(a)
        && plain(b)
        && a.item == b.item
        && a.said.len() == b.said.len()
        && a.said.iter().zip(&b.said).all(same)
}

/// One line: the value, and where it stands first.
fn short(traced: &Traced, terminal: &Terminal) -> String {
    let sources = traced.said.iter().filter(|said| said.role == Role::Source);
    let count = sources.clone().count();
    let first = sources.clone().next().map_or_else(String::new, |said| {
        let more = if count > 1 {
            format!(" +{}", count - 1)
        } else {
            String::new()
        };
        format!(" ({}{more})", brief(said, terminal))
    });
    let noted = sources.flat_map(|said| &said.findings).count();
    let noted = if noted > 0 { " *" } else { "" };
    let shown = clipped(&value(traced, &traced.value, terminal), AROUND);
    paragraph(
        "  ",
        &format!(
            "{} = {shown}{noted}{first}",
            safe(terminal.say(&traced.label))
        ),
    )
}

/// Values that stand in the same cells, with everything that is known of them.
fn whole(first: &Traced, alike: &[Traced], facts: &Facts, terminal: &Terminal) -> String {
    let mut text = String::new();
    for traced in alike {
        let shown = value(traced, &traced.value, terminal);
        let label = safe(terminal.say(&traced.label));
        let shown = paragraph("  ", &format!("{label} = {shown}"));
        text.push_str(&terminal.styled(BOLD, shown.trim_end_matches('\n')));
        text.push_str(&format!(
            "\n    {}\n",
            terminal.styled(DIM, &safe(&traced.field))
        ));
    }
    let why = why(first, facts, terminal);
    if !why.is_empty() {
        text.push_str(&paragraph("    ", &safe(&why)));
    }
    let mut said: Vec<&Said> = first.said.iter().collect();
    let decides = |said: &&Said| {
        said.office.as_deref().is_some_and(|office| {
            facts.is_agency(office) || facts.profile.compiling_office.as_deref() == Some(office)
        })
    };
    said.sort_by_key(|said| (said.role, !decides(said)));
    let mut sources: Vec<&Said> = said
        .iter()
        .copied()
        .filter(|said| said.role == Role::Source)
        .collect();
    let others = sources.split_off(sources.len().min(SOURCES));
    let is_aside = |said: &&Said| said.role == Role::NotCounted && said.agrees;
    let (aside, told): (Vec<&Said>, Vec<&Said>) = said.iter().copied().partition(is_aside);
    let against = told.into_iter().filter(|said| said.role != Role::Source);
    for one in sources.into_iter().chain(against) {
        text.push_str(&line(one, first, terminal));
    }
    if !others.is_empty() {
        let word = terminal.either(
            format!("และอีก {} ไฟล์ว่าอย่างนี้", others.len()),
            format!("and {} more files say so", others.len()),
        );
        let files: Vec<String> = others.iter().map(|said| brief(said, terminal)).collect();
        text.push_str(&paragraph(
            "    ✓ ",
            &format!("{word}: {}", files.join(" · ")),
        ));
    }
    if !aside.is_empty() {
        let word = terminal.pick("ตรงกันด้วย แต่ไม่ได้นับ", "the same, but not counted");
        let files: Vec<String> = aside.iter().map(|said| uncounted(said, terminal)).collect();
        text.push_str(&paragraph(
            "    · ",
            &format!("{word}: {}", files.join(" · ")),
        ));
    }
    let counted = said.iter().filter(|said| said.role != Role::NotCounted);
    text.push_str(&findings(counted.copied(), terminal));
    text
}

/// A file and the place in it, in few words.
fn brief(said: &Said, terminal: &Terminal) -> String {
    let place = said.origin.as_ref().map(finding::short);
    let place = place.map_or_else(String::new, |place| {
        format!(" {}", safe(terminal.say(&place)))
    });
    format!("{}{place}", safe(&said.file))
}

/// A file whose word was not counted, and why not.
fn uncounted(said: &Said, terminal: &Terminal) -> String {
    let why = match said.status {
        Status::Merged => terminal.pick("มีฉบับใหม่กว่าสำหรับตัวชี้วัดนี้", "replaced for this indicator"),
        other => terminal.status(other),
    };
    format!("{} [{why}]", safe(&said.file))
}

/// Why the value is what it is.
fn why(traced: &Traced, facts: &Facts, terminal: &Terminal) -> String {
    if traced.derived {
        return terminal
            .pick(
                "โปรแกรมคำนวณจากค่าอื่น จึงไม่มีช่องของตัวเอง",
                "worked out from other values: it stands in no cell",
            )
            .to_owned();
    }
    if let Some(conflict) = &traced.conflict {
        return chosen(traced, conflict, facts, terminal);
    }
    if traced.said.is_empty() {
        return terminal
            .pick("ไม่มีไฟล์ใดให้ค่านี้", "no file gives it")
            .to_owned();
    }
    String::new()
}

fn chosen(traced: &Traced, conflict: &Conflict, facts: &Facts, terminal: &Terminal) -> String {
    let offices = |role: fn(Role) -> bool| -> BTreeSet<&str> {
        let said = traced.said.iter().filter(|said| role(said.role));
        said.map(|said| said.office.as_deref().unwrap_or(said.file.as_str()))
            .collect()
    };
    let theirs = offices(|role| role == Role::Source);
    let all = offices(|role| role != Role::NotCounted).len();
    let count = theirs.len();
    match conflict.by {
        ChosenBy::Authority => {
            let own = theirs.iter().any(|office| facts.is_agency(office));
            let compiler = facts
                .profile
                .compiling_office
                .as_deref()
                .filter(|code| theirs.contains(code));
            match compiler {
                Some(code) if !own => terminal.either(
                    format!("ไฟล์ขัดกัน ใช้ค่านี้เพราะ {code} เป็นสำนักผู้รวบรวม ({count} จาก {all} สำนักว่าอย่างนี้)"),
                    format!("files disagree; taken because {code} is the compiling office ({count} of {all} offices say so)"),
                ),
                _ => terminal.either(
                    format!("ไฟล์ขัดกัน ใช้ค่านี้เพราะเป็นค่าในรายงานของหน่วยงานหรือสำนักผู้รวบรวม ({count} จาก {all} ว่าอย่างนี้)"),
                    format!("files disagree; taken because the agency or its compiling office says so ({count} of {all} say so)"),
                ),
            }
        }
        ChosenBy::Majority => terminal.either(
            format!("ไฟล์ขัดกัน ใช้ค่านี้เพราะ {count} จาก {all} สำนักว่าอย่างนี้"),
            format!("files disagree; taken because {count} of {all} offices say so"),
        ),
        ChosenBy::None => terminal.either(
            format!("ไฟล์ขัดกันและไม่มีเสียงข้างมากจาก {all} สำนัก จึงยังไม่เลือกค่าใด"),
            format!("files disagree and none of {all} offices has a majority: no value was taken"),
        ),
    }
}

/// What one file says.
fn line(said: &Said, traced: &Traced, terminal: &Terminal) -> String {
    let (sign, style) = match (said.role, said.agrees) {
        (Role::Source, _) => ("✓", GREEN),
        (Role::Candidate, _) => ("✗", RED),
        (Role::NotCounted, _) => ("·", DIM),
    };
    let office = said
        .office
        .as_deref()
        .map_or_else(String::new, |office| format!("{} · ", safe(office)));
    let file = if said.role == Role::NotCounted {
        uncounted(said, terminal)
    } else {
        safe(&said.file).into_owned()
    };
    let mut text = format!("{office}{file} · {}", at(said.origin.as_ref(), terminal));
    if let Some(Origin::Box {
        bbox: [left, top, right, bottom],
        ..
    }) = &said.origin
    {
        text.push_str(&format!(" ({left:.0},{top:.0},{right:.0},{bottom:.0})"));
    }
    if !said.agrees {
        text.push_str(&format!(": {}", value(traced, &said.value, terminal)));
    }
    if let Some(written) = &said.written {
        let word = terminal.pick("เขียนว่า", "written");
        text.push_str(&format!(
            " · {word} “{}”",
            safe(&excerpt(written, traced, said, terminal))
        ));
    }
    let plain = format!("    {sign} ");
    paragraph(&plain, &text).replacen(&plain, &format!("    {} ", terminal.styled(style, sign)), 1)
}

/// The place as a user sees it.
fn at(origin: Option<&Origin>, terminal: &Terminal) -> String {
    let place = origin.map(|origin| place("", Some(origin)));
    let place = place.map_or_else(String::new, |place| terminal.say(&place).to_owned());
    safe(place.trim_end_matches(": ")).into_owned()
}

/// Of a long cell what stands at the value.
fn excerpt(written: &str, traced: &Traced, said: &Said, terminal: &Terminal) -> String {
    if written.chars().count() <= AROUND {
        return clipped(written, AROUND);
    }
    let own = value(traced, &said.value, terminal);
    let needle = traced.item.as_deref().unwrap_or(&own);
    let start: String = needle.chars().take(20).collect();
    let found = key::find(written, &start).map_or(0, |(from, _)| from);
    let lead = if found > 0 { "…" } else { "" };
    format!(
        "{lead}{}",
        clipped(written.get(found..).unwrap_or_default(), AROUND)
    )
}

/// What was found at the cells, the same in several files once.
fn findings<'s>(said: impl Iterator<Item = &'s Said>, terminal: &Terminal) -> String {
    let mut groups: Vec<(String, &Finding, Vec<&str>)> = Vec::new();
    for one in said {
        let who = one.office.as_deref().unwrap_or(&one.file);
        for finding in &one.findings {
            let text = sentence(finding, terminal.lang());
            match groups
                .iter_mut()
                .find(|(other, of, _)| *other == text && of.rule == finding.rule)
            {
                Some((_, _, offices)) if offices.contains(&who) => {}
                Some((_, _, offices)) => offices.push(who),
                None => groups.push((text, finding, vec![who])),
            }
        }
    }
    let mut text = String::new();
    for (said, finding, offices) in groups {
        let lead = format!("    {} ", terminal.severity(finding.severity));
        let plain = terminal.pick("    เตือน ", "    warning ");
        let told = format!(
            "{} [{}] ({})",
            safe(&said),
            safe(&finding.rule),
            safe(&offices.join(" "))
        );
        text.push_str(&paragraph(plain, &told).replacen(plain, &lead, 1));
    }
    text
}
