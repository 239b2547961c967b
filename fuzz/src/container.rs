//! A zip container as text, so that what is mutated is its parts and not their
//! checksums: each part is a line of `\x1d` and its name, then its bytes.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

/// What begins the line of a part's name.
const PART: u8 = 0x1d;

/// The container that `text` stands for; bytes that begin like no part are
/// taken as they are.
pub fn pack(text: &[u8]) -> Vec<u8> {
    let Some((&PART, text)) = text.split_first() else {
        return text.to_vec();
    };
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for part in text.split(|byte| *byte == PART) {
        let end = part.iter().position(|byte| *byte == b'\n');
        let (name, bytes) = part.split_at(end.unwrap_or(part.len()));
        let name = String::from_utf8_lossy(name);
        // A name that stands there twice is refused by the writer.
        if writer.start_file(name, options).is_ok() {
            let _ = writer.write_all(bytes.get(1..).unwrap_or_default());
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}
