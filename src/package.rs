//! The parts of an Office Open XML container, and how they refer to each other.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::{BufReader, Cursor, Read},
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::{ZipArchive, read::ZipFile};

use crate::error::Error;

/// An XML part, streamed.
pub(crate) type Part<'p, 'a> = Reader<BufReader<ZipFile<'p, Cursor<&'a [u8]>>>>;

/// A workbook's container.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

/// How one part refers to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) id: String,
    /// The type, a URI of which the last word tells the kind.
    pub(crate) kind: String,
    /// The other part's name.
    pub(crate) target: String,
}

impl Relation {
    /// Whether it is of the kind that `word` names: `comments`.
    pub(crate) fn is(&self, word: &str) -> bool {
        self.kind.rsplit('/').next() == Some(word)
    }
}

/// A sheet of the workbook, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SheetPart {
    pub(crate) name: String,
    pub(crate) part: String,
}

impl<'a> Package<'a> {
    /// Opens the container.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        Ok(Self { archive })
    }

    /// The part's name as the container writes it; the case of letters and
    /// which way a slash leans are ignored, as calamine does.
    pub(crate) fn find(&self, name: &str) -> Option<String> {
        let name = name.trim_start_matches('/');
        self.archive
            .file_names()
            .flatten()
            .find(|known| known.replace('\\', "/").eq_ignore_ascii_case(name))
            .map(Cow::into_owned)
    }

    /// The XML part called `name`; a part that is not there is none.
    pub(crate) fn stream(&mut self, name: &str) -> Result<Option<Part<'_, 'a>>, Error> {
        let Some(member) = self.member(name)? else {
            return Ok(None);
        };
        let mut reader = Reader::from_reader(BufReader::new(member));
        reader.config_mut().check_end_names = false;
        Ok(Some(reader))
    }

    /// The whole text of the part called `name`.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        let Some(mut member) = self.member(name)? else {
            return Ok(None);
        };
        let mut text = String::new();
        member.read_to_string(&mut text).map_err(damaged)?;
        Ok(Some(text))
    }

    /// The names and inflated sizes of the parts whose file is called `file`, in
    /// whichever folder and case.
    pub(crate) fn called(&self, file: &str) -> Vec<(String, u64)> {
        let members = (0..self.archive.len()).filter_map(|at| {
            let member = self.archive.by_index_data(at).ok()?;
            let name = member.name().ok()?.into_owned();
            let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
            last.eq_ignore_ascii_case(file)
                .then(|| (name.clone(), member.size()))
        });
        members.collect()
    }

    /// The main part: `xl/workbook.xml`, wherever it lies. Of several the last
    /// counts, as it does to calamine.
    pub(crate) fn main(&mut self) -> Result<String, Error> {
        let relations = self.relations("")?;
        let main = relations.iter().rfind(|r| r.is("officeDocument"));
        Ok(main.map_or_else(|| "xl/workbook.xml".to_owned(), |r| r.target.clone()))
    }

    /// What the part called `part` refers to; the container itself has no name.
    pub(crate) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Error> {
        let mut found = Vec::new();
        self.each(&relations_of(part), |element| {
            if let (Some(id), Some(target)) =
                (attribute(element, b"Id"), attribute(element, b"Target"))
            {
                let external = attribute(element, b"TargetMode").is_some_and(|m| m == "External");
                found.push(Relation {
                    id,
                    kind: attribute(element, b"Type").unwrap_or_default(),
                    target: if external {
                        target
                    } else {
                        resolved(part, &target)
                    },
                });
            }
        })?;
        Ok(found)
    }

    /// The sheets in the order of the workbook. A container whose directory of
    /// parts is unusual has none: calamine's values stand alone then.
    pub(crate) fn sheets(&mut self) -> Result<Vec<SheetPart>, Error> {
        let main = self.main()?;
        let relations = self.relations(&main)?;
        let relations: BTreeMap<&str, &Relation> = relations
            .iter()
            .map(|relation| (relation.id.as_str(), relation))
            .collect();
        let mut sheets = Vec::new();
        self.each(&main, |element| {
            if element.local_name().as_ref() != "sheet" {
                return;
            }
            let id = attribute(element, b"id").unwrap_or_default();
            let target = relations.get(id.as_str());
            if let (Some(name), Some(relation)) = (attribute(element, b"name"), target) {
                let part = relation.target.clone();
                sheets.push(SheetPart { name, part });
            }
        })?;
        Ok(sheets)
    }

    /// Calls `visit` with every element of the part; a part that is not there
    /// has none.
    fn each(&mut self, name: &str, mut visit: impl FnMut(&BytesStart<'_>)) -> Result<(), Error> {
        let Some(mut part) = self.stream(name)? else {
            return Ok(());
        };
        let mut buffer = Vec::new();
        loop {
            match part.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(element) | Event::Empty(element) => visit(&element),
                Event::Eof => return Ok(()),
                _ => {}
            }
            buffer.clear();
        }
    }

    fn member(&mut self, name: &str) -> Result<Option<ZipFile<'_, Cursor<&'a [u8]>>>, Error> {
        match self.find(name) {
            Some(found) => self.archive.by_name(&found).map(Some).map_err(damaged),
            None => Ok(None),
        }
    }
}

/// The name of the part that holds the relations of `part`.
pub(crate) fn relations_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// A target as the container names it: relative to the folder of `part`, or to
/// the container where it begins with a slash.
fn resolved(part: &str, target: &str) -> String {
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut path: Vec<&str> = Vec::new();
    let relative = !target.starts_with('/');
    let steps = folder.split('/').filter(|_| relative);
    for step in steps.chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The attribute whose local name is `name`.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    attribute_as(element, name, str::to_owned)
}

/// What `read` makes of the attribute whose local name is `name`.
pub(crate) fn attribute_as<T>(
    element: &BytesStart<'_>,
    name: &[u8],
    read: impl FnOnce(&str) -> T,
) -> Option<T> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref().as_bytes() == name)
        .and_then(|attribute| {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0);
            value.ok().map(|value| read(&value))
        })
}

fn damaged(error: impl std::fmt::Display) -> Error {
    Error::Damaged(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_to_the_part_or_to_the_container() {
        for (part, target, whole) in [
            ("", "xl/workbook.xml", "xl/workbook.xml"),
            (
                "xl/workbook.xml",
                "worksheets/sheet1.xml",
                "xl/worksheets/sheet1.xml",
            ),
            (
                "xl/workbook.xml",
                "/xl/worksheets/sheet1.xml",
                "xl/worksheets/sheet1.xml",
            ),
            (
                "xl/worksheets/sheet1.xml",
                "../comments1.xml",
                "xl/comments1.xml",
            ),
            ("xl/worksheets/sheet1.xml", "../../../../x.xml", "x.xml"),
        ] {
            assert_eq!(resolved(part, target), whole, "{part} {target}");
        }
        assert_eq!(relations_of(""), "_rels/.rels");
        assert_eq!(
            relations_of("xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels"
        );
    }
}
