//! CMaps: the same bytes as the codes, CIDs and texts of a composite font, and
//! as the texts of a simple one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ruam::pdf::fuzzing::{FontParts, font};

fuzz_target!(|cmap: &[u8]| {
    let tail = &cmap[cmap.len().saturating_sub(32)..];
    for composite in [true, false] {
        let encoding = if composite { cmap } else { b"" };
        let parts = FontParts {
            composite,
            name: "ABCDEF+Sarabun",
            flags: 4,
            to_unicode: cmap,
            encoding,
            program: &[],
        };
        font(&parts, tail);
    }
});
