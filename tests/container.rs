//! Containers that no spreadsheet program writes, and what their directory does
//! not tell the truth of.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;
#[allow(dead_code, reason = "each test takes what it needs")]
#[path = "limits/made.rs"]
mod made;

use std::{fs, process::Command};

use made::{SPACE, ods_of, sheet, xlsx};
use ruam::{
    error::{Error, Kind, Oddity},
    excel,
    grid::Document,
    limits::{Limit, Limits},
    source::{Shape, sniff},
};
use tempfile::TempDir;

const ROW: &str = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>"#;

fn read_with(bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    match sniff(bytes, limits)? {
        Shape::Workbook(format) => excel::read(bytes, format, limits, &mut || {}),
        other => panic!("{other:?}"),
    }
}

fn read(bytes: &[u8]) -> Result<Document, Error> {
    read_with(bytes, &Limits::default())
}

/// What the first cell says.
fn first(bytes: &[u8]) -> String {
    let document = read(bytes).unwrap();
    document.grids[0].cells[0].value.text().to_owned()
}

/// A workbook with one more part.
fn with(name: &str, text: &str) -> Vec<u8> {
    xlsx(&[sheet(ROW)], &[(name, text)])
}

/// The bytes with every `from` as `to`, which is as long.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    let mut at = 0;
    let mut found = 0;
    while let Some(next) = bytes[at..].windows(from.len()).position(|w| w == from) {
        at += next;
        bytes[at..at + to.len()].copy_from_slice(to);
        found += 1;
    }
    assert!(found > 0);
    bytes
}

#[test]
fn parts_of_one_name_are_refused_whatever_their_case_and_slashes() {
    let odd = Err(Error::Odd(Oddity::TwoOfAName));
    let same = replaced(
        &with("xl/workbook.xmm", "x"),
        b"xl/workbook.xmm",
        b"xl/workbook.xml",
    );
    assert_eq!(read(&same), odd);
    assert_eq!(read(&with("XL/Workbook.xml", "x")), odd);
    assert_eq!(read(&with("xl\\workbook.xml", "x")), odd);
}

#[test]
fn names_that_lead_out_are_refused() {
    for name in [
        "../x.xml",
        "xl/../../x.xml",
        "xl\\..\\x.xml",
        "/x.xml",
        "C:/x.xml",
        "xl/a\u{1b}[31m.xml",
        "xl/a\nb.xml",
    ] {
        assert_eq!(
            read(&with(name, "x")),
            Err(Error::Odd(Oddity::Name)),
            "{name}"
        );
    }
    for name in ["xl/..x.xml", "xl/a..b.xml", "xl/ก:ข.xml", "folder/"] {
        assert_eq!(first(&with(name, "x")), "one", "{name}");
    }
}

#[test]
fn parts_that_lie_over_each_other_are_refused() {
    let mut bytes = with("xl/more.xml", "x");
    // Where the directory says that the parts begin.
    let entries: Vec<usize> = bytes
        .windows(4)
        .enumerate()
        .filter(|(_, window)| *window == b"PK\x01\x02")
        .map(|(at, _)| at + 42)
        .collect();
    let (last, before) = (entries[entries.len() - 1], entries[entries.len() - 2]);
    let start: Vec<u8> = bytes[before..before + 4].to_vec();
    bytes[last..last + 4].copy_from_slice(&start);
    assert_eq!(read(&bytes), Err(Error::Odd(Oddity::Overlap)));
}

#[test]
fn containers_inside_are_parts_that_nobody_opens() {
    // A workbook that would be refused, were it opened.
    let inner = with("../x.xml", "x");
    let outer = xlsx(&[sheet(ROW)], &[]);
    let nested = [
        "xl/embeddings/a.xlsx",
        "xl/embeddings/oleObject1.bin",
        "a.zip",
    ];
    let bytes = made::changed(&outer, &nested.map(|name| (name, inner.as_slice())));
    assert_eq!(first(&bytes), "one");
}

#[test]
fn a_container_with_backslashes_is_read_whole() {
    // As the containers of some old program of .NET.
    let merged = sheet(ROW).replace(
        "<!---->",
        r#"<mergeCells><mergeCell ref="A1:A2"/></mergeCells>"#,
    );
    let bytes = xlsx(&[merged], &[]);
    let bytes = replaced(
        &bytes,
        b"xl/worksheets/sheet1.xml",
        b"xl\\worksheets\\sheet1.xml",
    );
    let document = read(&bytes).unwrap();
    assert_eq!(document.grids[0].cells[0].span.rows, 2);
}

#[test]
fn a_part_that_holds_more_than_the_directory_says_is_a_bomb_or_damaged() {
    let limits = Limits::default().with(Limit::ZipEntryBytes, 20_000);
    for (size, reason) in [(50_000, "bomb"), (15_000, "damaged")] {
        let padded = sheet(ROW).replace("<!---->", &" ".repeat(size));
        let whole = u32::try_from(padded.len()).unwrap();
        let bytes = xlsx(&[padded], &[]);
        let lying = replaced(&bytes, &whole.to_le_bytes(), &300_u32.to_le_bytes());
        let error = read_with(&lying, &limits).unwrap_err();
        assert_eq!(error.reason(), reason, "{error}");
    }
    // What the kind of a file is told by may lie as well.
    let types = "x".repeat(50_000);
    let bytes = with("[Content_Types].xml", &types);
    let lying = replaced(&bytes, &50_000_u32.to_le_bytes(), &300_u32.to_le_bytes());
    assert_eq!(read_with(&lying, &limits).unwrap_err().reason(), "bomb");
}

/// A document type with entities that grow.
const LAUGHS: &str = r#"<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>"#;

#[test]
fn a_document_type_is_refused_in_whatever_part_is_read() {
    let odd = Err(Error::Odd(Oddity::DocumentType));
    let styles = format!("<styleSheet xmlns=\"{SPACE}\"/>");
    let plain = sheet(ROW);
    for (name, text) in [
        ("xl/worksheets/sheet1.xml", format!("{LAUGHS}{plain}")),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<?xml version=\"1.0\"?>\n<!-- {} -->{LAUGHS}{plain}",
                "x".repeat(20_000)
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("no xml {LAUGHS}{plain}"),
        ),
        ("xl/styles.xml", format!("{LAUGHS}{styles}")),
        (
            "xl/styles.xml",
            format!("\u{feff}<!DOCTYPE a SYSTEM \"file:///etc/passwd\">{styles}"),
        ),
        ("xl/drawings/vmlDrawing1.vml", format!("{LAUGHS}<xml/>")),
        ("xl/anything.bin", format!("\n {LAUGHS}{styles}")),
        ("docProps/app.xml", format!("{LAUGHS}<Properties/>")),
        ("_rels/other.rels", format!("{LAUGHS}<Relationships/>")),
    ] {
        let bytes = with(name, &text);
        assert_eq!(read(&bytes), odd, "{name}: {}", &text[..20]);
    }
    for (name, text) in [
        // What is drawn elsewhere is no part that is read.
        ("xl/media/image1.svg", format!("{LAUGHS}<svg/>")),
        ("xl/media/image1.png", format!("\u{89}PNG {LAUGHS}")),
        (
            "customXml/item1.xml",
            format!("<a><![CDATA[{LAUGHS}]]></a>"),
        ),
    ] {
        assert_eq!(first(&with(name, &text)), "one", "{name}");
    }
    let message = Error::Odd(Oddity::DocumentType).message();
    assert!(message.th.contains("<!DOCTYPE>") && message.en.contains("<!DOCTYPE>"));
}

#[test]
fn a_document_type_in_utf_16_is_one_too() {
    for big in [false, true] {
        let text = format!(
            "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?>{LAUGHS}{}",
            sheet(ROW)
        );
        let wide = text.encode_utf16();
        let wide: Vec<u8> = if big {
            wide.flat_map(u16::to_be_bytes).collect()
        } else {
            wide.flat_map(u16::to_le_bytes).collect()
        };
        let outer = xlsx(&[sheet(ROW)], &[]);
        let bytes = made::changed(&outer, &[("xl/worksheets/sheet1.xml", &wide)]);
        assert_eq!(read(&bytes), Err(Error::Odd(Oddity::DocumentType)), "{big}");
    }
}

#[test]
fn macros_of_ods_may_have_a_document_type_and_its_content_none() {
    let content = |start: &str| {
        let cell = r#"<table:table-cell office:value-type="string"><text:p>one</text:p></table:table-cell>"#;
        format!(
            r#"{start}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="a"><table:table-row>{cell}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#
        )
    };
    let library = r#"<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd"><a/>"#;
    let macros = [("Basic/script-lc.xml", library)];
    assert_eq!(first(&ods_of(&content(""), &macros)), "one");
    let found = read(&ods_of(&content(LAUGHS), &[]));
    assert_eq!(found, Err(Error::Odd(Oddity::DocumentType)));
}

#[test]
fn texts_and_formats_are_counted_before_anything_makes_room_for_them() {
    let strings = |count: &str, texts: &str| {
        let part = format!("<sst xmlns=\"{SPACE}\" {count}>{texts}</sst>");
        read(&with("xl/sharedStrings.xml", &part))
            .map(|_| ())
            .map_err(|error| error.reason())
    };
    let two = "<si><t>one</t></si><si><t>three</t></si>";
    assert_eq!(strings("uniqueCount=\"2\"", two), Ok(()));
    assert_eq!(strings("uniqueCount=\"2000000\"", two), Ok(()));
    for count in ["2000001", "99999999999", "18446744073709551615"] {
        assert_eq!(
            strings(&format!("uniqueCount=\"{count}\""), two),
            Err("too-large")
        );
        // calamine reads the one without a prefix.
        let both = format!("x:uniqueCount=\"1\" uniqueCount=\"{count}\"");
        assert_eq!(strings(&both, two), Err("too-large"));
    }
    // More than the part says it has.
    let many = format!("{two}{}", "<si/>".repeat(2_000_000));
    assert_eq!(strings("uniqueCount=\"2\"", &many), Err("too-large"));
    let xfs = "<xf/>".repeat(100_001);
    let styles = format!("<styleSheet xmlns=\"{SPACE}\"><cellXfs>{xfs}</cellXfs></styleSheet>");
    assert_eq!(
        read(&with("xl/styles.xml", &styles)).unwrap_err().reason(),
        "too-large"
    );
}

#[test]
fn one_text_that_many_cells_share_counts_for_each() {
    let text = "x".repeat(900_000);
    let strings = format!("<sst xmlns=\"{SPACE}\"><si><t>{text}</t></si></sst>");
    let rows: String = (1..=200)
        .map(|n| format!(r#"<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>"#))
        .collect();
    let bytes = xlsx(&[sheet(&rows)], &[("xl/sharedStrings.xml", &strings)]);
    assert!(bytes.len() < 10_000);
    let error = read(&bytes).unwrap_err();
    assert_eq!(error, Limits::default().over(Limit::TextBytes).into());
}

#[test]
fn merged_ranges_that_overlap_lose_no_cell() {
    let merges = r#"<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A1:B2"/><mergeCell ref="B1:XFD1048576"/></mergeCells>"#;
    let bytes = xlsx(&[sheet(ROW).replace("<!---->", merges)], &[]);
    let document = read(&bytes).unwrap();
    let texts: Vec<&str> = document.grids[0]
        .cells
        .iter()
        .map(|cell| cell.value.text())
        .collect();
    assert_eq!(texts, ["one", "three"]);
}

#[test]
fn a_quote_that_is_never_closed_is_told_with_its_line() {
    let mut text = "a,b\n\n1,2\n\"open,3\n".to_owned();
    text.push_str(&"4,5\n".repeat(300_000));
    let limits = Limits::default();
    let error = ruam::delimited::read(text.as_bytes(), &limits).unwrap_err();
    // Of a field it is too much before it is of a row.
    assert_eq!(
        error,
        Error::TooLong {
            over: limits.over(Limit::CellBytes),
            line: 4
        }
    );
    let limits = limits.with(Limit::LineBytes, 1_000);
    let error = ruam::delimited::read(text.as_bytes(), &limits).unwrap_err();
    assert_eq!(
        error,
        Error::TooLong {
            over: limits.over(Limit::LineBytes),
            line: 4
        }
    );
    assert!(
        error.message().th.contains("บรรทัดที่ 4"),
        "{}",
        error.message().th
    );
    assert_eq!(error.reason(), "too-large");
}

#[test]
fn limits_that_nobody_changed_hold_for_the_program() {
    let folder = TempDir::new().unwrap();
    let names: Vec<String> = (0..995).map(|n| format!("xl/media/{n}.png")).collect();
    let more: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
    fs::write(folder.path().join("parts.xlsx"), xlsx(&[sheet(ROW)], &more)).unwrap();
    let file = fs::File::create(folder.path().join("large.csv")).unwrap();
    file.set_len(200_000_001).unwrap();
    let mut wanted = vec![
        ("parts.xlsx", "zip-entries=2000", "1,000"),
        ("large.csv", "file-bytes=400000000", "200,000,000"),
    ];
    if let Some(handmade) = common::shared("corpus/hostile/handmade") {
        for name in ["bomb.pdf", "ops.pdf"] {
            fs::copy(handmade.join(name), folder.path().join(name)).unwrap();
        }
        wanted.push(("bomb.pdf", "page-bytes=134217728", "67,108,864"));
        wanted.push(("ops.pdf", "page-bytes=134217728", "67,108,864"));
    }
    for (name, option, bound) in wanted {
        let output = Command::new(env!("CARGO_BIN_EXE_ruam"))
            .args(["check", name])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}");
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains(bound), "{said}");
        assert!(said.contains(&format!("--limit {option}")), "{said}");
    }
}

#[test]
fn what_is_no_workbook_keeps_its_own_name() {
    let archive = made::zipped(&[("a.xlsx", b"x"), ("b.pdf", b"x")]);
    let found = sniff(&archive, &Limits::default());
    assert_eq!(found, Err(Error::Unsupported(Kind::Archive)));
}
