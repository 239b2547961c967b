//! Doors for the fuzz targets: inner stages, one at a time, and what must hold
//! of what they give. Not part of the program.

use std::{collections::BTreeSet, sync::LazyLock};

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::{
    aligned,
    font::Fonts,
    heads,
    ink::{Axis, Drawn, Glyph, Heading, Ink, Rect, Ruling, SaidBy},
    interpret::Interpreter,
    lexer::Lexer,
    page::{self, PageText},
    sheets,
    state::Matrix,
    table::Heads,
    view, wraps,
};
use crate::{
    columns::Columns,
    grid,
    limits::{Limit, Limits},
};

/// All pages are of this size.
const AREA: Rect = Rect {
    x0: 0.0,
    y0: 0.0,
    x1: 842.0,
    y1: 595.0,
};

/// A glyph of a page that was never drawn.
#[derive(Debug)]
pub struct Letter {
    /// Its text.
    pub text: String,
    /// Where it begins, and how far it goes.
    pub at: [f64; 4],
    /// Its size.
    pub size: f64,
    /// Which way it runs: a fifth of the numbers each.
    pub heading: u8,
}

/// A ruling of such a page.
#[derive(Debug)]
pub struct Rule {
    /// Whether it lies across the page.
    pub across: bool,
    /// Whether it is the edge of an area.
    pub edge: bool,
    /// Where it lies, and from where to where it goes.
    pub at: [f64; 3],
}

/// Such a page.
#[derive(Debug, Default)]
pub struct Page {
    /// Its letters, as they are drawn.
    pub letters: Vec<Letter>,
    /// Its rulings, likewise.
    pub rules: Vec<Rule>,
}

/// Cuts `content` into operators and carries them out, on a page that has some
/// of everything; then reads the page.
pub fn content(content: &[u8], columns: &Columns) -> grid::Document {
    lex(content);
    let document = LazyLock::force(&DRAWN);
    let resources = document.trailer.get_deref(b"Resources", document);
    let fonts = Fonts::new(document);
    let hidden = hidden();
    let limits = Limits::default();
    let mut interpreter = Interpreter::new(document, &fonts, &hidden, &limits, AREA);
    let upright = Matrix([1.0, 0.0, 0.0, -1.0, 0.0, AREA.y1]);
    interpreter.content(content, resources.and_then(Object::as_dict).ok(), upright);
    let mut ink = interpreter.finish();
    (ink.view.width, ink.view.height) = (AREA.x1, AREA.y1);
    document_of(vec![ink], columns)
}

/// Work and results are linear in the bytes.
fn lex(content: &[u8]) {
    let mut lexer = Lexer::new(content, Limits::default().count(Limit::Operands));
    let (mut operators, mut operands, mut strings) = (0, 0, 0);
    while let Some(operator) = lexer.next() {
        operators += 1 + operator.len();
        operands += lexer.operands.len();
        strings += lexer.strings.len();
        if operator == b"ID" {
            lexer.skip_image();
        }
    }
    assert!(operators <= 2 * content.len());
    assert!(operands <= content.len() && strings <= content.len());
}

/// Reads pages with anything on them.
pub fn tables(pages: &[Page], columns: &Columns) -> grid::Document {
    document_of(pages.iter().map(ink).collect(), columns)
}

fn ink(page: &Page) -> Ink {
    const HEADINGS: [Heading; 5] = [
        Heading::Right,
        Heading::Down,
        Heading::Left,
        Heading::Up,
        Heading::Askew,
    ];
    let mut ink = Ink {
        fonts: vec!["F".to_owned()],
        ..Ink::default()
    };
    for letter in &page.letters {
        let start = ink.text.len();
        ink.text.push_str(&letter.text);
        let [x, y, dx, dy] = letter.at;
        let heading = HEADINGS.get(usize::from(letter.heading) / 52);
        let glyph = Glyph {
            text: start..ink.text.len(),
            x,
            y,
            dx,
            dy,
            size: letter.size.abs(),
            heading: heading.copied().unwrap_or_default(),
            said_by: SaidBy::Font,
            font: 0,
            repair: None,
        };
        // As the interpreter has it: nothing is off the page.
        let (x, y) = glyph.area().middle();
        if AREA.holds(x, y) {
            ink.glyphs.push(glyph);
        }
    }
    let ruling = |rule: &Rule| Ruling {
        axis: if rule.across {
            Axis::Horizontal
        } else {
            Axis::Vertical
        },
        at: rule.at[0],
        // A clip leaves nothing off the page.
        from: on_page(rule.at[1].min(rule.at[2]), rule.across),
        to: on_page(rule.at[1].max(rule.at[2]), rule.across),
        drawn: if rule.edge { Drawn::Edge } else { Drawn::Line },
    };
    ink.rulings = page.rules.iter().map(ruling).collect();
    (ink.view.width, ink.view.height) = (AREA.x1, AREA.y1);
    ink
}

fn on_page(at: f64, across: bool) -> f64 {
    at.max(0.0).min(if across { AREA.x1 } else { AREA.y1 })
}

/// Ink → document, as a file of it is read.
fn document_of(inks: Vec<Ink>, columns: &Columns) -> grid::Document {
    let heads = super::heads(columns);
    let mut pages: Vec<PageText> = Vec::new();
    for mut ink in inks {
        view::turn(&mut ink);
        pages.push(page_of(&ink, &heads));
    }
    heads::part(&mut pages);
    aligned::align(&mut pages);
    wraps::close(&mut pages);
    grid::Document {
        grids: sheets::grids(&pages),
        page_tables: sheets::page_tables(&pages),
        ..grid::Document::default()
    }
}

/// Every glyph says what it says somewhere on the page, and only there.
fn page_of(ink: &Ink, heads: &Heads) -> PageText {
    for glyph in &ink.glyphs {
        assert!(ink.text.get(glyph.text.clone()).is_some());
        assert!(usize::from(glyph.font) < ink.fonts.len());
    }
    let page = page::read(ink, heads);
    for table in &page.tables {
        assert_eq!(table.texts.len(), table.table.cells.len());
    }
    let _ = page::plain(&page);
    page
}

/// Shows strings in a font whose parts are these bytes.
pub fn font(parts: &FontParts<'_>, strings: &[u8]) {
    let document = parts.document();
    let Ok(dictionary) = document
        .trailer
        .get_deref(b"Font", &document)
        .and_then(Object::as_dict)
    else {
        return;
    };
    let fonts = Fonts::new(&document);
    let font = fonts.get(dictionary);
    let all: Vec<u8> = (0..=u8::MAX).collect();
    for string in [strings, &all] {
        let mut rest = string;
        while let Some(code) = font.next_code(rest) {
            assert!((1..=rest.len()).contains(&code.length));
            rest = rest.get(code.length..).unwrap_or_default();
            let shown = font.show(&code);
            assert!(shown.advance.is_finite(), "{shown:?}");
            assert_eq!(font.show(&code), shown);
        }
        assert!(rest.is_empty());
    }
}

/// What a font is made of.
#[derive(Debug)]
pub struct FontParts<'a> {
    /// Whether codes have several bytes.
    pub composite: bool,
    /// /BaseFont.
    pub name: &'a str,
    /// /Flags.
    pub flags: u8,
    /// Each a stream where it is not empty.
    pub to_unicode: &'a [u8],
    /// The CMap of a composite font; of a simple one the names of /Differences.
    pub encoding: &'a [u8],
    /// The font program.
    pub program: &'a [u8],
}

impl FontParts<'_> {
    fn document(&self) -> Document {
        let mut document = Document::new();
        let mut stream = |bytes: &[u8]| {
            let stream = Stream::new(Dictionary::new(), bytes.to_vec());
            document.add_object(stream.with_compression(false))
        };
        let mut descriptor = dictionary! { "Flags" => i64::from(self.flags) };
        if !self.program.is_empty() {
            descriptor.set("FontFile2", stream(self.program));
        }
        let mut font = dictionary! { "BaseFont" => self.name };
        if !self.to_unicode.is_empty() {
            font.set("ToUnicode", stream(self.to_unicode));
        }
        if self.composite {
            font.set("Subtype", "Type0");
            if !self.encoding.is_empty() {
                font.set("Encoding", stream(self.encoding));
            }
            let descendant = dictionary! { "FontDescriptor" => descriptor };
            font.set("DescendantFonts", vec![Object::Dictionary(descendant)]);
        } else {
            font.set("Subtype", "TrueType");
            let words = self.encoding.split(|byte| *byte == b' ');
            let differences: Vec<Object> = words
                .map(|word| {
                    let number = str::from_utf8(word).ok().and_then(|word| word.parse().ok());
                    number.map_or_else(|| Object::Name(word.to_vec()), Object::Integer)
                })
                .collect();
            font.set(
                "Encoding",
                dictionary! { "BaseEncoding" => "WinAnsiEncoding", "Differences" => differences },
            );
            font.set("FontDescriptor", descriptor);
        }
        let font = document.add_object(font);
        document.trailer.set("Font", font);
        document
    }
}

/// What content can name, see `resources`.
static DRAWN: LazyLock<Document> = LazyLock::new(drawn);

fn hidden() -> BTreeSet<lopdf::ObjectId> {
    let layer = DRAWN.trailer.get(b"Hidden").and_then(Object::as_reference);
    layer.into_iter().collect()
}

fn drawn() -> Document {
    let mut document = Document::new();
    let mut stream = |dictionary: Dictionary, bytes: &[u8]| {
        let stream = Stream::new(dictionary, bytes.to_vec());
        document.add_object(stream.with_compression(false))
    };
    let cmap = b"begincodespacerange <0000> <ffff> endcodespacerange
        beginbfrange <0000> <005f> <0e01> <0100> <01ff> <0020> endbfrange
        beginbfchar <0300> <0e19e49> endbfchar";
    let thai = stream(Dictionary::new(), cmap);
    let image = dictionary! { "Subtype" => "Image", "Width" => 1, "Height" => 1 };
    let image = stream(image, &[0]);
    let form = dictionary! { "Subtype" => "Form", "BBox" => rectangle(), "Matrix" => matrix() };
    let form = stream(
        form,
        b"q 0 0 9 9 re f Q BT /F1 9 Tf 3 3 Td (form) Tj ET /Fm1 Do /Fm0 Do",
    );
    let layer = document.add_object(dictionary! { "Type" => "OCG" });
    let simple = dictionary! { "Subtype" => "Type1", "BaseFont" => "Courier" };
    let simple = document.add_object(simple);
    let descendant = dictionary! { "DW" => 500, "Subtype" => "CIDFontType2" };
    let composite = dictionary! {
        "Subtype" => "Type0", "BaseFont" => "ABCDEF+Sarabun", "Encoding" => "Identity-H",
        "ToUnicode" => thai, "DescendantFonts" => vec![Object::Dictionary(descendant)],
    };
    let composite = document.add_object(composite);
    let said = dictionary! { "ActualText" => Object::string_literal("\u{fe}\u{ff}") };
    let resources = dictionary! {
        "Font" => dictionary! { "F1" => simple, "F2" => composite },
        "XObject" => dictionary! { "Im0" => image, "Fm0" => form, "Fm1" => form },
        "ExtGState" => dictionary! {
            "GS0" => dictionary! {
                "LW" => 3, "Font" => vec![Object::Reference(composite), 12.into()],
            },
        },
        "Properties" => dictionary! { "MC0" => said, "OC0" => layer },
    };
    let resources = document.add_object(resources);
    document.trailer.set("Resources", resources);
    document.trailer.set("Hidden", layer);
    document
}

fn rectangle() -> Vec<Object> {
    [0, 0, 500, 500].map(Object::from).into()
}

fn matrix() -> Vec<Object> {
    [1.1, 0.1, 0.0, 0.9, 5.0, 5.0].map(Object::from).into()
}
