//! A reply in slices: a report of a hundred thousand rows is never encoded as a
//! whole, and its parent reads one slice while the child writes the next.

use std::{io, mem, vec};

use serde::{Deserialize, Serialize};

use super::protocol::{Reply, SLICE, decode, encode};
use crate::{
    finding::Finding,
    grid::{Cell, Grid},
    submission::{Held, HeldPieces, Indicator, Origins, Submission},
};

/// As many rows or findings as travel together.
const ROWS: usize = 500;
/// As many cells as travel together.
const CELLS: usize = 5_000;

/// A part of a submission, or of one grid of a document.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slice {
    origins: Option<Held>,
    indicators: Vec<Indicator>,
    findings: Vec<Finding>,
    grid: usize,
    cells: Vec<Cell>,
}

/// Sends what is long of a reply in slices, of which the reply is emptied.
pub(super) fn cut(
    reply: &mut Reply,
    send: &mut dyn FnMut(&Slice) -> io::Result<()>,
) -> io::Result<()> {
    match reply {
        Reply::Submission(submission) => {
            let origins = mem::take(&mut submission.origins);
            let mut origins = HeldPieces::from(origins);
            let mut indicators = mem::take(&mut submission.indicators).into_iter();
            let mut findings = mem::take(&mut submission.findings).into_iter();
            loop {
                let slice = Slice {
                    origins: origins.next(),
                    indicators: some(&mut indicators, ROWS),
                    findings: some(&mut findings, ROWS),
                    ..Slice::default()
                };
                if slice.is_empty() {
                    return Ok(());
                }
                send(&slice)?;
            }
        }
        Reply::Grid(document) => {
            for (grid, held) in document.grids.iter_mut().enumerate() {
                let mut cells = mem::take(&mut held.cells).into_iter();
                while cells.len() > 0 {
                    send(&Slice {
                        grid,
                        cells: some(&mut cells, CELLS),
                        ..Slice::default()
                    })?;
                }
            }
            Ok(())
        }
        Reply::Marked { reply, .. } | Reply::WithAttached { reply, .. } => cut(reply, send),
        _ => Ok(()),
    }
}

fn some<T>(all: &mut vec::IntoIter<T>, most: usize) -> Vec<T> {
    all.by_ref().take(most).collect()
}

impl Slice {
    /// The slice as a frame.
    pub(super) fn frame(&self, frame: &mut Vec<u8>) -> io::Result<()> {
        frame.clear();
        frame.push(SLICE);
        encode(frame, self)
    }

    fn is_empty(&self) -> bool {
        let rows = self.indicators.len() + self.findings.len();
        rows == 0 && self.origins.is_none() && self.cells.is_empty()
    }
}

/// The slices of one reply, as they come.
#[derive(Debug, Default)]
pub(super) struct Slices {
    origins: Option<Held>,
    indicators: Vec<Indicator>,
    findings: Vec<Finding>,
    cells: Vec<(usize, Vec<Cell>)>,
}

impl Slices {
    /// Adds the next slice.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), String> {
        let mut slice: Slice = decode(bytes)?;
        match (&mut self.origins, slice.origins.take()) {
            (Some(origins), Some(more)) => origins.append(more),
            (none, more) => *none = none.take().or(more),
        }
        self.indicators.append(&mut slice.indicators);
        self.findings.append(&mut slice.findings);
        match self.cells.last_mut() {
            Some((grid, cells)) if *grid == slice.grid => cells.append(&mut slice.cells),
            _ if slice.cells.is_empty() => {}
            _ => self.cells.push((slice.grid, slice.cells)),
        }
        Ok(())
    }

    /// Gives a reply back what was cut of it; says whether it fits.
    pub(super) fn restore(self, reply: &mut Reply) -> bool {
        match reply {
            Reply::Submission(submission) => self.into_submission(submission),
            Reply::Grid(document) => self.into_grids(&mut document.grids),
            Reply::Marked { reply, .. } | Reply::WithAttached { reply, .. } => self.restore(reply),
            _ => self.is_empty(),
        }
    }

    fn is_empty(&self) -> bool {
        self.has_no_rows() && self.cells.is_empty()
    }

    fn has_no_rows(&self) -> bool {
        self.origins.is_none() && self.indicators.is_empty() && self.findings.is_empty()
    }

    fn into_submission(mut self, submission: &mut Submission) -> bool {
        submission.indicators.append(&mut self.indicators);
        submission.findings.append(&mut self.findings);
        match self.origins {
            Some(origins) if origins.is_sound() => submission.origins = Origins::from(origins),
            Some(_) => return false,
            None => {}
        }
        self.cells.is_empty()
    }

    fn into_grids(self, grids: &mut [Grid]) -> bool {
        let fits = self.has_no_rows();
        fits && self.cells.into_iter().all(|(grid, mut cells)| {
            let grid = grids.get_mut(grid);
            grid.map(|grid| grid.cells.append(&mut cells)).is_some()
        })
    }
}
