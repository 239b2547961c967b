//! What ruam itself writes into a workbook and knows again when the workbook
//! comes back: its sheets, by their first cell, and its comments, by their
//! first line.

use crate::grid::Grid;

/// First cell of the sheet that lists the findings.
pub const RESULTS: &str = "ผลตรวจโดย ruam";
/// First cell of the sheet that tells how to fill in a blank form.
pub const GUIDE: &str = "วิธีกรอกแบบรายงานนี้ (ruam)";
/// First cell of the hidden sheet of a blank form: the form's version. Below it
/// stands the id of the profile that it was made for.
pub const STAMP: &str = "ruam.form/1";
/// The line that begins our part of a comment; what stands above it is the
/// office's own.
pub const COMMENT: &str = "— ผลตรวจโดย ruam —";
/// The line of our part of a comment behind which the office may answer.
pub const ANSWER: &str = "คำชี้แจง:";

/// Whether the sheet is one of ours.
#[must_use]
pub fn is_own(grid: &Grid) -> bool {
    first(grid).is_some_and(|text| [RESULTS, GUIDE, STAMP].contains(&text))
}

/// Whether the sheet lists findings: the file is a marked copy.
#[must_use]
pub fn is_results(grid: &Grid) -> bool {
    first(grid) == Some(RESULTS)
}

/// The id of the profile that a blank form was made for, where the sheet is its
/// stamp.
#[must_use]
pub fn stamped(grid: &Grid) -> Option<&str> {
    first(grid).filter(|text| *text == STAMP)?;
    let below = grid
        .cells
        .iter()
        .find(|cell| (cell.row, cell.column) == (1, 0));
    Some(below.map_or("", |cell| cell.value.text().trim()))
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
