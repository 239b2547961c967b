//! Delimited text, from its bytes to its submission.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ruam_fuzz::{check_document, read_document};

fuzz_target!(|bytes: &[u8]| {
    if let Ok((_, document)) = ruam::delimited::read(bytes, &ruam_fuzz::LIMITS) {
        check_document(&document);
        read_document(&document);
    }
});
