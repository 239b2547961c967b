//! Mutations of XML: values at the edge of what they are held in, references
//! that lead nowhere or far, elements too deep, too many or not closed.

use super::{
    bytes::{self, find},
    draw::Draw,
};

/// What may stand in an attribute of each name.
const VALUES: &[(&str, &[&str])] = &[
    (
        " r=\"",
        &[
            "XFD1048576",
            "A0",
            "XFE1",
            "ZZZZZZZ99999999999",
            "A1",
            "1",
            "",
            "a1",
            "$A$1",
            "A4294967296",
        ],
    ),
    (
        " ref=\"",
        &[
            "A1:XFD1048576",
            "XFD1048576:A1",
            "A1",
            "A0:B0",
            "A1:A1048577",
            ":",
            "A1:B2:C3",
        ],
    ),
    (" s=\"", &["4294967295", "65535", "-1", "99999999999", "x"]),
    (
        " t=\"",
        &["s", "str", "inlineStr", "b", "e", "d", "n", "z", ""],
    ),
    (" spans=\"", &["1:16384", "16384:1", "0:0"]),
    (
        "count=\"",
        &["4294967295", "0", "-1", "18446744073709551616"],
    ),
    (
        "repeated=\"",
        &[
            "1048576",
            "16384",
            "2147483647",
            "4294967295",
            "0",
            "-1",
            "18446744073709551615",
        ],
    ),
    ("spanned=\"", &["1048576", "16384", "4294967295", "0", "-1"]),
    (
        "value-type=\"",
        &[
            "float",
            "string",
            "percentage",
            "date",
            "boolean",
            "time",
            "void",
            "",
        ],
    ),
    (
        "formatCode=\"",
        &["[h]:mm", "0%;0%;0%;0%;0%", "[$-41E]\"", "General", "@"],
    ),
    (" Id=\"", &["rId1", "rId999", ""]),
    ("r:id=\"", &["rId1", "rId999", ""]),
    (
        "Target=\"",
        &[
            "../../../../etc/passwd",
            "workbook.xml",
            "worksheets/sheet1.xml",
            "/",
            "http://example.invalid/",
        ],
    ),
    ("encoding=\"", &["UTF-16", "windows-874", "latin1", "x"]),
];

const INSERTS: &[&str] = &[
    "&a;",
    "&#0;",
    "&#x10FFFF;",
    "&#xFFFFFFFFF;",
    "<![CDATA[x]]>",
    "<![CDATA[",
    "<!-- -->",
    "<!--",
    "<?x y?>",
    "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>",
    "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
    "<mergeCell ref=\"A1:XFD1048576\"/>",
    "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>",
    "<text:s text:c=\"4294967295\"/>",
    "<v>99999999999</v>",
    "<v>-1</v>",
    "<t xml:space=\"preserve\">  </t>",
    "\u{202e}",
    "\u{feff}",
    ">",
    "<",
    "</",
    "\"",
    " xmlns=\"\"",
];

/// Changes the text in one way.
pub(crate) fn mutate(text: &mut Vec<u8>, draw: &mut Draw) -> &'static str {
    if text.is_empty() {
        return bytes::mutate(text, &[], draw);
    }
    match draw.below(12) {
        0..=2 => {
            if bytes::number(text, draw) {
                return "number";
            }
            bytes::mutate(text, &[], draw)
        }
        3..=5 => {
            for _ in 0..4 {
                let (name, values) = draw.pick(VALUES);
                let Some(at) = find(text, name.as_bytes(), draw) else {
                    continue;
                };
                let start = at + name.len();
                let Some(end) = text[start..].iter().position(|byte| *byte == b'"') else {
                    continue;
                };
                text.splice(start..start + end, draw.pick(values).bytes());
                return "value";
            }
            bytes::mutate(text, &[], draw)
        }
        6 => {
            let new = draw.pick(INSERTS).repeat(1 + draw.small(3));
            let at = match draw.below(3) {
                0 => find(text, b"<", draw),
                1 => find(text, b">", draw).map(|at| at + 1),
                _ => None,
            };
            let at = at.unwrap_or_else(|| draw.below(text.len()));
            text.splice(at..at, new.bytes());
            "inserted"
        }
        7 => element(text, draw),
        8 => {
            // One tag, opened as deep as a stack may be.
            let Some(at) = find(text, b"<", draw) else {
                return bytes::mutate(text, &[], draw);
            };
            let end = text[at..].iter().position(|byte| *byte == b'>');
            let tag = text[at..end.map_or(text.len(), |end| at + end + 1)].to_vec();
            let many = *draw.pick(&[10, 1_000, 20_000]);
            let deep: Vec<u8> = tag.repeat(many).into_iter().take(1 << 21).collect();
            text.splice(at..at, deep);
            "deep"
        }
        9 => {
            let at = draw.below(text.len());
            let fill = *draw.pick(&[b'a', b' ', 0xe0, 0xff, b'9']);
            let long = *draw.pick(&[32_768, 65_536, 1 << 20]);
            text.splice(at..at, vec![fill; long]);
            "long"
        }
        _ => bytes::mutate(text, &[], draw),
    }
}

/// Takes away, repeats or moves what stands between two tags.
fn element(text: &mut Vec<u8>, draw: &mut Draw) -> &'static str {
    let opens: Vec<usize> = memchr::memchr_iter(b'<', text).take(20_000).collect();
    if opens.len() < 2 {
        return bytes::mutate(text, &[], draw);
    }
    let first = draw.below(opens.len() - 1);
    let last = (first + 1 + draw.small(40)).min(opens.len() - 1);
    let (start, end) = (opens[first], opens[last]);
    match draw.below(3) {
        0 => {
            text.drain(start..end);
            "elements gone"
        }
        1 => {
            let whole = text[start..end].repeat(1 + draw.small(200));
            text.splice(end..end, whole.into_iter().take(1 << 20));
            "elements again"
        }
        _ => {
            let moved: Vec<u8> = text.drain(start..end).collect();
            let at = draw.below(text.len());
            let at = text[at..]
                .iter()
                .position(|byte| *byte == b'<')
                .map_or(at, |next| at + next);
            text.splice(at..at, moved);
            "elements moved"
        }
    }
}
