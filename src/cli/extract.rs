//! `ruam extract`: what one file says, as JSON on standard output.

use std::path::Path;

use super::{args::Grid, terminal::Terminal};
use crate::{
    error::Failure,
    output::{grid, json},
    pipeline::{self, Options},
    source::{self, Input},
    submission::Entry,
};

/// What to print of the file.
pub(super) enum What {
    /// The report.
    Submission,
    /// The cells as they stand.
    Grid(Grid),
    /// The text of the pages.
    Text,
}

pub(super) fn run(
    path: &Path,
    what: What,
    options: &Options,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    let inputs = source::discover(&[path.to_owned()], &[])?;
    let [input] = inputs.as_slice() else {
        return Err(Failure::Invalid {
            path: path.to_owned(),
            problem: "extract reads one file; give `ruam ingest` a folder".to_owned(),
        });
    };
    let bytes = match what {
        What::Grid(format) => pipeline::read_grid(input, options)?.map(|document| match format {
            Grid::Json => grid::to_json(&document),
            Grid::Csv => grid::to_csv(&document),
        }),
        // One form feed between two pages.
        What::Text => {
            pipeline::read_text(input, options)?.map(|pages| pages.join("\u{c}").into_bytes())
        }
        What::Submission => return submission(input, options, terminal),
    };
    match bytes {
        Ok(bytes) => {
            terminal.bytes(&bytes)?;
            Ok(0)
        }
        Err(message) => {
            terminal.rejection(&input.file, &message);
            Ok(2)
        }
    }
}

fn submission(input: &Input, options: &Options, terminal: &Terminal) -> Result<u8, Failure> {
    let entries = pipeline::read(std::slice::from_ref(input), options)?;
    let findings: Vec<_> = entries
        .iter()
        .flat_map(|entry| entry.findings().iter().cloned())
        .collect();
    for entry in &entries {
        if let Entry::Submission(submission) = entry {
            terminal.bytes(&json::pretty(submission))?;
        }
    }
    terminal.rejections(&entries);
    Ok(pipeline::exit_code(&entries, &findings))
}
