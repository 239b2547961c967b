//! Glyph names and the texts they stand for, by the rules of the Adobe Glyph
//! List, and by the names that TeX adds to it.

use read_fonts::ps::agl;

/// The text that a glyph name stands for: `kokaithai`, `uni0E34.left`, `f_i`.
pub(super) fn text(name: &str) -> Option<String> {
    // All after the first dot says which form of the glyph it is.
    let base = name.split('.').next().unwrap_or(name);
    let mut text = String::new();
    for part in base.split('_') {
        text.push_str(&part_text(part)?);
    }
    (!text.is_empty() && !text.contains('\0')).then_some(text)
}

fn part_text(name: &str) -> Option<String> {
    if let Some(text) = name.strip_prefix("uni").and_then(code_units) {
        return Some(text);
    }
    if is_numbered(name) {
        return None;
    }
    let listed = agl::name_to_char(name)
        .or_else(|| of_tex(name))
        .or_else(|| scalar(name.strip_prefix('u')?));
    // Thai fonts before Unicode leave the list's suffix out: `kokai`.
    listed
        .or_else(|| agl::name_to_char(&format!("{name}thai")))
        .map(String::from)
}

/// The names in Computer Modern that the list lacks, as TeX's own has them. The
/// circle of the first goes around a letter, and the slash of the second
/// through a sign.
const OF_TEX: [(&str, char); 47] = [
    ("circlecopyrt", '\u{20dd}'),
    ("negationslash", '\u{338}'),
    ("angbracketleft", '⟨'),
    ("angbracketright", '⟩'),
    ("arrownortheast", '↗'),
    ("arrownorthwest", '↖'),
    ("arrowsoutheast", '↘'),
    ("arrowsouthwest", '↙'),
    ("asteriskcentered", '∗'),
    ("bardbl", '∥'),
    ("ceilingleft", '⌈'),
    ("ceilingright", '⌉'),
    ("circledivide", '⊘'),
    ("circledot", '⊙'),
    ("circleminus", '⊖'),
    ("diamondmath", '⋄'),
    ("epsilon1", 'ϵ'),
    ("equivasymptotic", '≍'),
    ("floorleft", '⌊'),
    ("floorright", '⌋'),
    ("follows", '≻'),
    ("followsequal", '⪰'),
    ("greatermuch", '≫'),
    ("Ifractur", 'ℑ'),
    ("intersectionsq", '⊓'),
    ("latticetop", '⊤'),
    ("lessmuch", '≪'),
    ("lscript", 'ℓ'),
    ("owner", '∋'),
    ("pi1", 'ϖ'),
    ("precedesequal", '⪯'),
    ("prime", '′'),
    ("Rfractur", 'ℜ'),
    ("rho1", 'ϱ'),
    ("similarequal", '≃'),
    ("star", '⋆'),
    ("subsetsqequal", '⊑'),
    ("supersetsqequal", '⊒'),
    ("triangle", '△'),
    ("triangleinv", '▽'),
    ("triangleleft", '◁'),
    ("triangleright", '▷'),
    ("turnstileleft", '⊢'),
    ("turnstileright", '⊣'),
    ("unionmulti", '⊎'),
    ("unionsq", '⊔'),
    ("wreathproduct", '≀'),
];

fn of_tex(name: &str) -> Option<char> {
    let (_, letter) = OF_TEX.iter().find(|(listed, _)| *listed == name)?;
    Some(*letter)
}

/// `a1` to `a206`, which the list has for Zapf Dingbats, are mere numbers in
/// any other font.
fn is_numbered(name: &str) -> bool {
    name.strip_prefix('a')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// `0E400E01`: four digits a code unit. The list wants capital digits, some
/// fonts have small ones.
fn code_units(digits: &str) -> Option<String> {
    if digits.is_empty() || !digits.len().is_multiple_of(4) {
        return None;
    }
    let units = digits
        .as_bytes()
        .chunks(4)
        .map(|unit| u16::try_from(hexadecimal(unit)?).ok())
        .collect::<Option<Vec<u16>>>()?;
    String::from_utf16(&units).ok()
}

/// `0E01` to `10FFFF`.
fn scalar(digits: &str) -> Option<char> {
    if !(4..=6).contains(&digits.len()) {
        return None;
    }
    char::from_u32(hexadecimal(digits.as_bytes())?)
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value: u32, digit| {
        Some((value << 4) | char::from(*digit).to_digit(16)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_glyph_list() {
        for (name, text) in [
            ("A", "A"),
            ("eacute", "é"),
            ("kokaithai", "ก"),
            ("uni0E34", "\u{e34}"),
            ("uni0e34", "\u{e34}"),
            ("uni0E34.left", "\u{e34}"),
            ("uni0E400E01", "เก"),
            ("u0E01", "ก"),
            ("u1F600.alt.2", "😀"),
            ("uniD83DDE00", "😀"),
            ("f_f_i.liga", "ffi"),
            ("uni0E4D_uni0E32", "\u{e4d}\u{e32}"),
            ("uniF70A", "\u{f70a}"),
        ] {
            assert_eq!(super::text(name).as_deref(), Some(text), "{name}");
        }
    }

    /// The names that FPDF gives to the codes of windows-874, from ก on.
    const THAI: &str = "kokai khokhai khokhuat khokhwai khokhon khorakhang ngongu chochan \
        choching chochang soso chochoe yoying dochada topatak thothan thonangmontho \
        thophuthao nonen dodek totao thothung thothahan thothong nonu bobaimai popla \
        phophung fofa phophan fofan phosamphao moma yoyak rorua ru loling lu wowaen \
        sosala sorusi sosua hohip lochula oang honokhuk paiyannoi saraa maihanakat \
        saraaa saraam sarai saraii saraue sarauee sarau sarauu phinthu - - - - baht \
        sarae saraae sarao saraaimaimuan saraaimaimalai lakkhangyao maiyamok \
        maitaikhu maiek maitho maitri maichattawa thanthakhat nikhahit yamakkan \
        fongman zerothai onethai twothai threethai fourthai fivethai sixthai \
        seventhai eightthai ninethai angkhankhu khomut";

    #[test]
    fn thai_names_need_no_suffix() {
        for (name, letter) in THAI.split_whitespace().zip('ก'..) {
            let expected = (name != "-").then(|| letter.to_string());
            assert_eq!(text(name), expected, "{name}");
        }
    }

    #[test]
    fn names_of_tex_are_known() {
        for (name, text) in [
            ("circlecopyrt", "\u{20dd}"),
            ("negationslash", "\u{338}"),
            ("star", "⋆"),
            ("floorleft.alt", "⌊"),
        ] {
            assert_eq!(super::text(name).as_deref(), Some(text), "{name}");
        }
        for (name, _) in OF_TEX {
            assert_eq!(agl::name_to_char(name), None, "{name}");
        }
    }

    #[test]
    fn numbers_and_nonsense_are_no_names() {
        for name in [
            ".notdef", "", "g123", "cid1234", "glyph7", "a65", "uni0E3", "uniD800", "f_glyph7",
            "u110000", "uni0000", "é",
        ] {
            assert_eq!(text(name), None, "{name}");
        }
    }
}
