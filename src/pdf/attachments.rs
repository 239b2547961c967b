//! Files that are attached to a document (ISO 32000-1, 7.11.4): by name, as
//! associated files, and as notes on a page.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{
    actual_text,
    stream::{Unread, contents},
};
use crate::{
    grid::{Attached, LeftOut, WhyLeftOut},
    limits::{Limit, Limits},
};

/// Attached files that are told of.
const TOLD: usize = 100;
/// Nodes of the tree of names that are looked at.
const NODES: usize = 2_000;
/// Notes on all pages that are looked at.
const NOTES: usize = 100_000;
/// Characters of a name.
const NAME: usize = 100;

/// What is attached to a document.
#[derive(Debug, Default)]
pub struct Attachments {
    /// The files that can be had.
    pub files: Vec<Attached>,
    /// Those that cannot.
    pub left_out: Vec<LeftOut>,
}

/// The files attached to a document, each once, in the order of their names,
/// then of the pages.
pub(super) fn find(document: &Document, pages: &[ObjectId], limits: &Limits) -> Attachments {
    let mut found = Attachments::default();
    let mut seen = BTreeSet::new();
    let mut names = BTreeSet::new();
    let most = limits.count(Limit::AttachmentBytes);
    let mut room = limits.count(Limit::AttachedBytes);
    for (specification, key) in specifications(document, pages) {
        let Some(id) = embedded(document, specification) else {
            continue;
        };
        if !seen.insert(id) {
            continue;
        }
        if found.files.len() + found.left_out.len() == TOLD {
            break;
        }
        let name = unique(&name(document, specification, key), &mut names);
        let bytes = match document.get_object(id).and_then(Object::as_stream) {
            _ if found.files.len() == limits.count(Limit::Attachments) => {
                Err(WhyLeftOut::Over(limits.over(Limit::Attachments)))
            }
            Ok(stream) => contents(document, stream, most.min(room)).map_err(|why| match why {
                Unread::Broken => WhyLeftOut::Damaged,
                Unread::TooMany if most <= room => {
                    WhyLeftOut::Over(limits.over(Limit::AttachmentBytes))
                }
                Unread::TooMany => WhyLeftOut::Over(limits.over(Limit::AttachedBytes)),
            }),
            Err(_) => Err(WhyLeftOut::Damaged),
        };
        match bytes {
            Ok(bytes) => {
                room = room.saturating_sub(bytes.len());
                found.files.push(Attached { name, bytes });
            }
            Err(why) => found.left_out.push(LeftOut { name, why }),
        }
    }
    found
}

/// The specifications of files, some with the name they are kept under.
fn specifications<'d>(
    document: &'d Document,
    pages: &[ObjectId],
) -> Vec<(&'d Dictionary, Option<&'d [u8]>)> {
    let mut found = Vec::new();
    if let Ok(catalog) = document.catalog() {
        let names = dictionary(document, catalog, b"Names");
        let tree = names.and_then(|names| dictionary(document, names, b"EmbeddedFiles"));
        found.extend(tree.into_iter().flat_map(|tree| named(document, tree)));
        found.extend(associated(document, catalog));
    }
    let mut notes = 0;
    for page in pages
        .iter()
        .filter_map(|id| document.get_dictionary(*id).ok())
    {
        found.extend(associated(document, page));
        let on_page = array(document, page, b"Annots");
        notes += on_page.len();
        if NOTES < notes {
            break;
        }
        let attached = on_page
            .iter()
            .filter_map(|note| follow(document, note)?.as_dict().ok())
            .filter(|note| is_attachment(document, note));
        found.extend(attached.filter_map(|note| Some((dictionary(document, note, b"FS")?, None))));
    }
    found
}

fn is_attachment(document: &Document, note: &Dictionary) -> bool {
    let kind = note.get(b"Subtype").ok();
    let kind = kind.and_then(|kind| follow(document, kind)?.as_name().ok());
    kind == Some(b"FileAttachment")
}

/// The files of a tree of names: 7.9.6.
fn named<'d>(
    document: &'d Document,
    root: &'d Dictionary,
) -> Vec<(&'d Dictionary, Option<&'d [u8]>)> {
    let mut found = Vec::new();
    let mut waiting = vec![root];
    let mut seen = BTreeSet::new();
    while let Some(node) = waiting.pop().filter(|_| found.len() < NODES) {
        let (pairs, _) = array(document, node, b"Names").as_chunks::<2>();
        for [key, value] in pairs.iter().take(NODES) {
            let key = follow(document, key).and_then(|key| key.as_str().ok());
            if let Some(Object::Dictionary(specification)) = follow(document, value) {
                found.push((specification, key));
            }
        }
        // In order, the last one first: the next to be taken is the first.
        for kid in array(document, node, b"Kids").iter().take(NODES).rev() {
            let is_new = kid.as_reference().is_ok_and(|id| seen.insert(id));
            if let Some(Object::Dictionary(kid)) = follow(document, kid)
                && is_new
                && seen.len() <= NODES
            {
                waiting.push(kid);
            }
        }
    }
    found
}

fn associated<'d>(
    document: &'d Document,
    of: &'d Dictionary,
) -> Vec<(&'d Dictionary, Option<&'d [u8]>)> {
    let files = array(document, of, b"AF").iter().take(NODES);
    files
        .filter_map(|file| Some((follow(document, file)?.as_dict().ok()?, None)))
        .collect()
}

/// The stream that a specification embeds.
fn embedded(document: &Document, specification: &Dictionary) -> Option<ObjectId> {
    let files = dictionary(document, specification, b"EF")?;
    let keys: [&[u8]; 5] = [b"UF", b"F", b"Unix", b"DOS", b"Mac"];
    keys.iter()
        .find_map(|key| files.get(key).ok()?.as_reference().ok())
}

/// What a file is called, made fit to be one's name.
fn name(document: &Document, specification: &Dictionary, key: Option<&[u8]>) -> String {
    let keys: [&[u8]; 5] = [b"UF", b"F", b"Unix", b"DOS", b"Mac"];
    let own = keys.iter().find_map(|key| {
        follow(document, specification.get(key).ok()?)?
            .as_str()
            .ok()
    });
    let written = own.or(key).map(actual_text::decode).unwrap_or_default();
    let last = written.rsplit(['/', '\\', ':']).next().unwrap_or_default();
    let harmful = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let plain: String = last.chars().filter(|c| !harmful(*c)).collect();
    let plain = plain.trim().trim_start_matches('.');
    // A long name keeps its end, which tells the kind.
    let surplus = plain.chars().count().saturating_sub(NAME);
    let short: String = plain.chars().skip(surplus).collect();
    if short.is_empty() {
        "attachment".to_owned()
    } else {
        short
    }
}

/// The name, with a number where another file has it.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let (stem, end) = match name.rsplit_once('.') {
        Some((stem, end)) => (stem, format!(".{end}")),
        None => (name, String::new()),
    };
    let names = (2_u32..).map(|n| format!("{stem} ({n}){end}"));
    let mut names = std::iter::once(name.to_owned()).chain(names);
    let free = names.find(|name| taken.insert(name.to_lowercase()));
    free.unwrap_or_default()
}

fn dictionary<'d>(
    document: &'d Document,
    of: &'d Dictionary,
    key: &[u8],
) -> Option<&'d Dictionary> {
    follow(document, of.get(key).ok()?)?.as_dict().ok()
}

fn array<'d>(document: &'d Document, of: &'d Dictionary, key: &[u8]) -> &'d [Object] {
    let entry = of.get(key).ok();
    let entry = entry.and_then(|entry| follow(document, entry)?.as_array().ok());
    entry.map_or(&[], Vec::as_slice)
}

fn follow<'d>(document: &'d Document, object: &'d Object) -> Option<&'d Object> {
    document.dereference(object).ok().map(|(_, target)| target)
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use super::*;

    /// A document to which files of these names and sizes are attached.
    fn attached(files: &[(&str, usize)]) -> Document {
        let mut document = Document::with_version("1.7");
        let mut names: Vec<Object> = Vec::new();
        for (name, size) in files {
            let stream = document.add_object(Stream::new(Dictionary::new(), vec![b'x'; *size]));
            names.push(Object::string_literal(*name));
            let specification = dictionary! {
                "F" => Object::string_literal(*name),
                "EF" => dictionary! { "F" => stream },
            };
            names.push(specification.into());
        }
        let tree = document.new_object_id();
        // A tree that leads back to itself.
        let leaf =
            document.add_object(dictionary! { "Names" => names, "Kids" => vec![tree.into()] });
        let kids: Vec<Object> = vec![leaf.into(), leaf.into(), tree.into()];
        let root = dictionary! { "Kids" => kids };
        document.objects.insert(tree, root.into());
        let catalog = document.add_object(dictionary! {
            "Names" => dictionary! { "EmbeddedFiles" => tree },
        });
        document.trailer.set("Root", catalog);
        document
    }

    fn names(of: &Document) -> Vec<String> {
        let files = find(of, &[], &Limits::default()).files;
        files.into_iter().map(|file| file.name).collect()
    }

    #[test]
    fn names_lead_nowhere_and_are_told_apart() {
        let wanted = [
            ("../../etc/a.xlsx", "a.xlsx"),
            ("C:\\Users\\A.XLSX", "A (2).XLSX"),
            ("..", "attachment"),
            ("a\u{1b}b.csv", "a b.csv"),
        ];
        let document = attached(&wanted.map(|(name, _)| (name, 1)));
        let found = names(&document);
        assert_eq!(found, wanted.map(|(_, name)| name));
        let long = "ก".repeat(300) + ".xlsx";
        let document = attached(&[(&long, 1)]);
        assert!(names(&document)[0].chars().count() <= NAME);
    }

    #[test]
    fn too_many_and_too_large_files_are_told_with_the_limit() {
        let limits = Limits::default()
            .with(Limit::Attachments, 3)
            .with(Limit::AttachmentBytes, 100)
            .with(Limit::AttachedBytes, 250);
        let fates = |files: &[(&str, usize)]| {
            let found = find(&attached(files), &[], &limits);
            let read: Vec<String> = found.files.into_iter().map(|file| file.name).collect();
            let left_out = found.left_out.into_iter().map(|file| match file.why {
                WhyLeftOut::Over(over) => (file.name, over.limit),
                other => panic!("{other:?}"),
            });
            (read.concat(), left_out.collect::<Vec<_>>())
        };
        let told = |name: &str, limit| (name.to_owned(), limit);
        assert_eq!(
            fates(&[("a", 3), ("b", 3), ("c", 3), ("d", 3)]),
            ("abc".to_owned(), vec![told("d", Limit::Attachments)])
        );
        assert_eq!(
            fates(&[("a", 101), ("b", 100), ("c", 100), ("d", 51), ("e", 50)]),
            (
                "bce".to_owned(),
                vec![
                    told("a", Limit::AttachmentBytes),
                    told("d", Limit::AttachedBytes)
                ]
            )
        );
    }
}
