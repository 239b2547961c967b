//! Lines on standard error.

use std::io::Write;

/// Writes one line; where nobody listens there is nobody to tell.
pub fn line(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
