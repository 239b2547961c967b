//! The years that headers and titles name: B.E., of this century. Digits are
//! folded already.

/// A year behind the word for one: `ปีงบประมาณ 2564`, `ปีงบประมาณ พ.ศ. 2564`,
/// `ปี 2563`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) year: u16,
    /// Whether it is called a budget year.
    pub(super) is_budget: bool,
}

/// The years with the word before them, in their order.
pub(super) fn named(text: &str) -> impl Iterator<Item = Named> {
    text.split("ปี").skip(1).filter_map(|behind| {
        let budget = behind.strip_prefix("งบประมาณ");
        let behind = budget.unwrap_or(behind).trim_start();
        let era = behind.strip_prefix('พ').and_then(|behind| {
            let behind = behind
                .strip_prefix('.')
                .unwrap_or(behind)
                .strip_prefix('ศ')?;
            Some(behind.strip_prefix('.').unwrap_or(behind))
        });
        let behind = era.unwrap_or(behind).trim_start();
        Some(Named {
            year: year(behind.as_bytes())?,
            is_budget: budget.is_some(),
        })
    })
}

/// The text with `{year}` in the place of every year, and the first of them.
pub(super) fn replaced(text: &str) -> (String, Option<u16>) {
    let mut bare = String::with_capacity(text.len());
    let mut first = None;
    let (mut from, mut at) = (0, 0);
    while let Some(here) = text.as_bytes().get(at..) {
        let Some(next) = memchr::memchr(b'2', here) else {
            break;
        };
        at += next;
        match year(here.get(next..).unwrap_or_default()) {
            Some(found) => {
                first = first.or(Some(found));
                bare.push_str(text.get(from..at).unwrap_or_default());
                bare.push_str("{year}");
                at += 4;
                from = at;
            }
            None => at += 1,
        }
    }
    bare.push_str(text.get(from..).unwrap_or_default());
    (bare, first)
}

/// The year of this century that a text begins with.
fn year(text: &[u8]) -> Option<u16> {
    let digits = text.first_chunk::<4>()?;
    let is_year = matches!(digits, [b'2', b'4'..=b'6', b'0'..=b'9', b'0'..=b'9']);
    let digits = digits.iter().map(|digit| u16::from(digit - b'0'));
    is_year.then(|| digits.fold(0, |year, digit| 10 * year + digit))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    proptest! {
        #[test]
        fn years_are_what_patterns_find(
            text in "(ปี|งบประมาณ|พ\\.?ศ\\.?|2[4-7]|[0-9]{1,4}| |ก){0,12}"
        ) {
            let any = Regex::new(r"2[456][0-9][0-9]").unwrap();
            let first = any.find(&text).map(|year| year.as_str().parse().unwrap());
            let wanted = (any.replace_all(&text, "{year}").into_owned(), first);
            prop_assert_eq!(replaced(&text), wanted);
            let behind = r"ปี(งบประมาณ)?\s*(?:พ\.?ศ\.?)?\s*(2[456][0-9][0-9])";
            let wanted: Vec<Named> = Regex::new(behind)
                .unwrap()
                .captures_iter(&text)
                .map(|found| Named {
                    year: found[2].parse().unwrap(),
                    is_budget: found.get(1).is_some(),
                })
                .collect();
            prop_assert_eq!(named(&text).collect::<Vec<_>>(), wanted);
        }
    }
}
