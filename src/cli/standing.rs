//! How one report stands, on a terminal: the matrix of offices and indicators,
//! the files, and what is owed.

use std::collections::BTreeSet;

use super::{
    layout::{left, paragraph, right, widest},
    terminal::{BOLD, DIM, GREEN, RED, Terminal, YELLOW},
};
use crate::{
    ask::status::{Column, Row, Sent, Standing, State, is_unreadable},
    dataset::Status,
    normalize::{
        date::thai,
        display::{safe, width},
    },
};

/// Whether the office still owes something.
pub(super) fn owes(row: &Row) -> bool {
    row.states.iter().any(|state| state.is_owed())
}

/// A report with its matrix, its files and what is owed.
pub(super) fn whole(standing: &Standing, terminal: &Terminal) -> String {
    let mut text = head(standing, terminal);
    text.push_str(&matrix(standing, terminal));
    text.push_str(&files(standing, terminal));
    text.push_str(&owed(standing, terminal));
    text
}

fn head(standing: &Standing, terminal: &Terminal) -> String {
    let Standing {
        agency,
        fiscal_year,
        reported,
        expected,
        ..
    } = standing;
    let title = terminal.styled(
        BOLD,
        &terminal.either(
            format!("{} ปีงบประมาณ {fiscal_year}", safe(agency)),
            format!("{} fiscal year {fiscal_year}", safe(agency)),
        ),
    );
    let due = standing.due.as_ref().map_or_else(String::new, |due| {
        terminal.either(format!(" · กำหนดส่ง {}", thai(due)), format!(" · due {due}"))
    });
    let (missing, conflicts) = (standing.missing(), standing.conflicts);
    let late: BTreeSet<&str> = standing
        .late
        .iter()
        .map(|one| one.office.as_str())
        .collect();
    let late = late.len();
    let counts = if standing.counted {
        terminal.either(
            format!("รายงานแล้ว {reported} จาก {expected} · ค้าง {missing} · ส่งหลังกำหนด {late} สำนัก · ค่าที่ขัดกัน {conflicts}"),
            format!("reported {reported} of {expected} · owed {missing} · offices late {late} · conflicts {conflicts}"),
        )
    } else {
        terminal.either(
            "มีแต่รายงานรวมของหน่วยงาน ยังไม่มีรายงานของสำนัก จึงไม่นับว่าสำนักใดค้างส่ง".to_owned(),
            "only the agency's own report is here, and none of an office: nothing is counted as owed".to_owned(),
        )
    };
    format!("{title}{}\n{counts}\n\n", safe(&due))
}

fn matrix(standing: &Standing, terminal: &Terminal) -> String {
    let heads: Vec<String> = standing.indicators.iter().map(number).collect();
    let wide = 1 + widest(heads.iter().map(String::as_str)).max(2);
    let office = terminal.pick("สำนัก", "office");
    let names = standing.offices.iter().map(|row| row.office.as_str());
    let first = widest(names.chain([office]));
    let mut text = left(office, first);
    text.push(' ');
    text.extend(heads.iter().map(|head| right(head, wide)));
    text.push_str(&format!("  {}\n", terminal.pick("รายงานแล้ว", "reported")));
    let mut met: Vec<State> = Vec::new();
    for row in &standing.offices {
        text.push_str(&format!("{} ", left(&safe(&row.office), first)));
        for state in &row.states {
            if !met.contains(state) {
                met.push(*state);
            }
            let (sign, style, ..) = sign(*state);
            let sign = terminal.pick(sign.0, sign.1);
            text.push_str(&" ".repeat(wide.saturating_sub(width(sign))));
            text.push_str(&terminal.styled(style, sign));
        }
        let (asked, reported) = row.count();
        let count = if standing.counted {
            format!("{reported}/{asked}")
        } else {
            String::new()
        };
        text.push_str(&format!("  {count}"));
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    let order = [
        State::Reported,
        State::Late,
        State::Missing,
        State::Unreadable,
        State::Asked,
        State::Unasked,
        State::NotAsked,
    ];
    let legend: Vec<String> = order
        .into_iter()
        .filter(|state| met.contains(state))
        .map(|state| {
            let (signs, _, th, en) = sign(state);
            format!(
                "{} {}",
                terminal.pick(signs.0, signs.1),
                terminal.pick(th, en)
            )
        })
        .collect();
    text.push_str(&paragraph("", &legend.join(" · ")));
    text.push('\n');
    for (head, column) in heads.iter().zip(&standing.indicators) {
        text.push_str(&format!("{}  {}\n", right(head, wide), safe(&column.name)));
    }
    text
}

/// The number of a column: that of the form, else the assessment's.
fn number(column: &Column) -> String {
    match (column.no, column.official_no) {
        (Some(no), _) => no.to_string(),
        (None, Some(official)) => format!("#{official}"),
        (None, None) => "?".to_owned(),
    }
}

/// The sign of a state in Thai and English, its colour, and what it means.
const fn sign(
    state: State,
) -> (
    (&'static str, &'static str),
    &'static str,
    &'static str,
    &'static str,
) {
    match state {
        State::Reported => (("✓", "✓"), GREEN, "รายงานแล้ว", "reported"),
        State::Late => (("ช", "L"), YELLOW, "รายงานหลังกำหนด", "reported late"),
        State::Missing => (("✗", "✗"), RED, "ค้าง", "owed"),
        State::Unreadable => (("!", "!"), RED, "ส่งไฟล์แล้วแต่อ่านไม่ได้", "sent, but unreadable"),
        State::Asked => (("○", "○"), DIM, "รับผิดชอบ", "asked"),
        State::Unasked => (
            ("+", "+"),
            YELLOW,
            "รายงานโดยไม่ได้รับผิดชอบ",
            "reported without being asked",
        ),
        State::NotAsked => (("–", "–"), DIM, "ไม่ต้องรายงาน", "not asked"),
    }
}

/// What every office sent.
fn files(standing: &Standing, terminal: &Terminal) -> String {
    let nobody = terminal.pick("ไม่ทราบสำนัก", "unknown office");
    let mut rows: Vec<(&str, &[Sent])> = Vec::new();
    let (own, unknown): (Vec<Sent>, Vec<Sent>) = standing
        .files
        .iter()
        .cloned()
        .partition(|sent| sent.office.is_some());
    if !own.is_empty() {
        rows.push((&standing.agency, &own));
    }
    rows.extend(
        standing
            .offices
            .iter()
            .map(|row| (row.office.as_str(), row.files.as_slice())),
    );
    if !unknown.is_empty() {
        rows.push((nobody, &unknown));
    }
    let first = widest(rows.iter().map(|(office, _)| *office));
    let mut text = format!(
        "\n{}\n",
        terminal.styled(BOLD, terminal.pick("ไฟล์", "Files"))
    );
    for (office, files) in rows {
        let mut lead = format!("  {}  ", left(&safe(office), first));
        if files.is_empty() {
            text.push_str(&format!(
                "{lead}{}\n",
                terminal.pick("ไม่มีไฟล์เลย", "nothing came")
            ));
        }
        for sent in files {
            let told = told(sent, standing, terminal);
            text.push_str(&paragraph(&lead, &safe(&told)));
            lead = " ".repeat(first + 4);
        }
    }
    text
}

/// One file: what became of it, when it came, and why it was lost.
fn told(sent: &Sent, standing: &Standing, terminal: &Terminal) -> String {
    let mut text = format!("{}: {}", safe(&sent.file), terminal.status(sent.status));
    if let Some(received) = &sent.received {
        text.push_str(&terminal.either(
            format!(" · รับ {}", thai(received)),
            format!(" · received {received}"),
        ));
        let late = standing
            .late
            .iter()
            .find(|late| Some(&late.office) == sent.office.as_ref() && late.received == *received);
        if let Some(late) = late.filter(|_| sent.status != Status::Rejected) {
            let due = terminal.either(
                format!(" หลังกำหนด {}", thai(&late.due)),
                format!(", after {}", late.due),
            );
            text.push_str(&due);
        }
    }
    if let Some(message) = &sent.message {
        text.push_str(&format!(" · {}", safe(terminal.say(message))));
    }
    text
}

/// What is still owed, office by office, to be sent to the offices as it is.
fn owed(standing: &Standing, terminal: &Terminal) -> String {
    let rows: Vec<&Row> = standing.offices.iter().filter(|row| owes(row)).collect();
    if rows.is_empty() {
        return String::new();
    }
    let Standing {
        agency,
        fiscal_year,
        ..
    } = standing;
    let due = standing.due.as_ref().map_or_else(String::new, |due| {
        terminal.either(format!(" (กำหนดส่ง {})", thai(due)), format!(" (due {due})"))
    });
    let mut text = format!(
        "\n{}\n",
        terminal.styled(
            BOLD,
            terminal.pick("ข้อความติดตาม คัดลอกไปใช้ได้", "Reminder, to be copied")
        )
    );
    text.push_str(&terminal.either(
        format!(
            "รายงาน ITA ปีงบประมาณ {fiscal_year} ของ {}{} ยังขาดรายงานต่อไปนี้\n",
            safe(agency),
            safe(&due)
        ),
        format!(
            "Of the ITA report {fiscal_year} of {}{} the following is still missing:\n",
            safe(agency),
            safe(&due)
        ),
    ));
    for row in rows {
        let columns = row.states.iter().zip(&standing.indicators);
        let owed: Vec<String> = columns
            .filter(|(state, _)| state.is_owed())
            .map(|(_, column)| format!("{} {}", number(column), safe(&column.name)))
            .collect();
        let (asked, reported) = row.count();
        let list = if reported == 0 && asked > 1 {
            terminal.either(
                format!("ทั้ง {asked} ตัวชี้วัดที่รับผิดชอบ"),
                format!("all {asked} indicators it answers for"),
            )
        } else {
            let list = owed.join(", ");
            terminal.either(format!("ตัวชี้วัดที่ {list}"), format!("indicators {list}"))
        };
        text.push_str(&format!("- {}: {list}", safe(&row.office)));
        for sent in row
            .files
            .iter()
            .filter(|sent| is_unreadable(sent, &row.files))
        {
            let reason = sent
                .message
                .as_ref()
                .map_or("", |message| terminal.say(message));
            text.push_str(&terminal.either(
                format!(
                    " (ไฟล์ “{}” ที่ส่งมาใช้ไม่ได้: {})",
                    safe(&sent.file),
                    safe(reason)
                ),
                format!(
                    " (the file “{}” could not be used: {})",
                    safe(&sent.file),
                    safe(reason)
                ),
            ));
        }
        text.push('\n');
    }
    text
}
