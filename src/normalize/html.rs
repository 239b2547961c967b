//! What is left of a web form: tags inside a cell are breaks between
//! paragraphs, and their order cannot be trusted (lists are left open).

use std::borrow::Cow;

/// Tags that begin or end a paragraph.
const BLOCKS: [&str; 14] = [
    "p", "br", "ol", "ul", "li", "div", "table", "tr", "td", "th", "tbody", "thead", "h1", "h2",
];
/// Tags that only change how text looks.
const INLINE: [&str; 10] = [
    "b", "i", "u", "span", "font", "strong", "em", "a", "sup", "sub",
];
/// The named characters that such forms write.
const ENTITIES: [(&str, &str); 7] = [
    ("&nbsp;", "\u{a0}"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&ndash;", "–"),
    ("&amp;", "&"),
];

/// The paragraphs of `text`; one where there are no tags in it.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Cow<'_, str>> {
    if !text.contains('<') || !has_tag(text) {
        return vec![Cow::Borrowed(text)];
    }
    let mut paragraphs = Vec::new();
    let mut current = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        current.push_str(before);
        match tag(after) {
            Some((name, end)) => {
                if BLOCKS.contains(&name.as_str()) {
                    finish(&mut paragraphs, &mut current);
                }
                rest = end;
            }
            None => {
                current.push('<');
                rest = after;
            }
        }
    }
    current.push_str(rest);
    finish(&mut paragraphs, &mut current);
    paragraphs
}

fn has_tag(text: &str) -> bool {
    text.split('<').skip(1).any(|after| tag(after).is_some())
}

fn finish(paragraphs: &mut Vec<Cow<'_, str>>, current: &mut String) {
    if !current.trim().is_empty() {
        let text = ENTITIES
            .iter()
            .fold(std::mem::take(current), |text, (name, value)| {
                if text.contains(name) {
                    text.replace(name, value)
                } else {
                    text
                }
            });
        paragraphs.push(Cow::Owned(text));
    }
    current.clear();
}

/// The name of the tag whose text after `<` this is, and what follows its `>`.
fn tag(after: &str) -> Option<(String, &str)> {
    let inner = after.strip_prefix('/').unwrap_or(after);
    let length = inner
        .bytes()
        .take(8)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let name = inner.get(..length)?.to_ascii_lowercase();
    if !BLOCKS.contains(&name.as_str()) && !INLINE.contains(&name.as_str()) {
        return None;
    }
    let tail = inner.get(length..)?;
    if !tail.starts_with([' ', '>', '/', '\n']) {
        return None;
    }
    // A tag of a form is short; without its end it is text.
    let end = tail.bytes().take(400).position(|b| b == b'>')?;
    Some((name, tail.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_lists_and_nested_paragraphs_are_breaks() {
        let text =
            "<p>ดังนี้</p> <ol style=\"list-style-type: none\"> 1. ก <p>- ข</p><b>ค</b>&nbsp;&amp;";
        assert_eq!(paragraphs(text), ["ดังนี้", " 1. ก ", "- ข", "ค\u{a0}&"]);
    }

    #[test]
    fn signs_that_are_no_tags_stay() {
        for text in ["E7 < 85", "a<b>c", "x <y", "<ก>", "A&amp;B"] {
            let expected = if text == "a<b>c" { "ac" } else { text };
            assert_eq!(paragraphs(text).concat(), expected);
        }
    }
}
