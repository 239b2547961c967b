//! How far the work has come, in percent, out of the sentence that tells it.

use crate::normalize::{
    number::{self, Number},
    thai,
};

/// The percentage in a cell of its own. A number up to 1 may be a fraction that
/// a format showed as a percentage, so that it counts only with its sign.
pub(super) fn of_cell(text: &str) -> Option<Number> {
    let said = text.contains('%') || text.contains("ร้อยละ");
    let fraction = |number: &Number| (1..=100).contains(&number.value.get());
    number::parse(text).filter(|number| said || !fraction(number))
}

/// The percentage of the progress section: the one that is said to be, else
/// the only number there is.
pub(super) fn percent(text: &str) -> Option<Number> {
    if let Some(number) = said_percent(text) {
        return Some(number);
    }
    let mut numbers = numbers(text).into_iter();
    let (_, _, only) = numbers.next()?;
    numbers.next().is_none().then(|| number::parse(&only))?
}

/// The one number behind ร้อยละ or before a percent sign.
pub(super) fn said_percent(text: &str) -> Option<Number> {
    let mut said: Vec<String> = numbers(text)
        .into_iter()
        .filter(|(start, end, _)| {
            let before = text
                .get(..*start)
                .unwrap_or_default()
                .trim_end_matches([' ', '-', '\u{2212}']);
            let after = text.get(*end..).unwrap_or_default().trim_start();
            before.ends_with("ร้อยละ") || after.starts_with('%')
        })
        .map(|(_, _, number)| number)
        .collect();
    said.dedup();
    match said.as_slice() {
        [only] => number::parse(only),
        _ => None,
    }
}

/// The numbers of a text, each with its place; `80-90` is none.
fn numbers(text: &str) -> Vec<(usize, usize, String)> {
    let part = |c: char| thai::digit(c).is_some() || matches!(c, '.' | ',' | '-' | '\u{2212}');
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find(part)) {
        let start = at + offset;
        let rest = text.get(start..).unwrap_or_default();
        let length: usize = rest
            .chars()
            .take_while(|c| part(*c))
            .map(char::len_utf8)
            .sum();
        let run = rest
            .get(..length)
            .unwrap_or_default()
            .trim_end_matches(['.', ',']);
        if run.chars().any(|c| thai::digit(c).is_some()) {
            found.push((start, start + run.len(), run.to_owned()));
        }
        at = start + length;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_may_be_a_fraction_counts_only_with_its_sign() {
        for (text, progress) in [
            ("50", Some(5_000)),
            ("50%", Some(5_000)),
            ("0.5", None),
            ("1", None),
            ("1%", Some(100)),
            ("ร้อยละ 0.5", Some(50)),
            ("0", Some(0)),
            ("1.5", Some(150)),
        ] {
            assert_eq!(of_cell(text).map(|n| n.value.get()), progress, "{text}");
        }
    }

    #[test]
    fn progress_is_the_percentage_and_no_other_number() {
        for (text, progress) in [
            ("(ณ 31 มี.ค. 64) ร้อยละ 100", Some(10_000)),
            ("ดำเนินการแล้ว 2 ใน 4 เรื่อง คิดเป็นร้อยละ 50", Some(5_000)),
            ("4/4 (100%)", Some(10_000)),
            ("ร้อยละ 80-90", None),
            ("2 ใน 4 เรื่อง", None),
            ("ร้อยละ -5", Some(-500)),
            (": 75", Some(7_500)),
        ] {
            assert_eq!(percent(text).map(|n| n.value.get()), progress, "{text}");
        }
        let said = said_percent("ดำเนินการแล้วเสร็จ ร้อยละ 100");
        assert_eq!(said.map(|n| n.value.get()), Some(10_000));
        assert!(said_percent("เรื่องที่ 4").is_none());
    }
}
