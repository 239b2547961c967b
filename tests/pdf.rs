//! The PDF reader: one report by many producers and in many kinds of files says
//! what its workbook says, and a file that is broken says so.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::LazyLock,
};

use common::{fixture, leaves_of, read_bytes, read_file, read_file_with, sender, submission};
use ruam::{
    error::Error,
    finding::Severity,
    grid::Origin,
    limits::Limits,
    source::{Shape, sniff},
    submission::{Entry, Format, Indicator, Rejected, Standing, Submission},
};
use serde_json::{Value, json};

/// The report that all these files show, as its workbook says it.
static WORKBOOK: LazyLock<Submission> = LazyLock::new(|| submission(&fixture("excel/fio.xlsx")));

/// The whole report as every producer prints it.
static RENDERINGS: LazyLock<Vec<(String, Submission)>> = LazyLock::new(|| {
    let mut paths = pdfs(fixture("pdf/fio"));
    assert_eq!(paths.len(), PRINTED.len());
    if let Some(folder) = common::shared("corpus/fio") {
        paths.append(&mut pdfs(folder));
    }
    let named = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    paths
        .iter()
        .map(|path| (named(path), submission(path)))
        .collect()
});

/// The renderings of the project: pages, and how the producer's name begins.
const PRINTED: [(&str, u32, &str); 9] = [
    ("calc-sarabun.pdf", 6, "LibreOffice 7.4"),
    ("chromium-sarabun.pdf", 5, "Skia/PDF m156"),
    ("reportlab-sarabun.pdf", 8, "ReportLab"),
    ("typst-sarabun.pdf", 5, "Typst"),
    ("weasyprint-laksaman.pdf", 7, "WeasyPrint 70.0"),
    ("wkhtmltopdf-laksaman.pdf", 4, "Qt 5.15.8"),
    ("writer-loma.pdf", 8, "LibreOffice 7.4"),
    ("xelatex-garuda.pdf", 5, "xdvipdfmx"),
    ("xelatex-norasi.pdf", 5, "xdvipdfmx"),
];

/// Renderings with fonts whose own map of characters is wrong, and how many of
/// their fonts: that they were read by the glyphs instead is told of each.
const CORRECTED: [(&str, usize); 5] = [
    ("weasyprint-laksaman.pdf", 2),
    ("wkhtmltopdf-laksaman.pdf", 2),
    ("writer-loma.pdf", 2),
    ("calc_laksaman.pdf", 2),
    ("writer_laksaman.pdf", 1),
];

/// The larger sides of all pages: A4 across, as they are displayed.
const PAGE: (f64, f64) = (842.4, 595.6);

/// The indicators that the kinds of files show, by the numbers of the form.
const FEW: &[u32] = &[4, 8];

/// The kinds of files, the indicators they show, and the rules that find
/// something besides the indicators that are missing.
const KINDS: [(&str, &[u32], &[&str]); 42] = [
    ("plain", FEW, &[]),
    ("empty-rc4", FEW, &[]),
    ("empty-aes128", FEW, &[]),
    ("empty-aes256", FEW, &[]),
    ("linearized", FEW, &[]),
    ("object-streams", FEW, &[]),
    ("incremental", FEW, &[]),
    ("bad-xref", FEW, &["pdf-repaired"]),
    ("no-xref", FEW, &["pdf-repaired"]),
    ("split-contents", FEW, &[]),
    ("form-xobject", FEW, &[]),
    ("rotate-90", FEW, &[]),
    ("rotate-180", FEW, &[]),
    ("rotate-270", FEW, &[]),
    ("crop-box", FEW, &[]),
    ("user-unit", FEW, &[]),
    // Drawn sideways or upside down on a page that nobody told to turn.
    ("drawn-up", FEW, &[]),
    ("drawn-down", FEW, &[]),
    ("drawn-over", FEW, &[]),
    // Heads that run upward or downward, on several lines.
    ("heads-up", FEW, &[]),
    ("heads-down", FEW, &[]),
    ("words-up", FEW, &[]),
    ("words-down", FEW, &[]),
    // A picture is attached, too.
    ("attached", FEW, &["pdf-page-unread"]),
    ("short-rules", FEW, &[]),
    ("filled-rules", FEW, &[]),
    ("backgrounds", FEW, &[]),
    ("thick-rules", &[4, 5, 8], &[]),
    ("picture-rules", FEW, &[]),
    ("rules-apart", FEW, &[]),
    ("gutters", FEW, &[]),
    ("column-rules", FEW, &[]),
    ("column-rules-middle", FEW, &[]),
    ("column-rules-bottom", FEW, &[]),
    ("head-rules", FEW, &[]),
    ("head-and-frame", FEW, &[]),
    ("fake-bold", FEW, &[]),
    ("mixed", FEW, &["pdf-no-text"]),
    ("broken-row", &[4, 5, 8], &[]),
    // WeasyPrint's map has no half of ำ.
    ("footers", FEW, &["text-repaired"]),
    ("margins", FEW, &[]),
    // The end of a letter.
    ("prose", FEW, &["cell-unmapped", "cell-unmapped"]),
];

fn pdfs(folder: PathBuf) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
        .collect();
    paths.sort();
    paths
}

fn kind(name: &str) -> PathBuf {
    fixture(&format!("pdf/kinds/{name}.pdf"))
}

fn rejected(entry: Entry) -> Rejected {
    match entry {
        Entry::Rejected(rejected) => *rejected,
        Entry::Submission(submission) => panic!("{} was read", submission.source.file),
    }
}

/// What a submission says of some indicators, as JSON pointers and values,
/// without the white space of texts.
fn content(submission: &Submission, shown: Option<&[u32]>) -> BTreeMap<String, Value> {
    let indicators: Vec<&Indicator> = submission
        .indicators
        .iter()
        .filter(|of| shown.is_none_or(|shown| of.no.is_some_and(|no| shown.contains(&no))))
        .collect();
    let whole = json!({
        "fiscal_year": submission.fiscal_year,
        "score_years": submission.score_years,
        "title": submission.title,
        "due": submission.due,
        "notes": submission.notes,
        "indicators": indicators,
    });
    let mut leaves = Vec::new();
    leaves_of(&whole, String::new(), &mut leaves);
    leaves
        .into_iter()
        .map(|pointer| {
            let value = match whole.pointer(&pointer).unwrap() {
                Value::String(text) => Value::String(without_space(text)),
                value => value.clone(),
            };
            (pointer, value)
        })
        .collect()
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The leaves that two contents do not share, a line for each.
fn differences(
    name: &str,
    found: &BTreeMap<String, Value>,
    expected: &BTreeMap<String, Value>,
) -> Vec<String> {
    let pointers: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    pointers
        .into_iter()
        .filter(|pointer| found.get(*pointer) != expected.get(*pointer))
        .map(|pointer| {
            let shown =
                |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
            format!(
                "{name} {pointer}\n  is   {}\n  not  {}",
                shown(found.get(pointer)),
                shown(expected.get(pointer))
            )
        })
        .collect()
}

/// Rule, indicator and item of every finding, sorted.
fn told(submission: &Submission) -> Vec<String> {
    let mut told: Vec<String> = submission
        .findings
        .iter()
        .map(|finding| {
            let indicator = finding.indicator.as_deref().unwrap_or("-");
            let item = finding.item.as_deref().unwrap_or("-");
            format!("{} {indicator} {item}", finding.rule)
        })
        .collect();
    told.sort();
    told
}

/// What two sorted lists of findings do not share, if anything.
fn told_apart(name: &str, found: &[String], expected: &[String]) -> Option<String> {
    let without = |some: &[String], others: &[String]| {
        let mut others = others.to_vec();
        let mut left = some.to_vec();
        left.retain(|one| match others.iter().position(|other| other == one) {
            Some(at) => {
                others.remove(at);
                false
            }
            None => true,
        });
        left.join(", ")
    };
    (found != expected).then(|| {
        format!(
            "{name}: finds besides: {}\n  and not: {}",
            without(found, expected),
            without(expected, found)
        )
    })
}

fn none(problems: &[String]) {
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_producer_prints_what_the_workbook_says() {
    let expected = content(&WORKBOOK, None);
    let mut problems = Vec::new();
    for (name, submission) in RENDERINGS.iter() {
        let content = content(submission, None);
        let found = differences(name, &content, &expected);
        if !found.is_empty() {
            problems.push(format!("{name}: {} leaves differ, such as", found.len()));
        }
        problems.extend(found.into_iter().take(5));
    }
    none(&problems);
}

#[test]
fn every_print_has_the_findings_of_the_workbook() {
    let expected = told(&WORKBOOK);
    assert!(!expected.is_empty());
    let mut problems = Vec::new();
    for (name, submission) in RENDERINGS.iter() {
        let mut expected = expected.clone();
        let fonts = CORRECTED.iter().find(|(corrected, _)| corrected == name);
        let fonts = fonts.map_or(0, |(_, fonts)| *fonts);
        expected.extend(vec!["text-repaired - -".to_owned(); fonts]);
        expected.sort();
        let found = told(submission);
        problems.extend(told_apart(name, &found, &expected));
        for finding in &submission.findings {
            if finding.rule == "text-repaired" && finding.severity != Severity::Info {
                problems.push(format!("{name}: {}", finding.message.en));
            }
        }
    }
    none(&problems);
}

/// The cells of an indicator's row, their runs of white space made one space.
fn cells(of: &Indicator) -> [String; 10] {
    let items = |standing, verdict: Value| {
        let items: Vec<String> = of
            .items
            .iter()
            .filter(|item| item.standing == standing)
            .map(|item| {
                let score = json!(item.score);
                format!(
                    "{}={score} {}",
                    item.code,
                    item.remark.as_deref().unwrap_or("")
                )
            })
            .collect();
        format!("{} {verdict}", items.join(" "))
    };
    let mut scores = of.scores.values().map(|score| json!(score).to_string());
    let mut measures: Vec<&str> = of.measures.preamble.as_deref().into_iter().collect();
    for measure in &of.measures.list {
        measures.push(&measure.text);
        measures.extend(measure.bullets.iter().map(|bullet| bullet.text.as_str()));
    }
    [
        json!(of.no).to_string(),
        of.name.clone(),
        scores.next().unwrap_or_default(),
        scores.next().unwrap_or_default(),
        json!(of.change).to_string(),
        items(Standing::Weak, json!(of.verdicts.weak)),
        items(Standing::Strong, json!(of.verdicts.strong)),
        measures.join(" "),
        of.responsible.as_written.clone(),
        of.result
            .as_ref()
            .map_or(String::new(), |result| result.text.clone()),
    ]
    .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Where one of two texts has a space that the other lacks, with the letters
/// around it: `+` before one too many, `-` before one that is missing.
fn spaces(found: &str, expected: &str) -> String {
    let (found, expected): (Vec<char>, Vec<char>) =
        (found.chars().collect(), expected.chars().collect());
    let (mut at, mut of) = (0, 0);
    let mut spaces = Vec::new();
    while at < found.len() || of < expected.len() {
        let (is, not) = (found.get(at), expected.get(of));
        if is == not {
            (at, of) = (at + 1, of + 1);
            continue;
        }
        let (sign, text, middle) = match (is, not) {
            (Some(' '), _) => ('+', &found, at),
            (_, Some(' ')) => ('-', &expected, of),
            _ => return "other letters".to_owned(),
        };
        let around = &text[middle.saturating_sub(8)..text.len().min(middle + 9)];
        spaces.push(format!("{sign}“{}”", around.iter().collect::<String>()));
        at += usize::from(sign == '+');
        of += usize::from(sign == '-');
    }
    spaces.join(" ")
}

/// How many of a rendering's 100 cells are as written at least.
///
/// The target is 97. These producers do not print the space at the end of a
/// line, and where the same words stand nowhere else in the report, nothing in
/// the file tells of it; by the rules of Thai such a break closes. ReportLab
/// prints spaces at every former line end of a row that it moves over a page
/// break, in eight cells of this file.
fn as_written(name: &str) -> usize {
    match name {
        "reportlab-sarabun.pdf" => 88,
        "weasyprint-laksaman.pdf" => 92,
        "xelatex-garuda.pdf" => 93,
        "chromium-sarabun.pdf" => 94,
        "chromium_sarabun.pdf" | "xelatex-norasi.pdf" => 96,
        _ => 97,
    }
}

#[test]
fn nearly_all_cells_are_as_written_with_their_spaces() {
    let expected: Vec<[String; 10]> = WORKBOOK.indicators.iter().map(cells).collect();
    assert_eq!(expected.len(), 10);
    let mut problems = Vec::new();
    for (name, submission) in RENDERINGS.iter() {
        let found: Vec<[String; 10]> = submission.indicators.iter().map(cells).collect();
        let mut wrong = Vec::new();
        for (row, expected) in expected.iter().enumerate() {
            for (column, expected) in expected.iter().enumerate() {
                let found = found.get(row).map_or("", |cells| &cells[column]);
                if found != expected {
                    let spaces = spaces(found, expected);
                    wrong.push(format!("  row {} column {}: {spaces}", row + 1, column + 1));
                }
            }
        }
        if 100 - wrong.len() < as_written(name) {
            problems.push(format!(
                "{name}: {} of 100\n{}",
                100 - wrong.len(),
                wrong.join("\n")
            ));
        }
    }
    none(&problems);
}

#[test]
fn every_kind_of_file_says_what_the_workbook_says() {
    let title = without_space(WORKBOOK.title.as_deref().unwrap());
    let mut problems = Vec::new();
    for (name, shown, besides) in KINDS {
        let submission = submission(&kind(name));
        let mut found = content(&submission, None);
        let mut expected = content(&WORKBOOK, Some(shown));
        if name == "prose" {
            // More stands above the title.
            let (whole, _) = (found.remove("/title"), expected.remove("/title"));
            assert!(whole.unwrap().as_str().unwrap().ends_with(&title), "{name}");
        }
        let differences = differences(name, &found, &expected);
        if !differences.is_empty() {
            problems.push(format!(
                "{name}: {} leaves differ, such as",
                differences.len()
            ));
        }
        problems.extend(differences.into_iter().take(5));
        let mut expected: Vec<String> = WORKBOOK
            .indicators
            .iter()
            .filter(|of| !shown.contains(&of.no.unwrap()))
            .map(|of| format!("indicator-missing {} -", of.name))
            .chain(besides.iter().map(|rule| format!("{rule} - -")))
            .collect();
        expected.sort();
        let found = told(&submission);
        problems.extend(told_apart(name, &found, &expected));
    }
    none(&problems);
}

#[test]
fn only_what_is_foreign_to_the_form_is_unmapped() {
    for (name, expected) in [
        ("margins", &[][..]),
        ("prose", &["จึงเรียนมาเพื่อโปรดทราบ", "ขอแสดงความนับถือ"]),
    ] {
        let submission = submission(&kind(name));
        let found: Vec<&str> = submission
            .findings
            .iter()
            .filter(|finding| finding.rule == "cell-unmapped")
            .map(|finding| finding.found.as_deref().unwrap())
            .collect();
        assert_eq!(found.len(), expected.len(), "{name}: {found:?}");
        for (found, start) in found.iter().zip(expected) {
            assert!(found.starts_with(start), "{name}: {found}");
        }
    }
}

#[test]
fn a_newer_revision_in_the_file_replaces_the_older() {
    let submission = submission(&kind("incremental"));
    let last = submission.indicators.last().unwrap();
    assert_eq!(last.no, Some(8));
    assert_eq!(json!(last.scores[&2563]), json!(85.81));
}

#[test]
fn a_password_opens_the_file_and_nothing_else_does() {
    let path = kind("password");
    for password in [None, Some("4321"), Some("")] {
        let rejected = rejected(read_file_with(&path, password));
        assert_eq!(rejected.reason, "encrypted", "{password:?}");
        assert!(rejected.message.th.contains("--password"));
        assert!(rejected.findings.is_empty());
    }
    let Entry::Submission(opened) = read_file_with(&path, Some("1234")) else {
        panic!("the password does not open it")
    };
    assert_eq!(opened.indicators, submission(&kind("plain")).indicators);
    // A password that is not needed does no harm.
    for name in ["plain", "empty-aes256"] {
        let entry = read_file_with(&kind(name), Some("1234"));
        assert!(matches!(entry, Entry::Submission(_)), "{name}");
    }
}

#[test]
fn a_file_whose_index_is_broken_is_read_and_says_so() {
    for name in ["bad-xref", "no-xref"] {
        let submission = submission(&kind(name));
        let repaired: Vec<Severity> = submission
            .findings
            .iter()
            .filter(|finding| finding.rule == "pdf-repaired")
            .map(|finding| finding.severity)
            .collect();
        assert_eq!(repaired, [Severity::Info], "{name}");
    }
}

#[test]
fn a_scan_is_named_and_a_scanned_page_too() {
    let scan = rejected(read_file(&kind("scan")));
    assert_eq!(scan.reason, "pdf-no-text");
    assert_eq!(scan.source.format, Some(Format::Pdf));
    let rules: Vec<&str> = scan.findings.iter().map(|f| f.rule.as_str()).collect();
    assert_eq!(rules, ["pdf-no-text"]);

    let mixed = submission(&kind("mixed"));
    assert_eq!(mixed.source.pages, Some(2));
    let page = mixed
        .findings
        .iter()
        .find(|finding| finding.rule == "pdf-no-text")
        .unwrap();
    assert_eq!(page.found.as_deref(), Some("2"));
    assert!(page.message.th.contains("หน้า 2 "), "{}", page.message.th);
}

#[test]
fn what_was_recognized_behind_a_scan_is_text_but_no_table() {
    // The page has no rules but those of its picture, which is not looked at.
    let rejected = rejected(read_file(&kind("invisible-text")));
    assert_eq!(rejected.reason, "table-not-found");
    let found: Vec<&str> = rejected.findings.iter().map(|f| f.rule.as_str()).collect();
    assert_eq!(found, ["table-not-found"]);
}

#[test]
fn the_source_tells_pages_and_producer() {
    let bytes = fs::read(kind("plain")).unwrap();
    assert_eq!(sniff(&bytes, &Limits::default()), Ok(Shape::Pages));
    for (name, pages, producer) in PRINTED {
        let (_, submission) = RENDERINGS.iter().find(|(file, _)| file == name).unwrap();
        let source = &submission.source;
        assert_eq!(source.format, Some(Format::Pdf), "{name}");
        assert_eq!((source.pages, source.sheets), (Some(pages), None), "{name}");
        let found = source.producer.as_deref().unwrap_or_default();
        assert!(found.starts_with(producer), "{name}: {found}");
    }
    for (name, pages) in [("plain", 1), ("broken-row", 2), ("footers", 2)] {
        assert_eq!(submission(&kind(name)).source.pages, Some(pages), "{name}");
    }
}

/// What is wrong with a place on one of `pages` pages.
fn misplaced(name: &str, origin: &Origin, pages: u32) -> Option<&'static str> {
    let page_size = if ["drawn-up", "drawn-down"].contains(&name) {
        (PAGE.1, PAGE.0)
    } else {
        PAGE
    };
    let Origin::Box {
        page,
        table,
        row,
        column,
        bbox: [x0, y0, x1, y1],
    } = origin
    else {
        return Some("is no box");
    };
    if !(1..=pages).contains(page) {
        Some("is on no page")
    } else if [table, row, column].iter().any(|count| **count < 1) {
        Some("does not count from 1")
    } else if x0 >= x1 || y0 >= y1 {
        Some("has no area")
    } else if *x0 < -0.5 || *y0 < -0.5 || *x1 > page_size.0 || *y1 > page_size.1 {
        Some("lies beside the page")
    } else {
        None
    }
}

#[test]
fn every_value_has_its_place_on_a_page() {
    let kinds = KINDS.map(|(name, ..)| (name.to_owned(), submission(&kind(name))));
    for (name, submission) in RENDERINGS.iter().chain(&kinds) {
        let pages = submission.source.pages.unwrap();
        let cells = submission.cells;
        assert_eq!(
            cells.read,
            cells.mapped + cells.structure + cells.unmapped,
            "{name}"
        );
        let whole = serde_json::to_value(submission).unwrap();
        let mut leaves = Vec::new();
        leaves_of(&whole["indicators"], "/indicators".to_owned(), &mut leaves);
        for pointer in leaves {
            assert!(
                submission.origins.contains_key(&pointer),
                "{name}: {pointer} has no place"
            );
        }
        for (pointer, origin) in &submission.origins {
            assert!(whole.pointer(pointer).is_some(), "{name}: {pointer}");
            assert_eq!(
                misplaced(name, origin, pages),
                None,
                "{name} {pointer} {origin:?}"
            );
        }
        for finding in &submission.findings {
            if let Some(origin) = &finding.origin {
                assert_eq!(
                    misplaced(name, origin, pages),
                    None,
                    "{name} {}",
                    finding.rule
                );
            }
        }
    }
}

#[test]
fn pages_that_look_the_same_have_their_values_at_the_same_places() {
    let plain = submission(&kind("plain"));
    for name in [
        "rotate-90",
        "rotate-180",
        "rotate-270",
        "crop-box",
        "user-unit",
        "form-xobject",
        "split-contents",
        "short-rules",
        "filled-rules",
        "picture-rules",
        "fake-bold",
        "object-streams",
    ] {
        let other = submission(&kind(name));
        assert!(plain.origins.keys().eq(other.origins.keys()), "{name}");
        for (pointer, origin) in &plain.origins {
            let place = |origin: &Origin| match *origin {
                Origin::Box {
                    page,
                    table,
                    row,
                    column,
                    bbox,
                } => ([page, table, row, column], bbox),
                Origin::Cell { .. } => panic!("{name} {pointer} is no box"),
            };
            let (numbers, bbox) = place(origin);
            let (others, other) = place(&other.origins[pointer]);
            assert_eq!(others, numbers, "{name} {pointer}");
            for (a, b) in bbox.iter().zip(other) {
                assert!(
                    (a - b).abs() <= 1.0,
                    "{name} {pointer}: {other:?} not {bbox:?}"
                );
            }
        }
    }
}

/// The same numbers in every run.
struct Xorshift(u64);

impl Xorshift {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

/// The reasons that a damaged PDF may be rejected for: whatever is left of it
/// is read, or said to be no report.
const REASONS: [&str; 7] = [
    "damaged",
    "empty",
    "encrypted",
    "pdf-no-text",
    "table-not-found",
    "too-large",
    "unsupported",
];

/// Reads bytes in this process and returns `submission` or the reason why not.
fn fate(bytes: &[u8], what: &str) -> String {
    let facts = common::facts();
    let read = || read_bytes(bytes, sender("ส.ตส.pdf"), &facts);
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Entry::Submission(_)) => "submission".to_owned(),
        Ok(Entry::Rejected(rejected)) => {
            assert!(
                REASONS.contains(&rejected.reason.as_str()),
                "{what}: {}",
                rejected.reason
            );
            assert!(!rejected.message.th.is_empty(), "{what}");
            rejected.reason
        }
        Err(_) => panic!("{what} makes the reader panic"),
    }
}

#[test]
fn a_file_that_is_cut_or_changed_anywhere_ends_in_a_submission_or_a_reason() {
    const STEP: usize = 997;
    const SEED: u64 = 0x5eed_2564;
    let mut random = Xorshift(SEED);
    let mut fates: BTreeMap<String, usize> = BTreeMap::new();
    for name in ["plain", "object-streams", "empty-aes256"] {
        let whole = fs::read(kind(name)).unwrap();
        for end in (0..whole.len()).step_by(STEP) {
            let fate = fate(&whole[..end], &format!("{name} cut at {end}"));
            *fates.entry(fate).or_default() += 1;
        }
        for start in (0..whole.len()).step_by(STEP) {
            for _ in 0..3 {
                let mut bytes = whole.clone();
                let at = start + random.below(STEP.min(whole.len() - start));
                let mask = 1 << random.below(8);
                bytes[at] ^= mask;
                let what = format!("{name} byte {at} changed by {mask:#04x} (seed {SEED:#x})");
                *fates.entry(fate(&bytes, &what)).or_default() += 1;
            }
        }
    }
    // Neither a reader that gives up at once nor one that sees no damage.
    assert!(fates["submission"] >= 10, "{fates:?}");
    assert!(fates.len() >= 3, "{fates:?}");
    assert_eq!(sniff(b"", &Limits::default()), Err(Error::Empty));
}
