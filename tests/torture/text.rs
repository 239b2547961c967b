//! Mutants of delimited text: quotes, line ends, encodings, lengths.

use encoding_rs::{UTF_8, WINDOWS_874};

use super::{
    bytes::{self, find},
    draw::Draw,
};

const PIECES: &[&str] = &[
    "\"",
    "\"\"",
    "\"\"\"",
    ",",
    "\t",
    ";",
    "|",
    "\r",
    "\n",
    "\r\n",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{200b}",
    "\u{e4d}",
    "\u{e33}\u{e33}",
    "\u{fffd}",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "-1+1",
    "<br>",
    "<script>alert(1)</script>",
    "&#99999999999;",
    "\x1b]0;x\x07\x1b[2J",
];

/// Changes the text, `other` being another.
pub(crate) fn mutate(file: &[u8], other: &[u8], draw: &mut Draw) -> (Vec<u8>, String) {
    let mut file = file.to_vec();
    let mut how = Vec::new();
    for _ in 0..=draw.small(4) {
        how.push(once(&mut file, other, draw));
    }
    (file, how.join(", "))
}

fn once(text: &mut Vec<u8>, other: &[u8], draw: &mut Draw) -> &'static str {
    if text.is_empty() {
        return bytes::mutate(text, other, draw);
    }
    match draw.below(11) {
        0 | 1 => {
            let many = if draw.one_in(4) {
                20_000
            } else {
                1 + draw.small(4)
            };
            let piece = draw.pick(PIECES).repeat(many);
            let at = draw.below(text.len());
            text.splice(at..at, piece.bytes());
            "inserted"
        }
        2 => {
            if bytes::number(text, draw) {
                return "number";
            }
            bytes::mutate(text, other, draw)
        }
        3 => {
            let whole = String::from_utf8_lossy(text).into_owned();
            *text = match draw.below(5) {
                0 => WINDOWS_874.encode(&whole).0.into_owned(),
                1 => wide(&whole, u16::to_le_bytes, &[0xff, 0xfe]),
                2 => wide(&whole, u16::to_be_bytes, &[0xfe, 0xff]),
                3 => wide(&whole, u16::to_le_bytes, &[]),
                _ => UTF_8.encode(&whole).0.into_owned(),
            };
            "encoding"
        }
        4 => {
            let marks: [&[u8]; 5] = [
                b"\xef\xbb\xbf",
                b"\xff\xfe",
                b"\xfe\xff",
                b"\xff\xfe\0\0",
                b"\x2b\x2f\x76",
            ];
            text.splice(0..0, draw.pick(&marks).iter().copied());
            "mark"
        }
        5 => {
            // One line, field or run of fields as long as it gets.
            let fill = *draw.pick(&["a", ",", "\"", "\n", "ก", "\t\t", "a,"]);
            let many = *draw.pick(&[1_000, 100_000, 1_000_000]);
            let at = draw.below(text.len());
            text.splice(at..at, fill.repeat(many).bytes());
            "long"
        }
        6 => {
            // A quote that nobody closes, or that goes.
            let Some(at) = find(text, b"\"", draw) else {
                text.insert(0, b'"');
                return "quote";
            };
            text.remove(at);
            "quote"
        }
        7 => {
            let Some(at) = find(text, b"\n", draw) else {
                return bytes::mutate(text, other, draw);
            };
            let end = text[at + 1..].iter().position(|byte| *byte == b'\n');
            let end = end.map_or(text.len(), |end| at + 1 + end);
            let lines = text[at..end].repeat(1 + draw.small(400));
            text.splice(end..end, lines.into_iter().take(1 << 20));
            "lines again"
        }
        _ => bytes::mutate(text, other, draw),
    }
}

fn wide(text: &str, bytes: impl Fn(u16) -> [u8; 2], mark: &[u8]) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(bytes);
    mark.iter().copied().chain(units).collect()
}
