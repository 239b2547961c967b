//! What a sentence says of a score and the target: above, below, or nothing.

use super::key;

/// Where a score is said to lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At the target or above it.
    Above,
    /// Below it.
    Below,
}

/// Phrases, and the side each names unless ไม่ stands before it.
const PHRASES: [(&str, Side); 4] = [
    ("ต่ำกว่าเกณฑ์", Side::Below),
    ("สูงกว่าเกณฑ์", Side::Above),
    ("เป็นไปตามเกณฑ์", Side::Above),
    ("ผ่านเกณฑ์", Side::Above),
];

/// The side that the first such phrase in `text` names.
#[must_use]
pub fn side(text: &str) -> Option<Side> {
    let found = PHRASES
        .iter()
        .filter_map(|(phrase, side)| Some((key::find(text, phrase)?.0, *side)));
    let (at, side) = found.min_by_key(|(at, _)| *at)?;
    let negated = text.get(..at)?.trim_end().ends_with("ไม่");
    Some(match (side, negated) {
        (side, false) => side,
        (Side::Above, true) => Side::Below,
        (Side::Below, true) => Side::Above,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_phrase_counts_and_may_be_negated() {
        for (text, expected) in [
            (
                "มีคะแนนอยู่ในระดับต่ำกว่าเกณฑ์เป้าหมาย จึงต้องทำให้สูงกว่าเกณฑ์",
                Some(Side::Below),
            ),
            ("85.69 ไม่ต่ำกว่า เกณฑ์", Some(Side::Above)),
            ("ไม่เป็นไปตามเกณฑ์เป้าหมาย", Some(Side::Below)),
            ("สูงกว่าเกณฑ์\nเป้าหมาย", Some(Side::Above)),
            ("ได้คะแนน 100", None),
        ] {
            assert_eq!(side(text), expected, "{text}");
        }
    }
}
