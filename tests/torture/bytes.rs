//! Mutations that know nothing of a format, or only that it is text.

use super::draw::Draw;

/// Changes the bytes in one way; `other` is what may be spliced in.
pub(crate) fn mutate(bytes: &mut Vec<u8>, other: &[u8], draw: &mut Draw) -> &'static str {
    if bytes.is_empty() {
        *bytes = (0..=draw.small(64)).map(|_| draw.byte()).collect();
        return "filled";
    }
    let length = bytes.len();
    match draw.below(13) {
        0 | 1 => {
            for _ in 0..=draw.small(8) {
                let at = draw.below(length);
                bytes[at] ^= 1 << draw.below(8);
            }
            "bits"
        }
        2 => {
            for _ in 0..=draw.small(8) {
                let at = draw.below(length);
                bytes[at] = draw.byte();
            }
            "bytes"
        }
        3 => {
            let at = draw.below(length);
            bytes[at] = *draw.pick(&[0, 1, 0x7f, 0x80, 0xfe, 0xff]);
            "extreme byte"
        }
        4 | 5 => {
            extreme(bytes, draw);
            "extreme number"
        }
        6 => {
            bytes.truncate(draw.below(length));
            "cut off"
        }
        7 => {
            let at = draw.below(length + 1);
            let new: Vec<u8> = (0..=draw.small(64)).map(|_| draw.byte()).collect();
            bytes.splice(at..at, new);
            "inserted"
        }
        8 => {
            let (start, end) = draw.stretch(length, 512);
            bytes.drain(start..end);
            "deleted"
        }
        9 => {
            let (start, end) = draw.stretch(length, 4096);
            let chunk = bytes[start..end].repeat(1 + draw.small(16));
            let at = if draw.one_in(2) {
                end
            } else {
                draw.below(length)
            };
            bytes.splice(at..at, chunk);
            "doubled"
        }
        10 => {
            let (start, end) = draw.stretch(length, 256);
            bytes[start..end].fill(*draw.pick(&[0, b' ', 0xff]));
            "filled"
        }
        11 => {
            let (from, to) = (draw.below(length), draw.below(length));
            let long = draw.small(256).min(length - from.max(to));
            bytes.copy_within(from..from + long, to);
            "moved"
        }
        _ => {
            let at = draw.below(length);
            let (start, end) = draw.stretch(other.len(), other.len());
            bytes.truncate(at);
            bytes.extend_from_slice(other.get(start..end).unwrap_or_default());
            "spliced"
        }
    }
}

/// Puts a number at the edge of something in the place of another.
pub(crate) fn extreme(bytes: &mut [u8], draw: &mut Draw) {
    let width = *draw.pick(&[2, 4, 4, 4, 8]);
    if bytes.len() < width {
        return;
    }
    let mut at = draw.below(bytes.len() - width + 1);
    if draw.one_in(2) {
        at -= at % width;
    }
    let mut now = [0; 8];
    now[..width].copy_from_slice(&bytes[at..at + width]);
    let now = u64::from_le_bytes(now);
    let length = bytes.len() as u64;
    let number = *draw.pick(&[
        0,
        1,
        0x7fff,
        0x8000,
        0xffff,
        0x7fff_ffff,
        0x8000_0000,
        0xffff_fffe,
        0xffff_ffff,
        0x7fff_ffff_ffff_ffff,
        u64::MAX,
        length,
        length.wrapping_sub(at as u64),
        now.wrapping_add(1),
        now.wrapping_sub(1),
        now << 8,
    ]);
    let mut new = number.to_le_bytes();
    if draw.one_in(3) {
        new[..width].reverse();
    }
    bytes[at..at + width].copy_from_slice(&new[..width]);
}

/// Numbers as text at the edge of what somebody holds them in.
pub(crate) const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "255",
    "256",
    "16383",
    "16384",
    "16385",
    "32767",
    "32768",
    "65535",
    "65536",
    "1048575",
    "1048576",
    "1048577",
    "99999999",
    "2147483647",
    "2147483648",
    "-2147483648",
    "4294967295",
    "4294967296",
    "99999999999",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551615",
    "99999999999999999999999999",
    "1e308",
    "1e999",
    "-1e-400",
    "0.00000000000000000000000000000000001",
    "NaN",
    "inf",
    "-0",
    "007",
    "",
];

/// Puts an extreme in the place of one number that stands in the text.
pub(crate) fn number(text: &mut Vec<u8>, draw: &mut Draw) -> bool {
    let start = draw.below(text.len());
    let digit = |byte: &u8| byte.is_ascii_digit();
    let Some(at) = text[start..].iter().position(digit) else {
        return false;
    };
    // Back to where the number begins.
    let mut at = start + at;
    while at > 0 && text[at - 1].is_ascii_digit() {
        at -= 1;
    }
    let end = text[at..].iter().position(|byte| !digit(byte));
    let end = end.map_or(text.len(), |end| at + end);
    text.splice(at..end, draw.pick(NUMBERS).bytes());
    true
}

/// Where each of the places is that `needle` stands at, one of them.
pub(crate) fn find(bytes: &[u8], needle: &[u8], draw: &mut Draw) -> Option<usize> {
    let all: Vec<usize> = memchr::memmem::find_iter(bytes, needle)
        .take(5_000)
        .collect();
    (!all.is_empty()).then(|| *draw.pick(&all))
}
