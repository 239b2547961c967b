//! Offices by their abbreviations: the dots may stand anywhere, the letters
//! must be those of the roster, and what only comes near is named, never
//! rewritten.

use std::{collections::BTreeMap, ops::Range};

use super::{key::key, thai};

/// The offices of an agency.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    codes: Vec<String>,
    /// The letters of each code.
    letters: Vec<Vec<char>>,
    /// Key of every code and alias → index into `codes`.
    keys: BTreeMap<String, usize>,
}

/// What an abbreviation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The code of an office, as the roster writes it.
    Exact(String),
    /// Another spelling of this code.
    Variant(String),
    /// Near these codes, and none of them.
    Ambiguous(Vec<String>),
    /// No office of the roster.
    Unknown,
}

/// Letters of an abbreviation between two dots.
const LETTERS: usize = 4;

/// Abbreviations of months and eras, which are offices nowhere.
const CALENDAR: [&str; 14] = [
    "มค",
    "กพ",
    "มีค",
    "เมย",
    "พค",
    "มิย",
    "กค",
    "สค",
    "กย",
    "ตค",
    "พย",
    "ธค",
    "พศ",
    "คศ",
];

impl Roster {
    /// A roster of codes, each with its aliases.
    pub fn new<'a>(offices: impl Iterator<Item = (&'a str, &'a [String])>) -> Self {
        let mut roster = Self::default();
        for (code, aliases) in offices {
            let index = roster.codes.len();
            roster.codes.push(code.to_owned());
            roster.letters.push(dotless(code).chars().collect());
            for name in std::iter::once(code).chain(aliases.iter().map(String::as_str)) {
                roster.keys.insert(dotless(name), index);
            }
        }
        roster
    }

    /// The codes, in the order of the roster.
    #[must_use]
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// Whether `written` is a spelling of a code.
    #[must_use]
    pub fn knows(&self, written: &str) -> bool {
        self.keys.contains_key(&dotless(&thai::cleaned(written)))
    }

    /// What `written` says.
    #[must_use]
    pub fn resolve(&self, written: &str) -> Resolution {
        let clean = thai::cleaned(written);
        let wanted = dotless(&clean);
        if let Some(code) = self
            .keys
            .get(&wanted)
            .and_then(|index| self.codes.get(*index))
        {
            return if *code == clean {
                Resolution::Exact(code.clone())
            } else {
                Resolution::Variant(code.clone())
            };
        }
        let near = self.near(&wanted);
        if near.is_empty() {
            Resolution::Unknown
        } else {
            Resolution::Ambiguous(near)
        }
    }

    /// The office that a file or folder name tells, where it tells just one.
    #[must_use]
    pub fn in_name(&self, name: &str) -> Option<String> {
        let clean = thai::cleaned(name);
        let mut told: Vec<&String> = clean
            .split(|c: char| !(thai::is_letter(c) || c == '.'))
            .filter_map(|word| self.keys.get(&dotless(word)))
            .chain(
                // A full name may stand without spaces around it.
                self.keys
                    .iter()
                    .filter(|(name, _)| name.chars().count() >= 6)
                    .filter(|(name, _)| key(&clean).contains(name.as_str()))
                    .map(|(_, index)| index),
            )
            .filter_map(|index| self.codes.get(*index))
            .collect();
        told.sort_unstable();
        told.dedup();
        match told.as_slice() {
            [code] => Some((*code).clone()),
            _ => None,
        }
    }

    /// The abbreviations in `text` that are or may be offices, with their byte
    /// offsets.
    #[must_use]
    pub fn mentions<'a>(&self, text: &'a str) -> Vec<(usize, &'a str, Resolution)> {
        abbreviations(text)
            .filter_map(|range| Some((range.start, text.get(range)?)))
            .filter(|(_, found)| found.matches('.').count() > 1)
            .filter(|(_, found)| !CALENDAR.contains(&dotless(found).as_str()))
            .map(|(start, found)| (start, found, self.resolve(found)))
            .filter(|(_, _, resolution)| *resolution != Resolution::Unknown)
            .collect()
    }

    /// Codes whose letters differ from `wanted` in one place, the first letter
    /// being the same.
    fn near(&self, wanted: &str) -> Vec<String> {
        let wanted: Vec<char> = wanted.chars().collect();
        if !(2..=6).contains(&wanted.len()) || !wanted.iter().copied().all(thai::is_letter) {
            return Vec::new();
        }
        self.codes
            .iter()
            .zip(&self.letters)
            .filter(|(_, letters)| {
                letters.first() == wanted.first()
                    && letters.len().abs_diff(wanted.len()) < 2
                    && strsim::generic_levenshtein(*letters, &wanted) == 1
            })
            .map(|(code, _)| code.clone())
            .collect()
    }
}

/// Groups of so many Thai letters, each with its dot.
fn abbreviations(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let dot = from + text.get(from..)?.find('.')?;
            let before = text.get(from..dot)?.chars().rev();
            let letters = before.take(LETTERS).take_while(|c| is_of_one(*c));
            let start = dot - letters.map(char::len_utf8).sum::<usize>();
            from = dot + 1;
            if start < dot {
                while let Some(length) = group(text.get(from..)?) {
                    from += length;
                }
                return Some(start..from);
            }
        }
    })
}

/// The length of a group and its dot that a text begins with.
fn group(text: &str) -> Option<usize> {
    let letters = text.chars().take_while(|c| is_of_one(*c));
    let (count, length) = letters
        .take(LETTERS + 1)
        .fold((0, 0), |(count, length), c| {
            (count + 1, length + c.len_utf8())
        });
    let has_dot = text.get(length..)?.starts_with('.');
    ((1..=LETTERS).contains(&count) && has_dot).then_some(length + 1)
}

/// Whether a letter may be of an abbreviation.
fn is_of_one(c: char) -> bool {
    ('ก'..='ฮ').contains(&c)
}

/// The key of an office: without spaces, signs and dots.
fn dotless(text: &str) -> String {
    key(text).replace('.', "")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn abbreviations_are_groups_of_letters_with_dots(text in "[กขฮa. ]{0,20}") {
            let pattern = regex::Regex::new(r"[ก-ฮ]{1,4}(?:\.[ก-ฮ]{1,4})*\.").unwrap();
            let wanted: Vec<Range<usize>> = pattern.find_iter(&text).map(|m| m.range()).collect();
            prop_assert_eq!(abbreviations(&text).collect::<Vec<_>>(), wanted);
        }
    }

    fn roster() -> Roster {
        let long = ["สำนักบริหารกลาง".to_owned()];
        Roster::new(
            [
                ("ส.บก.", &long[..]),
                ("ส.นผ.", &[]),
                ("ส.ตส.", &[]),
                ("ส.วป.", &[]),
                ("ส.ธต.", &[]),
            ]
            .into_iter(),
        )
    }

    #[test]
    fn dots_may_stand_anywhere_and_letters_may_not_differ() {
        let roster = roster();
        let resolve = |text: &str| roster.resolve(text);
        assert_eq!(resolve("ส.นผ."), Resolution::Exact("ส.นผ.".into()));
        assert_eq!(resolve("ส.น.ผ."), Resolution::Variant("ส.นผ.".into()));
        assert_eq!(resolve("สนผ"), Resolution::Variant("ส.นผ.".into()));
        assert_eq!(
            resolve("สำนัก บริหารกลาง"),
            Resolution::Variant("ส.บก.".into())
        );
        assert_eq!(resolve("ส.ว."), Resolution::Ambiguous(vec!["ส.วป.".into()]));
        assert_eq!(resolve("ก.พ.ร."), Resolution::Unknown);
    }

    #[test]
    fn names_of_files_tell_one_office_or_none() {
        let roster = roster();
        let told = |name: &str| roster.in_name(name);
        assert_eq!(told("รายงาน ส.ตส. (แก้ไข)_v2"), Some("ส.ตส.".into()));
        assert_eq!(told("ส.นผ"), Some("ส.นผ.".into()));
        assert_eq!(told("สนผ_2564"), Some("ส.นผ.".into()));
        assert_eq!(told("รายงานสำนักบริหารกลาง2564"), Some("ส.บก.".into()));
        assert_eq!(told("ส.ตส. ส่งให้ ส.นผ."), None);
        assert_eq!(told("รายงาน ITA"), None);
    }

    #[test]
    fn months_and_other_abbreviations_are_not_mentions() {
        let text = "ส่งให้ ส.ว. ภายใน มี.ค. 2564 บนเว็บไซต์ของ อ.อ.ป. และ ส.น.ผ. ใน ส.ค. นี้";
        let roster = roster();
        let found: Vec<&str> = roster.mentions(text).iter().map(|m| m.1).collect();
        assert_eq!(found, ["ส.ว.", "ส.น.ผ."]);
    }
}
