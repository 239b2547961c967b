//! The normalizer and the small grammars, on any text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ruam::{
    normalize::{code, date, display, html, key, lines, number, target, thai},
    submission::Instrument,
};
use ruam_fuzz::FACTS;

fuzz_target!(|text: &str| {
    let clean = thai::clean(text);
    let once = &clean.text;
    let twice = thai::clean(once);
    assert_eq!(&twice.text, once, "cleaning twice is cleaning once");
    assert_eq!(
        key::key(once),
        key::key(text),
        "a key is that of the clean text"
    );
    if clean.repairs.is_empty() {
        assert_eq!(
            solid(once),
            solid(&composed(text)),
            "what changes is counted"
        );
    }
    let letters = |text: &str| -> String { text.chars().filter(is_kept).collect() };
    if !text.contains(becomes_another) {
        assert_eq!(
            letters(once),
            letters(text),
            "no consonant and no digit is lost"
        );
    }

    let joined = lines::rejoin(once, lines::opens_list);
    assert_eq!(
        solid(&joined),
        solid(once),
        "rejoining changes white space only"
    );
    let _ = (lines::bullet(text), lines::number(text));

    let plain = html::paragraphs(text);
    assert!(plain.iter().map(|part| part.len()).sum::<usize>() <= text.len());

    let safe = display::safe(text);
    assert!(!safe.contains(char::is_control));
    assert_eq!(display::safe(&safe), safe);
    let height = display::row_height(15.0, [(text, 7)].into_iter());
    assert!((15.0..=display::HIGHEST_ROW).contains(&height));

    for cell in [None, Some(Instrument::Iit), Some(Instrument::Oit)] {
        let _ = code::parse(text, cell);
        if let Some((at, _)) = code::scan(text, cell) {
            assert!(text.is_char_boundary(at));
        }
    }
    if let Some(date) = date::find(text) {
        let _ = date::thai(&date.iso);
    }
    if let Some((date, rest)) = date::take(text) {
        assert!(rest.len() <= text.len() && date.iso.len() >= 4);
    }
    let _ = (date::parse(text), target::side(text));
    for number in [number::parse(text), number::parse_change(text)]
        .into_iter()
        .flatten()
    {
        assert!(
            number::parse_change(&number.digits).is_some(),
            "{}",
            number.digits
        );
    }
    let (phrase, rest) = text.split_once('\n').unwrap_or((text, text));
    if let Some((start, end)) = key::find(rest, phrase) {
        assert!(rest.get(start..end).is_some());
    }
    if let Some(end) = key::starts(rest, phrase) {
        assert!(rest.is_char_boundary(end));
    }

    let roster = &FACTS.roster;
    let _ = (roster.resolve(text), roster.in_name(text));
    let mut last = 0;
    for (at, written, _) in roster.mentions(text) {
        assert!(last <= at && text.get(at..).is_some_and(|rest| rest.starts_with(written)));
        last = at;
    }
});

fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text as far as the standard's own composition changes it, which is no
/// repair.
fn composed(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfc().collect()
}

fn is_kept(c: &char) -> bool {
    matches!(c, 'ก'..='ฮ' | '0'..='9' | '๐'..='๙')
}

/// Glyph codes, full-width and Latin letters become others.
fn becomes_another(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{ff01}'..='\u{ff5e}' | '\u{80}'..='\u{ff}')
}
