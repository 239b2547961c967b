//! `ruam ingest`: a folder of submissions in, one merged dataset out.

use std::path::{Path, PathBuf};

use super::terminal::Terminal;
use crate::{
    error::Failure,
    pipeline::{self, Options},
    source,
};

pub(super) fn run(
    paths: &[PathBuf],
    out: &Path,
    options: &Options,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    if let Some(path) = paths.iter().find(|path| same(path, out)) {
        return Err(Failure::Invalid {
            path: path.clone(),
            problem: "the output folder is the folder to read; give another --out".to_owned(),
        });
    }
    let skip: Vec<&Path> = options
        .manifest
        .path
        .as_deref()
        .into_iter()
        .chain([out])
        .collect();
    let inputs = source::discover(paths, &skip)?;
    let entries = pipeline::read(&inputs, options)?;
    let files: Vec<&str> = entries
        .iter()
        .map(|entry| entry.source().file.as_str())
        .collect();
    for file in options.manifest.unknown(&files) {
        terminal.notice(
            &format!("ทะเบียนกล่าวถึง {file} แต่ไม่พบไฟล์นี้"),
            &format!("the manifest names {file}, which is not there"),
        );
    }
    super::deliver(entries, out, options, terminal)
}

fn same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
