//! Where the lines of the tables go: one sink a format.

use std::path::{Path, PathBuf};

use serde::Serialize;

#[cfg(feature = "parquet")]
use super::parquet::Parquet;
use super::{
    csv::Csv,
    jsonl::Jsonl,
    tables::{Cell, Table},
    xlsx::Xlsx,
};
use crate::{dataset::Report, error::Failure, finding::Message, profile::Facts};

/// A format that tables are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Output {
    /// Text with commas, for Excel.
    Csv,
    /// A workbook, with the consolidated form.
    Xlsx,
    /// JSON Lines.
    Jsonl,
    /// Apache Parquet, where this program was built with it.
    Parquet,
}

/// One format being written.
pub struct Sink(Files);

enum Files {
    Csv(Csv),
    Jsonl(Jsonl),
    Xlsx(Box<Xlsx>),
    #[cfg(feature = "parquet")]
    Parquet(Parquet),
}

impl Sink {
    /// Begins the files of `format` in `folder`.
    ///
    /// # Errors
    /// A file that cannot be written, or a format that this program was built
    /// without.
    pub fn new(format: Output, folder: &Path) -> Result<Self, Failure> {
        Ok(Self(match format {
            Output::Csv => Files::Csv(Csv::new(folder)?),
            Output::Jsonl => Files::Jsonl(Jsonl::new(folder)?),
            Output::Xlsx => Files::Xlsx(Box::new(Xlsx::new(folder)?)),
            #[cfg(feature = "parquet")]
            Output::Parquet => Files::Parquet(Parquet::new(folder)?),
            #[cfg(not(feature = "parquet"))]
            Output::Parquet => return Err(without_parquet()),
        }))
    }

    /// Takes a report as people read it, where the format shows it.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn report(&mut self, report: &Report, facts: &Facts) -> Result<(), Failure> {
        match &mut self.0 {
            Files::Xlsx(xlsx) => xlsx.report(report, facts),
            _ => Ok(()),
        }
    }

    /// Takes one line of a table.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn line(&mut self, table: &Table, cells: &[Cell]) -> Result<(), Failure> {
        match &mut self.0 {
            Files::Csv(files) => files.line(table, cells),
            Files::Jsonl(files) => files.line(table, cells),
            Files::Xlsx(file) => file.line(table, cells),
            #[cfg(feature = "parquet")]
            Files::Parquet(files) => files.line(table, cells),
        }
    }

    /// Completes the files, and names them.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn finish(self) -> Result<Vec<PathBuf>, Failure> {
        match self.0 {
            Files::Csv(files) => files.finish(),
            Files::Jsonl(files) => files.finish(),
            Files::Xlsx(file) => file.finish(),
            #[cfg(feature = "parquet")]
            Files::Parquet(files) => files.finish(),
        }
    }
}

/// What is wrong with asking for these formats; asked before anything is read.
///
/// # Errors
/// A format that this program was built without.
pub fn possible(formats: &[Output]) -> Result<(), Failure> {
    if cfg!(not(feature = "parquet")) && formats.contains(&Output::Parquet) {
        return Err(without_parquet());
    }
    Ok(())
}

fn without_parquet() -> Failure {
    Failure::Command(Message::new(
        "โปรแกรมนี้สร้างโดยไม่มี Parquet โปรดสร้างใหม่ด้วย cargo build --release --features parquet หรือใช้ csv, xlsx, jsonl",
        "this program was built without Parquet: build it with cargo build --release --features parquet, or write csv, xlsx, jsonl",
    ))
}
