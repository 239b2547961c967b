//! JSON: indented for people, or one value a line.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

/// As much is written at once.
const ROOM: usize = 128 << 10;

/// Writes `value` as [`pretty`] gives it, and holds no more of it than a piece.
///
/// # Errors
/// What cannot be written.
pub fn write_pretty(to: impl Write, value: &impl Serialize) -> io::Result<()> {
    let mut to = BufWriter::with_capacity(ROOM, to);
    serde_json::to_writer_pretty(&mut to, value)?;
    to.write_all(b"\n")?;
    to.flush()
}

/// `value`, indented, with a line feed at the end.
#[must_use]
pub fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// `value` as one line.
#[must_use]
pub fn line(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// `values`, one a line.
#[must_use]
pub fn lines(values: &[impl Serialize]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for value in values {
        bytes.extend(serde_json::to_vec(value).unwrap_or_default());
        bytes.push(b'\n');
    }
    bytes
}
