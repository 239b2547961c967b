//! Whether a text is clean already, told without making another of it.

use super::{AA, AM, is_consonant, is_tone, is_vowel_mark};

/// Whether `text` is clean for certain: one look at each character, and at the
/// one before it. Most texts are; of the others some are said not to be.
pub(in crate::normalize) fn is_clean(text: &str) -> bool {
    // White space at an end goes, and a mark there has no letter.
    let mut before = ' ';
    for c in text.chars() {
        let stays = match c {
            ' ' | '\n' => !matches!(before, ' ' | '\n'),
            '!'..='~' => true,
            'เ' | '\u{e30}' | AM => before != c,
            AA => before != AM,
            // ๅ, and what joins with what stands around it.
            '\u{e45}' | '\u{e4d}' | '\u{e4e}' => false,
            _ if is_tone(c) || c == '\u{e4c}' => {
                is_consonant(before)
                    || matches!(before, '\u{e31}' | '\u{e34}'..='\u{e39}' | '\u{e47}')
            }
            _ if is_vowel_mark(c) => is_consonant(before),
            '\u{e01}'..='\u{e3a}' | '\u{e3f}'..='\u{e5b}' => true,
            '–' | '—' | '‘' | '’' | '“' | '”' | '•' | '…' => true,
            _ => false,
        };
        if !stays {
            return false;
        }
        before = c;
    }
    text.is_empty() || !matches!(before, ' ' | '\n')
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
