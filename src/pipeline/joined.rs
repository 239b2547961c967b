//! The files of a dataset while it is joined: reports come by agency, entries
//! and findings are written by file.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::{
    Outcome,
    entries::{LINES, Listed},
    join::Part,
};
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
    stage: PathBuf,
    reports: Output,
    provenance: Output,
    findings: Output,
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
            stage: stage.to_owned(),
            reports,
            provenance: Output::new(stage.join("provenance.jsonl"))?,
            findings: Output::new(stage.join("findings.jsonl"))?,
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
            let rewritten = file.rewritten.map(|line| self.spool.write(&line));
            if let Some(slot) = self.spooled.get_mut(file.index) {
                *slot = (findings, rewritten.transpose()?);
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
        let mut entries = Output::new(self.stage.join(LINES))?;
        for (listed, (_, rewritten)) in all.iter().zip(&self.spooled) {
            entries.write(&match rewritten {
                Some(span) => spooled.read(&spool, *span)?,
                None => {
                    let place = &listed.place;
                    written.read(&place.path, (place.offset, place.length))?
                }
            })?;
        }
        entries.close()?;

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

/// A file that is written from its beginning to its end.
struct Output {
    path: PathBuf,
    file: BufWriter<File>,
    length: u64,
}

impl Output {
    fn new(path: PathBuf) -> Result<Self, Failure> {
        match File::create(&path) {
            Ok(file) => Ok(Self {
                path,
                file: BufWriter::with_capacity(1 << 17, file),
                length: 0,
            }),
            Err(source) => Err(Failure::Write { path, source }),
        }
    }

    /// Writes these bytes, and says where they are.
    fn write(&mut self, bytes: &[u8]) -> Result<Span, Failure> {
        let at = self.length;
        self.file
            .write_all(bytes)
            .map_err(|source| Failure::Write {
                path: self.path.clone(),
                source,
            })?;
        self.length += bytes.len() as u64;
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
