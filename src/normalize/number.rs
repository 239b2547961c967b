//! Numbers as people write them: `84.94`, `(4.72)`, `ร้อยละ 100`, `๘๔.๙๔`.

use super::thai;
use crate::hundredths::Hundredths;

/// A number that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its digits as written, in ASCII: `100.00`, `-4.72`.
    pub digits: String,
    /// Its value.
    pub value: Hundredths,
    /// Whether digits behind the second place were rounded away.
    pub rounded: bool,
}

/// Reads one number: parentheses or a minus make it negative, a percent word or
/// sign is dropped. A comma is never guessed to be a decimal point.
#[must_use]
pub fn parse(text: &str) -> Option<Number> {
    let folded = thai::fold_digits(text.trim());
    // An apostrophe makes text of a number in Excel.
    let mut rest = folded.trim_start_matches('\'');
    rest = rest.strip_suffix("คะแนน").unwrap_or(rest).trim_end();
    if let Some(number) = rest.strip_prefix("ร้อยละ") {
        rest = number.trim_start();
    }
    if let Some(number) = rest.strip_suffix('%') {
        rest = number.trim_end();
    }
    let (negative, rest) = match rest.strip_prefix(['-', '\u{2212}']) {
        Some(number) => (true, number),
        None => match rest.strip_prefix('(') {
            Some(inner) => (true, inner.strip_suffix(')')?.trim()),
            None => (false, rest),
        },
    };
    let (whole, places) = rest.split_once('.').unwrap_or((rest, "0"));
    let digits_only = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits_only(whole) || !digits_only(places) || whole.len() > 9 {
        return None;
    }
    let (value, rounded) = hundredths(whole, places)?;
    let sign = if negative { "-" } else { "" };
    Some(Number {
        digits: format!("{sign}{rest}"),
        value: Hundredths::new(if negative { -value } else { value }),
        rounded,
    })
}

/// Reads the change column: `-` and ไม่เปลี่ยนแปลง mean no change, words and signs
/// tell its direction.
#[must_use]
pub fn parse_change(text: &str) -> Option<Number> {
    let text = text.trim();
    if matches!(
        text,
        "-" | "–" | "—" | "\u{2212}" | "ไม่เปลี่ยนแปลง" | "คงเดิม" | "เท่าเดิม"
    ) {
        return Some(Number {
            digits: "-".to_owned(),
            value: Hundredths::new(0),
            rounded: false,
        });
    }
    if let Some(rest) = ["ลดลง", "-", "–", "\u{2212}"]
        .iter()
        .find_map(|sign| text.strip_prefix(sign))
    {
        let inner = rest.trim().trim_start_matches('(').trim_end_matches(')');
        let number = parse(inner).filter(|number| number.value.get() >= 0)?;
        return Some(Number {
            digits: format!("-{}", number.digits),
            value: Hundredths::new(-number.value.get()),
            ..number
        });
    }
    let rest = ["เพิ่มขึ้น", "+"]
        .iter()
        .find_map(|sign| text.strip_prefix(sign));
    match rest {
        Some(rest) => parse(rest).filter(|number| number.value.get() >= 0),
        None => parse(text),
    }
}

/// Whole and places as hundredths, rounded half-up, and whether that lost a
/// digit other than 0.
fn hundredths(whole: &str, places: &str) -> Option<(i64, bool)> {
    let mut digits = places.chars().filter_map(|c| c.to_digit(10));
    let tenth = digits.next().unwrap_or(0);
    let hundredth = digits.next().unwrap_or(0);
    let third = digits.next().unwrap_or(0);
    let rounded = third > 0 || digits.any(|digit| digit > 0);
    let value = whole.parse::<i64>().ok()? * 100 + i64::from(tenth * 10 + hundredth);
    Some((value + i64::from(third >= 5), rounded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_two_places_are_rounded_half_up_and_said_so() {
        for (text, value, rounded) in [
            ("84.944", 8494, true),
            ("84.945", 8495, true),
            ("84.9400", 8494, false),
            ("84.9", 8490, false),
            ("(4.725)", -473, true),
        ] {
            let number = parse(text).unwrap();
            assert_eq!(
                (number.value.get(), number.rounded),
                (value, rounded),
                "{text}"
            );
        }
    }

    #[test]
    fn a_change_tells_its_direction_in_many_ways() {
        for (text, value) in [
            ("+1.55", 155),
            ("–4.72", -472),
            ("- 4.72", -472),
            ("(4.72)", -472),
            ("ลดลง 4.72", -472),
            ("ลดลง (4.72)", -472),
            ("เพิ่มขึ้น 1.55", 155),
            ("ไม่เปลี่ยนแปลง", 0),
        ] {
            assert_eq!(parse_change(text).unwrap().value.get(), value, "{text}");
        }
        assert_eq!(parse_change("+-1.55"), None);
        assert_eq!(parse_change("ลดลง -1.55"), None);
        assert_eq!(parse("88.58 คะแนน").unwrap().value.get(), 8858);
        assert_eq!(parse("'88.58").unwrap().value.get(), 8858);
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for text in [
            "",
            "-",
            "84,94",
            "1.57)",
            "(1.57",
            "8 4",
            "84.",
            ".5",
            "1e3",
            "9999999999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
