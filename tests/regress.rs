//! Every file that once broke the program, read again: what was found by
//! fuzzing, and what was thought of on the way.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::path::Path;

use common::fixture;
use ruam::{
    limits::{Limit, Limits},
    pipeline::{self, Options},
    source,
    submission::Entry,
};

/// Files that a crate which is not ours panics over: the worker dies of them.
const NOT_OURS: [&str; 1] = ["001-xls-reader-panics.xls"];

/// What would be our fault.
const FAULTS: [&str; 3] = ["crashed", "memory", "timeout"];

#[test]
fn no_file_that_broke_the_program_does_so_again() {
    let options = Options {
        // Where nothing is optimized, a page of all that it may have takes half
        // a minute; on a busy machine more.
        limits: Limits::default()
            .with(Limit::PageBytes, 16 << 20)
            .with(Limit::SilenceSeconds, 120),
        ..common::options()
    };
    let inputs = source::discover(&[fixture("regress")], &[]).unwrap();
    let entries = pipeline::read(&inputs, &options).unwrap();
    assert_eq!(entries.len(), inputs.len());
    assert!(entries.len() >= 5, "the folder is there");
    for entry in &entries {
        let name = Path::new(&entry.source().file).file_name().unwrap();
        let reason = match entry {
            Entry::Submission(submission) => {
                let value = serde_json::to_value(submission).unwrap();
                for pointer in submission.origins.keys() {
                    assert!(value.pointer(pointer).is_some(), "{name:?}: {pointer}");
                }
                ""
            }
            Entry::Rejected(rejected) => &rejected.reason,
        };
        let ours = !NOT_OURS.iter().any(|known| name == *known);
        assert_eq!(FAULTS.contains(&reason), !ours, "{name:?}: {reason}");
    }
}
