//! Line breaks inside a cell: which were made by the width of the column, and
//! which begin a paragraph.
//!
//! Thai has no space between words, so a break between two Thai letters is no
//! word space and closes; so does one beside the point of a number; any other
//! becomes one space.

use super::thai;

/// Rejoins the lines of `text`: a line that `opens` a paragraph keeps its
/// break, all others are joined to the one before.
#[must_use]
pub fn rejoin(text: &str, opens: impl Fn(&str) -> bool) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        push(&mut joined, line, opens(line));
    }
    joined
}

/// Adds one more line to `text`.
pub fn push(text: &mut String, line: &str, opens: bool) {
    let line = line.trim();
    let (Some(last), Some(first)) = (text.chars().next_back(), line.chars().next()) else {
        text.push_str(line);
        return;
    };
    if opens {
        text.push('\n');
    } else if breaks_decimal(text, line) {
        // No number ends in its point, or begins with it.
    } else if !(thai::is_letter(last) && thai::is_letter(first)) && last != '\n' {
        text.push(' ');
    }
    text.push_str(line);
}

/// Whether the break between `text` and `line` stands beside the point of a
/// number: `83.` and `34`.
fn breaks_decimal(text: &str, line: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| thai::digit(c).is_some());
    let (mut before, mut after) = (text.chars().rev(), line.chars());
    match (before.next(), after.next()) {
        (Some('.'), first) => digit(before.next()) && digit(first),
        (last, Some('.')) => digit(last) && digit(after.next()),
        _ => false,
    }
}

/// Whether `line` begins with a dash, a dot or a number that starts a
/// paragraph: `- …`, `• …`, `2. …`, `2) …`, `(2) …`.
#[must_use]
pub fn opens_list(line: &str) -> bool {
    bullet(line).is_some() || number(line).is_some()
}

/// What follows a dash or dot at the start of `line`.
#[must_use]
pub fn bullet(line: &str) -> Option<&str> {
    let mut chars = line.chars();
    let sign = chars.next()?;
    if !matches!(
        sign,
        '-' | '–' | '—' | '•' | '●' | '▪' | '◦' | '*' | '\u{f0b7}'
    ) {
        return None;
    }
    let rest = chars.as_str();
    let next = chars.next()?;
    (next == ' ' || thai::is_letter(next)).then(|| rest.trim_start())
}

/// The number that opens `line`, and what follows it.
#[must_use]
pub fn number(line: &str) -> Option<(u32, &str)> {
    let open = line.strip_prefix('(');
    let text = open.unwrap_or(line);
    let mut number: u32 = 0;
    let mut digits = 0;
    let mut rest = text.chars();
    loop {
        let c = rest.next()?;
        if let Some(digit) = thai::digit(c).and_then(|c| c.to_digit(10)) {
            digits += 1;
            number = number.checked_mul(10)?.checked_add(digit)?;
            if digits > 2 {
                return None;
            }
        } else {
            let closes = if open.is_some() {
                c == ')'
            } else {
                matches!(c, '.' | ')')
            };
            if digits == 0 || !closes {
                return None;
            }
            break;
        }
    }
    let after = rest.as_str();
    let next = after.chars().next();
    next.is_none_or(|c| c == ' ' || c == '\n' || c.is_ascii_alphabetic() || thai::is_letter(c))
        .then(|| (number, after.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_broken_at_its_point_is_closed() {
        let join = |text: &str| rejoin(text, opens_list);
        assert_eq!(join("ได้คะแนน 83.\n34 ต่ำกว่า"), "ได้คะแนน 83.34 ต่ำกว่า");
        assert_eq!(join("78\n.60"), "78.60");
        assert_eq!(join("ปี\n2563\n85"), "ปี 2563 85");
        assert_eq!(join("อ.อ.ป.\n10 แห่ง"), "อ.อ.ป. 10 แห่ง");
    }

    #[test]
    fn numbers_and_dashes_open_paragraphs_and_decimals_do_not() {
        for line in [
            "- ก", "-ก", "• ข", "1. ก", "2.ก", "๓) ก", "(4) ก", "12. URL",
        ] {
            assert!(opens_list(line), "{line}");
        }
        for line in [
            "-4.72",
            "1.57",
            "1.",
            "2564. ก",
            "ก - ข",
            "(ถ้ามี)",
            "100",
            "",
        ] {
            assert_eq!(opens_list(line), line == "1.", "{line}");
        }
    }
}
