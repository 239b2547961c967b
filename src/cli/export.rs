//! `ruam export`: a written dataset as tables.

use std::path::Path;

use super::{args::Write, terminal::Terminal};
use crate::{
    error::Failure,
    output::{
        folder::Folder,
        sink::{Output, possible},
    },
    pipeline::{self, Opened, Options},
};

/// The formats of the command line.
pub(super) fn outputs(write: &[Write]) -> Vec<Output> {
    let output = |write: &Write| match write {
        Write::Csv => Output::Csv,
        Write::Xlsx => Output::Xlsx,
        Write::Jsonl => Output::Jsonl,
        Write::Parquet => Output::Parquet,
    };
    write.iter().map(output).collect()
}

pub(super) fn run(
    dataset: &Path,
    write: &[Write],
    out: Option<&Path>,
    options: &Options,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    let outputs = outputs(write);
    possible(&outputs)?;
    let opened = Opened::open(dataset)?;
    let out = out.unwrap_or(opened.folder());
    let folder = Folder::take(out)?;
    let written = pipeline::export(&opened, &outputs, options, &folder.stage())?;
    folder.publish(true)?;
    let (files, shown) = (written.len(), out.display());
    terminal.notice(
        &format!("เขียน {files} ไฟล์ไว้ที่ {shown}"),
        &format!("{files} files were written to {shown}"),
    );
    Ok(0)
}
