//! Edits of an XML part at byte offsets: what is not edited stays as it was.

use std::ops::Range;

use quick_xml::{Reader, events::Event};

use super::damaged;
use crate::error::Error;

/// A tag of a part and where it stands.
pub(super) struct Tag<'t> {
    pub(super) kind: Kind,
    /// Its name without a prefix.
    pub(super) name: &'t str,
    /// How many elements it stands in.
    pub(super) depth: usize,
    pub(super) range: Range<usize>,
}

/// What kind of tag it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    /// `<c/>`.
    Empty,
    Close,
}

/// Calls `visit` with every tag of `text`. What is not whole is an error: an
/// edit of it would be lost, or make it worse.
pub(super) fn scan(text: &str, mut visit: impl FnMut(&Tag<'_>)) -> Result<(), Error> {
    let mut reader = Reader::from_str(text);
    let position =
        |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    let mut depth = 0_usize;
    let mut roots = 0_usize;
    loop {
        let from = position(&reader);
        let event = reader.read_event().map_err(damaged)?;
        let range = from..position(&reader);
        let (kind, at) = match &event {
            Event::Start(_) => {
                depth += 1;
                (Kind::Open, depth - 1)
            }
            Event::Empty(_) => (Kind::Empty, depth),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                (Kind::Close, depth)
            }
            Event::Eof if depth == 0 && roots == 1 => return Ok(()),
            Event::Eof => return Err(damaged("a part is not whole")),
            _ => continue,
        };
        roots += usize::from(at == 0 && kind != Kind::Close);
        let tag = text.get(range.clone()).unwrap_or_default();
        let name = local(tag);
        visit(&Tag {
            kind,
            name,
            depth: at,
            range,
        });
    }
}

/// Edits that are made all at once.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.0.push((at..at, text.into()));
    }

    pub(super) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `text` with the edits; several at one place stand in their order.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| range.start);
        let mut edited = String::with_capacity(text.len() + 1024);
        let mut done = 0;
        for (range, new) in &self.0 {
            edited.push_str(text.get(done..range.start).unwrap_or_default());
            edited.push_str(new);
            done = range.end.max(done);
        }
        edited.push_str(text.get(done..).unwrap_or_default());
        edited
    }
}

/// The value of the attribute `name` in the text of a tag, quotes excluded.
pub(super) fn value<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.get(span(tag, name)?)
}

/// The text of a tag with the attribute set to `to`.
pub(super) fn set(tag: &str, name: &str, to: &str) -> String {
    let mut edits = Edits::default();
    match span(tag, name) {
        Some(range) => edits.replace(range, to),
        None => edits.insert(name_end(tag), format!(" {name}=\"{to}\"")),
    }
    edits.apply(tag)
}

/// The tag's name without its prefix.
fn local(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.get(..name_end(name)).unwrap_or_default();
    name.rsplit(':').next().unwrap_or_default()
}

/// The prefix of the tag's name with its colon, or nothing.
pub(super) fn prefix(tag: &str) -> &str {
    let name = tag.get(1..name_end(tag)).unwrap_or_default();
    name.rfind(':')
        .and_then(|colon| name.get(..=colon))
        .unwrap_or_default()
}

/// Text made fit for an element or for an attribute in double quotes; what XML
/// cannot hold is left out.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => safe.push(c),
        }
    }
    safe
}

fn name_end(tag: &str) -> usize {
    tag.find(|c: char| c.is_whitespace() || c == '/' || c == '>')
        .unwrap_or(tag.len())
}

fn span(tag: &str, name: &str) -> Option<Range<usize>> {
    let mut at = name_end(tag);
    loop {
        let rest = tag.get(at..)?;
        let key = at + rest.find(|c: char| !c.is_whitespace())?;
        let equals = key + tag.get(key..)?.find('=')?;
        let after = tag.get(equals + 1..)?;
        let open = equals + 1 + after.find(['"', '\''])?;
        let quote = tag.get(open..)?.chars().next()?;
        let from = open + 1;
        let to = from + tag.get(from..)?.find(quote)?;
        if tag.get(key..equals)?.trim_end() == name {
            return Some(from..to);
        }
        at = to + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_and_set_where_they_stand() {
        let tag = r#"<x:c r="A1" note = 's="9"' s="3"/>"#;
        assert_eq!(value(tag, "s"), Some("3"));
        assert_eq!(value(tag, "t"), None);
        assert_eq!(prefix(tag), "x:");
        assert_eq!(
            set(tag, "s", "12"),
            r#"<x:c r="A1" note = 's="9"' s="12"/>"#
        );
        assert_eq!(set("<c/>", "s", "1"), r#"<c s="1"/>"#);
        assert_eq!(set("<c>", "s", "1"), r#"<c s="1">"#);
    }

    #[test]
    fn tags_are_scanned_with_their_places() {
        let text = "<?xml version=\"1.0\"?>\n<a><b x='1'/>text<c></c></a>";
        let mut seen = Vec::new();
        scan(text, |tag| {
            seen.push((tag.depth, text.get(tag.range.clone()).unwrap().to_owned()))
        })
        .unwrap();
        let tags: Vec<(usize, &str)> = seen.iter().map(|(at, tag)| (*at, tag.as_str())).collect();
        assert_eq!(
            tags,
            [
                (0, "<a>"),
                (1, "<b x='1'/>"),
                (1, "<c>"),
                (1, "</c>"),
                (0, "</a>")
            ]
        );
    }

    #[test]
    fn what_is_not_whole_is_not_edited() {
        for text in [
            "",
            "a",
            "<a>",
            "<a><b></a>",
            "<a></b>",
            "</a>",
            "<a/><a/>",
            "<a",
            "<a></a",
        ] {
            assert!(scan(text, |_| {}).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_not_edited_stays() {
        let mut edits = Edits::default();
        edits.insert(4, "!");
        edits.replace(0..1, "A");
        edits.insert(4, "?");
        assert_eq!(edits.apply("abcd ef"), "Abcd!? ef");
    }
}
