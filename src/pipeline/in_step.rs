//! Two datasets read in step, so that neither has to fit into memory.

use std::{
    cmp::Ordering,
    sync::mpsc::{Receiver, sync_channel},
    thread,
};

use super::Opened;
use crate::{
    dataset::{Report, Summary},
    error::Failure,
};

/// What is done with the reports of one agency and year, either of which may not
/// be there.
type Each<'a> = &'a mut dyn FnMut(Option<&Report>, Option<&Report>) -> Result<(), Failure>;

/// Hands on the reports of both by agency and year, and returns the submissions
/// of both.
///
/// # Errors
/// As [`Opened::reports`].
pub fn in_step(
    old: &Opened,
    new: &Opened,
    each: Each<'_>,
) -> Result<(Vec<Summary>, Vec<Summary>), Failure> {
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(1);
        let reading = thread::Builder::new().spawn_scoped(scope, move || {
            let send = |report| sender.send(report).map_err(|_| stopped());
            let summaries = new.reports(&mut |report| send(Some(report)))?;
            // Without it the other side knows that something failed.
            send(None).map(|()| summaries)
        });
        let reading = reading.map_err(Failure::Worker)?;
        let before = compare(old, receiver, each);
        let after = reading.join().unwrap_or_else(|_| Err(stopped()));
        match (before, after) {
            // Of two failures one only follows from the other.
            (Err(follows), Err(failure)) if is_stopped(&follows) => Err(failure),
            (before, after) => Ok((before?, after?)),
        }
    })
}

fn compare(
    old: &Opened,
    receiver: Receiver<Option<Report>>,
    each: Each<'_>,
) -> Result<Vec<Summary>, Failure> {
    let next = || receiver.recv().map_err(|_| stopped());
    let mut waiting = next()?;
    let summaries = old.reports(&mut |report| {
        loop {
            let order = waiting
                .as_ref()
                .map_or(Ordering::Greater, |other| order(other, &report));
            match order {
                Ordering::Less => {
                    each(None, waiting.as_ref())?;
                    waiting = next()?;
                }
                Ordering::Equal => {
                    each(Some(&report), waiting.as_ref())?;
                    waiting = next()?;
                    return Ok(());
                }
                Ordering::Greater => return each(Some(&report), None),
            }
        }
    })?;
    while let Some(report) = waiting {
        each(None, Some(&report))?;
        waiting = next()?;
    }
    Ok(summaries)
}

fn order(a: &Report, b: &Report) -> Ordering {
    (&a.agency, a.fiscal_year).cmp(&(&b.agency, b.fiscal_year))
}

fn stopped() -> Failure {
    Failure::Output(std::io::ErrorKind::BrokenPipe.into())
}

fn is_stopped(failure: &Failure) -> bool {
    matches!(failure, Failure::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
}
