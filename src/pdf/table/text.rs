//! Words, as far as they tell of tables: where they stand, and the lines and
//! stretches that they make.

use crate::pdf::ink::Rect;

/// Words this near, in sizes, are one stretch: as wide as spaces of justified
/// lines mostly are, and narrower than what parts columns.
const JOINED: f64 = 0.6;

/// Words with one drawn space between them are, in lines that are justified.
const SPACED: f64 = 2.5;

/// Baselines this far apart, in sizes, are one line: a raised footnote mark
/// stands on the line of its word.
const SAME_LINE: f64 = 0.4;

/// A bullet or a number stands so far before its text, in sizes.
const HANGING: f64 = 3.0;

/// Words reach so far over the boundary of their column, in points.
const CARELESS: f64 = 1.0;

/// A word of a page, upright.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::pdf) struct Word {
    /// What it takes, by its font's height.
    pub(in crate::pdf) area: Rect,
    /// Where its baseline lies.
    pub(in crate::pdf) y: f64,
    pub(in crate::pdf) size: f64,
    pub(in crate::pdf) text: String,
    /// Whether one space was drawn from the word before to this one.
    pub(in crate::pdf) spaced: bool,
}

/// Words without a wide gap between them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stretch<'w> {
    pub(super) words: Vec<&'w Word>,
    pub(super) x0: f64,
    pub(super) x1: f64,
}

impl Stretch<'_> {
    pub(super) fn middle(&self) -> f64 {
        f64::midpoint(self.x0, self.x1)
    }

    pub(super) fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    pub(super) fn letters(&self) -> usize {
        let words = self.words.iter();
        words.map(|word| word.text.chars().count()).sum()
    }

    /// Whether it is a figure: more digits than letters, or a sign alone that
    /// stands where one is missing.
    pub(super) fn is_figure(&self) -> bool {
        let (mut digits, mut letters, mut signs) = (0, 0, 0);
        for c in self.words.iter().flat_map(|word| word.text.chars()) {
            if is_thai_letter(c) {
                letters += 1;
            } else if c.is_numeric() {
                digits += 1;
            } else if c.is_alphabetic() {
                letters += 1;
            } else {
                signs += 1;
            }
        }
        letters < digits || letters + digits == 0 && signs <= 3
    }
}

/// The words on one baseline, from left to right.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row<'w> {
    pub(super) stretches: Vec<Stretch<'w>>,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) area: Rect,
}

/// The rows of words, from top to bottom. No stretch goes over a cut, a place
/// where columns are parted; they ascend.
pub(super) fn rows<'w>(words: impl Iterator<Item = &'w Word>, cuts: &[f64]) -> Vec<Row<'w>> {
    let mut words: Vec<&Word> = words.collect();
    words.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows = Vec::new();
    let mut rest = words.as_mut_slice();
    while let Some(first) = rest.first() {
        let (y, size) = (first.y, first.size);
        let together = rest
            .iter()
            .position(|word| word.y - y > SAME_LINE * word.size.max(size))
            .unwrap_or(rest.len());
        let (line, after) = rest.split_at_mut(together);
        rows.extend(row(line, cuts));
        rest = after;
    }
    rows
}

fn row<'w>(words: &mut [&'w Word], cuts: &[f64]) -> Option<Row<'w>> {
    words.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
    let size = words.iter().map(|word| word.size).fold(0.0, f64::max);
    let largest = words.iter().find(|word| word.size >= size)?;
    let area = words.iter().map(|word| word.area).reduce(Rect::around)?;
    let mut stretches: Vec<Stretch<'w>> = Vec::new();
    for word in words.iter() {
        match stretches.last_mut() {
            Some(last) if goes_on(last, word, size, cuts) => {
                last.words.push(word);
                last.x1 = last.x1.max(word.area.x1);
            }
            _ => stretches.push(Stretch {
                words: vec![word],
                x0: word.area.x0,
                x1: word.area.x1,
            }),
        }
    }
    Some(Row {
        stretches,
        y: largest.y,
        size,
        area,
    })
}

/// Whether a word stands near what is before it, or that is its bullet.
fn goes_on(before: &Stretch<'_>, word: &Word, size: f64, cuts: &[f64]) -> bool {
    let gap = word.area.x0 - before.x1;
    let is_listed = || {
        let is_text = word
            .text
            .chars()
            .any(|c| is_thai_letter(c) || c.is_alphabetic());
        matches!(before.words.as_slice(), [marker] if is_marker(&marker.text))
            && is_text
            && gap <= HANGING * size
    };
    let next = cuts.partition_point(|cut| *cut < before.x1 - CARELESS);
    let is_cut = cuts
        .get(next)
        .is_some_and(|cut| *cut <= word.area.x0 + CARELESS);
    let is_spaced = word.spaced && gap <= SPACED * size;
    !is_cut && (gap <= JOINED * size || is_spaced || is_listed())
}

/// Whether it is alphabetic and Thai: nearly all letters are, and Unicode's tables
/// are searched for each.
const fn is_thai_letter(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e46}' | '\u{e4d}')
}

/// Whether a word is a bullet, or a number or letter as lists have them.
pub(super) fn is_marker(word: &str) -> bool {
    let inner = word.trim_end_matches(['.', ')']).trim_start_matches('(');
    let is_short = inner.chars().count() <= 4;
    let is_sign = |c: char| !c.is_alphanumeric() && !matches!(c, '%' | '*' | '$' | '€');
    match inner.chars().next() {
        None => true,
        Some(first) if is_sign(first) => inner.chars().count() == 1,
        Some(_) => is_short && inner.len() < word.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thai_letters_are_the_alphabetic_ones_of_their_block() {
        for c in '\0'..=char::MAX {
            let is_thai = ('\u{e00}'..='\u{e7f}').contains(&c);
            let told = is_thai && c.is_alphabetic() && !c.is_numeric();
            assert_eq!(is_thai_letter(c), told, "{c:?}");
        }
    }
}
