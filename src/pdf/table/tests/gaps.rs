//! Tables that have no rules, or not all of them.

use super::{
    words::{PITCH, at, lines, rows, rows_of, said},
    *,
};

const XS: [f64; 3] = [50.0, 150.0, 220.0];

/// A head and rows of figures.
const FIGURES: [&[&str]; 5] = [
    &["Office", "2562", "2563"],
    &["Audit", "90.12", "91.69"],
    &["Planning", "87.03", "88.58"],
    &["Law", "-", "86.59"],
    &["Total", "84.74", "86.14"],
];

#[test]
fn figures_below_each_other_are_a_table() {
    let words = lines(&XS, 100.0, &FIGURES);
    assert_eq!(rows(&[], &words), FIGURES);
    let found = find_all(&[], &words, &Heads::default());
    assert_eq!(found.tables[0].found_by, FoundBy::Gaps);
}

#[test]
fn text_around_a_table_is_none_of_it() {
    let mut words = at(50.0, 76.0, "Table 1: the scores of all offices by year");
    words.extend(lines(&XS, 100.0, &FIGURES));
    words.extend(at(
        50.0,
        160.0,
        "Source: the offices themselves, in their reports",
    ));
    for line in 0..4 {
        let text = "and then a paragraph of the text that goes on as long as the page is wide";
        words.extend(at(50.0, 190.0 + PITCH * f64::from(line), text));
    }
    assert_eq!(rows(&[], &words), FIGURES);
}

#[test]
fn text_between_rules_from_side_to_side_is_a_table() {
    let texts: [&[&str]; 3] = [
        &["Brand", "Up-market", "Medium"],
        &["Lever", "Skip", "Omo"],
        &["Henkel", "Le Chat", "Super Croix"],
    ];
    let words = lines(&XS, 100.0, &texts);
    let rules = [90.0, 104.0, 130.0].map(|y| h(y, 48.0, 300.0));
    assert_eq!(rows(&rules, &words), texts);
    // Two words apart are no table, nor is it one without a rule at its head.
    assert_eq!(
        find_all(&rules[..1], &words, &Heads::default())
            .tables
            .len(),
        0
    );
}

#[test]
fn a_frame_around_columns_is_a_table_and_around_a_text_is_none() {
    let words = lines(&XS, 100.0, &FIGURES);
    let around = frame(45.0, 88.0, 260.0, 154.0);
    assert_eq!(rows(&around, &words), FIGURES);
    let mut text = Vec::new();
    for line in 0..4 {
        let y = 100.0 + PITCH * f64::from(line);
        text.extend(at(50.0, y, "a remark that stands in a frame of its own"));
    }
    assert_eq!(find_all(&around, &text, &Heads::default()).tables.len(), 0);
}

#[test]
fn a_label_of_two_lines_is_one_cell_and_a_heading_of_a_group_is_a_row() {
    let texts: [&[&str]; 6] = [
        &["", "2562", "2563"],
        &["North", "", ""],
        &["Bangkok and around", "90.12", "91.69"],
        &["it", "", ""],
        &["South", "", ""],
        &["Songkhla", "87.03", "88.58"],
    ];
    let words = lines(&XS, 100.0, &texts);
    let expected = [
        ["", "2562", "2563"],
        ["North", "", ""],
        ["Bangkok and around it", "90.12", "91.69"],
        ["South", "", ""],
        ["Songkhla", "87.03", "88.58"],
    ];
    assert_eq!(rows(&[], &words), expected);
}

#[test]
fn a_figure_beside_the_middle_of_a_label_is_in_its_row() {
    let mut words = lines(&XS, 100.0, &FIGURES);
    words.extend(at(50.0, 166.0, "Human"));
    words.extend([at(150.0, 171.0, "80.00"), at(220.0, 171.0, "81.00")].concat());
    words.extend(at(50.0, 176.0, "resources"));
    let rows = rows(&[], &words);
    assert_eq!(rows.last().unwrap(), &["Human resources", "80.00", "81.00"]);
}

#[test]
fn a_heading_over_the_middle_of_columns_spans_them() {
    let xs = [50.0, 150.0, 200.0, 250.0, 300.0];
    let mut words = [at(175.0, 88.0, "EU"), at(275.0, 88.0, "US")].concat();
    let texts: [&[&str]; 4] = [
        &["", "Men", "All", "Men", "All"],
        &["2001", "11.0", "48.4", "12.0", "47.4"],
        &["2002", "16.0", "77.4", "15.0", "74.7"],
        &["2003", "25.7", "69.4", "24.7", "68.4"],
    ];
    words.extend(lines(&xs, 100.0, &texts));
    let table = &within(
        &[],
        &words,
        &Heads::default(),
        rect(45.0, 76.0, 330.0, 140.0),
    )
    .tables[0];
    let said = said(table, &words);
    assert_eq!(said[0], ([0, 1, 1, 2], "EU".to_owned()));
    assert_eq!(said[1], ([0, 3, 1, 2], "US".to_owned()));
    assert_eq!(said[2], ([1, 1, 1, 1], "Men".to_owned()));
}

#[test]
fn heads_of_several_lines_are_one_row() {
    let texts: [&[&str]; 6] = [
        &["", "Number", ""],
        &["", "of outlets", "Sales"],
        &["Office", "(000)", "(mn)"],
        &["Audit", "415.3", "373"],
        &["Planning", "269.5", "292"],
        &["Law", "289.9", "203"],
    ];
    let words = lines(&XS, 100.0, &texts);
    let rows = rows(&[], &words);
    assert_eq!(rows[0], ["Office", "Number of outlets (000)", "Sales (mn)"]);
    assert_eq!(rows.len(), 4);
}

#[test]
fn what_a_person_says_is_a_table_is_one() {
    let texts: [&[&str]; 2] = [
        &["Product", "Roast", "Instant"],
        &["Turnover", "high", "low"],
    ];
    let words = lines(&XS, 100.0, &texts);
    assert_eq!(find_all(&[], &words, &Heads::default()).tables.len(), 0);
    let found = within(
        &[],
        &words,
        &Heads::default(),
        rect(45.0, 88.0, 300.0, 118.0),
    );
    assert_eq!(rows_of(&found.tables[0], &words), texts);
    assert_eq!(found.tables[0].found_by, FoundBy::Area);
}

#[test]
fn rules_around_a_table_that_a_person_names_may_lie_outside() {
    let words = lines(&XS, 100.0, &FIGURES);
    let ruled = grid(
        &[40.0, 130.0, 200.0, 270.0],
        &[88.0, 104.0, 116.0, 128.0, 140.0, 152.0],
    );
    let found = within(
        &ruled,
        &words,
        &Heads::default(),
        rect(50.0, 92.0, 246.0, 151.0),
    );
    assert_eq!(found.tables[0].xs, [40.0, 130.0, 200.0, 270.0]);
}

#[test]
fn a_title_in_the_area_leaves_a_ruled_table_as_it_is() {
    let mut words = at(50.0, 80.0, "Scores of the offices");
    words.extend(lines(&XS, 100.0, &FIGURES));
    let ruled = grid(
        &[40.0, 130.0, 200.0, 270.0],
        &[88.0, 104.0, 116.0, 128.0, 140.0, 152.0],
    );
    let found = within(
        &ruled,
        &words,
        &Heads::default(),
        rect(30.0, 60.0, 280.0, 160.0),
    );
    assert_eq!(rows_of(&found.tables[0], &words), FIGURES);
}

fn rect(x0: f64, y0: f64, x1: f64, y1: f64) -> Rect {
    Rect { x0, y0, x1, y1 }
}
