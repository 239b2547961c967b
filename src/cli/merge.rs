//! `ruam merge`: datasets and submissions that were written before, merged.

use std::path::{Path, PathBuf};

use super::terminal::Terminal;
use crate::{
    error::Failure,
    output::{
        folder::Folder,
        sink::{Output, possible},
    },
    pipeline::{self, Options},
};

pub(super) fn run(
    paths: &[PathBuf],
    out: &Path,
    write: &[Output],
    options: &Options,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    possible(write)?;
    let folder = Folder::take(out)?;
    let mut listed = Vec::new();
    for path in paths {
        listed.append(&mut pipeline::list(path)?);
    }
    let outcome = pipeline::merge(listed, &folder, options)?;
    super::unknown_agencies(&outcome, &options.profiles, terminal);
    super::tables(write, &folder, options)?;
    folder.publish(false)?;
    super::show(&outcome, out, terminal)
}
