//! Item codes, `I14`: fold only what is certain, name the rest.
//!
//! Public agencies use other schemes with the same digits (EB10, MOIT9): a code
//! begins at a boundary, so that EB10 never becomes E10.

use std::fmt;

use super::thai;
use crate::submission::Instrument;

/// The code of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    /// The survey its letter stands for.
    pub instrument: Instrument,
    /// Its number.
    pub number: u16,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.instrument.letter(), self.number)
    }
}

/// What a piece of text says as an item code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// This code; `noted` where the spelling was folded in a way worth a note.
    Code {
        /// The code.
        code: Code,
        /// Lower case, a look-alike letter, a leading zero, a line break.
        noted: bool,
    },
    /// Perhaps this code, perhaps a number: never rewritten.
    Ambiguous {
        /// The code it may be.
        suggestion: Code,
    },
    /// A code of another scheme, or none.
    Foreign,
}

/// Reads the whole of `text` as a code, a lead word ข้อ allowed; `cell` is the
/// survey that the cell around it names.
#[must_use]
pub fn parse(text: &str, cell: Option<Instrument>) -> Reading {
    let clean = thai::cleaned(text);
    let rest = ["หัวข้อ", "ข้อ"]
        .iter()
        .find_map(|word| clean.strip_prefix(word))
        .map_or(clean.as_str(), str::trim_start);
    match scan(rest, cell) {
        Some((end, reading)) if end == rest.len() => reading,
        _ => Reading::Foreign,
    }
}

/// Reads the code that `text` begins with, and where it ends; nothing where no
/// code begins there. The caller sees to the boundary before it.
#[must_use]
pub fn scan(text: &str, cell: Option<Instrument>) -> Option<(usize, Reading)> {
    let mut cursor = Cursor { text, at: 0 };
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (lead, mut noted) = if letters == 3 {
        let word = text.get(..3)?;
        let instrument = Instrument::ALL
            .into_iter()
            .find(|instrument| instrument.to_string().eq_ignore_ascii_case(word));
        cursor.at = 3;
        (instrument?, !word.bytes().all(|b| b.is_ascii_uppercase()))
    } else if letters > 1 {
        return None;
    } else {
        match lead(text.chars().next()?) {
            Some((instrument, noted)) => {
                cursor.next();
                (instrument, noted)
            }
            None => return look_alike(text, cell),
        }
    };
    noted |= cursor.separator()?;
    let (number, digits_noted) = cursor.number()?;
    let code = Code {
        instrument: lead,
        number,
    };
    let noted = noted || digits_noted;
    cursor
        .boundary()
        .then_some((cursor.at, Reading::Code { code, noted }))
}

/// The survey that a letter stands for, and whether that is worth a note: lower
/// case and the look-alikes of the Greek and Cyrillic alphabets (UTS #39).
const fn lead(c: char) -> Option<(Instrument, bool)> {
    Some(match c {
        'I' => (Instrument::Iit, false),
        'E' => (Instrument::Eit, false),
        'O' => (Instrument::Oit, false),
        'i' | 'І' | 'і' | 'Ι' => (Instrument::Iit, true),
        'e' | 'Е' | 'е' | 'Ε' => (Instrument::Eit, true),
        'o' | 'О' | 'о' | 'Ο' => (Instrument::Oit, true),
        _ => return None,
    })
}

/// `l14` and `|14` are I14 where the cell says IIT; `114` and `027` may be
/// numbers and stay.
fn look_alike(text: &str, cell: Option<Instrument>) -> Option<(usize, Reading)> {
    let mut cursor = Cursor { text, at: 0 };
    let first = cursor.next()?;
    let (instrument, certain) = match first {
        'l' | '|' => (Instrument::Iit, cell == Some(Instrument::Iit)),
        // `13` where the letter is missing, `113` where it is a digit.
        '1'..='9' if cell.is_some() && whole_digits(text) <= 2 => {
            cursor.at = 0;
            (cell?, false)
        }
        '1' => (Instrument::Iit, false),
        '0' => (Instrument::Oit, false),
        _ => return None,
    };
    if matches!(first, 'l' | '|') {
        cursor.separator()?;
    }
    let (number, _) = cursor.number()?;
    let code = Code { instrument, number };
    let reading = if certain {
        Reading::Code { code, noted: true }
    } else {
        Reading::Ambiguous { suggestion: code }
    };
    cursor.boundary().then_some((cursor.at, reading))
}

/// How many digits `text` begins with.
fn whole_digits(text: &str) -> usize {
    text.chars()
        .take_while(|c| thai::digit(*c).is_some())
        .count()
}

/// Reads `text` from the byte offset `at` on.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// At most one separator before the digits; true where it is a line break.
    fn separator(&mut self) -> Option<bool> {
        match self.peek()? {
            ' ' | '-' | '–' | '.' => {
                self.next();
                Some(false)
            }
            '\n' => {
                self.next();
                Some(true)
            }
            _ => Some(false),
        }
    }

    /// One to three digits, and whether they are worth a note: a leading zero,
    /// or a line break between two of them.
    fn number(&mut self) -> Option<(u16, bool)> {
        let mut digits = String::new();
        let mut noted = false;
        loop {
            match self.peek() {
                Some(c) if thai::digit(c).is_some() => {
                    self.next();
                    digits.extend(thai::digit(c));
                }
                Some('\n') if !digits.is_empty() && self.code_goes_on() => {
                    self.next();
                    noted = true;
                }
                _ => break,
            }
            if digits.len() > 3 {
                return None;
            }
        }
        noted |= digits.len() > 1 && digits.starts_with('0');
        Some((digits.parse().ok()?, noted))
    }

    /// Whether the digits behind the line break belong to this code: they lead
    /// up to `=`, as no score does.
    fn code_goes_on(&self) -> bool {
        let after = self.text.get(self.at..).unwrap_or_default().trim_start();
        let rest = after.trim_start_matches(|c| thai::digit(c).is_some());
        rest.len() < after.len() && rest.trim_start().starts_with('=')
    }

    /// Nothing Latin and no digit may follow.
    fn boundary(&self) -> bool {
        self.peek().is_none_or(|c| !c.is_ascii_alphanumeric())
    }
}
