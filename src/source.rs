//! The files of a run: which there are, what each is by its bytes, its hash.

mod container;
mod found;

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use sha2::{Digest, Sha256};

pub use container::hidden_bomb;

pub use found::{Input, discover, open};

use crate::{
    error::{Error, Kind},
    limits::Limits,
    submission::Format,
};

/// What a file is by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A workbook.
    Workbook(Format),
    /// A PDF document.
    Pages,
    /// Text.
    Text,
}

/// The SHA-256 of `bytes`, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The SHA-256 of what the file holds, in hexadecimal; it is read in pieces.
///
/// # Errors
/// What cannot be read.
pub fn sha256_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hexadecimal(&hash.finalize())),
            read => hash.update(piece.get(..read).unwrap_or_default()),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the file is, by its first bytes and, for a zip container, its parts:
/// never by its name.
///
/// # Errors
/// A file that is empty, broken, too large, or of a kind that is not read.
pub fn sniff(bytes: &[u8], limits: &Limits) -> Result<Shape, Error> {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let unsupported = |kind| Err(Error::Unsupported(kind));
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    for (magic, kind) in MAGIC {
        if head.starts_with(magic) {
            return unsupported(*kind);
        }
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return container::shape(bytes, limits);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound_shape(bytes);
    }
    if memchr::memmem::find(head, b"%PDF-").is_some() {
        return Ok(Shape::Pages);
    }
    let start: String = String::from_utf8_lossy(head)
        .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .chars()
        .take(16)
        .collect::<String>()
        .to_lowercase();
    if [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<table",
        "<meta",
        "<style",
        "<script",
    ]
    .iter()
    .any(|tag| start.starts_with(tag))
    {
        return unsupported(Kind::Html);
    }
    if start.starts_with("<?xml") || start.starts_with("<!doctype") {
        return unsupported(Kind::Xml);
    }
    if is_text(head) {
        Ok(Shape::Text)
    } else {
        unsupported(Kind::Unknown)
    }
}

/// First bytes of files that are often sent by mistake.
const MAGIC: &[(&[u8], Kind)] = &[
    (b"\x89PNG", Kind::Picture),
    (b"\xff\xd8\xff", Kind::Picture),
    (b"GIF8", Kind::Picture),
    (b"BM", Kind::Picture),
    (b"II*\0", Kind::Picture),
    (b"MM\0*", Kind::Picture),
    (b"Rar!", Kind::Archive),
    (b"7z\xbc\xaf", Kind::Archive),
    (b"\x1f\x8b", Kind::Archive),
    (b"{\\rtf", Kind::Rtf),
    (b"\x09\x00\x04\x00", Kind::OldExcel),
    (b"\x09\x02\x06\x00", Kind::OldExcel),
    (b"\x09\x04\x06\x00", Kind::OldExcel),
    (b"\x09\x08\x08\x00", Kind::OldExcel),
];

/// Text has no control characters but line ends and tabs, or is UTF-16.
fn is_text(head: &[u8]) -> bool {
    Encoding::for_bom(head).is_some()
        || utf16_without_mark(head).is_some()
        || !head
            .iter()
            .any(|byte| matches!(byte, 0..=8 | 0xe..=0x1a | 0x1c..=0x1f | 0x7f))
}

/// UTF-16 without its mark: in Thai and ASCII nearly every unit has 0x0E or 0
/// as its high byte.
#[must_use]
pub fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(4096))?;
    let high = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| matches!(byte, 0 | 0xe))
            .count()
    };
    let units = head.len() / 2;
    let (even, odd) = (high(0), high(1));
    if units < 4 || even.max(odd) * 10 < units * 9 {
        None
    } else if odd > even {
        Some(UTF_16LE)
    } else {
        Some(UTF_16BE)
    }
}

/// Compound files of old Office: told apart by the names of their streams,
/// which are in UTF-16.
fn compound_shape(bytes: &[u8]) -> Result<Shape, Error> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    if has("EncryptedPackage") {
        Err(Error::Encrypted)
    } else if has("Workbook") || has("Book") {
        Ok(Shape::Workbook(Format::Xls))
    } else if has("WordDocument") {
        Err(Error::Unsupported(Kind::Word))
    } else if has("PowerPoint Document") {
        Err(Error::Unsupported(Kind::PowerPoint))
    } else {
        Err(Error::Unsupported(Kind::Unknown))
    }
}
