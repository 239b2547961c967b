//! How high a row has to be for its texts, where no program has measured it.

use crate::normalize::display::width;

/// Height of a line, in points, and of the highest row that Excel takes.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;

/// The height in points of a row with these texts, each in a column so many
/// characters wide.
pub(super) fn of_row<'t>(texts: impl Iterator<Item = (&'t str, u32)>) -> f64 {
    let lines = |(text, column): (&str, u32)| {
        let column = usize::try_from(column).unwrap_or(1).max(1);
        let of_line = |line: &str| width(line).div_ceil(column).max(1);
        text.lines().map(of_line).sum::<usize>()
    };
    let most = texts.map(lines).max().unwrap_or(1).max(1);
    (most as f64 * LINE).min(HIGHEST)
}
