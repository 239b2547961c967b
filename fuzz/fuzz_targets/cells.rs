//! The grammars of the cells: any rows under the form's own header.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ruam_fuzz::{grid, read_document};

/// The form's header.
const HEADER: &str = "ที่\tตัวชี้วัด\tปี 2562\tปี 2563\tคะแนนเพิ่มขึ้น (ลดลง) จากปีก่อน\tจุดอ่อน\tจุดแข็ง\tมาตรการ\tผู้รับผิดชอบ\tผลการดำเนินการ\tความคืบหน้า\tคำชี้แจง";

fuzz_target!(|text: &str| {
    let read = read_document(&grid::document(&format!("{HEADER}\n{text}")));
    assert!(read.is_some(), "the header is there");
});
