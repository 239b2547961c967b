//! `ruam check`: what is wrong with a file, told to who is about to send it.

use std::path::PathBuf;

use super::{args::Format, terminal::Terminal};
use crate::{
    error::Failure,
    finding::Finding,
    output::json,
    pipeline::{self, Options},
    source,
};

pub(super) fn run(
    paths: &[PathBuf],
    format: Format,
    options: &Options,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    let skip: Vec<_> = options.manifest.path.as_deref().into_iter().collect();
    let inputs = source::discover(paths, &skip)?;
    let entries = pipeline::read(&inputs, options)?;
    let findings: Vec<Finding> = entries
        .iter()
        .flat_map(|entry| entry.findings().iter().cloned())
        .collect();
    match format {
        Format::Json => {
            terminal.bytes(&json::lines(&findings))?;
            terminal.rejections(&entries);
        }
        Format::Human => {
            for (at, entry) in entries.iter().enumerate() {
                if at > 0 {
                    terminal.bytes(b"\n")?;
                }
                terminal.entry(entry)?;
            }
        }
    }
    Ok(pipeline::exit_code(&entries, &findings))
}
