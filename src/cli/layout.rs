//! Columns and lines on a terminal, by the width that Thai takes there.

use crate::normalize::display::width;

/// Lines are broken behind so many columns.
const COLUMNS: usize = 80;

/// The text, filled with spaces behind it up to `columns`.
pub(super) fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text, filled with spaces before it up to `columns`.
pub(super) fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The width of the widest text.
pub(super) fn widest<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    texts.map(width).max().unwrap_or(0)
}

/// `lead` and the text behind it, broken at spaces; what follows the first line
/// stands under its beginning.
pub(super) fn paragraph(lead: &str, text: &str) -> String {
    let indent = width(lead);
    let mut lines = lead.to_owned();
    let mut used = indent;
    let mut is_first = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = width(word);
        if is_first {
            is_first = false;
        } else if used + 1 + wide > COLUMNS {
            lines.push('\n');
            lines.push_str(&" ".repeat(indent));
            used = indent;
        } else {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += wide;
    }
    lines.push('\n');
    lines
}
