//! Texts that a spreadsheet program would take for formulas when it opens
//! delimited text. Whoever fills in a report can write one.

use std::borrow::Cow;

/// Whether a spreadsheet program may take the text for a formula: it begins
/// with a sign that opens one, or with its fullwidth form, behind whatever
/// programs pass over. A number with its sign is only a number.
#[must_use]
pub(super) fn risky(text: &str) -> bool {
    if text.starts_with(['\t', '\r']) {
        return true;
    }
    let passed = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '\'' | '"' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
            )
    };
    let bare = text.trim_start_matches(passed);
    let opens = bare.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let alone = text.chars().nth(1).is_none();
    opens && !alone && !is_number(text)
}

/// The text, with an apostrophe before it where it is [`risky`]: a spreadsheet
/// program shows the text behind it. Taken away, the text is as it was, for a
/// risky text behind apostrophes is risky too.
#[must_use]
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    if risky(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// `-4.72`
fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let bare = text.strip_prefix('-').unwrap_or(text);
    match bare.split_once('.') {
        Some((whole, places)) => digits(whole) && digits(places),
        None => digits(bare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_formula_is_and_what_may_not_is_not() {
        for text in [
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\tก",
            " =1",
            "\u{a0}=1",
            "\u{feff}=1",
            "\"=1",
            "'=1",
            "＝1",
            "－1",
            "＠x",
            "＋1",
            "-",
            "--",
            "- ส่งแล้ว",
            "\n=1",
        ] {
            assert_eq!(risky(text), text != "-", "{text:?}");
        }
        for text in [
            "",
            "-4.72",
            "0",
            "100",
            "ก=1",
            "I13=83.88",
            "'",
            "1. =",
            "'ก",
        ] {
            assert!(!risky(text), "{text:?}");
        }
    }

    #[test]
    fn the_apostrophe_can_be_taken_away_again() {
        for text in ["=1", "'=1", "''=1", "'ก", "'", "-4.72", "' -", "'-4.72"] {
            let made = harmless(text);
            let back = made.strip_prefix('\'').filter(|rest| risky(rest));
            assert_eq!(back.unwrap_or(&made), text);
        }
    }
}
