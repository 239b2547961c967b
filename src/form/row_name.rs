//! What names a row: its number and its indicator.

use crate::{
    grid::Cell,
    normalize::{lines, number, thai},
};

/// The number of a row: `5`, `5.`, `๕`.
pub(super) fn row_number(text: &str) -> Option<u32> {
    let clean = thai::cleaned(text);
    let bare = clean.trim_end_matches(['.', ')']).trim_start_matches('(');
    let number = number::parse(bare)?;
    let whole = u32::try_from(number.value.get()).ok()?;
    (whole > 0 && whole % 100 == 0).then_some(whole / 100)
}

/// The name in an indicator cell, a number before it left out.
pub(super) fn indicator_name(text: &str) -> &str {
    let trimmed = text.trim();
    let rest = trimmed
        .strip_prefix("ตัวชี้วัดที่")
        .unwrap_or(trimmed)
        .trim_start();
    // A survey, items or an English name in brackets behind it.
    let rest = match rest.split_once('(') {
        Some((name, inner)) if inner.is_ascii() && !name.trim().is_empty() => name,
        _ => rest,
    };
    let rest = rest.trim_end_matches(['*', ' ', ':']);
    lines::number(rest).map_or_else(
        || {
            rest.trim_start_matches(|c: char| thai::digit(c).is_some())
                .trim_start()
        },
        |(_, name)| name,
    )
}

/// The indicator cell of a row as written; a page break may have cut it.
pub(super) fn written_name<'a>(cells: impl Iterator<Item = &'a Cell>) -> String {
    let mut written = String::new();
    for cell in cells {
        for line in thai::cleaned(cell.value.text()).lines() {
            lines::push(&mut written, line, false);
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_found_in_any_dress() {
        for text in ["5", "5.", "๕", "(5)", "5.0"] {
            assert_eq!(row_number(text), Some(5), "{text}");
        }
        for text in ["", "0", "5.5", "ลำดับ", "-1"] {
            assert_eq!(row_number(text), None, "{text}");
        }
        for text in [
            "การปฏิบัติหน้าที่",
            "1. การปฏิบัติหน้าที่",
            "๑ การปฏิบัติหน้าที่",
            "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ (IIT)",
            "การปฏิบัติหน้าที่*",
        ] {
            assert_eq!(indicator_name(text), "การปฏิบัติหน้าที่", "{text}");
        }
    }
}
