//! Workbooks of every format, from their bytes to their submission. What
//! begins with `\x1d` is a container as text, see `container`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ruam::worker::Task;
use ruam_fuzz::{container, only_ours_count, read};

fuzz_target!(init: only_ours_count(), |bytes: &[u8]| {
    read(&container::pack(bytes), Task::Report);
});
