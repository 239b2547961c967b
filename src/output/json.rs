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

/// Whether `bytes` are what [`line()`] makes of `value`.
#[must_use]
pub fn is_line(value: &impl Serialize, bytes: &[u8]) -> bool {
    let mut rest = Expected(bytes);
    serde_json::to_writer(&mut rest, value).is_ok() && rest.0 == b"\n"
}

/// What is yet to be written: anything else is an error.
struct Expected<'b>(&'b [u8]);

impl Write for Expected<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let rest = self.0.strip_prefix(bytes);
        self.0 = rest.ok_or(io::ErrorKind::InvalidData)?;
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// `values`, one a line.
#[must_use]
pub fn lines(values: &[impl Serialize]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for value in values {
        // Of ours, none fails; half of one would be a line of nothing.
        let begin = bytes.len();
        if serde_json::to_writer(&mut bytes, value).is_err() {
            bytes.truncate(begin);
        }
        bytes.push(b'\n');
    }
    bytes
}
