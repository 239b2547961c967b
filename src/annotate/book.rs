//! The office's container while it is edited: parts that changed, parts that
//! are new, and how they refer to each other. Every other part is copied as it
//! is, byte for byte.

use std::{
    collections::BTreeMap,
    io::{Cursor, Write},
};

use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{
    damaged,
    xml::{Edits, Kind, prefix, scan, value},
};
use crate::{
    error::Error,
    package::{Package, Relation, SheetPart, relations_of},
};

const TYPES: &str = "[Content_Types].xml";
const NO_RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>"#
);
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT_KINDS: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";

const SPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const STRICT_SPACE: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";

/// A workbook while it is edited.
pub(super) struct Book<'a> {
    bytes: &'a [u8],
    package: Package<'a>,
    /// The name of the main part.
    pub(super) main: String,
    /// Its relations.
    relations: Vec<Relation>,
    /// New texts of parts, by their names as the container has them.
    changed: BTreeMap<String, String>,
    /// The least number that may be free, by the pattern of names.
    next: BTreeMap<String, u32>,
}

impl<'a> Book<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut package = Package::open(bytes)?;
        let main = package.main()?;
        let relations = package.relations(&main)?;
        Ok(Self {
            bytes,
            package,
            main,
            relations,
            changed: BTreeMap::new(),
            next: BTreeMap::new(),
        })
    }

    pub(super) fn sheets(&mut self) -> Result<Vec<SheetPart>, Error> {
        self.package.sheets()
    }

    /// The part of the kind `word` that `part` refers to: its name.
    pub(super) fn related(&mut self, part: &str, word: &str) -> Result<Option<String>, Error> {
        let relations = self.package.relations(part)?;
        Ok(relations.into_iter().find(|r| r.is(word)).map(|r| r.target))
    }

    /// The part that `part` refers to by `id`.
    pub(super) fn target(&mut self, part: &str, id: &str) -> Result<Option<String>, Error> {
        let relations = self.package.relations(part)?;
        Ok(relations.into_iter().find(|r| r.id == id).map(|r| r.target))
    }

    /// The text of a part as it is now.
    pub(super) fn text(&mut self, part: &str) -> Result<Option<String>, Error> {
        let name = self.package.find(part).unwrap_or_else(|| part.to_owned());
        if let Some(text) = self.changed.get(&name) {
            return Ok(Some(text.clone()));
        }
        let text = self.package.text(&name)?;
        Ok(text.map(|text| text.trim_start_matches('\u{feff}').to_owned()))
    }

    /// Gives a part its text; one that is as it was stays untouched.
    pub(super) fn put(&mut self, part: &str, text: String) -> Result<(), Error> {
        if self.text(part)?.as_ref() != Some(&text) {
            let name = self.package.find(part).unwrap_or_else(|| part.to_owned());
            self.changed.insert(name, text);
        }
        Ok(())
    }

    /// Gives a part of our own its text.
    pub(super) fn replace(&mut self, part: &str, text: String) -> Result<(), Error> {
        let text = self.localized(text);
        self.put(part, text)
    }

    /// Whether there is a part of that name.
    pub(super) fn has(&self, part: &str) -> bool {
        self.package.find(part).is_some()
    }

    /// A name of that pattern, `*` standing for a number, that no part has.
    pub(super) fn free(&mut self, pattern: &str) -> String {
        let package = &self.package;
        let taken = |name: &String| package.find(name).is_some() || self.changed.contains_key(name);
        // Names below one that was free once are taken.
        let next = self.next.entry(pattern.to_owned()).or_insert(1);
        let name = |n: u32| pattern.replace('*', &n.to_string());
        while taken(&name(*next)) {
            *next += 1;
        }
        name(*next)
    }

    /// The id that the next relation of `part` gets.
    pub(super) fn next_id(&mut self, part: &str) -> Result<String, Error> {
        let text = self.text(&relations_of(part))?.unwrap_or_default();
        let mut ids = (1_u32..).map(|n| format!("ruam{n}"));
        let free = ids.find(|id| !text.contains(&format!("\"{id}\"")));
        Ok(free.unwrap_or_default())
    }

    /// Lets `part` refer to `target`, and returns the id.
    pub(super) fn relate(&mut self, part: &str, word: &str, target: &str) -> Result<String, Error> {
        let id = self.next_id(part)?;
        let kinds = self.reference_space();
        let name = relations_of(part);
        let text = self.text(&name)?.unwrap_or_else(|| NO_RELATIONS.to_owned());
        let new = |p: &str| {
            format!(r#"<{p}Relationship Id="{id}" Type="{kinds}/{word}" Target="/{target}"/>"#)
        };
        let text = appended(&text, new)?;
        self.put(&name, text)?;
        Ok(id)
    }

    /// Adds a part of our own that `from` refers to; `word` names its kind, and
    /// `pattern` its place. Returns the id of the relation.
    pub(super) fn add(
        &mut self,
        from: &str,
        pattern: &str,
        word: &str,
        text: String,
    ) -> Result<String, Error> {
        let part = self.free(pattern);
        self.replace(&part, text)?;
        self.add_type(|p| {
            format!(
                r#"<{p}Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{word}+xml"/>"#
            )
        })?;
        self.relate(from, word, &part)
    }

    /// The namespace of references in its parts.
    pub(super) fn reference_space(&self) -> &'static str {
        if self.strict() { STRICT_KINDS } else { KINDS }
    }

    fn localized(&self, text: String) -> String {
        if self.strict() {
            text.replace(SPACE, STRICT_SPACE)
        } else {
            text
        }
    }

    /// Whether it is a workbook of the strict kind, whose names differ.
    fn strict(&self) -> bool {
        self.relations
            .iter()
            .any(|r| r.kind.starts_with(STRICT_KINDS))
    }

    /// Says of what type parts with this extension are, unless that is said.
    pub(super) fn declare_extension(&mut self, extension: &str, kind: &str) -> Result<(), Error> {
        let types = self.text(TYPES)?.unwrap_or_default();
        let mut known = false;
        scan(&types, |tag| {
            let written = types.get(tag.range.clone()).unwrap_or_default();
            known |= value(written, "Extension").is_some_and(|e| e.eq_ignore_ascii_case(extension));
        })?;
        if known {
            return Ok(());
        }
        self.add_type(|p| format!(r#"<{p}Default Extension="{extension}" ContentType="{kind}"/>"#))
    }

    fn add_type(&mut self, new: impl Fn(&str) -> String) -> Result<(), Error> {
        let types = self
            .text(TYPES)?
            .ok_or_else(|| damaged("no [Content_Types].xml"))?;
        let types = appended(&types, new)?;
        self.put(TYPES, types)
    }

    /// The container with what changed: parts in their order, new ones last.
    pub(super) fn write(mut self) -> Result<Vec<u8>, Error> {
        let mut from = ZipArchive::new(Cursor::new(self.bytes)).map_err(damaged)?;
        let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(self.bytes.len())));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        let add = |to: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, text: &str| {
            to.start_file(name, options).map_err(damaged)?;
            to.write_all(text.as_bytes()).map_err(damaged)
        };
        for at in 0..from.len() {
            let member = from.by_index_raw(at).map_err(damaged)?;
            let name = member
                .name()
                .map(std::borrow::Cow::into_owned)
                .unwrap_or_default();
            match self.changed.remove(&name) {
                Some(text) => add(&mut to, &name, &text)?,
                None => to.raw_copy_file(member).map_err(damaged)?,
            }
        }
        for (name, text) in &self.changed {
            add(&mut to, name, text)?;
        }
        Ok(to.finish().map_err(damaged)?.into_inner())
    }
}

/// The part with one more element at the end of its root.
pub(super) fn appended(text: &str, new: impl Fn(&str) -> String) -> Result<String, Error> {
    let mut edits = Edits::default();
    scan(text, |tag| {
        let written = text.get(tag.range.clone()).unwrap_or_default();
        match (tag.depth, tag.kind) {
            (0, Kind::Close) => {
                let p = prefix(&written.replace("</", "<")).to_owned();
                edits.insert(tag.range.start, new(&p));
            }
            (0, Kind::Empty) => {
                let p = prefix(written).to_owned();
                let open = written.trim_end_matches("/>");
                let name = open.split_whitespace().next().unwrap_or_default();
                let close = name.replace('<', "</");
                edits.replace(tag.range.clone(), format!("{open}>{}{close}>", new(&p)));
            }
            _ => {}
        }
    })?;
    Ok(edits.apply(text))
}
