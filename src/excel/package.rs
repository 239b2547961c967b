//! The parts of an Office Open XML container, for the pass beside calamine.

use std::{
    collections::BTreeMap,
    io::{BufReader, Cursor},
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::{ZipArchive, read::ZipFile};

use super::damaged;
use crate::error::Error;

/// An XML part, streamed.
pub(super) type Part<'p, 'a> = Reader<BufReader<ZipFile<'p, Cursor<&'a [u8]>>>>;

/// A workbook's container and the parts of its sheets.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Sheet name → name of its part.
    sheets: BTreeMap<String, String>,
}

impl<'a> Package<'a> {
    /// Opens the container and finds its sheets. A container whose directory
    /// of parts is unusual has none: calamine's values stand alone then.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        let mut package = Self {
            archive,
            sheets: BTreeMap::new(),
        };
        package.sheets = package.find_sheets()?;
        Ok(package)
    }

    /// The part of the sheet called `name`.
    pub(super) fn sheet(&mut self, name: &str) -> Result<Option<Part<'_, 'a>>, Error> {
        match self.sheets.get(name).cloned() {
            Some(part) => self.part(&part),
            None => Ok(None),
        }
    }

    /// The XML part called `name`, the case of letters ignored as calamine does.
    fn part(&mut self, name: &str) -> Result<Option<Part<'_, 'a>>, Error> {
        let name = name.trim_start_matches('/');
        let found = self
            .archive
            .file_names()
            .flatten()
            .find(|known| known.eq_ignore_ascii_case(name))
            .map(std::borrow::Cow::into_owned);
        let Some(found) = found else { return Ok(None) };
        let member = self.archive.by_name(&found).map_err(damaged)?;
        let mut reader = Reader::from_reader(BufReader::new(member));
        reader.config_mut().check_end_names = false;
        Ok(Some(reader))
    }

    fn find_sheets(&mut self) -> Result<BTreeMap<String, String>, Error> {
        let mut main = None;
        self.each("_rels/.rels", |element| {
            let kind = attribute(element, b"Type").unwrap_or_default();
            if kind.ends_with("/officeDocument") {
                main = attribute(element, b"Target");
            }
        })?;
        let main = main.unwrap_or_else(|| "xl/workbook.xml".to_owned());
        let main = main.trim_start_matches('/').to_owned();
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let mut targets = BTreeMap::new();
        self.each(&format!("{folder}/_rels/{file}.rels"), |element| {
            if let (Some(id), Some(target)) =
                (attribute(element, b"Id"), attribute(element, b"Target"))
            {
                targets.insert(id, target);
            }
        })?;
        let mut sheets = BTreeMap::new();
        self.each(&main, |element| {
            if element.local_name().as_ref() != "sheet" {
                return;
            }
            let target = attribute(element, b"id").and_then(|id| targets.get(&id));
            if let (Some(name), Some(target)) = (attribute(element, b"name"), target) {
                let part = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None => format!("{folder}/{target}"),
                };
                sheets.entry(name).or_insert(part);
            }
        })?;
        Ok(sheets)
    }

    /// Calls `visit` with every element of the part; a part that is not there
    /// has none.
    fn each(&mut self, name: &str, mut visit: impl FnMut(&BytesStart<'_>)) -> Result<(), Error> {
        let Some(mut part) = self.part(name)? else {
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
}

/// The attribute whose local name is `name`.
pub(super) fn attribute(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref().as_bytes() == name)
        .and_then(|attribute| {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0);
            value.ok().map(std::borrow::Cow::into_owned)
        })
}
