//! Hand-made lines and glyphs.

use super::super::{
    ink::{Glyph, Ink, SaidBy},
    table::{self, Found},
};
use super::*;

/// A line of 8 pt with text in these columns: of a number where negative.
fn said(y: f64, columns: &[i32]) -> Line {
    let column = |column: &i32| (usize::try_from(column.abs()).unwrap(), *column < 0);
    Line {
        y,
        top: y - 6.4,
        bottom: y + 2.0,
        size: 8.0,
        to: 100.0,
        columns: columns.iter().map(column).collect(),
        crossed: 0,
    }
}

/// How many lines stand before each cut.
fn cut(lines: &[Line]) -> Vec<usize> {
    let before = |y: f64| lines.iter().filter(|line| line.y < y).count();
    rows::cuts(lines).map(before).collect()
}

#[test]
fn rows_begin_at_their_numbers_where_texts_stand_at_the_top() {
    let lines = [
        // The end of a row of the page before.
        said(10.0, &[4, 5]),
        said(20.0, &[4]),
        said(34.0, &[-1, -2, -3, 4, 5]),
        said(44.0, &[4, 5]),
        said(54.0, &[5]),
        said(68.0, &[-1, -2, -3, 4, 5]),
        said(78.0, &[4]),
    ];
    assert_eq!(cut(&lines), [2, 5]);
    // The first alone, after the head.
    assert_eq!(cut(&lines[..5]), [2]);
}

#[test]
fn rows_end_at_their_numbers_where_texts_stand_at_the_bottom() {
    let lines = [
        said(10.0, &[5]),
        said(20.0, &[4, 5]),
        said(30.0, &[-1, -2, -3, 4, 5]),
        said(44.0, &[4]),
        said(54.0, &[4, 5]),
        said(64.0, &[-1, -2, -3, 4, 5]),
    ];
    assert_eq!(cut(&lines), [3]);
}

#[test]
fn rows_part_at_the_most_white_where_texts_stand_in_the_middle() {
    let lines = [
        said(10.0, &[5]),
        said(15.0, &[4]),
        said(20.0, &[-1, -2, -3, 5]),
        said(25.0, &[4]),
        said(30.0, &[5]),
        said(46.0, &[4, 5]),
        said(51.0, &[-1, -2, -3]),
        said(56.0, &[4, 5]),
    ];
    assert_eq!(cut(&lines), [5]);
}

#[test]
fn lines_around_the_numbers_of_one_row_are_not_cut_from_it() {
    let lines = [
        said(10.0, &[4, 5]),
        said(20.0, &[-1, -2, -3, 4, 5]),
        said(30.0, &[4, 5]),
    ];
    assert!(cut(&lines).is_empty());
    // Nor where too few numbers stand side by side.
    let lines = [said(10.0, &[4]), said(24.0, &[-1, -2, 4]), said(34.0, &[4])];
    assert!(cut(&lines).is_empty());
}

/// Rules, and words as x, baseline and text, 5 pt a letter.
fn walls_of(rulings: &[Ruling], words: &[(f64, f64, &str)]) -> (Found, Vec<Ruling>) {
    let mut ink = Ink::default();
    for (x, y, word) in words {
        let mut x = *x;
        for c in word.chars() {
            let start = ink.text.len();
            ink.text.push(c);
            ink.glyphs.push(Glyph {
                text: start..ink.text.len(),
                x,
                y: *y,
                dx: 5.0,
                dy: 0.0,
                size: 8.0,
                heading: Heading::Right,
                said_by: SaidBy::Font,
                font: 0,
                repair: None,
            });
            x += 5.0;
        }
    }
    let found = table::find(rulings);
    let glyphs: Vec<Told<'_>> = ink.glyphs.iter().map(|g| Told::new(&ink, g)).collect();
    let walls = walls(&glyphs, &found.tables);
    let mut all = rulings.to_vec();
    all.extend(&walls);
    (table::find(&all), walls)
}

/// A ruled head of four columns, 40 pt each.
fn head() -> Vec<Ruling> {
    let across = [0.0, 20.0].map(|y| wall(Axis::Horizontal, y, 0.0, 160.0));
    let down = [0.0, 40.0, 80.0, 120.0, 160.0].map(|x| wall(Axis::Vertical, x, 0.0, 20.0));
    across.into_iter().chain(down).collect()
}

const HEAD: [(f64, f64, &str); 4] = [
    (5.0, 12.0, "no"),
    (45.0, 12.0, "a"),
    (85.0, 12.0, "b"),
    (125.0, 12.0, "words"),
];
const BODY: [(f64, f64, &str); 9] = [
    (5.0, 32.0, "1"),
    (45.0, 32.0, "10"),
    (85.0, 32.0, "20"),
    (125.0, 32.0, "begin"),
    (125.0, 42.0, "end"),
    (5.0, 56.0, "2"),
    (45.0, 56.0, "11"),
    (85.0, 56.0, "21"),
    (125.0, 56.0, "whole"),
];

fn size(found: &Found) -> (usize, usize) {
    assert_eq!(found.tables.len(), 1);
    let table = &found.tables[0];
    (table.ys.len() - 1, table.xs.len() - 1)
}

#[test]
fn a_bare_body_has_the_columns_of_its_head() {
    let words = [&HEAD[..], &BODY[..]].concat();
    let (found, _) = walls_of(&head(), &words);
    assert_eq!(size(&found), (3, 4));
    assert_eq!(found.tables[0].cells.len(), 12);
}

#[test]
fn so_has_one_in_a_frame() {
    let mut rulings = head();
    rulings.extend([0.0, 160.0].map(|x| wall(Axis::Vertical, x, 20.0, 70.0)));
    rulings.push(wall(Axis::Horizontal, 70.0, 0.0, 160.0));
    let words = [&HEAD[..], &BODY[..]].concat();
    let (found, _) = walls_of(&rulings, &words);
    assert_eq!(found.tables[0].ys.last(), Some(&70.0));
    assert_eq!(found.tables[0].xs.len(), 5);
    let below = found.tables[0].cells.iter().filter(|cell| cell.row > 0);
    assert!(below.clone().count() >= 4 && below.clone().all(|cell| cell.columns == 1));
}

#[test]
fn prose_below_a_table_stays_prose() {
    let prose = [
        (7.0, 32.0, "prose-that-runs-on-over-all"),
        (7.0, 42.0, "the-columns-of-the-table"),
    ];
    let words = [&HEAD[..], &prose[..]].concat();
    assert_eq!(walls_of(&head(), &words).1, []);
    // As does a line that a letter does not lie over a boundary of, by chance,
    // and what stands far below, however short.
    let chance = [
        (5.0, 32.0, "prose-that-runs-on"),
        (5.0, 42.0, "over-columns"),
    ];
    let words = [&HEAD[..], &chance[..]].concat();
    assert_eq!(walls_of(&head(), &words).1, []);
    let far = [(5.0, 80.0, "far"), (5.0, 90.0, "away")];
    let words = [&HEAD[..], &far[..]].concat();
    assert_eq!(walls_of(&head(), &words).1, []);
}

#[test]
fn a_note_in_one_cell_under_rows_stays_whole() {
    let mut rulings = head();
    for (top, bottom) in [(20.0, 40.0), (40.0, 80.0)] {
        rulings.push(wall(Axis::Horizontal, bottom, 0.0, 160.0));
        rulings.extend([0.0, 160.0].map(|x| wall(Axis::Vertical, x, top, bottom)));
    }
    rulings.extend([40.0, 80.0, 120.0].map(|x| wall(Axis::Vertical, x, 20.0, 40.0)));
    let note = [(125.0, 52.0, "signed"), (125.0, 62.0, "head")];
    let words = [&HEAD[..], &BODY[..4], &note[..]].concat();
    assert_eq!(walls_of(&rulings, &words).1, []);
}
