//! Whole fonts, from their dictionaries to the texts of their codes.

use super::*;
use lopdf::{Object, dictionary};

/// The texts and sources of one-byte codes.
fn shown(font: &Font, bytes: &[u8]) -> Vec<(Option<String>, Source)> {
    let codes = bytes.iter().map(|byte| Code {
        code: u32::from(*byte),
        length: 1,
    });
    codes
        .map(|code| font.show(&code))
        .map(|shown| (shown.text.map(str::to_owned), shown.source))
        .collect()
}

fn told(text: &str, source: Source) -> (Option<String>, Source) {
    (Some(text.to_owned()), source)
}

const NOTHING: (Option<String>, Source) = (None, Source::None);

fn to_unicode(document: &mut Document, text: &str) -> Object {
    let stream = Stream::new(Dictionary::new(), text.as_bytes().to_vec());
    document.add_object(stream).into()
}

#[test]
fn a_name_is_one_that_can_be_told() {
    for (name, face) in [
        (
            "ABCDEF+TH SarabunPSK,Bold".to_owned(),
            "TH SarabunPSK,Bold".to_owned(),
        ),
        ("Th\u{1b}[31m\nai".to_owned(), "Th[31mai".to_owned()),
        ("ก".repeat(9_000), "ก".repeat(100)),
    ] {
        let font = dictionary! { "BaseFont" => Object::Name(name.into_bytes()) };
        assert_eq!(Font::load(&Document::new(), &font).face, face);
    }
}

#[test]
fn latin_fonts_stay_latin() {
    for name in ["Helvetica", "Tahoma", "ABCDEF+TimesNewRoman"] {
        let font = dictionary! { "BaseFont" => name, "Encoding" => "WinAnsiEncoding" };
        let font = Font::load(&Document::new(), &font);
        let expected = [told("é", Source::Encoding), told("¡", Source::Encoding)];
        assert_eq!(shown(&font, &[0xe9, 0xa1]), expected, "{name}");
    }
}

#[test]
fn thai_fonts_without_to_unicode_are_of_windows_874() {
    let latin_names = dictionary! {
        "Differences" => vec![Object::Integer(0xa1), "exclamdown".into()],
    };
    let thai_names = dictionary! {
        "Differences" => vec![Object::Integer(0xa1), "khokhai".into()],
    };
    for (encoding, text, source) in [
        (Object::Null, "ก", Source::Codepage),
        ("WinAnsiEncoding".into(), "ก", Source::Codepage),
        (latin_names.into(), "ก", Source::Codepage),
        (thai_names.into(), "ข", Source::Name),
    ] {
        let font = dictionary! { "BaseFont" => "AngsanaUPC", "Encoding" => encoding };
        let font = Font::load(&Document::new(), &font);
        let expected = [told(text, source), told("A", Source::Encoding)];
        assert_eq!(shown(&font, b"\xa1A"), expected, "{text}");
    }
}

#[test]
fn a_thai_name_alone_does_not_make_few_accents_thai() {
    let mut widths: Vec<Object> = vec![0.into(); 256];
    widths[0xe9] = 500.into();
    let font = dictionary! {
        "BaseFont" => "THSarabunPSK",
        "Encoding" => "WinAnsiEncoding",
        "FirstChar" => 0,
        "Widths" => widths,
    };
    let font = Font::load(&Document::new(), &font);
    assert_eq!(shown(&font, &[0xe9]), [told("é", Source::Encoding)]);
}

#[test]
fn what_the_program_draws_is_asked_of_its_character_map() {
    // Codes 0xA1 and 0xA2 of the Macintosh table show ko kai and a letter
    // that has a private character too.
    let program = fixture::true_type(&[
        (1, 0, 0xa1, &[1, 2, 3]),
        (3, 1, 0x0e01, &[1]),
        (3, 1, 0x0e48, &[2]),
        (3, 1, 0xf70a, &[2]),
    ]);
    let (mut document, mut font) = fixture::simple("Unknown", "FontFile2", program);
    let loaded = Font::load(&document, &font);
    let expected = [
        told("ก", Source::Program),
        told("\u{e48}", Source::Program),
        told("ฃ", Source::Codepage), // drawn, by a program of Thai letters only
        NOTHING,                     // not drawn
    ];
    assert_eq!(shown(&loaded, &[0xa1, 0xa2, 0xa3, 0xa4]), expected);
    assert_eq!(
        loaded
            .show(&Code {
                code: 0xa2,
                length: 1
            })
            .advance,
        0.2
    );

    font.set("Encoding", "WinAnsiEncoding");
    let loaded = Font::load(&document, &font);
    assert_eq!(shown(&loaded, &[0xa1]), [told("ก", Source::Program)]);

    // A name that is no Latin letter of that code is believed.
    let differences = vec![Object::Integer(0xa1), "bullet".into()];
    font.set("Encoding", dictionary! { "Differences" => differences });
    let loaded = Font::load(&document, &font);
    assert_eq!(shown(&loaded, &[0xa1]), [told("•", Source::Name)]);

    font.set("Encoding", "WinAnsiEncoding");
    let cmap = "beginbfchar <A1> <0041> <A2> <> <A3> <> <A4> <0000> endbfchar";
    let cmap = to_unicode(&mut document, cmap);
    font.set("ToUnicode", cmap);
    let loaded = Font::load(&document, &font);
    let expected = [
        told("A", Source::ToUnicode),
        told("\u{e48}", Source::Program), // ToUnicode has no text
        told("£", Source::Encoding),
        told("¤", Source::Encoding),
    ];
    assert_eq!(shown(&loaded, &[0xa1, 0xa2, 0xa3, 0xa4]), expected);
}

#[test]
fn codes_of_a_symbol_font_are_letters_or_pictures() {
    let program = || fixture::true_type(&[(3, 0, 0xf041, &[1])]);
    for (name, text, source) in [
        ("Unknown", "A", Source::Encoding),
        ("Wingdings", "\u{f041}", Source::Program),
    ] {
        let (document, font) = fixture::simple(name, "FontFile2", program());
        let font = Font::load(&document, &font);
        assert_eq!(shown(&font, b"AB"), [told(text, source), NOTHING], "{name}");
    }
}

#[test]
fn a_cff_program_has_an_encoding_and_names() {
    let (document, mut font) = fixture::simple("Unknown", "FontFile3", fixture::cff());
    let loaded = Font::load(&document, &font);
    let expected = [told("A", Source::Name), told("ก", Source::Name), NOTHING];
    assert_eq!(shown(&loaded, &[7, 8, 9]), expected);
    assert_eq!(loaded.show(&Code { code: 8, length: 1 }).advance, 0.6);
    let differences = vec![Object::Integer(1), "kokai".into(), "g7".into()];
    font.set("Encoding", dictionary! { "Differences" => differences });
    let loaded = Font::load(&document, &font);
    assert_eq!(shown(&loaded, &[1, 2]), [told("ก", Source::Name), NOTHING]);
    assert_eq!(loaded.show(&Code { code: 1, length: 1 }).advance, 0.6);
}

/// A Type 0 font, whose glyphs 1 and 2 are ko kai and a nikhahit.
fn composite(cid_font: Dictionary, cmap: &str) -> Font {
    let program = fixture::true_type(&LETTERS);
    composite_of(program, cid_font, cmap)
}

const LETTERS: [fixture::Subtable<'_>; 2] = [(3, 1, 0x0e01, &[1]), (0, 3, 0x0e4d, &[2])];

fn composite_of(program: Vec<u8>, cid_font: Dictionary, cmap: &str) -> Font {
    let (mut document, font) = fixture::simple("Thai", "FontFile2", program);
    let mut cid_font = cid_font;
    let descriptor = font.get(b"FontDescriptor").unwrap().clone();
    cid_font.set("FontDescriptor", descriptor);
    let cid_font = document.add_object(cid_font);
    let font = dictionary! {
        "BaseFont" => Object::Name(b"ABCDEF+THSarabunIT\xf9".to_vec()),
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![cid_font.into()],
        "ToUnicode" => to_unicode(&mut document, cmap),
    };
    Font::load(&document, &font)
}

#[test]
fn the_program_of_a_composite_font_fills_the_gaps_of_to_unicode() {
    let widths = vec![1.into(), Object::Array(vec![400.into(), 0.into()])];
    let cid_font = dictionary! { "W" => widths, "DW" => 500 };
    let font = composite(
        cid_font,
        "beginbfchar <0001> <0E02> <0002> <0000> <0003> <> endbfchar",
    );
    let mut rest: &[u8] = &[0, 1, 0, 2, 0, 3, 0, 4, 32];
    let mut shown = Vec::new();
    while let Some(code) = font.next_code(rest) {
        let code_shown = font.show(&code);
        shown.push((
            code_shown.text,
            code_shown.source,
            code_shown.advance,
            code_shown.word_space,
        ));
        rest = &rest[code.length..];
    }
    let expected = [
        (Some("ก"), Source::Program, 0.4, false),
        (Some("\u{e4d}"), Source::Program, 0.0, false),
        (Some(""), Source::ToUnicode, 0.5, false),
        (None, Source::None, 0.5, false),
        (None, Source::None, 0.5, true),
    ];
    assert_eq!(shown, expected);
}

#[test]
fn cids_are_mapped_to_glyphs() {
    let map = Stream::new(Dictionary::new(), vec![0, 0, 0, 2, 0, 1]);
    let font = composite(dictionary! { "CIDToGIDMap" => map }, "");
    let texts = [0, 1, 2, 3].map(|code| font.show(&Code { code, length: 2 }).text);
    assert_eq!(texts, [None, Some("\u{e4d}"), Some("ก"), None]);
}

/// Of the glyphs of [`LETTERS`] and of one that only ToUnicode names.
const OUTLINES: [fixture::Outline<'_>; 10] = [
    Some(&[]),
    Some(&[]),
    Some(&[]),
    Some(&[]),
    Some(&[2, 3]), // nikhahit and mai ek
    Some(&[4]),    // and moved
    Some(&[1, 9]), // with what nothing names
    None,
    Some(&[7]),
    Some(&[8, 9]), // with itself
];
const ONE_NAMED: &str = "beginbfchar <0003> <0E48> <0004> <> <0006> <> <0007> <> <0008> <>
    <0009> <> endbfchar";

#[test]
fn a_glyph_that_nothing_names_is_read_from_what_it_is_composed_of() {
    let program = fixture::with_outlines(&LETTERS, &OUTLINES);
    let font = composite_of(program, Dictionary::new(), ONE_NAMED);
    let shown = |code| {
        let shown = font.show(&Code { code, length: 2 });
        (shown.text, shown.source, shown.repair.is_some())
    };
    let both = (Some("\u{e4d}\u{e48}"), Source::Program, true);
    assert_eq!(shown(3), (Some("\u{e48}"), Source::ToUnicode, false));
    assert_eq!([4, 5].map(shown), [both; 2]);
    // What is drawn says something, and what is not says nothing.
    let lost = (None, Source::None, false);
    assert_eq!([6, 9, 0].map(shown), [lost; 3]);
    let nothing = (Some(""), Source::ToUnicode, false);
    assert_eq!([7, 8].map(shown), [nothing; 2]);
}

#[test]
fn to_unicode_names_a_part_only_where_its_code_is_its_number() {
    let program = fixture::with_outlines(&LETTERS, &OUTLINES);
    let map = Stream::new(Dictionary::new(), vec![0, 0, 0, 1, 0, 2, 0, 9, 0, 4]);
    let cid_font = dictionary! { "CIDToGIDMap" => map };
    let font = composite_of(program.clone(), cid_font, ONE_NAMED);
    assert_eq!(font.show(&Code { code: 4, length: 2 }).text, None);
    // Nor where it says a cluster of which the part is one mark.
    let cluster = "beginbfchar <0003> <0E010E48> <0004> <> endbfchar";
    let font = composite_of(program, Dictionary::new(), cluster);
    assert_eq!(font.show(&Code { code: 4, length: 2 }).text, None);
}

#[test]
fn a_simple_font_is_read_by_what_its_glyphs_are_composed_of() {
    let codes: fixture::Subtable<'_> = (1, 0, 1, &[4, 5, 6, 7]);
    let letters = [codes, (3, 1, 0x0e4d, &[2]), (3, 1, 0x0e48, &[3])];
    let program = fixture::with_outlines(&letters, &OUTLINES);
    let (mut document, mut font) = fixture::simple("Unknown", "FontFile2", program);
    let cmap = to_unicode(
        &mut document,
        "beginbfchar <01> <> <03> <> <04> <> endbfchar",
    );
    font.set("ToUnicode", cmap);
    let font = Font::load(&document, &font);
    let both = told("\u{e4d}\u{e48}", Source::Program);
    let nothing = told("", Source::ToUnicode);
    let expected = [both.clone(), both, NOTHING, nothing];
    assert_eq!(shown(&font, &[1, 2, 3, 4]), expected);
}

#[test]
fn a_cluster_of_weasyprint_is_read_whole() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/pdf/kinds/footers.pdf"
    );
    let document = Document::load(path).unwrap();
    let is_sarabun = |font: &&Dictionary| {
        let name = font.get(b"BaseFont").and_then(Object::as_name);
        font.has_type(b"Font")
            && font.has(b"ToUnicode")
            && name.is_ok_and(|name| name.ends_with(b"+Sarabun"))
    };
    let mut fonts = document.objects.values().filter_map(|o| o.as_dict().ok());
    let font = Font::load(&document, fonts.find(is_sarabun).unwrap());
    let code = |code| Code { code, length: 2 };
    let shown = font.show(&code(0x2f9));
    assert_eq!(shown.text, Some("\u{e4d}\u{e48}"));
    assert!(shown.repair.is_some());
}

#[test]
fn vertical_fonts_move_down() {
    let cid_font = Object::Dictionary(dictionary! { "DW2" => vec![880.into(), (-500).into()] });
    let font = dictionary! { "Encoding" => "Identity-V", "DescendantFonts" => vec![cid_font] };
    let font = Font::load(&Document::new(), &font);
    assert!(font.vertical());
    assert_eq!(font.show(&Code { code: 1, length: 2 }).advance, -0.5);
}

#[test]
fn type_3_fonts_have_their_own_scale() {
    let font = dictionary! {
        "FontMatrix" => vec![Object::Real(0.01), 0.into(), 0.into(), Object::Real(-0.005), 0.into(), 0.into()],
        "FontBBox" => vec![0.into(), (-100).into(), 50.into(), 50.into()],
        "FirstChar" => 65,
        "Widths" => vec![Object::Integer(50), Object::Integer(3600), Object::Integer(i64::MAX)],
        "Encoding" => dictionary! { "Differences" => vec![65.into(), "maiek".into(), "a66".into()] },
    };
    let font = Font::load(&Document::new(), &font);
    assert_eq!(
        shown(&font, b"AB"),
        [told("\u{e48}", Source::Name), NOTHING]
    );
    let advances = [65, 66, 67].map(|code| font.show(&Code { code, length: 1 }).advance);
    assert_eq!(advances, [0.5, 36.0, 10_000.0]);
    assert_eq!(font.height(), 1.0);
}

#[test]
fn a_font_of_nonsense_still_loads() {
    let mut document = Document::new();
    let itself = document.new_object_id();
    document.objects.insert(itself, Object::Reference(itself));
    let garbage = document.add_object(Stream::new(Dictionary::new(), vec![0, 1, 0, 0, 0xff, 0xff]));
    let font = dictionary! {
        "BaseFont" => 7,
        "Encoding" => itself,
        "ToUnicode" => itself,
        "Widths" => "x",
        "FontDescriptor" => dictionary! { "FontFile2" => garbage, "Ascent" => Object::Real(f32::NAN) },
        "DescendantFonts" => vec![itself.into()],
    };
    let font = Font::load(&document, &font);
    assert!(
        font.show(&Code {
            code: 65,
            length: 1
        })
        .advance
        .is_finite()
    );
    assert_eq!(font.next_code(&[]), None);
}
