//! One item of an item cell: a code, a sign, a number; any of them may be broken
//! over lines.

use crate::{
    normalize::{
        code::{self, Code, Reading},
        number::{self, Number},
        thai,
    },
    submission::Instrument,
};

/// One item as written.
#[derive(Debug)]
pub(super) struct ItemText {
    pub(super) code: Code,
    /// The code as written, where that is worth a note.
    pub(super) noted: Option<String>,
    /// Its score, where it can be read.
    pub(super) score: Option<Number>,
    /// Its score as written.
    pub(super) written: String,
    pub(super) remark: Option<String>,
    /// Byte offset of the code.
    pub(super) at: usize,
}

/// Something with a code at its beginning.
pub(super) struct Found {
    pub(super) what: What,
    pub(super) written: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

pub(super) enum What {
    Items(Vec<ItemText>),
    Ambiguous(Code),
    Foreign,
}

/// The item that begins at `at`: a code, an equals sign, a number.
pub(super) fn item(text: &str, at: usize, instrument: Option<Instrument>) -> Option<Found> {
    let rest = text.get(at..)?;
    let Some((length, reading)) = code::scan(rest, instrument) else {
        return foreign(text, at);
    };
    let written = rest.get(..length)?.to_owned();
    let (last, after_code) = range_end(rest, length, instrument).unwrap_or((None, length));
    let tail = rest.get(after_code..)?;
    let spaces = tail.len() - tail.trim_start().len();
    let sign = tail.trim_start();
    let after_sign = match sign.chars().next()? {
        '=' => after_code + spaces + sign.len() - sign.trim_start_matches('=').len(),
        '(' if follows_number(sign.get(1..)?) && closes(sign) => after_code + spaces + 1,
        ':' if follows_number(sign.get(1..)?) => after_code + spaces + 1,
        // `I14 79.27`, where nothing but a score can be meant.
        c if spaces > 0 && c.is_ascii_digit() && is_score(sign) => after_code + spaces,
        _ => return None,
    };
    let (number, end, broken) = number_at(rest, after_sign);
    let end = at + end;
    let what = match reading {
        Reading::Ambiguous { suggestion } => What::Ambiguous(suggestion),
        Reading::Foreign => What::Foreign,
        Reading::Code { code, noted } => {
            let no_sign = !matches!(sign.chars().next(), Some('=' | ':'));
            let whole = text.get(at..end).unwrap_or_default();
            let noted = if broken || no_sign || last.is_some() {
                Some(whole.to_owned())
            } else {
                noted.then(|| written.clone())
            };
            let numbers = code.number..=last.map_or(code.number, |last| last.number);
            What::Items(
                numbers
                    .map(|n| ItemText {
                        code: Code { number: n, ..code },
                        // Of a range one note is enough.
                        noted: noted.clone().filter(|_| n == code.number),
                        score: number::parse(&number),
                        written: number.clone(),
                        remark: None,
                        at,
                    })
                    .collect(),
            )
        }
    };
    let written = match what {
        What::Items(_) => written,
        _ => text.get(at..end).unwrap_or_default().to_owned(),
    };
    Some(Found {
        what,
        written,
        start: at,
        end,
    })
}

/// The second code of `O34–O43`, and where it ends: only for the same letter
/// and a larger number.
fn range_end(
    rest: &str,
    length: usize,
    instrument: Option<Instrument>,
) -> Option<(Option<Code>, usize)> {
    let (_, Reading::Code { code: first, .. }) = code::scan(rest, instrument)? else {
        return None;
    };
    let tail = rest.get(length..)?;
    let dash = tail.trim_start();
    let body = ["-", "–", "—", "ถึง"]
        .iter()
        .find_map(|dash_sign| dash.strip_prefix(dash_sign))?
        .trim_start();
    let start = rest.len() - body.len();
    let (end, Reading::Code { code: last, .. }) = code::scan(body, instrument)? else {
        return None;
    };
    let ascending = last.instrument == first.instrument && first.number < last.number;
    ascending.then_some((Some(last), start + end))
}

/// Whether nothing but a number stands in the brackets.
fn closes(sign: &str) -> bool {
    let inner = sign
        .strip_prefix('(')
        .and_then(|inner| inner.split_once(')'));
    inner.is_some_and(|(inner, _)| number::parse(inner).is_some())
}

fn follows_number(text: &str) -> bool {
    text.trim_start()
        .chars()
        .next()
        .is_some_and(|c| thai::digit(c).is_some())
}

/// Whether `text` begins with a number of two places.
fn is_score(text: &str) -> bool {
    let run: String = text
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    run == "100"
        || run == "0"
        || run
            .split_once('.')
            .is_some_and(|(whole, places)| whole.len() <= 3 && places.len() == 2)
}

/// The number that begins at `from` (spaces skipped), where it ends, and
/// whether it was broken over lines.
fn number_at(text: &str, from: usize) -> (String, usize, bool) {
    let tail = text.get(from..).unwrap_or_default();
    let skipped = tail.len() - tail.trim_start().len();
    let start = from + skipped;
    let run = |at: usize| -> &str {
        let rest = text.get(at..).unwrap_or_default();
        let length: usize = rest
            .chars()
            .take_while(|c| {
                thai::digit(*c).is_some()
                    || matches!(c, '.' | ',' | '%' | '\u{2212}' | '-' | '(' | ')')
            })
            .map(char::len_utf8)
            .sum();
        rest.get(..length).unwrap_or_default()
    };
    let first = run(start);
    let end = start + first.len();
    let next = text.get(end..).unwrap_or_default();
    if let Some(line) = next.strip_prefix('\n') {
        let second = run(text.len() - line.len());
        let joined = format!("{first}{second}");
        if !is_whole(first) && is_whole(&joined) {
            return (joined, end + 1 + second.len(), true);
        }
    }
    // A full stop behind a number ends a sentence; a bracket that was not
    // opened belongs to what stands around.
    let number = first.trim_end_matches(['.', ',']);
    let number = if number.contains('(') {
        number
    } else {
        number.trim_end_matches(')')
    };
    let end = start + number.len() + letters(text.get(start + number.len()..).unwrap_or_default());
    let written = text.get(start..end).unwrap_or_default();
    (written.to_owned(), end, false)
}

/// How many bytes of letters and digits run on from a number, as in `8O.27`,
/// which is none; a code may stand behind a number without a space.
fn letters(rest: &str) -> usize {
    let is_letter = |c: &char| c.is_ascii_alphabetic();
    if !rest.chars().next().is_some_and(|c| is_letter(&c)) || is_code(rest) {
        return 0;
    }
    let part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',');
    rest.chars().take_while(part).map(char::len_utf8).sum()
}

/// Whether a code and its sign begin here.
fn is_code(rest: &str) -> bool {
    let behind = code::scan(rest, None).and_then(|(length, _)| rest.get(length..));
    behind.is_some_and(|behind| behind.trim_start().starts_with(['=', ':']))
}

/// Whether a score can end here: `84.94`, `100`, `0`.
fn is_whole(text: &str) -> bool {
    let text = thai::fold_digits(text);
    match text.split_once('.') {
        Some((whole, places)) => {
            (1..=3).contains(&whole.len())
                && places.len() == 2
                && places.bytes().all(|b| b.is_ascii_digit())
                && whole.parse::<u16>().is_ok_and(|n| n <= 100)
        }
        None => text == "100" || text == "0",
    }
}

/// A code of another scheme with a score: `MOIT14=100`.
fn foreign(text: &str, at: usize) -> Option<Found> {
    let rest = text.get(at..)?;
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let tail = rest.get(letters..)?.trim_start_matches(' ');
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    let sign = tail.get(digits..)?.trim_start();
    if letters == 0 || digits == 0 || digits > 3 || !sign.starts_with('=') {
        return None;
    }
    let (_, end, _) = number_at(rest, rest.len() - sign.len() + 1);
    Some(Found {
        what: What::Foreign,
        written: rest.get(..end)?.to_owned(),
        start: at,
        end: at + end,
    })
}
