//! Font programs and documents for the tests of this folder.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// A TrueType program of 1000 units an em whose glyph n is 100 n wide, with
/// one subtable of `cmap` for each (platform, encoding, first code, glyphs).
pub(super) fn true_type(subtables: &[Subtable<'_>]) -> Vec<u8> {
    with_tables(subtables, Vec::new())
}

/// The same with outlines of the first glyphs: none, a drawn one, or one that
/// is composed of other glyphs.
pub(super) fn with_outlines(subtables: &[Subtable<'_>], outlines: &[Outline<'_>]) -> Vec<u8> {
    let mut glyf = Vec::new();
    let mut loca = words(&[0]);
    for outline in outlines {
        let bounds = [0, 0, 100, 100];
        match outline {
            None => {}
            Some([]) => glyf.extend(words(&[&[1][..], &bounds, &[0, 0, 0x0100]].concat())),
            Some(parts) => {
                glyf.extend(words(&[&[u16::MAX][..], &bounds].concat()));
                for (rest, part) in (0..parts.len()).rev().zip(*parts) {
                    // Offsets of a byte each, and whether more parts follow.
                    let flags = if rest == 0 { 0x02 } else { 0x22 };
                    glyf.extend(words(&[flags, *part, 0]));
                }
            }
        }
        loca.extend(words(&[glyf.len() as u16 / 2]));
    }
    with_tables(subtables, vec![(b"glyf", glyf), (b"loca", loca)])
}

/// The corners of a closed line.
pub(super) type Corners<'a> = &'a [(i16, i16)];

/// A TrueType program of 1000 units an em, without names or characters, of
/// glyphs with an advance and lines.
pub(super) fn drawn(glyphs: &[(u16, &[Corners<'_>])]) -> Vec<u8> {
    let mut glyf = Vec::new();
    let mut loca = words(&[0]);
    for (_, lines) in glyphs {
        if !lines.is_empty() {
            let ends = lines.iter().scan(0, |end, line| {
                *end += line.len() as u16;
                Some(*end - 1)
            });
            glyf.extend(words(&[&[lines.len() as u16][..], &[0; 4]].concat()));
            glyf.extend(words(&ends.chain([0]).collect::<Vec<_>>()));
            let corners = lines.concat();
            // All on the line, and moved by two bytes each way.
            glyf.extend(vec![1; corners.len()]);
            for side in [
                |corner: &(i16, i16)| corner.0,
                |corner: &(i16, i16)| corner.1,
            ] {
                let mut last = 0;
                for at in corners.iter().map(side) {
                    glyf.extend((at - last).to_be_bytes());
                    last = at;
                }
            }
            glyf.resize(glyf.len().next_multiple_of(2), 0);
        }
        loca.extend(words(&[glyf.len() as u16 / 2]));
    }
    let advances: Vec<u16> = glyphs
        .iter()
        .flat_map(|(advance, _)| [*advance, 0])
        .collect();
    let count = glyphs.len() as u16;
    font(vec![
        (b"glyf", glyf),
        (b"head", head()),
        (b"hhea", hhea(count)),
        (b"hmtx", words(&advances)),
        (b"loca", loca),
        (b"maxp", words(&[0, 0x5000, count])),
    ])
}

/// Platform, encoding, first code and glyphs of a subtable of `cmap`.
pub(super) type Subtable<'a> = (u16, u16, u16, &'a [u16]);
/// The parts of an outline, which has lines of its own where there are none.
pub(super) type Outline<'a> = Option<&'a [u16]>;

fn with_tables(subtables: &[Subtable<'_>], more: Vec<(&'static [u8; 4], Vec<u8>)>) -> Vec<u8> {
    let mut cmap = words(&[0, subtables.len() as u16]);
    let mut bodies = Vec::new();
    for (platform, encoding, first, glyphs) in subtables {
        let offset = 4 + 8 * subtables.len() + bodies.len();
        cmap.extend(words(&[*platform, *encoding, 0, offset as u16]));
        let length = 10 + 2 * glyphs.len() as u16;
        bodies.extend(words(&[6, length, 0, *first, glyphs.len() as u16]));
        bodies.extend(words(glyphs));
    }
    cmap.extend(bodies);
    let hmtx: Vec<u16> = (0..10).flat_map(|glyph| [100 * glyph, 0]).collect();
    let mut tables = vec![
        (b"cmap", cmap),
        (b"head", head()),
        (b"hhea", hhea(10)),
        (b"hmtx", words(&hmtx)),
        (b"maxp", words(&[0, 0x5000, 10])),
    ];
    tables.extend(more);
    tables.sort_by_key(|(tag, _)| *tag);
    font(tables)
}

fn head() -> Vec<u8> {
    let mut head = words(&[1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, 1000]);
    head.resize(54, 0);
    head
}

fn hhea(glyphs: u16) -> Vec<u8> {
    let mut hhea = words(&[1, 0]);
    hhea.resize(34, 0);
    hhea.extend(words(&[glyphs]));
    hhea
}

fn font(tables: Vec<(&[u8; 4], Vec<u8>)>) -> Vec<u8> {
    let mut font = words(&[1, 0, tables.len() as u16, 0, 0, 0]);
    let mut offset = 12 + 16 * tables.len();
    for (tag, table) in &tables {
        font.extend(*tag);
        font.extend(words(&[0, 0, 0, offset as u16, 0, table.len() as u16]));
        offset += table.len();
    }
    font.extend(tables.into_iter().flat_map(|(_, table)| table));
    font
}

/// A bare CFF program of the glyphs `.notdef`, `A` and `kokai`, at the codes 7
/// and 8 of its own encoding, 500 and 600 wide.
pub(super) fn cff() -> Vec<u8> {
    let number = |value: u16| {
        let [high, low] = value.to_be_bytes();
        [28, high, low]
    };
    let char_strings = index(&[
        &[14],
        &[&number(500)[..], &[14]].concat(),
        &[&number(600)[..], &[14]].concat(),
    ]);
    let names = index(&[b"Test"]);
    let strings = index(&[b"kokai"]);
    let subroutines = words(&[0]);
    let top = |base: usize| {
        let offset = |after: usize| number((base + after) as u16);
        let private = [&number(0)[..], &offset(0)[..], &[18]].concat();
        [
            &[&offset(0)[..], &[15]].concat()[..],
            &[&offset(5)[..], &[16]].concat(),
            &[&offset(9)[..], &[17]].concat(),
            &private,
        ]
        .concat()
    };
    let before = 4 + names.len() + index(&[&top(0)]).len() + strings.len() + subroutines.len();
    let charset = [0, 0, 34, 391_u16.to_be_bytes()[0], 391_u16.to_be_bytes()[1]];
    let encoding = [0, 2, 7, 8];
    [
        &[1, 0, 4, 2][..],
        &names,
        &index(&[&top(before)]),
        &strings,
        &subroutines,
        &charset,
        &encoding,
        &char_strings,
    ]
    .concat()
}

/// A document and a simple font of it, with this program at that key.
pub(super) fn simple(name: &str, key: &str, program: Vec<u8>) -> (Document, Dictionary) {
    let mut document = Document::new();
    let program = document.add_object(Stream::new(Dictionary::new(), program));
    let descriptor = dictionary! { "Flags" => 4, key => program };
    let descriptor = document.add_object(descriptor);
    let font = dictionary! {
        "Subtype" => "TrueType",
        "BaseFont" => Object::Name(name.as_bytes().to_vec()),
        "FontDescriptor" => descriptor,
    };
    (document, font)
}

/// Adds to a document a Type 0 font of that name, with this program, whose
/// codes are its glyphs.
pub(super) fn composite(
    document: &mut Document,
    name: &str,
    program: Vec<u8>,
    to_unicode: &str,
) -> ObjectId {
    let program = document.add_object(Stream::new(Dictionary::new(), program));
    let descriptor = document.add_object(dictionary! { "FontFile2" => program });
    let cid_font = document.add_object(dictionary! {
        "Subtype" => "CIDFontType2", "FontDescriptor" => descriptor, "DW" => 0,
        // The first six glyphs have a width, the others are marks.
        "W" => vec![0.into(), 5.into(), 500.into()],
    });
    let map = Stream::new(Dictionary::new(), to_unicode.as_bytes().to_vec());
    let map = document.add_object(map);
    document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => name,
        "Encoding" => "Identity-H", "DescendantFonts" => vec![cid_font.into()],
        "ToUnicode" => map,
    })
}

fn index(items: &[&[u8]]) -> Vec<u8> {
    let mut index = words(&[items.len() as u16]);
    index.extend([1, 1]);
    let mut end = 1;
    for item in items {
        end += item.len() as u8;
        index.push(end);
    }
    index.extend(items.concat());
    index
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}
