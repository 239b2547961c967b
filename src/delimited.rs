//! Delimited text → grid: commas, semicolons or tabs, in UTF-8, UTF-16 or
//! windows-874, as Excel and web forms write it.

use std::{
    borrow::Cow,
    io::{self, Read},
};

use csv::{Reader, ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8, WINDOWS_874};

use crate::{
    error::{Error, Kind},
    grid::{Address, Cell, Document, Grid, Origin, Span, Value},
    limits::{Limit, Limits},
    source::utf16_without_mark,
    submission::Format,
};

/// Lines looked at to tell the delimiter.
const SAMPLE: usize = 200;
/// Bytes that the csv crate takes at a time.
const BUFFER: usize = 8 << 10;

/// Reads the table, and says whether it is `csv` or `tsv`.
///
/// A row is a record, as in a spreadsheet program that opens the file: an empty
/// line is a row, a line break inside quotes is none.
///
/// # Errors
/// Bytes that are no text, too many cells, or too much in one of them.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<(Format, Document), Error> {
    let text = decode(bytes).replace("\r\n", "\n").replace('\r', "\n");
    if text
        .chars()
        .filter(|c| c.is_control() && !matches!(c, '\n' | '\t'))
        .count()
        * 100
        > text.len()
    {
        return Err(Error::Unsupported(Kind::Unknown));
    }
    let delimiter = delimiter(&text, limits);
    let mut cells = Vec::new();
    let most = limits.count(Limit::LineBytes);
    let mut records = reader(&text, delimiter, most);
    let mut record = StringRecord::new();
    let mut row: u32 = 0;
    loop {
        let start = records.position().byte();
        // The csv crate passes over empty lines; they count all the same.
        let skipped = usize::try_from(start)
            .ok()
            .and_then(|start| text.get(start..))
            .unwrap_or_default();
        let empty = skipped.len() - skipped.trim_start_matches('\n').len();
        row = row.saturating_add(u32::try_from(empty).unwrap_or(u32::MAX));
        let start = start + empty as u64;
        let line = records.position().line() + empty as u64;
        let too_long = |limit| Error::TooLong {
            over: limits.over(limit),
            line,
        };
        records.get_mut().left = most.saturating_add(empty).saturating_add(BUFFER);
        match records.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) if error.is_io_error() => return Err(too_long(Limit::LineBytes)),
            Err(error) => return Err(Error::Damaged(error.to_string())),
        }
        if records.position().byte() - start > limits.of(Limit::LineBytes) {
            return Err(too_long(Limit::LineBytes));
        }
        for (column, field) in (0..).zip(&record) {
            if field.len() as u64 > limits.of(Limit::CellBytes) {
                return Err(too_long(Limit::CellBytes));
            }
            if !field.trim().is_empty() {
                cells.push(cell(row, column, field));
            }
        }
        if cells.len() as u64 > limits.of(Limit::Cells) {
            return Err(limits.over(Limit::Cells).into());
        }
        row = row.saturating_add(1);
    }
    let format = if delimiter == b'\t' {
        Format::Tsv
    } else {
        Format::Csv
    };
    let grid = Grid {
        sheet: None,
        hidden: false,
        cells,
        comments: Vec::new(),
    };
    let document = Document {
        grids: vec![grid],
        ..Document::default()
    };
    Ok((format, document))
}

/// Text of which no more is given out than is left.
struct Text<'t> {
    rest: &'t [u8],
    left: usize,
}

impl Read for Text<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !self.rest.is_empty() {
            return Err(io::Error::other("the record is too long"));
        }
        let most = self.left.min(self.rest.len());
        let read = self.rest.get(..most).unwrap_or_default().read(buffer)?;
        self.rest = self.rest.get(read..).unwrap_or_default();
        self.left -= read;
        Ok(read)
    }
}

fn reader(text: &str, delimiter: u8, left: usize) -> Reader<Text<'_>> {
    let rest = text.as_bytes();
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(BUFFER)
        .from_reader(Text { rest, left })
}

fn cell(row: u32, column: u32, field: &str) -> Cell {
    Cell {
        row,
        column,
        span: Span::ONE,
        hidden: false,
        running: false,
        value: Value::printed(field),
        origin: Origin::Cell {
            sheet: None,
            cell: Address { row, column },
        },
    }
}

/// By byte order mark, else UTF-8 where it is that, else windows-874.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0;
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    if mostly_utf8(bytes) {
        return UTF_8.decode_without_bom_handling(bytes).0;
    }
    WINDOWS_874.decode_without_bom_handling(bytes).0
}

/// Whether the bytes are UTF-8, but for a damaged place here and there.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let mut wrong = 0;
    let mut right = 0;
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    wrong == 0 || wrong * 10 < right
}

/// The delimiter that splits the most lines into the same number of fields.
fn delimiter(text: &str, limits: &Limits) -> u8 {
    let most = limits.count(Limit::LineBytes).saturating_mul(SAMPLE);
    let weight = |delimiter: u8| {
        let mut lines = std::collections::BTreeMap::<usize, usize>::new();
        for record in reader(text, delimiter, most)
            .records()
            .take(SAMPLE)
            .flatten()
        {
            *lines.entry(record.len()).or_default() += 1;
        }
        lines
            .iter()
            .map(|(fields, lines)| (fields - 1) * lines)
            .max()
    };
    // The first of equals wins: a file of one column is csv.
    let mut best = (b',', weight(b','));
    for candidate in [b'\t', b';', b'|'] {
        let found = weight(candidate);
        if found > best.1 {
            best = (candidate, found);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bytes: &[u8]) -> Vec<(String, String)> {
        let (_, document) = read(bytes, &Limits::default()).unwrap();
        let cells = document.grids[0].cells.iter();
        cells
            .map(|cell| {
                let Origin::Cell { cell: address, .. } = &cell.origin else {
                    panic!()
                };
                (address.to_string(), cell.value.text().to_owned())
            })
            .collect()
    }

    #[test]
    fn every_encoding_reads_the_same() {
        let text = "ที่,ตัวชี้วัด\r\n1,\"การใช้\r\nอำนาจ\"\r\n\r\n2,ข\r\n";
        let wanted = [
            ("A1", "ที่"),
            ("B1", "ตัวชี้วัด"),
            ("A2", "1"),
            ("B2", "การใช้\nอำนาจ"),
            ("A4", "2"),
            ("B4", "ข"),
        ];
        let wanted: Vec<_> = wanted.map(|(a, b)| (a.to_owned(), b.to_owned())).into();
        let utf16 = |mark: bool, swap: bool| {
            let marked = mark.then_some(0xfeff).into_iter();
            let units = marked.chain(text.encode_utf16());
            units
                .flat_map(|unit| {
                    if swap {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    }
                })
                .collect()
        };
        let mut bom = b"\xef\xbb\xbf".to_vec();
        bom.extend(text.as_bytes());
        let encodings: [Vec<u8>; 7] = [
            text.into(),
            bom,
            utf16(true, false),
            utf16(true, true),
            utf16(false, false),
            utf16(false, true),
            WINDOWS_874.encode(text).0.into_owned(),
        ];
        for bytes in encodings {
            assert_eq!(texts(&bytes), wanted);
        }
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_columns() {
        for (text, format, cells) in [
            ("a;b;c\n1,5;2;3\n", Format::Csv, 6),
            ("a\tb\n1, 2\t3\n", Format::Tsv, 4),
            ("only one column\nof text\n", Format::Csv, 2),
        ] {
            let (found, document) = read(text.as_bytes(), &Limits::default()).unwrap();
            assert_eq!(
                (found, document.grids[0].cells.len()),
                (format, cells),
                "{text}"
            );
        }
    }

    #[test]
    fn quotes_of_html_inside_a_field_are_text() {
        let cells = texts(b"1\t<ol style=\"x\"> a\tb\n");
        assert_eq!(cells[1].1, "<ol style=\"x\"> a");
        assert_eq!(cells.len(), 3);
    }
}
