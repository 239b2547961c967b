//! Grids, spans, and what is drawn in odd ways.

use super::*;

#[test]
fn a_plain_grid_has_a_cell_for_each_row_and_column() {
    let rulings = grid(&[10.0, 60.0, 200.0], &[20.0, 40.0, 60.0, 100.0]);
    assert_eq!(only(&rulings), plain(3, 2));
    let table = &find(&rulings).tables[0];
    assert_eq!(table.xs, [10.0, 60.0, 200.0]);
    assert_eq!(table.ys, [20.0, 40.0, 60.0, 100.0]);
    let (x0, y0, x1, y1) = (60.0, 40.0, 200.0, 60.0);
    assert_eq!(table.cells[3].bbox, Rect { x0, y0, x1, y1 });
}

#[test]
fn a_point_is_looked_up_in_the_cell_that_holds_it() {
    let mut rulings = grid(&[0.0, 50.0, 100.0], &[0.0, 20.0, 60.0]);
    rulings.push(h(40.0, 50.0, 100.0));
    let table = &find(&rulings).tables[0];
    assert_eq!(table.cell_at(25.0, 10.0), Some(0));
    assert_eq!(table.cell_at(50.0, 10.0), Some(1));
    assert_eq!(table.cell_at(25.0, 50.0), Some(2));
    assert_eq!(table.cell_at(75.0, 39.9), Some(3));
    assert_eq!(table.cell_at(75.0, 40.0), Some(4));
    for (x, y) in [
        (-0.1, 9.0),
        (100.0, 9.0),
        (9.0, 60.0),
        (9.0, -1.0),
        (f64::NAN, 9.0),
    ] {
        assert_eq!(table.cell_at(x, y), None);
    }
}

#[test]
fn cells_span_where_no_wall_parts_them() {
    // ┌───┬───────┐
    // │   │       │
    // │   ├───┬───┤
    // ├───┴───┤   │
    // └───────┴───┘
    let mut rulings = frame(0.0, 0.0, 90.0, 60.0);
    rulings.extend([
        v(30.0, 0.0, 40.0),
        h(20.0, 30.0, 90.0),
        v(60.0, 20.0, 60.0),
        h(40.0, 0.0, 60.0),
    ]);
    let expected = [
        [0, 0, 2, 1],
        [0, 1, 1, 2],
        [1, 1, 1, 1],
        [1, 2, 2, 1],
        [2, 0, 1, 2],
    ];
    assert_eq!(only(&rulings), expected);
}

#[test]
fn rules_drawn_as_short_pieces_make_the_same_cells() {
    let mut pieces = Vec::new();
    for whole in grid(&[0.0, 50.0, 100.0], &[0.0, 20.0, 40.0]) {
        let mut from = whole.from;
        while from < whole.to {
            let to = from + 0.4;
            pieces.push(Ruling { from, to, ..whole });
            from += 0.8;
        }
    }
    assert_eq!(only(&pieces), plain(2, 2));
}

#[test]
fn thin_double_lines_make_no_rows() {
    let mut rulings = grid(&[0.0, 50.0, 100.0], &[0.0, 20.0, 40.0]);
    rulings.extend(grid(&[-1.5, 51.5, 101.5], &[-1.5, 21.5, 41.5]));
    assert_eq!(only(&rulings), plain(2, 2));
}

#[test]
fn cells_with_frames_of_their_own_make_a_plain_grid() {
    // An HTML table with border=1: 2 px between the frames of 1 px.
    let mut rulings = frame(0.0, 0.0, 155.25, 46.25);
    for row in 0..2 {
        for column in 0..3 {
            let (x, y) = (
                2.25 + 51.0 * f64::from(column),
                2.25 + 22.0 * f64::from(row),
            );
            rulings.extend(frame(x, y, x + 48.75, y + 19.75));
        }
    }
    assert_eq!(only(&rulings), plain(2, 3));
}

#[test]
fn missing_rules_at_the_sides_leave_the_outer_columns() {
    let mut rulings: Vec<Ruling> = [0.0, 20.0, 40.0].map(|y| h(y, 0.0, 150.0)).to_vec();
    rulings.extend([v(50.0, 0.0, 40.0), v(100.0, 0.0, 40.0)]);
    assert_eq!(only(&rulings), plain(2, 3));
}

#[test]
fn a_table_without_any_outer_rule_is_one() {
    let rulings = [
        h(20.0, 0.0, 90.0),
        h(40.0, 0.0, 90.0),
        v(30.0, 0.0, 60.0),
        v(60.0, 0.0, 60.0),
    ];
    assert_eq!(only(&rulings), plain(3, 3));
}

#[test]
fn tables_apart_stay_apart_in_reading_order() {
    let mut rulings = grid(&[10.0, 60.0, 110.0], &[300.0, 320.0, 340.0, 360.0]);
    rulings.extend(grid(&[200.0, 260.0, 320.0, 380.0], &[50.4, 70.0, 90.0]));
    rulings.extend(grid(&[10.0, 60.0, 110.0], &[51.0, 70.0, 90.0]));
    assert_eq!(sizes(&rulings), [(2, 2), (2, 3), (3, 2)]);
}

#[test]
fn underlines_frames_and_crosses_are_no_tables() {
    assert_eq!(sizes(&[h(100.0, 50.0, 300.0), h(130.0, 50.0, 90.0)]), []);
    assert_eq!(sizes(&frame(20.0, 20.0, 500.0, 700.0)), []);
    assert_eq!(sizes(&[h(100.0, 50.0, 150.0), v(100.0, 50.0, 150.0)]), []);
    assert_eq!(sizes(&[]), []);
    let mut page = frame(5.0, 5.0, 590.0, 830.0);
    page.push(h(40.0, 50.0, 300.0));
    page.extend(grid(&[20.0, 60.0, 110.0], &[50.0, 70.0, 90.0]));
    assert_eq!(only(&page), plain(2, 2));
}

#[test]
fn underlines_cut_nothing() {
    let mut rulings = grid(&[0.0, 50.0, 100.0], &[0.0, 40.0, 80.0]);
    // From wall to wall of narrow cells, but for the padding of a browser.
    rulings.extend([h(20.0, 1.1, 48.9), h(20.0, 51.1, 98.9)]);
    // One that begins in a wall.
    rulings.push(h(60.0, 0.4, 30.0));
    assert_eq!(only(&rulings), plain(2, 2));
}

#[test]
fn thick_rules_that_stop_at_each_others_ink_are_a_table() {
    let mut rulings = Vec::new();
    for place in [0.0, 40.0, 80.0] {
        for start in [0.0, 40.0] {
            rulings.push(h(place, start + 1.5, start + 38.5));
            rulings.push(v(place, start + 1.5, start + 38.5));
        }
    }
    assert_eq!(only(&rulings), plain(2, 2));
}

#[test]
fn a_rule_above_that_is_wider_than_the_table_adds_nothing() {
    let mut rulings = grid(&[50.0, 100.0, 150.0], &[0.0, 40.0, 80.0]);
    rulings.push(h(0.0, 10.0, 190.0));
    assert_eq!(only(&rulings), plain(2, 2));
}

#[test]
fn a_missing_corner_is_no_cell() {
    let mut rulings = grid(&[50.0, 100.0, 150.0], &[0.0, 20.0, 40.0]);
    rulings.extend([h(20.0, 0.0, 50.0), h(40.0, 0.0, 50.0), v(0.0, 20.0, 40.0)]);
    let expected = [
        [0, 1, 1, 1],
        [0, 2, 1, 1],
        [1, 0, 1, 1],
        [1, 1, 1, 1],
        [1, 2, 1, 1],
    ];
    assert_eq!(only(&rulings), expected);
    assert_eq!(find(&rulings).tables[0].cell_at(25.0, 10.0), None);
}

#[test]
fn a_missing_wall_leaves_an_angle_that_is_split_by_rows() {
    // The wall between the common title and its first column is missing.
    let mut rulings = frame(0.0, 0.0, 90.0, 60.0);
    rulings.extend([h(40.0, 0.0, 90.0), h(20.0, 60.0, 90.0)]);
    rulings.extend([v(30.0, 0.0, 60.0), v(60.0, 20.0, 60.0)]);
    let expected = [
        [0, 0, 2, 1],
        [0, 1, 1, 2],
        [1, 1, 1, 1],
        [1, 2, 1, 1],
        [2, 0, 1, 1],
        [2, 1, 1, 1],
        [2, 2, 1, 1],
    ];
    assert_eq!(only(&rulings), expected);
}

#[test]
fn a_tick_box_at_a_rule_is_part_of_its_cell() {
    let mut rulings = grid(&[0.0, 50.0, 150.0], &[0.0, 40.0, 80.0]);
    rulings.extend(frame(51.5, 15.0, 61.5, 25.0));
    assert_eq!(only(&rulings), plain(2, 2));
}
