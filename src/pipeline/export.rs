//! A written dataset → its tables in the formats asked for, line by line.

use std::path::{Path, PathBuf};

use super::{Opened, Options};
use crate::{
    error::Failure,
    output::{
        sink::{Output, Sink},
        tables::{self, Cell, Table},
    },
    stop,
};

/// Writes the tables of the dataset into the folder `into`, in each of the
/// formats once, and names the files.
///
/// # Errors
/// A dataset that cannot be read, a file that cannot be written, or a format
/// that cannot hold it.
pub fn export(
    opened: &Opened,
    formats: &[Output],
    options: &Options,
    into: &Path,
) -> Result<Vec<PathBuf>, Failure> {
    let mut formats = formats.to_vec();
    formats.sort_unstable();
    formats.dedup();
    let sinks: Result<Vec<Sink>, Failure> = formats
        .iter()
        .map(|format| Sink::new(*format, into))
        .collect();
    let mut sinks = sinks?;
    let summaries = opened.reports(&mut |report| {
        stop::check()?;
        let facts = options.facts_of(&report.agency, report.fiscal_year)?;
        for sink in &mut sinks {
            sink.report(&report, &facts)?;
        }
        tables::report(&report, &mut |table, cells| {
            to_all(&mut sinks, table, cells)
        })
    })?;
    for (summary, number) in summaries.iter().zip(0_usize..) {
        tables::submission(number, summary, &mut |table, cells| {
            to_all(&mut sinks, table, cells)
        })?;
    }
    let mut number = 0;
    opened.findings(&mut |finding| {
        stop::check()?;
        let each = &mut |table: &'static Table, cells: &[Cell]| to_all(&mut sinks, table, cells);
        tables::finding(number, &finding, each)?;
        number += 1;
        Ok(())
    })?;
    let mut written = Vec::new();
    for sink in sinks {
        written.extend(sink.finish()?);
    }
    Ok(written)
}

fn to_all(sinks: &mut [Sink], table: &Table, cells: &[Cell]) -> Result<(), Failure> {
    sinks
        .iter_mut()
        .try_for_each(|sink| sink.line(table, cells))
}
