//! A dataset that was written, as a person sees it: findings by file, the table
//! of files, totals. Of a batch of thousands only what fits on a screen.

use std::path::Path;

use super::{
    args::Lang,
    terminal::{BOLD, Terminal},
};
use crate::{
    dataset::{Status, Summary},
    error::Failure,
    finding::{Finding, Severity},
    normalize::display::{safe, width},
    output::html::{Covered, Line},
    pipeline::{Opened, Outcome},
};

/// Files whose findings are shown.
const FILES: usize = 60;
/// Files of which a table is shown; of more only those that were rejected.
const ROWS: usize = 300;
/// Reports whose totals are shown.
const REPORTS: usize = 50;

impl Terminal {
    /// Shows the dataset in `folder`: findings by file, then the table of files.
    pub(super) fn outcome(&self, outcome: &Outcome, folder: &Path) -> Result<(), Failure> {
        if self.quiet {
            return Ok(());
        }
        self.findings_by_file(outcome, folder)?;
        let mut text = self.table(&outcome.summaries);
        text.push_str(&self.files(&outcome.summaries));
        text.push_str(&self.reports(&outcome.lines));
        let written = self.pick("เขียนผลไว้ที่", "written to");
        text.push_str(&format!(
            "{written} {}\n",
            safe(&folder.join("dataset.json").display().to_string())
        ));
        self.print(&text)
    }

    fn findings_by_file(&self, outcome: &Outcome, folder: &Path) -> Result<(), Failure> {
        // Of a file that is not in the dataset only its status matters. Findings
        // and files are in one order.
        let merged = |summary: &&Summary| summary.status == Status::Merged;
        let mut merged = outcome.summaries.iter().filter(merged).peekable();
        let mut shown = 0;
        let mut group: Vec<Finding> = Vec::new();
        let mut end = |group: &mut Vec<Finding>| -> Result<(), Failure> {
            if !group.is_empty() {
                shown += 1;
                if shown <= FILES {
                    self.print(&self.of_file(group))?;
                }
                group.clear();
            }
            Ok(())
        };
        Opened::open(folder)?.findings(&mut |finding| {
            if group.last().is_some_and(|last| last.file != finding.file) {
                end(&mut group)?;
            }
            while merged
                .next_if(|summary| summary.file < finding.file)
                .is_some()
            {}
            let of_merged = merged
                .peek()
                .is_some_and(|summary| summary.file == finding.file);
            if finding.severity != Severity::Info && (finding.file.is_empty() || of_merged) {
                group.push(finding);
            }
            Ok(())
        })?;
        end(&mut group)?;
        if shown > FILES {
            let more = shown - FILES;
            let all = safe(&folder.join("findings.jsonl").display().to_string()).into_owned();
            self.print(&match self.lang {
                Lang::Th => format!("ยังมีข้อที่พบในอีก {more} ไฟล์ ดูทั้งหมดใน {all}\n\n"),
                Lang::En => {
                    format!("there are findings in {more} more files: all are in {all}\n\n")
                }
            })?;
        }
        Ok(())
    }

    /// The findings of one file, or of the whole.
    fn of_file(&self, group: &[Finding]) -> String {
        let file = group.first().map_or("", |finding| finding.file.as_str());
        let name = if file.is_empty() {
            self.pick("ทั้งชุดข้อมูล", "the whole dataset").into()
        } else {
            safe(file)
        };
        let findings: Vec<&Finding> = group.iter().collect();
        format!(
            "{}\n{}\n",
            self.styled(BOLD, &name),
            self.findings(&findings)
        )
    }

    /// What became of every file.
    fn table(&self, summaries: &[Summary]) -> String {
        let heads = match self.lang {
            Lang::Th => ["ไฟล์", "สำนัก", "สถานะ", "ผิด", "เตือน", "แจ้ง"],
            Lang::En => ["file", "office", "status", "errors", "warnings", "infos"],
        };
        let mut rows: Vec<[String; 6]> = vec![heads.map(str::to_owned)];
        let few = summaries.len() <= ROWS;
        let is_shown = |summary: &&Summary| few || summary.status == Status::Rejected;
        for summary in summaries.iter().filter(is_shown).take(ROWS) {
            let found = summary.findings;
            let number = |n: usize| {
                if summary.status == Status::Rejected {
                    "-".to_owned()
                } else {
                    n.to_string()
                }
            };
            rows.push([
                safe(&summary.file).into_owned(),
                safe(summary.office.as_deref().unwrap_or("-")).into_owned(),
                self.status(summary.status).to_owned(),
                number(found.error),
                number(found.warning),
                number(found.info),
            ]);
        }
        let mut widest = [0; 6];
        for row in &rows {
            for (widest, cell) in widest.iter_mut().zip(row) {
                *widest = width(cell).max(*widest);
            }
        }
        let mut text = String::new();
        for row in &rows {
            for (cell, widest) in row.iter().zip(widest) {
                let gap = widest.saturating_sub(width(cell));
                text.push_str(cell);
                text.push_str(&" ".repeat(gap + 2));
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
        let rejected = summaries.iter().filter(|summary| summary.message.is_some());
        for summary in rejected.take(ROWS) {
            if let Some(message) = &summary.message {
                text.push_str(&format!(
                    "{}: {}\n",
                    safe(&summary.file),
                    safe(self.say(message))
                ));
            }
        }
        text
    }

    fn files(&self, summaries: &[Summary]) -> String {
        let count = |status: Status| summaries.iter().filter(|s| s.status == status).count();
        let parts: Vec<String> = [
            Status::Merged,
            Status::Duplicate,
            Status::Superseded,
            Status::Rejected,
        ]
        .into_iter()
        .map(|status| format!("{} {}", self.status(status), count(status)))
        .collect();
        let files = self.pick("ไฟล์ทั้งหมด", "files in all");
        format!("{files} {}: {}\n", summaries.len(), parts.join(" · "))
    }

    fn reports(&self, lines: &[Line]) -> String {
        let mut text = String::new();
        for report in lines.iter().take(REPORTS) {
            text.push_str(&format!(
                "{} {}: ",
                safe(&report.agency),
                report.fiscal_year
            ));
            if let Some(Covered {
                reported, expected, ..
            }) = report.coverage
            {
                text.push_str(&match self.lang {
                    Lang::Th => format!("รายงานแล้ว {reported} จาก {expected} · "),
                    Lang::En => format!("reported {reported} of {expected} · "),
                });
            }
            text.push_str(&match self.lang {
                Lang::Th => format!("ค่าที่ขัดกัน {}\n", report.conflicts),
                Lang::En => format!("conflicts {}\n", report.conflicts),
            });
        }
        if lines.len() > REPORTS {
            let more = lines.len() - REPORTS;
            text.push_str(&match self.lang {
                Lang::Th => format!("และรายงานของหน่วยงานอื่นอีก {more} แห่ง\n"),
                Lang::En => format!("and {more} more reports\n"),
            });
        }
        text
    }
}
