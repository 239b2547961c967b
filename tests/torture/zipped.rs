//! Mutants of workbooks in a zip container: members are changed inside and
//! packed again, or the container itself lies.

use std::io::{Cursor, Read, Write};

use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{
    bytes::{self, extreme},
    draw::Draw,
    xml,
};

/// More of a member is not mutated: bases may be bombs.
const MEMBER: u64 = 2 << 20;

type Members = Vec<(String, Vec<u8>)>;

fn unpack(file: &[u8]) -> Option<Members> {
    let mut archive = ZipArchive::new(Cursor::new(file)).ok()?;
    let mut members = Vec::new();
    for index in 0..archive.len().min(500) {
        let member = archive.by_index(index).ok()?;
        let name = member.name().ok()?.into_owned();
        let mut bytes = Vec::new();
        member.take(MEMBER).read_to_end(&mut bytes).ok()?;
        members.push((name, bytes));
    }
    (!members.is_empty()).then_some(members)
}

fn pack(members: &Members, stored: bool) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let plain = stored || name == "mimetype";
        let method = if plain {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(name.as_str(), options).ok()?;
        zip.write_all(bytes).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// How often a member is drawn.
fn weight(name: &str) -> usize {
    let is = |part: &str| name.contains(part);
    if is("worksheets/sheet") || name == "content.xml" {
        8
    } else if is("sharedStrings") {
        4
    } else if is("styles") || is("workbook") || is("comment") {
        3
    } else if is(".rels") || is("Content_Types") || is("manifest") || is("drawing") {
        2
    } else {
        1
    }
}

/// Changes the workbook, `other` being another of its kind.
pub(crate) fn mutate(file: &[u8], other: &[u8], draw: &mut Draw) -> (Vec<u8>, String) {
    let Some(mut members) = unpack(file) else {
        let mut file = file.to_vec();
        let how = bytes::mutate(&mut file, other, draw);
        return (file, format!("whole {how}"));
    };
    let mut how = Vec::new();
    for _ in 0..=draw.small(3) {
        how.push(match draw.below(20) {
            0 => shuffle(&mut members, draw),
            _ => member(&mut members, other, draw),
        });
    }
    let Some(mut packed) = pack(&members, draw.one_in(8)) else {
        return (file.to_vec(), "untouched".to_owned());
    };
    match draw.below(8) {
        0 => how.push(format!("container {}", lie(&mut packed, draw))),
        1 if draw.one_in(4) => {
            let done = bytes::mutate(&mut packed, other, draw);
            how.push(format!("whole {done}"));
        }
        _ => {}
    }
    (packed, how.join(", "))
}

/// Changes one member.
fn member(members: &mut Members, other: &[u8], draw: &mut Draw) -> String {
    let tickets: Vec<usize> = members
        .iter()
        .enumerate()
        .flat_map(|(at, (name, _))| std::iter::repeat_n(at, weight(name)))
        .collect();
    let at = *draw.pick(&tickets);
    let (name, content) = &mut members[at];
    let spliced = match draw.below(6) {
        0 => unpack(other).and_then(|others| {
            let same = others.into_iter().find(|(of, _)| of == name);
            same.map(|(_, bytes)| bytes)
        }),
        _ => None,
    };
    let spliced = spliced.unwrap_or_else(|| content.clone());
    let done = if name.ends_with(".bin") && draw.below(3) > 0 {
        record(content, draw)
    } else if !name.ends_with(".bin") && draw.below(8) > 0 {
        xml::mutate(content, draw)
    } else {
        bytes::mutate(content, &spliced, draw)
    };
    format!("{name} {done}")
}

/// Drops, renames, swaps or doubles members.
fn shuffle(members: &mut Members, draw: &mut Draw) -> String {
    let (at, to) = (draw.below(members.len()), draw.below(members.len()));
    let what = match draw.below(6) {
        0 if members.len() > 1 => {
            members.remove(at);
            "dropped"
        }
        1 => {
            let names = [
                "../../etc/passwd",
                "/xl/workbook.xml",
                "XL/WORKBOOK.XML",
                "a\u{202e}b",
                "\\xl\\a",
            ];
            members[at].0 = (*draw.pick(&names)).to_owned();
            "renamed"
        }
        2 => {
            let bytes = members[at].1.clone();
            for number in 0..=draw.small(1200) {
                members.push((format!("xl/worksheets/more{number}.xml"), bytes.clone()));
                if bytes.len() * number > 1 << 22 {
                    break;
                }
            }
            "many"
        }
        3 => {
            members[at].1 = vec![b' '; 1 << 20].repeat(1 + draw.small(40));
            "bomb"
        }
        4 => {
            if let Some(inner) = pack(members, false) {
                members[at].1 = inner;
            }
            "nested"
        }
        _ => {
            let content = members[at].1.clone();
            members[to].1 = content;
            "swapped"
        }
    };
    what.to_owned()
}

/// Changes an entry of the central directory, a local header or the end: the
/// container says what is not so.
fn lie(zip: &mut [u8], draw: &mut Draw) -> &'static str {
    let (magic, fields): (&[u8], &[usize]) = match draw.below(4) {
        0 => (b"PK\x05\x06", &[4, 6, 8, 10, 12, 16, 20]),
        1 => (b"PK\x03\x04", &[4, 6, 8, 14, 18, 22, 26, 28]),
        _ => (
            b"PK\x01\x02",
            &[6, 8, 10, 16, 20, 24, 28, 30, 32, 34, 36, 38, 42],
        ),
    };
    let Some(start) = bytes::find(zip, magic, draw) else {
        return "untouched";
    };
    let at = start + *draw.pick(fields);
    if draw.one_in(4) {
        // A name, or what lies behind it.
        let end = (start + 80).min(zip.len());
        let name = (start + 46).min(end);
        zip[name..end]
            .iter_mut()
            .take(1 + draw.small(8))
            .for_each(|byte| *byte = *draw.pick(b"./\\\0a\xff"));
        return "name";
    }
    let end = (at + 4).min(zip.len());
    if let Some(field) = zip.get_mut(at..end) {
        extreme(field, draw);
    }
    "field"
}

/// Changes one record of a binary part: its kind, its length or its content.
fn record(part: &mut Vec<u8>, draw: &mut Draw) -> &'static str {
    let mut starts = Vec::new();
    let mut at = 0;
    while let Some((kind_ends, _)) = varint(part, at, 2)
        && let Some((head_ends, length)) = varint(part, kind_ends, 4)
        && head_ends + length <= part.len()
    {
        starts.push((at, kind_ends, head_ends, head_ends + length));
        at = head_ends + length;
    }
    if starts.is_empty() {
        return bytes::mutate(part, &[], draw);
    }
    let (start, length_at, content, end) = *draw.pick(&starts);
    match draw.below(8) {
        0 => {
            part[start] = draw.byte();
            "kind of record"
        }
        1 => {
            let lengths: [&[u8]; 5] = [
                &[0],
                &[1],
                &[0x7f],
                &[0xff, 0xff, 0xff, 0x7f],
                &[0x80, 0x80, 0x04],
            ];
            part.splice(length_at..content, draw.pick(&lengths).iter().copied());
            "length of record"
        }
        2 => {
            let whole = part[start..end].repeat(1 + draw.small(500));
            part.splice(end..end, whole.into_iter().take(1 << 20));
            "record again"
        }
        3 => {
            part.drain(start..end);
            "record gone"
        }
        4 if end - content > 1 => {
            // Shorter than what its kind needs, and said so.
            let keep = draw.below((end - content).min(127));
            part.splice(length_at..end, []);
            let short: Vec<u8> = std::iter::once(keep as u8)
                .chain((0..keep).map(|_| draw.byte()))
                .collect();
            part.splice(length_at..length_at, short);
            "record cut short"
        }
        _ => {
            extreme(&mut part[content..end], draw);
            "extreme in record"
        }
    }
}

/// A number of at most `most` bytes, seven bits in each: where it ends.
fn varint(bytes: &[u8], at: usize, most: usize) -> Option<(usize, usize)> {
    let mut number = 0;
    for index in 0..most {
        let byte = *bytes.get(at + index)?;
        number |= usize::from(byte & 0x7f) << (7 * index);
        if byte < 0x80 {
            return Some((at + index + 1, number));
        }
    }
    Some((at + most, number))
}
