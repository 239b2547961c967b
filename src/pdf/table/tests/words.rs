//! Words for tests, and what the cells of a table say.

use super::*;

/// Every letter is so wide, in points; the size is 10.
const LETTER: f64 = 5.0;
pub(super) const PITCH: f64 = 12.0;

/// The words of a text that begins at a place, a space between each.
pub(super) fn at(x: f64, y: f64, text: &str) -> Vec<Word> {
    let mut x = x;
    let mut words: Vec<Word> = Vec::new();
    for (number, text) in text.split(' ').enumerate() {
        let letters = text
            .chars()
            .filter(|c| !crate::normalize::thai::is_mark(*c));
        let width = LETTER * letters.map(|_| 1.0).sum::<f64>();
        words.push(Word {
            area: Rect {
                x0: x,
                y0: y - 8.0,
                x1: x + width,
                y1: y + 2.5,
            },
            y,
            size: 10.0,
            text: text.to_owned(),
            spaced: 0 < number,
        });
        x += width + 2.5;
    }
    words
}

/// Lines below each other from a height on, each of texts at these places.
pub(super) fn lines(xs: &[f64], y: f64, lines: &[&[&str]]) -> Vec<Word> {
    let ys = (0..).map(|line| y + PITCH * f64::from(line));
    let line = |(y, texts): (f64, &&[&str])| -> Vec<Word> {
        let filled = xs.iter().zip(*texts).filter(|(_, text)| !text.is_empty());
        filled.flat_map(|(x, text)| at(*x, y, text)).collect()
    };
    ys.zip(lines).flat_map(line).collect()
}

/// What each cell of a table says that says something, with its row, column,
/// rows and columns.
pub(super) fn said(table: &Table, words: &[Word]) -> Vec<([u32; 4], String)> {
    let mut texts = vec![Vec::new(); table.cells.len()];
    for word in words {
        let Rect { x0, y0, x1, y1 } = word.area;
        let cell = table.cell_at(f64::midpoint(x0, x1), f64::midpoint(y0, y1));
        if let Some(cell) = cell {
            texts[cell].push(word.text.as_str());
        }
    }
    let cells = cells(table).into_iter().zip(texts);
    cells
        .map(|(cell, texts)| (cell, texts.join(" ")))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// The rows of the only table on a page, a text a column.
pub(super) fn rows(rulings: &[Ruling], words: &[Word]) -> Vec<Vec<String>> {
    let found = find_all(rulings, words, &Heads::default());
    assert_eq!(found.tables.len(), 1, "{:?}", found.others);
    rows_of(&found.tables[0], words)
}

pub(super) fn rows_of(table: &Table, words: &[Word]) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new(); table.xs.len() - 1]; table.ys.len() - 1];
    for ([row, column, ..], text) in said(table, words) {
        rows[row as usize][column as usize] = text;
    }
    rows
}

/// Why the page has no table.
pub(super) fn why_none(rulings: &[Ruling], words: &[Word]) -> Vec<Why> {
    let found = find_all(rulings, words, &Heads::default());
    assert_eq!(found.tables.len(), 0, "{:?}", found.tables);
    found.others.iter().map(|other| other.why).collect()
}
