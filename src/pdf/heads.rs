//! Heads that a table repeats on a later page without a rule under them: where
//! a row goes on there in the middle of its cells, some producers (ReportLab)
//! draw no line between the head and the rest of the row, so that both stand
//! in one cell.

use super::{
    ink::Rect,
    page::{PageText, TableText},
    sheets::agree,
    table::TableCell,
};
use crate::normalize::key;

/// Rows of a head that are compared.
const ROWS: usize = 4;
/// Heights this near are the same, in points.
const SAME_HEIGHT: f64 = 3.0;

/// Parts the head from what stands under it, in every table whose columns are
/// those of the first one. All text is in its cells by now: a table that was
/// parted is not to be asked for the cell at a point.
pub(super) fn part(pages: &mut [PageText]) {
    let mut tables = pages.iter_mut().flat_map(|page| &mut page.tables);
    let Some(first) = tables.find(|text| text.table.ys.len() > 2) else {
        return;
    };
    for table in tables {
        if agree(&offsets(&first.table.xs), &offsets(&table.table.xs)) {
            part_head(first, table);
        }
    }
}

/// Boundaries from the first one on.
fn offsets(boundaries: &[f64]) -> Vec<f64> {
    let start = boundaries.first().copied().unwrap_or(0.0);
    boundaries.iter().map(|at| at - start).collect()
}

/// Parts `text` after as many rows as its boundaries are those of `first`,
/// where the next one is missing and every cell there begins with the head.
fn part_head(first: &TableText, text: &mut TableText) {
    let (known, ys) = (offsets(&first.table.ys), offsets(&text.table.ys));
    let same = known
        .iter()
        .zip(&ys)
        .take_while(|(a, b)| (*a - *b).abs() <= SAME_HEIGHT)
        .count();
    let (Some(missing), Some(next)) = (known.get(same), ys.get(same)) else {
        return;
    };
    if same > ROWS || missing + SAME_HEIGHT > *next {
        return;
    }
    let row = u32::try_from(same).unwrap_or(u32::MAX);
    let Some(ends) = head_ends(first, text, row) else {
        return;
    };
    let y = text.table.bbox.y0 + missing;
    text.table.ys.insert(same, y);
    let mut below = Vec::new();
    for ((cell, said), end) in text.table.cells.iter_mut().zip(&mut text.texts).zip(ends) {
        if cell.row >= row {
            cell.row += 1;
        } else if let Some(end) = end {
            let rest = said.split_off(end);
            below.push((
                TableCell {
                    row,
                    rows: 1,
                    bbox: Rect { y0: y, ..cell.bbox },
                    ..cell.clone()
                },
                rest.trim_start().to_owned(),
            ));
            cell.bbox.y1 = y;
        }
    }
    // A cell over two rows comes before those of the second.
    below.sort_by_key(|(cell, _)| cell.column);
    let at = text.table.cells.partition_point(|cell| cell.row < row);
    let (cells, texts): (Vec<TableCell>, Vec<String>) = below.into_iter().unzip();
    text.table.cells.splice(at..at, cells);
    text.texts.splice(at..at, texts);
}

/// Where the head ends in each cell of `text` that ends in front of `row`;
/// nothing where one of them does not begin with it, or nothing follows any.
fn head_ends(first: &TableText, text: &TableText, row: u32) -> Option<Vec<Option<usize>>> {
    let mut ends = Vec::with_capacity(text.texts.len());
    let mut follows = false;
    for (cell, said) in text.table.cells.iter().zip(&text.texts) {
        if cell.row + cell.rows != row {
            ends.push(None);
            continue;
        }
        let mut heads = first.table.cells.iter().zip(&first.texts);
        let (_, head) = heads.find(|(head, _)| {
            (head.row, head.column) == (cell.row, cell.column) && head.row + head.rows == row
        })?;
        let end = key::starts(said, head)?;
        follows |= end < said.len();
        ends.push(Some(end));
    }
    follows.then_some(ends)
}

#[cfg(test)]
mod tests {
    use super::super::{
        ink::{Axis, Drawn, Ruling},
        table::find,
    };
    use super::*;

    /// A table with two columns, and row boundaries at `ys`.
    fn page(ys: &[f64], texts: &[&str]) -> PageText {
        page_with(ys, 100.0, texts)
    }

    /// The same, the second boundary of rows no longer than that.
    fn page_with(ys: &[f64], second: f64, texts: &[&str]) -> PageText {
        let line = |axis, at, from, to| Ruling {
            axis,
            at,
            from,
            to,
            drawn: Drawn::Line,
        };
        let (top, bottom) = (ys[0], ys[ys.len() - 1]);
        let rulings: Vec<Ruling> = ys
            .iter()
            .map(|y| {
                let to = if *y == ys[1] { second } else { 100.0 };
                line(Axis::Horizontal, *y, 0.0, to)
            })
            .chain([0.0, 50.0, 100.0].map(|x| line(Axis::Vertical, x, top, bottom)))
            .collect();
        let table = find(&rulings).tables.remove(0);
        assert_eq!(table.cells.len(), texts.len());
        PageText {
            tables: vec![TableText {
                table,
                texts: texts.iter().map(|text| (*text).to_owned()).collect(),
            }],
            ..PageText::default()
        }
    }

    fn rows(page: &PageText) -> Vec<(u32, &str)> {
        let TableText { table, texts } = &page.tables[0];
        let rows = table.cells.iter().map(|cell| cell.row);
        rows.zip(texts.iter().map(String::as_str)).collect()
    }

    #[test]
    fn a_head_without_a_rule_under_it_is_parted() {
        let mut pages = [
            page(&[10.0, 40.0, 90.0], &["ที่", "มาตรการ ปี 2564", "1", "ก"]),
            page(
                &[20.0, 120.0, 150.0],
                &["ที่", "มาตรการ\nปี 2564\nข", "2", "ค"],
            ),
        ];
        part(&mut pages);
        assert_eq!(
            rows(&pages[1]),
            [
                (0, "ที่"),
                (0, "มาตรการ\nปี 2564"),
                (1, ""),
                (1, "ข"),
                (2, "2"),
                (2, "ค")
            ]
        );
        assert_eq!(pages[1].tables[0].table.cells[3].bbox.y0, 50.0);
    }

    #[test]
    fn what_follows_a_head_of_two_rows_is_in_order() {
        let mut pages = [
            page_with(
                &[10.0, 25.0, 40.0, 90.0],
                50.0,
                &["ผล", "มาตรการ", "ปี", "1", "ก"],
            ),
            page_with(
                &[20.0, 35.0, 120.0, 150.0],
                50.0,
                &["ผล", "มาตรการ ข", "ปี 2", "3", "ค"],
            ),
        ];
        part(&mut pages);
        let cells = pages[1].tables[0].table.cells.iter();
        let places: Vec<(u32, u32)> = cells.map(|cell| (cell.row, cell.column)).collect();
        assert_eq!(
            places,
            [(0, 0), (0, 1), (1, 0), (2, 0), (2, 1), (3, 0), (3, 1)]
        );
        let texts: Vec<&str> = rows(&pages[1]).iter().map(|row| row.1).collect();
        assert_eq!(texts, ["ผล", "มาตรการ", "ปี", "2", "ข", "3", "ค"]);
    }

    #[test]
    fn other_tables_stay_as_they_are() {
        let first = || page(&[10.0, 40.0, 90.0], &["ที่", "มาตรการ", "1", "ก"]);
        for other in [
            // Another text, the same boundaries, and a head alone.
            page(&[20.0, 120.0], &["ที่", "ผลการดำเนินการ ข"]),
            page(&[20.0, 50.0, 120.0], &["ที่", "มาตรการ", "2", "ข"]),
            page(&[20.0, 120.0], &["ที่", "มาตรการ"]),
        ] {
            let before = rows(&other).len();
            let mut pages = [first(), other];
            part(&mut pages);
            assert_eq!(rows(&pages[1]).len(), before);
        }
    }
}
