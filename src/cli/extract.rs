//! `ruam extract`: what one file says, as JSON on standard output, or what is
//! seen on its pages, as pictures in a folder.

use std::path::{Path, PathBuf};

use super::{args::Grid, terminal::Terminal};
use crate::{
    error::Failure,
    finding::Severity,
    output::{atomic::Batch, grid},
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
    /// Pictures of the pages, into a folder.
    Picture(PathBuf),
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
    let printed = match what {
        What::Grid(format) => match (pipeline::read_grid(input, options)?, format) {
            (Ok(document), Grid::Json) => Ok(terminal.json(&grid::json(&document))?),
            (Ok(document), Grid::Csv) => Ok(terminal.bytes(&grid::to_csv(&document))?),
            (Err(message), _) => Err(message),
        },
        // One form feed between two pages.
        What::Text => match pipeline::read_text(input, options)? {
            Ok(pages) => Ok(terminal.bytes(pages.join("\u{c}").as_bytes())?),
            Err(message) => Err(message),
        },
        What::Picture(folder) => return pictures(input, &folder, options, terminal),
        What::Submission => return submission(input, options, terminal),
    };
    match printed {
        Ok(()) => Ok(0),
        Err(message) => {
            terminal.rejection(&input.file, &message);
            Ok(2)
        }
    }
}

/// Writes a picture a page; one that stood there under its name is replaced.
fn pictures(
    input: &Input,
    folder: &Path,
    options: &Options,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    let pages = match pipeline::draw(input, options)? {
        Ok(pages) => pages,
        Err(message) => {
            terminal.rejection(&input.file, &message);
            return Ok(2);
        }
    };
    let mut batch = Batch::new(folder)?;
    for (number, page) in (1..).zip(&pages) {
        batch.add(format!("page-{number:03}.svg"), page)?;
    }
    batch.finish()?;
    let (count, shown) = (pages.len(), folder.display());
    terminal.notice(
        &format!("เขียนภาพ {count} หน้าไว้ที่ {shown}"),
        &format!("pictures of {count} pages were written to {shown}"),
    );
    Ok(0)
}

fn submission(input: &Input, options: &Options, terminal: &Terminal) -> Result<u8, Failure> {
    let entries = pipeline::read(std::slice::from_ref(input), options)?;
    for entry in &entries {
        if let Entry::Submission(submission) = entry {
            terminal.json(submission)?;
        }
    }
    terminal.rejections(&entries);
    // One that is an error is as good as all.
    let mut findings = entries.iter().flat_map(|entry| entry.findings());
    let error = findings.find(|found| found.severity == Severity::Error);
    Ok(pipeline::exit_code(&entries, error.cloned().as_slice()))
}
