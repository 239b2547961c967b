//! How findings look to a person: grouped by file and sheet, Thai unless asked
//! otherwise, in colour on a terminal only.

use std::io::{self, IsTerminal, Write};

use super::{
    args::{Color, Common, Lang},
    listing,
};
use crate::{
    dataset::Status,
    error::Failure,
    finding::{Counts, Finding, Message, Severity},
    normalize::display::{quoted, safe, width},
    output::{json, stderr},
    rules::Rule,
    submission::Entry,
};

/// Writes to standard output and standard error.
pub(super) struct Terminal {
    pub(super) lang: Lang,
    color: bool,
    pub(super) quiet: bool,
}

pub(super) const RED: &str = "\u{1b}[31m";
pub(super) const GREEN: &str = "\u{1b}[32m";
pub(super) const YELLOW: &str = "\u{1b}[33m";
pub(super) const BLUE: &str = "\u{1b}[34m";
pub(super) const BOLD: &str = "\u{1b}[1m";
pub(super) const DIM: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

impl Terminal {
    pub(super) fn new(common: &Common) -> Self {
        let color = match common.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                io::stdout().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
            }
        };
        Self {
            lang: common.lang,
            color,
            quiet: common.quiet,
        }
    }

    /// Output for programs, whatever the language. A terminal is one that must
    /// not be commanded.
    pub(super) fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        if io::stdout().is_terminal() {
            write(quoted(&String::from_utf8_lossy(bytes)).as_bytes())
        } else {
            write(bytes)
        }
    }

    /// The same of a value as JSON, of which no more is held than a piece.
    pub(super) fn json(&self, value: &impl serde::Serialize) -> Result<(), Failure> {
        if io::stdout().is_terminal() {
            return self.bytes(&json::pretty(value));
        }
        read_by(json::write_pretty(io::stdout().lock(), value))
    }

    /// Whether messages are in Thai.
    pub(super) fn is_thai(&self) -> bool {
        self.lang == Lang::Th
    }

    /// The language of messages.
    pub(super) const fn lang(&self) -> Lang {
        self.lang
    }

    /// Why the command ended, in both languages.
    pub(super) fn failure(&self, failure: &Failure) {
        let message = failure.message();
        stderr::line(&safe(&message.th));
        stderr::line(&safe(&message.en));
    }

    /// Something to know, on standard error.
    pub(super) fn notice(&self, th: &str, en: &str) {
        if !self.quiet {
            stderr::line(&safe(self.pick(th, en)));
        }
    }

    /// The files among the entries that could not be read, on standard error.
    pub(super) fn rejections(&self, entries: &[Entry]) {
        for entry in entries {
            if let Entry::Rejected(rejected) = entry {
                self.rejection(&rejected.source.file, &rejected.message);
            }
        }
    }

    /// Why a file could not be read, on standard error.
    pub(super) fn rejection(&self, file: &str, message: &Message) {
        stderr::line(&format!("{}: {}", safe(file), safe(self.say(message))));
    }

    /// One rule in the list; without a severity it is switched off.
    pub(super) fn rule(&self, rule: &Rule, severity: Option<Severity>) -> Result<(), Failure> {
        let summary = rule.summary();
        let severity = match severity {
            Some(severity) => self.severity(severity),
            None => self.pick("ปิด  ", "off    ").to_owned(),
        };
        self.print(&format!(
            "{:<26} {severity}  {}\n",
            rule.id,
            self.say(&summary)
        ))
    }

    /// One file that was checked, with all its findings.
    pub(super) fn entry(&self, entry: &Entry) -> Result<(), Failure> {
        let mut counts = Counts::default();
        for finding in entry.findings() {
            counts.add(finding.severity);
        }
        let mut text = format!("{}\n", self.styled(BOLD, &safe(&entry.source().file)));
        match entry {
            Entry::Rejected(rejected) => {
                // Pages that cover an attached report are no mistake.
                let told = rejected.findings.iter();
                let told = told.filter(|finding| finding.rule == rejected.reason);
                let severity = told.map(|finding| finding.severity).next();
                let line = format!(
                    "  {} {}\n",
                    self.severity(severity.unwrap_or(Severity::Error)),
                    safe(self.say(&rejected.message))
                );
                text.push_str(&line);
                // What else is wrong with it may be why: a page that was cut short.
                let more = rejected.findings.iter().filter(|finding| {
                    finding.rule != rejected.reason && finding.severity != Severity::Info
                });
                text.push_str(&self.findings(&more.collect::<Vec<_>>()));
            }
            Entry::Submission(_) => {
                text.push_str(&self.findings(&entry.findings().iter().collect::<Vec<_>>()));
                text.push_str(&format!("  {}\n", self.verdict(counts)));
            }
        }
        self.print(&text)
    }

    /// Findings of one file, those of one kind together.
    pub(super) fn findings(&self, findings: &[&Finding]) -> String {
        let mut text = String::new();
        if let [sheet] = listing::sheets(findings).as_slice() {
            let label = self.pick("แผ่นงาน", "sheet");
            text.push_str(&format!("  {label} {}\n", safe(sheet)));
        }
        for group in listing::groups(findings, self.lang) {
            let mut place = safe(&group.place).into_owned();
            if !place.is_empty() {
                place.push(':');
                place.push_str(&" ".repeat(6_usize.saturating_sub(width(&place)).max(1)));
            }
            let rule = self.styled(DIM, &format!("[{}]", safe(group.rule)));
            text.push_str(&format!(
                "    {} {place}{} {rule}\n",
                self.severity(group.severity),
                safe(&group.text)
            ));
            if let Some(words) = group.explained {
                let label = self.pick("ชี้แจงว่า", "explained");
                text.push_str(&format!("          {label} “{}”\n", safe(words)));
            }
        }
        text
    }

    fn verdict(&self, counts: Counts) -> String {
        let Counts {
            error,
            warning,
            info,
        } = counts;
        match (self.lang, error) {
            (Lang::Th, 0) => format!("ไม่พบข้อผิดพลาด · เตือน {warning} · แจ้งเพื่อทราบ {info}"),
            (Lang::Th, _) => format!("ต้องแก้ {error} · เตือน {warning} · แจ้งเพื่อทราบ {info}"),
            (Lang::En, 0) => format!("no errors · {warning} warnings · {info} for information"),
            (Lang::En, _) => {
                format!("{error} errors to correct · {warning} warnings · {info} for information")
            }
        }
    }

    pub(super) fn severity(&self, severity: Severity) -> String {
        let (color, th, en) = match severity {
            Severity::Error => (RED, "ผิด  ", "error  "),
            Severity::Warning => (YELLOW, "เตือน", "warning"),
            Severity::Info => (BLUE, "แจ้ง ", "info   "),
        };
        self.styled(color, self.pick(th, en))
    }

    pub(super) const fn status(&self, status: Status) -> &'static str {
        let (th, en) = match status {
            Status::Merged => ("รวมแล้ว", "merged"),
            Status::Duplicate => ("ซ้ำ", "duplicate"),
            Status::Superseded => ("มีฉบับใหม่กว่า", "superseded"),
            Status::Rejected => ("อ่านไม่ได้", "rejected"),
        };
        match self.lang {
            Lang::Th => th,
            Lang::En => en,
        }
    }

    pub(super) fn print(&self, text: &str) -> Result<(), Failure> {
        write(text.as_bytes())
    }

    pub(super) fn styled(&self, style: &str, text: &str) -> String {
        if self.color {
            format!("{style}{text}{RESET}")
        } else {
            text.to_owned()
        }
    }

    pub(super) const fn pick<'a>(&self, th: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Th => th,
            Lang::En => en,
        }
    }

    /// The sentence of the two that is made for this language.
    pub(super) fn either(&self, th: String, en: String) -> String {
        match self.lang {
            Lang::Th => th,
            Lang::En => en,
        }
    }

    pub(super) fn say<'a>(&self, message: &'a Message) -> &'a str {
        self.pick(&message.th, &message.en)
    }
}

fn write(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    read_by(out.write_all(bytes).and_then(|()| out.flush()))
}

fn read_by(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        // Whoever read it has seen enough; the run and its code go on.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}
