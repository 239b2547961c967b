//! Any workbook, marked: the copy opens again, says what the workbook said, and
//! stays as it is when it is marked once more.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ruam::{
    submission::Submission,
    worker::{Reply, Task},
};
use ruam_fuzz::{container, only_ours_count, read};

fuzz_target!(init: only_ours_count(), |bytes: &[u8]| {
    let Some((submission, copy)) = marked(&container::pack(bytes)) else {
        return;
    };
    let (again, twice) = marked(&copy).expect("a marked copy opens again");
    assert_eq!(again.indicators, submission.indicators);
    assert!(twice == copy, "marked twice is marked once");
});

/// What a file says, and its marked copy, where it has both.
fn marked(bytes: &[u8]) -> Option<(Submission, Vec<u8>)> {
    let Reply::Marked {
        reply, workbook, ..
    } = read(bytes, Task::Mark)?
    else {
        return None;
    };
    match *reply {
        Reply::Submission(submission) => Some((*submission, workbook?)),
        _ => None,
    }
}
