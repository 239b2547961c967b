//! One report in one line, and what became of all files: what the page of a
//! run over thousands of agencies holds in memory.

use serde::{Deserialize, Serialize};

use super::{markup::Markup, words};
use crate::{
    dataset::{ChosenBy, Report, Status, Summary},
    finding::Counts,
    hundredths::Hundredths,
};

/// One report in one line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    /// The agency's code.
    pub agency: String,
    /// The fiscal year, B.E.
    pub fiscal_year: u16,
    /// The overall score of the year before the last, and of the last.
    overall: [Option<Hundredths>; 2],
    /// None where no office reported.
    pub coverage: Option<Covered>,
    /// Values that submissions disagree about.
    pub conflicts: usize,
    undecided: usize,
}

/// How much was reported, in pairs of office and indicator.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Covered {
    /// Those expected.
    pub expected: usize,
    /// Those of them that were reported.
    pub reported: usize,
    /// Offices that were late.
    late: usize,
}

impl Line {
    /// The line of a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let mut latest = report.overall.values().rev().copied();
        let (last, before) = (latest.next().flatten(), latest.next().flatten());
        let undecided = report.conflicts.iter();
        Self {
            agency: report.agency.clone(),
            fiscal_year: report.fiscal_year,
            overall: [before, last],
            coverage: report.coverage.as_ref().map(|coverage| Covered {
                expected: coverage.expected,
                reported: coverage.reported,
                late: coverage.late.len(),
            }),
            conflicts: report.conflicts.len(),
            undecided: undecided
                .filter(|conflict| conflict.by == ChosenBy::None)
                .count(),
        }
    }
}

/// What became of all files, and what was found in them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Totals {
    merged: usize,
    duplicate: usize,
    superseded: usize,
    rejected: usize,
    found: Counts,
}

impl Totals {
    /// Counts one more file.
    pub fn add(&mut self, summary: &Summary) {
        match summary.status {
            Status::Merged => self.merged += 1,
            Status::Duplicate => self.duplicate += 1,
            Status::Superseded => self.superseded += 1,
            Status::Rejected => self.rejected += 1,
        }
        // Of a file that is not in the dataset only its status matters.
        if summary.status == Status::Merged {
            self.found.error += summary.findings.error;
            self.found.warning += summary.findings.warning;
        }
    }

    /// Whether there is a file that could not be read.
    pub(super) const fn rejects(&self) -> bool {
        self.rejected > 0
    }
}

/// What became of the files, as a list.
pub(super) fn totals(out: &mut Markup, totals: &Totals) {
    let files = totals.merged + totals.duplicate + totals.superseded + totals.rejected;
    out.raw("<dl class=\"tiles\">\n");
    tile(out, "", "ไฟล์ทั้งหมด", "files in all", &files.to_string());
    for (status, count) in [
        (Status::Merged, totals.merged),
        (Status::Duplicate, totals.duplicate),
        (Status::Superseded, totals.superseded),
        (Status::Rejected, totals.rejected),
    ] {
        let name = words::status(status);
        let bad = status == Status::Rejected && count > 0;
        let class = if bad { "error" } else { "" };
        tile(out, class, &name.th, &name.en, &count.to_string());
    }
    let Counts { error, warning, .. } = totals.found;
    let class = if error > 0 { "error" } else { "" };
    tile(
        out,
        class,
        "ผิดในไฟล์ที่รวม",
        "errors in merged files",
        &error.to_string(),
    );
    let class = if warning > 0 { "warning" } else { "" };
    tile(
        out,
        class,
        "เตือนในไฟล์ที่รวม",
        "warnings in merged files",
        &warning.to_string(),
    );
    out.raw("</dl>\n");
}

/// A number under its name.
pub(super) fn tile(out: &mut Markup, class: &'static str, th: &str, en: &str, value: &str) {
    out.raw("<div class=\"").raw(class).raw("\"><dt>");
    out.both(th, en).raw("</dt><dd>").text(value);
    out.raw("</dd></div>\n");
}

/// The reports as a table, a line each; linked where their pages follow.
pub(super) fn table(out: &mut Markup, lines: &[Line], linked: bool) {
    out.table("lines", "รายงานทั้งหมด", "All reports");
    out.column("หน่วยงาน", "agency")
        .numbers("ปีงบประมาณ", "fiscal year")
        .numbers("คะแนนรวมปีก่อน", "overall, year before")
        .numbers("คะแนนรวมปีล่าสุด", "overall, last year")
        .numbers("รายงานแล้ว", "reported")
        .numbers("ค้างส่ง", "missing")
        .numbers("สำนักที่ส่งช้า", "late offices")
        .numbers("ค่าที่ขัดกัน", "conflicts")
        .numbers("ยังไม่ตัดสิน", "undecided")
        .rows();
    for (at, line) in lines.iter().enumerate() {
        out.raw("<tr><th scope=\"row\">");
        if linked {
            out.raw("<a href=\"#report-").show(at).raw("\">");
            out.data(&line.agency).raw("</a>");
        } else {
            out.data(&line.agency);
        }
        out.raw("</th><td class=\"number\">").show(line.fiscal_year);
        let [before, last] = line.overall;
        number(out, false, &words::score(before));
        number(out, false, &words::score(last));
        match line.coverage {
            Some(covered) => {
                let missing = covered.expected - covered.reported.min(covered.expected);
                let reported = format!("{}/{}", covered.reported, covered.expected);
                number(out, false, &reported);
                number(out, missing > 0, &missing.to_string());
                number(out, covered.late > 0, &covered.late.to_string());
            }
            None => (0..3).for_each(|_| number(out, false, "–")),
        }
        number(out, false, &line.conflicts.to_string());
        number(out, line.undecided > 0, &line.undecided.to_string());
        out.raw("</td></tr>\n");
    }
    out.end_table();
}

fn number(out: &mut Markup, bad: bool, value: &str) {
    out.raw("</td><td class=\"number");
    out.raw(if bad { " bad\">" } else { "\">" }).text(value);
}
