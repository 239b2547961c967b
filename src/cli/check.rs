//! `ruam check`: what is wrong with a file, told to who is about to send it.

use std::path::{Path, PathBuf};

use super::{args::Format, marked, terminal::Terminal};
use crate::{
    error::Failure,
    finding::Finding,
    output::{json, sarif},
    pipeline::{self, Options},
    source,
};

pub(super) fn run(
    paths: &[PathBuf],
    format: Format,
    copy: Option<&Path>,
    options: &Options,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    let skip: Vec<_> = options.manifest.path.as_deref().into_iter().collect();
    let inputs = source::discover(paths, &skip)?;
    let mut code = 0;
    let entries = match copy {
        None => pipeline::read(&inputs, options)?,
        Some(place) => {
            let done = marked::run(&inputs, place, options, terminal)?;
            code = done.code;
            done.entries
        }
    };
    let findings: Vec<Finding> = entries
        .iter()
        .flat_map(|entry| entry.findings().iter().cloned())
        .collect();
    code = code.max(pipeline::exit_code(&entries, &findings));
    match format {
        Format::Json => {
            terminal.bytes(&json::lines(&findings))?;
            terminal.rejections(&entries);
        }
        Format::Sarif => {
            terminal.bytes(&sarif::log(&entries, terminal.is_thai(), code))?;
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
    Ok(code)
}
