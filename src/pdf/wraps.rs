//! What a document itself says about its line breaks.
//!
//! Thai has no spaces between words, so a break between two Thai letters says
//! nothing of a space that may have stood there, and browsers and TeX do not
//! draw the one at the end of a line. But reports repeat themselves: where the
//! same letters stand before and behind the same place elsewhere, within a
//! line, they show whether there is a space. Where they do not, or say both,
//! the break stays, for the reader of the cell to close by rule.

use std::collections::HashMap;

use super::page::PageText;
use crate::normalize::{lines, private_use, thai};

/// Letters looked at on either side of a break: first words, then syllables.
const WORDS: &[usize] = &[8, 5];
const SYLLABLES: &[usize] = &[3];
/// So many times as often one way as the other is how the document writes it.
const CLEARLY: u32 = 3;

/// Letters on one side alone, before a place or behind it.
const ONE_SIDE: usize = 8;
const BEFORE: char = '<';
const BEHIND: char = '>';
/// What one side tells is weak: so often it must be told, and never denied.
const OFTEN: u32 = 4;

/// The letters around a place, half of them before it, the rest empty; and
/// the column it stands in, or none for all of them.
type Context = ([char; 16], Option<u32>);

/// What stands before a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Closed,
    Space,
    Break,
}

/// How often a context stands within a line.
#[derive(Clone, Copy, Default)]
struct Seen {
    closed: u32,
    spaced: u32,
}

impl Seen {
    /// Whether a space stands there, where the document is clear about it.
    fn space(self, (letters, column): &Context) -> Option<bool> {
        if matches!(letters.first(), Some(&BEFORE | &BEHIND)) {
            (self.closed == 0 && self.spaced >= OFTEN).then_some(true)
        } else if self.spaced > self.closed * CLEARLY && (column.is_some() || self.spaced > 1) {
            Some(true)
        } else if self.closed > self.spaced * CLEARLY {
            Some(false)
        } else {
            None
        }
    }
}

/// A cell's text, and its column.
type Text<'p> = (u32, &'p mut String);

/// Closes the breaks in the cells of which the document shows how.
pub(super) fn close(pages: &mut [PageText]) {
    let tables = pages.iter_mut().flat_map(|page| &mut page.tables);
    let mut texts: Vec<Text<'_>> = tables
        .flat_map(|text| {
            let columns = text.table.cells.iter().map(|cell| cell.column);
            columns.zip(&mut text.texts)
        })
        .collect();
    close_all(&mut texts);
}

fn close_all(texts: &mut [Text<'_>]) {
    let all: Vec<(u32, Vec<(char, Joint)>)> = texts
        .iter()
        .map(|(column, text)| (*column, letters(text)))
        .collect();
    let mut seen: HashMap<Context, Seen> = HashMap::new();
    for (column, letters) in &all {
        for (at, (_, joint)) in letters.iter().enumerate() {
            if *joint == Joint::Break {
                let wanted = contexts(letters, at, *column);
                seen.extend(wanted.map(|context| (context, Seen::default())));
            }
        }
    }
    if seen.is_empty() {
        return;
    }
    for (column, letters) in &all {
        for (at, (_, joint)) in letters.iter().enumerate() {
            if *joint == Joint::Break {
                continue;
            }
            for context in contexts(letters, at, *column) {
                if let Some(seen) = seen.get_mut(&context) {
                    seen.closed += u32::from(*joint == Joint::Closed);
                    seen.spaced += u32::from(*joint == Joint::Space);
                }
            }
        }
    }
    for ((column, text), (_, letters)) in texts.iter_mut().zip(&all) {
        if text.contains('\n') {
            **text = closed(text, letters, *column, &seen);
        }
    }
}

/// What is asked of a place, one after the other: many letters before few, and
/// how its own column is written before how others are.
fn contexts(letters: &[(char, Joint)], at: usize, column: u32) -> impl Iterator<Item = Context> {
    let [words, syllables] = [WORDS, SYLLABLES].map(|reaches| {
        reaches
            .iter()
            .filter_map(move |reach| context(letters, at, *reach))
    });
    let around = words
        .chain(one_side(letters, at))
        .chain(syllables)
        .chain(signs(letters, at));
    around.flat_map(move |context| [(context, Some(column)), (context, None)])
}

/// The letters of a text, and what stands before each.
fn letters(text: &str) -> Vec<(char, Joint)> {
    let mut letters = Vec::with_capacity(text.len() / 3);
    let mut joint = Joint::Closed;
    for c in text.chars() {
        match c {
            '\n' => joint = Joint::Break,
            c if c.is_whitespace() => {
                if joint == Joint::Closed {
                    joint = Joint::Space;
                }
            }
            c => {
                letters.push((private_use::shown(c).unwrap_or(c), joint));
                joint = Joint::Closed;
            }
        }
    }
    letters
}

/// The letters around a place, where there are enough.
fn context(letters: &[(char, Joint)], at: usize, reach: usize) -> Option<[char; 16]> {
    let around = letters.get(at.checked_sub(reach)?..at + reach)?;
    Some(filled(around.iter().map(|(c, _)| *c)))
}

/// Letters on one side alone, and any Thai one on the other: words that always
/// have a space before them, or behind them.
fn one_side(letters: &[(char, Joint)], at: usize) -> impl Iterator<Item = [char; 16]> {
    let thai = |at: Option<usize>| {
        let letter = at.and_then(|at| letters.get(at));
        letter.is_some_and(|(c, _)| thai::is_letter(*c))
    };
    let part = |range: Option<&[(char, Joint)]>, sign| {
        range.map(|part| filled([sign].into_iter().chain(part.iter().map(|(c, _)| *c))))
    };
    let both = thai(at.checked_sub(1)) && thai(Some(at));
    let before = at
        .checked_sub(ONE_SIDE)
        .and_then(|from| letters.get(from..at));
    let behind = letters.get(at..at + ONE_SIDE);
    let sides = [part(before, BEFORE), part(behind, BEHIND)];
    sides.into_iter().flatten().filter(move |_| both)
}

/// The two letters beside a place, where one is a sign, a digit or Latin: any
/// Thai letter for all of them. Between Thai letters this tells nothing, nor
/// beside a full stop, which stands inside codes of offices and behind them.
fn signs(letters: &[(char, Joint)], at: usize) -> Option<[char; 16]> {
    let around = letters.get(at.checked_sub(1)?..at + 1)?;
    let class = |c: char| match c {
        c if thai::is_letter(c) => 'ก',
        c if thai::digit(c).is_some() => '0',
        c if c.is_alphabetic() => 'a',
        c => c,
    };
    let context = filled(around.iter().map(|(c, _)| class(*c)));
    let tells = context != filled(['ก', 'ก'].into_iter()) && !context.contains(&'.');
    tells.then_some(context)
}

fn filled(letters: impl Iterator<Item = char>) -> [char; 16] {
    let mut context = ['\0'; 16];
    for (to, c) in context.iter_mut().zip(letters) {
        *to = c;
    }
    context
}

/// The text with those breaks closed that `seen` tells of.
fn closed(
    text: &str,
    letters: &[(char, Joint)],
    column: u32,
    seen: &HashMap<Context, Seen>,
) -> String {
    let mut at: usize = 0;
    let mut closed = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            let told = contexts(letters, at, column)
                .find_map(|context| seen.get(&context)?.space(&context));
            // Between Thai letters a break is closed by rule; it is left to the
            // reader of the cell, which knows what opens a paragraph.
            match told.filter(|_| !lines::opens_list(line)) {
                Some(true) => closed.push(' '),
                Some(false) if signs(letters, at).is_some() => {}
                _ => closed.push('\n'),
            }
        }
        closed.push_str(line);
        at += line.chars().filter(|c| !c.is_whitespace()).count();
    }
    closed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(texts: &[&str]) -> Vec<String> {
        let of_one_column: Vec<(u32, &str)> = texts.iter().map(|text| (0, *text)).collect();
        after_in(&of_one_column)
    }

    fn after_in(texts: &[(u32, &str)]) -> Vec<String> {
        let mut owned: Vec<(u32, String)> = texts
            .iter()
            .map(|(column, text)| (*column, (*text).to_owned()))
            .collect();
        close_all(
            &mut owned
                .iter_mut()
                .map(|(column, text)| (*column, text))
                .collect::<Vec<_>>(),
        );
        owned.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn its_own_column_is_asked_before_the_others() {
        let texts = [
            (1, "ข้อคิดเห็นว่า\nควรมีแนวทาง"),
            (1, "ข้อคิดเห็นว่าควรมีแนวทาง"),
            (2, "ข้อคิดเห็นว่า ควรมีแนวทาง"),
            (2, "ข้อคิดเห็นว่า\nควรมีแนวทาง"),
        ];
        let after = after_in(&texts);
        assert_eq!(after[0], "ข้อคิดเห็นว่า\nควรมีแนวทาง", "closed by rule");
        assert_eq!(after[3], "ข้อคิดเห็นว่า ควรมีแนวทาง");
    }

    #[test]
    fn a_space_that_stands_elsewhere_stands_here() {
        assert_eq!(
            after(&["ต่ำกว่าเกณฑ์เป้าหมาย\nดังนั้น ในปี 2564", "เกณฑ์เป้าหมาย ดังนั้น ในปี"]),
            ["ต่ำกว่าเกณฑ์เป้าหมาย ดังนั้น ในปี 2564", "เกณฑ์เป้าหมาย ดังนั้น ในปี"]
        );
    }

    #[test]
    fn so_does_its_absence() {
        assert_eq!(
            after(&["ปรับปรุง/\nพัฒนาการ", "การปรับปรุง/พัฒนาการทำงาน"])[0],
            "ปรับปรุง/พัฒนาการ"
        );
    }

    #[test]
    fn what_is_written_both_ways_or_nowhere_else_stays() {
        let both = ["ในสังกัด\nให้ทราบถึง", "ในสังกัด ให้ทราบถึง", "ในสังกัดให้ทราบถึง"];
        assert_eq!(after(&both), both);
        let once = ["ในสังกัด\nให้ทราบถึง", "ในสังกัด\nให้ทราบว่า"];
        assert_eq!(after(&once), once);
    }

    #[test]
    fn words_that_always_stand_behind_a_space_stand_behind_one_here() {
        let row = |name: &str| format!("ตัวชี้วัดเรื่อง {name} ในปี 2563 มีคะแนน");
        let mut texts: Vec<String> = [
            "การใช้อำนาจ",
            "การเปิดเผยข้อมูล",
            "การปฏิบัติหน้าที่",
            "การใช้งบประมาณ",
        ]
        .map(row)
        .into();
        texts.push("การปรับปรุงการทำงาน\nในปี 2563 มีคะแนน".to_owned());
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert_eq!(after(&texts)[4], "การปรับปรุงการทำงาน ในปี 2563 มีคะแนน");
        // Once denied, or told less often, it says nothing.
        assert_eq!(after(&texts[1..])[3], texts[4]);
        let denied = [texts.as_slice(), &["ในหน่วยงานในปี 2563 มีคะแนน"]].concat();
        assert_eq!(after(&denied)[4], texts[4]);
    }

    #[test]
    fn another_column_must_say_it_twice() {
        let wrapped = (1, "ที่ถูกต้อง\nคุ่มค่าที่สุด");
        let other = (2, "ที่ถูกต้อง คุ่มค่าที่สุด");
        assert_eq!(after_in(&[wrapped, other])[0], wrapped.1);
        assert_eq!(after_in(&[wrapped, other, other])[0], other.1);
    }

    #[test]
    fn a_list_still_opens_on_a_line_of_its_own() {
        let list = ["ให้ครบถ้วน\n2. หน่วยงานที่", "ให้ครบถ้วน 2. หน่วยงานที่"];
        assert_eq!(after(&list), list);
    }
}
