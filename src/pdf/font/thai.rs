//! Which fonts are Thai: their one-byte codes are of windows-874, whatever
//! encoding an old producer claims.

/// Families made for Thai. Latin letters beyond ASCII are rare in their texts.
const FAMILIES: [&str; 31] = [
    "angsana",
    "baijam",
    "browallia",
    "chakrapetch",
    "charmonman",
    "cordia",
    "dillenia",
    "eucrosia",
    "fahkwang",
    "freesia",
    "garuda",
    "irisupc",
    "jasmine",
    "kinnari",
    "kodchasan",
    "kodchiang",
    "krub",
    "laksaman",
    "niramit",
    "norasi",
    "nuntaporn",
    "purisa",
    "sarabun",
    "sawasdee",
    "srisakdi",
    "thai",
    "thmali",
    "thsarabun",
    "tlwg",
    "upc",
    "umpush",
];

/// How many codes above ASCII a font must show to be taken for Thai by its
/// name: a text in Latin letters shows but a few.
pub(super) const UPPER_CODES: usize = 8;

/// A character of the Thai block.
pub(super) fn is_thai(letter: char) -> bool {
    matches!(letter, '\u{e01}'..='\u{e5b}')
}

/// Whether a text begins in the Thai block.
pub(super) fn begins_thai(text: &str) -> bool {
    text.starts_with(is_thai)
}

/// Whether a font of this name is Thai.
pub(super) fn is_thai_name(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    name.contains(is_thai) || FAMILIES.iter().any(|family| plain.contains(family))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thai_families_are_known_by_name() {
        for name in [
            "THSarabunPSK",
            "TH Sarabun New,Bold",
            "AngsanaUPC-Bold",
            "Cordia New",
            "THSarabunIT๙",
            "DilleniaUPC",
        ] {
            assert!(is_thai_name(name), "{name}");
        }
        for name in [
            "Tahoma",
            "Helvetica",
            "TimesNewRoman,Bold",
            "",
            "Theinhardt",
        ] {
            assert!(!is_thai_name(name), "{name}");
        }
    }
}
