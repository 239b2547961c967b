//! The normalizer: the study's vectors one by one, and what must hold for any
//! text.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::fs;

use proptest::prelude::*;
use ruam::{
    normalize::{
        code::{self, Reading},
        date,
        key::key,
        lines, number,
        thai::{self, Doubt, Repair},
    },
    submission::Instrument,
};
use serde::Deserialize;
use unicode_normalization::is_nfc;

#[derive(Deserialize)]
struct Vector {
    id: String,
    kind: String,
    input: String,
    expected: String,
    cell: Option<Instrument>,
}

#[test]
fn every_vector_of_the_study_holds() {
    let text = fs::read_to_string(common::fixture("thai/vectors.json")).unwrap();
    let vectors: Vec<Vector> = serde_json::from_str(&text).unwrap();
    assert_eq!(vectors.len(), 112);
    for vector in &vectors {
        let input = vector.input.as_str();
        let found = match vector.kind.as_str() {
            "text" => thai::cleaned(input),
            "rejoin" => lines::rejoin(&thai::cleaned(input), lines::opens_list),
            "code" => code_of(input, vector.cell),
            "date" => date::parse(input).map_or("reject".to_owned(), |date| date.iso),
            "number" => {
                number::parse_change(input).map_or("reject".to_owned(), |number| number.digits)
            }
            kind => panic!("{kind}"),
        };
        assert_eq!(
            found,
            vector.expected,
            "{}: {}",
            vector.id,
            input.escape_unicode()
        );
    }
}

/// A code as the vectors write it; what the year's catalog does not have is
/// rejected, as is what stands in the cell of another survey.
fn code_of(input: &str, cell: Option<Instrument>) -> String {
    let facts = common::facts();
    match code::parse(input, cell) {
        Reading::Ambiguous { .. } => "ambiguous".to_owned(),
        Reading::Code { code, noted }
            if facts.catalog.has(code) && cell.is_none_or(|c| c == code.instrument) =>
        {
            format!("{}{code}", if noted { "warn:" } else { "" })
        }
        Reading::Code { .. } | Reading::Foreign => "reject".to_owned(),
    }
}

#[test]
fn what_is_repaired_is_counted_and_what_has_two_readings_is_left() {
    let clean = thai::clean("ท\u{e48}\u{e35} ด\u{e4d}\u{e32} เเปลก ก\u{200b}ข");
    let kinds: Vec<Repair> = clean.repairs.into_keys().collect();
    assert_eq!(
        kinds,
        [
            Repair::Invisible,
            Repair::DoubleE,
            Repair::Order,
            Repair::SaraAm
        ]
    );
    for (text, doubt) in [
        ("ก\u{e49}\u{e4a}", Doubt::TwoTones),
        ("ท\u{e33}\u{e32}ไม", Doubt::AmAa),
        ("- \u{e48}ก", Doubt::Dangling),
        ("A\u{e48}", Doubt::MarkAfterLatin),
        ("ก\u{f8ff}", Doubt::PrivateUse),
        ("ตัวช\u{fffd}วัด", Doubt::Replacement),
        ("ก\u{1b}ข", Doubt::Control),
    ] {
        let clean = thai::clean(text);
        assert_eq!(clean.text, text);
        assert_eq!(
            clean.doubts.into_iter().collect::<Vec<_>>(),
            [(doubt, 1)],
            "{text:?}"
        );
    }
}

#[test]
fn a_lost_half_of_sara_am_is_put_back_only_where_it_must_be() {
    assert_eq!(thai::cleaned("ด\u{fffd}\u{e33}เนิน"), "ดำเนิน");
    assert_eq!(thai::cleaned("ประจ\u{fffd}\u{e32}"), "ประจำ");
    assert_eq!(thai::cleaned("น\u{e49}\u{fffd}\u{e32}"), "น้ำ");
    assert_eq!(thai::cleaned("\u{fffd}\u{e32}"), "\u{fffd}\u{e32}");
}

#[test]
fn thai_shown_as_latin_is_decoded_and_european_words_are_not() {
    let latin: String = "สำนักงาน ที่ 1"
        .chars()
        .map(|c| {
            if thai::is_thai(c) {
                char::from_u32(c as u32 - 0xe00 + 0xa0).unwrap()
            } else {
                c
            }
        })
        .collect();
    let clean = thai::clean(&latin);
    assert_eq!(
        (clean.text.as_str(), clean.repairs.get(&Repair::Mojibake)),
        ("สำนักงาน ที่ 1", Some(&1))
    );
    for between in ['\u{b}', '\u{2003}', '\u{200b}', '\u{ff11}'] {
        let text = format!("ÊÓ¹Ñ¡{between}§Ò¹");
        let once = thai::cleaned(&text);
        assert!(once.starts_with("สำนัก"), "{once:?}");
        assert_eq!(thai::cleaned(&once), once);
    }
    for word in ["café", "Müller & Söhne", "5 µm ± 2", "©"] {
        assert_eq!(thai::cleaned(word), word);
    }
}

#[test]
fn the_real_report_is_left_as_it_is() {
    let report = fs::read_to_string(common::fixture("delimited/fio.txt")).unwrap();
    for cell in report.split(['\t', '\n']) {
        let clean = thai::clean(cell);
        assert!(
            clean.repairs.is_empty() && clean.doubts.is_empty(),
            "{cell}"
        );
        assert_eq!(clean.text, cell.trim());
    }
}

/// Text with everything in it that the normalizer looks at.
fn thai_text() -> impl Strategy<Value = String> {
    let wild = prop_oneof![
        8 => (0x0e01u32..0x0e5c).prop_map(|c| char::from_u32(c).unwrap()),
        3 => prop::sample::select(vec!['\u{e32}', '\u{e33}', '\u{e4d}', '\u{e48}', '\u{e49}', '\u{e35}', '\u{e38}', '\u{e40}', '\u{e45}']),
        2 => (0xf700u32..0xf71b).prop_map(|c| char::from_u32(c).unwrap()),
        2 => prop::sample::select(vec![' ', '\n', '\r', '\t', '\u{a0}', '\u{200b}', '\u{fffd}', '\u{ad}', '\u{feff}']),
        2 => "[ -~]".prop_map(|s| s.chars().next().unwrap()),
        1 => any::<char>(),
    ];
    prop::collection::vec(wild, 0..40).prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cleaning_twice_is_cleaning_once_and_gives_nfc(text in thai_text()) {
        let once = thai::cleaned(&text);
        prop_assert_eq!(&thai::cleaned(&once), &once);
        prop_assert!(is_nfc(&once));
        prop_assert_eq!(key(&once), key(&text));
    }

    #[test]
    fn no_consonant_and_no_digit_is_lost(text in thai_text()) {
        let letters = |text: &str| -> Vec<char> {
            text.chars().filter(|c| matches!(c, 'ก'..='ฮ' | '0'..='9' | '๐'..='๙')).collect()
        };
        // Glyph codes, full-width and Latin letters become others, and have
        // tests of their own.
        let plain = |c: &char| !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{ff01}'..='\u{ff5e}' | '\u{80}'..='\u{ff}');
        let text: String = text.chars().filter(plain).collect();
        prop_assert_eq!(letters(&thai::cleaned(&text)), letters(&text));
    }

    #[test]
    fn rejoining_changes_white_space_only(text in thai_text()) {
        let clean = thai::cleaned(&text);
        let joined = lines::rejoin(&clean, lines::opens_list);
        let solid = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
        prop_assert_eq!(solid(&joined), solid(&clean));
    }

    #[test]
    fn grammars_read_anything(text in thai_text()) {
        // Debug builds check every index and every sum.
        let _ = (code::parse(&text, Some(Instrument::Iit)), date::find(&text), number::parse_change(&text));
        let _ = common::facts().roster.mentions(&text).len();
    }
}
