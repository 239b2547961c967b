//! What two spellings of one header have in common.

use std::borrow::Cow;

use crate::{
    form::years,
    normalize::{key::key, thai},
};

/// The key of a header, years as `{year}` and the deadline left out, and the
/// first year in it.
pub(super) fn header_key(text: &str) -> (String, Option<u16>) {
    let folded = thai::fold_digits(&key(text));
    years::replaced(&without_deadline(folded.trim_end_matches(['*', ':'])))
}

/// The character that the key of a header begins with, where one look tells.
pub(super) fn first(text: &str) -> Option<char> {
    let mut chars = text.trim_start().chars();
    let first = chars.next()?;
    let tells = match first {
        // A year begins with the other digit.
        'ก'..='ฮ' | '0' | '1' | '3'..='9' => true,
        // An accent would join it.
        'A'..='Z' | 'a'..='z' => chars.next().is_none_or(|next| next.is_ascii()),
        _ => false,
    };
    tells.then_some(first)
}

/// The key without `(รายงานผลภายใน31มี.ค.64)`, as the results column has it.
fn without_deadline(key: &str) -> Cow<'_, str> {
    if !key.contains("รายงานผล") {
        return key.into();
    }
    let mut rest = key;
    let mut without = String::with_capacity(key.len());
    while let Some((before, inside)) = rest.split_once('(') {
        without.push_str(before);
        let wanted = inside.strip_prefix("ให้").unwrap_or(inside);
        if wanted.starts_with("รายงานผล") {
            rest = inside.split_once(')').map_or("", |(_, behind)| behind);
        } else {
            without.push('(');
            rest = inside;
        }
    }
    without.push_str(rest);
    without.into()
}

/// The key without what is added in brackets or in English, the placeholder of a
/// year kept.
pub(super) fn plain(key: &str) -> String {
    const YEAR: &str = "{year}";
    let mut plain = String::with_capacity(key.len());
    let mut rest = key;
    while let Some(c) = rest.chars().next() {
        let inside = rest.strip_prefix('(').and_then(|inside| {
            let (_, behind) = inside.split_once(['(', ')'])?;
            let end = inside.len() - behind.len() - 1;
            inside.get(end..)?.strip_prefix(')')
        });
        let (kept, behind) = match inside {
            Some(behind) => ("", behind),
            None if rest.starts_with(YEAR) => rest.split_at(YEAR.len()),
            None if c.is_ascii_alphabetic() || c == '.' => ("", rest.get(1..).unwrap_or("")),
            None => rest.split_at(c.len_utf8()),
        };
        plain.push_str(kept);
        rest = behind;
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    #[test]
    fn years_and_deadlines_are_no_part_of_a_header() {
        let key = header_key("ผลการดำเนินงาน ปี ๒๕๖๔ (รายงานผลภายใน 31 มี.ค. 64) *");
        assert_eq!(key, ("ผลการดำเนินงานปี{year}".to_owned(), Some(2564)));
    }

    proptest! {
        #[test]
        fn a_key_begins_as_a_look_tells(
            text in "([ \n\u{200b}]{0,2}[กเแะ่ๅฯ๑12a\u{30a}é\u{f70a}ÊÓ¹1(*:]|ปี|รายงานผล){0,6}"
        ) {
            let key = header_key(&text).0;
            prop_assert!(first(&text).is_none_or(|first| key.starts_with(first)), "{text:?} {key:?}");
        }

        #[test]
        fn what_is_added_is_what_a_pattern_finds(
            text in "(\\(|\\)|\\{year\\}|\\{|year|ปี|[a.Zé(]){0,12}"
        ) {
            let pattern = Regex::new(r"(\{year\})|\([^()]*\)|[A-Za-z.]+").unwrap();
            prop_assert_eq!(plain(&text), pattern.replace_all(&text, "$1"));
        }

        #[test]
        fn a_deadline_is_what_a_pattern_finds(text in "(\\(|\\)|ให้|รายงานผล|ภายใน|31|ก){0,12}") {
            let pattern = Regex::new(r"\((?:ให้)?รายงานผล[^)]*\)?").unwrap();
            prop_assert_eq!(without_deadline(&text), pattern.replace_all(&text, ""));
        }
    }
}
