//! The page for people: read from the dataset as it is staged, and the same
//! whatever it was made of.

use std::{fs, path::Path, thread};

use super::{Opened, Outcome};
use crate::{
    dataset::{DATASET_SCHEMA, Dataset},
    error::Failure,
    finding::Finding,
    output::html::{self, MOST_REPORTS, Totals},
};

/// Its name.
const NAME: &str = "report.html";

/// More files than a person looks through on one page.
const MOST_FILES: usize = 2_000;

/// Writes the page of the dataset in the folder `stage`.
pub(super) fn write(stage: &Path, outcome: &Outcome) -> Result<(), Failure> {
    let few = outcome.lines.len() <= MOST_REPORTS && outcome.summaries.len() <= MOST_FILES;
    let page = if few {
        whole(&Opened::open(stage)?)?
    } else {
        let mut totals = Totals::default();
        for summary in &outcome.summaries {
            totals.add(summary);
        }
        html::overview(&outcome.lines, &totals)
    };
    let path = stage.join(NAME);
    fs::write(&path, page).map_err(|source| Failure::Write { path, source })
}

/// The page with everything in it.
fn whole(opened: &Opened) -> Result<String, Failure> {
    let (dataset, findings) = thread::scope(|scope| -> Result<_, Failure> {
        let findings = thread::Builder::new().spawn_scoped(scope, || findings(opened));
        let dataset = dataset(opened);
        let panicked = |_| Err(Failure::Unknown("the reading thread panicked".to_owned()));
        let findings = findings.map_err(Failure::Worker)?;
        Ok((dataset?, findings.join().unwrap_or_else(panicked)?))
    })?;
    Ok(html::page(&dataset, &findings))
}

fn dataset(opened: &Opened) -> Result<Dataset, Failure> {
    let mut reports = Vec::new();
    let submissions = opened.reports(&mut |report| {
        reports.push(report);
        Ok(())
    })?;
    Ok(Dataset {
        schema: DATASET_SCHEMA.to_owned(),
        reports,
        submissions,
    })
}

fn findings(opened: &Opened) -> Result<Vec<Finding>, Failure> {
    let mut findings = Vec::new();
    opened.findings(&mut |finding| {
        findings.push(finding);
        Ok(())
    })?;
    Ok(findings)
}
