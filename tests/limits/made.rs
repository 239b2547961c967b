//! Files that are just as large as a limit allows, made in code.

use std::io::{Cursor, Read, Write};

use lopdf::{Dictionary, Document, Object, SaveOptions, Stream, dictionary};
use ruam::{
    finding::Message,
    limits::{Limit, Limits},
    submission::Source,
    worker::{Reply, Request, Task, read_here},
};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::common;

/// A file, the least limit under which it is read, and the code of what is told
/// under a lower one.
pub(crate) struct Made {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
    pub(crate) need: u64,
    pub(crate) code: &'static str,
}

fn made(name: &'static str, bytes: Vec<u8>, need: u64, code: &'static str) -> Made {
    Made {
        name,
        bytes,
        need,
        code,
    }
}

/// A file for each limit that a reader keeps; a process keeps the others.
pub(crate) fn file(limit: Limit) -> Option<Made> {
    let book = |bytes, need| made("a.xlsx", bytes, need, "too-large");
    let pages = |bytes, need, code| made("a.pdf", bytes, need, code);
    let text = |text: &str, need| made("a.csv", text.into(), need, "too-large");
    let two = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>"#;
    Some(match limit {
        Limit::MemoryMib
        | Limit::SilenceSeconds
        | Limit::TotalSeconds
        | Limit::CpuSeconds
        | Limit::ReplyBytes
        | Limit::FileBytes => return None,
        Limit::ZipEntries => book(xlsx(&[sheet(two)], &[]), 7),
        Limit::ZipEntryBytes => {
            let drawing = "x".repeat(5_000);
            let bytes = xlsx(&[sheet(two)], &[("xl/media/image1.png", &drawing)]);
            made("a.xlsx", bytes, 5_000, "bomb")
        }
        Limit::ZipBytes => {
            let bytes = xlsx(&[sheet(two)], &[]);
            let whole = inflated(&bytes);
            made("a.xlsx", bytes, whole, "bomb")
        }
        Limit::Sheets => book(xlsx(&[sheet(two), sheet("")], &[]), 2),
        Limit::SharedStrings => book(xlsx(&[sheet(two)], &[]), 2),
        Limit::Styles => {
            let xfs = "<xf/>".repeat(40);
            let styles = format!(
                "<styleSheet xmlns=\"{SPACE}\"><fonts><font/></fonts><cellXfs>{xfs}</cellXfs></styleSheet>"
            );
            book(xlsx(&[sheet(two)], &[("xl/styles.xml", &styles)]), 40)
        }
        Limit::MergedRanges => {
            let merges = r#"<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/><mergeCell ref="B2:C3"/></mergeCells>"#;
            book(xlsx(&[sheet(two).replace("<!---->", merges)], &[]), 3)
        }
        Limit::Cells => book(xlsx(&[sheet(two), sheet(two)], &[]), 4),
        Limit::Area => made("a.ods", ods(3, 5), 15, "too-large"),
        Limit::Findings => {
            // Behind the form's own columns, so that each cell is one of none.
            let form = include_str!("../../fixtures/delimited/fio.csv");
            let row = format!("\n{}{}\nหมายเหตุ", ",".repeat(20), "x,".repeat(300));
            let bytes = form.replacen("\nหมายเหตุ", &row, 1);
            let need = least(|most| {
                let limits = Limits::default().with(limit, most);
                let told = told(&made("a.csv", bytes.clone().into(), 0, ""), &limits);
                told.iter().all(|(code, _)| code != "too-large")
            });
            assert!(300 < need, "{need}");
            text(&bytes, need)
        }
        Limit::CellBytes => text("ก,ขค\n", 6),
        // `one` and `three`, each twice.
        Limit::TextBytes => made("a.xlsx", xlsx(&[sheet(two), sheet(two)], &[]), 16, "bomb"),
        Limit::LineBytes => text("a,b\n\n\"c\nd\",efg\nh\n", 10),
        Limit::Pages => pages(pdf(&["", "", ""], Dictionary::new()), 3, "too-large"),
        Limit::StreamBytes => {
            let bytes = packed_pdf();
            let need = least(|most| {
                let limits = Limits::default().with(limit, most);
                ruam::pdf::text(&bytes, None, &limits, &mut || {}).is_ok()
            });
            pages(bytes, need, "bomb")
        }
        Limit::PageBytes => {
            let need = SHOWN.len() as u64;
            pages(pdf(&[SHOWN], Dictionary::new()), need, "bomb")
        }
        Limit::Operators => pages(pdf(&[SHOWN, ""], Dictionary::new()), 5, "pdf-page-unread"),
        Limit::Operands => {
            let shown = "BT /F1 12 Tf (x) Tj [(a) (b) (c)] TJ ET";
            pages(pdf(&[shown], Dictionary::new()), 5, "pdf-page-unread")
        }
        Limit::Glyphs => pages(pdf(&[SHOWN], Dictionary::new()), 3, "pdf-page-unread"),
        Limit::FormDepth => {
            let font = dictionary! { "F1" => font() };
            let form = |content: &str, resources| {
                let form = dictionary! { "Subtype" => "Form", "Resources" => resources };
                Object::Stream(Stream::new(form, content.into()))
            };
            let inner = form(SHOWN, dictionary! { "Font" => font });
            let outer = form(
                "/X Do",
                dictionary! { "XObject" => dictionary! { "X" => inner } },
            );
            let resources = dictionary! { "XObject" => dictionary! { "X" => outer } };
            pages(pdf(&["/X Do"], resources), 2, "too-large")
        }
        Limit::Attachments => pages(attached(&["a,b", "c,d"]), 2, "pdf-page-unread"),
        Limit::AttachmentBytes => pages(attached(&["a,b", "c,de"]), 4, "pdf-page-unread"),
        Limit::AttachedBytes => pages(attached(&["a,b", "c,de"]), 7, "pdf-page-unread"),
    })
}

/// A file for a limit that parent or child keep as a process, which too low a
/// limit of one less than it needs is sure to stop.
pub(crate) fn of_process(limit: Limit) -> Made {
    let text = "a,b\n";
    match limit {
        Limit::FileBytes => made("a.csv", text.into(), 4, "too-large"),
        Limit::MemoryMib => made("a.ods", ods(30_000, 256), 257, "memory"),
        Limit::CpuSeconds => made("a.csv", "กขค,2,3\n".repeat(600_000).into(), 1, "timeout"),
        Limit::ReplyBytes => made("a.csv", text.into(), 257, "too-large"),
        _ => made("a.csv", text.into(), 1, "timeout"),
    }
}

/// What is told of a file: the codes of the rejection and of the findings, and
/// the words.
#[allow(dead_code, reason = "each test takes what it needs")]
pub(crate) fn told(file: &Made, limits: &Limits) -> Vec<(String, Message)> {
    let request = Request {
        task: Task::Report,
        password: None,
        attached: false,
        areas: Vec::new(),
        sender: common::sender(file.name),
        source: Source {
            file: file.name.to_owned(),
            sha256: String::new(),
            bytes: 0,
            format: None,
            producer: None,
            sheets: None,
            pages: None,
        },
    };
    let mut reply = read_here(&file.bytes, request, &common::facts(), limits, &mut || {});
    if let Reply::WithAttached { reply: inner, .. } = reply {
        reply = *inner;
    }
    let (findings, rejection) = match reply {
        Reply::Submission(submission) => (submission.findings, None),
        Reply::Rejected(rejected) => (rejected.findings, Some((rejected.reason, rejected.message))),
        other => panic!("{other:?}"),
    };
    let findings = findings.into_iter();
    let findings = findings.map(|finding| (finding.rule, finding.message));
    rejection.into_iter().chain(findings).collect()
}

/// The least number for which `is` holds.
fn least(is: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, 1 << 20);
    while low < high {
        let middle = u64::midpoint(low, high);
        if is(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

pub(crate) const SPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const REFERENCES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A container of these parts.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The container with these parts in place of others, or beside them.
#[allow(dead_code, reason = "each test takes what it needs")]
pub(crate) fn changed(bytes: &[u8], more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        parts.push((member.name().unwrap().into_owned(), bytes));
    }
    parts.retain(|(name, _)| more.iter().all(|(other, _)| name != other));
    let kept = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let all: Vec<(&str, &[u8])> = kept.chain(more.iter().copied()).collect();
    zipped(&all)
}

/// What the parts of a container have when they are inflated.
fn inflated(bytes: &[u8]) -> u64 {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let sizes = (0..archive.len()).map(|at| archive.by_index(at).unwrap().size());
    sizes.sum()
}

/// A sheet with these rows; the comment stands where merges do.
pub(crate) fn sheet(rows: &str) -> String {
    format!("<worksheet xmlns=\"{SPACE}\"><sheetData>{rows}</sheetData><!----></worksheet>")
}

/// A workbook with these sheets, two texts that cells share, and more parts.
pub(crate) fn xlsx(sheets: &[String], more: &[(&str, &str)]) -> Vec<u8> {
    let numbers = 1..=sheets.len();
    let listed: String = numbers
        .clone()
        .map(|n| format!(r#"<sheet name="s{n}" sheetId="{n}" r:id="rId{n}"/>"#))
        .collect();
    let related: String = numbers
        .clone()
        .map(|n| {
            format!(
                r#"<Relationship Id="rId{n}" Type="{REFERENCES}/worksheet" Target="worksheets/sheet{n}.xml"/>"#
            )
        })
        .collect();
    let relations = |inside: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>"#
        )
    };
    let mut parts = vec![
        (
            "[Content_Types].xml".to_owned(),
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#.to_owned(),
        ),
        (
            "_rels/.rels".to_owned(),
            relations(&format!(
                r#"<Relationship Id="rId1" Type="{REFERENCES}/officeDocument" Target="xl/workbook.xml"/>"#
            )),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                r#"<workbook xmlns="{SPACE}" xmlns:r="{REFERENCES}"><sheets>{listed}</sheets></workbook>"#
            ),
        ),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations(&related)),
        (
            "xl/sharedStrings.xml".to_owned(),
            format!(
                r#"<sst xmlns="{SPACE}" count="2" uniqueCount="2"><si><t>one</t></si><si><t>three</t></si></sst>"#
            ),
        ),
        (
            "docProps/app.xml".to_owned(),
            "<Properties><Application>a test</Application></Properties>".to_owned(),
        ),
    ];
    for (number, sheet) in numbers.zip(sheets) {
        parts.push((format!("xl/worksheets/sheet{number}.xml"), sheet.clone()));
    }
    for (name, text) in more {
        parts.retain(|(known, _)| known != name);
        parts.push(((*name).to_owned(), (*text).to_owned()));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    zipped(&parts)
}

/// A sheet of ods with a cell in two corners of so many rows and columns.
pub(crate) fn ods(rows: u32, columns: u32) -> Vec<u8> {
    let cell =
        r#"<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>"#;
    let (empty_rows, empty_columns) = (rows - 2, columns - 1);
    let content = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="a"><table:table-row>{cell}</table:table-row><table:table-row table:number-rows-repeated="{empty_rows}"><table:table-cell/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="{empty_columns}"/>{cell}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    ods_of(&content, &[])
}

/// An ods with this content and more parts.
pub(crate) fn ods_of(content: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let manifest = r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#;
    let mut parts: Vec<(&str, &[u8])> = vec![
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ];
    parts.extend(more.iter().map(|(name, text)| (*name, text.as_bytes())));
    zipped(&parts)
}

/// Three letters, shown by five operators.
const SHOWN: &str = "BT /F1 12 Tf 10 10 Td (abc) Tj ET";

fn font() -> Dictionary {
    dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier" }
}

/// A document with these pages; the first has text wherever none has any.
fn document(contents: &[&str], resources: Dictionary) -> Document {
    let mut document = Document::with_version("1.5");
    let mut resources = resources;
    resources.set("Font", dictionary! { "F1" => font() });
    // Streams stand by themselves.
    let resources = lifted(&mut document, resources.into());
    let tree = document.new_object_id();
    let contents: Vec<&str> = if contents.iter().all(|content| content.is_empty()) {
        vec![SHOWN; contents.len()]
    } else {
        contents.to_vec()
    };
    let kids: Vec<Object> = contents
        .iter()
        .map(|content| {
            let content = document.add_object(Stream::new(Dictionary::new(), (*content).into()));
            let page = dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "MediaBox" => [0, 0, 200, 100].map(Object::Integer).to_vec(),
                "Resources" => resources.clone(),
            };
            document.add_object(page).into()
        })
        .collect();
    let count = i64::try_from(kids.len()).unwrap();
    document.objects.insert(
        tree,
        dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into(),
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document
}

fn lifted(document: &mut Document, object: Object) -> Object {
    match object {
        Object::Dictionary(dictionary) => {
            let entries = dictionary.into_iter();
            let entries: Vec<_> = entries
                .map(|(key, value)| (key, lifted(document, value)))
                .collect();
            Object::Dictionary(entries.into_iter().collect())
        }
        Object::Stream(mut stream) => {
            let entries = lifted(document, stream.dict.into());
            stream.dict = entries.as_dict().unwrap().clone();
            document.add_object(stream).into()
        }
        other => other,
    }
}

pub(crate) fn pdf(contents: &[&str], resources: Dictionary) -> Vec<u8> {
    let mut bytes = Vec::new();
    document(contents, resources).save_to(&mut bytes).unwrap();
    bytes
}

/// A document whose objects are packed into streams.
fn packed_pdf() -> Vec<u8> {
    let mut bytes = Vec::new();
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .build();
    let mut document = document(&[SHOWN; 20], Dictionary::new());
    document.save_with_options(&mut bytes, options).unwrap();
    bytes
}

/// A document to which these texts are attached.
fn attached(texts: &[&str]) -> Vec<u8> {
    let mut document = document(&[SHOWN], Dictionary::new());
    let mut names: Vec<Object> = Vec::new();
    for (text, number) in texts.iter().zip(1..) {
        let file = document.add_object(Stream::new(Dictionary::new(), (*text).into()));
        let name = format!("{number}.csv");
        names.push(Object::string_literal(name.clone()));
        names.push(
            dictionary! {
                "F" => Object::string_literal(name), "EF" => dictionary! { "F" => file },
            }
            .into(),
        );
    }
    let root = document
        .trailer
        .get(b"Root")
        .unwrap()
        .as_reference()
        .unwrap();
    let catalog = document
        .get_object_mut(root)
        .unwrap()
        .as_dict_mut()
        .unwrap();
    let files = dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } };
    catalog.set("Names", files);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}
