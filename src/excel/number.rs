//! Numbers and dates of a workbook as a person sees them.
//!
//! A workbook holds binary numbers, of which at most fifteen digits mean
//! anything; the last of them are noise where a formula made the number:
//! 91.69 − 90.12 is 1.57 and not 1.5699999999999932.

use calamine::ExcelDateTime;

use crate::grid::Value;

/// The number in decimal, at most 15 significant digits; a percentage with its
/// sign.
pub(super) fn shown(number: f64, percent: bool) -> String {
    let text = decimal(number, if percent { 2 } else { 0 });
    if percent { format!("{text}%") } else { text }
}

/// Digits of which a number may have fewer, and no noise.
const FEW: usize = 12;

/// `number × 10^shift`, the shift made on its digits.
fn decimal(number: f64, shift: i32) -> String {
    // The shortest decimal that is read as this number is what fifteen digits
    // say, where it has fewer; most numbers of a report have four.
    let shortest = number.to_string();
    if shift == 0 && shortest.len() <= FEW && number.is_normal() {
        return shortest;
    }
    let scientific = quiet(number);
    let Some((mantissa, exponent)) = scientific.split_once('e') else {
        return scientific; // inf and NaN, which no workbook should hold
    };
    let exponent = exponent.parse::<i32>().unwrap_or(0).saturating_add(shift);
    if !(-20..=20).contains(&exponent) {
        return if number == 0.0 {
            "0".to_owned()
        } else {
            scientific
        };
    }
    let negative = mantissa.starts_with('-');
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    // The point stands behind the first `whole` digits.
    let whole = exponent + 1;
    let padded = if whole <= 0 {
        let zeros = "0".repeat(usize::try_from(1 - whole).unwrap_or(0));
        format!("{zeros}{digits}")
    } else {
        let width = usize::try_from(whole).unwrap_or(0);
        format!("{digits:0<width$}")
    };
    let point = usize::try_from(whole.max(1)).unwrap_or(1);
    let (before, after) = padded.split_at_checked(point).unwrap_or((&padded, ""));
    let sign = if negative { "-" } else { "" };
    let point = if after.is_empty() { "" } else { "." };
    format!("{sign}{before}{point}{after}")
}

/// The number with fifteen digits, or with twelve where that ends a run of
/// nines or zeros before noise.
fn quiet(number: f64) -> String {
    let digits = |text: &str| {
        let mantissa = text.split('e').next().unwrap_or(text);
        mantissa.trim_end_matches('0').len()
    };
    let (full, short) = (format!("{number:.14e}"), format!("{number:.11e}"));
    if digits(&short) + 4 <= digits(&full) {
        short
    } else {
        full
    }
}

/// A date, or what else a date format was put on.
pub(super) fn date(date: &ExcelDateTime) -> Value {
    let (year, month, day, hour, minute, ..) = date.to_ymd_hms_milli();
    if date.is_duration() {
        Value::Number(decimal(date.as_f64(), 0))
    } else if date.as_f64() < 1.0 {
        Value::Text(format!("{hour:02}:{minute:02}"))
    } else {
        Value::Date(format!("{year:04}-{month:02}-{day:02}"))
    }
}

/// Whether a number format shows a percentage: a % that is not quoted or
/// escaped, in its first section.
pub(super) fn is_percent(format: &str) -> bool {
    let mut quoted = false;
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => {
                chars.next();
            }
            ';' => return false,
            '%' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_excel_shows() {
        for (number, percent, text) in [
            (84.94, false, "84.94"),
            (91.69 - 90.12, false, "1.57"),
            (100.0, false, "100"),
            (0.0, false, "0"),
            (-4.72, false, "-4.72"),
            (1.0, true, "100%"),
            (0.8494, true, "84.94%"),
            (0.005, true, "0.5%"),
            (0.05, false, "0.05"),
            (1e15, false, "1000000000000000"),
            (0.1 + 0.2, false, "0.3"),
            (1.0 / 3.0, false, "0.333333333333333"),
            (84.944, false, "84.944"),
        ] {
            assert_eq!(shown(number, percent), text);
        }
    }

    #[test]
    fn a_number_of_few_digits_is_the_same_by_all_of_its_digits() {
        let slowly = |number: f64| decimal(number / 100.0, 2);
        for hundredths in -12_000..12_000_i32 {
            let number = f64::from(hundredths) / 100.0;
            let places = (hundredths % 100).abs();
            let whole = hundredths.abs() / 100;
            let sign = if hundredths < 0 { "-" } else { "" };
            let written = format!("{sign}{whole}.{places:02}");
            let written = written.trim_end_matches('0').trim_end_matches('.');
            assert_eq!(shown(number, false), written);
            assert_eq!(slowly(number), written);
        }
    }

    #[test]
    fn percent_signs_in_quotes_are_text() {
        for (format, percent) in [
            ("0%", true),
            ("0.00%", true),
            ("0.00\" %\"", false),
            ("0\\%", false),
            ("0;0%", false),
            ("General", false),
        ] {
            assert_eq!(is_percent(format), percent, "{format}");
        }
    }
}
