//! Characters: the same Thai word in one spelling.
//!
//! Lossless except where a repair is counted. NFC, never NFKC: NFKC splits ำ
//! and makes 1 of ①.

mod glance;

use std::collections::BTreeMap;

use super::private_use;
pub(super) use glance::is_clean;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A text after cleaning, and what was done to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clean {
    /// The text.
    pub text: String,
    /// What was repaired, and how often.
    pub repairs: BTreeMap<Repair, u32>,
    /// What looks wrong and was left, and how often.
    pub doubts: BTreeMap<Doubt, u32>,
}

/// A repair that has one reading only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repair {
    /// Thai bytes shown as Latin letters (ÊÓ) were read as Thai.
    Mojibake,
    /// Private glyph codes of old Thai fonts became the characters they show.
    PrivateUse,
    /// Characters that cannot be seen were removed.
    Invisible,
    /// Full-width letters and digits became plain ones.
    Width,
    /// เ เ became แ.
    DoubleE,
    /// ๅ became า.
    Lakkhangyao,
    /// Marks were put into the order they are read in.
    Order,
    /// The two halves of ำ were joined.
    SaraAm,
    /// A mark typed twice was kept once.
    Repeat,
    /// A lost half of ำ (U+FFFD) was put back.
    LostMark,
}

/// Something that has two readings, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Two different tone marks on one consonant.
    TwoTones,
    /// ำ followed by า.
    AmAa,
    /// A mark with no letter under it.
    Dangling,
    /// A mark on a Latin letter.
    MarkAfterLatin,
    /// A private character that no table knows.
    PrivateUse,
    /// U+FFFD: a character that was lost on the way.
    Replacement,
    /// A control character.
    Control,
}

/// Cleans `text`: steps 1 to 12 of the rules.
#[must_use]
pub fn clean(text: &str) -> Clean {
    if is_clean(text) {
        return Clean {
            text: text.to_owned(),
            ..Clean::default()
        };
    }
    let mut clean = steps(text);
    // What was in the way may have hidden that the rest is Thai shown as Latin.
    if mojibake(&clean.text).is_some() {
        let again = steps(&clean.text);
        for (repair, count) in again.repairs {
            *clean.repairs.entry(repair).or_default() += count;
        }
        (clean.text, clean.doubts) = (again.text, again.doubts);
    }
    clean
}

fn steps(text: &str) -> Clean {
    let mut clean = Clean::default();
    let mut chars = composed(map(text, &mut clean));
    if chars.iter().any(|c| is_thai(*c)) {
        // Each pass is linear, and a pass that changes something can make
        // room for another at most a few times.
        for _ in 0..8 {
            let before = chars.clone();
            chars = letters(&chars, &mut clean);
            chars = composed(marks(&chars, &mut clean));
            if chars == before {
                break;
            }
        }
    }
    doubt(&chars, &mut clean);
    clean.text = spaces(&chars);
    clean
}

/// The cleaned text alone, for words of ours and for keys.
#[must_use]
pub fn cleaned(text: &str) -> String {
    clean(text).text
}

/// What looks wrong in `text` and is left, and how often.
#[must_use]
pub fn doubts(text: &str) -> BTreeMap<Doubt, u32> {
    if is_clean(text) {
        return BTreeMap::new();
    }
    clean(text).doubts
}

/// Whether `c` is in the Thai block.
#[must_use]
pub const fn is_thai(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{e5b}')
}

/// Whether `c` is a Thai letter or a mark on one: not ฯ, ๆ, ฿ or a digit.
#[must_use]
pub const fn is_letter(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{e2e}' | '\u{e30}'..='\u{e3a}' | '\u{e40}'..='\u{e45}' | '\u{e47}'..='\u{e4e}')
}

/// The ASCII digit that `c` is, Thai and full-width digits included.
#[must_use]
pub fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '๐'..='๙' => char::from_digit(u32::from(c) - u32::from('๐'), 10),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}

/// `text` with Thai digits as ASCII: for numeric fields only.
#[must_use]
pub fn fold_digits(text: &str) -> String {
    text.chars().map(|c| digit(c).unwrap_or(c)).collect()
}

/// The same characters in NFC.
fn composed(chars: Vec<char>) -> Vec<char> {
    if is_nfc_quick(chars.iter().copied()) == IsNormalized::Yes {
        chars
    } else {
        chars.into_iter().nfc().collect()
    }
}

const fn is_consonant(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{e2e}')
}

const fn is_vowel_mark(c: char) -> bool {
    matches!(c, '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}')
}

const fn is_tone(c: char) -> bool {
    matches!(c, '\u{e48}'..='\u{e4b}')
}

/// Whether `c` is a Thai mark that stands above or below a letter.
#[must_use]
pub const fn is_mark(c: char) -> bool {
    is_vowel_mark(c) || matches!(c, '\u{e48}'..='\u{e4e}')
}

/// Marks of which two in a row are one typed twice. า is not among them: free
/// text may draw a word out.
const fn is_repeatable(c: char) -> bool {
    is_mark(c) || matches!(c, '\u{e30}' | '\u{e33}')
}

const NIKHAHIT: char = '\u{e4d}';
const AA: char = '\u{e32}';
const AM: char = '\u{e33}';
const REPLACEMENT: char = '\u{fffd}';

/// Steps 1 to 5: one character in, at most one out.
fn map(text: &str, clean: &mut Clean) -> Vec<char> {
    let decoded = mojibake(text);
    if decoded.is_some() {
        *clean.repairs.entry(Repair::Mojibake).or_default() += 1;
    }
    let source: Vec<char> = decoded.unwrap_or_else(|| text.chars().collect());
    let mut out: Vec<char> = Vec::with_capacity(source.len());
    for (i, &c) in source.iter().enumerate() {
        // What is about to go is no neighbour. It is looked past only for what
        // stays: for each of a run of it, the run would be walked again.
        let next = || {
            let rest = source.get(i + 1..)?;
            rest.iter().copied().find(|c| !is_invisible(*c))
        };
        match c {
            '\r' if next() == Some('\n') => {}
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
                out.push(' ');
            }
            _ if is_invisible(c) => {
                *clean.repairs.entry(Repair::Invisible).or_default() += 1;
            }
            '\u{ff01}'..='\u{ff5e}' => {
                *clean.repairs.entry(Repair::Width).or_default() += 1;
                out.push(char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c));
            }
            '\u{e000}'..='\u{f8ff}' => {
                // The first 27 of them are function keys elsewhere: only
                // beside Thai are they glyphs of a Thai font.
                let thai = |c: char| is_thai(c) || private_use::shown(c).is_some();
                let beside = out.last().is_some_and(|c| thai(*c)) || next().is_some_and(thai);
                match private_use::shown(c).filter(|_| beside) {
                    Some(mapped) => {
                        *clean.repairs.entry(Repair::PrivateUse).or_default() += 1;
                        out.push(mapped);
                    }
                    None => out.push(c),
                }
            }
            _ => out.push(c),
        }
    }
    out
}

/// Characters that take no room and have no use in Thai.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    )
}

/// Thai in TIS-620 that somebody decoded as Latin-1 (`ÊÓ¹¡§Ò¹`), decoded again:
/// only where every such character is Thai and they spell valid cells.
fn mojibake(text: &str) -> Option<Vec<char>> {
    if text.is_ascii() {
        return None;
    }
    let mut thai = 0;
    let decoded: Vec<char> = text
        .chars()
        .map(|c| match u32::from(c) {
            0..=0x7f | 0xa0 => Some(c),
            code @ (0xa1..=0xda | 0xdf..=0xfb) => {
                thai += 1;
                char::from_u32(code - 0xa0 + 0xe00)
            }
            _ => None,
        })
        .collect::<Option<_>>()?;
    let mut probe = Clean::default();
    doubt(&decoded, &mut probe);
    (thai >= 3 && probe.doubts.is_empty()).then_some(decoded)
}

/// Steps 7 and 8: เเ is แ, and ๅ is า except after ฤ and ฦ.
fn letters(chars: &[char], clean: &mut Clean) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    for &c in chars {
        match (c, out.last().copied()) {
            ('เ', Some('เ')) => {
                out.pop();
                out.push('แ');
                *clean.repairs.entry(Repair::DoubleE).or_default() += 1;
            }
            ('ๅ', previous) if !matches!(previous, Some('ฤ' | 'ฦ')) => {
                out.push(AA);
                *clean.repairs.entry(Repair::Lakkhangyao).or_default() += 1;
            }
            _ => out.push(c),
        }
    }
    out
}

/// Steps 9 to 11, and the two places where a lost nikhahit can be put back.
fn marks(chars: &[char], clean: &mut Clean) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    let mut rest = chars.iter().copied().peekable();
    while let Some(c) = rest.next() {
        match c {
            REPLACEMENT if out.last().is_some_and(|c| is_consonant(*c) || is_tone(*c)) => {
                match rest.peek() {
                    Some(&AM) => *clean.repairs.entry(Repair::LostMark).or_default() += 1,
                    Some(&AA) => {
                        rest.next();
                        out.push(AM);
                        *clean.repairs.entry(Repair::LostMark).or_default() += 1;
                    }
                    _ => out.push(c),
                }
            }
            AA => {
                // ํ tone* า is tone* ำ.
                let tones = out.iter().rev().take_while(|c| is_tone(**c)).count();
                let nikhahit = out.len().checked_sub(tones + 1);
                match nikhahit.filter(|at| out.get(*at) == Some(&NIKHAHIT)) {
                    Some(at) => {
                        out.remove(at);
                        out.push(AM);
                        *clean.repairs.entry(Repair::SaraAm).or_default() += 1;
                    }
                    None => out.push(c),
                }
            }
            _ if is_tone(c) && out.last() == Some(&AM) => {
                out.pop();
                out.push(c);
                out.push(AM);
                *clean.repairs.entry(Repair::Order).or_default() += 1;
            }
            _ if is_vowel_mark(c) => {
                // The vowel goes before all tones and thanthakhats that stand
                // before it: one partition of the run, however long.
                let late = |c: &char| is_tone(*c) || *c == '\u{e4c}';
                let run = out.iter().rev().take_while(|c| late(c)).count();
                if run == 0 {
                    push_mark(&mut out, c, clean);
                } else {
                    let held = out.split_off(out.len() - run);
                    push_mark(&mut out, c, clean);
                    while let Some(next) = rest.next_if(|c| is_vowel_mark(*c)) {
                        push_mark(&mut out, next, clean);
                    }
                    out.extend(held);
                    *clean.repairs.entry(Repair::Order).or_default() += 1;
                }
            }
            _ if is_repeatable(c) => push_mark(&mut out, c, clean),
            _ => out.push(c),
        }
    }
    out
}

fn push_mark(out: &mut Vec<char>, c: char, clean: &mut Clean) {
    if out.last() == Some(&c) {
        *clean.repairs.entry(Repair::Repeat).or_default() += 1;
    } else {
        out.push(c);
    }
}

/// Counts what no rule may repair.
fn doubt(chars: &[char], clean: &mut Clean) {
    let mut previous = None;
    for &c in chars {
        let doubt = match (previous, c) {
            (_, REPLACEMENT) => Some(Doubt::Replacement),
            (_, '\u{e000}'..='\u{f8ff}') => Some(Doubt::PrivateUse),
            (_, '\n' | '\t' | '\r') => None,
            (_, c) if c.is_control() => Some(Doubt::Control),
            (Some(AM), AA) => Some(Doubt::AmAa),
            (Some(a), b) if is_tone(a) && is_tone(b) && a != b => Some(Doubt::TwoTones),
            (Some(a), b) if is_mark(b) && a.is_ascii_alphabetic() => Some(Doubt::MarkAfterLatin),
            (Some(a), b) if is_mark(b) && !is_letter(a) => Some(Doubt::Dangling),
            (None, b) if is_mark(b) => Some(Doubt::Dangling),
            _ => None,
        };
        if let Some(doubt) = doubt {
            *clean.doubts.entry(doubt).or_default() += 1;
        }
        previous = Some(c);
    }
}

/// Step 12: one space for several, one line feed for several, none at the ends.
fn spaces(chars: &[char]) -> String {
    let mut text = String::with_capacity(chars.len() * 3);
    let mut gap = None;
    for &c in chars {
        match (c, gap) {
            ('\n', _) => gap = Some('\n'),
            (' ', None) => gap = Some(' '),
            (' ', Some(_)) => {}
            _ => {
                if let Some(gap) = gap.take().filter(|_| !text.is_empty()) {
                    text.push(gap);
                }
                text.push(c);
            }
        }
    }
    text
}
