//! Mutants of PDFs: streams are changed inside and deflated again, with the
//! right length and index, or the structure between them lies.

use std::io::{Read, Write};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use memchr::memmem;

use super::{
    bytes::{self, find},
    draw::Draw,
};

/// More of a stream is not inflated: bases may be bombs.
const STREAM: u64 = 2 << 20;

/// Where the parts of a stream object stand.
struct Stream {
    /// Where its dictionary begins.
    head: usize,
    /// Where its bytes begin and end.
    start: usize,
    end: usize,
}

fn streams(file: &[u8]) -> Vec<Stream> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = memmem::find(&file[from..], b"stream").map(|at| from + at) {
        from = at + 6;
        let start = match file.get(from..from + 2) {
            Some(b"\r\n") => from + 2,
            Some([b'\n' | b'\r', _]) => from + 1,
            _ => continue,
        };
        let Some(end) = memmem::find(&file[start..], b"endstream") else {
            break;
        };
        let end = start + end;
        let back = at.saturating_sub(2_000);
        if let Some(head) = memmem::rfind(&file[back..at], b" obj") {
            found.push(Stream {
                head: back + head,
                start,
                end,
            });
        }
        from = end + 9;
    }
    found
}

/// Changes the document, `other` being another.
pub(crate) fn mutate(file: &[u8], other: &[u8], draw: &mut Draw) -> (Vec<u8>, String) {
    let mut file = file.to_vec();
    let mut how = Vec::new();
    for _ in 0..=draw.small(3) {
        let done = match draw.below(10) {
            // Nothing may be left of it.
            _ if file.is_empty() => format!("whole {}", bytes::mutate(&mut file, other, draw)),
            0..=4 => inside(&mut file, draw),
            5..=8 => structure(&mut file, draw),
            _ => format!("whole {}", bytes::mutate(&mut file, other, draw)),
        };
        how.push(done);
    }
    if draw.below(4) > 0 {
        index(&mut file);
    }
    (file, how.join(", "))
}

/// Changes one stream inside, and packs it again.
fn inside(file: &mut Vec<u8>, draw: &mut Draw) -> String {
    let all = streams(file);
    if all.is_empty() {
        return format!("whole {}", bytes::mutate(file, &[], draw));
    }
    let Stream { head, start, end } = *draw.pick(&all);
    let dictionary = &file[head..start];
    let has = |word: &[u8]| memmem::find(dictionary, word).is_some();
    let kind = if has(b"/ObjStm") {
        "object stream"
    } else if has(b"/XRef") {
        "index stream"
    } else if has(b"/Length1") || has(b"/FontFile") || has(b"/CIDFontType") || has(b"/OpenType") {
        "font"
    } else if has(b"/Image") {
        "picture"
    } else {
        "stream"
    };
    let mut inflated = Vec::new();
    let packed = has(b"/FlateDecode")
        && ZlibDecoder::new(&file[start..end])
            .take(STREAM)
            .read_to_end(&mut inflated)
            .is_ok();
    if !packed {
        inflated = file[start..end].to_vec();
    }
    let text =
        memmem::find(&inflated, b" Tf").is_some() || memmem::find(&inflated, b"beginbf").is_some();
    let done = if text || kind == "object stream" {
        operators(&mut inflated, draw)
    } else {
        bytes::mutate(&mut inflated, &[], draw)
    };
    let new = if packed {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&inflated).unwrap();
        encoder.finish().unwrap()
    } else {
        inflated
    };
    replace(file, &all, head, &new);
    format!("{kind} {done}")
}

/// Puts `new` in the place of a stream, with its length; where it is shorter the
/// rest of the file stays where it was.
fn replace(file: &mut Vec<u8>, all: &[Stream], head: usize, new: &[u8]) {
    let Some(stream) = all.iter().find(|stream| stream.head == head) else {
        return;
    };
    let (start, end) = (stream.start, stream.end);
    let mut bytes = new.to_vec();
    if bytes.len() < end - start {
        bytes.resize(end - start, b'\n');
    }
    file.splice(start..end, bytes);
    let Some(length) = memmem::find(&file[head..start], b"/Length ") else {
        return;
    };
    let at = head + length + 8;
    let word = |byte: &u8| byte.is_ascii_digit() || b" R".contains(byte);
    let long = file[at..start].iter().take_while(|byte| word(byte)).count();
    let said = format!("{:<long$}", new.len());
    file.splice(at..at + long, said.bytes());
}

/// Changes what stands in a content stream, a CMap or an object stream.
fn operators(text: &mut Vec<u8>, draw: &mut Draw) -> &'static str {
    if text.is_empty() {
        return bytes::mutate(text, &[], draw);
    }
    const PIECES: &[&str] = &[
        " q ",
        " Q ",
        " BT ",
        " ET ",
        " BI /W 1 /H 1 ID \x00 EI ",
        " BI /W 99999 ID ",
        " /Fm0 Do ",
        " /X0 Do ",
        " [(a) -99999999999 (b)] TJ ",
        " 1e38 0 0 1e38 0 0 cm ",
        " 0 0 0 0 0 0 cm ",
        " 0 0 0 0 0 0 Tm ",
        " 1e-38 0 0 1e-38 1e38 1e38 Tm ",
        " 99999999999999999999 Tc ",
        " -1 Tz ",
        " /F1 0 Tf ",
        " /F1 1e30 Tf ",
        " 3 Tr ",
        " W n ",
        " 0 0 m 1e30 1e30 l S ",
        " 0 0 99999999 0.0001 re f ",
        " NaN inf l ",
        " /Span << /ActualText <FEFF0E01> >> BDC ",
        " EMC ",
        " << ",
        " [ ",
        " ( ",
        " <",
        " >> ",
        " ] ",
        " 0 beginbfchar endbfchar ",
        " 1 beginbfrange <0000> <FFFF> <0000> endbfrange ",
        " 1 beginbfrange <00000000> <FFFFFFFF> <0E01> endbfrange ",
        " 1 begincidrange <0000> <FFFF> 4294967295 endcidrange ",
        " begincodespacerange <00> <FFFFFFFFFFFFFFFF> endcodespacerange ",
        " /a usecmap ",
        " R ",
        " 1 0 R ",
        " stream ",
    ];
    match draw.below(9) {
        0..=2 => {
            if bytes::number(text, draw) {
                return "number";
            }
            bytes::mutate(text, &[], draw)
        }
        3 | 4 => {
            let many = if draw.one_in(6) {
                *draw.pick(&[100, 5_000, 100_000])
            } else {
                1
            };
            let piece: Vec<u8> = draw.pick(PIECES).repeat(many).into();
            let at = draw.below(text.len());
            let at = text[at..]
                .iter()
                .position(|byte| b" \n".contains(byte))
                .map_or(at, |gap| at + gap);
            text.splice(at..at, piece.into_iter().take(1 << 20));
            "operators"
        }
        5 => {
            let (start, end) = draw.stretch(text.len(), 2_000);
            let again = text[start..end].repeat(1 + draw.small(300));
            text.splice(end..end, again.into_iter().take(1 << 20));
            "operators again"
        }
        6 => {
            // Numbers of one stretch far from where they were.
            let (start, end) = draw.stretch(text.len(), 300);
            let digit = b'0' + (draw.below(10) as u8);
            let digits = text[start..end]
                .iter_mut()
                .filter(|byte| byte.is_ascii_digit());
            digits.for_each(|byte| *byte = digit);
            "digits"
        }
        _ => bytes::mutate(text, &[], draw),
    }
}

/// What may stand in the place of one thing between the streams.
const SWAPS: &[(&str, &[&str])] = &[
    (
        "/FlateDecode",
        &[
            "/LZWDecode",
            "/ASCIIHexDecode",
            "/ASCII85Decode",
            "/RunLengthDecode",
            "/DCTDecode",
            "/Crypt",
            "/JBIG2Decode",
            "/None",
            "[/FlateDecode /FlateDecode /FlateDecode]",
            "[/ASCIIHexDecode /FlateDecode]",
        ],
    ),
    (
        "/Length ",
        &[
            "/Length 0 %",
            "/Length 99999999999 %",
            "/Length -1 %",
            "/Length 2147483647 %",
            "/Length 1 0 R %",
            "/Len ",
        ],
    ),
    (
        "/Kids",
        &[
            "/Kid",
            "/Kids [1 0 R 2 0 R 3 0 R] /Old",
            "/Kids 5 /Old",
            "/Kids null /Old",
        ],
    ),
    (
        "/Count ",
        &[
            "/Count 99999999999 %",
            "/Count -1 %",
            "/Count 4294967295 %",
            "/Count 0 %",
        ],
    ),
    (
        "/Type /Pages",
        &["/Type /Page", "/Type /Catalog", "/Type /Font"],
    ),
    (
        "/Type /Page",
        &["/Type /Pages", "/Type /ObjStm", "/Type /XRef"],
    ),
    ("/Type/Page", &["/Type/Pages", "/Type/ObjStm"]),
    (
        "/MediaBox",
        &[
            "/MediaBox [0 0 0 0] /Old",
            "/MediaBox [-1e30 -1e30 1e30 1e30] /Old",
            "/MediaBox [0 0 99999999999 99999999999] /Old",
            "/MediaBox [1 0 R] /Old",
            "/Rotate 45 /MediaBox",
        ],
    ),
    (
        "/Predictor ",
        &[
            "/Predictor 2 /Old ",
            "/Predictor 15 /Colors 99999 /Old ",
            "/Predictor 99 /Old ",
        ],
    ),
    (
        "/Columns ",
        &[
            "/Columns 4294967295 /Old ",
            "/Columns 0 /Old ",
            "/Columns -1 /Old ",
        ],
    ),
    (
        "/First ",
        &["/First 99999999 /Old ", "/First -1 /Old ", "/First 0 /Old "],
    ),
    ("/N ", &["/N 99999999 /Old ", "/N -1 /Old "]),
    (
        "/W ",
        &[
            "/W [0 0 0] /Old ",
            "/W [8 8 8] /Old ",
            "/W [99999999 1 1] /Old ",
            "/W [0 [0] 5] /Old ",
        ],
    ),
    (
        "/W[",
        &[
            "/W[0 65535 [",
            "/W[99999999999 0 5 ",
            "/W[0 4294967295 500 ",
        ],
    ),
    (
        "/Size ",
        &[
            "/Size 99999999999 /Old ",
            "/Size 0 /Old ",
            "/Size 4294967295 /Old ",
        ],
    ),
    ("/Prev ", &["/Prev 0 /Old ", "/Prev 99999999999 /Old "]),
    ("/Widths", &["/Widths [99999999999] /Old", "/Widths 5 /Old"]),
    (
        "/FirstChar",
        &["/FirstChar -99999 /Old", "/FirstChar 4294967295 /Old"],
    ),
    (
        "/LastChar",
        &["/LastChar 4294967295 /Old", "/LastChar -1 /Old"],
    ),
    (
        "/Encoding",
        &[
            "/Encoding /Identity-V /Old",
            "/Encoding /WinAnsiEncoding /Old",
            "/Encoding /90ms-RKSJ-H /Old",
            "/Encoding 1 0 R /Old",
        ],
    ),
    ("/ToUnicode", &["/ToUnicode /Identity-H /Old", "/ToUni"]),
    ("/Identity-H", &["/Identity-V", "/UniGB-UCS2-H", "/H"]),
    ("/CIDToGIDMap", &["/CIDToGIDMap 1 0 R /Old"]),
    (
        "/Subtype",
        &[
            "/Subtype /Type3 /Old",
            "/Subtype /Form /Old",
            "/Subtype /Type0 /Old",
        ],
    ),
    (
        "/Contents",
        &["/Contents [1 0 R 1 0 R] /Old", "/Contents null /Old"],
    ),
    (
        "/Resources",
        &["/Resources 1 0 R /Old", "/Resources null /Old"],
    ),
    ("/Parent", &["/Parent 1 0 R /Old", "/Pa"]),
    ("/Encrypt", &["/Old"]),
    ("/UserUnit", &["/UserUnit 1e30 /Old", "/UserUnit -1 /Old"]),
    ("/EmbeddedFiles", &["/Dests"]),
    (
        "startxref",
        &["startxref 0 %", "startxref 99999999999 %", "startxre"],
    ),
    ("endobj", &["", "obj", "endob"]),
    ("endstream", &["", "endstrea"]),
    ("trailer", &["trailer << /Root 1 0 R >> %", "traile"]),
    (
        "%%EOF",
        &["", "%%EOF trailer << /Size 1 /Prev 0 >> startxref 0 %%EOF"],
    ),
    (" 0 obj", &[" 1 obj", " 65535 obj", " 0 ob"]),
    ("<<", &["[", "<", "<< << << <<", "<< /A "]),
    (">>", &["]", ">", ""]),
    ("[", &["<<", "(", "[[[[[[[["]),
];

/// Changes what stands between the streams.
fn structure(file: &mut Vec<u8>, draw: &mut Draw) -> String {
    match draw.below(8) {
        0..=3 => {
            for _ in 0..6 {
                let (old, new) = draw.pick(SWAPS);
                if let Some(at) = find(file, old.as_bytes(), draw) {
                    file.splice(at..at + old.len(), draw.pick(new).bytes());
                    return format!("{} swapped", old.trim());
                }
            }
            bytes::number(file, draw);
            "number".to_owned()
        }
        4 | 5 => {
            // One object in the place of another: loops, and kinds not meant.
            let objects = references(file);
            let Some(at) = find(file, b" 0 R", draw) else {
                return "untouched".to_owned();
            };
            let digits = file[..at]
                .iter()
                .rev()
                .take_while(|byte| byte.is_ascii_digit());
            let start = at - digits.count();
            let number = draw.pick(&objects).to_string();
            file.splice(start..at, number.bytes());
            "reference".to_owned()
        }
        6 => {
            let (open, close) =
                *draw.pick(&[("[", "]"), ("<< /A ", ">>"), ("(", ")"), ("[<<", ">>]")]);
            let many = *draw.pick(&[10, 300, 50_000]);
            let mut nested = open.repeat(many);
            if draw.one_in(2) {
                nested.push_str(&close.repeat(many));
            }
            let word = *draw.pick(&["/Resources ", "/Kids ", "/Contents ", "/Font ", "<< ", "/"]);
            if let Some(at) = find(file, word.as_bytes(), draw) {
                let at = at + word.len();
                file.splice(at..at, nested.bytes());
            }
            "nested".to_owned()
        }
        _ => {
            // A number between streams, not inside them.
            let all = streams(file);
            for _ in 0..8 {
                let at = draw.below(file.len());
                let free = all.iter().all(|stream| at < stream.head || stream.end < at);
                if free && file.get(at).is_some_and(u8::is_ascii_digit) {
                    file.splice(at..=at, draw.pick(bytes::NUMBERS).bytes());
                    return "number".to_owned();
                }
            }
            "untouched".to_owned()
        }
    }
}

/// Numbers of objects, and some that are of none.
fn references(file: &[u8]) -> Vec<u64> {
    let mut numbers = vec![0, 1, 99_999, 4_294_967_295];
    numbers.extend(objects(file).iter().map(|(number, _)| number));
    numbers
}

/// Number and place of every object that is not in a stream.
fn objects(file: &[u8]) -> Vec<(u64, usize)> {
    let digits = |until: usize| {
        let count = file[..until]
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_digit());
        until - count.count()
    };
    let number = |at: usize| {
        let generation = digits(at);
        let end = generation.checked_sub(1)?;
        let start = digits(end);
        let text = std::str::from_utf8(&file[start..end]).ok()?;
        Some((text.parse().ok()?, start))
    };
    memmem::find_iter(file, b" obj")
        .take(20_000)
        .filter_map(number)
        .collect()
}

/// Makes the index at the end anew where it is a table, so that what was changed
/// is met where it is looked for.
fn index(file: &mut Vec<u8>) {
    let Some(trailer) = memmem::rfind(file, b"trailer") else {
        return;
    };
    let end = file[trailer..].len();
    let end = memmem::find(&file[trailer..], b"startxref").unwrap_or(end);
    let dictionary = String::from_utf8_lossy(&file[trailer..trailer + end]).into_owned();
    let dictionary = dictionary
        .replace("/Prev", "/Was")
        .replace("/XRefStm", "/Was");
    let all = objects(file);
    let at = file.len();
    let mut table = String::from("\nxref\n");
    for (number, place) in &all {
        if *number < 1_000_000 {
            table.push_str(&format!("{number} 1\n{place:010} 00000 n \n"));
        }
    }
    table.push_str(&format!("{dictionary}\nstartxref\n{}\n%%EOF\n", at + 1));
    file.extend_from_slice(table.as_bytes());
}
