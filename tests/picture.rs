//! Pictures of pages: well-formed, self-contained, and true to what is read.
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
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::LazyLock,
};

use common::{fixture, sender};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use ruam::{
    grid::{Document, Origin, PageTable},
    limits::Limits,
    normalize::private_use,
    pdf,
    submission::Source,
    worker::{Reply, Request, Task, read_here},
};

/// An element of a picture that says something.
#[derive(Debug, Default)]
struct Element {
    class: String,
    area: [f64; 4],
    title: String,
    text: String,
}

const NAMES: [&str; 7] = ["svg", "style", "rect", "g", "path", "text", "title"];

/// The elements of a picture, which is parsed to its end.
fn elements(svg: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(svg);
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                open.push(opened(&start, &mut elements));
            }
            Event::Empty(start) => {
                opened(&start, &mut elements);
            }
            Event::End(_) => {
                open.pop().unwrap();
            }
            Event::Text(text) => add(&open, &mut elements, &text),
            Event::GeneralRef(entity) => {
                let name: &str = &entity;
                let shown = quick_xml::escape::unescape(&format!("&{name};"))
                    .unwrap()
                    .into_owned();
                add(&open, &mut elements, &shown);
            }
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    elements
}

/// The name of an element that begins; what is no title is kept.
fn opened(start: &BytesStart<'_>, elements: &mut Vec<Element>) -> String {
    let name = start.name().as_ref().to_owned();
    assert!(NAMES.contains(&name.as_str()), "{name}");
    if name == "title" {
        return name;
    }
    let mut element = Element::default();
    for attribute in start.attributes() {
        let attribute = attribute.unwrap();
        let value = attribute.value.into_owned();
        let key = attribute.key.as_ref().to_owned();
        assert!(!key.starts_with("on") && !key.contains("href"), "{key}");
        let side = ["x", "y", "width", "height"];
        if let Some(at) = side.iter().position(|side| *side == key) {
            element.area[at] = value.trim_end_matches("pt").parse().unwrap();
        } else if key == "class" {
            element.class = value;
        }
    }
    elements.push(element);
    name
}

fn add(open: &[String], elements: &mut [Element], text: &str) {
    let last = elements.last_mut();
    match open.last().map(String::as_str) {
        Some("title") => last.unwrap().title.push_str(text),
        Some(_) => last.unwrap().text.push_str(text),
        None => {}
    }
}

/// All PDFs of the fixtures that open without a password.
fn fixtures() -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for folder in ["pdf/fio", "pdf/kinds"] {
        let files = fs::read_dir(fixture(folder)).unwrap();
        paths.extend(files.map(|file| file.unwrap().path()));
    }
    paths.retain(|path| !path.ends_with("password.pdf"));
    paths.sort();
    assert!(paths.len() > 40, "{}", paths.len());
    paths
}

fn pictures(bytes: &[u8]) -> Vec<Vec<Element>> {
    let pages = pdf::pictures(
        bytes,
        None,
        &Limits::default(),
        &common::facts().columns,
        &mut || {},
    )
    .unwrap();
    pages.iter().map(|svg| elements(svg)).collect()
}

/// A fixture, its bytes, and the elements of its pictures, page by page.
type Drawn = (PathBuf, Vec<u8>, Vec<Vec<Element>>);

static DRAWN: LazyLock<Vec<Drawn>> = LazyLock::new(|| {
    let drawn = fixtures().into_iter().map(|path| {
        let bytes = fs::read(&path).unwrap();
        let pages = pictures(&bytes);
        (path, bytes, pages)
    });
    drawn.collect()
});

fn grids(bytes: &[u8]) -> Option<Document> {
    let source = Source {
        file: "a.pdf".to_owned(),
        sha256: String::new(),
        bytes: bytes.len() as u64,
        format: None,
        producer: None,
        sheets: None,
        pages: None,
    };
    let request = Request {
        task: Task::Grid,
        password: None,
        attached: false,
        areas: Vec::new(),
        sender: sender("a.pdf"),
        source,
    };
    match read_here(
        bytes,
        request,
        &common::facts(),
        &Limits::default(),
        &mut || {},
    ) {
        Reply::Grid(document) => Some(document),
        _ => None,
    }
}

/// The letters of texts, sorted: in whichever order they are drawn. Marks by
/// the private code of their place are shown as what they are.
fn letters<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<char> {
    let mut letters: Vec<char> = texts.flat_map(str::chars).collect();
    for letter in &mut letters {
        *letter = private_use::shown(*letter).unwrap_or(*letter);
    }
    letters.retain(|c| !c.is_whitespace());
    letters.sort_unstable();
    letters
}

#[test]
fn every_letter_of_a_page_is_in_its_picture() {
    for (path, bytes, pages) in DRAWN.iter() {
        // A scan has no text, and a picture all the same.
        let texts = pdf::text(bytes, None, &Limits::default(), &mut || {}).unwrap_or_default();
        assert!(!pages.is_empty(), "{}", path.display());
        for (page, elements) in pages.iter().enumerate() {
            let said = elements.iter().filter(|element| element.class == "said");
            let found = letters(said.map(|element| element.text.as_str()));
            let expected = letters(texts.get(page).map(String::as_str).into_iter());
            assert!(found == expected, "{} page {}", path.display(), page + 1);
        }
    }
}

#[test]
fn cells_are_those_of_the_grid_with_their_rows_and_columns() {
    let mut seen = 0;
    for (path, bytes, pages) in DRAWN.iter() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let Some(document) = grids(bytes) else {
            continue;
        };
        for cell in document.grids.iter().flat_map(|grid| &grid.cells) {
            let Origin::Box {
                page,
                table,
                row,
                column,
                bbox: [x0, y0, x1, y1],
            } = cell.origin
            else {
                panic!("{name}: {:?}", cell.origin)
            };
            let elements = &pages[page as usize - 1];
            let tables = elements
                .iter()
                .filter(|element| element.class.starts_with("table") && !element.title.is_empty())
                .count();
            if table as usize > tables {
                continue;
            }
            // The place of the table is told as the page is displayed, too.
            let of = |of: &&PageTable| (of.page, of.table) == (page, table);
            let [left, top, right, bottom] = document.page_tables.iter().find(of).unwrap().bbox;
            let within =
                left - 0.1 <= x0 && top - 0.1 <= y0 && x1 <= right + 0.1 && y1 <= bottom + 0.1;
            assert!(within, "{name} {:?}", cell.origin);
            let title = format!("· table {table}, row {row}, column {column}\n");
            let same =
                |element: &&Element| element.class == "cell" && element.title.contains(&title);
            let drawn: Vec<&Element> = elements.iter().filter(same).collect();
            let [drawn] = drawn.as_slice() else {
                panic!("{name} {title}: {drawn:?}")
            };
            // What was drawn sideways is turned as a whole.
            if !name.starts_with("drawn-") {
                let near = [x0, y0, x1 - x0, y1 - y0]
                    .iter()
                    .zip(drawn.area)
                    .all(|(a, b)| (a - b).abs() <= 0.11);
                assert!(near, "{name} {title}: {drawn:?}");
            }
            seen += 1;
        }
        // Every cell has a label, and no two have one.
        for elements in pages {
            let of = |class: &str| {
                elements
                    .iter()
                    .filter(|element| element.class == class)
                    .count()
            };
            let mut drawn = elements.iter();
            let captions = usize::from(drawn.any(|element| element.class.starts_with("table")));
            assert_eq!(of("cell"), of("label") + captions, "{name}");
        }
    }
    assert!(seen > 1_000, "{seen}");
}

#[test]
fn repaired_characters_are_marked_where_a_font_lies() {
    for (file, repaired) in [("fio/weasyprint-laksaman", true), ("kinds/plain", false)] {
        let bytes = fs::read(fixture(&format!("pdf/{file}.pdf"))).unwrap();
        let pages = pictures(&bytes);
        let marks: usize = pages
            .iter()
            .flatten()
            .filter(|element| element.class == "repaired" && !element.title.is_empty())
            .count();
        assert_eq!(marks > 0, repaired, "{file}: {marks}");
        let repairs = grids(&bytes).unwrap().trouble.repairs;
        let counts = repairs.iter().flat_map(|repair| &repair.evidence);
        let repaired: u32 = counts.map(|(_, count)| count).sum();
        assert_eq!(marks, repaired as usize, "{file}");
    }
}

#[test]
fn heads_and_feet_are_told_from_prose() {
    let bytes = fs::read(fixture("pdf/kinds/footers.pdf")).unwrap();
    for elements in pictures(&bytes) {
        let running = |element: &&Element| {
            element.class == "running" && element.title.contains("running head")
        };
        assert!(elements.iter().any(|element| running(&element)));
    }
    let bytes = fs::read(fixture("pdf/kinds/prose.pdf")).unwrap();
    let elements = pictures(&bytes).remove(0);
    assert!(elements.iter().any(|element| element.class == "prose"));
    assert!(elements.iter().all(|element| element.class != "running"));
}

fn ruam(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(args)
        .current_dir(fixture(""))
        .output()
        .unwrap()
}

fn names(folder: &Path) -> BTreeSet<String> {
    let files = fs::read_dir(folder).unwrap();
    files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn a_picture_a_page_is_written_and_nothing_else_is_touched() {
    let folder = tempfile::TempDir::new().unwrap();
    let place = folder.path().join("new/ภาพ");
    let shown = place.to_str().unwrap();
    let output = ruam(&["extract", "pdf/kinds/broken-row.pdf", "--picture", shown]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("2 หน้า") && said.contains(shown), "{said}");
    let both = ["page-001.svg", "page-002.svg"].map(str::to_owned);
    assert_eq!(names(&place), BTreeSet::from(both));
    let first = fs::read(place.join("page-001.svg")).unwrap();
    fs::write(place.join("page-001.svg"), "old").unwrap();
    fs::write(place.join("mine.txt"), "mine").unwrap();
    let again = ruam(&[
        "extract",
        "pdf/kinds/broken-row.pdf",
        "--picture",
        shown,
        "-q",
    ]);
    assert!(again.stderr.is_empty());
    assert_eq!(fs::read(place.join("page-001.svg")).unwrap(), first);
    assert_eq!(fs::read(place.join("mine.txt")).unwrap(), b"mine");
    assert_eq!(names(&place).len(), 3);
}

#[test]
fn only_what_has_pages_is_drawn() {
    let folder = tempfile::TempDir::new().unwrap();
    let place = folder.path().join("ภาพ");
    let shown = place.to_str().unwrap();
    for (file, word) in [
        ("excel/fio.xlsx", "--picture"),
        ("pdf/kinds/password.pdf", "รหัสผ่าน"),
    ] {
        let output = ruam(&["extract", file, "--picture", shown]);
        assert_eq!(output.status.code(), Some(2), "{file}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains(word), "{said}");
        assert!(!place.exists(), "{file}");
    }
    let both = ruam(&[
        "extract",
        "pdf/kinds/plain.pdf",
        "--picture",
        shown,
        "--text",
    ]);
    assert_eq!((both.status.code(), place.exists()), (Some(2), false));
    fs::write(&place, "a file").unwrap();
    let taken = ruam(&["extract", "pdf/kinds/plain.pdf", "--picture", shown]);
    assert_eq!(taken.status.code(), Some(2));
    assert_eq!(fs::read(&place).unwrap(), b"a file");
}
