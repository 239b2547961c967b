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

use std::{fmt::Write, fs, ops::Range, path::Path, sync::Arc};

use common::{facts, fixture, read_bytes};
use ruam::{
    finding::{Finding, Message, Severity, place, short},
    form::Sender,
    grid::{Address, Origin},
    manifest::Manifest,
    rules::{RULES, known},
    submission::Entry,
};

const HEADINGS: [&str; 4] = [
    "## ทำไมจึงสำคัญ · Why it matters",
    "## วิธีแก้ · How to put it right",
    "## ตัวอย่าง · Example",
    "## ไม่ถือว่าผิด · Near miss",
];

/// Rules that no twin of a workbook shows, and what does.
const WITHOUT_WORKBOOK: &[(&str, &str)] = &[
    ("cell-error-value", "its example is a workbook already"),
    ("formula-uncached", "its example is a workbook already"),
    ("hidden-content", "its example is a workbook already"),
    ("pdf-no-text", "only a PDF has pages that are pictures"),
    ("pdf-page-unread", "only a PDF has pages"),
    ("pdf-repaired", "only a PDF has such an index"),
];

/// Rules that no twin of a PDF shows, and why.
const WITHOUT_PDF: &[(&str, &str)] = &[
    ("cell-error-value", "print holds the text of an error only"),
    ("formula-uncached", "print holds no formula"),
    ("hidden-content", "what is hidden is not printed"),
    ("pdf-no-text", "its example is a PDF already"),
    ("pdf-page-unread", "its example is a PDF already"),
    ("pdf-repaired", "its example is a PDF already"),
];

/// Rules that a PDF cannot show as the page does: why, and what differs.
const OTHERWISE_IN_PDF: &[(&str, &str, &str)] = &[(
    "text-repaired",
    "a font draws every ำ in two halves, so nothing tells how it was typed, \
     and to join them is no repair",
    "- ส.ตส.pdf: info[text-repaired]
  th: หน้า 1 แถว 2 คอลัมน์ 2: แก้อักษรให้ถูกต้องแล้ว: แปลง เเ เป็น แ 1 แห่ง รวมสระอำที่แยกเป็นสองตัว 2 แห่ง
  en: page 1, row 2, column 2: the spelling of characters was repaired: เ เ made แ (1), halves of ำ joined (2)
+ ส.ตส.pdf: info[text-repaired]
  th: หน้า 1 แถว 2 คอลัมน์ 5: แก้อักษรให้ถูกต้องแล้ว: แปลง เเ เป็น แ 1 แห่ง
  en: page 1, row 2, column 5: the spelling of characters was repaired: เ เ made แ (1)
",
)];

/// The sheet of every twin.
const SHEET: &str = "ITA 2564";

/// A file of an example.
struct File {
    name: String,
    /// The lines above the table, the table, and the lines below it.
    rows: Vec<Vec<String>>,
    /// Which of them are the table.
    table: Range<usize>,
    /// The bytes of a file that is there already.
    linked: Option<Vec<u8>>,
}

/// What the tables of an example are read as.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Delimited,
    Workbook,
    Pdf,
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
fn every_rule_is_shown_by_a_real_workbook() {
    let count = compare(Kind::Workbook, WITHOUT_WORKBOOK, &[]);
    assert_eq!(count + WITHOUT_WORKBOOK.len(), RULES.len());
}

#[test]
fn most_rules_are_shown_by_a_pdf_twin() {
    let count = compare(Kind::Pdf, WITHOUT_PDF, OTHERWISE_IN_PDF);
    assert_eq!(
        count + WITHOUT_PDF.len() + OTHERWISE_IN_PDF.len(),
        RULES.len()
    );
    assert!(2 * count >= RULES.len(), "only {count} rules");
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
        .filter(|name| {
            ![
                "mod", "codes", "context", "explain", "reporter", "scope", "shown",
            ]
            .contains(&name.as_str())
        })
        .collect();
    let mut ids: Vec<String> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    names.sort();
    ids.sort();
    assert_eq!(names, ids);
    let pages = fs::read_dir(fixture("rules")).unwrap();
    let pages = pages.filter(|page| {
        let path = page.as_ref().unwrap().path();
        path.extension().is_some_and(|extension| extension == "md")
    });
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
    let findings = findings(id, section, Kind::Delimited);
    let own = findings.iter().filter(|finding| finding.rule == id);
    own.map(shown).collect()
}

/// A finding as the pages show it.
fn shown(finding: &Finding) -> String {
    let severity = serde_json::to_value(finding.severity).unwrap();
    let severity = severity.as_str().unwrap();
    let file = if finding.file.is_empty() {
        "-"
    } else {
        &finding.file
    };
    let mut text = String::new();
    writeln!(text, "{file}: {severity}[{}]", finding.rule).unwrap();
    writeln!(text, "  th: {}", finding.message.th).unwrap();
    writeln!(text, "  en: {}", finding.message.en).unwrap();
    text
}

/// What all rules find in the files of a section of a page, or in their twins.
fn findings(id: &str, section: &str, kind: Kind) -> Vec<Finding> {
    let facts = facts();
    let files = files(section);
    let argument = section
        .lines()
        .find_map(|line| line.strip_prefix("`--office ")?.strip_suffix('`'));
    let manifest = section
        .split_once("```csv\n")
        .and_then(|(_, after)| after.split_once("```"))
        .map(|(text, _)| renamed(text, &files, kind))
        .map(|text| Manifest::parse(&text, Path::new("manifest.csv")).unwrap())
        .unwrap_or_default();
    let entries: Vec<Entry> = (1..)
        .zip(&files)
        .map(|(n, file)| {
            let name = file.name(kind);
            let line = manifest.line(&name);
            let sender = Sender {
                received: line.and_then(|line| line.received.clone()),
                manifest: line
                    .and_then(|line| line.office.clone())
                    .filter(|office| !office.is_empty()),
                argument: argument.map(str::to_owned),
                folders: name.split('/').rev().skip(1).map(str::to_owned).collect(),
                ..common::sender(&name)
            };
            read_bytes(&file.bytes(id, n, kind), sender, &facts)
        })
        .collect();
    assert!(!entries.is_empty(), "{id}: a section without a file");
    common::merge(&entries).findings
}

/// The files of a section: lines and a table under `**name**`, or a workbook.
fn files(section: &str) -> Vec<File> {
    let (section, _) = section.split_once("```text").expect("a text block");
    let mut files: Vec<File> = Vec::new();
    let mut fenced = false;
    for line in section.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if let Some(name) = line
            .strip_prefix("**")
            .and_then(|line| line.strip_suffix("**"))
        {
            files.push(File {
                name: name.to_owned(),
                rows: Vec::new(),
                table: 0..0,
                linked: None,
            });
        } else if let Some(file) = files.last_mut().filter(|_| !fenced && !line.is_empty()) {
            if let Some(link) = line.strip_prefix('[') {
                let (_, target) = link.split_once("](").unwrap();
                let path = fixture("rules").join(target.trim_end_matches(')'));
                file.linked = Some(fs::read(path).unwrap());
            } else if let Some(row) = line.strip_prefix('|') {
                if !row.starts_with("---") {
                    if file.table.is_empty() {
                        file.table.start = file.rows.len();
                    }
                    file.rows.push(cells(row));
                    file.table.end = file.rows.len();
                }
            } else {
                file.rows.push(vec![line.to_owned()]);
            }
        }
    }
    files
}

impl File {
    /// Its name, with the ending of its twin.
    fn name(&self, kind: Kind) -> String {
        match (kind.ending(), self.name.strip_suffix(".csv")) {
            (Some(ending), Some(stem)) => format!("{stem}.{ending}"),
            _ => self.name.clone(),
        }
    }

    /// Its content; it is the `n`th of the example of the rule.
    fn bytes(&self, id: &str, n: usize, kind: Kind) -> Vec<u8> {
        if let Some(linked) = &self.linked {
            return linked.clone();
        }
        if let Some(ending) = kind.ending() {
            let path = fixture(&format!("rules/twins/{id}/{n}.{ending}"));
            return fs::read(&path)
                .unwrap_or_else(|_| panic!("{} is missing: make fixtures", path.display()));
        }
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .from_writer(Vec::new());
        for row in &self.rows {
            writer.write_record(row).unwrap();
        }
        writer.into_inner().unwrap()
    }

    /// Where a cell of the delimited text stands in its twin.
    fn moved(&self, cell: Address, kind: Kind) -> Origin {
        let row = cell.row as usize;
        // Lines outside of a table are one more table of a page.
        let (table, row, column) = if self.table.contains(&row) {
            (1, row - self.table.start, cell.column)
        } else if row < self.table.start {
            (2, row, 0)
        } else {
            (2, row - self.table.len(), 0)
        };
        match kind {
            Kind::Delimited => Origin::Cell { sheet: None, cell },
            Kind::Workbook => Origin::Cell {
                sheet: Some(Arc::from(SHEET)),
                cell,
            },
            Kind::Pdf => Origin::Box {
                page: 1,
                table,
                row: u32::try_from(row).unwrap() + 1,
                column: column + 1,
                bbox: [0.0; 4],
            },
        }
    }
}

impl Kind {
    /// The ending of the names of twins.
    fn ending(self) -> Option<&'static str> {
        match self {
            Self::Delimited => None,
            Self::Workbook => Some("xlsx"),
            Self::Pdf => Some("pdf"),
        }
    }
}

/// A text with the files named as their twins are.
fn renamed(text: &str, files: &[File], kind: Kind) -> String {
    files.iter().fold(text.to_owned(), |text, file| {
        text.replace(&file.name, &file.name(kind))
    })
}

/// What the page shows, with the names and places of the twins.
fn translated(finding: &Finding, files: &[File], kind: Kind) -> Finding {
    let file = files.iter().find(|file| file.name == finding.file);
    let moved = |cell: Address| file.unwrap().moved(cell, kind);
    let origin = finding.origin.as_ref().map(|origin| match origin {
        Origin::Cell { cell, .. } => moved(*cell),
        Origin::Box { .. } => panic!("{}: the page shows a PDF", finding.rule),
    });
    let old = place(&finding.file, finding.origin.as_ref());
    let new = place(&finding.file, origin.as_ref());
    let said = |text: &str, old: &str, new: &str, cells: &str, words: fn(Message) -> String| {
        let rest = text
            .strip_prefix(old)
            .expect("a message begins with its place");
        // Cells may also be listed, in brackets that begin with `cells`.
        let listed = rest.split_once(cells).and_then(|(before, after)| {
            let (list, after) = after.split_once(')')?;
            let list: Option<Vec<String>> = list
                .split(", ")
                .map(|cell| Some(words(short(&moved(cell.parse().ok()?)))))
                .collect();
            Some(format!("{before}{cells}{}){after}", list?.join(", ")))
        });
        let rest = listed.unwrap_or_else(|| rest.to_owned());
        format!("{new}{}", renamed(&rest, files, kind))
    };
    let message = &finding.message;
    Finding {
        file: renamed(&finding.file, files, kind),
        message: Message {
            th: said(&message.th, &old.th, &new.th, "(พบที่ ", |m| m.th),
            en: said(&message.en, &old.en, &new.en, "(in ", |m| m.en),
        },
        origin,
        ..finding.clone()
    }
}

/// What differs between the findings of the example of a page and those of its
/// twins: of its own rule and of all others, in no order, because places have
/// another one where lines stand outside of a table.
fn difference(id: &str, example: &str, kind: Kind) -> String {
    let files = files(example);
    let mut expected: Vec<String> = findings(id, example, Kind::Delimited)
        .iter()
        .map(|finding| shown(&translated(finding, &files, kind)))
        .collect();
    let mut more = String::new();
    for text in findings(id, example, kind).iter().map(shown) {
        match expected.iter().position(|expected| *expected == text) {
            Some(at) => drop(expected.remove(at)),
            None => write!(more, "+ {text}").unwrap(),
        }
    }
    let fewer: String = expected.iter().map(|text| format!("- {text}")).collect();
    fewer + &more
}

/// Compares all twins of a kind with the pages; how many rules they show.
fn compare(kind: Kind, without: &[(&str, &str)], otherwise: &[(&str, &str, &str)]) -> usize {
    let mut wrong = String::new();
    let mut count = 0;
    for rule in RULES {
        let id = rule.id;
        let [example, _] = sections(rule.page);
        assert_eq!(found(id, example), text_block(example), "{id}: make bless");
        let linked = files(example).iter().any(|file| file.linked.is_some());
        assert_eq!(
            linked,
            without.iter().any(|(listed, _)| *listed == id),
            "{id}: no twin is made of a file that is there"
        );
        if linked {
            continue;
        }
        let difference = difference(id, example, kind);
        let known = otherwise.iter().find(|(listed, _, _)| *listed == id);
        if difference != known.map_or("", |(_, _, difference)| *difference) {
            write!(wrong, "{id}:\n{difference}").unwrap();
        } else if known.is_none() {
            count += 1;
        }
    }
    assert!(
        wrong.is_empty(),
        "twins differ from their pages (make fixtures where a page is new):\n{wrong}"
    );
    count
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
