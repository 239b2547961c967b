//! Whether a text is clean already, told without making another of it.

use super::{AA, AM, is_consonant, is_tone, is_vowel_mark};

/// What a character is, a bit each.
const WHITE: u16 = 1;
const PLAIN: u16 = 1 << 1;
const CONSONANT: u16 = 1 << 2;
/// A vowel mark that a tone mark may stand on.
const VOWEL: u16 = 1 << 3;
/// Any other mark.
const MARK: u16 = 1 << 4;
const IS_E: u16 = 1 << 5;
const IS_A: u16 = 1 << 6;
const IS_AA: u16 = 1 << 7;
const IS_AM: u16 = 1 << 8;
const ANY: u16 = u16::MAX;

/// What a character is, and what may stand before it where it is to stay.
type Place = (u16, u16);

/// The characters of the Thai block, from U+0E00 on.
const THAI: [Place; 128] = {
    let mut places = [(0, 0); 128];
    let mut at = 0;
    while at < 128 {
        if let Some(c) = char::from_u32(0xe00 + at) {
            #[expect(clippy::indexing_slicing, reason = "while the program is compiled")]
            {
                places[at as usize] = of_thai(c);
            }
        }
        at += 1;
    }
    places
};

const fn of_thai(c: char) -> Place {
    match c {
        'เ' => (IS_E, ANY ^ IS_E),
        '\u{e30}' => (IS_A, ANY ^ IS_A),
        AM => (IS_AM, ANY ^ IS_AM),
        AA => (IS_AA, ANY ^ IS_AM),
        // ๅ, and what joins with what stands around it.
        '\u{e45}' | '\u{e4d}' | '\u{e4e}' => (0, 0),
        _ if is_tone(c) || c == '\u{e4c}' => (MARK, CONSONANT | VOWEL),
        '\u{e31}' | '\u{e34}'..='\u{e39}' | '\u{e47}' => (VOWEL, CONSONANT),
        _ if is_vowel_mark(c) => (MARK, CONSONANT),
        _ if is_consonant(c) => (CONSONANT, ANY),
        '\u{e01}'..='\u{e3a}' | '\u{e3f}'..='\u{e5b}' => (PLAIN, ANY),
        _ => (0, 0),
    }
}

fn place(c: char) -> Place {
    match c {
        '\u{e00}'..='\u{e7f}' => {
            let at = usize::try_from(u32::from(c) - 0xe00).unwrap_or(0);
            THAI.get(at).copied().unwrap_or_default()
        }
        ' ' | '\n' => (WHITE, ANY ^ WHITE),
        '!'..='~' | '–' | '—' | '‘' | '’' | '“' | '”' | '•' | '…' => (PLAIN, ANY),
        _ => (0, 0),
    }
}

/// Whether `text` is clean for certain: one look at each character, and at the
/// one before it. Most texts are; of the others some are said not to be.
pub(in crate::normalize) fn is_clean(text: &str) -> bool {
    // White space at an end goes, and a mark there has no letter.
    let mut before = WHITE;
    for c in text.chars() {
        let (is, may_follow) = place(c);
        if may_follow & before == 0 {
            return false;
        }
        before = is;
    }
    text.is_empty() || before != WHITE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::{Clean, steps},
        *,
    };

    #[test]
    fn what_a_report_says_is_clean_at_a_glance() {
        for text in [
            "",
            "ประเด็นการประเมินที่ได้คะแนนต่ำกว่าเกณฑ์เป้าหมาย",
            "I14 E10 (O29 = 100)\n- ผู้มีส่วนได้ส่วนเสีย",
            "น้ำใจ ฯลฯ ๒๕๖๔ – “ทุกสำนัก”",
        ] {
            assert!(is_clean(text), "{text}");
        }
        for text in [
            "ก  ข",
            " ก",
            "ก\n",
            "เเก",
            "ก่ิ",
            "ํา",
            "ÊÓ¹¡",
            "a่",
            "ก\u{200b}ข",
            "่",
        ] {
            assert!(!is_clean(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_clean_at_a_glance_is_left_as_it_is(
            text in "([กขเแๅาำะ็ัิีุู่้๊๋์ํฺฯๆ๑ฤa1 \n–“é\u{a0}\u{200b}\u{f70a}\u{fffd}]|[ก-ฮ][ิีุู]?[่้]?){0,8}"
        ) {
            let whole = Clean { text: text.clone(), ..Clean::default() };
            prop_assert!(!is_clean(&text) || steps(&text) == whole, "{text:?}");
        }
    }
}
