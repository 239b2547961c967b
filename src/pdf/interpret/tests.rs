//! Operators → ink, on literals.

use lopdf::{Document, Object, Stream, dictionary};

use super::*;
use crate::pdf::ink::{Axis, Drawn, Heading, SaidBy};

/// A page of 200 by 100 points, y upward in its content, with Helvetica as F1.
fn page(content: &[u8], more: Dictionary) -> Ink {
    let mut document = Document::new();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
        // Every letter of these tests is half as wide as high.
        "FirstChar" => 32, "Widths" => vec![Object::Integer(500); 95],
    });
    let mut resources = dictionary! { "Font" => dictionary! { "F1" => font } };
    resources.extend(&more);
    let area = Rect::between((0.0, 0.0), (200.0, 100.0));
    let fonts = Fonts::new(&document);
    let limits = Limits::default();
    let hidden = BTreeSet::new();
    let mut interpreter = Interpreter::new(&document, &fonts, &hidden, &limits, area);
    let upward = Matrix([1.0, 0.0, 0.0, -1.0, 0.0, 100.0]);
    interpreter.content(content, Some(&resources), upward);
    interpreter.finish()
}

/// The glyphs as `text@x,y`.
fn glyphs(content: &str) -> Vec<String> {
    shown(&page(content.as_bytes(), Dictionary::new()))
}

fn shown(ink: &Ink) -> Vec<String> {
    let round = |value: f64| (value * 100.0).round() / 100.0;
    ink.glyphs
        .iter()
        .map(|glyph| {
            format!(
                "{}@{},{}",
                ink.text_of(glyph),
                round(glyph.x),
                round(glyph.y)
            )
        })
        .collect()
}

fn form(content: &str) -> Stream {
    let bounds: Vec<Object> = [0, 0, 200, 100].map(Object::Integer).into();
    let matrix: Vec<Object> = [1, 0, 0, 1, 0, 0].map(Object::Integer).into();
    Stream::new(
        dictionary! { "Subtype" => "Form", "BBox" => bounds, "Matrix" => matrix },
        content.as_bytes().to_vec(),
    )
}

#[test]
fn the_pen_moves_with_every_glyph_and_operator() {
    assert_eq!(
        glyphs("BT /F1 10 Tf 20 30 Td (ab) Tj 0 -12 TD (c) Tj T* (d) Tj ET"),
        ["a@20,70", "b@25,70", "c@20,82", "d@20,94"]
    );
    assert_eq!(
        glyphs("BT /F1 10 Tf 14 TL 1 0 0 1 20 90 Tm [(a)-200(b)1000(c)] TJ (d) ' 2 1 (e f) \" ET"),
        [
            "a@20,10", "b@27,10", "c@22,10", "d@20,24", "e@20,38", " @26,38", "f@34,38"
        ]
    );
}

#[test]
fn text_state_scales_spaces_and_raises() {
    assert_eq!(
        glyphs("BT /F1 10 Tf 1 Tc 3 Tw 50 Tz 4 Ts 20 30 Td (a b) Tj ET"),
        ["a@20,66", " @23,66", "b@27.5,66"]
    );
    let ink = page(
        b"q 2 0 0 2 0 0 cm BT /F1 10 Tf 5 5 Td (a) Tj ET Q BT /F1 4 Tf (b) Tj ET",
        Dictionary::new(),
    );
    let sizes: Vec<f64> = ink.glyphs.iter().map(|glyph| glyph.size).collect();
    assert_eq!(sizes, [20.0, 4.0]);
    assert_eq!(shown(&ink), ["a@10,90", "b@0,100"]);
}

#[test]
fn turned_text_knows_where_it_heads() {
    let ink = page(
        b"BT /F1 10 Tf 0 1 -1 0 50 50 Tm (a) Tj 0 -1 1 0 50 50 Tm (b) Tj \
          -1 0 0 -1 50 50 Tm (c) Tj 1 1 -1 1 50 50 Tm (d) Tj ET",
        Dictionary::new(),
    );
    let headings: Vec<Heading> = ink.glyphs.iter().map(|glyph| glyph.heading).collect();
    assert_eq!(
        headings,
        [Heading::Up, Heading::Down, Heading::Left, Heading::Askew]
    );
}

#[test]
fn invisible_text_is_text_and_what_lies_off_the_page_is_none() {
    assert_eq!(
        glyphs("BT 3 Tr /F1 10 Tf 20 30 Td (a) Tj 300 0 Td (b) Tj ET"),
        ["a@20,70"]
    );
}

#[test]
fn a_clip_of_the_page_hides_and_one_of_a_cell_does_not() {
    let text = "BT /F1 10 Tf 20 5 Td (a) Tj ET";
    assert!(glyphs(&format!("0 20 200 80 re W n {text}")).is_empty());
    assert_eq!(glyphs(&format!("0 20 20 10 re W n {text}")), ["a@20,95"]);
    assert_eq!(
        glyphs(&format!("q 0 20 200 80 re W n Q {text}")),
        ["a@20,95"]
    );
}

#[test]
fn spans_say_their_text_and_the_outer_one_speaks() {
    let said = |content: &str| {
        let properties = dictionary! {
            "P0" => dictionary! { "ActualText" => Object::string_literal("xy") },
        };
        let ink = page(
            content.as_bytes(),
            dictionary! { "Properties" => properties },
        );
        let span = ink.glyphs.iter().all(|glyph| glyph.said_by == SaidBy::Span);
        let texts: Vec<&str> = ink.glyphs.iter().map(|glyph| ink.text_of(glyph)).collect();
        (texts.join("|"), span)
    };
    let text = "BT /F1 10 Tf 20 30 Td";
    for (content, wanted) in [
        ("/Span <</ActualText (xy)>> BDC (ab) Tj EMC", "x|y"),
        (
            "/Span <</ActualText (xy)>> BDC (a) Tj 5 0 Td (b) Tj EMC",
            "x|y",
        ),
        ("/Span /P0 BDC (ab) Tj EMC", "x|y"),
        (
            "/Span <</ActualText (xy)>> BDC /P <</ActualText (z)>> BDC (a) Tj EMC (b) Tj EMC",
            "x|y",
        ),
        (
            "/Span <</K <</ActualText (no)>>/ActualText (xy)>> BDC (ab) Tj EMC",
            "x|y",
        ),
        // Not ended: it speaks all the same.
        ("/Span <</ActualText (xy)>> BDC (ab) Tj", "x|y"),
    ] {
        assert_eq!(
            said(&format!("{text} {content} ET")),
            (wanted.to_owned(), true),
            "{content}"
        );
    }
    assert_eq!(
        said(&format!("{text} /P <</MCID 1>> BDC (ab) Tj EMC ET")).0,
        "a|b"
    );
}

#[test]
fn forms_are_descended_into_with_their_own_matrix_and_resources() {
    let mut moved = form("BT /F1 10 Tf (a) Tj ET 0 0 m 50 0 l S");
    let matrix: Vec<Object> = [1, 0, 0, 1, 10, 20].map(Object::Integer).into();
    moved.dict.set("Matrix", matrix);
    let ink = page(
        b"/X Do",
        dictionary! { "XObject" => dictionary! { "X" => moved } },
    );
    assert_eq!(shown(&ink), ["a@10,80"]);
    let [ruling] = ink.rulings.as_slice() else {
        panic!("{:?}", ink.rulings)
    };
    assert_eq!((ruling.at, ruling.from, ruling.to), (80.0, 10.0, 60.0));
    assert_eq!((ruling.axis, ruling.drawn), (Axis::Horizontal, Drawn::Line));
}

#[test]
fn a_form_that_draws_itself_ends() {
    let mut document = Document::new();
    let id = document.new_object_id();
    let mut itself = form("/X Do BT /F1 1 Tf (a) Tj ET");
    itself.dict.set(
        "Resources",
        dictionary! { "XObject" => dictionary! { "X" => id } },
    );
    document.objects.insert(id, itself.into());
    let resources = dictionary! { "XObject" => dictionary! { "X" => id } };
    let fonts = Fonts::new(&document);
    let area = Rect::between((0.0, 0.0), (10.0, 10.0));
    let limits = Limits::default();
    let hidden = BTreeSet::new();
    let mut interpreter = Interpreter::new(&document, &fonts, &hidden, &limits, area);
    interpreter.content(b"/X Do", Some(&resources), Matrix::ONE);
    assert!(interpreter.finish().remarks.cut.is_some());
}

#[test]
fn a_picture_of_the_page_is_noted_and_none_is_a_rule() {
    let image = || Stream::new(dictionary! { "Subtype" => "Image" }, Vec::new());
    let images = || dictionary! { "XObject" => dictionary! { "I" => image() } };
    assert!(page(b"200 0 0 100 0 0 cm /I Do", images()).remarks.picture);
    let strips = page(
        b"q 200 0 0 20 0 0 cm /I Do Q q 200 0 0 20 0 20 cm /I Do Q",
        images(),
    );
    assert!(strips.remarks.picture);
    // Word draws tone marks as pictures, thin and high.
    let mark = page(b"0.24 0 0 17 20 50 cm /I Do", images());
    assert!(!mark.remarks.picture && mark.rulings.is_empty());
}

#[test]
fn endless_operators_are_cut_short() {
    let content = b"q ".repeat(2_100_000);
    assert!(page(&content, Dictionary::new()).remarks.cut.is_some());
}

#[test]
fn colours_tell_what_is_white() {
    let edges = |colour: &str| {
        page(
            format!("{colour} 10 10 50 50 re f").as_bytes(),
            Dictionary::new(),
        )
        .rulings
        .len()
    };
    assert_eq!(edges("1 g"), 0);
    assert_eq!(edges("1 1 1 rg"), 0);
    assert_eq!(edges("0 0 0 0 k"), 0);
    assert_eq!(edges("0.9 g"), 4);
    assert_eq!(edges("1 g /P1 scn"), 4);
    assert_eq!(edges("q 1 g Q"), 4);
}

#[test]
fn layers_that_are_off_are_not_there() {
    let mut document = Document::new();
    let off = document.add_object(dictionary! { "Type" => "OCG" });
    let on = document.add_object(dictionary! { "Type" => "OCG" });
    let font = dictionary! { "Subtype" => "Type1", "BaseFont" => "Courier" };
    let mut layered = form("BT /F1 10 Tf 20 30 Td (x) Tj ET");
    layered.dict.set("OC", off);
    let resources = dictionary! {
        "Font" => dictionary! { "F1" => font },
        "Properties" => dictionary! { "Off" => off, "On" => on },
        "XObject" => dictionary! { "X" => layered },
    };
    let fonts = Fonts::new(&document);
    let limits = Limits::default();
    let hidden = BTreeSet::from([off]);
    let area = Rect::between((0.0, 0.0), (200.0, 100.0));
    let mut interpreter = Interpreter::new(&document, &fonts, &hidden, &limits, area);
    let content = b"BT /F1 10 Tf 20 30 Td /OC /Off BDC (a) Tj /P BMC (b) Tj EMC EMC \
        /OC /On BDC (c) Tj EMC ET /OC /Off BDC 0 0 m 50 0 l S EMC /X Do";
    interpreter.content(content, Some(&resources), Matrix::ONE);
    let ink = interpreter.finish();
    assert_eq!((ink.text.as_str(), ink.rulings.len()), ("c", 0));
}
