//! The item cells: `IIT : I1=84.94 I2=84.30 คะแนนต่ำกว่าเกณฑ์เป้าหมาย`.
//!
//! Codes, numbers and the verdict may be broken over lines; what follows a
//! score is its remark, up to the next code.

use crate::{
    normalize::{
        code::{self, Code, Reading},
        key, lines,
        number::{self, Number},
        thai,
    },
    submission::{Instrument, Verdict},
};

/// What an item cell says.
#[derive(Debug, Default)]
pub(super) struct ItemCell {
    /// The survey it names, as written, and where.
    pub(super) instrument: Option<(String, usize)>,
    /// The items, in the order written.
    pub(super) items: Vec<ItemText>,
    /// What it says of them, and where.
    pub(super) verdict: Option<(Verdict, usize)>,
    /// Codes that may be numbers, with what they may be, and where.
    pub(super) ambiguous: Vec<(String, Code, usize)>,
    /// Codes of other schemes, and where.
    pub(super) foreign: Vec<(String, usize)>,
    /// Words before the first item, and where.
    pub(super) leading: Option<(String, usize)>,
}

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

/// What an item cell can say of its items.
const VERDICTS: [(&str, Verdict); 4] = [
    ("คะแนนต่ำกว่าเกณฑ์เป้าหมาย", Verdict::BelowTarget),
    ("คะแนนเป็นไปตามเกณฑ์เป้าหมาย", Verdict::MeetsTarget),
    ("คะแนนสูงกว่าเกณฑ์เป้าหมาย", Verdict::MeetsTarget),
    ("คะแนนผ่านเกณฑ์เป้าหมาย", Verdict::MeetsTarget),
];

/// Reads an item cell; `known` is the survey of the indicator, where the cell
/// names none.
pub(super) fn parse(text: &str, known: Option<Instrument>) -> ItemCell {
    let mut cell = ItemCell::default();
    let mut text = text.to_owned();
    for (phrase, verdict) in VERDICTS {
        while let Some((start, end)) = key::find(&text, phrase) {
            cell.verdict.get_or_insert((verdict, start));
            mask(&mut text, start, end);
        }
    }
    let mut start = 0;
    let mut instrument = known;
    if let Some((named, end)) = prefix(&text) {
        let word = text.get(..end).unwrap_or_default();
        let word = word.trim().trim_end_matches(':').trim_end();
        cell.instrument = Some((word.to_owned(), 0));
        instrument = Some(named);
        start = end;
    }
    scan(&text, start, instrument, &mut cell);
    cell
}

/// Blanks out a part of the text, keeping all offsets.
fn mask(text: &mut String, start: usize, end: usize) {
    let blank = " ".repeat(end.saturating_sub(start));
    if text.is_char_boundary(start) && text.is_char_boundary(end) {
        text.replace_range(start..end, &blank);
    }
}

/// The survey that the cell begins with, and where that ends.
fn prefix(text: &str) -> Option<(Instrument, usize)> {
    let skipped = text.len() - text.trim_start().len();
    let body = text.get(skipped..)?;
    let (instrument, end) = Instrument::ALL.into_iter().find_map(|instrument| {
        let name = instrument.to_string();
        let end = key::starts(body, &name).or_else(|| key::starts(body, &name.to_lowercase()))?;
        Some((instrument, skipped + end))
    })?;
    let rest = text.get(end..)?.trim_start();
    let colon = rest.starts_with(':');
    // `IIT 14=…` is a code with its survey written out.
    if !colon
        && rest
            .chars()
            .next()
            .is_some_and(|c| thai::digit(c).is_some())
    {
        return None;
    }
    let after = text.len() - rest.len() + usize::from(colon);
    Some((instrument, after))
}

fn scan(text: &str, start: usize, instrument: Option<Instrument>, cell: &mut ItemCell) {
    let mut at = start;
    let mut remark_from = start;
    let mut before = None;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let boundary = before.is_none_or(|b: char| !b.is_ascii_alphanumeric()) || at == remark_from;
        let found = if boundary && !c.is_whitespace() {
            item(text, at, instrument)
        } else {
            None
        };
        let Some(found) = found else {
            before = Some(c);
            at += c.len_utf8();
            continue;
        };
        close(text, remark_from, at, cell);
        at = found.end;
        remark_from = at;
        before = None;
        match found.what {
            What::Items(items) => cell.items.extend(items),
            What::Ambiguous(suggestion) => {
                cell.ambiguous
                    .push((found.written, suggestion, found.start));
            }
            What::Foreign => cell.foreign.push((found.written, found.start)),
        }
        // What follows something that is no item is not its neighbour's remark.
        if !matches!(cell.items.last(), Some(item) if item.at >= found.start) {
            remark_from = at;
        }
    }
    close(text, remark_from, text.len(), cell);
}

/// Ends the text between two items: the remark of the one before.
fn close(text: &str, from: usize, to: usize, cell: &mut ItemCell) {
    let between = text.get(from..to).unwrap_or_default();
    let words = lines::rejoin(between.trim(), |_| false);
    let words = words
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '|' | '.'))
        .to_owned();
    if words.is_empty() {
        return;
    }
    match cell.items.last_mut() {
        Some(item) if item.remark.is_none() => item.remark = Some(words),
        Some(item) => {
            if let Some(remark) = &mut item.remark {
                remark.push(' ');
                remark.push_str(&words);
            }
        }
        None if matches!(words.as_str(), "-" | "–" | "ไม่มี") => {}
        None => {
            let skipped = between.len() - between.trim_start().len();
            cell.leading = Some((words, from + skipped));
        }
    }
}

/// Something with a code at its beginning.
struct Found {
    what: What,
    written: String,
    start: usize,
    end: usize,
}

enum What {
    Items(Vec<ItemText>),
    Ambiguous(Code),
    Foreign,
}

/// The item that begins at `at`: a code, an equals sign, a number.
fn item(text: &str, at: usize, instrument: Option<Instrument>) -> Option<Found> {
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
        '=' => after_code + spaces + 1,
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
                        noted: noted.clone(),
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
    run.split_once('.')
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
    // A full stop behind a number ends a sentence.
    let number = first.strip_suffix(['.', ',']).unwrap_or(first);
    (number.to_owned(), start + number.len(), false)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// `code=score remark` of each item.
    fn items(text: &str) -> Vec<String> {
        parse(text, Some(Instrument::Iit))
            .items
            .iter()
            .map(|item| {
                let score = item
                    .score
                    .as_ref()
                    .map_or("?".to_owned(), |n| n.value.to_string());
                let remark = item
                    .remark
                    .as_ref()
                    .map_or(String::new(), |r| format!(" {r}"));
                let note = if item.noted.is_some() { "*" } else { "" };
                format!("{}{note}={score}{remark}", item.code)
            })
            .collect()
    }

    #[test]
    fn codes_numbers_and_verdicts_may_be_broken_over_lines() {
        let text = "IIT : I13=83.\n88 I1\n4= 79.27 I15=83.34\nคะแนน\nต่ำกว่าเกณฑ์ เป้าหมาย";
        assert_eq!(items(text), ["I13*=83.88", "I14*=79.27", "I15=83.34"]);
        let cell = parse(text, None);
        assert_eq!(cell.verdict.map(|v| v.0), Some(Verdict::BelowTarget));
        assert_eq!(cell.instrument.unwrap().0, "IIT");
    }

    #[test]
    fn a_remark_ends_at_the_next_code() {
        let text = "OIT : O9=0 เนื่องจาก Social Network เชื่อมโยง\n\nO15=0 เนื่องจาก ข้อมูล O9 ไม่ใช่";
        let wanted = [
            "O9=0.00 เนื่องจาก Social Network เชื่อมโยง",
            "O15=0.00 เนื่องจาก ข้อมูล O9 ไม่ใช่",
        ];
        assert_eq!(items(text), wanted);
    }

    #[test]
    fn spellings_are_folded_and_noted_and_doubts_are_kept_apart() {
        assert_eq!(
            items("i2=84.30, I 3=84.88; I๔=๙๘.๔๖"),
            ["I2*=84.30", "I3=84.88", "I4=98.46"]
        );
        assert_eq!(items("I1=84.94I2=84.30"), ["I1=84.94", "I2=84.30"]);
        assert_eq!(items("O34–O36=100").len(), 3);
        assert_eq!(items("I14 79.27"), ["I14*=79.27"]);
        assert_eq!(items("I7=84,94"), ["I7=?"]);
        let cell = parse("OIT : O17=100 018=100 MOIT9=100 O19=100", None);
        assert_eq!(cell.items.len(), 2);
        assert_eq!(cell.ambiguous[0].0, "018=100");
        assert_eq!(cell.ambiguous[0].1.to_string(), "O18");
        assert_eq!(cell.foreign[0].0, "MOIT9=100");
        assert!(cell.items.iter().all(|item| item.remark.is_none()));
    }

    #[test]
    fn words_before_the_first_item_are_not_lost() {
        let cell = parse("EIT : ดูเอกสารแนบ E1=89.33", None);
        assert_eq!(cell.leading.unwrap().0, "ดูเอกสารแนบ");
        assert!(parse("-", None).leading.is_none());
    }
}
