//! The measure against results worked out by hand.

use super::measure::{
    Cell, Counting, Counts, Direction, Overall, Table, compare, document, matched, normalized,
    relations,
};

/// A cell of one row and column.
fn cell(row: usize, column: usize, text: &str) -> Cell {
    span(row, column, 1, 1, text)
}

fn span(row: usize, column: usize, rows: usize, columns: usize, text: &str) -> Cell {
    Cell {
        row,
        column,
        rows,
        columns,
        text: text.to_owned(),
    }
}

/// A table without spans, a text a cell.
fn plain(rows: &[&[&str]]) -> Vec<Cell> {
    let cells = rows.iter().enumerate().flat_map(|(row, texts)| {
        let texts = texts.iter().enumerate();
        texts.map(move |(column, text)| cell(row, column, text))
    });
    cells.collect()
}

/// Relations as `a>b` and `a/b`, sorted.
fn shown(cells: &[Cell]) -> Vec<String> {
    let mut shown: Vec<String> = relations(cells)
        .into_iter()
        .map(|relation| {
            let sign = match relation.direction {
                Direction::Right => '>',
                Direction::Down => '/',
            };
            format!("{}{sign}{}", relation.from, relation.to)
        })
        .collect();
    shown.sort();
    shown
}

fn counts(right: usize, found: usize, wanted: usize) -> Counts {
    Counts {
        right,
        found,
        wanted,
    }
}

fn compared(found: &[Cell], wanted: &[Cell]) -> Counts {
    compare(&relations(found), &relations(wanted), Counting::Papers)
}

#[test]
fn neighbours_stand_to_the_right_and_below() {
    let cells = plain(&[&["a", "b"], &["c", "d"]]);
    assert_eq!(shown(&cells), ["A/C", "A>B", "B/D", "C>D"]);
    assert_eq!(shown(&plain(&[&["a", "b", "c"]])), ["A>B", "B>C"]);
    assert!(shown(&plain(&[&["a"]])).is_empty());
    assert!(shown(&[]).is_empty());
}

#[test]
fn a_cell_that_spans_has_each_neighbour_along_its_side_once() {
    // A head over two columns, and a label beside two rows.
    //     h h h
    //     l b c
    //     l d d
    let cells = [
        span(0, 0, 1, 3, "h"),
        span(1, 0, 2, 1, "l"),
        cell(1, 1, "b"),
        cell(1, 2, "c"),
        span(2, 1, 1, 2, "d"),
    ];
    assert_eq!(
        shown(&cells),
        ["B/D", "B>C", "C/D", "H/B", "H/C", "H/L", "L>B", "L>D"]
    );
    // Two cells side by side over two rows are neighbours once.
    let beside = [span(0, 0, 2, 1, "x"), span(0, 1, 2, 1, "y")];
    assert_eq!(shown(&beside), ["X>Y"]);
}

#[test]
fn blank_cells_are_passed_over() {
    let cells = plain(&[&["a", "", "b"], &[" ", "c", "\n"], &["d", "", ""]]);
    assert_eq!(shown(&cells), ["A/D", "A>B"]);
    // The program of the organizers also wants as many blanks between.
    let nearer = plain(&[&["a", "b"], &["d", ""]]);
    assert_eq!(compared(&nearer, &cells), counts(2, 2, 2));
    let strictly = compare(&relations(&nearer), &relations(&cells), Counting::Blanks);
    assert_eq!(strictly, counts(0, 2, 2));
    let same = compare(&relations(&cells), &relations(&cells), Counting::Blanks);
    assert_eq!(same, counts(2, 2, 2));
}

/// The truth of the cases that follow, of twelve relations: six across and six
/// down.
fn truth() -> Vec<Cell> {
    plain(&[&["a", "b", "c"], &["d", "e", "f"], &["g", "h", "i"]])
}

#[test]
fn a_missing_cell_costs_what_it_had() {
    assert_eq!(compared(&truth(), &truth()), counts(12, 12, 12));
    // Without e: d>e, e>f, b/e, e/h are gone; d>f and b/h are wrong.
    let missing = plain(&[&["a", "b", "c"], &["d", "", "f"], &["g", "h", "i"]]);
    let score = compared(&missing, &truth());
    assert_eq!(score, counts(8, 10, 12));
    assert!((score.precision() - 0.8).abs() < 1e-9);
    assert!((score.recall() - 8.0 / 12.0).abs() < 1e-9);
    assert!((score.f1() - 16.0 / 22.0).abs() < 1e-9);
}

#[test]
fn two_cells_read_as_one_cost_all_that_they_had() {
    // h and i as one: g>h, h>i, e/h, f/i are gone; g>hi, e/hi, f/hi are wrong.
    let mut merged = truth();
    merged.truncate(7);
    merged.push(span(2, 1, 1, 2, "hi"));
    assert_eq!(compared(&merged, &truth()), counts(8, 11, 12));
    // The row as one line of text: d>e, e>f, and six down are gone.
    let mut line = truth();
    line.drain(3..6);
    line.push(span(1, 0, 1, 3, "def"));
    assert_eq!(compared(&line, &truth()), counts(4, 10, 12));
}

#[test]
fn one_cell_read_as_two_costs_all_that_it_had() {
    // "c1 c2" as c1 over c2, in rows of their own: a b c1 / - - c2 / d e f …
    let wanted = plain(&[&["a", "c1 c2"], &["d", "f"]]);
    let split = plain(&[&["a", "c1"], &["", "c2"], &["d", "f"]]);
    // Right: a/d, d>f. Wrong: a>c1, c1/c2, c2/f. Missing: a>c1c2, c1c2/f.
    assert_eq!(compared(&split, &wanted), counts(2, 5, 4));
}

#[test]
fn equal_texts_count_as_often_as_they_stand_there() {
    let zeros = plain(&[&["0", "0", "0"], &["0", "0", "0"]]);
    assert_eq!(relations(&zeros).len(), 7);
    // Two rows found as one: of four pairs across two, of three down none.
    let row = plain(&[&["0", "0", "0"]]);
    assert_eq!(compared(&row, &zeros), counts(2, 2, 7));
    assert_eq!(compared(&zeros, &row), counts(2, 7, 2));
}

#[test]
fn order_and_direction_count() {
    let pair = plain(&[&["a", "b"]]);
    assert_eq!(compared(&plain(&[&["b", "a"]]), &pair), counts(0, 1, 1));
    assert_eq!(compared(&plain(&[&["a"], &["b"]]), &pair), counts(0, 1, 1));
    // The order of cells in the list does not.
    let mut reversed = truth();
    reversed.reverse();
    assert_eq!(compared(&reversed, &truth()), counts(12, 12, 12));
    // Nor where the table begins.
    let moved: Vec<Cell> = truth()
        .into_iter()
        .map(|cell| Cell {
            row: cell.row + 3,
            column: cell.column + 1,
            ..cell
        })
        .collect();
    assert_eq!(compared(&moved, &truth()), counts(12, 12, 12));
}

#[test]
fn texts_are_compared_as_in_the_competition() {
    assert_eq!(normalized(" Total\n(in €)\u{a0}"), "TOTAL_IN__");
    assert_eq!(normalized("1 234,5–6"), "1234_5_6");
    assert_eq!(normalized("\u{fb01}n"), "FIN");
    assert_eq!(normalized("\t \r\n"), "");
}

fn table(page: u32, bbox: [f64; 4], rows: &[&[&str]]) -> Table {
    Table {
        page,
        bbox,
        cells: plain(rows),
    }
}

#[test]
fn tables_are_matched_by_page_and_place() {
    let wanted = [
        table(1, [0.0, 0.0, 100.0, 50.0], &[&["a", "b"]]),
        table(1, [0.0, 60.0, 100.0, 90.0], &[&["c", "d"]]),
        table(2, [0.0, 0.0, 100.0, 50.0], &[&["e", "f"]]),
    ];
    let found = [
        // Over both tables of the first page, most of the upper one.
        table(1, [0.0, 0.0, 100.0, 70.0], &[&["a", "b"], &["c", "d"]]),
        table(3, [0.0, 0.0, 100.0, 50.0], &[&["e", "f"]]),
    ];
    assert_eq!(matched(&found, &wanted), [(0, 0)]);
    // Of four relations found in the first, one is right; the second is on a
    // page where there is none.
    let score = document(&found, &wanted, Counting::Papers);
    assert_eq!(score, counts(1, 5, 3));
    assert_eq!(
        document(&wanted, &wanted, Counting::Papers),
        counts(3, 3, 3)
    );
    assert_eq!(document(&[], &wanted, Counting::Papers), counts(0, 0, 3));
    assert_eq!(document(&wanted, &[], Counting::Papers), counts(0, 3, 0));
}

#[test]
fn of_two_tables_for_one_the_better_counts() {
    let wanted = [table(
        1,
        [0.0, 0.0, 100.0, 100.0],
        &[&["a", "b"], &["c", "d"]],
    )];
    let found = [
        table(1, [0.0, 0.0, 100.0, 40.0], &[&["a", "b"]]),
        table(1, [0.0, 40.0, 100.0, 100.0], &[&["c", "d"]]),
    ];
    assert_eq!(matched(&found, &wanted), [(1, 0)]);
    assert_eq!(document(&found, &wanted, Counting::Papers), counts(1, 2, 4));
}

#[test]
fn documents_count_alike_and_relations_count_alike() {
    let overall = Overall::of(&[counts(1, 2, 1), counts(0, 0, 9)]);
    assert!((overall.precision - 0.25).abs() < 1e-9);
    assert!((overall.recall - 0.5).abs() < 1e-9);
    assert!((overall.f1() - 1.0 / 3.0).abs() < 1e-9);
    assert_eq!(overall.pooled, counts(1, 2, 10));
    assert!((overall.pooled.f1() - 2.0 / 12.0).abs() < 1e-9);
}
