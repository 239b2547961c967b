//! The tables as JSON Lines: one object a line, every value in its own type.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use serde::{Serialize, Serializer};

use super::{
    files::{create, failure},
    tables::{Cell, TABLES, Table},
};
use crate::error::Failure;

/// A file a table.
pub(super) struct Jsonl(BTreeMap<&'static str, (PathBuf, BufWriter<File>)>);

impl Jsonl {
    pub(super) fn new(folder: &Path) -> Result<Self, Failure> {
        let files = TABLES.map(|table| Ok((table.name, create(folder, table, "jsonl")?)));
        let files: Result<_, Failure> = files.into_iter().collect();
        Ok(Self(files?))
    }

    pub(super) fn line(&mut self, table: &Table, cells: &[Cell]) -> Result<(), Failure> {
        let Some((path, file)) = self.0.get_mut(table.name) else {
            return Ok(());
        };
        serde_json::to_writer(&mut *file, &Line { table, cells })
            .map_err(std::io::Error::from)
            .and_then(|()| file.write_all(b"\n"))
            .map_err(|e| failure(path, e))
    }

    pub(super) fn finish(self) -> Result<Vec<PathBuf>, Failure> {
        let mut paths = Vec::new();
        for (path, mut file) in self.0.into_values() {
            file.flush().map_err(|e| failure(&path, e))?;
            paths.push(path);
        }
        Ok(paths)
    }
}

/// One line, its fields in the order of the columns.
struct Line<'a> {
    table: &'a Table,
    cells: &'a [Cell],
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = self.table.columns.iter().map(|column| column.name);
        serializer.collect_map(names.zip(self.cells))
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_none(),
            Self::List(texts) => texts.serialize(serializer),
            Self::Integer(number) => number.serialize(serializer),
            Self::Decimal(number) => number.serialize(serializer),
            Self::Boolean(is) => is.serialize(serializer),
            Self::Text(_) | Self::Date(_) => serializer.collect_str(self),
        }
    }
}
