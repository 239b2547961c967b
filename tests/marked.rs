//! The marked copy of an office's file: what may differ from the original, part
//! by part, and that the marks come and go without a trace.
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
    io::{Cursor, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use common::fixture;
use quick_xml::escape::unescape;
use regex::Regex;
use ruam::{
    excel,
    grid::Value as CellValue,
    limits::Limits,
    marks::{ANSWER, COMMENT, RESULTS},
    submission::Format,
};
use rust_xlsxwriter::{
    Chart, ChartType, Color, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation,
    Format as Look, Image, Note, Workbook,
};
use serde_json::Value;
use tempfile::TempDir;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// The tints, as src/annotate/styles.rs has them.
const TINTS: [(&str, &str); 3] = [
    ("error", "FFFFB9BF"),
    ("warning", "FFFFE79E"),
    ("info", "FFCDE3F8"),
];

/// A workbook, the parts of it that have to change, and those that are new.
struct Case {
    name: &'static str,
    changed: &'static [&'static str],
    new: &'static [&'static str],
}

/// What changes in every workbook, whose styles are always here.
const ALWAYS: [&str; 4] = [
    "[Content_Types].xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/workbook.xml",
];
const RESULTS_PART: &str = "xl/worksheets/ruam1.xml";

const CASES: [Case; 7] = [
    Case {
        name: "marked/openpyxl.xlsx",
        changed: &[
            "xl/comments/comment1.xml",
            "xl/comments/comment2.xml",
            "xl/drawings/commentsDrawing1.vml",
            "xl/drawings/commentsDrawing2.vml",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
            "xl/worksheets/sheet3.xml",
        ],
        new: &[
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/worksheets/_rels/sheet3.xml.rels",
        ],
    },
    Case {
        name: "marked/libreoffice.xlsx",
        changed: &[
            "xl/comments1.xml",
            "xl/comments2.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/drawings/vmlDrawing2.vml",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
            "xl/worksheets/sheet3.xml",
        ],
        new: &[
            "xl/comments3.xml",
            "xl/drawings/vmlDrawing3.vml",
            "xl/worksheets/_rels/sheet3.xml.rels",
        ],
    },
    Case {
        name: "marked/macros.xlsm",
        changed: &[
            "xl/comments/comment1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/worksheets/_rels/sheet2.xml.rels",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
            "xl/worksheets/sheet3.xml",
        ],
        new: &[
            "xl/comments1.xml",
            "xl/comments2.xml",
            "xl/drawings/vmlDrawing2.vml",
            "xl/worksheets/_rels/sheet3.xml.rels",
        ],
    },
    Case {
        name: "marked/threads.xlsx",
        changed: &[
            "xl/comments/comment1.xml",
            "xl/comments2.xml",
            "xl/drawings/vmlDrawing2.vml",
            "xl/persons/person.xml",
            "xl/threadedComments/threadedComment1.xml",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
            "xl/worksheets/sheet3.xml",
        ],
        new: &[
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/worksheets/_rels/sheet3.xml.rels",
        ],
    },
    Case {
        name: "marked/strict.xlsx",
        changed: &[
            "xl/comments/comment1.xml",
            "xl/comments/comment2.xml",
            "xl/drawings/commentsDrawing2.vml",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
            "xl/worksheets/sheet3.xml",
        ],
        new: &[
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/worksheets/_rels/sheet3.xml.rels",
        ],
    },
    Case {
        name: "marked/prefixed.xlsx",
        changed: &[
            "xl/comments/comment1.xml",
            "xl/comments/comment2.xml",
            "xl/drawings/commentsDrawing2.vml",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
            "xl/worksheets/sheet3.xml",
        ],
        new: &[
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/worksheets/_rels/sheet3.xml.rels",
        ],
    },
    Case {
        name: "rust_xlsxwriter.xlsm",
        changed: &[
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
            "xl/worksheets/_rels/sheet1.xml.rels",
        ],
        new: &["xl/comments2.xml", "xl/drawings/vmlDrawing2.vml"],
    },
];

// --- The program --------------------------------------------------------------

fn ruam(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(args)
        .env_remove("NO_COLOR")
        .output()
        .unwrap()
}

fn text_of(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Marks a file, which must be read.
fn mark(input: &Path, copy: &Path) {
    let output = ruam(&["check", "-q", text_of(input), "--marked", text_of(copy)]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{}: {said}",
        input.display()
    );
}

/// The findings of a file.
fn findings(path: &Path) -> Vec<Value> {
    let output = ruam(&["check", "-q", "--format", "json", text_of(path)]);
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// What a finding says, whatever its file is called.
fn said(finding: &Value) -> String {
    ["rule", "severity", "origin", "message", "explained"]
        .map(|field| finding[field].to_string())
        .join(" ")
}

fn all_said(path: &Path) -> Vec<String> {
    findings(path).iter().map(said).collect()
}

/// The sentence without its place.
fn sentence(finding: &Value) -> &str {
    let message = finding["message"]["th"].as_str().unwrap();
    message.split_once(": ").unwrap().1
}

/// The address of a cell, on a sheet or on a page.
fn address(cell: &Value) -> String {
    let on_page = ["page", "table", "row", "column"].map(|field| cell[field].to_string());
    let address = cell["cell"].as_str().map(str::to_owned);
    address.unwrap_or_else(|| on_page.join("/"))
}

/// The cells of a file by sheet: their texts by address.
fn grids(path: &Path) -> Vec<(String, Vec<(String, String)>)> {
    let output = ruam(&["extract", "-q", "--grid", text_of(path)]);
    let grid: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let cell = |cell: &Value| (address(cell), text(&cell["text"]));
    let tables = grid["tables"].as_array().unwrap().iter();
    tables
        .map(|table| {
            let cells = table["cells"].as_array().unwrap();
            (text(&table["sheet"]), cells.iter().map(cell).collect())
        })
        .collect()
}

// --- Containers ---------------------------------------------------------------

/// The parts of a container.
#[derive(Clone)]
struct Parts(BTreeMap<String, Vec<u8>>);

impl Parts {
    fn open(path: &Path) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
        let mut parts = BTreeMap::new();
        for at in 0..archive.len() {
            let mut member = archive.by_index(at).unwrap();
            let name = member.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes).unwrap();
            assert!(
                parts.insert(name.clone(), bytes).is_none(),
                "{name} is there twice"
            );
        }
        Self(parts)
    }

    fn write(&self, path: &Path) {
        let mut archive = ZipWriter::new(fs::File::create(path).unwrap());
        for (name, bytes) in &self.0 {
            if name.ends_with('/') {
                continue;
            }
            archive
                .start_file(name.as_str(), SimpleFileOptions::default())
                .unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap();
    }

    fn text(&self, name: &str) -> &str {
        let bytes = self.0.get(name).unwrap_or_else(|| panic!("no {name}"));
        std::str::from_utf8(bytes).unwrap()
    }

    fn set(&mut self, name: &str, text: String) {
        self.0.insert(name.to_owned(), text.into_bytes());
    }

    /// Replaces text in all parts; it must be there.
    fn replace(&mut self, old: &str, new: &str) {
        let mut count = 0;
        for bytes in self.0.values_mut() {
            if let Ok(text) = std::str::from_utf8(bytes)
                && text.contains(old)
            {
                *bytes = text.replace(old, new).into_bytes();
                count += 1;
            }
        }
        assert!(count > 0, "{old} is nowhere");
    }

    /// What a part refers to: id, word of the kind, target.
    fn relations(&self, part: &str) -> Vec<(String, String, String)> {
        let (folder, file) = part.rsplit_once('/').unwrap();
        let Some(bytes) = self.0.get(&format!("{folder}/_rels/{file}.rels")) else {
            return Vec::new();
        };
        let tags = tags(std::str::from_utf8(bytes).unwrap(), "Relationship");
        let relation = |tag: &str| {
            let kind = attribute(tag, "Type").unwrap();
            let target = attribute(tag, "Target").unwrap();
            let mut path: Vec<&str> = folder.split('/').collect();
            if target.starts_with('/') {
                path.clear();
            }
            for step in target.split('/').filter(|step| !step.is_empty()) {
                if step == ".." {
                    path.pop();
                } else {
                    path.push(step);
                }
            }
            let word = kind.rsplit('/').next().unwrap().to_owned();
            (attribute(tag, "Id").unwrap(), word, path.join("/"))
        };
        tags.iter().map(|tag| relation(tag)).collect()
    }

    fn related(&self, part: &str, word: &str) -> Option<String> {
        let relations = self.relations(part);
        relations.into_iter().find(|r| r.1 == word).map(|r| r.2)
    }

    /// The sheets in their order: name and part.
    fn sheets(&self) -> Vec<(String, String)> {
        let relations = self.relations("xl/workbook.xml");
        let sheet = |tag: &str| {
            let id = attribute(tag, "r:id").unwrap();
            let part = relations.iter().find(|r| r.0 == id).unwrap().2.clone();
            (attribute(tag, "name").unwrap(), part)
        };
        let tags = tags(self.text("xl/workbook.xml"), "sheet");
        tags.iter().map(|tag| sheet(tag)).collect()
    }

    fn part_of(&self, sheet: &str) -> String {
        let sheets = self.sheets();
        sheets.into_iter().find(|s| s.0 == sheet).unwrap().1
    }

    /// The format of a cell, as it is written.
    fn format(&self, sheet: &str, cell: &str) -> String {
        let part = self.part_of(sheet);
        let cells = tags(self.text(&part), "c");
        let tag = cells
            .iter()
            .find(|tag| attribute(tag, "r").as_deref() == Some(cell))
            .unwrap_or_else(|| panic!("no cell {sheet}!{cell}"));
        let format: usize = attribute(tag, "s").map_or(0, |s| s.parse().unwrap());
        entries(self.text("xl/styles.xml"), "cellXfs")[format].clone()
    }

    /// The fill of a cell, as it is written.
    fn fill(&self, sheet: &str, cell: &str) -> String {
        let fill: usize = attribute(&self.format(sheet, cell), "fillId")
            .unwrap()
            .parse()
            .unwrap();
        entries(self.text("xl/styles.xml"), "fills")[fill].clone()
    }

    /// The comments of a sheet by cell.
    fn comments(&self, sheet: &str) -> BTreeMap<String, Comment> {
        let Some(part) = self.related(&self.part_of(sheet), "comments") else {
            return BTreeMap::new();
        };
        let text = self.text(&part);
        let authors: Vec<String> = elements(text, "author").iter().map(|e| words(e)).collect();
        let mut comments = BTreeMap::new();
        for comment in elements(text, "comment") {
            let cell = attribute(&comment, "ref").unwrap();
            let author: usize = attribute(&comment, "authorId").unwrap().parse().unwrap();
            let texts: String = elements(&comment, "t").iter().map(|e| words(e)).collect();
            let known = Comment {
                author: authors[author].clone(),
                words: texts,
                raw: comment.clone(),
            };
            let before = comments.insert(cell.clone(), known);
            assert!(before.is_none(), "{cell} has two comments");
        }
        comments
    }
}

struct Comment {
    author: String,
    words: String,
    /// The whole element.
    raw: String,
}

/// Tags and what stands between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        if open > 0 {
            tokens.push(&rest[..open]);
        }
        let close = open + rest[open..].find('>').unwrap() + 1;
        tokens.push(&rest[open..close]);
        rest = &rest[close..];
    }
    if !rest.is_empty() {
        tokens.push(rest);
    }
    tokens
}

fn name(tag: &str) -> &str {
    let end = tag
        .find(|c: char| c.is_whitespace() || c == '>')
        .unwrap_or(tag.len());
    let name = tag[..end].trim_matches(['<', '/']);
    name.rsplit(':').next().unwrap()
}

/// The opening tags called `wanted`, without their prefix.
fn tags(text: &str, wanted: &str) -> Vec<String> {
    let opens = |token: &&str| token.starts_with('<') && !token.starts_with("</");
    tokens(text)
        .into_iter()
        .filter(opens)
        .filter(|tag| name(tag) == wanted)
        .map(str::to_owned)
        .collect()
}

/// The elements called `wanted`, as they are written, none in another.
fn elements(text: &str, wanted: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for token in tokens(text) {
        let is_tag = token.starts_with('<') && name(token) == wanted;
        if is_tag && !token.starts_with("</") {
            found.push(String::new());
            open = true;
        }
        if let Some(last) = found.last_mut().filter(|_| open) {
            last.push_str(token);
        }
        if is_tag && (token.starts_with("</") || token.ends_with("/>")) {
            open = false;
        }
    }
    found
}

/// The elements directly in the one called `list`.
fn entries(text: &str, list: &str) -> Vec<String> {
    let Some(whole) = elements(text, list).into_iter().next() else {
        return Vec::new();
    };
    let mut entries = Vec::new();
    let mut depth = 0;
    for token in tokens(&whole) {
        let closes = token.starts_with("</");
        let is_tag = token.starts_with('<');
        if is_tag && !closes {
            if depth == 1 {
                entries.push(String::new());
            }
            depth += 1;
        }
        if let Some(last) = entries.last_mut().filter(|_| depth > 1) {
            last.push_str(token);
        }
        if is_tag && (closes || token.ends_with("/>")) {
            depth -= 1;
        }
    }
    entries
}

/// The texts in an element.
fn words(element: &str) -> String {
    let texts = tokens(element);
    let texts = texts.iter().filter(|token| !token.starts_with('<'));
    let text: String = texts.copied().collect();
    unescape(&text).unwrap().into_owned()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let pattern = format!(r#"\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')"#);
    let found = Regex::new(&pattern).unwrap().captures(tag)?;
    let value = found.get(1).or(found.get(2)).unwrap().as_str();
    Some(unescape(value).unwrap().into_owned())
}

/// A tag without an attribute.
fn without(tag: &str, name: &str) -> String {
    let pattern = format!(r#"\s{name}\s*=\s*("[^"]*"|'[^']*')"#);
    Regex::new(&pattern).unwrap().replace(tag, "").into_owned()
}

// --- Files that are made here -------------------------------------------------

/// The report as `rust_xlsxwriter` writes it, macros and all.
fn rust_xlsxwriter(folder: &Path) -> PathBuf {
    let bytes = fs::read(fixture("excel/fio.xlsx")).unwrap();
    let document = excel::read(&bytes, Format::Xlsx, &Limits::default(), &mut || {}).unwrap();
    let macros = Parts::open(&fixture("marked/macros.xlsm"));
    let project = folder.join("vbaProject.bin");
    fs::write(&project, &macros.0["xl/vbaProject.bin"]).unwrap();
    let picture = Parts::open(&fixture("marked/openpyxl.xlsx"));
    let picture = Image::new_from_buffer(&picture.0["xl/media/image1.png"]).unwrap();

    let mut book = Workbook::new();
    book.add_vba_project(&project).unwrap();
    let cover = book.add_worksheet();
    cover.set_name("ปก").unwrap();
    cover.write_string(0, 0, "แบบรายงาน").unwrap();
    for row in 1..4 {
        cover.write_number(row, 1, f64::from(row)).unwrap();
    }
    cover.write_formula(4, 1, "=SUM(B2:B4)").unwrap();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values(("ปก", 1, 1, 3, 1));
    cover.insert_chart(0, 4, &chart).unwrap();
    cover.insert_image(18, 0, &picture).unwrap();
    let red = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::GreaterThan(2))
        .set_format(Look::new().set_background_color(Color::Red));
    cover.add_conditional_format(1, 1, 3, 1, &red).unwrap();

    let sheet = book.add_worksheet();
    sheet.set_name("ITA2564").unwrap();
    let yellow = Look::new().set_background_color(Color::Yellow);
    for cell in &document.grids[0].cells {
        let column = u16::try_from(cell.column).unwrap();
        match (&cell.value, cell.value.text().parse::<f64>()) {
            (CellValue::Number(_), Ok(number)) => {
                sheet.write_number(cell.row, column, number).unwrap()
            }
            (_, _) if (cell.row, cell.column) == (14, 5) => sheet
                .write_string_with_format(cell.row, column, cell.value.text(), &yellow)
                .unwrap(),
            _ => sheet
                .write_string(cell.row, column, cell.value.text())
                .unwrap(),
        };
    }
    let note = Note::new("ยืนยันตามหนังสือ ส.วป.").set_author("สมหญิง");
    sheet.insert_note(5, 5, &note).unwrap();
    let choice = DataValidation::new()
        .allow_list_strings(&["ทุกสำนัก", "ส.บก."])
        .unwrap();
    sheet.add_data_validation(4, 8, 15, 8, &choice).unwrap();
    sheet.set_print_area(0, 0, 16, 9).unwrap();
    sheet.set_repeat_rows(2, 3).unwrap();
    sheet.set_active(true);
    let path = folder.join("rust_xlsxwriter.xlsm");
    book.save(&path).unwrap();
    path
}

/// A workbook of the cases and its marked copy.
struct Pair {
    original: PathBuf,
    copy: PathBuf,
    _folder: TempDir,
}

impl Pair {
    fn make(name: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let kept = fixture(name);
        let original = if kept.exists() {
            kept
        } else {
            rust_xlsxwriter(folder.path())
        };
        let extension = original.extension().unwrap().to_str().unwrap();
        let copy = folder.path().join(format!("copy.{extension}"));
        mark(&original, &copy);
        Self {
            original,
            copy,
            _folder: folder,
        }
    }

    /// Another file beside the copy, of its kind.
    fn beside(&self, stem: &str) -> PathBuf {
        let extension = self.copy.extension().unwrap().to_str().unwrap();
        self.copy.with_file_name(format!("{stem}.{extension}"))
    }
}

/// The findings that have a cell, by sheet and cell.
fn by_cell(findings: &[Value]) -> BTreeMap<(String, String), Vec<&Value>> {
    let mut by_cell: BTreeMap<_, Vec<&Value>> = BTreeMap::new();
    for finding in findings {
        if finding["origin"].is_object() {
            let sheet = finding["origin"]["sheet"].as_str().unwrap_or_default();
            by_cell
                .entry((sheet.to_owned(), address(&finding["origin"])))
                .or_default()
                .push(finding);
        }
    }
    by_cell
}

/// The tint of the worst of findings.
fn tint(findings: &[&Value]) -> &'static str {
    let found = |severity: &str| findings.iter().any(|f| f["severity"] == severity);
    TINTS.iter().find(|(of, _)| found(of)).unwrap().1
}

// --- The parts ----------------------------------------------------------------

#[test]
fn only_the_parts_differ_that_had_to() {
    for case in CASES {
        let pair = Pair::make(case.name);
        let (original, copy) = (Parts::open(&pair.original), Parts::open(&pair.copy));
        let lost: Vec<&String> = original
            .0
            .keys()
            .filter(|name| !copy.0.contains_key(*name))
            .collect();
        assert!(lost.is_empty(), "{}: lost {lost:?}", case.name);
        let mut changed: Vec<&str> = Vec::new();
        let mut new: Vec<&str> = Vec::new();
        for (name, bytes) in &copy.0 {
            match original.0.get(name) {
                None => new.push(name),
                Some(before) if before != bytes => changed.push(name),
                Some(_) => {}
            }
        }
        let mut may_change: Vec<&str> = ALWAYS.to_vec();
        may_change.extend(case.changed);
        may_change.sort_unstable();
        assert_eq!(changed, may_change, "{}: changed", case.name);
        let mut may_come: Vec<&str> = vec![RESULTS_PART];
        may_come.extend(case.new);
        may_come.sort_unstable();
        assert_eq!(new, may_come, "{}: new", case.name);
    }
}

/// A sheet as it was before it was marked, given as it was, and the cells whose
/// format changed.
fn unmarked_sheet(copy: &str, original: &str) -> (String, BTreeSet<String>) {
    let mut cells = BTreeSet::new();
    let had_drawing = original.contains("legacyDrawing");
    let copy = tokens(copy).into_iter();
    let mut before = tokens(original).into_iter();
    let mut undone = String::new();
    for token in copy {
        let tag = token.starts_with('<') && !token.starts_with("</");
        if tag && name(token) == "legacyDrawing" && !had_drawing {
            continue;
        }
        let was = before.next().unwrap_or_default();
        let differs_in = match name(token) {
            "c" if tag => Some("s"),
            "sheetView" if tag => Some("tabSelected"),
            _ => None,
        };
        let same = |of: &str| without(token, of) == without(was, of);
        if token != was && differs_in.is_some_and(same) {
            cells.extend(attribute(token, "r"));
            undone.push_str(was);
        } else {
            undone.push_str(token);
        }
    }
    (undone, cells)
}

/// Tags that `copy` has more than `original`, which is otherwise the same.
fn added_tags<'t>(copy: &'t str, original: &str) -> Vec<&'t str> {
    let mut added = Vec::new();
    let mut before = tokens(original).into_iter().peekable();
    for token in tokens(copy) {
        if before.peek() == Some(&token) {
            before.next();
        } else {
            added.push(token);
        }
    }
    assert_eq!(before.next(), None, "something is lost");
    added
}

#[test]
fn a_sheet_differs_in_the_formats_of_marked_cells_only() {
    for case in CASES {
        let pair = Pair::make(case.name);
        let (original, copy) = (Parts::open(&pair.original), Parts::open(&pair.copy));
        let found = findings(&pair.original);
        let marked = by_cell(&found);
        for (sheet, part) in original.sheets() {
            let before = original.text(&part);
            let (undone, cells) = unmarked_sheet(copy.text(&part), before);
            assert!(undone == before, "{}: {part} differs in more", case.name);
            let of_sheet = marked.keys().filter(|(name, _)| *name == sheet);
            let expected: BTreeSet<String> = of_sheet.map(|(_, cell)| cell.clone()).collect();
            assert_eq!(cells, expected, "{}: {sheet}", case.name);
            let selected = tags(copy.text(&part), "sheetView");
            let selected = attribute(&selected[0], "tabSelected");
            assert!(
                !matches!(selected.as_deref(), Some("1" | "true")),
                "{}: {sheet} is selected too",
                case.name
            );
        }
    }
}

#[test]
fn styles_and_lists_only_grow() {
    for case in CASES {
        let pair = Pair::make(case.name);
        let (original, copy) = (Parts::open(&pair.original), Parts::open(&pair.copy));
        let (before, after) = (original.text("xl/styles.xml"), copy.text("xl/styles.xml"));
        let mut undone = after.to_owned();
        for list in ["fonts", "fills", "cellXfs"] {
            let (old, new) = (entries(before, list), entries(after, list));
            assert_eq!(old, new[..old.len()], "{}: {list}", case.name);
            let whole = elements(&undone, list).remove(0);
            let open = &tags(before, list)[0];
            let last = tokens(&whole).pop().unwrap();
            let count: usize = attribute(&tags(after, list)[0], "count")
                .unwrap()
                .parse()
                .unwrap();
            assert_eq!(count, new.len(), "{}: {list}", case.name);
            let shorter = format!("{}{last}", inner(before, list, open));
            undone = undone.replacen(&whole, &shorter, 1);
        }
        assert!(undone == before, "{}: the styles differ in more", case.name);

        // The directories of the container.
        let part = "xl/_rels/workbook.xml.rels";
        let added = added_tags(copy.text(part), original.text(part));
        assert_eq!(added.len(), 1, "{}: {added:?}", case.name);
        assert_eq!(
            attribute(added[0], "Target").as_deref(),
            Some("/xl/worksheets/ruam1.xml")
        );
        let part = "[Content_Types].xml";
        let added = added_tags(copy.text(part), original.text(part));
        for tag in &added {
            let new = attribute(tag, "PartName").map_or_else(
                || attribute(tag, "Extension") == Some("vml".to_owned()),
                |name| name == format!("/{RESULTS_PART}") || case.new.contains(&&name[1..]),
            );
            assert!(new, "{}: {tag}", case.name);
        }
        for kind in ["Override", "Default"] {
            let tags = tags(copy.text(part), kind);
            let names = |tag: &String| attribute(tag, "PartName").or(attribute(tag, "Extension"));
            let names: BTreeSet<String> = tags.iter().filter_map(names).collect();
            assert_eq!(
                names.len(),
                tags.len(),
                "{}: something is said twice",
                case.name
            );
        }
    }
}

/// The opening tag of a list and what stands in it.
fn inner(text: &str, list: &str, open: &str) -> String {
    let whole = elements(text, list).remove(0);
    let last = tokens(&whole).pop().unwrap().len();
    assert!(whole.starts_with(open));
    whole[..whole.len() - last].to_owned()
}

#[test]
fn the_workbook_lists_one_sheet_more_and_nothing_else_moves() {
    let local = Regex::new(r#"localSheetId=(["'])(\d+)["']"#).unwrap();
    for case in CASES {
        let pair = Pair::make(case.name);
        let (original, copy) = (Parts::open(&pair.original), Parts::open(&pair.copy));
        let before = original.text("xl/workbook.xml");
        let after = copy.text("xl/workbook.xml");
        let mut undone = String::new();
        let mut was = tokens(before).into_iter();
        for token in tokens(after) {
            if name(token) == "sheet" && token.contains("name=\"ผลตรวจ\"") {
                continue;
            }
            let old = was.next().unwrap_or_default();
            let view = |tag: &str| without(&without(tag, "activeTab"), "firstSheet");
            if name(token) == "workbookView" && view(token) == view(old) {
                assert_eq!(attribute(token, "activeTab").as_deref(), Some("0"));
                undone.push_str(old);
                continue;
            }
            let back = local.replace(token, |found: &regex::Captures<'_>| {
                let number: u32 = found[2].parse().unwrap();
                format!("localSheetId={}{}{}", &found[1], number - 1, &found[1])
            });
            undone.push_str(&back);
        }
        assert!(undone == before, "{}: {after}", case.name);
        let names = |parts: &Parts| parts.sheets().into_iter().map(|sheet| sheet.0);
        let expected: Vec<String> = std::iter::once("ผลตรวจ".to_owned())
            .chain(names(&original))
            .collect();
        assert_eq!(names(&copy).collect::<Vec<_>>(), expected);
        let ids: Vec<String> = tags(after, "sheet")
            .iter()
            .map(|tag| attribute(tag, "sheetId").unwrap())
            .collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        // A name that belongs to a sheet still does.
        for tag in tags(after, "definedName") {
            if let Some(local) = attribute(&tag, "localSheetId") {
                assert_ne!(local, "0", "{}: {tag}", case.name);
            }
        }
    }
}

#[test]
fn a_drawing_of_comments_gets_boxes_and_keeps_its_own() {
    let rows = Regex::new(r"<(?:\w+:)?Row>(\d+)</(?:\w+:)?Row>\s*<(?:\w+:)?Column>(\d+)<").unwrap();
    let ours = Regex::new(
        r#"(?s)<v:shape(type)? xmlns:v="[^"]*" xmlns:o="[^"]*" xmlns:x="[^"]*" id=.*?</v:shape(type)?>"#,
    )
    .unwrap();
    for case in CASES {
        let pair = Pair::make(case.name);
        let (original, copy) = (Parts::open(&pair.original), Parts::open(&pair.copy));
        for (sheet, part) in original.sheets() {
            let Some(drawing) = copy.related(&part, "vmlDrawing") else {
                assert_eq!(copy.comments(&sheet).len(), 0);
                continue;
            };
            let text = copy.text(&drawing);
            if original.0.contains_key(&drawing) {
                let undone = ours.replace_all(text, "");
                assert!(
                    undone == original.text(&drawing),
                    "{}: {drawing}",
                    case.name
                );
            }
            // One box for each comment, all with ids of their own.
            let boxes: BTreeSet<(u32, u32)> = rows
                .captures_iter(text)
                .map(|found| (found[1].parse().unwrap(), found[2].parse().unwrap()))
                .collect();
            let comments = copy.comments(&sheet);
            assert_eq!(boxes.len(), comments.len(), "{}: {drawing}", case.name);
            assert_eq!(boxes.len(), rows.captures_iter(text).count());
            // LibreOffice calls all of its own alike.
            let ids: Vec<String> = tags(text, "shape")
                .iter()
                .filter_map(|tag| attribute(tag, "id"))
                .filter(|id| id != "shape_0")
                .collect();
            let distinct: BTreeSet<&String> = ids.iter().collect();
            assert_eq!(
                distinct.len(),
                ids.len(),
                "{}: {drawing}: {ids:?}",
                case.name
            );
        }
    }
}

// --- The marks ----------------------------------------------------------------

#[test]
fn every_cell_of_a_finding_is_filled_and_explained_and_comments_are_kept() {
    for case in CASES {
        let pair = Pair::make(case.name);
        let (original, copy) = (Parts::open(&pair.original), Parts::open(&pair.copy));
        let found = findings(&pair.original);
        let marked = by_cell(&found);
        assert!(marked.len() > 5, "{}", case.name);
        for ((sheet, cell), found) in &marked {
            let at = format!("{}: {sheet}!{cell}", case.name);
            let fill = copy.fill(sheet, cell);
            assert!(fill.contains(tint(found)), "{at}: {fill}");
            // Nothing but the fill is another.
            let rest = |parts: &Parts| {
                let format = parts.format(sheet, cell);
                without(&without(&format, "fillId"), "applyFill")
            };
            assert_eq!(rest(&original), rest(&copy), "{at}");
            let comment = &copy.comments(sheet)[cell];
            if comment.author.starts_with("tc=") {
                // Excel writes this one anew from the thread.
                assert_eq!(comment.raw, original.comments(sheet)[cell].raw);
                continue;
            }
            let lines: Vec<&str> = comment.words.lines().collect();
            for finding in found {
                let rule = finding["rule"].as_str().unwrap();
                let expected = format!("{} [{rule}]", sentence(finding));
                assert!(
                    lines.iter().any(|line| line.ends_with(&expected)),
                    "{at}: {lines:?}"
                );
            }
            let warned = found.iter().any(|finding| finding["severity"] == "warning");
            assert_eq!(comment.words.contains(ANSWER), warned, "{at}");
        }
        for (sheet, _) in original.sheets() {
            let after = copy.comments(&sheet);
            for (cell, comment) in original.comments(&sheet) {
                let at = format!("{}: {sheet}!{cell}", case.name);
                let kept = &after[&cell];
                assert_eq!(kept.author, comment.author, "{at}");
                if !kept.words.contains(COMMENT) {
                    assert_eq!(kept.raw, comment.raw, "{at}");
                    continue;
                }
                let above = format!("{}\n\n{COMMENT}", comment.words);
                assert!(kept.words.starts_with(&above), "{at}: {}", kept.words);
                for run in elements(&comment.raw, "r") {
                    assert!(kept.raw.contains(&run), "{at}: {}", kept.raw);
                }
            }
        }
    }
}

#[test]
fn the_copy_says_the_same_and_is_marked_only_once() {
    for case in CASES {
        let pair = Pair::make(case.name);
        assert_eq!(
            all_said(&pair.original),
            all_said(&pair.copy),
            "{}",
            case.name
        );
        let again = pair.beside("again");
        mark(&pair.copy, &again);
        let (copy, twice) = (Parts::open(&pair.copy), Parts::open(&again));
        for (name, bytes) in &twice.0 {
            assert!(
                copy.0.get(name) == Some(bytes),
                "{}: {name} changed again",
                case.name
            );
        }
        assert!(
            fs::read(&pair.copy).unwrap() == fs::read(&again).unwrap(),
            "{}: the container changed again",
            case.name
        );
    }
}

#[test]
fn what_is_put_right_loses_its_mark_and_gets_its_own_look_back() {
    for case in CASES {
        let pair = Pair::make(case.name);
        let mut repaired = Parts::open(&pair.copy);
        repaired.replace("85.69", "84.69");
        let (mended, again) = (pair.beside("mended"), pair.beside("again"));
        repaired.write(&mended);
        mark(&mended, &again);
        let (original, copy) = (Parts::open(&pair.original), Parts::open(&again));
        let left = findings(&again);
        let left = by_cell(&left);
        for cell in ["F15", "H15"] {
            let at = format!("{}: {cell}", case.name);
            let sheet = "ITA2564";
            assert!(!left.contains_key(&(sheet.to_owned(), cell.to_owned())));
            assert_eq!(copy.fill(sheet, cell), original.fill(sheet, cell), "{at}");
            assert_eq!(
                copy.format(sheet, cell),
                original.format(sheet, cell),
                "{at}"
            );
            let raw = |parts: &Parts| parts.comments(sheet).get(cell).map(|c| c.raw.clone());
            let words = |parts: &Parts| parts.comments(sheet).get(cell).map(|c| c.words.clone());
            assert_eq!(words(&copy), words(&original), "{at}");
            // A bare text has become a run, which reads the same.
            if raw(&original).is_some_and(|raw| !elements(&raw, "r").is_empty()) {
                assert_eq!(raw(&copy), raw(&original), "{at}");
            }
        }
        let drawing = copy
            .related(&copy.part_of("ITA2564"), "vmlDrawing")
            .unwrap();
        let boxes = copy.text(&drawing).matches("ObjectType=\"Note\"").count();
        assert_eq!(boxes, copy.comments("ITA2564").len(), "{}", case.name);
    }
}

#[test]
fn an_answer_in_our_comment_explains_the_warning_and_stays() {
    for case in CASES {
        let pair = Pair::make(case.name);
        let mut answered = Parts::open(&pair.copy);
        let part = answered
            .related(&answered.part_of("ITA2564"), "comments")
            .unwrap();
        let text = answered.text(&part).to_owned();
        let comment = &answered.comments("ITA2564")["H5"].raw;
        let empty = format!("{ANSWER} ");
        assert_eq!(comment.matches(&empty).count(), 1, "{}", case.name);
        let new = comment.replace(&empty, &format!("{ANSWER} ตามคำสั่งที่ 12/2564 &amp; ยืนยันแล้ว"));
        let text = text.replace(comment.as_str(), &new);
        answered.set(&part, text);
        let (file, again) = (pair.beside("answered"), pair.beside("again"));
        answered.write(&file);
        mark(&file, &again);
        for path in [&file, &again] {
            let found = findings(path);
            let warning = found
                .iter()
                .find(|f| f["rule"] == "office-ambiguous" && f["origin"]["cell"] == "H5")
                .unwrap();
            assert_eq!(
                warning["explained"], "ตามคำสั่งที่ 12/2564 & ยืนยันแล้ว",
                "{}",
                case.name
            );
            let other = found
                .iter()
                .find(|f| f["rule"] == "office-unknown")
                .unwrap();
            assert_eq!(other["explained"], Value::Null);
        }
        let copy = Parts::open(&again);
        let kept = &copy.comments("ITA2564")["H5"].words;
        assert!(
            kept.ends_with("คำชี้แจง: ตามคำสั่งที่ 12/2564 & ยืนยันแล้ว"),
            "{kept}"
        );
        assert_eq!(kept.matches(COMMENT).count(), 1);
        assert!(
            copy.text(RESULTS_PART)
                .contains("ตามคำสั่งที่ 12/2564 &amp; ยืนยันแล้ว")
        );
    }
}

#[test]
fn a_thread_gets_a_reply_of_ours_and_an_answer_below_it_explains_the_warning() {
    const THREADS: &str = "xl/threadedComments/threadedComment1.xml";
    let pair = Pair::make("marked/threads.xlsx");
    let original = Parts::open(&pair.original).text(THREADS).to_owned();
    let mut copy = Parts::open(&pair.copy);
    let marked = copy.text(THREADS).to_owned();
    let replies = |text: &str| -> Vec<String> { elements(text, "threadedComment") };
    let (before, after) = (replies(&original), replies(&marked));
    assert_eq!(before.len(), 2);
    assert_eq!(after[..2], before[..], "what people wrote stays as it is");
    let [ours] = &after[2..] else {
        panic!("{after:?}")
    };
    assert_eq!(attribute(ours, "ref").unwrap(), "F6");
    assert_eq!(attribute(ours, "parentId"), attribute(&before[0], "id"));
    let said = words(ours);
    assert!(
        said.starts_with(COMMENT) && said.contains("[weak-above-target]"),
        "{said}"
    );
    let person = attribute(ours, "personId").unwrap();
    assert!(copy.text("xl/persons/person.xml").contains(&person));
    // An answer as Excel writes it, behind ours.
    let first = attribute(&before[0], "id").unwrap();
    let author = attribute(&before[0], "personId").unwrap();
    let answer = format!(
        r#"<threadedComment ref="F6" dT="2021-03-06T10:00:00.00" personId="{author}" id="{{00000000-0000-4000-8000-000000000001}}" parentId="{first}"><text>คงไว้ตามที่ปรึกษา</text></threadedComment>"#
    );
    copy.set(
        THREADS,
        marked.replace(ours.as_str(), &format!("{ours}{answer}")),
    );
    let (file, again) = (pair.beside("answered"), pair.beside("again"));
    copy.write(&file);
    mark(&file, &again);
    let found = findings(&again);
    let warning = found
        .iter()
        .find(|f| f["rule"] == "weak-above-target" && f["item"] == "O29");
    let explained = warning.unwrap()["explained"].as_str().unwrap();
    assert!(explained.contains("คงไว้ตามที่ปรึกษา"), "{explained}");
    assert!(!explained.contains(COMMENT), "{explained}");
    let text = Parts::open(&again).text(THREADS).to_owned();
    assert_eq!(text.matches(COMMENT).count(), 1);
    assert_eq!(
        text,
        Parts::open(&file).text(THREADS),
        "marked again it is the same"
    );
}

#[test]
fn the_first_sheet_lists_all_findings_with_links() {
    for case in CASES {
        let pair = Pair::make(case.name);
        let copy = Parts::open(&pair.copy);
        let found = findings(&pair.original);
        lists_all(&copy, &found, case.name, |finding| {
            let origin = &finding["origin"];
            let cell = origin["cell"].as_str()?;
            Some((origin["sheet"].as_str()?.to_owned(), cell.to_owned()))
        });
    }
}

/// Whether the sheet of results is first, lists the findings, each once, and
/// links each to its place.
fn lists_all(
    copy: &Parts,
    found: &[Value],
    of: &str,
    place: impl Fn(&Value) -> Option<(String, String)>,
) {
    let (name, part) = copy.sheets().remove(0);
    assert_eq!(name, "ผลตรวจ", "{of}");
    let text = copy.text(&part);
    assert!(!text.contains("<f>"), "{of}");
    let cells: BTreeMap<String, String> = elements(text, "c")
        .iter()
        .map(|cell| (attribute(cell, "r").unwrap(), words(cell)))
        .collect();
    assert_eq!(cells["A1"], RESULTS);
    let links: BTreeMap<String, String> = tags(text, "hyperlink")
        .iter()
        .map(|tag| {
            let location = attribute(tag, "location").unwrap();
            (attribute(tag, "ref").unwrap(), location)
        })
        .collect();
    let mut listed: Vec<(String, String, Option<String>)> = Vec::new();
    for row in 6.. {
        let Some(message) = cells.get(&format!("D{row}")) else {
            break;
        };
        assert_eq!(cells[&format!("A{row}")], (row - 5).to_string());
        listed.push((
            cells[&format!("G{row}")].clone(),
            message.clone(),
            links.get(&format!("C{row}")).cloned(),
        ));
    }
    let mut expected: Vec<(String, String, Option<String>)> = found
        .iter()
        .map(|finding| {
            let target = place(finding).map(|(sheet, cell)| format!("'{sheet}'!{cell}"));
            let rule = finding["rule"].as_str().unwrap().to_owned();
            (rule, sentence(finding).to_owned(), target)
        })
        .collect();
    listed.sort();
    expected.sort();
    assert_eq!(listed, expected, "{of}");
}

// --- Files that are no xlsx ---------------------------------------------------

#[test]
fn other_formats_become_a_workbook_with_every_text_and_the_marks() {
    for name in [
        "excel/fio.xls",
        "excel/fio.xlsb",
        "excel/fio.ods",
        "delimited/fio.csv",
        "delimited/fio-utf16.csv",
        "delimited/fio.txt",
        "pdf/fio/calc-sarabun.pdf",
    ] {
        let folder = TempDir::new().unwrap();
        let original = fixture(name);
        let copy = folder.path().join("copy.xlsx");
        mark(&original, &copy);
        let parts = Parts::open(&copy);
        let before = grids(&original);
        let after = grids(&copy);
        assert_eq!(after[0].0, "ผลตรวจ");
        assert_eq!(after.len(), before.len() + 1, "{name}");
        let mut places = BTreeMap::new();
        for ((_, texts), (sheet, copied)) in before.iter().zip(&after[1..]) {
            let of = |cells: &[(String, String)]| -> Vec<String> {
                cells.iter().map(|(_, text)| text.clone()).collect()
            };
            assert_eq!(of(texts), of(copied), "{name}");
            for ((from, _), (to, _)) in texts.iter().zip(copied) {
                places.insert(from.clone(), (sheet.clone(), to.clone()));
            }
        }
        let found = findings(&original);
        assert!(found.len() > 5, "{name}");
        lists_all(&parts, &found, name, |finding| {
            places.get(&address(&finding["origin"])).cloned()
        });
        for (cell, found) in by_cell(&found) {
            let (sheet, to) = &places[&cell.1];
            assert!(parts.fill(sheet, to).contains(tint(&found)), "{name}: {to}");
            let comment = &parts.comments(sheet)[to].words;
            for finding in found {
                assert!(comment.contains(sentence(finding)), "{name}: {to}");
            }
        }
        let rules = |found: &[Value]| {
            let rule = |finding: &Value| finding["rule"].to_string();
            let mut rules: Vec<String> = found.iter().map(rule).collect();
            rules.sort();
            rules
        };
        let of_copy = findings(&copy);
        // The text around the tables of a page is a cell of the copy like others.
        if !name.ends_with(".pdf") {
            assert_eq!(rules(&found), rules(&of_copy), "{name}");
        }
        // Nothing that was found has lost its place.
        let placed = found.iter().filter(|f| !f["origin"].is_null()).count();
        let links = tags(parts.text(&parts.sheets()[0].1), "hyperlink").len();
        assert_eq!(links, placed, "{name}");
        let again = folder.path().join("again.xlsx");
        mark(&copy, &again);
        // What the copy holds is marked once.
        let twice = Parts::open(&again);
        for (sheet, _) in parts.sheets().into_iter().skip(1) {
            let (once, twice) = (parts.comments(&sheet), twice.comments(&sheet));
            if !name.ends_with(".pdf") {
                assert!(once.keys().eq(twice.keys()), "{name}");
            }
            for comment in twice.values() {
                assert_eq!(comment.words.matches(COMMENT).count(), 1, "{name}");
            }
        }
    }
}

#[test]
fn texts_that_look_like_formulas_stay_texts() {
    let folder = TempDir::new().unwrap();
    let csv = fs::read_to_string(fixture("delimited/fio.csv")).unwrap();
    let bad = csv.replacen("90.", "=90.", 1);
    assert_ne!(csv, bad);
    let path = folder.path().join("formula.csv");
    fs::write(&path, bad).unwrap();
    let copy = folder.path().join("copy.xlsx");
    mark(&path, &copy);
    let found = findings(&path);
    let starts = |finding: &&Value| {
        let text = finding["found"].as_str().unwrap_or_default();
        text.starts_with('=')
    };
    assert!(found.iter().any(|finding| starts(&finding)), "{found:?}");
    let parts = Parts::open(&copy);
    for (sheet, part) in parts.sheets() {
        assert_eq!(elements(parts.text(&part), "f").len(), 0, "{sheet}");
    }
    let listed = grids(&copy);
    assert!(
        listed[0]
            .1
            .iter()
            .any(|(cell, text)| cell.starts_with('E') && text.starts_with('='))
    );
}

// --- The command --------------------------------------------------------------

#[test]
fn a_file_being_checked_is_not_written_over_and_names_say_the_kind() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["marked/macros.xlsm", "excel/fio.xlsx"] {
        fs::copy(fixture(name), at(name.rsplit('/').next().unwrap())).unwrap();
    }
    fs::create_dir(at("sub")).unwrap();
    let input = fs::read(at("fio.xlsx")).unwrap();
    for (file, place, word) in [
        ("fio.xlsx", "fio.xlsx", "ทับต้นฉบับ"),
        ("fio.xlsx", "sub/../fio.xlsx", "ทับต้นฉบับ"),
        ("fio.xlsx", "", "ทับต้นฉบับ"),
        ("macros.xlsm", "copy.xlsx", ".xlsm"),
        ("fio.xlsx", "copy.xlsm", ".xlsx"),
        ("fio.xlsx", "copy", ".xlsx"),
    ] {
        let (file, place) = (at(file), at(place));
        let output = ruam(&["check", "-q", text_of(&file), "--marked", text_of(&place)]);
        assert_eq!(output.status.code(), Some(2), "{}", place.display());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(word), "{said}");
        assert!(said.contains("โปรด"), "{said}");
    }
    assert_eq!(fs::read(at("fio.xlsx")).unwrap(), input);
    assert!(!at("copy.xlsx").exists() && !at("copy.xlsm").exists() && !at("copy").exists());
}

#[test]
fn several_files_go_into_a_folder() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    for (from, to) in [
        ("excel/fio.xlsx", "x/a/fio.xlsx"),
        ("excel/fio.xls", "x/a/fio.xls"),
        ("excel/fio.xlsx", "x/b/fio.xlsx"),
        ("marked/macros.xlsm", "x/b/macros.xlsm"),
        ("damaged/truncated.xlsx", "x/b/bad.xlsx"),
    ] {
        fs::create_dir_all(at(to).parent().unwrap()).unwrap();
        fs::copy(fixture(from), at(to)).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(["check", "-q", "a", "../x/b", "--marked", "../out"])
        .current_dir(at("x"))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let mut written: Vec<String> = Vec::new();
    let mut folders = vec![at("out")];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(at("out")).unwrap();
                written.push(text_of(name).replace('\\', "/"));
            }
        }
    }
    written.sort();
    assert_eq!(output.status.code(), Some(2), "{said}");
    // The damaged one has none. Two are called alike, and so all by their paths.
    let expected = [
        "a/fio.xls.xlsx",
        "a/fio.xlsx",
        "x/b/fio.xlsx",
        "x/b/macros.xlsm",
    ];
    assert_eq!(written, expected, "{said}");
    for sub in ["x/a/fio.xlsx", "x/b/fio.xlsx"] {
        assert_eq!(
            fs::read(at(sub)).unwrap(),
            fs::read(fixture("excel/fio.xlsx")).unwrap()
        );
    }
}

#[test]
fn a_container_that_cannot_be_edited_ends_in_one_sentence() {
    type Harm = (&'static str, fn(&mut Parts));
    let harms: [Harm; 12] = [
        ("a sheet in UTF-16", |parts| {
            let part = "xl/worksheets/sheet2.xml";
            let text = parts.text(part).to_owned();
            let mut bytes = vec![0xff, 0xfe];
            bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            parts.0.insert(part.to_owned(), bytes);
        }),
        ("a sheet in UTF-8 that is none", |parts| {
            parts
                .0
                .get_mut("xl/worksheets/sheet2.xml")
                .unwrap()
                .insert(40, 0xff);
        }),
        ("a sheet cut off", |parts| {
            let bytes = parts.0.get_mut("xl/worksheets/sheet2.xml").unwrap();
            bytes.truncate(bytes.len() / 2);
        }),
        ("a sheet that ends in a tag", |parts| {
            let part = "xl/worksheets/sheet2.xml";
            let text = parts.text(part).replace("</worksheet>", "<");
            parts.set(part, text);
        }),
        ("a sheet without its end", |parts| {
            let part = "xl/worksheets/sheet2.xml";
            let text = parts.text(part).replace("</worksheet>", "");
            parts.set(part, text);
        }),
        ("empty types", |parts| {
            parts.set("[Content_Types].xml", String::new());
        }),
        ("a drawing of nothing", |parts| {
            parts.set("xl/drawings/commentsDrawing2.vml", String::new());
        }),
        ("tags that do not fit", |parts| {
            let part = "xl/worksheets/sheet2.xml";
            let text = parts
                .text(part)
                .replace("</sheetData>", "</sheetDate></b></c></d>");
            parts.set(part, text);
        }),
        ("no types", |parts| {
            parts.0.remove("[Content_Types].xml");
        }),
        ("types that are no XML", |parts| {
            parts.set("[Content_Types].xml", "PK<<<".to_owned());
        }),
        ("styles that are no XML", |parts| {
            parts.set("xl/styles.xml", "<styleSheet><fonts><font".to_owned());
        }),
        ("comments in UTF-16", |parts| {
            let part = "xl/comments/comment2.xml";
            let text = parts.text(part).to_owned();
            let bytes = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            parts.0.insert(part.to_owned(), bytes);
        }),
    ];
    for (what, harm) in harms {
        let folder = TempDir::new().unwrap();
        let mut parts = Parts::open(&fixture("marked/openpyxl.xlsx"));
        harm(&mut parts);
        let (bad, copy) = (
            folder.path().join("bad.xlsx"),
            folder.path().join("copy.xlsx"),
        );
        parts.write(&bad);
        let output = ruam(&["check", "-q", text_of(&bad), "--marked", text_of(&copy)]);
        assert_eq!(output.status.code(), Some(2), "{what}");
        assert!(!copy.exists(), "{what}");
        // A file that cannot be read says so as a finding does, one that cannot
        // be marked beside its findings.
        let (found, said) = (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        );
        let refused = if said.is_empty() {
            let lines: Vec<&str> = found.trim_end().lines().collect();
            assert_eq!(lines.len(), 2, "{what}: {found}");
            assert_eq!(lines[0], "bad.xlsx");
            lines[1].to_owned()
        } else {
            assert!(said.starts_with("bad.xlsx: อ่านไฟล์นี้ได้ แต่"), "{what}: {said}");
            assert_eq!(said.trim_end().lines().count(), 1, "{what}: {said}");
            said
        };
        assert!(refused.contains("โปรด"), "{what}: {refused}");
    }
}

// --- LibreOffice --------------------------------------------------------------

/// Has LibreOffice save workbooks anew as xlsx; nothing where it is not there.
fn resaved(files: &[PathBuf], out: &Path) -> Option<()> {
    if Command::new("soffice").arg("--version").output().is_err() {
        // Past the test runner, which shows nothing of a test that passes.
        let _ = writeln!(
            std::io::stderr(),
            "NOT RUN: soffice (LibreOffice) is not installed, so no marked copy was opened in it"
        );
        return None;
    }
    let profile = format!(
        "-env:UserInstallation=file://{}",
        out.join("profile").display()
    );
    let output = Command::new("soffice")
        .args([
            profile.as_str(),
            "--headless",
            "--norestore",
            "--convert-to",
        ])
        .args(["xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(out)
        .args(files)
        .output()
        .unwrap();
    assert!(output.status.success());
    Some(())
}

#[test]
fn libreoffice_opens_the_copy_without_loss_and_what_it_saves_is_marked_once() {
    let folder = TempDir::new().unwrap();
    let (sent, out) = (folder.path().join("sent"), folder.path().join("out"));
    fs::create_dir(&sent).unwrap();
    let mut files = Vec::new();
    for (case, number) in CASES.iter().zip(1..) {
        let pair = Pair::make(case.name);
        let extension = pair.copy.extension().unwrap().to_str().unwrap();
        for (path, kind) in [(&pair.original, "original"), (&pair.copy, "copy")] {
            let file = sent.join(format!("{kind}{number}.{extension}"));
            fs::copy(path, &file).unwrap();
            files.push(file);
        }
    }
    if resaved(&files, &out).is_none() {
        return;
    }
    for (case, number) in CASES.iter().zip(1..) {
        let of = case.name;
        let at = |kind: &str| out.join(format!("{kind}{number}.xlsx"));
        let (original, copy) = (Parts::open(&at("original")), Parts::open(&at("copy")));
        let mut sheets = grids(&at("copy"));
        assert_eq!(sheets.remove(0).0, "ผลตรวจ", "{of}");
        assert_eq!(sheets, grids(&at("original")), "{of}");
        for kind in [
            "xl/charts/chart",
            "xl/media/",
            "xl/pivotTables/pivot",
            "xl/drawings/drawing",
        ] {
            let count =
                |parts: &Parts| parts.0.keys().filter(|name| name.starts_with(kind)).count();
            assert_eq!(count(&original), count(&copy), "{of}: {kind}");
        }
        // What a clerk sends who looked at the copy, and one who corrected it.
        let said = all_said(&at("original"));
        assert_eq!(all_said(&at("copy")), said, "{of}");
        mark(&at("copy"), &at("again"));
        assert_eq!(all_said(&at("again")), said, "{of}");
        marked_once(&at("again"), of);
        let mut repaired = copy.clone();
        repaired.replace("85.69", "84.69");
        repaired.write(&at("repaired"));
        mark(&at("repaired"), &at("mended"));
        marked_once(&at("mended"), of);
        let mended = Parts::open(&at("mended"));
        let fill = mended.fill("ITA2564", "F15");
        assert!(fill.contains("FFFFFF00"), "{of}: {fill}");
        let words = |parts: &Parts| {
            let comment = parts.comments("ITA2564").remove("H15");
            comment.map(|comment| comment.words)
        };
        assert_eq!(words(&mended), words(&original), "{of}");
    }
}

/// Whether a copy has each mark once, and one sheet of results.
fn marked_once(copy: &Path, of: &str) {
    let parts = Parts::open(copy);
    let results = parts.sheets();
    let results = results.iter().filter(|sheet| sheet.0.starts_with("ผลตรวจ"));
    assert_eq!(results.count(), 1, "{of}");
    let styles = parts.text("xl/styles.xml");
    let open = &tags(styles, "styleSheet")[0];
    let prefix = open
        .split_once(':')
        .map(|(p, _)| p)
        .filter(|p| !p.contains(' '));
    for fill in entries(styles, "fills") {
        let own = fill
            .split_once(':')
            .map(|(p, _)| p)
            .filter(|p| !p.contains(' '));
        assert_eq!(own, prefix, "{of}: {fill}");
    }
    let found = findings(copy);
    let marked = by_cell(&found);
    for (sheet, _) in parts.sheets() {
        for (cell, comment) in parts.comments(&sheet) {
            let ours = usize::from(marked.contains_key(&(sheet.clone(), cell.clone())));
            let thread = comment.author.starts_with("tc=");
            let count = comment.words.matches(COMMENT).count();
            assert!(
                count == ours || (thread && count == 0),
                "{of}: {sheet}!{cell}: {}",
                comment.words
            );
        }
    }
    for ((sheet, cell), found) in &marked {
        let fill = parts.fill(sheet, cell);
        assert!(fill.contains(tint(found)), "{of}: {sheet}!{cell}: {fill}");
    }
}

/// A document of one sheet, with an answer, and a list of findings that came
/// back; both beside a hidden sheet.
#[test]
fn what_came_back_in_another_format_is_listed_once_and_keeps_its_comments() {
    use ruam::{
        annotate::annotate,
        grid::{Address, Cell, Comment as Said, Document, Grid, Origin, Span, Value},
        marks,
    };
    let origin = |sheet: &str, row, column| Origin::Cell {
        sheet: Some(sheet.into()),
        cell: Address { row, column },
    };
    let sheet = |name: &str, hidden, texts: &[&str]| Grid {
        sheet: Some(name.into()),
        hidden,
        cells: texts
            .iter()
            .zip(0..)
            .map(|(text, row)| Cell {
                row,
                column: 0,
                span: Span::ONE,
                hidden: false,
                running: false,
                value: Value::Text((*text).to_owned()),
                origin: origin(name, row, 0),
            })
            .collect(),
        comments: Vec::new(),
    };
    let mut report = sheet("รายงาน", false, &["=1+1", "ข"]);
    report.comments = vec![
        Said {
            row: 0,
            text: format!("{COMMENT}\nเตือน: เก่า [item-missing]\n{ANSWER} ยืนยัน"),
            origin: origin("รายงาน", 0, 0),
        },
        Said {
            row: 1,
            text: "ดูหนังสือเวียน".to_owned(),
            origin: origin("รายงาน", 1, 0),
        },
    ];
    let document = Document {
        grids: vec![
            sheet("ผลตรวจ", false, &[marks::RESULTS, "เก่า"]),
            report,
            sheet("ซ่อน", true, &["ค"]),
        ],
        ..Document::default()
    };
    // A fault a hundred times over, too long for one comment.
    let finding: ruam::finding::Finding = serde_json::from_value(serde_json::json!({
        "rule": "item-missing", "severity": "warning", "file": "a.ods",
        "origin": { "sheet": "รายงาน", "cell": "A1" },
        "indicator": null, "item": null, "office": null, "found": "ก".repeat(40_000), "expected": null,
        "message": { "th": "ไม่พบหัวข้อ ".repeat(20), "en": "" }, "explained": null
    }))
    .unwrap();
    let findings = vec![finding; 100];
    let bytes = annotate(b"", None, &document, &findings).unwrap();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.xlsx");
    fs::write(&path, bytes).unwrap();
    let copy = Parts::open(&path);
    let names: Vec<String> = copy.sheets().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["ผลตรวจ", "รายงาน", "ซ่อน"]);
    assert!(copy.text("xl/workbook.xml").contains("state=\"hidden\""));
    let comments = copy.comments("รายงาน");
    assert_eq!(comments["A2"].words, "ดูหนังสือเวียน");
    let ours = &comments["A1"].words;
    assert_eq!(ours.matches(COMMENT).count(), 1, "{ours}");
    assert!(ours.ends_with("คำชี้แจง: ยืนยัน"), "{ours}");
    assert!(ours.contains("ข้อ ดูแผ่นงาน ผลตรวจ"), "{ours}");
    assert!(ours.chars().count() < 32_767);
    for cell in elements(copy.text(RESULTS_PART), "c") {
        assert!(words(&cell).chars().count() <= 32_767);
    }
}

#[test]
fn a_copy_that_cannot_be_written_costs_that_copy_and_no_finding() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file.xlsx");
    fs::write(&file, "occupied").unwrap();
    let inside = file.join("copy.xlsx");
    let fio = fixture("excel/fio.xlsx");
    let check = |paths: &[&Path], place: &Path| {
        Command::new(env!("CARGO_BIN_EXE_ruam"))
            .arg("check")
            .args(paths)
            .arg("--marked")
            .arg(place)
            .output()
            .unwrap()
    };
    let output = check(&[&fio], &inside);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("[quoted-standing-mismatch]"), "{said}");
    let other = fixture("excel/fio.xls");
    let output = check(&[&fio, &other], &file);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("เมื่อตรวจหลายไฟล์ โปรดให้ชื่อโฟลเดอร์"), "{said}");
    assert_eq!(fs::read(&file).unwrap(), b"occupied");
}
