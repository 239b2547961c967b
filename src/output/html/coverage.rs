//! Who was to report on what, and who has: offices × indicators.

use std::collections::{BTreeMap, BTreeSet};

use super::{markup::Markup, words};
use crate::dataset::{Coverage, MergedIndicator, MergedResult, Report, Summary};

/// An indicator and who has reported on it.
struct Column<'a> {
    no: Option<u32>,
    name: &'a str,
    /// The offices that the form asks; none where it does not say.
    asked: Option<&'a [String]>,
    results: BTreeMap<&'a str, &'a MergedResult>,
}

/// The office and the indicator of what is owed.
type Missing<'a> = BTreeSet<(&'a str, &'a str)>;

/// The matrix of a report, who owes what, and who was late; `late_files` came
/// after they were due.
pub(super) fn section(
    out: &mut Markup,
    report: &Report,
    submissions: &[Summary],
    late_files: &BTreeSet<&str>,
    at: usize,
) {
    out.raw("<section id=\"coverage-")
        .show(at)
        .raw("\">\n<h3>")
        .both("การส่งรายงาน", "Who has reported")
        .raw("</h3>\n");
    match &report.coverage {
        None => {
            out.raw("<p>")
                .both(
                    "มีเฉพาะรายงานของหน่วยงานเอง หรือไม่ทราบว่าเป็นของสำนักใด จึงไม่ได้ตรวจว่าสำนักใดส่งหรือยังไม่ส่ง",
                    "Only the agency’s own report was given, or reports of unknown offices; who has reported was not asked.",
                )
                .raw("</p>\n");
        }
        Some(coverage) => {
            let missing: Missing<'_> = coverage
                .missing
                .iter()
                .map(|missing| (missing.office.as_str(), missing.indicator.as_str()))
                .collect();
            let columns = columns(report, &missing);
            debts(out, coverage, columns.len());
            legend(out);
            let is_late = |result: &MergedResult| {
                let files = result.sources.iter().filter_map(|at| submissions.get(*at));
                files
                    .map(|summary| summary.file.as_str())
                    .any(|file| late_files.contains(file))
            };
            matrix(
                out,
                &columns,
                &offices(&columns, coverage),
                &missing,
                &is_late,
            );
        }
    }
    out.raw("</section>\n");
}

/// Who still owes what, of `all` indicators, and who was late.
fn debts(out: &mut Markup, coverage: &Coverage, all: usize) {
    if coverage.missing.is_empty() {
        out.raw("<p>")
            .both(
                "รายงานครบทุกสำนักและทุกตัวชี้วัดแล้ว",
                "Every office has reported on every indicator asked of it.",
            )
            .raw("</p>\n");
    } else {
        let mut offices: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for missing in &coverage.missing {
            let owed = offices.entry(&missing.office).or_default();
            owed.push(&missing.indicator);
        }
        out.raw("<h4>")
            .both("ยังค้างส่ง", "Still owed")
            .raw("</h4>\n<ul class=\"owed\">\n");
        for (office, owed) in offices {
            let count = owed.len();
            out.raw("<li><b>").data(office).raw("</b> (");
            if count == all {
                out.both(
                    &format!("ทั้ง {count} ตัวชี้วัด"),
                    &format!("all {count} indicators"),
                );
                out.raw(")</li>\n");
            } else {
                out.both(&format!("{count} ตัวชี้วัด"), &format!("indicators: {count}"));
                out.raw("): ").text(&owed.join(", ")).raw("</li>\n");
            }
        }
        out.raw("</ul>\n");
    }
    if !coverage.late.is_empty() {
        out.raw("<h4>")
            .both("ส่งหลังกำหนด", "Sent late")
            .raw("</h4>\n<ul class=\"owed\">\n");
        for late in &coverage.late {
            let (due, received) = (words::date(&late.due), words::date(&late.received));
            out.raw("<li><b>").data(&late.office).raw("</b>: ");
            out.both(
                &format!("กำหนดส่ง {} ได้รับ {}", due.th, received.th),
                &format!("due {}, received {}", due.en, received.en),
            );
            out.raw("</li>\n");
        }
        out.raw("</ul>\n");
    }
}

fn matrix(
    out: &mut Markup,
    columns: &[Column<'_>],
    offices: &BTreeSet<&str>,
    missing: &Missing<'_>,
    is_late: &dyn Fn(&MergedResult) -> bool,
) {
    out.table("matrix", "สำนักกับตัวชี้วัด", "Offices and indicators");
    out.column("สำนัก", "office");
    for column in columns {
        out.raw("<th scope=\"col\">");
        if let Some(no) = column.no {
            out.show(no).raw(". ");
        }
        out.data(column.name).raw("</th>");
    }
    out.rows();
    for office in offices {
        out.raw("<tr><th scope=\"row\">").data(office).raw("</th>");
        for column in columns {
            let result = column.results.get(office).copied();
            match result {
                Some(result) if is_late(result) => {
                    out.raw("<td class=\"late\">✓ ").both("ช้า", "late");
                }
                Some(_)
                    if column
                        .asked
                        .is_some_and(|asked| !asked.iter().any(|code| code == *office)) =>
                {
                    out.raw("<td class=\"ok\">+");
                }
                Some(_) => {
                    out.raw("<td class=\"ok\">✓");
                }
                None if missing.contains(&(*office, column.name)) => {
                    out.raw("<td class=\"missing\">✗ ").both("ค้าง", "owed");
                }
                None => {
                    out.raw("<td>–");
                }
            }
            if let Some(progress) = result.and_then(|result| result.progress_percent) {
                out.raw(" ").text(&progress.plain()).raw("%");
            }
            out.raw("</td>");
        }
        out.raw("</tr>\n");
    }
    out.end_table();
}

fn legend(out: &mut Markup) {
    out.raw("<ul class=\"legend\">\n<li><span class=\"ok\">✓ 100%</span> ")
        .both("รายงานแล้ว และความคืบหน้า", "reported, and the progress")
        .raw("</li>\n<li><span class=\"late\">✓ ")
        .both("ช้า", "late")
        .raw("</span> ")
        .both("รายงานหลังกำหนด", "reported after it was due")
        .raw("</li>\n<li><span class=\"missing\">✗ ")
        .both("ค้าง", "owed")
        .raw("</span> ")
        .both("ยังไม่รายงาน", "not reported yet")
        .raw("</li>\n<li><span>–</span> ")
        .both("ไม่ต้องรายงาน", "not asked")
        .raw("</li>\n<li><span class=\"ok\">+</span> ")
        .both(
            "รายงานมาแม้แบบไม่ได้ระบุให้รับผิดชอบ",
            "reported though the form does not ask",
        )
        .raw("</li>\n</ul>\n");
}

/// The indicators of the report, then those that are owed and nobody sent.
fn columns<'a>(report: &'a Report, missing: &Missing<'a>) -> Vec<Column<'a>> {
    let mut columns: Vec<Column<'a>> = report.indicators.iter().map(column).collect();
    let sent: BTreeSet<&str> = columns.iter().map(|column| column.name).collect();
    let unsent: BTreeSet<&str> = missing.iter().map(|(_, name)| *name).collect();
    columns.extend(unsent.difference(&sent).map(|name| Column {
        no: None,
        name,
        asked: None,
        results: BTreeMap::new(),
    }));
    columns
}

fn column(indicator: &MergedIndicator) -> Column<'_> {
    let named = &indicator.responsible;
    let results = indicator.results.iter();
    Column {
        no: indicator.no,
        name: &indicator.name,
        asked: (!named.all && !named.offices.is_empty()).then_some(named.offices.as_slice()),
        results: results
            .flat_map(|result| {
                result
                    .offices
                    .iter()
                    .map(move |code| (code.as_str(), result))
            })
            .collect(),
    }
}

/// All offices that have reported, owe something, or were late.
fn offices<'a>(columns: &[Column<'a>], coverage: &'a Coverage) -> BTreeSet<&'a str> {
    let owing = coverage
        .missing
        .iter()
        .map(|missing| missing.office.as_str());
    let late = coverage.late.iter().map(|late| late.office.as_str());
    let reporting = columns
        .iter()
        .flat_map(|column| column.results.keys().copied());
    reporting.chain(owing).chain(late).collect()
}
