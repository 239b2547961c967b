//! A whole PDF, from its bytes to its submission, its text or its pictures.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ruam::worker::Task;
use ruam_fuzz::{only_ours_count, read};

fuzz_target!(init: only_ours_count(), |bytes: &[u8]| {
    let task = match bytes.len() % 8 {
        0 => Task::Text,
        1 => Task::Picture,
        _ => Task::Report,
    };
    read(bytes, task);
});
