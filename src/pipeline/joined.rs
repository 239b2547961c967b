//! The files of a dataset while it is joined: reports come by agency, entries
//! and findings are written by file.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::{Outcome, entries::Listed, join::Part, list::LINES};
use crate::{
    dataset::{DATASET_SCHEMA, Summary},
    error::Failure,
    finding::{Finding, Severity},
    output::{html::Line, json},
};

/// Where something lies in the spool: the first byte, and how many.
type Span = (u64, usize);

/// The dataset so far.
pub(super) struct Joining {
    reports: Output,
    provenance: Output,
    findings: Output,
    /// The entries; so far, as many as have come in their order.
    entries: Output,
    in_order: usize,
    spool: Output,
    /// What the spool has, by the index of the entry: its findings, and the
    /// entry itself where it is to be written otherwise than it stands.
    spooled: Vec<(Span, Option<Span>)>,
    summaries: Vec<Option<Summary>>,
    lines: Vec<Line>,
    /// Findings of no file, of the agency that is joined.
    whole: Vec<Finding>,
    has_error: bool,
}

impl Joining {
    pub(super) fn new(stage: &Path, spool: &Path, entries: usize) -> Result<Self, Failure> {
        let mut reports = Output::new(stage.join("dataset.json"))?;
        let head = format!("{{\n  \"schema\": \"{DATASET_SCHEMA}\",\n  \"reports\": [");
        reports.write(head.as_bytes())?;
        Ok(Self {
            reports,
            provenance: Output::new(stage.join("provenance.jsonl"))?,
            findings: Output::new(stage.join("findings.jsonl"))?,
            entries: Output::new(stage.join(LINES))?,
            in_order: 0,
            spool: Output::new(spool.to_owned())?,
            spooled: vec![((0, 0), None); entries],
            summaries: vec![None; entries],
            lines: Vec::new(),
            whole: Vec::new(),
            has_error: false,
        })
    }

    /// Adds a joined group; those with reports come in the order of these.
    pub(super) fn add(&mut self, mut part: Part) -> Result<(), Failure> {
        if let Some(line) = part.line {
            let last = self.lines.last();
            if last.is_some_and(|last| last.agency != line.agency) {
                self.whole()?;
            }
            let first = if self.lines.is_empty() { "\n" } else { ",\n" };
            self.reports.write(first.as_bytes())?;
            self.reports.write(&indented(&part.report, b"    "))?;
            self.lines.push(line);
        }
        self.provenance.write(&part.provenance)?;
        self.whole.append(&mut part.whole);
        for file in part.files {
            let findings = self.spool.write(&file.findings)?;
            let mut rewritten = None;
            if file.index == self.in_order {
                self.entries.write(&file.line)?;
                self.in_order += 1;
            } else if file.is_rewritten {
                rewritten = Some(self.spool.write(&file.line)?);
            }
            if let Some(slot) = self.spooled.get_mut(file.index) {
                *slot = (findings, rewritten);
            }
            if let Some(slot) = self.summaries.get_mut(file.index) {
                *slot = Some(file.summary);
            }
            self.has_error |= file.has_error;
        }
        Ok(())
    }

    /// Writes the findings of no file, which come before all others and are
    /// sorted by agency, as reports are.
    fn whole(&mut self) -> Result<(), Failure> {
        self.whole.sort_by(Finding::order);
        let mut found = self.whole.iter();
        self.has_error |= found.any(|found| found.severity == Severity::Error);
        self.findings.write(&json::lines(&self.whole))?;
        self.whole.clear();
        Ok(())
    }

    /// Writes what is sorted by file.
    pub(super) fn finish(mut self, all: &[Listed]) -> Result<Outcome, Failure> {
        self.whole()?;
        let summaries: Vec<Summary> = self.summaries.into_iter().flatten().collect();
        let open = if self.lines.is_empty() { "" } else { "\n  " };
        self.reports
            .write(format!("{open}],\n  \"submissions\": [").as_bytes())?;
        for (at, summary) in summaries.iter().enumerate() {
            let first = if at == 0 { "\n" } else { ",\n" };
            self.reports.write(first.as_bytes())?;
            let summary = json::pretty(summary);
            self.reports.write(&indented(&summary, b"    "))?;
        }
        let open = if summaries.is_empty() { "" } else { "\n  " };
        self.reports.write(format!("{open}]\n}}\n").as_bytes())?;
        self.reports.close()?;
        self.provenance.close()?;
        let spool = self.spool.path.clone();
        self.spool.close()?;

        let mut spooled = Source::default();
        let mut written = Source::default();
        let left = all.iter().zip(&self.spooled).skip(self.in_order);
        for (listed, (_, rewritten)) in left {
            self.entries.write(&match rewritten {
                Some(span) => spooled.read(&spool, *span)?,
                None => {
                    let place = &listed.place;
                    written.read(&place.path, (place.offset, place.length))?
                }
            })?;
        }
        self.entries.close()?;

        let mut spans = self.spooled.iter().map(|(span, _)| *span);
        for same in all.chunk_by(|a, b| a.file == b.file) {
            let mut lines = Vec::new();
            for span in spans.by_ref().take(same.len()) {
                lines.extend(spooled.read(&spool, span)?);
            }
            if same.len() > 1 {
                lines = sorted(&lines, &spool)?;
            }
            self.findings.write(&lines)?;
        }
        self.findings.close()?;
        // Where it stays, the next run writes over it.
        let _ = fs::remove_file(&spool);
        Ok(Outcome {
            summaries,
            lines: self.lines,
            has_error: self.has_error,
            reused: 0,
        })
    }
}

/// The findings of several files of one name, in their order.
fn sorted(lines: &[u8], spool: &Path) -> Result<Vec<u8>, Failure> {
    let lines = serde_json::Deserializer::from_slice(lines).into_iter();
    let findings = lines.collect::<Result<Vec<Finding>, serde_json::Error>>();
    let mut findings = findings.map_err(|error| Failure::Invalid {
        path: spool.to_owned(),
        problem: error.to_string(),
    })?;
    findings.sort_by(Finding::order);
    Ok(json::lines(&findings))
}

/// Indented JSON further to the right, without the line feed at its end. No
/// text in it has a line feed of its own.
fn indented(json: &[u8], by: &[u8]) -> Vec<u8> {
    let json = json.trim_ascii_end();
    let mut indented = Vec::with_capacity(json.len() + json.len() / 4);
    for line in json.split_inclusive(|byte| *byte == b'\n') {
        indented.extend_from_slice(by);
        indented.extend_from_slice(line);
    }
    indented
}

/// As much of a file is written before it is brought to the disk: at the end
/// the disk would be waited for that was idle before.
const UNSETTLED: u64 = 64 << 20;

/// A file that is written from its beginning to its end.
struct Output {
    path: PathBuf,
    file: BufWriter<File>,
    length: u64,
    /// As much of it is on the disk.
    settled: u64,
}

impl Output {
    fn new(path: PathBuf) -> Result<Self, Failure> {
        match File::create(&path) {
            Ok(file) => Ok(Self {
                path,
                file: BufWriter::with_capacity(1 << 17, file),
                length: 0,
                settled: 0,
            }),
            Err(source) => Err(Failure::Write { path, source }),
        }
    }

    /// Writes these bytes, and says where they are.
    fn write(&mut self, bytes: &[u8]) -> Result<Span, Failure> {
        let at = self.length;
        let mut write = || {
            self.file.write_all(bytes)?;
            self.length += bytes.len() as u64;
            if self.length - self.settled > UNSETTLED {
                self.file.get_ref().sync_data()?;
                self.settled = self.length;
            }
            Ok(())
        };
        write().map_err(|source| Failure::Write {
            path: self.path.clone(),
            source,
        })?;
        Ok((at, bytes.len()))
    }

    fn close(mut self) -> Result<(), Failure> {
        let path = self.path;
        let written = self.file.flush();
        written.map_err(|source| Failure::Write { path, source })
    }
}

/// The file that was read last, which the next piece often lies in too.
#[derive(Default)]
struct Source {
    open: Option<(PathBuf, BufReader<File>)>,
}

impl Source {
    fn read(&mut self, path: &Path, (offset, length): Span) -> Result<Vec<u8>, Failure> {
        let mut read = || -> io::Result<Vec<u8>> {
            let last = self.open.take().filter(|(open, _)| open == path);
            let (_, file) = self.open.insert(match last {
                Some(last) => last,
                None => (
                    path.to_owned(),
                    BufReader::with_capacity(1 << 17, File::open(path)?),
                ),
            });
            let here = file.stream_position()?;
            let by = i64::try_from(offset).and_then(|to| Ok(to - i64::try_from(here)?));
            match by {
                Ok(by) => file.seek_relative(by)?,
                Err(_) => {
                    file.seek(SeekFrom::Start(offset))?;
                }
            }
            let mut bytes = vec![0; length];
            file.read_exact(&mut bytes)?;
            Ok(bytes)
        };
        read().map_err(|source| Failure::Read {
            path: path.to_owned(),
            source,
        })
    }
}
