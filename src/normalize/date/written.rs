//! Dates as they are written in a text: where the first one's parts stand.
//! Digits are folded already.

use std::ops::Range;

use super::MONTHS;

/// The bytes that the parts of a date take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) day: Option<Range<usize>>,
    pub(super) month: Range<usize>,
    pub(super) year: Range<usize>,
}

/// `31 มี.ค. 64`, `มี.ค. 2564`, `30 เม.ย. พ.ศ. 2564`, `31 มีค 64`.
pub(super) fn by_name(text: &str) -> Option<Written> {
    let begins = text.char_indices().filter(|(_, c)| begins_a_month(*c));
    begins.map(|(at, _)| at).find_map(|at| named(text, at))
}

/// `2021-03-31`, `2564-03-31`.
pub(super) fn iso(text: &str) -> Option<Written> {
    by_runs(text, |year, month, day, between| {
        (year, month, day) == (4, 2, 2) && between == ["-", "-"]
    })
    .map(|[year, month, day]| Written {
        day: Some(day),
        month,
        year,
    })
}

/// `31/03/2564`, `31-3-64`.
pub(super) fn by_number(text: &str) -> Option<Written> {
    by_runs(text, |day, month, year, between| {
        let of_one = |digits: usize| (1..=2).contains(&digits);
        of_one(day)
            && of_one(month)
            && matches!(year, 2 | 4)
            && between.iter().all(|sign| matches!(*sign, "/" | "-"))
    })
    .map(|[day, month, year]| Written {
        day: Some(day),
        month,
        year,
    })
}

fn begins_a_month(c: char) -> bool {
    let mut names = MONTHS.iter().map(|(name, _)| name);
    names.any(|name| name.starts_with(c))
}

/// The date whose month begins at `at`.
fn named(text: &str, at: usize) -> Option<Written> {
    let rest = text.get(at..)?;
    let names = MONTHS.iter().flat_map(|(name, short)| {
        let whole = rest.starts_with(name).then_some(name.len());
        [whole, abbreviation(rest, short)]
    });
    let (length, year) = names
        .flatten()
        .find_map(|length| Some((length, year(rest, length)?)))?;
    Some(Written {
        day: day(text.get(..at)?),
        month: at..at + length,
        year: at + year.start..at + year.end,
    })
}

/// The length of an abbreviation that a text begins with; each of its dots may
/// be missing.
fn abbreviation(text: &str, short: &str) -> Option<usize> {
    let mut rest = text;
    for c in short.chars() {
        rest = match rest.strip_prefix(c) {
            None if c != '.' => return None,
            stripped => stripped.unwrap_or(rest),
        };
    }
    Some(text.len() - rest.len())
}

/// The year that stands behind the month of this length.
fn year(text: &str, month: usize) -> Option<Range<usize>> {
    let behind = text.get(month..)?.trim_start();
    let eras = ["พ.ศ.", "ค.ศ."];
    let era = eras.iter().find_map(|era| abbreviation(behind, era));
    let behind = behind.get(era.unwrap_or(0)..)?.trim_start();
    let start = text.len() - behind.len();
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 2 | 4).then_some(start..start + digits)
}

/// The one or two digits of a day that a text ends with.
fn day(text: &str) -> Option<Range<usize>> {
    let text = text.trim_end();
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit);
    let digits = digits.take(2).count();
    (digits > 0).then_some(text.len() - digits..text.len())
}

/// The first three numbers of which the lengths, and what stands between them,
/// are those of a date.
fn by_runs(
    text: &str,
    is_date: impl Fn(usize, usize, usize, [&str; 2]) -> bool,
) -> Option<[Range<usize>; 3]> {
    let mut last: [Range<usize>; 3] = [0..0, 0..0, 0..0];
    let mut at = 0;
    for run in text
        .as_bytes()
        .chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit())
    {
        let here = at..at + run.len();
        at = here.end;
        if !run.first().is_some_and(u8::is_ascii_digit) {
            continue;
        }
        let [_, first, second] = last;
        let between = [
            text.get(first.end..second.start)?,
            text.get(second.end..here.start)?,
        ];
        if is_date(first.len(), second.len(), here.len(), between) {
            return Some([first, second, here]);
        }
        last = [first.start..first.end, second, here];
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    /// The same as patterns.
    fn patterns() -> [(Regex, [usize; 3]); 3] {
        let months: Vec<String> = MONTHS
            .iter()
            .flat_map(|(name, short)| [(*name).to_owned(), short.replace('.', r"\.?")])
            .collect();
        let by_name = format!(
            r"(?:([0-9]{{1,2}})\s*)?({})\s*(?:พ\.?ศ\.?|ค\.?ศ\.?)?\s*([0-9]{{4}}|[0-9]{{2}})(?:$|[^0-9])",
            months.join("|")
        );
        [
            (Regex::new(&by_name).unwrap(), [1, 2, 3]),
            (
                Regex::new(r"(?:^|[^0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})(?:$|[^0-9])").unwrap(),
                [3, 2, 1],
            ),
            (
                Regex::new(
                    r"(?:^|[^0-9])([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4}|[0-9]{2})(?:$|[^0-9])",
                )
                .unwrap(),
                [1, 2, 3],
            ),
        ]
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_patterns_find(
            text in "(มี\\.?ค\\.?|ม\\.?ค|กันยายน|ส\\.ค\\.|พ\\.?ศ\\.?|ค\\.?ศ|[0-9]{1,5}|-|/| |\\.|ก|พค){0,12}"
        ) {
            let found = [by_name(&text), iso(&text), by_number(&text)];
            for ((pattern, [day, month, year]), found) in patterns().iter().zip(found) {
                let wanted = pattern.captures(&text).map(|parts| Written {
                    day: parts.get(*day).map(|part| part.range()),
                    month: parts.get(*month).unwrap().range(),
                    year: parts.get(*year).unwrap().range(),
                });
                prop_assert_eq!(found, wanted, "{} in {}", pattern, text);
            }
        }
    }
}
