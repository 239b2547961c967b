//! Content streams: the lexer, the interpreter, and the page that is read of
//! what they draw.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ruam_fuzz::{FACTS, check_document, only_ours_count};

fuzz_target!(init: only_ours_count(), |content: &[u8]| {
    check_document(&ruam::pdf::fuzzing::content(content, &FACTS.columns));
});
