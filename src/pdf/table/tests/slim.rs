//! Thick rules, double ones, gutters, and rules that stop short.

use super::*;

/// The cells after slim bands were closed around these letters of 8 pt.
fn closed_around(rulings: &[Ruling], letters: &[(f64, f64)]) -> Vec<[u32; 4]> {
    let mut found = find(rulings);
    assert_eq!(found.tables.len(), 1, "{:?}", found.tables);
    let letter = |(x, y): &(f64, f64)| Letter {
        x: *x,
        y: *y,
        size: 8.0,
    };
    let letters: Vec<Letter> = letters.iter().map(letter).collect();
    let table = closed(found.tables.remove(0), &letters);
    for (number, cell) in table.cells.iter().enumerate() {
        let (x, y) = cell.bbox.middle();
        assert_eq!(table.cell_at(x, y), Some(number));
    }
    cells(&table)
}

#[test]
fn a_double_rule_as_wide_as_a_gutter_is_one_boundary() {
    let rulings = grid(&[0.0, 50.0, 54.0, 100.0], &[0.0, 20.0, 24.5, 60.0]);
    assert_eq!(only(&rulings).len(), 9);
    assert_eq!(closed_around(&rulings, &[(20.0, 10.0)]), plain(2, 2));
}

#[test]
fn a_letter_that_hangs_over_the_edge_keeps_no_band_open() {
    let rulings = grid(&[0.0, 50.0, 54.0, 100.0], &[0.0, 20.0, 60.0]);
    assert_eq!(closed_around(&rulings, &[(52.0, 10.0)]), plain(2, 2));
}

#[test]
fn a_slim_column_with_a_letter_stays() {
    let rulings = grid(&[0.0, 50.0, 57.0, 100.0], &[0.0, 20.0, 60.0]);
    assert_eq!(closed_around(&rulings, &[(53.5, 10.0)]), plain(2, 3));
    assert_eq!(closed_around(&rulings, &[(20.0, 10.0)]), plain(2, 2));
}

#[test]
fn cells_of_rows_that_become_one_are_in_order() {
    let mut rulings = frame(0.0, 0.0, 100.0, 60.0);
    rulings.extend([v(50.0, 0.0, 60.0), h(24.5, 0.0, 50.0), h(20.0, 50.0, 100.0)]);
    assert_eq!(closed_around(&rulings, &[(20.0, 10.0)]), plain(2, 2));
}

#[test]
fn squared_paper_is_not_closed_as_a_whole() {
    let places: Vec<f64> = (0..21).map(|i| f64::from(i) * 5.0).collect();
    let cells = closed_around(&grid(&places, &places), &[]);
    assert_eq!(cells, plain(10, 10));
}

#[test]
fn cells_with_frames_far_from_each_other_make_a_grid() {
    let mut rulings = frame(0.0, 0.0, 94.0, 20.0);
    for y in [26.0, 52.0] {
        rulings.extend(frame(0.0, y, 44.0, y + 20.0));
        rulings.extend(frame(50.0, y, 94.0, y + 20.0));
    }
    let expected = [
        [0, 0, 1, 2],
        [1, 0, 1, 1],
        [1, 1, 1, 1],
        [2, 0, 1, 1],
        [2, 1, 1, 1],
    ];
    assert_eq!(closed_around(&rulings, &[]), expected);
    // Two boxes side by side are no table.
    assert_eq!(sizes(&rulings[4..12]), []);
}

#[test]
fn rules_that_stop_short_of_each_other_are_joined_where_most_do() {
    let short = |rulings: Vec<Ruling>, by: f64| -> Vec<Ruling> {
        let shorten = |r: Ruling| Ruling {
            from: r.from + by,
            to: r.to - by,
            ..r
        };
        rulings.into_iter().map(shorten).collect()
    };
    let mut rulings = short(grid(&[0.0, 50.0, 100.0, 150.0], &[0.0, 40.0, 80.0]), 2.0);
    rulings.push(h(20.0, 52.0, 98.0));
    let expected = [
        [0, 0, 2, 1],
        [0, 1, 1, 1],
        [0, 2, 2, 1],
        [1, 1, 1, 1],
        [2, 0, 1, 1],
        [2, 1, 1, 1],
        [2, 2, 1, 1],
    ];
    assert_eq!(only(&rulings), expected);
    // Where the others meet, it is a line in a cell.
    let mut rulings = grid(&[0.0, 50.0, 100.0, 150.0], &[0.0, 40.0, 80.0]);
    rulings.push(h(20.0, 52.0, 98.0));
    assert_eq!(only(&rulings), plain(2, 3));
}

#[test]
fn a_column_rule_that_begins_under_a_common_head_parts_them() {
    // │   A   │ B │
    // │ a │ b │   │
    let rulings = [
        v(0.0, 0.0, 90.0),
        v(40.0, 30.0, 90.0),
        v(80.0, 0.0, 90.0),
        v(120.0, 0.0, 90.0),
        v(160.0, 0.0, 90.0),
    ];
    let expected = [
        [0, 0, 1, 2],
        [0, 2, 2, 1],
        [0, 3, 2, 1],
        [1, 0, 1, 1],
        [1, 1, 1, 1],
    ];
    assert_eq!(only(&rulings), expected);
}
