//! The comments on the cells of an xlsx sheet, old notes and new threads alike.

use std::collections::BTreeMap;

use quick_xml::{
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart, Event},
};

use super::damaged;
use crate::{
    error::Error,
    grid::Address,
    package::{Package, attribute},
};

/// Comments by row and column.
pub(super) type Texts = BTreeMap<(u32, u32), String>;

/// Reads the comments of the sheet whose part is called `part`.
pub(super) fn read(package: &mut Package<'_>, part: &str) -> Result<Texts, Error> {
    let relations = package.relations(part)?;
    let mut texts = Texts::new();
    for relation in relations.iter().filter(|r| r.is("comments")) {
        notes(package, &relation.target, &mut texts)?;
    }
    // A thread leaves an old note behind that only says so.
    for relation in relations.iter().filter(|r| r.is("threadedComment")) {
        threads(package, &relation.target, &mut texts)?;
    }
    texts.retain(|_, text| !text.trim().is_empty());
    Ok(texts)
}

/// `comments1.xml`: authors, then one `comment` a cell.
fn notes(package: &mut Package<'_>, part: &str, texts: &mut Texts) -> Result<(), Error> {
    let mut authors: Vec<String> = Vec::new();
    let mut open: Option<((u32, u32), String)> = None;
    each(package, part, |event| match event {
        Seen::Open("author", _) => authors.push(String::new()),
        Seen::Text("author", text) => {
            if let Some(author) = authors.last_mut() {
                author.push_str(text);
            }
        }
        Seen::Open("comment", element) => {
            let author = attribute(element, b"authorId").and_then(|id| id.parse::<usize>().ok());
            let author = author.and_then(|id| authors.get(id));
            open = address(element).map(|at| (at, author.cloned().unwrap_or_default()));
            if let Some((at, _)) = &open {
                texts.insert(*at, String::new());
            }
        }
        Seen::Text("t", text) => {
            if let Some(whole) = open.as_ref().and_then(|(at, _)| texts.get_mut(at)) {
                whole.push_str(text);
            }
        }
        Seen::Close("comment") => {
            // Excel writes the author's name above the text.
            if let Some((at, author)) = open.take()
                && let Some(text) = texts.get_mut(&at)
                && let Some(rest) = text.strip_prefix(&format!("{author}:"))
            {
                *text = rest.trim_start().to_owned();
            }
        }
        _ => {}
    })
}

/// `threadedComment1.xml`: a comment and the answers to it, one after the other.
fn threads(package: &mut Package<'_>, part: &str, texts: &mut Texts) -> Result<(), Error> {
    let mut said = Texts::new();
    let mut open = None;
    each(package, part, |event| match event {
        Seen::Open("threadedComment", element) => open = address(element),
        Seen::Text("text", text) => {
            if let Some(at) = open {
                let whole = said.entry(at).or_default();
                if !whole.is_empty() {
                    whole.push('\n');
                }
                whole.push_str(text);
            }
        }
        _ => {}
    })?;
    texts.extend(said);
    Ok(())
}

/// What is met in a part.
enum Seen<'e> {
    Open(&'e str, &'e BytesStart<'e>),
    /// Text, whole, and the element it stands in.
    Text(&'e str, &'e str),
    Close(&'e str),
}

/// Calls `visit` with the elements of the part and the texts in them.
fn each(
    package: &mut Package<'_>,
    part: &str,
    mut visit: impl FnMut(Seen<'_>),
) -> Result<(), Error> {
    let Some(mut reader) = package.stream(part)? else {
        return Ok(());
    };
    let mut buffer = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut text = String::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(element) => {
                let name = element.local_name().as_ref().to_owned();
                visit(Seen::Open(&name, &element));
                path.push(name);
                text.clear();
            }
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(reference) => text.push_str(&character(&reference)),
            Event::End(_) => {
                if let Some(name) = path.pop() {
                    if !text.is_empty() {
                        visit(Seen::Text(&name, &text));
                    }
                    visit(Seen::Close(&name));
                }
                text.clear();
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
}

fn address(element: &BytesStart<'_>) -> Option<(u32, u32)> {
    let at: Address = attribute(element, b"ref")?.parse().ok()?;
    Some((at.row, at.column))
}

/// What a reference such as `&lt;` or `&#3585;` stands for.
pub(super) fn character(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => c.to_string(),
        _ => resolve_predefined_entity(reference)
            .unwrap_or_default()
            .to_owned(),
    }
}
