//! The form without rules has boundaries wherever its page leaves white: on
//! other pages elsewhere. One table goes on over all of them, so all get the
//! columns of the first.

use super::{
    page::{PageText, TableText},
    table::{FoundBy, Table},
};

/// Gives the tables of the form the columns of the first one. All text is in
/// its cells by now: such a table is not to be asked for the cell at a point.
pub(super) fn align(pages: &mut [PageText]) {
    let tables = pages.iter_mut().flat_map(|page| &mut page.tables);
    let mut forms = tables
        .map(|TableText { table, .. }| table)
        .filter(|table| table.found_by == FoundBy::Form);
    let Some(first) = forms.next() else {
        return;
    };
    for table in forms.filter(|table| table.xs.len() == first.xs.len()) {
        follow(&first.xs, table);
    }
}

fn follow(xs: &[f64], table: &mut Table) {
    table.xs = xs.to_vec();
    let at = |number: u32| xs.get(usize::try_from(number).ok()?).copied();
    for cell in &mut table.cells {
        let ends = at(cell.column).zip(at(cell.column.saturating_add(cell.columns)));
        if let Some((x0, x1)) = ends {
            (cell.bbox.x0, cell.bbox.x1) = (x0, x1);
        }
    }
    if let Some((x0, x1)) = xs.first().zip(xs.last()) {
        (table.bbox.x0, table.bbox.x1) = (*x0, *x1);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        ink::{Axis, Drawn, Ruling},
        table::find,
    };
    use super::*;

    fn page(xs: [f64; 3], found_by: FoundBy) -> PageText {
        let ruling = |axis, at, from, to| Ruling {
            axis,
            at,
            from,
            to,
            drawn: Drawn::Line,
        };
        let down = xs.map(|x| ruling(Axis::Vertical, x, 0.0, 40.0));
        let across = [0.0, 20.0, 40.0].map(|y| ruling(Axis::Horizontal, y, xs[0], xs[2]));
        let mut table = find(&[down, across].concat()).tables.remove(0);
        table.found_by = found_by;
        let texts = vec![String::new(); table.cells.len()];
        PageText {
            tables: vec![TableText { table, texts }],
            ..PageText::default()
        }
    }

    #[test]
    fn the_form_has_the_same_columns_on_all_pages() {
        let (first, other) = ([10.0, 60.0, 200.0], [12.0, 71.0, 190.0]);
        let mut pages = [
            page(first, FoundBy::Form),
            page(other, FoundBy::Form),
            page(other, FoundBy::Rules),
        ];
        align(&mut pages);
        let table = |number: usize| &pages[number].tables[0].table;
        assert_eq!(table(1).xs, first);
        assert_eq!(table(1).cells[1].bbox.x0, 60.0);
        assert_eq!(table(2).xs, other);
    }
}
