//! The measures cell: a preamble, numbered measures, and dashes under them that
//! quote an item and its score.

use super::text::word_starts;
use crate::{
    normalize::{
        code::{self, Reading},
        key, lines,
        number::{self, Number},
        target::{self, Side},
        thai,
    },
    submission::Claim,
};

/// What a measures cell says; offsets are bytes in its text.
#[derive(Debug, Default)]
pub(super) struct MeasuresText {
    pub(super) preamble: Option<(String, usize)>,
    pub(super) claims: Option<Claim>,
    /// The indicator that the preamble names.
    pub(super) named: Option<String>,
    pub(super) list: Vec<MeasureText>,
}

/// One measure as written.
#[derive(Debug)]
pub(super) struct MeasureText {
    pub(super) no: Option<u32>,
    pub(super) text: String,
    pub(super) at: usize,
    pub(super) bullets: Vec<BulletText>,
}

/// One dash as written.
#[derive(Debug)]
pub(super) struct BulletText {
    pub(super) item: Option<Reading>,
    /// The code as written.
    pub(super) code: String,
    pub(super) quoted: Option<Number>,
    pub(super) text: String,
    pub(super) at: usize,
}

const ITEM_PHRASE: &str = "หัวข้อประเด็นการประเมิน";

/// Words before the number of a measure.
const LABELS: [&str; 4] = ["มาตรการที่", "แนวทางที่", "ข้อที่", "ข้อ"];

/// Whether a line of a measures cell opens a paragraph.
pub(super) fn opens(line: &str) -> bool {
    lines::opens_list(line) || labelled(line).is_some()
}

/// The number that opens a line as `ข้อ 2`, and what follows it.
fn labelled(line: &str) -> Option<(u32, &str)> {
    let rest = LABELS.iter().find_map(|label| line.strip_prefix(label))?;
    let rest = rest.trim_start();
    if let Some(found) = lines::number(rest) {
        return Some(found);
    }
    let (written, text) = rest.split_once([' ', ':'])?;
    let no = thai::fold_digits(written).parse().ok()?;
    (no < 100).then(|| (no, text.trim_start_matches([' ', ':'])))
}

/// Reads the text of a measures cell, whose paragraphs stand on lines.
pub(super) fn parse(text: &str) -> MeasuresText {
    let numbered = numbers(text);
    let mut measures = MeasuresText::default();
    let first = match numbered.first() {
        Some((_, start, _)) => *start,
        None => preamble_end(text),
    };
    let (before, rest) = text.split_at_checked(first).unwrap_or((text, ""));
    set_preamble(&mut measures, before);
    if numbered.is_empty() && !rest.trim().is_empty() {
        measures.list.push(measure(None, text, first, text.len()));
    }
    for (i, (no, _, content)) in numbered.iter().enumerate() {
        let end = numbered.get(i + 1).map_or(text.len(), |next| next.1);
        measures.list.push(measure(Some(*no), text, *content, end));
    }
    measures
}

/// Number, its offset and the offset behind it, of each measure: a number
/// counts only where it is the next one expected.
fn numbers(text: &str) -> Vec<(u32, usize, usize)> {
    let mut found: Vec<(u32, usize, usize)> = Vec::new();
    for at in word_starts(text) {
        let expected = found.last().map_or(1, |last| last.0 + 1);
        if let Some((no, rest)) = text.get(at..).and_then(lines::number)
            && no == expected
        {
            found.push((no, at, text.len() - rest.len()));
        }
    }
    if found.is_empty() {
        // Where a list is numbered as `ข้อ 1`, at the start of a line only: in a
        // sentence it names a clause of something else.
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let expected = found.last().map_or(1, |last| last.0 + 1);
            if let Some((no, rest)) = labelled(line).filter(|(no, _)| *no == expected) {
                found.push((no, at, at + line.len() - rest.len()));
            }
            at += line.len();
        }
    }
    found
}

/// Where the preamble of a list without numbers ends: behind ดังนี้, or before
/// the first dash.
fn preamble_end(text: &str) -> usize {
    let dash = bullets(text, 0, text.len())
        .first()
        .map(|(start, _)| *start);
    let phrase = key::find(text, "ดังนี้").map(|(_, end)| end);
    match (phrase, dash) {
        (Some(end), Some(start)) => end.min(start),
        (Some(end), None) => end,
        (None, Some(start)) => start,
        // Without either, a sentence on the score is a preamble, all else a measure.
        (None, None) if key::starts(text, ITEM_PHRASE).is_some() => text.len(),
        (None, None) => 0,
    }
}

fn set_preamble(measures: &mut MeasuresText, text: &str) {
    let words = text.trim();
    if words.is_empty() {
        return;
    }
    measures.claims = target::side(words).map(|side| match side {
        Side::Above => Claim::AboveTarget,
        Side::Below => Claim::BelowTarget,
    });
    measures.named = named(words);
    let skipped = text.len() - text.trim_start().len();
    measures.preamble = Some((words.to_owned(), skipped));
}

/// The indicator between เรื่อง and ในปี.
fn named(preamble: &str) -> Option<String> {
    let (_, start) = key::find(preamble, "ตัวชี้วัดเรื่อง").or_else(|| key::find(preamble, "ตัวชี้วัด"))?;
    let (end, _) = key::find_from(preamble, "ในปี", start)?;
    let name = preamble.get(start..end)?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

fn measure(no: Option<u32>, text: &str, start: usize, end: usize) -> MeasureText {
    let marks = bullets(text, start, end);
    let own_end = marks.first().map_or(end, |(mark, _)| *mark);
    let mut measure = MeasureText {
        no,
        text: text
            .get(start..own_end)
            .unwrap_or_default()
            .trim()
            .to_owned(),
        at: start,
        bullets: Vec::new(),
    };
    for (i, (_, content)) in marks.iter().enumerate() {
        let bullet_end = marks.get(i + 1).map_or(end, |next| next.0);
        let words = text.get(*content..bullet_end).unwrap_or_default().trim();
        measure.bullets.push(bullet(words, *content));
    }
    measure
}

/// Offsets of the dashes between `start` and `end`, and of what follows each: at
/// the start of a line, or inside one where a space and a Thai letter follow.
pub(super) fn bullets(text: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    let part = text.get(start..end).unwrap_or_default();
    word_starts(part)
        .filter_map(|at| {
            let rest = part.get(at..)?;
            let content = lines::bullet(rest).or_else(|| item_line(rest))?;
            let line_start = part.get(..at)?.trim_end_matches(' ').chars().next_back();
            let opens = line_start.is_none_or(|c| c == '\n');
            let mut sign = rest.chars();
            sign.next();
            let inside = sign.as_str().starts_with(' ')
                && !rest.starts_with('*')
                && content.chars().next().is_some_and(thai::is_letter);
            (opens || inside).then(|| (start + at, start + part.len() - content.len()))
        })
        .collect()
}

/// A line that speaks of an item is a dash whose sign was left out.
fn item_line(rest: &str) -> Option<&str> {
    let after = rest.get(key::starts(rest, ITEM_PHRASE)?..)?.trim_start();
    code::scan(after, None).map(|_| rest)
}

fn bullet(words: &str, at: usize) -> BulletText {
    let after_phrase = key::starts(words, ITEM_PHRASE).unwrap_or(0);
    let rest = words.get(after_phrase..).unwrap_or_default().trim_start();
    let rest = rest.strip_prefix("ข้อ").unwrap_or(rest).trim_start();
    let found = code::scan(rest, None);
    let (length, item) = found.map_or((0, None), |(length, reading)| (length, Some(reading)));
    BulletText {
        item,
        code: rest.get(..length).unwrap_or_default().to_owned(),
        quoted: quoted(rest),
        text: words.to_owned(),
        at,
    }
}

/// The score behind ได้คะแนน.
fn quoted(text: &str) -> Option<Number> {
    let (_, end) = key::find(text, "ได้คะแนน").or_else(|| key::find(text, "มีคะแนน"))?;
    let mut rest = text.get(end..)?.trim_start();
    for word in ["เฉลี่ย", "เท่ากับ", "ร้อยละ", ":", "="] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    let run: String = rest
        .chars()
        .take_while(|c| thai::digit(*c).is_some() || matches!(c, '.' | ','))
        .collect();
    number::parse(run.trim_end_matches(['.', ',']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "หัวข้อประเด็นการประเมินตัวชี้วัด เรื่อง การใช้อำนาจ ใน ปี 2563 มีคะแนนอยู่ในระดับสูงกว่าเกณฑ์ เป้าหมาย ดังนี้ 1. ทุกสำนัก ทำให้ถึงร้อยละ 85 คือ - หัวข้อประเด็นการประเมิน I13 ในปี 2563 ได้คะแนน 83.88 ต่ำกว่าเกณฑ์\n- หัวข้อประเด็นการประเมิน I14 ในปี 2563 ได้คะแนน 79.27 ภายใน 31. มี.ค. 2. รายงานผล";

    #[test]
    fn one_line_or_many_read_the_same() {
        let measures = parse(TEXT);
        assert_eq!(measures.claims, Some(Claim::AboveTarget));
        assert_eq!(measures.named.as_deref(), Some("การใช้อำนาจ"));
        assert!(measures.preamble.unwrap().0.ends_with("ดังนี้"));
        let shape: Vec<_> = measures
            .list
            .iter()
            .map(|m| (m.no, m.bullets.len()))
            .collect();
        assert_eq!(shape, [(Some(1), 2), (Some(2), 0)]);
        let bullet = &measures.list[0].bullets[1];
        assert_eq!(
            (
                bullet.code.as_str(),
                bullet.quoted.as_ref().unwrap().value.get()
            ),
            ("I14", 7927)
        );
        assert!(bullet.text.ends_with("ภายใน 31. มี.ค."));
    }

    #[test]
    fn a_list_without_numbers_is_kept_whole() {
        let measures = parse("ดำเนินการดังนี้\n- สอบทานข้อมูล\n- ส่งข้อมูล");
        assert_eq!(measures.preamble.unwrap().0, "ดำเนินการดังนี้");
        assert_eq!(measures.list[0].bullets.len(), 2);
        let measures = parse("ข้อ 1 สอบทาน ตาม ข้อ 2 ของระเบียบ\nข้อ ๒ : ส่งข้อมูล");
        let list: Vec<_> = measures
            .list
            .iter()
            .map(|m| (m.no, m.text.as_str()))
            .collect();
        assert_eq!(
            list,
            [(Some(1), "สอบทาน ตาม ข้อ 2 ของระเบียบ"), (Some(2), "ส่งข้อมูล")]
        );
        let measures = parse("1. ทำตาม\nข้อ 2 ของระเบียบ");
        assert_eq!(measures.list.len(), 1);
        let measures = parse("สอบทานข้อมูล");
        assert_eq!(
            (measures.preamble, measures.list[0].text.as_str()),
            (None, "สอบทานข้อมูล")
        );
    }
}
