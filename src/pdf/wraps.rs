//! What a document itself says about its line breaks.
//!
//! Thai has no spaces between words, so a break between two Thai letters says
//! nothing of a space that may have stood there, and browsers and TeX do not
//! draw the one at the end of a line. But reports repeat themselves: where the
//! same letters stand before and behind the same place elsewhere, within a
//! line, they show whether there is a space. Where they do not, or say both,
//! the break stays, for the reader of the cell to close by rule.

mod letters;

use std::{
    collections::HashMap,
    mem,
    sync::atomic::{AtomicU32, Ordering},
};

use foldhash::fast::RandomState;
use rayon::prelude::*;

use self::letters::{BEFORE, BEHIND, Context, Joint, Letters, Powers, QUESTIONS};
use super::{page::PageText, sieve::Sieve};
use crate::normalize::lines;

/// So many times as often one way as the other is how the document writes it.
const CLEARLY: u64 = 3;

/// What one side tells is weak: so often it must be told, and never denied.
const OFTEN: u64 = 4;

/// How often a context stands within a line: all threads count.
#[derive(Default)]
struct Seen {
    closed: AtomicU32,
    spaced: AtomicU32,
}

/// The contexts of breaks, and how often each stands elsewhere.
type AllSeen = HashMap<Context, Seen, RandomState>;

impl Seen {
    /// Counts a place that is no break.
    fn add(&self, joint: Joint) {
        match joint {
            Joint::Closed => self.closed.fetch_add(1, Ordering::Relaxed),
            Joint::Space => self.spaced.fetch_add(1, Ordering::Relaxed),
            Joint::Break => 0,
        };
    }

    /// Whether a space stands there, where the document is clear about it.
    fn space(&self, context: &Context) -> Option<bool> {
        let [closed, spaced] =
            [&self.closed, &self.spaced].map(|count| u64::from(count.load(Ordering::Relaxed)));
        if matches!(context.letters.first(), Some(&BEFORE | &BEHIND)) {
            (closed == 0 && spaced >= OFTEN).then_some(true)
        } else if spaced > closed * CLEARLY && (context.column.is_some() || spaced > 1) {
            Some(true)
        } else if closed > spaced * CLEARLY {
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
    let powers = Powers::new();
    // Letters take four times the room of their text: each thread holds those of
    // one text, and looks at it again for what comes next.
    let seen = texts
        .par_iter()
        .filter(|(_, text)| text.contains('\n'))
        .fold(
            <(Letters, AllSeen)>::default,
            |(mut letters, mut seen), (column, text)| {
                letters.read(text, *column, &powers);
                add_breaks(&letters, &mut seen, &powers);
                (letters, seen)
            },
        )
        .map(|(_, seen)| seen)
        .reduce(AllSeen::default, both);
    if seen.is_empty() {
        return;
    }
    let mut wanted = Sieve::new(seen.len() / 2);
    seen.keys().for_each(|context| wanted.add(context.hash));
    texts
        .par_iter()
        .for_each_init(Letters::default, |letters, (column, text)| {
            letters.read(text, *column, &powers);
            count(letters, &seen, &wanted, &powers);
        });
    texts
        .par_iter_mut()
        .filter(|(_, text)| text.contains('\n'))
        .for_each_init(Letters::default, |letters, (column, text)| {
            letters.read(text, *column, &powers);
            **text = closed(text, letters, &seen, &powers);
        });
}

/// Adds the contexts of the breaks of a text.
fn add_breaks(letters: &Letters, seen: &mut AllSeen, powers: &Powers) {
    for (at, joint) in letters.joints.iter().enumerate() {
        if *joint == Joint::Break {
            let contexts = letters.contexts(at, powers);
            seen.extend(contexts.map(|context| (context, Seen::default())));
        }
    }
}

/// The contexts of both, of which none was counted yet.
fn both(mut more: AllSeen, mut fewer: AllSeen) -> AllSeen {
    if more.len() < fewer.len() {
        mem::swap(&mut more, &mut fewer);
    }
    more.extend(fewer);
    more
}

/// Counts the contexts of the places that are no breaks, where some break has
/// the same: `wanted` tells of most that none has.
fn count(letters: &Letters, seen: &AllSeen, wanted: &Sieve, powers: &Powers) {
    for question in QUESTIONS {
        letters.each(question, powers, |at, joint, hash| {
            // What the question asks besides is asked of few.
            let may_tell = joint != Joint::Break && wanted.may_have(hash);
            if !may_tell || !letters.is_asked(question, at) {
                return;
            }
            for context in letters.both(question, at, hash) {
                if let Some(seen) = seen.get(&context) {
                    seen.add(joint);
                }
            }
        });
    }
}

/// The text with those breaks closed that `seen` tells of.
fn closed(text: &str, letters: &Letters, seen: &AllSeen, powers: &Powers) -> String {
    let mut at: usize = 0;
    let mut closed = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            let mut contexts = letters.contexts(at, powers);
            let told = contexts.find_map(|context| seen.get(&context)?.space(&context));
            // Between Thai letters a break is closed by rule; it is left to the
            // reader of the cell, which knows what opens a paragraph.
            match told.filter(|_| !lines::opens_list(line)) {
                Some(true) => closed.push(' '),
                Some(false) if letters.signs(at).is_some() => {}
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
