//! The files of the tables: `tables/<name>.<format>`.

use std::{
    fs::{self, File},
    io::BufWriter,
    path::{Path, PathBuf},
};

use super::tables::Table;
use crate::error::Failure;

/// The folder of the tables in that of the dataset.
const FOLDER: &str = "tables";

/// The table's file, empty.
pub(super) fn create(
    folder: &Path,
    table: &Table,
    extension: &str,
) -> Result<(PathBuf, BufWriter<File>), Failure> {
    let folder = folder.join(FOLDER);
    fs::create_dir_all(&folder).map_err(|e| failure(&folder, e))?;
    let path = folder.join(format!("{}.{extension}", table.name));
    let file = File::create(&path).map_err(|e| failure(&path, e))?;
    Ok((path, BufWriter::new(file)))
}

/// What could not be written.
pub(super) fn failure(path: &Path, source: std::io::Error) -> Failure {
    Failure::Write {
        path: path.to_owned(),
        source,
    }
}
