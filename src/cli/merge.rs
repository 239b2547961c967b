//! `ruam merge`: datasets and submissions that were written before, merged.

use std::path::{Path, PathBuf};

use super::terminal::Terminal;
use crate::{
    error::Failure,
    pipeline::{self, Options},
};

pub(super) fn run(
    paths: &[PathBuf],
    out: &Path,
    options: &Options,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    let mut entries = Vec::new();
    for path in paths {
        entries.extend(pipeline::read_written(path)?);
    }
    super::deliver(entries, out, options, terminal)
}
