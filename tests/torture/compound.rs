//! Mutants of old Excel files: records of the workbook are changed in their
//! sectors, or the file system inside the file is.

use super::{
    bytes::{self, extreme},
    draw::Draw,
};

/// Records that readers look into, which are drawn more often: SST, CONTINUE,
/// BOUNDSHEET, MERGECELLS, FORMULA, LABELSST, RK, MULRK, NUMBER, LABEL, STRING,
/// DIMENSIONS, FORMAT, XF, BOF, EOF, CODEPAGE, NAME, EXTERNSHEET, FILEPASS.
const READ: &[u16] = &[
    0x00fc, 0x003c, 0x0085, 0x00e5, 0x0006, 0x00fd, 0x027e, 0x00bd, 0x0203, 0x0204, 0x0207, 0x0200,
    0x041e, 0x00e0, 0x0809, 0x000a, 0x0042, 0x0018, 0x0017, 0x002f,
];

/// Changes the workbook, `other` being another of its kind.
pub(crate) fn mutate(file: &[u8], other: &[u8], draw: &mut Draw) -> (Vec<u8>, String) {
    let mut file = file.to_vec();
    let places = workbook(&file);
    let mut how = Vec::new();
    for _ in 0..=draw.small(4) {
        how.push(match draw.below(12) {
            0 => format!("whole {}", bytes::mutate(&mut file, other, draw)),
            1 | 2 => sectors(&mut file, draw).to_owned(),
            _ => record(&mut file, &places, draw),
        });
    }
    (file, how.join(", "))
}

fn number(bytes: &[u8], at: usize, width: usize) -> Option<usize> {
    let mut wide = [0; 8];
    wide[..width].copy_from_slice(bytes.get(at..at + width)?);
    usize::try_from(u64::from_le_bytes(wide)).ok()
}

/// Where each byte of the stream `Workbook` stands in the file.
fn workbook(file: &[u8]) -> Vec<usize> {
    fn walk(file: &[u8]) -> Option<Vec<usize>> {
        let size = 1 << number(file, 30, 2)?.min(12);
        let sector = |id: usize| (id + 1) * size;
        let mut fat = Vec::new();
        for index in 0..number(file, 44, 4)?.min(109) {
            let at = sector(number(file, 76 + 4 * index, 4)?);
            fat.extend((0..size / 4).map_while(|entry| number(file, at + 4 * entry, 4)));
        }
        let chain = |first: usize| -> Vec<usize> {
            std::iter::successors(Some(first), |id| fat.get(*id).copied())
                .take_while(|id| *id < 0xffff_fff0)
                .take(2_000)
                .collect()
        };
        let name: Vec<u8> = "Workbook\0"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for id in chain(number(file, 48, 4)?) {
            for entry in (0..size / 128).map(|index| sector(id) + 128 * index) {
                if file.get(entry..)?.starts_with(&name) {
                    let first = number(file, entry + 116, 4)?;
                    let length = number(file, entry + 120, 4)?;
                    let places = chain(first)
                        .into_iter()
                        .flat_map(|id| sector(id)..sector(id) + size);
                    return Some(places.take(length).filter(|at| *at < file.len()).collect());
                }
            }
        }
        None
    }
    walk(file).unwrap_or_default()
}

/// Changes one record.
fn record(file: &mut [u8], places: &[usize], draw: &mut Draw) -> String {
    // What was cut off meanwhile is no place any more.
    let at = |offset: usize| places.get(offset).copied().filter(|at| *at < file.len());
    let byte = |offset: usize| at(offset).map(|at| file[at]);
    let pair = |offset: usize| Some(u16::from_le_bytes([byte(offset)?, byte(offset + 1)?]));
    let mut all = Vec::new();
    let mut offset = 0;
    while let (Some(kind), Some(length)) = (pair(offset), pair(offset + 2)) {
        let many = if READ.contains(&kind) { 6 } else { 1 };
        all.extend(std::iter::repeat_n(
            (offset, kind, usize::from(length)),
            many,
        ));
        offset += 4 + usize::from(length);
    }
    if all.is_empty() {
        return sectors(file, draw).to_owned();
    }
    // Kinds first: a sheet has thousands of cells and one table of strings.
    let kinds: std::collections::BTreeSet<u16> = all.iter().map(|(_, kind, _)| *kind).collect();
    let kinds: Vec<u16> = kinds.into_iter().collect();
    if draw.one_in(2) {
        let kind = *draw.pick(&kinds);
        all.retain(|(_, of, _)| *of == kind);
    }
    let (start, kind, length) = *draw.pick(&all);
    let mut whole: Vec<u8> = (start..start + 4 + length).map_while(byte).collect();
    let what = match draw.below(8) {
        0 => {
            let new = if draw.one_in(2) {
                *draw.pick(READ)
            } else {
                *draw.pick(&kinds)
            };
            whole[..2].copy_from_slice(&new.to_le_bytes());
            "kind"
        }
        1 | 2 => {
            let length = whole[2..4].to_vec();
            let length = u16::from_le_bytes([length[0], length[1]]);
            let new = *draw.pick(&[
                0,
                1,
                2,
                length.wrapping_sub(1),
                length.wrapping_add(1),
                8224,
                0x7fff,
                0xffff,
            ]);
            whole[2..4].copy_from_slice(&new.to_le_bytes());
            "length"
        }
        3 | 4 => {
            // The first bytes of a record are its counts and places.
            let end = whole.len().min(4 + 16);
            extreme(&mut whole[4.min(end)..end], draw);
            "head"
        }
        5 => {
            extreme(&mut whole[4..], draw);
            "number"
        }
        _ => {
            for _ in 0..=draw.small(6) {
                let at = 4 + draw.below(whole.len() - 4);
                if let Some(byte) = whole.get_mut(at) {
                    *byte = draw.byte();
                }
            }
            "bytes"
        }
    };
    let positions: Vec<usize> = (start..start + whole.len()).filter_map(at).collect();
    for (place, byte) in positions.into_iter().zip(whole) {
        file[place] = byte;
    }
    format!("{what} of record {kind:04x}")
}

/// Changes the header, the directory or a table of sectors.
fn sectors(file: &mut [u8], draw: &mut Draw) -> &'static str {
    let size = 1 << number(file, 30, 2).unwrap_or(9).min(12);
    let place = |id: Option<usize>| id.map_or(0, |id| id.saturating_add(1).saturating_mul(size));
    let (start, end, what) = match draw.below(4) {
        0 => (24, 512, "header"),
        1 => {
            let start = place(number(file, 48, 4));
            (start, start.saturating_add(size), "directory")
        }
        2 => {
            let start = place(number(file, 76, 4));
            (start, start.saturating_add(size), "sectors")
        }
        _ => {
            let start = place(number(file, 60, 4));
            (start, start.saturating_add(size), "small sectors")
        }
    };
    match file.get_mut(start..end.max(start)) {
        Some(part) if draw.one_in(3) && part.len() > 4 => {
            // A chain that leads somewhere near, or to itself.
            let at = draw.below(part.len() / 4) * 4;
            part[at..at + 4].copy_from_slice(&(draw.small(200) as u32).to_le_bytes());
            what
        }
        Some(part) => {
            extreme(part, draw);
            what
        }
        None => "untouched",
    }
}
