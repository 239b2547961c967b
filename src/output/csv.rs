//! The tables as csv that Excel opens as it is: UTF-8 with its mark, CRLF, and
//! no text that it would take for a formula.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use super::{
    files::{create, failure},
    formula::harmless,
    tables::{Cell, TABLES, Table},
};
use crate::error::Failure;

/// By this Excel knows that the text is UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A file a table.
pub(super) struct Csv(BTreeMap<&'static str, (PathBuf, csv::Writer<BufWriter<File>>)>);

impl Csv {
    pub(super) fn new(folder: &Path) -> Result<Self, Failure> {
        let mut files = BTreeMap::new();
        for table in TABLES {
            let (path, mut file) = create(folder, table, "csv")?;
            file.write_all(MARK).map_err(|e| failure(&path, e))?;
            let mut writer = csv::WriterBuilder::new()
                .terminator(csv::Terminator::CRLF)
                .from_writer(file);
            let names = table.columns.iter().map(|column| column.name);
            writer
                .write_record(names)
                .map_err(|e| failure(&path, e.into()))?;
            files.insert(table.name, (path, writer));
        }
        Ok(Self(files))
    }

    pub(super) fn line(&mut self, table: &Table, cells: &[Cell]) -> Result<(), Failure> {
        let Some((path, writer)) = self.0.get_mut(table.name) else {
            return Ok(());
        };
        writer
            .write_record(cells.iter().map(text))
            .map_err(|e| failure(path, e.into()))
    }

    pub(super) fn finish(self) -> Result<Vec<PathBuf>, Failure> {
        let mut paths = Vec::new();
        for (path, mut writer) in self.0.into_values() {
            writer.flush().map_err(|e| failure(&path, e))?;
            paths.push(path);
        }
        Ok(paths)
    }
}

fn text(cell: &Cell) -> String {
    let text = cell.to_string();
    match cell {
        Cell::Text(_) | Cell::List(_) => harmless(&text).into_owned(),
        _ => text,
    }
}
