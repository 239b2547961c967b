//! Mutations of XML: values at the edge of what they are held in, references
//! that lead nowhere or far, elements too deep, too many or not closed.

use memchr::memmem;

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

/// Whole elements that mean something somewhere.
const ELEMENTS: &[&str] = &[
    "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
    "<c r=\"XFD1048576\" t=\"s\"><v>4294967295</v></c>",
    "<c r=\"A1\" t=\"s\"><v>99999999999</v></c>",
    "<c r=\"A1\"><f t=\"shared\" ref=\"A1:XFD1048576\" si=\"0\">A1</f><v>1</v></c>",
    "<mergeCell ref=\"A1:XFD1048576\"/>",
    "<mergeCells count=\"1\"><mergeCell ref=\"B2:XFD1048576\"/></mergeCells>",
    "<cols><col min=\"1\" max=\"4294967295\" hidden=\"1\"/></cols>",
    "<dimension ref=\"A1:XFD1048576\"/>",
    "<si><t>x</t></si>",
    "<si><r><t>x</t></r><rPh sb=\"0\" eb=\"9\"><t>y</t></rPh></si>",
    "<xf numFmtId=\"4294967295\"/>",
    "<sheet name=\"x\" sheetId=\"4294967295\" r:id=\"rId1\"/>",
    "<definedName name=\"x\">Sheet1!$A$1:$XFD$1048576</definedName>",
    "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>",
    "<table:table-cell table:number-columns-spanned=\"16384\" table:number-rows-spanned=\"1048576\"/>",
    "<table:covered-table-cell table:number-columns-repeated=\"4294967295\"/>",
    "<table:table-column table:number-columns-repeated=\"4294967295\" table:visibility=\"collapse\"/>",
    "<text:s text:c=\"4294967295\"/>",
    "<text:p>x</text:p>",
    "<office:annotation><text:p>x</text:p></office:annotation>",
    "<v>-1</v>",
    "<t xml:space=\"preserve\">  </t>",
    "<![CDATA[x]]>",
    "<!-- -->",
    "<?x y?>",
];

/// What breaks off the reading of XML, or should.
const BROKEN: &[&str] = &[
    "&a;",
    "&#0;",
    "&#x10FFFF;",
    "&#xFFFFFFFFF;",
    "<![CDATA[",
    "<!--",
    "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>",
    "\u{202e}",
    "\u{feff}",
    ">",
    "<",
    "</",
    "\"",
    " xmlns=\"\"",
];

/// Changes the text in one way. Most ways leave it well formed: what is not is
/// refused at its first mistake, and tries nothing behind it.
pub(crate) fn mutate(text: &mut Vec<u8>, draw: &mut Draw) -> &'static str {
    if text.is_empty() {
        return bytes::mutate(text, &[], draw);
    }
    match draw.below(24) {
        0..=4 => {
            if bytes::number(text, draw) {
                return "number";
            }
            bytes::mutate(text, &[], draw)
        }
        5..=11 => value(text, draw),
        12..=15 => element(text, draw),
        16..=18 => {
            let at = find(text, b"<", draw).unwrap_or_default();
            text.splice(at..at, draw.pick(ELEMENTS).bytes());
            "element put in"
        }
        19 => {
            // One tag, opened as deep as a stack may be.
            let Some((start, end, name)) = tag(text, draw) else {
                return bytes::mutate(text, &[], draw);
            };
            let many = *draw.pick(&[10, 1_000, 20_000]);
            let open = text[start..end].to_vec();
            let close = format!("</{}>", String::from_utf8_lossy(&name));
            let most = (1 << 21) / open.len();
            let mut deep = open.repeat(many.min(most));
            if draw.one_in(2) {
                deep.extend(close.repeat(many.min(most)).bytes());
            }
            text.splice(start..start, deep);
            "deep"
        }
        20 => {
            let at = match draw.below(3) {
                0 => find(text, b"</", draw),
                1 => find(text, b"=\"", draw).map(|at| at + 2),
                _ => None,
            };
            let at = at.unwrap_or_else(|| draw.below(text.len()));
            let fill = *draw.pick(&["a", " ", "ก", "9", "\n", "\u{e33}", "I1 "]);
            let long = *draw.pick(&[10_000, 32_768, 65_536, 1 << 20]);
            text.splice(at..at, fill.repeat(long / fill.len()).bytes());
            "long"
        }
        21 => {
            let new = draw.pick(BROKEN).repeat(1 + draw.small(3));
            let at = draw.below(text.len());
            text.splice(at..at, new.bytes());
            "inserted"
        }
        _ => bytes::mutate(text, &[], draw),
    }
}

/// Puts another value into an attribute.
fn value(text: &mut Vec<u8>, draw: &mut Draw) -> &'static str {
    for _ in 0..8 {
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
    bytes::number(text, draw);
    "number"
}

/// One opening tag: where it begins and ends, and its name.
fn tag(text: &[u8], draw: &mut Draw) -> Option<(usize, usize, Vec<u8>)> {
    for _ in 0..8 {
        let start = find(text, b"<", draw)?;
        let end = start + memchr::memchr(b'>', &text[start..])? + 1;
        let letter = |byte: &&u8| byte.is_ascii_alphanumeric() || b":_-.".contains(byte);
        let name: Vec<u8> = text[start + 1..end]
            .iter()
            .take_while(letter)
            .copied()
            .collect();
        if !name.is_empty() && text[end - 2] != b'/' {
            return Some((start, end, name));
        }
    }
    None
}

/// Takes away, repeats, moves or wraps a whole element.
fn element(text: &mut Vec<u8>, draw: &mut Draw) -> &'static str {
    let Some((start, opened, name)) = tag(text, draw) else {
        return bytes::mutate(text, &[], draw);
    };
    let close = [b"</", name.as_slice(), b">"].concat();
    let Some(end) = memmem::find(&text[opened..], &close) else {
        return bytes::mutate(text, &[], draw);
    };
    let end = opened + end + close.len();
    match draw.below(5) {
        0 => {
            text.drain(start..end);
            "element gone"
        }
        1 | 2 => {
            let many = *draw.pick(&[1, 2, 50, 2_000]);
            let whole = text[start..end].repeat(many.min(1 + (1 << 20) / (end - start)));
            text.splice(end..end, whole);
            "element again"
        }
        3 => {
            let moved: Vec<u8> = text.drain(start..end).collect();
            let at = find(text, b"<", draw).unwrap_or_default();
            text.splice(at..at, moved);
            "element moved"
        }
        _ => {
            text.drain(opened..end - close.len());
            "element emptied"
        }
    }
}
