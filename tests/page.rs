//! `report.html`: self-contained, inert whatever the files say, and nothing
//! left out. Its pages are kept for `tests/page/check.mjs`, which opens them in
//! a browser.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;
#[path = "page/made.rs"]
mod made;

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use common::fixture;
use data_encoding::BASE64;
use made::{HOSTILE, large};
use quick_xml::{Reader, events::Event};
use ruam::{
    dataset::{Dataset, Status},
    finding::Finding,
    normalize::display::safe,
    output::html::{Line, Totals, overview, page},
};
use sha2::{Digest, Sha256};

/// Keeps a page for the browser.
fn kept(name: &str, page: String) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.html")), &page).unwrap();
    page
}

/// The dataset of files under `fixtures`, as it is read back.
fn ingested(args: &[&str]) -> (Dataset, Vec<Finding>) {
    let folder = tempfile::TempDir::new().unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(["ingest", "--quiet", "--out"])
        .arg(folder.path())
        .args(args)
        .current_dir(fixture(""))
        .output()
        .unwrap()
        .status;
    assert!(status.code().unwrap() < 3);
    let read = common::opened(folder.path());
    (read.dataset, read.findings)
}

fn sample() -> (Dataset, Vec<Finding>) {
    ingested(&["submissions", "--manifest", "submissions/manifest.csv"])
}

/// Text as it stands in a page.
fn escaped(text: &str) -> String {
    let text = safe(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// What stands between two marks, the first time.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let rest = &page[page.find(from).unwrap() + from.len()..];
    &rest[..rest.find(to).unwrap()]
}

/// Holds what must hold of every page; returns its elements with attributes.
fn examine(page: &str) {
    // The policy names what stands in the page, and nothing else.
    let policy = between(page, "Content-Security-Policy\" content=\"", "\">");
    for (directive, element) in [("style-src", "style"), ("script-src", "script")] {
        let text = between(page, &format!("<{element}>"), &format!("</{element}>"));
        let hash = BASE64.encode(&Sha256::digest(text.as_bytes()));
        assert!(
            policy.contains(&format!("{directive} 'sha256-{hash}'")),
            "{policy}"
        );
    }
    assert!(policy.starts_with("default-src 'none'; "));
    assert_eq!(page.matches("<style").count(), 1);
    assert_eq!(page.matches("<script").count(), 1);
    // No character that moves others or commands a terminal.
    let moves =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{61c}');
    assert_eq!(page.find(moves), None);
    // Well-formed as XML but for what HTML leaves open, so that nothing that a
    // file says has opened or closed an element.
    let style = between(page, "<style>", "</style>");
    let script = between(page, "<script>", "</script>");
    let body = page
        .replace(style, "")
        .replace(script, "")
        .replace("<!DOCTYPE html>", "");
    let body = body
        .replace("<br>", "<br/>")
        .replace(" checked ", " checked=\"\" ");
    let mut closed = String::new();
    for part in body.split_inclusive('>') {
        let open = part.rfind('<').map_or("", |at| &part[at..]);
        if ["<meta ", "<input "]
            .iter()
            .any(|name| open.starts_with(name))
        {
            closed.push_str(&part[..part.len() - 1]);
            closed.push_str("/>");
        } else {
            closed.push_str(part);
        }
    }
    let known = [
        "a",
        "article",
        "b",
        "bdi",
        "body",
        "br",
        "button",
        "caption",
        "circle",
        "code",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "head",
        "header",
        "html",
        "input",
        "label",
        "legend",
        "li",
        "line",
        "main",
        "meta",
        "nav",
        "option",
        "output",
        "p",
        "path",
        "script",
        "section",
        "select",
        "span",
        "style",
        "summary",
        "svg",
        "table",
        "tbody",
        "td",
        "text",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ];
    let (mut ids, mut links) = (BTreeSet::new(), BTreeSet::new());
    let mut reader = Reader::from_str(&closed);
    loop {
        let element = match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => element,
            _ => continue,
        };
        let name = element.name().as_ref().to_owned();
        assert!(known.contains(&name.as_str()), "<{name}>");
        for attribute in element.attributes() {
            let attribute = attribute.unwrap();
            let key = attribute.key.as_ref().to_owned();
            let value = attribute.value.into_owned();
            assert!(
                !key.starts_with("on") && key != "style" && key != "src",
                "<{name} {key}>"
            );
            match key.as_str() {
                "id" => assert!(ids.insert(value.clone()), "id {value} stands twice"),
                "href" => {
                    links.insert(
                        value
                            .strip_prefix('#')
                            .expect("a link out of the page")
                            .to_owned(),
                    );
                }
                "aria-labelledby" => {
                    links.insert(value);
                }
                _ => {}
            }
        }
    }
    let dangling: Vec<&String> = links.difference(&ids).collect();
    assert!(dangling.is_empty(), "{dangling:?}");
}

/// Every file, finding, conflict and rejection is there, in both languages.
fn assert_whole(page: &str, dataset: &Dataset, findings: &[Finding]) {
    let listed = page.matches("<b class=\"mark\">").count();
    assert_eq!(listed, findings.len());
    for finding in findings {
        assert!(page.contains(&escaped(&finding.message.th)), "{finding:?}");
        assert!(page.contains(&escaped(&finding.message.en)), "{finding:?}");
    }
    for file in &dataset.submissions {
        assert!(page.contains(&escaped(&file.file)), "{}", file.file);
        if file.status == Status::Rejected {
            let message = file.message.as_ref().unwrap();
            let row = format!("{}</span>", escaped(&message.th));
            assert!(between(page, "id=\"rejected\"", "</section>").contains(&row));
        }
    }
    let conflicts: usize = dataset
        .reports
        .iter()
        .map(|report| report.conflicts.len())
        .sum();
    assert_eq!(page.matches("<article class=\"conflict").count(), conflicts);
}

/// The text of an element of the page: its tags taken out.
fn plain(markup: &str) -> String {
    let mut text = String::new();
    for part in markup.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    text
}

#[test]
fn the_page_of_the_sample_batch_holds_all_that_was_found() {
    let (dataset, findings) = sample();
    let page = kept("sample", page(&dataset, &findings));
    examine(&page);
    assert_whole(&page, &dataset, &findings);
    let conflict = plain(between(&page, "<article class=\"conflict", "</article>"));
    for words in [
        "84.65",
        "84.56",
        "✓ ใช้ค่านี้",
        "ส.วป.csv (ส.วป.)",
        "คะแนนปี 2562",
    ] {
        assert!(conflict.contains(words), "{words}: {conflict}");
    }
    // One office was late, by the manifest, and nobody owes anything.
    let coverage = plain(between(&page, "id=\"coverage-0\"", "</section>"));
    assert!(
        coverage.contains("ส.ตส.: กำหนดส่ง 31 มี.ค. 2564 ได้รับ 2 เม.ย. 2564"),
        "{coverage}"
    );
    let matrix = between(&page, "<table class=\"matrix\">", "</table>");
    assert_eq!(matrix.matches("<td class=\"late\">").count(), 9);
    assert_eq!(matrix.matches("<td class=\"ok\">✓").count(), 39);
    assert_eq!(matrix.matches("<td>–").count(), 2);
    assert_eq!(matrix.matches("<td class=\"missing\">").count(), 0);
    // E10 of the form is the lowest but for the two zeros of the OIT.
    let items = between(&page, "<table class=\"items\">", "</table>");
    let first: Vec<&str> = items
        .match_indices("<tr><th scope=\"row\"><bdi>")
        .map(|(at, found)| &items[at + found.len()..])
        .map(|rest| rest.split('<').next().unwrap())
        .take(3)
        .collect();
    assert_eq!(first, ["O9", "O15", "E10"]);
}

#[test]
fn the_page_of_many_offices_is_inert_and_whole() {
    let (dataset, findings) = large("อ.อ.ป. </title><script>alert(1)</script>", 40);
    let page = kept("large", page(&dataset, &findings));
    examine(&page);
    assert_whole(&page, &dataset, &findings);
    assert!(
        HOSTILE
            .iter()
            .all(|name| !page.contains(name) || !name.contains(['<', '\u{202e}']))
    );
    let matrix = between(&page, "<table class=\"matrix\">", "</table>");
    let missing = dataset.reports[0].coverage.as_ref().unwrap().missing.len();
    assert_eq!(matrix.matches("<td class=\"missing\">").count(), missing);
    assert_eq!(matrix.matches("<tr><th scope=\"row\">").count(), 40);
    // What is to be decided comes first, and names nothing as taken.
    let first = plain(between(&page, "<article class=\"conflict", "</article>"));
    assert!(
        first.contains("ยังไม่ตัดสิน") && !first.contains('✓'),
        "{first}"
    );
}

#[test]
fn a_page_without_reports_says_what_to_do_with_the_files() {
    let (dataset, findings) = ingested(&["damaged"]);
    assert!(dataset.reports.is_empty());
    let page = kept("empty", page(&dataset, &findings));
    examine(&page);
    assert_whole(&page, &dataset, &findings);
}

#[test]
fn the_agencys_own_report_alone_has_no_matrix() {
    let (dataset, findings) = ingested(&["excel/fio.xlsx", "--office", "อ.อ.ป."]);
    assert!(dataset.reports[0].coverage.is_none());
    let page = kept("own", page(&dataset, &findings));
    examine(&page);
    assert_whole(&page, &dataset, &findings);
    assert!(!page.contains("class=\"matrix\""));
    // The same of an office that nothing names.
    let (dataset, findings) = ingested(&["excel/fio.xlsx"]);
    let page = kept("unknown", self::page(&dataset, &findings));
    examine(&page);
    assert_whole(&page, &dataset, &findings);
}

#[test]
fn several_reports_begin_with_a_table_of_them() {
    let (mut dataset, mut findings) = large("อ.1", 6);
    for n in 2..6 {
        let (more, found) = large(&format!("อ.{n}"), 6);
        dataset.reports.extend(more.reports);
        dataset
            .submissions
            .extend(more.submissions.into_iter().map(|mut file| {
                file.file = format!("{n}/{}", file.file);
                file
            }));
        findings.extend(found.into_iter().map(|mut finding| {
            if !finding.file.is_empty() {
                finding.file = format!("{n}/{}", finding.file);
            }
            finding
        }));
    }
    let page = kept("several", page(&dataset, &findings));
    examine(&page);
    assert_whole(&page, &dataset, &findings);
    assert_eq!(page.matches("href=\"#report-").count(), 5);
}

#[test]
fn of_two_files_of_one_name_the_one_that_counts_has_the_findings() {
    let (mut dataset, findings) = large("อ.", 1);
    let mut other = dataset.submissions[0].clone();
    other.status = Status::Superseded;
    dataset.submissions.insert(0, other);
    let page = page(&dataset, &findings);
    assert_eq!(page.matches("<article class=\"file\"").count(), 3);
    assert!(!page.contains("ไฟล์ที่ไม่ได้นำมารวม"));
}

#[test]
fn thousands_of_agencies_have_a_line_each() {
    let (mut dataset, _) = large("อ.", 3);
    let mut totals = Totals::default();
    dataset
        .submissions
        .iter()
        .for_each(|summary| totals.add(summary));
    let mut lines = Vec::new();
    for n in 0..3_000 {
        dataset.reports[0].agency = format!("อ.{n} <b>");
        lines.push(Line::of(&dataset.reports[0]));
    }
    // A browser takes its time over thousands.
    kept("overview", overview(&lines[..300], &totals));
    let page = overview(&lines, &totals);
    examine(&page);
    assert_eq!(page.matches("<tr><th scope=\"row\">").count(), 3_000);
    assert!(page.contains("อ.2999 &lt;b&gt;"));
    assert!(page.len() < 3_000_000, "{}", page.len());
}
