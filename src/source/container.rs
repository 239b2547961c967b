//! A zip container before anything in it is read: what its directory says, and
//! how its parts begin. The zip crate inflates no more of a part than the
//! directory says it has, so what is checked here holds for every reader.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Cursor, Read},
};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use quick_xml::{Reader, events::Event};
use zip::{ZipArchive, ZipReadOptions, read::read_zipfile_from_stream_with_options};

use super::Shape;
use crate::{
    error::{Error, Kind, Oddity},
    limits::{Limit, Limits},
    submission::Format,
};

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The parts of an ods that are read. Others, such as its macros, have always
/// had a document type.
const READ_OF_ODS: &[&str] = &["content.xml", "meta.xml", "mimetype", "styles.xml"];

/// As much of a part in UTF-16 is looked at: nothing reads it as XML.
const WIDE_BYTES: u64 = 1 << 20;

/// What the container holds.
pub(super) fn shape(bytes: &[u8], limits: &Limits) -> Result<Shape, Error> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    check_directory(&mut archive, limits)?;
    let shape = told_by_parts(&mut archive).map_err(|error| match error {
        Error::Damaged(_) => hidden_bomb(bytes, limits).unwrap_or(error),
        error => error,
    })?;
    if let Shape::Workbook(format) = shape {
        check_beginnings(&mut archive, format)?;
    }
    Ok(shape)
}

fn told_by_parts(archive: &mut Archive<'_>) -> Result<Shape, Error> {
    if let Some(kind) = start_of(archive, "mimetype")? {
        return match kind.trim() {
            "application/vnd.oasis.opendocument.spreadsheet"
            | "application/vnd.oasis.opendocument.spreadsheet-template" => {
                Ok(Shape::Workbook(Format::Ods))
            }
            kind if kind.starts_with("application/vnd.oasis.opendocument") => {
                Err(Error::Unsupported(Kind::OpenDocument))
            }
            _ => Err(Error::Unsupported(Kind::Archive)),
        };
    }
    let Some(types) = start_of(archive, "[Content_Types].xml")? else {
        return Err(Error::Unsupported(Kind::Archive));
    };
    for (main, shape) in [
        ("spreadsheetml.sheet.main", Ok(Format::Xlsx)),
        ("spreadsheetml.template.main", Ok(Format::Xlsx)),
        ("ms-excel.sheet.macroEnabled.main", Ok(Format::Xlsm)),
        ("ms-excel.template.macroEnabled.main", Ok(Format::Xlsm)),
        ("ms-excel.sheet.binary.macroEnabled.main", Ok(Format::Xlsb)),
        ("wordprocessingml.document.main", Err(Kind::Word)),
        ("ms-word.document", Err(Kind::Word)),
        ("presentationml.presentation.main", Err(Kind::PowerPoint)),
    ] {
        if types.contains(main) {
            return shape.map(Shape::Workbook).map_err(Error::Unsupported);
        }
    }
    // Some programs forget to declare the workbook.
    if start_of(archive, "xl/workbook.xml")?.is_some() {
        return Ok(Shape::Workbook(Format::Xlsx));
    }
    Err(Error::Unsupported(Kind::Archive))
}

/// What the directory says of the parts, before any is inflated. A container
/// within a container is a part as any other: it is never opened.
fn check_directory(archive: &mut Archive<'_>, limits: &Limits) -> Result<(), Error> {
    if archive.len() > limits.count(Limit::ZipEntries) {
        return Err(limits.over(Limit::ZipEntries).into());
    }
    if archive.has_duplicate_names() {
        return Err(Error::Odd(Oddity::TwoOfAName));
    }
    let mut names = BTreeSet::new();
    let mut whole: u64 = 0;
    for index in 0..archive.len() {
        let member = archive.by_index_data(index).map_err(damaged)?;
        let name = member.name().map_err(damaged)?;
        if leads_out(&name) {
            return Err(Error::Odd(Oddity::Name));
        }
        if !names.insert(plain(&name)) {
            return Err(Error::Odd(Oddity::TwoOfAName));
        }
        if member.size() > limits.of(Limit::ZipEntryBytes) {
            return Err(limits.over(Limit::ZipEntryBytes).into());
        }
        whole = whole.saturating_add(member.size());
    }
    if whole > limits.of(Limit::ZipBytes) {
        return Err(limits.over(Limit::ZipBytes).into());
    }
    if archive.has_overlapping_entries().map_err(damaged)? {
        return Err(Error::Odd(Oddity::Overlap));
    }
    Ok(())
}

/// The name as readers compare it: some programs part folders by a backslash,
/// and calamine ignores the case of letters.
fn plain(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

/// Whether a name leads out of the container, or is none at all.
fn leads_out(name: &str) -> bool {
    let mut steps = name.split(['/', '\\']);
    let mut first = steps.clone();
    name.is_empty()
        || name.contains(char::is_control)
        || first
            .next()
            .is_some_and(|first| first.is_empty() || first.ends_with(':'))
        || steps.any(|step| step == "..")
}

/// Refuses a document type at the beginning of what is read as XML. Nothing
/// here expands entities; but no spreadsheet program declares any, and the next
/// reader of the file may.
fn check_beginnings(archive: &mut Archive<'_>, format: Format) -> Result<(), Error> {
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(damaged)?;
        let name = plain(&member.name().map_err(damaged)?);
        let read = match format {
            Format::Ods => READ_OF_ODS.contains(&name.as_str()),
            // A picture that was drawn elsewhere may have one.
            _ => !name.ends_with(".svg"),
        };
        let named = name.ends_with(".xml") || name.ends_with(".rels");
        if read && has_document_type(BufReader::new(member), named) {
            return Err(Error::Odd(Oddity::DocumentType));
        }
    }
    Ok(())
}

/// Whether a document type stands before the first element; what is no XML, by
/// its name or its first bytes, has none.
fn has_document_type(mut part: impl BufRead, named: bool) -> bool {
    let start = part.fill_buf().unwrap_or_default();
    if !(named || looks_like_xml(start)) {
        return false;
    }
    let Some(encoding) = wide(start) else {
        return is_first_in(part);
    };
    let mut bytes = Vec::new();
    let read = part.take(WIDE_BYTES).read_to_end(&mut bytes);
    let text = encoding.decode(&bytes).0;
    read.is_ok() && is_first_in(text.as_bytes())
}

/// UTF-16, which quick-xml does not decode.
const fn wide(start: &[u8]) -> Option<&'static Encoding> {
    match start {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] | [0, b'<', ..] => Some(UTF_16BE),
        _ => None,
    }
}

fn is_first_in(part: impl BufRead) -> bool {
    let mut reader = Reader::from_reader(part);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::DocType(_)) => return true,
            Ok(Event::Start(_) | Event::Empty(_) | Event::Eof) | Err(_) => return false,
            Ok(_) => buffer.clear(),
        }
    }
}

/// Whether bytes begin with `<`, in any of the encodings of XML.
fn looks_like_xml(bytes: &[u8]) -> bool {
    let mark = |byte: &&u8| matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff);
    let mut rest = bytes
        .iter()
        .filter(|byte| !mark(byte) && !byte.is_ascii_whitespace());
    rest.next().is_none_or(|byte| *byte == b'<')
}

/// The start of a small text member; none where there is no such member.
fn start_of(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, Error> {
    if archive.index_for_name(name).is_none() {
        return Ok(None);
    }
    let member = archive.by_name(name).map_err(damaged)?;
    let mut bytes = Vec::new();
    member
        .take(1 << 20)
        .read_to_end(&mut bytes)
        .map_err(damaged)?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// The limit that a container is over in truth, whatever its directory says: to
/// be asked where it could not be read.
#[must_use]
pub fn hidden_bomb(bytes: &[u8], limits: &Limits) -> Option<Error> {
    let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let most = limits.of(Limit::ZipEntryBytes);
    let mut left = limits.of(Limit::ZipBytes);
    for index in 0..archive.len() {
        let member = archive.by_index_data(index).ok()?;
        let options = ZipReadOptions::new()
            .override_compressed_size(member.compressed_size())
            .override_uncompressed_size(u64::MAX)
            .ignore_crc32(true);
        let start = usize::try_from(member.header_start()).ok()?;
        let mut from = bytes.get(start..)?;
        let Ok(Some(member)) = read_zipfile_from_stream_with_options(&mut from, options) else {
            continue;
        };
        let room = most.min(left);
        let mut part = member.take(room.saturating_add(1));
        let mut buffer = [0; 1 << 16];
        let mut size = 0;
        while let Ok(read @ 1..) = part.read(&mut buffer) {
            size += read as u64;
        }
        if size > most {
            return Some(limits.over(Limit::ZipEntryBytes).into());
        }
        if size > left {
            return Some(limits.over(Limit::ZipBytes).into());
        }
        left -= size;
    }
    None
}

fn damaged(error: impl std::fmt::Display) -> Error {
    Error::Damaged(error.to_string())
}
