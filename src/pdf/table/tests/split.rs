//! Cells that rules leave whole.

use super::{
    words::{at, lines, rows},
    *,
};

const XS: [f64; 3] = [50.0, 150.0, 220.0];

#[test]
fn rows_under_a_ruled_head_have_its_columns() {
    let texts: [&[&str]; 4] = [
        &["Country", "Domestic", "Imported"],
        &["Austria", "86.2", "13.8"],
        &["Belgium", "", "100.0"],
        &["Cyprus", "81.0", ""],
    ];
    let words = lines(&XS, 100.0, &texts);
    let mut rulings = grid(&[45.0, 145.0, 215.0, 285.0], &[90.0, 103.0]);
    for y in [115.0, 127.0, 139.0] {
        rulings.push(h(y, 45.0, 285.0));
    }
    rulings.extend([v(45.0, 90.0, 139.0), v(285.0, 90.0, 139.0)]);
    assert_eq!(rows(&rulings, &words), texts);
    let found = find_all(&rulings, &words, &Heads::default());
    assert_eq!(found.tables[0].found_by, FoundBy::RulesAndGaps);
}

#[test]
fn a_title_over_the_columns_stays_whole() {
    let mut words = at(
        50.0,
        100.0,
        "all that was spent on the offices of the state",
    );
    let texts: [&[&str]; 2] = [&["Audit", "86.2", "13.8"], &["Law", "81.0", "15.8"]];
    words.extend(lines(&XS, 112.0, &texts));
    let mut rulings = grid(&[45.0, 145.0, 215.0, 285.0], &[103.0, 115.0, 127.0]);
    rulings.extend(frame(45.0, 90.0, 285.0, 103.0));
    let rows = rows(&rulings, &words);
    assert_eq!(rows[0][0], "all that was spent on the offices of the state");
    assert_eq!(rows.len(), 3);
}

#[test]
fn figures_in_one_ruled_row_are_rows() {
    let texts: [&[&str]; 4] = [
        &["Bulgaria", "2.3", "3.2"],
        &["Cyprus", "0.21", "0"],
        &["Estonia", "1.1", "1.9"],
        &["Hungary", "8.6", "11.2"],
    ];
    let words = lines(&XS, 100.0, &texts);
    let rulings = grid(&[45.0, 145.0, 215.0, 285.0], &[78.0, 90.0, 140.0]);
    assert_eq!(rows(&rulings, &words)[1..], texts);
}

#[test]
fn the_lines_of_a_text_in_a_cell_are_none() {
    let texts: [&[&str]; 4] = [
        &["1", "IIT : I1=90", "the offices"],
        &["", "I2=91 I3=90", "should tell"],
        &["", "I4=88 I5=87", "their staff"],
        &["", "I6=89", "of it"],
    ];
    let words = lines(&XS, 100.0, &texts);
    let rulings = grid(&[45.0, 145.0, 215.0, 285.0], &[78.0, 90.0, 140.0]);
    let rows = rows(&rulings, &words);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1][2], "the offices should tell their staff of it");
}

#[test]
fn figures_in_one_ruled_column_are_columns() {
    let texts: [&[&str]; 4] = [
        &["", "Freq.", "Cum"],
        &["kept", "344", "75.2"],
        &["sold", "53", "86.8"],
        &["Total", "458", "100.0"],
    ];
    let words = lines(&XS, 100.0, &texts);
    let mut rulings: Vec<Ruling> = [90.0, 103.0, 115.0, 127.0, 139.0]
        .map(|y| h(y, 45.0, 285.0))
        .to_vec();
    rulings.push(v(140.0, 90.0, 139.0));
    assert_eq!(rows(&rulings, &words), texts);
}
