//! The tables as Apache Parquet, written by row groups as lines come. The column
//! writers take plain slices, so that Arrow is not needed.

use std::{
    collections::BTreeMap,
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::civil::Date;
use parquet::{
    basic::Compression,
    column::writer::ColumnWriter,
    data_type::ByteArray,
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedColumnWriter, SerializedFileWriter},
    },
    schema::parser::parse_message_type,
};

use super::{
    files::{self, create},
    tables::{Cell, Column, Kind, TABLES, Table},
};
use crate::error::Failure;

/// Lines of a row group: some megabytes.
const GROUP: usize = 16_384;

/// The day that days are counted from.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// A file a table.
pub(super) struct Parquet(BTreeMap<&'static str, Writer>);

struct Writer {
    path: PathBuf,
    table: &'static Table,
    file: SerializedFileWriter<BufWriter<File>>,
    /// The lines of the row group that is being filled.
    lines: Vec<Vec<Cell>>,
}

impl Parquet {
    pub(super) fn new(folder: &Path) -> Result<Self, Failure> {
        let writers = TABLES.map(|table| Ok((table.name, Writer::new(folder, table)?)));
        let writers: Result<_, Failure> = writers.into_iter().collect();
        Ok(Self(writers?))
    }

    pub(super) fn line(&mut self, table: &Table, cells: &[Cell]) -> Result<(), Failure> {
        let Some(writer) = self.0.get_mut(table.name) else {
            return Ok(());
        };
        writer.lines.push(cells.to_vec());
        if writer.lines.len() < GROUP {
            return Ok(());
        }
        writer.group().map_err(|e| failure(&writer.path, e))
    }

    pub(super) fn finish(self) -> Result<Vec<PathBuf>, Failure> {
        let mut paths = Vec::new();
        for mut writer in self.0.into_values() {
            let written = writer.group().and_then(|()| writer.file.close());
            written.map_err(|e| failure(&writer.path, e))?;
            paths.push(writer.path);
        }
        Ok(paths)
    }
}

impl Writer {
    fn new(folder: &Path, table: &'static Table) -> Result<Self, Failure> {
        let (path, file) = create(folder, table, "parquet")?;
        let begun = || {
            let schema = parse_message_type(&schema(table))?;
            let properties = WriterProperties::builder()
                .set_created_by(concat!("ruam ", env!("CARGO_PKG_VERSION")).to_owned())
                .set_compression(Compression::SNAPPY)
                .build();
            SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))
        };
        let file = begun().map_err(|e| failure(&path, e))?;
        Ok(Self {
            path,
            table,
            file,
            lines: Vec::new(),
        })
    }

    fn group(&mut self) -> Result<(), ParquetError> {
        if self.lines.is_empty() {
            return Ok(());
        }
        let lines = std::mem::take(&mut self.lines);
        let mut group = self.file.next_row_group()?;
        for (at, column) in self.table.columns.iter().enumerate() {
            let cells = lines
                .iter()
                .map(|line| line.get(at).unwrap_or(&Cell::Empty));
            if let Some(mut writer) = group.next_column()? {
                write(&mut writer, column, cells)?;
                writer.close()?;
            }
        }
        group.close()?;
        Ok(())
    }
}

/// The table in the words of Parquet: keys are required, lists never null.
fn schema(table: &Table) -> String {
    let columns = table.columns.iter().map(|Column { name, kind, key, .. }| {
        let may = if *key { "REQUIRED" } else { "OPTIONAL" };
        match kind {
            Kind::Text => format!("{may} BYTE_ARRAY {name} (STRING);"),
            Kind::List => format!(
                "REQUIRED GROUP {name} (LIST) {{ REPEATED GROUP list {{ REQUIRED BYTE_ARRAY element (STRING); }} }}"
            ),
            Kind::Integer => format!("{may} INT64 {name};"),
            Kind::Decimal => format!("{may} INT64 {name} (DECIMAL(18,2));"),
            Kind::Boolean => format!("{may} BOOLEAN {name};"),
            Kind::Date => format!("{may} INT32 {name} (DATE);"),
        }
    });
    let columns: String = columns.collect();
    format!("message {} {{ {columns} }}", table.name)
}

/// Writes the cells of one column.
fn write<'c>(
    writer: &mut SerializedColumnWriter<'_>,
    column: &Column,
    cells: impl Iterator<Item = &'c Cell>,
) -> Result<(), ParquetError> {
    let mut levels = Levels::default();
    match writer.untyped() {
        ColumnWriter::ByteArrayColumnWriter(writer) => {
            let mut values: Vec<ByteArray> = Vec::new();
            for cell in cells {
                match cell {
                    Cell::List(texts) => {
                        levels.list(texts.len());
                        values.extend(texts.iter().map(|text| ByteArray::from(text.as_str())));
                    }
                    Cell::Text(text) => {
                        levels.one(true);
                        values.push(ByteArray::from(text.as_str()));
                    }
                    _ => levels.one(false),
                }
            }
            writer.write_batch(&values, levels.defined(column), levels.repeated(column))?;
        }
        ColumnWriter::Int64ColumnWriter(writer) => {
            let values = levels.values(cells, |cell| match cell {
                Cell::Integer(number) => Some(*number),
                Cell::Decimal(number) => Some(number.get()),
                _ => None,
            });
            writer.write_batch(&values, levels.defined(column), None)?;
        }
        ColumnWriter::Int32ColumnWriter(writer) => {
            let values = levels.values(cells, |cell| match cell {
                Cell::Date(date) => Some((*date - EPOCH).get_days()),
                _ => None,
            });
            writer.write_batch(&values, levels.defined(column), None)?;
        }
        ColumnWriter::BoolColumnWriter(writer) => {
            let values = levels.values(cells, |cell| match cell {
                Cell::Boolean(is) => Some(*is),
                _ => None,
            });
            writer.write_batch(&values, levels.defined(column), None)?;
        }
        _ => {}
    }
    Ok(())
}

/// Which values are there, and which begin a line.
#[derive(Default)]
struct Levels {
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

impl Levels {
    fn one(&mut self, there: bool) {
        self.defined.push(i16::from(there));
        self.repeated.push(0);
    }

    /// A list of so many texts; an empty one is a line without any.
    fn list(&mut self, texts: usize) {
        self.one(texts > 0);
        for _ in 1..texts {
            self.defined.push(1);
            self.repeated.push(1);
        }
    }

    fn values<'c, T>(
        &mut self,
        cells: impl Iterator<Item = &'c Cell>,
        value: impl Fn(&Cell) -> Option<T>,
    ) -> Vec<T> {
        let each = cells.filter_map(|cell| {
            let value = value(cell);
            self.one(value.is_some());
            value
        });
        each.collect()
    }

    /// What is required is always there.
    fn defined(&self, column: &Column) -> Option<&[i16]> {
        (!column.key).then_some(&*self.defined)
    }

    fn repeated(&self, column: &Column) -> Option<&[i16]> {
        (column.kind == Kind::List).then_some(&*self.repeated)
    }
}

fn failure(path: &Path, error: ParquetError) -> Failure {
    files::failure(path, std::io::Error::other(error))
}
