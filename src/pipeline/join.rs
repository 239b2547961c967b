//! Entries → dataset, one agency at a time: what was read stays on the disk,
//! and only the reports that are being joined are held.

use std::{collections::BTreeMap, path::Path, sync::mpsc::sync_channel, thread};

use rayon::prelude::*;

use super::{
    Outcome,
    entries::{self, Listed},
    joined::Joining,
    progress::Progress,
};
use crate::{
    dataset::{Status, Summary},
    error::Failure,
    finding::{Finding, Severity},
    merge::{self, Member},
    output::{html::Line, json},
    profile::Profiles,
    rules::{self, DatasetContext},
    stop,
    submission::Entry,
};

/// Groups joined at once, for each thread: enough that none waits for the
/// others, and few enough to be held.
const AT_ONCE: usize = 4;

/// Progress is shown from as many groups on: fewer are joined in no time.
const SHOWN: usize = 1_000;

/// Files that could not be read, by agency and office.
type Unread<'a> = BTreeMap<&'a str, BTreeMap<&'a str, Vec<&'a str>>>;

/// What is joined by itself.
enum Group<'a> {
    /// The submissions of one agency and year; number in the dataset, and
    /// indices of its entries.
    Report(usize, &'a str, u16, Vec<usize>),
    /// A file that was rejected.
    Rejected(usize),
}

/// A group that was joined, as it is written.
#[derive(Default)]
pub(super) struct Part {
    /// The report, indented; empty for a rejected file.
    pub(super) report: Vec<u8>,
    /// One value a line.
    pub(super) provenance: Vec<u8>,
    pub(super) line: Option<Line>,
    /// Findings that are of no file.
    pub(super) whole: Vec<Finding>,
    pub(super) files: Vec<Filed>,
}

/// An entry of a joined group.
pub(super) struct Filed {
    pub(super) index: usize,
    pub(super) summary: Summary,
    /// Its findings and those over all submissions, one a line.
    pub(super) findings: Vec<u8>,
    pub(super) has_error: bool,
    /// The entry as we write it.
    pub(super) line: Vec<u8>,
    /// Whether it stands otherwise where it was read.
    pub(super) is_rewritten: bool,
}

/// Writes the dataset of these entries into the folder `stage`; `spool` is a
/// place for what has to be sorted first.
pub(super) fn join(
    all: Vec<Listed>,
    profiles: &Profiles,
    stage: &Path,
    spool: &Path,
    jobs: usize,
    shown: bool,
) -> Result<Outcome, Failure> {
    let all = entries::once(all)?;
    let groups = groups(&all);
    let unread = unread(&all);
    let pool = super::pool(jobs)?;
    let mut joining = Joining::new(stage, spool, all.len())?;
    let progress = Progress::new(groups.len(), shown && groups.len() > SHOWN);
    // While some groups are joined, those before are written.
    let joined = thread::scope(|scope| -> Result<Joining, Failure> {
        let (sender, receiver) = sync_channel::<Vec<Result<Part, Failure>>>(0);
        let progress = &progress;
        let write = move || -> Result<Joining, Failure> {
            for part in receiver.into_iter().flatten() {
                joining.add(part?)?;
                progress.end(0);
            }
            Ok(joining)
        };
        let writing = thread::Builder::new().spawn_scoped(scope, write);
        let writing = writing.map_err(Failure::Worker)?;
        for window in groups.chunks(jobs.max(1) * AT_ONCE) {
            stop::check()?;
            let parts = pool.install(|| {
                let groups = window.par_iter();
                groups
                    .map(|group| part(group, &all, &unread, profiles))
                    .collect()
            });
            // Who does not listen any more says why.
            if sender.send(parts).is_err() {
                break;
            }
        }
        drop(sender);
        let panicked = |_| Err(Failure::Unknown("the writing thread panicked".to_owned()));
        writing.join().unwrap_or_else(panicked)
    })?;
    progress.finish();
    joined.finish(&all)
}

/// Reports by agency and year, then the rejected files.
fn groups(all: &[Listed]) -> Vec<Group<'_>> {
    let mut reports: BTreeMap<(&str, u16), Vec<usize>> = BTreeMap::new();
    let mut rejected = Vec::new();
    for (index, listed) in all.iter().enumerate() {
        match listed.fiscal_year {
            Some(year) => reports
                .entry((&listed.agency, year))
                .or_default()
                .push(index),
            None => rejected.push(Group::Rejected(index)),
        }
    }
    let numbered = reports.into_iter().enumerate();
    numbered
        .map(|(number, ((agency, year), members))| Group::Report(number, agency, year, members))
        .chain(rejected)
        .collect()
}

/// An entry that was read back, and its index.
struct Loaded {
    index: usize,
    entry: Entry,
    line: Vec<u8>,
    is_rewritten: bool,
}

fn load(index: usize, all: &[Listed]) -> Result<Option<Loaded>, Failure> {
    let Some(listed) = all.get(index) else {
        return Ok(None);
    };
    let bytes = listed.bytes()?;
    let (entry, rewritten) = listed.parse(&bytes)?;
    Ok(Some(Loaded {
        index,
        entry,
        is_rewritten: rewritten.is_some(),
        line: rewritten.unwrap_or(bytes),
    }))
}

fn unread(all: &[Listed]) -> Unread<'_> {
    let mut unread = Unread::new();
    for listed in all.iter().filter(|listed| listed.is_rejected()) {
        if let Some(office) = &listed.office {
            let offices = unread.entry(&listed.agency).or_default();
            offices.entry(office).or_default().push(&listed.file);
        }
    }
    unread
}

/// Joins one group.
fn part(
    group: &Group<'_>,
    all: &[Listed],
    unread: &Unread<'_>,
    profiles: &Profiles,
) -> Result<Part, Failure> {
    let (number, agency, year, members) = match group {
        Group::Report(number, agency, year, members) => (*number, *agency, *year, members),
        Group::Rejected(index) => {
            let loaded = load(*index, all)?;
            let files = loaded.map(|loaded| filed(loaded, Status::Rejected, Vec::new()));
            return Ok(Part {
                files: files.into_iter().collect(),
                ..Part::default()
            });
        }
    };
    // Who is done with the other groups helps with the last ones.
    let loaded = members
        .par_iter()
        .filter_map(|index| load(*index, all).transpose());
    let loaded: Vec<Result<Loaded, Failure>> = loaded.collect();
    let loaded: Vec<Loaded> = loaded.into_iter().collect::<Result<_, Failure>>()?;
    let members: Vec<Member<'_>> = loaded.iter().filter_map(member).collect();
    let texts = profiles.of_report(agency, year)?;
    let facts = texts
        .parse()
        .map_err(|error| Failure::Unknown(error.to_string()))?;
    let joined = merge::report(number, agency, year, &members, &facts);
    let files = loaded
        .iter()
        .map(|loaded| (loaded.index, loaded.entry.source().file.as_str()))
        .collect();
    let found = rules::check_dataset(&DatasetContext {
        report: &joined.report,
        files: &files,
        unread: unread.get(agency).unwrap_or(&BTreeMap::new()),
        notes: &joined.notes,
        facts: &facts,
    });
    let mut of_files: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for finding in found {
        let file = finding.file.clone();
        of_files.entry(file).or_default().push(finding);
    }
    let files = loaded
        .into_iter()
        .map(|loaded| {
            let more = of_files.remove(&loaded.entry.source().file);
            let status = joined.statuses.get(&loaded.index).copied();
            filed(
                loaded,
                status.unwrap_or(Status::Merged),
                more.unwrap_or_default(),
            )
        })
        .collect();
    Ok(Part {
        line: Some(Line::of(&joined.report)),
        report: json::pretty(&joined.report),
        provenance: json::lines(&joined.provenance),
        whole: of_files.into_values().flatten().collect(),
        files,
    })
}

fn member(loaded: &Loaded) -> Option<Member<'_>> {
    match &loaded.entry {
        Entry::Submission(submission) => Some(Member::new(loaded.index, submission)),
        Entry::Rejected(_) => None,
    }
}

/// What is written of an entry, `more` being what was found over all
/// submissions.
fn filed(loaded: Loaded, status: Status, more: Vec<Finding>) -> Filed {
    let Loaded {
        index,
        entry,
        line,
        is_rewritten,
    } = loaded;
    let mut summary = merge::summary(&entry);
    summary.status = status;
    for finding in &more {
        summary.findings.add(finding.severity);
    }
    let mut findings = entry.into_findings();
    findings.extend(more);
    findings.sort_by(Finding::order);
    Filed {
        index,
        summary,
        has_error: findings
            .iter()
            .any(|found| found.severity == Severity::Error),
        findings: json::lines(&findings),
        line,
        is_rewritten,
    }
}
