//! Fonts: a program, a ToUnicode CMap and an encoding that agree in nothing, and
//! the arbiter between them. The bytes are these three, parted by `\n%%\n`, and
//! a first line that says what font it is: `C Sarabun 4`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ruam::pdf::fuzzing::{FontParts, font};
use ruam_fuzz::{foreign, only_ours_count};

fuzz_target!(init: only_ours_count(), |bytes: &[u8]| {
    let mut rest = bytes;
    let mut part = || {
        let end = rest.windows(4).position(|four| four == b"\n%%\n");
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after.get(4..).unwrap_or_default();
        part
    };
    let head = String::from_utf8_lossy(part()).into_owned();
    let (to_unicode, encoding) = (part(), part());
    let mut words = head.split(' ');
    let parts = FontParts {
        composite: words.next() == Some("C"),
        name: words.next().unwrap_or_default(),
        flags: words.next().and_then(|flags| flags.parse().ok()).unwrap_or_default(),
        to_unicode,
        encoding,
        program: rest,
    };
    foreign(|| font(&parts, encoding));
});
