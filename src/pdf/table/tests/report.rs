//! Pages of the report.

use super::*;

/// The report's columns, as LibreOffice puts them on A4 landscape.
const REPORT: [f64; 11] = [
    21.6, 41.4, 103.8, 146.4, 188.9, 237.2, 344.9, 452.7, 665.5, 713.7, 818.6,
];

/// The report's header of two rows, where columns 2 and 3, and 5 and 6 stand
/// under a common title.
const HEADER: [[u32; 4]; 12] = [
    [0, 0, 2, 1],
    [0, 1, 2, 1],
    [0, 2, 1, 2],
    [0, 4, 2, 1],
    [0, 5, 1, 2],
    [0, 7, 2, 1],
    [0, 8, 2, 1],
    [0, 9, 2, 1],
    [1, 2, 1, 1],
    [1, 3, 1, 1],
    [1, 5, 1, 1],
    [1, 6, 1, 1],
];

/// A page of the report whose rows end at `ys`, and whose columns end at
/// `bottom`.
fn report(ys: &[f64], bottom: f64) -> Vec<Ruling> {
    let mut rulings = vec![
        h(44.7, 21.3, 818.9),
        h(64.3, 103.6, 189.2),
        h(64.3, 236.9, 453.0),
    ];
    rulings.extend(ys.iter().map(|y| h(*y, 21.3, 818.9)));
    for (column, x) in REPORT.iter().enumerate() {
        let parts_group = column == 3 || column == 6;
        rulings.push(v(*x, if parts_group { 64.0 } else { 44.4 }, bottom));
    }
    rulings
}

#[test]
fn the_reports_header_of_two_rows_comes_out_exactly() {
    let expected: Vec<[u32; 4]> = HEADER
        .into_iter()
        .chain((0..10).map(|column| [2, column, 1, 1]))
        .collect();
    assert_eq!(only(&report(&[104.1, 276.2], 276.5)), expected);
}

#[test]
fn a_row_that_goes_on_on_the_next_page_ends_where_its_columns_do() {
    let rulings = report(&[104.1, 276.2], 573.0);
    let table = &find(&rulings).tables[0];
    assert_eq!(table.cells.len(), 32);
    assert_eq!(table.bbox.y1, 573.0);
}

#[test]
fn a_row_that_began_on_the_page_before_begins_where_its_columns_do() {
    let mut rulings: Vec<Ruling> = REPORT.iter().map(|x| v(*x, 22.0, 400.0)).collect();
    rulings.extend([h(200.0, 21.6, 818.6), h(400.0, 21.6, 818.6)]);
    let table = &find(&rulings).tables[0];
    assert_eq!(cells(table), plain(2, 10));
    assert_eq!(table.bbox.y0, 22.0);
}

#[test]
fn a_row_that_fills_the_page_is_one_without_any_rule_across() {
    let rulings = REPORT.map(|x| v(x, 22.0, 573.0));
    assert_eq!(only(&rulings), plain(1, 10));
}

#[test]
fn a_cell_open_below_is_kept_where_others_end_at_the_same_height() {
    let mut rulings = grid(&[0.0, 50.0, 100.0, 150.0], &[0.0, 20.0]);
    rulings.extend([0.0, 50.0, 100.0, 150.0].map(|x| v(x, 20.0, 60.0)));
    rulings.push(h(60.0, 0.0, 100.0));
    assert_eq!(only(&rulings), plain(2, 3));
}

#[test]
fn a_page_printed_at_forty_per_cent_keeps_its_rows() {
    let mut rulings = report(&[90.0, 102.5, 115.0, 127.5], 127.5);
    for ruling in &mut rulings {
        ruling.at *= 0.4;
        ruling.from *= 0.4;
        ruling.to *= 0.4;
    }
    assert_eq!(sizes(&rulings), [(5, 10)]);
    assert_eq!(only(&rulings)[..12], HEADER);
}

#[test]
fn the_order_of_the_rulings_does_not_matter() {
    let mut rulings = report(&[104.1, 180.0, 276.2], 573.0);
    rulings.extend(area(41.4, 44.7, 103.8, 104.1));
    let before = format!("{:?}", find(&rulings).tables);
    rulings.reverse();
    assert_eq!(format!("{:?}", find(&rulings).tables), before);
}
