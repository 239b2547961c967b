//! What ruam itself writes into a workbook and knows again when the workbook
//! comes back: its sheets, by their first cell, and its comments, by their
//! first line.

use std::collections::BTreeSet;

use crate::grid::{Grid, Origin};

/// First cell of the sheet that lists the findings.
pub const RESULTS: &str = "ผลตรวจโดย ruam";
/// First cell of the sheet that tells how to fill in a blank form.
pub const GUIDE: &str = "วิธีกรอกแบบรายงานนี้ (ruam)";
/// First cell of the hidden sheet of a blank form: the form's version. Below it
/// stand the id of the profile and the office that it was made for.
pub const STAMP: &str = "ruam.form/1";
/// First cell of the sheet that tells what the tables of a dataset's workbook
/// mean; below it in the same column stand their names, which are their sheets'.
pub const TABLES: &str = "ตารางข้อมูลของ ruam";
/// What begins the line above an office's result in the consolidated form, where
/// the results of several stand in one cell.
pub const OFFICE: &str = "■ ";
/// The line that begins our part of a comment; what stands above it is the
/// office's own.
pub const COMMENT: &str = "— ผลตรวจโดย ruam —";
/// The line of our part of a comment behind which the office may answer.
pub const ANSWER: &str = "คำชี้แจง:";

/// The sheets of a workbook that are ours.
#[derive(Debug)]
pub struct Own<'a> {
    /// Those that hold tables.
    tables: BTreeSet<&'a str>,
}

impl<'a> Own<'a> {
    /// What the sheets say of each other.
    #[must_use]
    pub fn of(grids: &'a [Grid]) -> Self {
        let guides = grids.iter().filter(|grid| first(grid) == Some(TABLES));
        let cells = guides.flat_map(|grid| grid.cells.iter().skip(1));
        let names = cells.filter(|cell| cell.column == 0);
        Self {
            tables: names.map(|cell| cell.value.text()).collect(),
        }
    }

    /// Whether the sheet is one of ours.
    #[must_use]
    pub fn has(&self, grid: &Grid) -> bool {
        let table = grid.sheet.as_deref();
        table.is_some_and(|name| self.tables.contains(name))
            || first(grid).is_some_and(|text| [RESULTS, GUIDE, STAMP, TABLES].contains(&text))
    }
}

/// Whether the sheet lists findings: the file is a marked copy.
#[must_use]
pub fn is_results(grid: &Grid) -> bool {
    first(grid) == Some(RESULTS)
}

/// What the hidden sheet of a blank form says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stamp<'a> {
    /// The id of the profile that the form was made for.
    pub profile: &'a str,
    /// The office that it was made for.
    pub office: &'a str,
    /// Where it says so.
    pub origin: &'a Origin,
}

/// The stamp, where the sheet is one.
#[must_use]
pub fn stamp(grid: &Grid) -> Option<Stamp<'_>> {
    first(grid).filter(|text| *text == STAMP)?;
    let line = |row: u32| {
        let cell = grid
            .cells
            .iter()
            .find(|cell| (cell.row, cell.column) == (row, 0));
        cell.map_or("", |cell| cell.value.text().trim())
    };
    Some(Stamp {
        profile: line(1),
        office: line(2),
        origin: &grid.cells.first()?.origin,
    })
}

fn first(grid: &Grid) -> Option<&str> {
    let cell = grid.cells.first()?;
    ((cell.row, cell.column) == (0, 0)).then(|| cell.value.text().trim())
}

/// A comment without our part: what the office wrote above it, and its answer.
#[must_use]
pub fn of_office(comment: &str) -> (&str, &str) {
    let Some((own, ours)) = comment.split_once(COMMENT) else {
        return (comment.trim(), "");
    };
    // Our part has the line once, and last.
    let answer = ours.split_once(ANSWER).map_or("", |(_, answer)| answer);
    (own.trim(), answer.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_part_of_a_comment_is_told_from_the_offices() {
        let ours = format!("{COMMENT}\nเตือน [item-missing] ไม่พบ I13\n{ANSWER}");
        for (comment, own, answer) in [
            ("ดูหนังสือเวียน\n", "ดูหนังสือเวียน", ""),
            (&ours, "", ""),
            (&format!("{ours} ยกเลิกแล้ว\n"), "", "ยกเลิกแล้ว"),
            (&format!("ดูแล้ว\n{ours}"), "ดูแล้ว", ""),
            (&format!("ดูแล้ว\n{ours}\nคำชี้แจง: จริง"), "ดูแล้ว", "คำชี้แจง: จริง"),
        ] {
            assert_eq!(of_office(comment), (own, answer), "{comment}");
        }
    }
}
