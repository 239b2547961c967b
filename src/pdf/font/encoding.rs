//! What the /Encoding of a simple font says its codes show (ISO 32000-1,
//! 9.6.6 and annex D).

use std::collections::BTreeMap;

use encoding_rs::{MACINTOSH, WINDOWS_874, WINDOWS_1252};
use lopdf::{Dictionary, Document, Object};
use read_fonts::ps::{PredefinedEncoding, agl};

use super::{names, value};

/// Glyph names by code, over one of the encodings that need no telling.
pub(super) struct Encoding {
    base: Base,
    differences: BTreeMap<u8, String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// The one built into the font.
    Own,
    Standard,
    WinAnsi,
    MacRoman,
    Symbol,
    Dingbats,
}

impl Encoding {
    /// The encoding of a simple font, which is `own` where the dictionary
    /// names no other.
    pub(super) fn read(document: &Document, font: &Dictionary, own: Base) -> Self {
        let mut encoding = Self {
            base: own,
            differences: BTreeMap::new(),
        };
        match value(document, font, b"Encoding") {
            Some(Object::Name(name)) => encoding.base = named(name, own),
            Some(Object::Dictionary(dictionary)) => {
                if let Some(Object::Name(name)) = value(document, dictionary, b"BaseEncoding") {
                    encoding.base = named(name, own);
                }
                if let Some(Object::Array(items)) = value(document, dictionary, b"Differences") {
                    encoding.differences = differences(document, items);
                }
            }
            _ => {}
        }
        encoding
    }

    /// The encoding without differences is built into the font.
    pub(super) fn is_own(&self) -> bool {
        self.base == Base::Own
    }

    /// The glyph name that the differences give to a code.
    pub(super) fn name(&self, code: u8) -> Option<&str> {
        self.differences.get(&code).map(String::as_str)
    }

    /// The text of the name that the differences give to a code.
    pub(super) fn named_text(&self, code: u8) -> Option<String> {
        let name = self.name(code)?;
        if self.base == Base::Dingbats {
            return agl::name_to_char(name).map(String::from);
        }
        names::text(name)
    }

    /// The character that the base encoding gives to a code.
    pub(super) fn letter(&self, code: u8) -> Option<char> {
        match self.base {
            Base::Own => None,
            Base::Standard => standard(code),
            Base::WinAnsi => win_ansi(code),
            Base::MacRoman => mac_roman(code),
            Base::Symbol => listed(SYMBOL, code),
            Base::Dingbats => listed(DINGBATS, code),
        }
    }
}

/// The base encoding of that name. The letters of Symbol and ZapfDingbats
/// stay what they are, whatever a producer claims.
fn named(name: &[u8], own: Base) -> Base {
    match name {
        _ if matches!(own, Base::Symbol | Base::Dingbats) => own,
        b"WinAnsiEncoding" => Base::WinAnsi,
        b"MacRomanEncoding" => Base::MacRoman,
        b"StandardEncoding" => Base::Standard,
        _ => own,
    }
}

/// `[161 /kokai /khokhai 193 /mamaa]`: each number is the code of the name
/// after it, and further names follow on.
fn differences(document: &Document, items: &[Object]) -> BTreeMap<u8, String> {
    let mut differences = BTreeMap::new();
    let mut code: i64 = 0;
    for item in items {
        match document.dereference(item) {
            Ok((_, Object::Integer(number))) => code = *number,
            Ok((_, Object::Real(number))) => code = *number as i64,
            Ok((_, Object::Name(name))) => {
                if let Ok(code) = u8::try_from(code) {
                    differences.insert(code, String::from_utf8_lossy(name).into_owned());
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    differences
}

pub(super) fn standard(code: u8) -> Option<char> {
    agl::name_to_char(PredefinedEncoding::Standard.name(code))
}

/// Windows-1252; but that the code of the soft hyphen shows a hyphen (D.2).
pub(super) fn win_ansi(code: u8) -> Option<char> {
    if code == 0xad {
        return Some('-');
    }
    decoded(WINDOWS_1252, code)
}

fn mac_roman(code: u8) -> Option<char> {
    decoded(MACINTOSH, code)
}

/// TIS-620, as Windows extends it.
pub(super) fn windows_874(code: u8) -> Option<char> {
    decoded(WINDOWS_874, code)
}

fn decoded(codepage: &'static encoding_rs::Encoding, code: u8) -> Option<char> {
    let bytes = [code];
    let (text, _) = codepage.decode_without_bom_handling(&bytes);
    text.chars()
        .next()
        .filter(|c| !c.is_control() && *c != char::REPLACEMENT_CHARACTER)
}

fn listed(letters: &str, code: u8) -> Option<char> {
    let index = usize::from(code.checked_sub(32)?);
    letters.chars().nth(index).filter(|c| *c != '\0')
}

/// The letters of Symbol from code 32 on (D.5); NUL where it has none.
pub(super) const SYMBOL: &str = concat!(
    " !∀#∃%&∋()∗+,−./",
    "0123456789:;<=>?",
    "≅ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟ",
    "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    "\u{f8e5}αβχδεφγηιϕκλµνο",
    "πθρστυϖωξψζ{|}∼\0",
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓",
    "°±″≥×∝∂•÷≠≡≈…\u{f8e6}\u{f8e7}↵",
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉",
    "∠∇\u{f6da}\u{f6d9}\u{f6db}∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    "◊〈\u{f8e8}\u{f8e9}\u{f8ea}∑\u{f8eb}\u{f8ec}\u{f8ed}\u{f8ee}\u{f8ef}\u{f8f0}\u{f8f1}\u{f8f2}\u{f8f3}\u{f8f4}",
    "\0〉∫⌠\u{f8f5}⌡\u{f8f6}\u{f8f7}\u{f8f8}\u{f8f9}\u{f8fa}\u{f8fb}\u{f8fc}\u{f8fd}\u{f8fe}\0",
);

/// The signs of ZapfDingbats from code 32 on (D.6); NUL where it has none.
pub(super) const DINGBATS: &str = concat!(
    " ✁✂✃✄☎✆✇✈✉☛☞✌✍✎✏",
    "✐✑✒✓✔✕✖✗✘✙✚✛✜✝✞✟",
    "✠✡✢✣✤✥✦✧★✩✪✫✬✭✮✯",
    "✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿",
    "❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏",
    "❐❑❒▲▼◆❖◗❘❙❚❛❜❝❞\0",
    "❨❩❪❫❬❭❮❯❰❱❲❳❴❵\0\0",
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    "\0❡❢❣❤❥❦❧♣♦♥♠①②③④",
    "⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿",
    "➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏",
    "➐➑➒➓➔→↔↕➘➙➚➛➜➝➞➟",
    "➠➡➢➣➤➥➦➧➨➩➪➫➬➭➮➯",
    "\0➱➲➳➴➵➶➷➸➹➺➻➼➽➾\0",
);

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn encoding(encoding: impl Into<Object>, own: Base) -> Encoding {
        let font = dictionary! { "Encoding" => encoding };
        Encoding::read(&Document::new(), &font, own)
    }

    #[test]
    fn each_base_encoding_has_its_letters() {
        for (name, code, letter) in [
            ("WinAnsiEncoding", 0x80, Some('€')),
            ("WinAnsiEncoding", 0xe9, Some('é')),
            ("WinAnsiEncoding", 0xad, Some('-')),
            ("WinAnsiEncoding", 0x81, None),
            ("WinAnsiEncoding", 0x0a, None),
            ("MacRomanEncoding", 0x8e, Some('é')),
            ("StandardEncoding", 0x27, Some('’')),
            ("StandardEncoding", 0xe9, Some('Ø')),
            ("StandardEncoding", 0x80, None),
            ("Identity-H", 0x41, None),
        ] {
            let encoding = encoding(name, Base::Own);
            assert_eq!(encoding.letter(code), letter, "{name} {code:#x}");
        }
    }

    #[test]
    fn symbol_keeps_its_letters_whatever_the_dictionary_says() {
        let symbol = encoding("WinAnsiEncoding", Base::Symbol);
        assert_eq!(symbol.letter(b'a'), Some('α'));
        assert_eq!(symbol.letter(0xb7), Some('•'));
        assert_eq!(symbol.letter(0xff), None);
        let dingbats = encoding("WinAnsiEncoding", Base::Dingbats);
        assert_eq!(dingbats.letter(0x34), Some('✔'));
        assert_eq!(dingbats.letter(0x6e), Some('■'));
    }

    #[test]
    fn differences_count_on_from_each_number() {
        let object = dictionary! {
            "BaseEncoding" => "WinAnsiEncoding",
            "Differences" => vec![
                Object::Integer(161), "kokai".into(), "khokhai".into(),
                Object::Real(233.0), "maitho".into(),
                Object::Integer(255), "a".into(), "b".into(),
                Object::Integer(-5), "c".into(),
                Object::Integer(i64::MAX), "d".into(), "e".into(),
            ],
        };
        let encoding = encoding(object, Base::Own);
        assert_eq!(encoding.named_text(161).as_deref(), Some("ก"));
        assert_eq!(encoding.named_text(162).as_deref(), Some("ข"));
        assert_eq!(encoding.named_text(233).as_deref(), Some("\u{e49}"));
        assert_eq!(encoding.named_text(255).as_deref(), Some("a"));
        assert_eq!(encoding.named_text(163), None);
        assert_eq!(encoding.letter(0x41), Some('A'));
        assert_eq!(encoding.differences.len(), 4);
    }
}
