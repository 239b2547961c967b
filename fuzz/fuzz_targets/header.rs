//! The header of the form: any cells above a row of data.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ruam_fuzz::{grid, read_document};

/// One indicator, as the form has it.
const ROW: &str = "1\tการปฏิบัติหน้าที่\t82.76\t84.94\t2.18\tI4 = 81.23 คะแนน\tI1 = 92.11\t1. มาตรการ\tทุกสำนัก\tดำเนินการแล้ว ร้อยละ 50";

fuzz_target!(|text: &str| {
    read_document(&grid::document(&format!("{text}\n{ROW}")));
});
