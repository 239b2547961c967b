//! What is no table, and why.

use super::*;

/// Why what these rulings make is no table.
fn reasons(rulings: &[Ruling]) -> Vec<Why> {
    let found = find(rulings);
    found.others.iter().map(|other| other.why).collect()
}

fn rect(x0: f64, y0: f64, x1: f64, y1: f64) -> Rect {
    Rect { x0, y0, x1, y1 }
}

#[test]
fn what_is_no_table_is_kept_with_its_reason() {
    let cross = [h(50.0, 0.0, 100.0), v(50.0, 0.0, 100.0)];
    assert_eq!(reasons(&cross), [Why::FewLines]);
    let combs = [0.0, 40.0, 80.0].map(|x| v(x, 10.0, 100.0));
    let comb = [vec![h(50.0, 0.0, 80.0)], combs.to_vec()].concat();
    assert_eq!(reasons(&frame(0.0, 0.0, 100.0, 60.0)), [Why::OneCell]);
    assert_eq!(sizes(&comb), [(2, 2)]);
    let found = find(&frame(10.0, 20.0, 100.0, 60.0));
    assert_eq!(found.others[0].bbox, rect(10.0, 20.0, 100.0, 60.0));
    // Lines of a text, each on a background of its own.
    let lines = [0.0, 14.0, 28.0].map(|y| area(0.0, y, 100.0, y + 14.0));
    assert_eq!(reasons(&lines.concat()), [Why::Undivided]);
}

#[test]
fn lines_that_close_nothing_make_no_cell() {
    // The teeth of a comb, none of which reaches the next rule.
    let teeth = [0.0, 40.0, 80.0].map(|x| v(x, 0.0, 20.0));
    let rulings = [vec![h(0.0, 0.0, 80.0)], teeth.to_vec()].concat();
    assert_eq!(find(&rulings).tables.len(), 1, "open below");
    let stubs = [20.0, 40.0, 60.0].map(|x| v(x, 0.0, 4.0));
    let rulings = [vec![h(0.0, 0.0, 80.0)], stubs.to_vec()].concat();
    assert_eq!(reasons(&rulings), [Why::NoCells]);
}

#[test]
fn a_box_in_a_cell_and_a_drawing_are_told_apart() {
    let mut rulings = grid(&[0.0, 200.0, 400.0], &[0.0, 100.0, 200.0]);
    rulings.extend(grid(&[20.0, 50.0, 80.0], &[20.0, 40.0]));
    let found = find(&rulings);
    assert_eq!(found.tables.len(), 1);
    let wanted = NoTable {
        bbox: rect(20.0, 20.0, 80.0, 40.0),
        why: Why::InCell,
    };
    assert_eq!(found.others, [wanted]);
    let stairs: Vec<Ruling> = (0..4_000)
        .map(|step| f64::from(step) * 4.5)
        .flat_map(|at| [h(at, at, at + 4.5), v(at, at - 4.5, at)])
        .collect();
    assert_eq!(reasons(&stairs), [Why::TooMany]);
}

#[test]
fn a_table_knows_what_it_was_found_by() {
    let by = |rulings: &[Ruling]| find(rulings).tables[0].found_by;
    let ruled = grid(&[0.0, 50.0, 100.0], &[0.0, 20.0, 40.0]);
    assert_eq!(by(&ruled), FoundBy::Rules);
    let cells = [0.0, 50.0].map(|x| [0.0, 20.0].map(|y| area(x, y, x + 50.0, y + 20.0)));
    let filled = cells.concat().concat();
    assert_eq!(by(&filled), FoundBy::Areas);
    // A head on a background, above rows with rules.
    let head = [0.0, 50.0].map(|x| area(x, -20.0, x + 50.0, 0.0));
    let both = [ruled, head.concat()].concat();
    assert_eq!(by(&both), FoundBy::RulesAndAreas);
}
