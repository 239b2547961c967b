//! Pages → grids, on tables of literal rulings.

use super::super::{
    ink::{Axis, Drawn, Ruling},
    table::find,
};
use super::*;

/// A table whose cells, row by row, say `texts`.
fn table(xs: &[f64], ys: &[f64], texts: &[&str]) -> TableText {
    let line = |axis, at, from, to| Ruling {
        axis,
        at,
        from,
        to,
        drawn: Drawn::Line,
    };
    let (left, right) = (xs[0], xs[xs.len() - 1]);
    let (top, bottom) = (ys[0], ys[ys.len() - 1]);
    let across = ys.iter().map(|y| line(Axis::Horizontal, *y, left, right));
    let down = xs.iter().map(|x| line(Axis::Vertical, *x, top, bottom));
    let rulings: Vec<Ruling> = across.chain(down).collect();
    let table = find(&rulings).tables.remove(0);
    assert_eq!(table.cells.len(), texts.len());
    TableText {
        table,
        texts: texts.iter().map(|text| (*text).to_owned()).collect(),
    }
}

fn prose(y: f64, text: &str) -> Paragraph {
    Paragraph {
        text: text.to_owned(),
        lines: Vec::new(),
        area: Rect::between((0.0, y), (100.0, y + 10.0)),
    }
}

fn page(tables: Vec<TableText>, prose: Vec<Paragraph>) -> PageText {
    PageText {
        tables,
        prose,
        ..PageText::default()
    }
}

/// The cells of a grid as `row,column text`, heads and feet in brackets.
fn shown(grid: &Grid) -> Vec<String> {
    grid.cells
        .iter()
        .map(|cell| {
            let text = format!("{},{} {}", cell.row, cell.column, cell.value.text());
            if cell.running {
                format!("[{text}]")
            } else {
                text
            }
        })
        .collect()
}

#[test]
fn a_table_goes_on_over_pages_and_its_columns_are_matched_by_place() {
    let pages = [
        page(
            vec![table(
                &[10.0, 40.0, 70.0, 100.0],
                &[50.0, 70.0],
                &["1", "ก", "ข"],
            )],
            vec![prose(20.0, "ชื่อรายงาน")],
        ),
        // The same table, shifted, without the rule between its columns.
        page(
            vec![table(&[20.0, 50.0, 110.0], &[30.0, 60.0], &["", "ค"])],
            vec![prose(80.0, "หมายเหตุ")],
        ),
    ];
    let grids = grids(&pages);
    assert_eq!(grids.len(), 1);
    assert_eq!(
        shown(&grids[0]),
        [
            "0,0 ชื่อรายงาน",
            "1,0 1",
            "1,1 ก",
            "1,2 ข",
            "2,1 ค",
            "3,0 หมายเหตุ"
        ]
    );
    let wide = &grids[0].cells[4];
    assert_eq!(wide.span.columns, 2);
    let Origin::Box {
        page,
        table,
        row,
        column,
        bbox,
    } = wide.origin
    else {
        panic!()
    };
    assert_eq!((page, table, row, column), (2, 1, 1, 2));
    assert_eq!(bbox, [50.0, 30.0, 110.0, 60.0]);
}

#[test]
fn what_is_outside_the_tables_counts_as_one_more() {
    let pages = [page(
        vec![table(&[0.0, 50.0, 100.0], &[50.0, 70.0], &["1", "ก"])],
        vec![prose(20.0, "บรรทัดแรก"), prose(80.0, "บรรทัดท้าย")],
    )];
    let grids = grids(&pages);
    let places: Vec<(u32, u32)> = grids[0]
        .cells
        .iter()
        .map(|cell| match cell.origin {
            Origin::Box { table, row, .. } => (table, row),
            Origin::Cell { .. } => (0, 0),
        })
        .collect();
    assert_eq!(places, [(2, 1), (1, 1), (1, 1), (2, 2)]);
}

#[test]
fn other_columns_are_another_grid_and_prose_stays_with_the_nearer_one() {
    let pages = [page(
        vec![
            table(&[0.0, 50.0, 100.0], &[30.0, 50.0], &["1", "ก"]),
            table(&[0.0, 20.0, 140.0], &[100.0, 120.0], &["2", "ข"]),
        ],
        vec![prose(52.0, "หมายเหตุ"), prose(85.0, "ตารางที่สอง")],
    )];
    let grids = grids(&pages);
    assert_eq!(shown(&grids[0]), ["0,0 1", "0,1 ก", "1,0 หมายเหตุ"]);
    assert_eq!(shown(&grids[1]), ["0,0 ตารางที่สอง", "1,0 2", "1,1 ข"]);
}

#[test]
fn heads_and_feet_do_not_come_between_the_rows() {
    let of = |number: &str, text: &str| {
        page(
            vec![table(&[0.0, 50.0, 100.0], &[30.0, 50.0], &[number, text])],
            vec![
                prose(10.0, "รายงาน"),
                prose(90.0, &format!("หน้า {number}/2")),
            ],
        )
    };
    let grids = grids(&[of("1", "ก"), of("2", "ข")]);
    assert_eq!(
        shown(&grids[0]),
        [
            "0,0 รายงาน",
            "1,0 1",
            "1,1 ก",
            "2,0 2",
            "2,1 ข",
            "[3,0 หน้า 1/2]",
            "[4,0 รายงาน]",
            "[5,0 หน้า 2/2]"
        ]
    );
}

#[test]
fn pages_without_tables_are_one_grid_of_lines() {
    let pages = [page(Vec::new(), vec![prose(20.0, "ก"), prose(60.0, "ข")])];
    assert_eq!(shown(&grids(&pages)[0]), ["0,0 ก", "1,0 ข"]);
    assert!(grids(&[page(Vec::new(), Vec::new())]).is_empty());
}

#[test]
fn a_stamp_is_no_row_between_the_pages_of_a_table() {
    let (xs, ys) = ([0.0, 50.0, 100.0], [10.0, 30.0]);
    let stamp = Paragraph {
        lines: vec![super::super::words::Line {
            text: "copy".to_owned(),
            spaced: false,
            area: Rect::between((0.0, 5.0), (100.0, 15.0)),
            size: 70.0,
            heading: Heading::Askew,
        }],
        ..prose(5.0, "copy")
    };
    let grids = grids(&[
        page(vec![table(&xs, &ys, &["a", "b"])], Vec::new()),
        page(vec![table(&xs, &ys, &["c", "d"])], vec![stamp]),
    ]);
    assert_eq!(grids.len(), 1);
    assert_eq!(
        shown(&grids[0]),
        ["0,0 a", "0,1 b", "1,0 c", "1,1 d", "2,0 copy"]
    );
}
