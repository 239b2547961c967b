//! `ruam trace`: where a value came from, as one would defend it in a meeting.

use std::{collections::BTreeMap, path::Path};

use super::{
    args::{Answer, Asking},
    terminal::Terminal,
    traced::shown,
};
use crate::{
    ask::{
        is_wanted, same_code,
        trace::{Asked, Traced, written},
        what::What,
    },
    dataset::{Status, Summary},
    error::Failure,
    finding::Message,
    normalize::display::safe,
    output::json,
    pipeline::{self, Opened, Options},
};

pub(super) fn run(
    dataset: &Path,
    what: &str,
    source: Option<&Path>,
    asking: &Asking,
    options: &Options,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    let profiles = &options.profiles;
    let opened = Opened::open(dataset)?;
    let asked_for = What::parse(what);
    let wanted = asking.agency.as_deref();
    let mut asked = Asked::default();
    let (mut office, mut nearest) = (None, None);
    let (mut at, mut agencies) = (0, Vec::new());
    let summaries = opened.reports(&mut |report| {
        if is_wanted(&report.agency, wanted, profiles) {
            let facts = &options.facts_of(&report.agency, report.fiscal_year)?;
            asked.add(asked_for.in_report(at, &report, facts));
            office = office.take().or_else(|| asked_for.office(&report, facts));
            nearest = nearest
                .take()
                .or_else(|| Some(asked_for.nearest(&report, facts)));
        } else {
            agencies.push(report.agency);
        }
        at += 1;
        Ok(())
    })?;
    let Some(nearest) = nearest else {
        return Err(super::no_agency(wanted, &agencies));
    };
    if !asked.values.is_empty() {
        look_up(&opened, &summaries, &mut asked)?;
    }
    if let Some(office) = &office {
        asked.keep_office(office);
    }
    let theirs = sent(office.as_deref(), &summaries, |agency| {
        is_wanted(agency, wanted, profiles)
    });
    if asked.values.is_empty() && theirs.is_empty() {
        return Err(nothing(what, &nearest));
    }
    if let Some(folder) = source {
        as_written(folder, &mut asked.values, &summaries, options, terminal)?;
    }
    match asking.format {
        Answer::Json => terminal.bytes(&json::lines(&asked.values))?,
        Answer::Human => {
            terminal.print(&files(&theirs, terminal))?;
            terminal.print(&shown(&asked.values, options, terminal)?)?;
            if source.is_none() && asked.values.iter().any(|traced| !traced.said.is_empty()) {
                terminal.notice(
                    "ดูข้อความในช่องตามที่เขียนจริง: เพิ่ม --source ตามด้วยโฟลเดอร์ที่เก็บไฟล์",
                    "to see the cells as they were written, add --source and the folder of the files",
                );
            }
        }
    }
    Ok(0)
}

/// What every file says of the values asked about.
fn look_up(opened: &Opened, summaries: &[Summary], asked: &mut Asked) -> Result<(), Failure> {
    opened.provenance(&mut |line| {
        asked.provenance(&line);
        Ok(())
    })?;
    let mut place = 0;
    opened.entries(&mut |entry| {
        if let Some(summary) = summaries.get(place) {
            asked.entry(place, &entry, summary);
        }
        place += 1;
        Ok(())
    })
}

/// The files of an office.
fn sent<'s>(
    office: Option<&str>,
    summaries: &'s [Summary],
    is_wanted: impl Fn(&str) -> bool,
) -> Vec<&'s Summary> {
    let Some(office) = office else {
        return Vec::new();
    };
    let of = |summary: &&Summary| {
        is_wanted(&summary.agency)
            && summary
                .office
                .as_deref()
                .is_some_and(|code| same_code(code, office))
    };
    summaries.iter().filter(of).collect()
}

fn files(summaries: &[&Summary], terminal: &Terminal) -> String {
    let mut text = String::new();
    for summary in summaries {
        let status = terminal.status(summary.status);
        text.push_str(&format!("{}: {status}", safe(&summary.file)));
        if let Some(message) = &summary.message {
            text.push_str(&format!(" · {}", safe(terminal.say(message))));
        }
        text.push('\n');
    }
    text
}

fn nothing(what: &str, near: &Message) -> Failure {
    Failure::Command(Message::new(
        format!("ไม่พบ “{what}” ในชุดข้อมูล {}", near.th),
        format!("there is no “{what}” in the dataset; {}", near.en),
    ))
}

/// Fills in what the cells hold in the files themselves, one file at a time.
fn as_written(
    folder: &Path,
    values: &mut [Traced],
    summaries: &[Summary],
    options: &Options,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let mut speakers: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, traced) in values.iter().enumerate() {
        for (said, one) in traced.said.iter().enumerate() {
            speakers.entry(one.submission).or_default().push((at, said));
        }
    }
    let wanted: Vec<&Summary> = speakers
        .keys()
        .filter_map(|at| summaries.get(*at))
        .collect();
    let originals = pipeline::originals(folder, &wanted)?;
    for (submission, places) in speakers {
        let Some(summary) = summaries.get(submission) else {
            continue;
        };
        let file = safe(&summary.file);
        let Some(input) = originals.get(&summary.sha256) else {
            missing(summary, summaries, folder, terminal);
            continue;
        };
        let document = match pipeline::read_grid(input, options)? {
            Ok(document) => document,
            Err(message) => {
                terminal.rejection(&file, &message);
                continue;
            }
        };
        for (at, said) in places {
            let said = values
                .get_mut(at)
                .and_then(|traced| traced.said.get_mut(said));
            if let Some(said) = said {
                let text = said
                    .origin
                    .as_ref()
                    .and_then(|origin| written(&document, origin));
                said.written = text.map(str::to_owned);
            }
        }
    }
    Ok(())
}

/// Why a file is not shown as it was written.
fn missing(summary: &Summary, summaries: &[Summary], folder: &Path, terminal: &Terminal) {
    let file = &summary.file;
    let within = |other: &Summary| {
        let name = file.strip_prefix(&other.file);
        name.is_some_and(|name| name.starts_with('/'))
    };
    if summaries.iter().any(within) {
        terminal.notice(
            &format!("{file} แนบอยู่ในไฟล์อื่น จึงไม่ได้แสดงข้อความในช่องของไฟล์นี้"),
            &format!("{file} is attached to another file: its cells are not shown as written"),
        );
    } else if summary.status == Status::Merged {
        let folder = folder.display();
        terminal.notice(
            &format!("ใน {folder} ไม่มีไฟล์ที่ตรงกับ {file} ทุกไบต์ จึงไม่ได้แสดงข้อความในช่องของไฟล์นี้"),
            &format!(
                "no file in {folder} has the bytes of {file}: its cells are not shown as written"
            ),
        );
    }
}
