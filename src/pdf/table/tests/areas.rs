//! Filled areas, and tables in tables.

use super::*;

#[test]
fn shading_inside_a_ruled_table_cuts_nothing() {
    let mut rulings = grid(&[0.0, 50.0, 150.0], &[0.0, 40.0, 80.0]);
    rulings.extend(area(0.0, 0.0, 150.0, 40.0));
    rulings.extend(area(60.0, 50.0, 100.0, 62.0));
    rulings.extend(area(50.0, 40.0, 150.0, 60.0));
    rulings.extend(area(-4.0, 62.0, 154.0, 80.0));
    assert_eq!(only(&rulings), plain(2, 2));
}

#[test]
fn backgrounds_alone_make_a_table() {
    // Filled cells with 1.5 pt of white between them.
    let mut rulings = Vec::new();
    for row in 0..3 {
        for column in 0..3 {
            let (x, y) = (50.0 * f64::from(column), 20.0 * f64::from(row));
            rulings.extend(area(x, y, x + 48.5, y + 18.5));
        }
    }
    assert_eq!(only(&rulings), plain(3, 3));
}

#[test]
fn backgrounds_of_a_header_join_the_ruled_rows_under_it() {
    let xs = [0.0, 50.0, 100.0, 150.0];
    let mut rulings = grid(&xs, &[20.0, 40.0, 60.0]);
    for pair in xs.windows(2) {
        rulings.extend(area(pair[0], 0.0, pair[1], 20.0));
    }
    assert_eq!(only(&rulings), plain(3, 3));
}

#[test]
fn backgrounds_of_the_lines_of_a_text_are_no_table() {
    let mut rulings = Vec::new();
    for (line, width) in [(0.0, 300.0), (1.0, 280.0), (2.0, 120.0)] {
        rulings.extend(area(
            50.0,
            100.0 + 12.0 * line,
            50.0 + width,
            112.0 + 12.0 * line,
        ));
    }
    assert_eq!(sizes(&rulings), []);
}

/// A table ruled in its header of one row and in its first column, with a frame
/// and a rule between its rows; the other columns are only named by the header.
fn partly_ruled() -> Vec<Ruling> {
    let xs = [0.0, 50.0, 100.0, 150.0, 200.0];
    let mut rulings = grid(&xs, &[0.0, 20.0]);
    rulings.extend(frame(0.0, 0.0, 200.0, 80.0));
    rulings.extend([v(50.0, 20.0, 80.0), h(40.0, 0.0, 200.0)]);
    rulings
}

/// The same turned: rows become columns.
fn turned(mut rulings: Vec<Ruling>) -> Vec<Ruling> {
    for ruling in &mut rulings {
        ruling.axis = match ruling.axis {
            Axis::Horizontal => Axis::Vertical,
            Axis::Vertical => Axis::Horizontal,
        };
    }
    rulings
}

/// What `shading` makes of [`partly_ruled`]: columns below the header, by row.
fn columns(shading: &[Ruling]) -> Vec<Vec<u32>> {
    let mut rulings = partly_ruled();
    rulings.extend(shading);
    let cells = only(&rulings);
    let columns = |row| {
        let of_row = cells.iter().filter(|cell| cell[0] == row);
        of_row.map(|cell| cell[3]).collect()
    };
    let mut across = turned(partly_ruled());
    across.extend(turned(shading.to_vec()));
    let mut mirrored = only(&across);
    for cell in &mut mirrored {
        *cell = [cell[1], cell[0], cell[3], cell[2]];
    }
    mirrored.sort_unstable();
    assert_eq!(mirrored, cells);
    (1..3).map(columns).collect()
}

#[test]
fn shading_of_whole_columns_of_the_header_parts_the_rows() {
    assert_eq!(columns(&[]), [[1, 3], [1, 3]]);
    // Of both rows at once, and inside the rules.
    let column = area(100.4, 20.3, 149.0, 79.8);
    assert_eq!(columns(&column), [[1, 1, 1, 1], [1, 1, 1, 1]]);
    // Of one row.
    assert_eq!(
        columns(&area(50.0, 20.0, 100.0, 40.0)),
        [vec![1, 1, 2], vec![1, 3]]
    );
    // Cell by cell, and twice.
    let mut cells = area(100.0, 20.0, 150.0, 40.0);
    cells.extend(area(100.0, 40.0, 150.0, 80.0));
    cells.extend(cells.clone());
    assert_eq!(columns(&cells), [[1, 1, 1, 1], [1, 1, 1, 1]]);
}

#[test]
fn shading_beside_the_columns_of_the_header_parts_nothing() {
    let whole = [[1, 3], [1, 3]];
    // Marked words.
    assert_eq!(columns(&area(105.0, 25.0, 145.0, 35.0)), whole);
    // From a boundary to a place that is none.
    assert_eq!(columns(&area(50.0, 20.0, 120.0, 40.0)), whole);
    // From boundary to boundary, but not along a whole row.
    assert_eq!(columns(&area(100.0, 20.0, 150.0, 32.0)), whole);
    assert_eq!(columns(&area(100.0, 45.0, 150.0, 76.0)), whole);
    // All of the rows, and of the table.
    assert_eq!(columns(&area(50.0, 20.0, 200.0, 80.0)), whole);
    assert_eq!(columns(&area(0.0, 0.0, 200.0, 80.0)), whole);
}

#[test]
fn a_background_that_meets_another_parts_nothing() {
    let mut both = area(50.0, 20.0, 100.0, 40.0);
    both.extend(area(100.0, 20.0, 200.0, 40.0));
    assert_eq!(columns(&both), [[1, 3], [1, 3]]);
}

#[test]
fn stripes_under_a_cell_that_spans_rows_do_not_cut_it() {
    let mut rulings = frame(0.0, 0.0, 150.0, 80.0);
    rulings.extend([v(50.0, 0.0, 80.0), v(100.0, 0.0, 80.0)]);
    rulings.extend([20.0, 60.0].map(|y| h(y, 50.0, 150.0)));
    rulings.push(h(40.0, 0.0, 150.0));
    let before = only(&rulings);
    assert_eq!(before.len(), 10);
    rulings.extend(area(0.0, 0.0, 150.0, 20.0));
    rulings.extend(area(0.0, 40.0, 150.0, 60.0));
    assert_eq!(only(&rulings), before);
    assert_eq!(only(&turned(rulings)).len(), 10);
}

#[test]
fn shading_beside_a_table_whose_rows_are_not_equally_long_makes_no_cell() {
    let mut rulings = grid(&[50.0, 100.0, 150.0], &[0.0, 20.0, 40.0]);
    rulings.extend([h(20.0, 0.0, 50.0), h(40.0, 0.0, 50.0), v(0.0, 20.0, 40.0)]);
    rulings.extend(area(0.0, 0.0, 50.0, 20.0));
    assert_eq!(only(&rulings).len(), 5);
}

/// A ruled header of three columns, and a body without rules between its rows.
fn without_rules_across() -> Vec<Ruling> {
    grid(&[0.0, 50.0, 100.0, 150.0], &[0.0, 20.0, 100.0])
}

#[test]
fn stripes_from_end_to_end_are_rows() {
    let mut rulings = without_rules_across();
    rulings.extend(area(0.3, 20.0, 149.7, 40.0));
    rulings.extend(area(0.3, 60.0, 149.7, 80.0));
    assert_eq!(only(&rulings), plain(5, 3));
    rulings.reverse();
    assert_eq!(only(&rulings), plain(5, 3));
    assert_eq!(only(&turned(rulings)).len(), 15);
}

#[test]
fn stripes_of_cells_are_rows() {
    let mut rulings = without_rules_across();
    for x in [100.0, 0.0, 50.0] {
        rulings.extend(area(x + 0.5, 40.0, x + 49.5, 60.02));
    }
    assert_eq!(only(&rulings), plain(4, 3));
    // Two of three cells are no row, nor is a third that is higher.
    rulings.truncate(rulings.len() - 4);
    assert_eq!(only(&rulings), plain(2, 3));
    rulings.extend(area(50.5, 40.0, 99.5, 70.0));
    assert_eq!(only(&rulings), plain(2, 3));
}

#[test]
fn stripes_of_two_colours_are_rows_where_no_rule_lies_across() {
    let mut rulings: Vec<Ruling> = [0.0, 50.0, 100.0, 150.0].map(|x| v(x, 0.0, 80.0)).to_vec();
    for row in 0..4 {
        let y = 20.0 * f64::from(row);
        rulings.extend(area(0.0, y, 150.0, y + 20.0));
    }
    assert_eq!(only(&rulings), plain(4, 3));
}

#[test]
fn areas_that_are_no_stripes_are_no_rows() {
    let rulings = without_rules_across();
    for [x0, y0, x1, y1] in [
        // Short of an end, and beyond one.
        [0.0, 40.0, 140.0, 60.0],
        [-4.0, 40.0, 154.0, 60.0],
        // A bar, and what leaves bare less than a row.
        [0.0, 50.0, 150.0, 56.0],
        [0.0, 24.0, 150.0, 96.0],
    ] {
        let mut rulings = rulings.clone();
        rulings.extend(area(x0, y0, x1, y1));
        assert_eq!(only(&rulings), plain(2, 3), "{x0} {y0} {x1} {y1}");
    }
}

#[test]
fn stripes_cut_no_row_of_one_cell_and_none_with_a_cell_that_spans_others() {
    let mut title = frame(0.0, 0.0, 100.0, 80.0);
    title.extend([h(40.0, 0.0, 100.0), v(50.0, 40.0, 80.0)]);
    title.extend(area(0.0, 10.0, 100.0, 25.0));
    assert_eq!(only(&title), [[0, 0, 1, 2], [1, 0, 1, 1], [1, 1, 1, 1]]);
    let mut spanned = frame(0.0, 0.0, 100.0, 80.0);
    spanned.extend([h(40.0, 50.0, 100.0), v(50.0, 0.0, 80.0)]);
    spanned.extend(area(0.0, 10.0, 100.0, 25.0));
    assert_eq!(only(&spanned), [[0, 0, 2, 1], [0, 1, 1, 1], [1, 1, 1, 1]]);
}

#[test]
fn a_table_in_a_cell_stays_one_and_a_box_does_not() {
    let mut rulings = grid(&[0.0, 100.0, 400.0], &[0.0, 100.0, 200.0]);
    rulings.extend(grid(&[120.0, 150.0, 180.0], &[20.0, 40.0, 60.0]));
    rulings.extend(grid(&[220.0, 250.0, 280.0], &[20.0, 40.0]));
    rulings.extend(frame(120.0, 120.0, 130.0, 130.0));
    assert_eq!(sizes(&rulings), [(2, 2), (2, 2)]);
    let found = find(&rulings);
    assert_eq!(found.tables[0].bbox.x1, 400.0);
    assert_eq!(found.tables[1].bbox.x0, 120.0);
}
