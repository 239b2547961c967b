//! `report.html`: the dataset as one page for people, self-contained, in Thai
//! and English. Of a run over very many agencies it is a table with a line
//! each.
//!
//! The page loads nothing and allows nothing: its policy names the hashes of
//! the one style and the one script that stand in it.

mod conflicts;
mod coverage;
mod files;
mod findings;
mod items;
mod line;
mod markup;
mod rules;
mod scores;
mod words;

use std::collections::BTreeSet;

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

pub use line::{Covered, Line, Totals};

use crate::{
    dataset::{Dataset, Report, Status},
    finding::Finding,
};
use markup::Markup;

/// Reports of which a page can hold everything; of more, one line each.
pub const MOST_REPORTS: usize = 48;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page of a dataset with everything in it.
#[must_use]
pub fn page(dataset: &Dataset, found: &[Finding]) -> String {
    let mut out = Markup::default();
    let reports = &dataset.reports;
    let title = match reports.as_slice() {
        [only] => format!("{} {} – ITA", only.agency, only.fiscal_year),
        _ => "ITA".to_owned(),
    };
    begin(&mut out, &title);
    contents(&mut out, reports);
    out.raw("<main id=\"main\" tabindex=\"-1\">\n");
    if reports.len() != 1 {
        out.raw("<section id=\"reports\">\n<h2>")
            .both("สรุป", "Summary")
            .raw("</h2>\n");
        let mut all = Totals::default();
        dataset
            .submissions
            .iter()
            .for_each(|summary| all.add(summary));
        line::totals(&mut out, &all);
        if reports.is_empty() {
            out.raw("<p>")
                .both(
                    "ไม่มีไฟล์ใดที่อ่านเป็นรายงานได้",
                    "No file could be read as a report.",
                )
                .raw("</p>\n");
        } else {
            let lines: Vec<Line> = reports.iter().map(Line::of).collect();
            line::table(&mut out, &lines, true);
        }
        out.raw("</section>\n");
    }
    let late: BTreeSet<&str> = found
        .iter()
        .filter(|finding| finding.rule == "due-date-passed")
        .map(|finding| finding.file.as_str())
        .collect();
    for (at, one) in reports.iter().enumerate() {
        report(&mut out, dataset, one, at, &late);
    }
    files::rejected(&mut out, dataset);
    findings::section(&mut out, dataset, found);
    files::all(&mut out, dataset);
    rules::section(&mut out, found);
    end(out)
}

/// The page of a dataset of very many reports: a line for each.
#[must_use]
pub fn overview(lines: &[Line], totals: &Totals) -> String {
    let mut out = Markup::default();
    begin(&mut out, "ITA");
    out.raw("<main id=\"main\" tabindex=\"-1\">\n<section>\n<h2>")
        .both("สรุป", "Summary")
        .raw("</h2>\n");
    line::totals(&mut out, totals);
    if totals.rejects() {
        out.raw("<p>")
            .both(
                "เหตุผลของแต่ละไฟล์ที่อ่านไม่ได้อยู่ใน dataset.json (submissions)",
                "Why a file could not be read is said in dataset.json (submissions).",
            )
            .raw("</p>\n");
    }
    out.raw("</section>\n<section>\n<h2>")
        .both("หน่วยงาน", "Agencies")
        .raw("</h2>\n<p>");
    out.both(
        "หน้านี้มีหนึ่งบรรทัดต่อหน่วยงาน หากต้องการรายงานฉบับเต็มของหน่วยงานใด ให้รวมเฉพาะโฟลเดอร์ของหน่วยงานนั้น:",
        "This page has one line for each agency. For the full report of one, merge its folder by itself:",
    );
    out.raw(" <code>ruam ingest FOLDER --out OUT</code></p>\n<p class=\"filters\"><label>");
    out.both("ค้นหาหน่วยงาน", "Find an agency");
    out.raw(" <input type=\"search\" id=\"search\"></label></p>\n");
    line::table(&mut out, lines, false);
    out.raw("</section>\n");
    end(out)
}

/// One report, without its findings.
fn report(out: &mut Markup, dataset: &Dataset, report: &Report, at: usize, late: &BTreeSet<&str>) {
    out.raw("<article class=\"report\" id=\"report-")
        .show(at)
        .raw("\">\n<h2>");
    out.data(&report.agency).raw(" ");
    let year = report.fiscal_year;
    out.both(&format!("ปีงบประมาณ {year}"), &format!("fiscal year {year}"));
    out.raw("</h2>\n<dl class=\"tiles first\">\n");
    for (year, overall) in report.overall.iter().rev() {
        let th = format!("คะแนนรวมปี {year}");
        line::tile(
            out,
            "",
            &th,
            &format!("overall {year}"),
            &words::score(*overall),
        );
    }
    if let Some(coverage) = &report.coverage {
        let (reported, expected) = (coverage.reported, coverage.expected);
        let class = if reported < expected { "error" } else { "" };
        line::tile(
            out,
            class,
            "รายงานแล้ว",
            "reported",
            &format!("{reported}/{expected}"),
        );
        let late = coverage.late.len();
        let class = if late > 0 { "warning" } else { "" };
        line::tile(out, class, "สำนักที่ส่งช้า", "late offices", &late.to_string());
    }
    let conflicts = report.conflicts.len();
    let class = if conflicts > 0 { "warning" } else { "" };
    line::tile(out, class, "ค่าที่ขัดกัน", "conflicts", &conflicts.to_string());
    out.raw("</dl>\n");
    let mut totals = Totals::default();
    let of_report = dataset.submissions.iter().filter(|summary| {
        let is_of_year = summary.fiscal_year == Some(report.fiscal_year);
        summary.agency == report.agency && (is_of_year || summary.status == Status::Rejected)
    });
    of_report.for_each(|summary| totals.add(summary));
    line::totals(out, &totals);
    coverage::section(out, report, &dataset.submissions, late, at);
    scores::section(out, report, at);
    items::section(out, report, at);
    conflicts::section(out, report, &dataset.submissions, at);
    out.raw("</article>\n");
}

fn begin(out: &mut Markup, title: &str) {
    let hash = |text: &str| BASE64.encode(&Sha256::digest(text.as_bytes()));
    out.raw("<!DOCTYPE html>\n<html lang=\"th\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-")
        .text(&hash(STYLE))
        .raw("'; script-src 'sha256-")
        .text(&hash(SCRIPT))
        .raw("'; img-src data:; base-uri 'none'; form-action 'none'\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .raw(concat!("<meta name=\"generator\" content=\"ruam ", env!("CARGO_PKG_VERSION"), "\">\n"))
        .raw("<title>")
        .text(title)
        .raw("</title>\n<style>")
        .raw(STYLE)
        .raw("</style>\n<script>")
        .raw(SCRIPT)
        .raw("</script>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">")
        .both("ข้ามไปยังเนื้อหา", "Skip to the content")
        .raw("</a>\n<header>\n<h1>")
        .both("ผลการรวมรายงาน ITA", "ITA reports, merged")
        .raw("</h1>\n<div class=\"buttons\" role=\"group\" aria-label=\"ภาษา · Language\">\n")
        .raw("<button type=\"button\" lang=\"th\" data-language=\"th\" aria-pressed=\"true\">ไทย</button>\n")
        .raw("<button type=\"button\" lang=\"en\" data-language=\"en\" aria-pressed=\"false\">English</button>\n")
        .raw("</div>\n</header>\n");
}

fn end(mut out: Markup) -> String {
    out.raw("</main>\n<footer><p>")
        .both(
            "ทำโดย ruam จากไฟล์ที่สำนักส่งมา ที่มาของทุกค่าอยู่ใน provenance.jsonl ข้างหน้านี้",
            "Made by ruam from the files of the offices. Where each value came from is in provenance.jsonl beside this page.",
        )
        .raw("</p></footer>\n</body>\n</html>\n");
    out.into_text()
}

/// What the page holds, as links.
fn contents(out: &mut Markup, reports: &[Report]) {
    out.raw("<nav>\n<ul>\n");
    let mut link = |to: &'static str, th, en| {
        out.raw("<li><a href=\"")
            .raw(to)
            .raw("\">")
            .both(th, en)
            .raw("</a></li>\n");
    };
    if reports.len() == 1 {
        link("#coverage-0", "การส่งรายงาน", "Who has reported");
        link("#scores-0", "คะแนน", "Scores");
        link("#items-0", "หัวข้อที่ต้องปรับปรุง", "Weakest items");
        link("#conflicts-0", "ค่าที่ขัดกัน", "Conflicts");
    } else {
        link("#reports", "สรุป", "Summary");
    }
    link("#rejected", "ไฟล์ที่อ่านไม่ได้", "Not readable");
    link("#findings", "สิ่งที่พบ", "Findings");
    link("#files", "ไฟล์ทั้งหมด", "All files");
    link("#rules", "คำอธิบายกฎ", "The rules");
    out.raw("</ul>\n<div class=\"buttons\"><button type=\"button\" id=\"unfold\" aria-pressed=\"false\">")
        .both("เปิดทุกส่วนที่พับไว้", "Open all that is folded")
        .raw("</button></div>\n</nav>\n");
}
