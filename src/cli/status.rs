//! `ruam status`: who has reported on what, and who still owes what.

use std::{collections::BTreeMap, path::Path};

use super::{
    args::{Answer, Asking},
    layout::{left, right, widest},
    standing::{owes, whole},
    terminal::Terminal,
};
use crate::{
    ask::{
        is_wanted,
        status::{Standing, add_files, nothing_merged, standing},
    },
    error::Failure,
    finding::{Message, Severity},
    normalize::display::safe,
    output::json,
    pipeline::{Opened, Options},
    profile::Facts,
    rules,
};

/// With more reports than these, each is one line.
const SHOWN_WHOLE: usize = 3;

pub(super) fn run(
    dataset: &Path,
    asking: &Asking,
    options: &Options,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    let opened = Opened::open(dataset)?;
    let standings = standings(&opened, asking, options)?;
    if asking.format == Answer::Json {
        terminal.bytes(&json::lines(&standings))?;
    } else if standings.len() > SHOWN_WHOLE {
        terminal.print(&overview(&standings, terminal))?;
    } else {
        for (at, standing) in standings.iter().enumerate() {
            let gap = if at > 0 { "\n" } else { "" };
            terminal.print(&format!("{gap}{}", whole(standing, terminal)))?;
        }
    }
    for one in &standings {
        let facts = options.facts_of(&one.agency, one.fiscal_year)?;
        let (owed, late) = (one.missing() > 0, !one.late.is_empty());
        if owed && is_error("office-missing", &facts) || late && is_error("due-date-passed", &facts)
        {
            return Ok(1);
        }
    }
    Ok(0)
}

/// Whether what the rule finds is an error, by the profile.
fn is_error(id: &str, facts: &Facts) -> bool {
    let severity = match facts.profile.rules.get(id) {
        Some(switch) => switch.severity(),
        None => rules::find(id).map(|rule| rule.severity),
    };
    severity == Some(Severity::Error)
}

/// The reports asked for, each with its files.
fn standings(
    opened: &Opened,
    asking: &Asking,
    options: &Options,
) -> Result<Vec<Standing>, Failure> {
    let profiles = &options.profiles;
    let mut found = Vec::new();
    let mut agencies = Vec::new();
    let wanted = asking.agency.as_deref();
    let summaries = opened.reports(&mut |report| {
        if is_wanted(&report.agency, wanted, profiles) {
            let known = profiles.knows(&report.agency);
            let facts = options.facts_of(&report.agency, report.fiscal_year)?;
            found.push(standing(&report, known.then_some(&facts)));
        } else {
            agencies.push(report.agency);
        }
        Ok(())
    })?;
    // An agency whose files were all lost has no report, and owes everything.
    for (agency, fiscal_year) in profiles.agencies() {
        let theirs = found.iter().any(|(one, _)| one.agency == agency);
        let sent = summaries.iter().any(|summary| summary.agency == agency) || summaries.is_empty();
        if !theirs && sent && is_wanted(agency, wanted, profiles) {
            let facts = options.facts_of(agency, fiscal_year)?;
            found.push((nothing_merged(&facts), Vec::new()));
        }
    }
    if found.is_empty() {
        return Err(super::no_agency(wanted, &agencies));
    }
    // The overview names no file.
    let received = if found.len() > SHOWN_WHOLE && asking.format == Answer::Human {
        BTreeMap::new()
    } else {
        opened.received()?
    };
    let add = |(mut standing, cited): (Standing, Vec<_>)| {
        add_files(&mut standing, &cited, &summaries, &received);
        standing
    };
    Ok(found.into_iter().map(add).collect())
}

/// One line a report.
fn overview(standings: &[Standing], terminal: &Terminal) -> String {
    let heads = if terminal.is_thai() {
        [
            "หน่วยงาน",
            "ปี",
            "รายงานแล้ว",
            "ค้าง",
            "สำนักที่ค้าง",
            "หลังกำหนด",
            "ค่าที่ขัดกัน",
        ]
    } else {
        [
            "agency",
            "year",
            "reported",
            "owed",
            "offices owing",
            "late",
            "conflicts",
        ]
    };
    let owing = |one: &Standing| one.offices.iter().filter(|row| owes(row)).count();
    let mut rows: Vec<[String; 7]> = vec![heads.map(str::to_owned)];
    for one in standings {
        rows.push([
            safe(&one.agency).into_owned(),
            one.fiscal_year.to_string(),
            format!("{}/{}", one.reported, one.expected),
            one.missing().to_string(),
            owing(one).to_string(),
            one.late.len().to_string(),
            one.conflicts.to_string(),
        ]);
    }
    let widths: Vec<usize> = (0..heads.len())
        .map(|at| {
            widest(
                rows.iter()
                    .filter_map(|row| row.get(at))
                    .map(String::as_str),
            )
        })
        .collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths).enumerate();
        let cells: Vec<String> = cells
            .map(|(at, (cell, wide))| {
                if at == 0 {
                    left(cell, *wide)
                } else {
                    right(cell, *wide)
                }
            })
            .collect();
        text.push_str(&format!("{}\n", cells.join("  ")));
    }
    let sum = |of: fn(&Standing) -> usize| standings.iter().map(of).sum::<usize>();
    let (reported, expected) = (sum(|one| one.reported), sum(|one| one.expected));
    let (count, owed) = (standings.len(), sum(Standing::missing));
    text.push_str(terminal.say(&Message::new(
        format!("{count} รายงาน · รายงานแล้ว {reported} จาก {expected} · ค้าง {owed} · ดูทีละหน่วยงานด้วย --agency\n"),
        format!("{count} reports · reported {reported} of {expected} · owed {owed} · see one with --agency\n"),
    )));
    text
}
