//! Fonts without characters or names, whose ToUnicode lies in every way that
//! is known (the classes A to H of the project's study of Thai), and what is
//! made of them by what their glyphs draw.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::{Code, Fonts, fixture, fixture::Corners};

const KO: Corners<'_> = &[(0, 0), (0, 400), (500, 400), (500, 0)];
const AA: Corners<'_> = &[(0, 0), (0, 400), (200, 400), (200, 0)];
/// The ring of ํ, and its hole the other way round.
const RING: Corners<'_> = &[(-200, 450), (-200, 600), (-50, 600), (-50, 450)];
const HOLE: Corners<'_> = &[(-160, 490), (-90, 490), (-90, 560), (-160, 560)];
const EK: Corners<'_> = &[(-70, 470), (-80, 600), (-40, 600), (-45, 470)];
/// ่ at nine tenths, raised.
const RAISED_EK: Corners<'_> = &[(-70, 720), (-79, 837), (-43, 837), (-47, 720)];
const THO: Corners<'_> = &[
    (-200, 450),
    (-200, 600),
    (-150, 600),
    (-150, 500),
    (-50, 500),
    (-50, 600),
    (0, 600),
    (0, 450),
    (-30, 440),
];
/// ้ moved, and with one corner more.
const RAISED_THO: Corners<'_> = &[
    (-200, 700),
    (-200, 775),
    (-200, 850),
    (-150, 850),
    (-150, 750),
    (-50, 750),
    (-50, 850),
    (0, 850),
    (0, 700),
    (-30, 690),
];
const U: Corners<'_> = &[
    (-100, -200),
    (-100, -50),
    (-60, -50),
    (-60, -160),
    (-40, -200),
];
const UU: Corners<'_> = &[
    (-300, -200),
    (-300, -50),
    (-260, -50),
    (-260, -160),
    (-100, -160),
    (-100, -50),
    (-60, -50),
    (-60, -200),
];
/// ้ in another shape, raised.
const BENT_THO: Corners<'_> = &[
    (-200, 700),
    (-200, 850),
    (-150, 850),
    (-150, 825),
    (-50, 825),
    (-50, 850),
    (0, 850),
    (0, 700),
    (-30, 690),
];
/// Of nothing in Thai.
const STAR: Corners<'_> = &[
    (-100, 700),
    (-80, 640),
    (-20, 640),
    (-70, 600),
    (-50, 540),
    (-100, 580),
    (-150, 540),
    (-130, 600),
    (-180, 640),
    (-120, 640),
];

const BLANK: u32 = 1;
const LETTER: u32 = 2;
const AA_GLYPH: u32 = 3;
const AM_GLYPH: u32 = 4;
const NIKHAHIT: u32 = 6;
const MAI_EK: u32 = 7;
const HIGH_EK: u32 = 8;
const MAI_THO: u32 = 9;
const HIGH_THO: u32 = 10;
const SARA_U: u32 = 11;
const SARA_UU: u32 = 12;
const ODD: u32 = 13;
const BENT: u32 = 14;
const RING_AND_EK: u32 = 15;

fn program() -> Vec<u8> {
    fixture::drawn(&[
        (500, &[]),
        (500, &[]),
        (500, &[KO]),
        (250, &[AA]),
        (250, &[AA, RING, HOLE]),
        (500, &[]),
        (0, &[RING, HOLE]),
        (0, &[EK]),
        (0, &[RAISED_EK]),
        (0, &[THO]),
        (0, &[RAISED_THO]),
        (0, &[U]),
        (0, &[UU]),
        (0, &[STAR]),
        (0, &[BENT_THO]),
        (0, &[RAISED_EK, RING, HOLE]),
    ])
}

/// What ToUnicode says of glyphs.
type Map<'a> = &'a [(u32, &'a str)];

/// A map of glyphs to texts.
fn map(texts: Map<'_>) -> String {
    let entry = |(glyph, text): &(u32, &str)| {
        let units: String = text
            .encode_utf16()
            .map(|unit| format!("{unit:04X}"))
            .collect();
        format!("<{glyph:04X}> <{units}>")
    };
    let entries: Vec<String> = texts.iter().map(entry).collect();
    format!("beginbfchar {} endbfchar", entries.join(" "))
}

/// What the last of some fonts of one face shows of a glyph, and how it is
/// known, by the names of [`super::Repair`].
fn shown(maps: &[Map<'_>], glyph: u32) -> String {
    let mut document = Document::new();
    let fonts = maps.iter().zip('A'..).map(|(texts, subset)| {
        let name = format!("ABCDE{subset}+Face");
        fixture::composite(&mut document, &name, program(), &map(texts))
    });
    let last = fonts.last().unwrap();
    let font = Fonts::new(&document).get(document.get_dictionary(last).unwrap());
    let code = Code {
        code: glyph,
        length: 2,
    };
    let shown = font.show(&code);
    let how = shown.repair.map_or_else(String::new, |repair| {
        format!(" {:?} {:?}", repair.fault, repair.evidence)
    });
    format!("{}{how}", shown.text.unwrap_or("nothing"))
}

const TRUTH: Map<'_> = &[
    (BLANK, " "),
    (LETTER, "ก"),
    (AA_GLYPH, "า"),
    (AM_GLYPH, "ำ"),
    (NIKHAHIT, "ํ"),
    (MAI_EK, "\u{e48}"),
    (MAI_THO, "\u{e49}"),
    (SARA_U, "\u{e38}"),
];

/// The truth, but for one glyph.
fn but(glyph: u32, text: &'static str) -> Vec<(u32, &'static str)> {
    let mut texts = TRUTH.to_vec();
    texts.retain(|(other, _)| *other != glyph);
    texts.push((glyph, text));
    texts
}

#[test]
fn what_is_true_stays() {
    for (glyph, text) in TRUTH {
        assert_eq!(shown(&[TRUTH], *glyph), *text);
    }
}

#[test]
fn a_blank_that_draws_a_ring_is_nikhahit() {
    assert_eq!(shown(&[&but(NIKHAHIT, " ")], NIKHAHIT), "ํ Blank Outline");
    // What draws something else, nobody can tell.
    assert_eq!(shown(&[&but(ODD, " ")], ODD), "nothing");
}

#[test]
fn am_without_a_ring_is_aa_and_without_width_a_ring() {
    assert_eq!(shown(&[&but(AA_GLYPH, "ำ")], AA_GLYPH), "า Other Outline");
    assert_eq!(shown(&[&but(NIKHAHIT, "ำ")], NIKHAHIT), "ํ Other Outline");
    assert_eq!(
        shown(&[&but(NIKHAHIT, "\u{e48}ำ")], NIKHAHIT),
        "\u{e48}ํ Cluster Outline"
    );
}

#[test]
fn private_codes_are_left_to_their_table() {
    assert_eq!(shown(&[&but(HIGH_EK, "\u{f70a}")], HIGH_EK), "\u{f70a}");
}

#[test]
fn a_raised_mark_without_text_is_the_one_it_looks_like() {
    for unsaid in [None, Some("\u{fffd}"), Some("\0")] {
        let mut texts = TRUTH.to_vec();
        texts.extend(unsaid.map(|text| (HIGH_EK, text)));
        assert_eq!(
            shown(&[&texts], HIGH_EK),
            "\u{e48} Unsaid Likeness",
            "{unsaid:?}"
        );
    }
    assert_eq!(shown(&[TRUTH], HIGH_THO), "\u{e49} Unsaid Likeness");
    assert_eq!(shown(&[TRUTH], ODD), "nothing");
    // Without ้ to compare with, no other mark is taken for it.
    let without = &TRUTH[..6];
    assert_eq!(shown(&[without], HIGH_THO), "nothing");
}

#[test]
fn two_marks_in_one_glyph_are_both() {
    assert_eq!(shown(&[TRUTH], RING_AND_EK), "ํ\u{e48} Unsaid Likeness");
}

#[test]
fn another_subset_of_the_face_bears_witness() {
    let few: Map<'_> = &[(LETTER, "ก"), (NIKHAHIT, "ํ")];
    assert_eq!(shown(&[few], HIGH_EK), "nothing");
    assert_eq!(shown(&[TRUTH, few], HIGH_EK), "\u{e48} Unsaid Likeness");
}

#[test]
fn marks_stand_where_they_can_and_are_like_their_kind() {
    // ่ called ู, and ู called ่, as LibreOffice does.
    let mut swapped = but(HIGH_EK, "\u{e39}");
    swapped.push((SARA_UU, "\u{e48}"));
    assert_eq!(shown(&[&swapped], HIGH_EK), "\u{e48} Other Likeness");
    assert_eq!(shown(&[&swapped], SARA_UU), "\u{e39} Other Likeness");
    // The same with one that is only somewhat like ้, which must be free.
    assert_eq!(shown(&[TRUTH], BENT), "nothing");
    assert_eq!(shown(&[&but(BENT, "\u{e39}")], BENT), "nothing");
    let mut exchanged = but(BENT, "\u{e39}");
    exchanged.push((SARA_UU, "\u{e49}"));
    assert_eq!(shown(&[&exchanged], BENT), "\u{e49} Other Likeness");
    // ้ called ่, which another glyph is.
    assert_eq!(
        shown(&[&but(HIGH_THO, "\u{e48}")], HIGH_THO),
        "\u{e49} Other Likeness"
    );
    // A mark above letters that is called ู, and like no other.
    assert_eq!(shown(&[&but(ODD, "\u{e39}")], ODD), "nothing");
}

#[test]
fn a_letter_says_no_mark_that_it_does_not_draw() {
    for cluster in ["ก\u{e48}", "กำ", "ก\u{e38}", "ก\u{e48}\u{e49}"] {
        assert_eq!(shown(&[&but(LETTER, cluster)], LETTER), "ก Cluster Outline");
    }
    // ำ's own ring is drawn; of ี no glyph tells where it stands.
    assert_eq!(shown(&[&but(AM_GLYPH, "กำ")], AM_GLYPH), "กำ");
    assert_eq!(shown(&[&but(LETTER, "ก\u{e35}")], LETTER), "ก\u{e35}");
}

/// A page on which each class has a line, with a font of its own that lies in
/// its way: one file mixes them, and each font is decided for itself.
#[test]
fn every_class_of_one_file_comes_out_right() {
    let mut document = Document::with_version("1.7");
    let lines: [(&str, Map<'_>, &[u32], &str); 6] = [
        (
            "A",
            &but(NIKHAHIT, " "),
            &[LETTER, NIKHAHIT, AA_GLYPH],
            "กำ",
        ),
        ("B", &but(AA_GLYPH, "ำ"), &[LETTER, AA_GLYPH, LETTER], "กาก"),
        ("C", &but(HIGH_EK, "\u{f70a}"), &[LETTER, HIGH_EK], "ก่"),
        ("D", TRUTH, &[LETTER, NIKHAHIT, MAI_THO, AA_GLYPH], "ก้ำ"),
        (
            "E",
            TRUTH,
            &[LETTER, SARA_U, HIGH_EK, LETTER, HIGH_THO],
            "กุ่ก้",
        ),
        (
            "F",
            &but(LETTER, "ก\u{e48}"),
            &[LETTER, MAI_EK, LETTER],
            "ก่ก",
        ),
    ];
    let mut fonts = Dictionary::new();
    let mut content = String::new();
    let mut expected: Vec<&str> = Vec::new();
    for (name, texts, glyphs, text) in lines {
        let font = format!("ABCDEF+Face{name}");
        let font = fixture::composite(&mut document, &font, program(), &map(texts));
        fonts.set(name, font);
        let codes: String = glyphs.iter().map(|glyph| format!("{glyph:04X}")).collect();
        let y = 180 - 20 * expected.len();
        content.push_str(&format!("BT /{name} 10 Tf 10 {y} Td <{codes}> Tj ET\n"));
        expected.push(text);
    }
    // G: bytes of windows-874 with names of Latin letters; H: in a form.
    fonts.set(
        "G",
        dictionary! { "Subtype" => "Type1", "BaseFont" => "AngsanaUPC", "Encoding" => "WinAnsiEncoding" },
    );
    let resources = dictionary! { "Font" => fonts };
    let form = dictionary! { "Subtype" => "Form", "Resources" => resources.clone() };
    let form = Stream::new(form, b"BT /G 10 Tf 10 20 Td <A1D2C3> Tj ET".to_vec());
    let form = document.add_object(form);
    expected.push("การ");
    content.push_str("/H Do");
    let mut resources = resources;
    resources.set("XObject", dictionary! { "H" => form });
    let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
    let tree = document.new_object_id();
    let media: Vec<Object> = [0, 0, 200, 200].map(Object::Integer).into();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree, "MediaBox" => media,
        "Resources" => resources, "Contents" => content,
    });
    let kids = vec![Object::Reference(page)];
    let pages = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1 };
    document.objects.insert(tree, pages.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();

    let pages =
        crate::pdf::text(&bytes, None, &crate::limits::Limits::default(), &mut || {}).unwrap();
    let read: Vec<&str> = pages[0].lines().collect();
    assert_eq!(read, expected);
}
