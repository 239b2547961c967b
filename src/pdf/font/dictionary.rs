//! What the dictionaries of a font say: its name, its parts, its program.

use std::borrow::Cow;

use encoding_rs::WINDOWS_874;
use lopdf::{Dictionary, Document, Object, Stream};

use super::super::stream::resolved;

/// Letters of a font's name: no real one has half of it.
const NAME: usize = 100;

/// The CID font of a Type 0 font.
pub(super) fn cid_font<'a>(document: &'a Document, font: &'a Dictionary) -> Option<&'a Dictionary> {
    let descendants = value(document, font, b"DescendantFonts")?;
    let first = match descendants {
        Object::Array(fonts) => document.dereference(fonts.first()?).ok()?.1,
        other => other,
    };
    first.as_dict().ok()
}

/// The descriptor of a font, or of its CID font.
pub(super) fn descriptor<'a>(
    document: &'a Document,
    font: &'a Dictionary,
) -> Option<&'a Dictionary> {
    let owner = cid_font(document, font).unwrap_or(font);
    match value(document, owner, b"FontDescriptor") {
        Some(Object::Dictionary(descriptor)) => Some(descriptor),
        _ => None,
    }
}

/// /BaseFont, of which old Thai producers write the bytes in windows-874.
pub(super) fn face(document: &Document, font: &Dictionary) -> String {
    let base = value(document, font, b"BaseFont");
    let base = base.or_else(|| value(document, descriptor(document, font)?, b"FontName"));
    let Some(Object::Name(bytes)) = base else {
        return String::new();
    };
    let name = match str::from_utf8(bytes) {
        Ok(name) => Cow::Borrowed(name),
        Err(_) => WINDOWS_874.decode_without_bom_handling(bytes).0,
    };
    // 9.6.4: six capital letters and a plus sign.
    let subset = name.split_once('+').filter(|(prefix, _)| {
        prefix.len() == 6 && prefix.bytes().all(|byte| byte.is_ascii_uppercase())
    });
    let name = subset.map_or(&*name, |(_, name)| name);
    let kept = name.chars().filter(|c| !c.is_control());
    kept.take(NAME).collect()
}

/// How tall the glyphs of a Type 3 font are: of /FontBBox in its own matrix
/// (9.6.5), for its font size may be anything.
pub(super) fn type3_height(document: &Document, font: &Dictionary) -> Option<f32> {
    let matrix = value(document, font, b"FontMatrix")?.as_array().ok()?;
    let scale = number(document, matrix.get(3)?)?;
    let bounds = value(document, font, b"FontBBox")?.as_array().ok()?;
    let bottom = number(document, bounds.get(1)?)?;
    let top = number(document, bounds.get(3)?)?;
    let height = ((top - bottom) * scale).abs();
    // An empty box is common, and about one is as in any other font.
    (0.001..=1000.0)
        .contains(&height)
        .then_some(height)
        .filter(|height| !(0.4..=2.5).contains(height))
}

/// The embedded font program, still compressed.
pub(super) fn program(document: &Document, descriptor: &Dictionary) -> Option<Stream> {
    let keys: [&[u8]; 3] = [b"FontFile2", b"FontFile3", b"FontFile"];
    let mut streams = keys
        .into_iter()
        .filter_map(|key| value(document, descriptor, key));
    let stream = streams.find_map(|object| object.as_stream().ok())?;
    Some(resolved(document, stream))
}

/// The value of a key, references followed.
pub(super) fn value<'a>(
    document: &'a Document,
    dictionary: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    dictionary.get_deref(key, document).ok()
}

/// A number, references followed.
pub(super) fn number(document: &Document, object: &Object) -> Option<f32> {
    document.dereference(object).ok()?.1.as_float().ok()
}
