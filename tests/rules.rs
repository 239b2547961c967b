//! The pages of the rules: each is replayed, and what its rule finds is
//! compared with what the page says (`BLESS=1` writes it).
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::{fmt::Write, fs, path::Path};

use common::{facts, fixture, read_bytes};
use ruam::{
    finding::Severity,
    form::Sender,
    manifest::Manifest,
    pipeline,
    rules::{RULES, known},
    submission::Entry,
};

const HEADINGS: [&str; 4] = [
    "## ทำไมจึงสำคัญ · Why it matters",
    "## วิธีแก้ · How to put it right",
    "## ตัวอย่าง · Example",
    "## ไม่ถือว่าผิด · Near miss",
];

/// A file of an example.
struct File {
    name: String,
    bytes: Vec<u8>,
}

#[test]
fn every_page_shows_what_its_rule_finds() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let path = fixture(&format!("rules/{}.md", rule.id));
        let page = fs::read_to_string(&path).unwrap();
        let replayed = replay(rule.id, &page);
        if replayed == page {
            continue;
        }
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, replayed).unwrap();
        } else {
            wrong.push(format!("{}:\n{replayed}", rule.id));
        }
    }
    assert!(
        wrong.is_empty(),
        "pages differ (make bless, then read the diff):\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_page_is_whole() {
    for rule in RULES {
        let id = rule.id;
        let lines: Vec<&str> = rule.page.lines().collect();
        assert_eq!(lines[0], format!("# {id}"));
        assert!(is_thai(lines[2]), "{id}: the first line is Thai");
        assert!(
            !lines[3].is_empty() && !is_thai(lines[3]),
            "{id}: the second is English"
        );
        let headings: Vec<&&str> = lines
            .iter()
            .filter(|line| line.starts_with("## "))
            .collect();
        assert_eq!(headings, HEADINGS.iter().collect::<Vec<_>>(), "{id}");
        let [example, near] = sections(rule.page).map(|section| text_block(section).to_owned());
        assert!(
            example.contains(&format!("[{id}]")),
            "{id}: the example finds nothing"
        );
        assert!(near.is_empty(), "{id}: the near miss finds {near}");
    }
}

#[test]
fn every_rule_has_its_file_and_is_listed_once() {
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules")).unwrap();
    let mut names: Vec<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".rs").map(|stem| stem.replace('_', "-")))
        .filter(|name| !["mod", "codes", "context", "reporter"].contains(&name.as_str()))
        .collect();
    let mut ids: Vec<String> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    names.sort();
    ids.sort();
    assert_eq!(names, ids);
    let pages = fs::read_dir(fixture("rules")).unwrap();
    let pages = pages.filter(|page| page.as_ref().unwrap().path().extension().is_some());
    assert_eq!(pages.count(), ids.len(), "a page without a rule");
}

#[test]
fn a_profile_may_change_and_switch_off_rules_and_names_only_rules_there_are() {
    let mut facts = facts();
    let path = fixture("excel/fio.xlsx");
    let severities = |facts: &ruam::profile::Facts| -> Vec<Severity> {
        let entry = read_bytes(&fs::read(&path).unwrap(), common::sender("fio.xlsx"), facts);
        let found = entry
            .findings()
            .iter()
            .filter(|f| f.rule == "weak-above-target");
        found.map(|finding| finding.severity).collect()
    };
    assert_eq!(
        severities(&facts),
        [Severity::Warning, Severity::Warning, Severity::Error]
    );
    let switch = |text: &str| serde_json::from_value(serde_json::json!(text)).unwrap();
    facts
        .profile
        .rules
        .insert("weak-above-target".into(), switch("info"));
    assert_eq!(severities(&facts), [Severity::Info; 3]);
    facts
        .profile
        .rules
        .insert("weak-above-target".into(), switch("off"));
    assert!(severities(&facts).is_empty());
    assert!(known(&facts.profile).is_ok());
    facts
        .profile
        .rules
        .insert("weak-items".into(), switch("off"));
    assert!(
        known(&facts.profile)
            .unwrap_err()
            .starts_with("/rules/weak-items")
    );
}

/// The page with its text blocks rewritten.
fn replay(id: &str, page: &str) -> String {
    let mut replayed = page.to_owned();
    for section in sections(page) {
        let block = format!("```text\n{}```", text_block(section));
        let rewritten = section.replace(&block, &format!("```text\n{}```", found(id, section)));
        replayed = replayed.replace(section, &rewritten);
    }
    replayed
}

/// The example and the near miss.
fn sections(page: &str) -> [&str; 2] {
    let (_, examples) = page.split_once(HEADINGS[2]).expect("an example");
    let (example, near) = examples.split_once(HEADINGS[3]).expect("a near miss");
    [example, near]
}

fn text_block(section: &str) -> &str {
    let (_, after) = section.split_once("```text\n").expect("a text block");
    after.split_once("```").expect("an end of the block").0
}

/// What the rule finds in the files of a section, a finding on three lines.
fn found(id: &str, section: &str) -> String {
    let facts = facts();
    let argument = section
        .lines()
        .find_map(|line| line.strip_prefix("`--office ")?.strip_suffix('`'));
    let manifest = section
        .split_once("```csv\n")
        .and_then(|(_, after)| after.split_once("```"))
        .map(|(text, _)| Manifest::parse(text, Path::new("manifest.csv")).unwrap())
        .unwrap_or_default();
    let entries: Vec<Entry> = files(section)
        .into_iter()
        .map(|file| {
            let line = manifest.line(&file.name);
            let sender = Sender {
                received: line.and_then(|line| line.received.clone()),
                manifest: line
                    .and_then(|line| line.office.clone())
                    .filter(|office| !office.is_empty()),
                argument: argument.map(str::to_owned),
                folders: file
                    .name
                    .split('/')
                    .rev()
                    .skip(1)
                    .map(str::to_owned)
                    .collect(),
                ..common::sender(&file.name)
            };
            read_bytes(&file.bytes, sender, &facts)
        })
        .collect();
    assert!(!entries.is_empty(), "{id}: a section without a file");
    let mut text = String::new();
    for finding in pipeline::merge(entries, &facts).findings {
        if finding.rule == id {
            let severity = serde_json::to_value(finding.severity).unwrap();
            let severity = severity.as_str().unwrap();
            let file = if finding.file.is_empty() {
                "-"
            } else {
                &finding.file
            };
            writeln!(text, "{file}: {severity}[{id}]").unwrap();
            writeln!(text, "  th: {}", finding.message.th).unwrap();
            writeln!(text, "  en: {}", finding.message.en).unwrap();
        }
    }
    text
}

/// The files of a section: lines and a table under `**name**`, or a workbook.
fn files(section: &str) -> Vec<File> {
    let (section, _) = section.split_once("```text").expect("a text block");
    type Rows = Vec<Vec<String>>;
    let mut files: Vec<(String, Rows, Option<Vec<u8>>)> = Vec::new();
    let mut fenced = false;
    for line in section.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if let Some(name) = line
            .strip_prefix("**")
            .and_then(|line| line.strip_suffix("**"))
        {
            files.push((name.to_owned(), Vec::new(), None));
        } else if let Some((_, rows, workbook)) =
            files.last_mut().filter(|_| !fenced && !line.is_empty())
        {
            if let Some(link) = line.strip_prefix('[') {
                let (_, target) = link.split_once("](").unwrap();
                *workbook =
                    Some(fs::read(fixture("rules").join(target.trim_end_matches(')'))).unwrap());
            } else if let Some(row) = line.strip_prefix('|') {
                if !row.starts_with("---") {
                    rows.push(cells(row));
                }
            } else {
                rows.push(vec![line.to_owned()]);
            }
        }
    }
    files
        .into_iter()
        .map(|(name, rows, workbook)| {
            let bytes = workbook.unwrap_or_else(|| {
                let mut writer = csv::WriterBuilder::new()
                    .flexible(true)
                    .from_writer(Vec::new());
                rows.iter()
                    .for_each(|row| writer.write_record(row).unwrap());
                writer.into_inner().unwrap()
            });
            File { name, bytes }
        })
        .collect()
}

/// The cells of a Markdown table row, the leading bar taken off.
fn cells(row: &str) -> Vec<String> {
    let bar = "\u{1}";
    let row = row.trim_end().trim_end_matches('|').replace("\\|", bar);
    row.split('|')
        .map(|cell| cell.trim().replace("<br>", "\n").replace(bar, "|"))
        .collect()
}

fn is_thai(line: &str) -> bool {
    line.chars()
        .next()
        .is_some_and(|c| ('ก'..='๛').contains(&c))
}
