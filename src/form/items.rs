//! The item cells: `IIT : I1=84.94 I2=84.30 คะแนนต่ำกว่าเกณฑ์เป้าหมาย`.
//!
//! Codes, numbers and the verdict may be broken over lines; what follows a
//! score is its remark, up to the next code.

use super::item::{ItemText, What, item};
use crate::{
    normalize::{code::Code, key, lines, thai},
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
    /// Words that belong to no item, and where.
    pub(super) left: Vec<(String, usize)>,
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
        let mut from = 0;
        while let Some((start, end)) = key::find_from(&text, phrase, from) {
            from = end;
            // ไม่มีข้อที่คะแนนต่ำกว่าเกณฑ์เป้าหมาย says something else.
            let before = text.get(..start).and_then(|text| text.chars().next_back());
            if before.is_some_and(thai::is_letter) {
                continue;
            }
            let (first, _) = *cell.verdict.get_or_insert((verdict, start));
            if first != verdict {
                cell.left.push((phrase.to_owned(), start));
            }
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
    // Whether what comes next follows an item: then it is its remark.
    let mut after_item = false;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let boundary = before.is_none_or(|b: char| !b.is_ascii_alphanumeric()) || at == remark_from;
        // No code begins with a Thai letter, and most letters are.
        let found = if boundary && !c.is_whitespace() && !thai::is_thai(c) {
            item(text, at, instrument)
        } else {
            None
        };
        let Some(found) = found else {
            before = Some(c);
            at += c.len_utf8();
            continue;
        };
        close(text, remark_from, at, after_item, cell);
        at = found.end;
        remark_from = at;
        before = None;
        after_item = matches!(found.what, What::Items(_));
        match found.what {
            What::Items(items) => cell.items.extend(items),
            What::Ambiguous(suggestion) => {
                cell.ambiguous
                    .push((found.written, suggestion, found.start));
            }
            What::Foreign => cell.foreign.push((found.written, found.start)),
        }
    }
    close(text, remark_from, text.len(), after_item, cell);
}

/// Ends the text between two items: the remark of the one before, or words that
/// belong to none.
fn close(text: &str, from: usize, to: usize, after_item: bool, cell: &mut ItemCell) {
    let between = text.get(from..to).unwrap_or_default();
    let words = lines::rejoin(between.trim(), |_| false);
    let words = undecorated(&words).to_owned();
    if words.is_empty() {
        return;
    }
    // A verdict in other words than the form's, standing by itself.
    if let Some(side) = short_verdict(&words) {
        let (first, _) = *cell.verdict.get_or_insert((side, from));
        if first == side {
            return;
        }
    }
    match cell.items.last_mut().filter(|_| after_item) {
        Some(item) => item.remark = Some(words),
        // ไม่มี, ไม่มีจุดอ่อน, ไม่มีประเด็นที่ต้องแก้ไข.
        None if words.starts_with("ไม่มี") || words == "N/A" => {}
        None => {
            let skipped = between.len() - between.trim_start().len();
            cell.left.push((words, from + skipped));
        }
    }
}

/// The words without what only sets items apart: commas, brackets, dashes and
/// numbers of a list, ข้อ before the next code, และ between two, คะแนน behind a
/// score.
fn undecorated(words: &str) -> &str {
    let sign = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';' | '/' | '|' | '.' | '-' | '–' | '—' | '•' | '●' | '▪' | '◦' | '*'
            )
    };
    let mut rest = words;
    loop {
        let before = rest;
        rest = rest.trim_matches(sign);
        rest = rest.trim_start_matches(')').trim_end_matches('(');
        if rest == "คะแนน" {
            return "";
        }
        for word in ["ข้อ", "และ"] {
            if let Some(shorter) = rest.strip_suffix(word) {
                let ends = shorter.is_empty() || shorter.ends_with(char::is_whitespace);
                rest = if ends { shorter } else { rest };
            }
        }
        // The number of the next item in a list: `2.`, `2)`.
        let digits = rest.trim_end_matches(')');
        let shorter = digits.trim_end_matches(|c| thai::digit(c).is_some());
        let number = digits.len() > shorter.len() && digits.len() - shorter.len() <= 2;
        if number && (shorter.is_empty() || shorter.ends_with(char::is_whitespace)) {
            rest = shorter;
        }
        if rest == before {
            return rest;
        }
    }
}

/// The verdict that the whole of the words is, without คะแนน or เป้าหมาย.
fn short_verdict(words: &str) -> Option<Verdict> {
    let bare = key::key(words.trim_matches(['(', ')', ' ']));
    let bare = bare.strip_prefix("คะแนน").unwrap_or(&bare);
    let bare = bare.strip_suffix("เป้าหมาย").unwrap_or(bare);
    match bare {
        "ต่ำกว่าเกณฑ์" | "ไม่ผ่านเกณฑ์" | "ไม่เป็นไปตามเกณฑ์" => {
            Some(Verdict::BelowTarget)
        }
        "เป็นไปตามเกณฑ์" | "สูงกว่าเกณฑ์" | "ผ่านเกณฑ์" => {
            Some(Verdict::MeetsTarget)
        }
        _ => None,
    }
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
    fn lists_and_verdicts_in_other_words_are_no_remarks() {
        for text in [
            "EIT :\n- E6=84.06\n- E7= 85.69",
            "1. E6=84.06\n2. E7=85.69",
            "• E6=84.06 คะแนน\n• E7=85.69 คะแนน",
            "ข้อ E6=84.06 และ ข้อ E7=85.69",
            "(E6=84.06) (E7=85.69)",
            "E6=84.06 (ต่ำกว่าเกณฑ์) E7=85.69 (ต่ำกว่าเกณฑ์)",
            "E6: 84.06, E7 (85.69)",
        ] {
            let cell = parse(text, Some(Instrument::Eit));
            let codes: Vec<String> = cell
                .items
                .iter()
                .map(|item| item.code.to_string())
                .collect();
            assert_eq!(codes, ["E6", "E7"], "{text}");
            let clean = cell
                .items
                .iter()
                .all(|item| item.remark.is_none() && item.score.is_some());
            assert!(clean && cell.left.is_empty(), "{text}: {cell:?}");
        }
        let verdict = |text: &str| parse(text, None).verdict.map(|v| v.0);
        assert_eq!(verdict("E6=84.06 ไม่ผ่านเกณฑ์"), Some(Verdict::BelowTarget));
        assert_eq!(
            verdict("E6=84.06 เป็นไปตามเกณฑ์เป้าหมาย"),
            Some(Verdict::MeetsTarget)
        );
        let none = parse("ไม่มีข้อที่คะแนนต่ำกว่าเกณฑ์เป้าหมาย", None);
        assert!(none.verdict.is_none() && none.left.is_empty());
    }

    #[test]
    fn words_that_belong_to_no_item_are_not_lost() {
        let cell = parse("EIT : ดูเอกสารแนบ E1=89.33", None);
        assert_eq!(cell.left, [("ดูเอกสารแนบ".to_owned(), "EIT : ".len())]);
        assert!(parse("-", None).left.is_empty());
        // Nor are those behind what may be a code, or a second verdict.
        let cell = parse("O17=100 018=100 เนื่องจาก ก O19=100", None);
        assert_eq!(cell.left[0].0, "เนื่องจาก ก");
        assert_eq!(cell.items[0].remark, None);
        let cell = parse(
            "I1=84.94 คะแนนต่ำกว่าเกณฑ์เป้าหมาย คะแนนเป็นไปตามเกณฑ์เป้าหมาย",
            None,
        );
        assert_eq!(cell.left[0].0, "คะแนนเป็นไปตามเกณฑ์เป้าหมาย");
    }
}
