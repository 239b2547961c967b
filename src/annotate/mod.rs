//! The office's own workbook back, problems marked: offending cells filled by
//! severity, a comment on each, and a first sheet that lists all findings.
//!
//! A container of xlsx is edited part by part, and what need not change is
//! copied byte for byte. Of any other file the table as it was read is written
//! as a workbook, and marked in the same way. Marks are known again: a marked
//! copy that is marked once more has them once.

mod book;
mod comments;
mod fill;
mod plain;
mod results;
mod sheet;
mod styles;
mod threads;
mod vml;
mod workbook;
mod xml;

use std::collections::BTreeMap;

use crate::{
    error::Error,
    finding::{Finding, Severity},
    grid::{Address, Document, Grid, Origin},
    marks::{self, ANSWER, COMMENT},
    rules,
    submission::Format,
};
use book::Book;
use results::Line;
use styles::Styles;

/// A fill that a cell had before it was marked.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Record {
    cell: Address,
    /// As it is written in the styles, without a prefix.
    fill: String,
}

/// The marked copy of a file that was read as `document`.
///
/// # Errors
/// A container that cannot be edited: one in which a part is no XML in UTF-8.
pub fn annotate(
    bytes: &[u8],
    format: Option<Format>,
    document: &Document,
    findings: &[Finding],
) -> Result<Vec<u8>, Error> {
    let mut findings: Vec<&Finding> = findings.iter().collect();
    rules::in_causal_order(&mut findings);
    if matches!(format, Some(Format::Xlsx | Format::Xlsm)) {
        let target = |origin: &Origin| match origin {
            Origin::Cell { sheet, cell } => Some((sheet.as_deref()?.to_owned(), *cell)),
            Origin::Box { .. } => None,
        };
        return mark(bytes, &document.grids, &lines(&findings, target));
    }
    let plain = plain::write(document)?;
    let target = |origin: &Origin| plain.cell(origin);
    mark(&plain.bytes, &document.grids, &lines(&findings, target))
}

fn lines<'f>(
    findings: &[&'f Finding],
    target: impl Fn(&Origin) -> Option<(String, Address)>,
) -> Vec<Line<'f>> {
    let line = |finding: &&'f Finding| Line {
        finding,
        target: finding.origin.as_ref().and_then(&target),
    };
    findings.iter().map(line).collect()
}

/// Marks a workbook; `grids` are its sheets as they were read.
fn mark(bytes: &[u8], grids: &[Grid], lines: &[Line<'_>]) -> Result<Vec<u8>, Error> {
    let mut book = Book::open(bytes)?;
    let sheets = book.sheets()?;
    let own = grids.iter().find(|grid| marks::is_results(grid));
    let own_name = own.and_then(|grid| grid.sheet.as_deref());
    let before = own.map(results::before).unwrap_or_default();
    let styles_part = book.related(&book.main.clone(), "styles")?;
    let text = match &styles_part {
        Some(part) => book.text(part)?,
        None => None,
    };
    let mut styles = Styles::read(text)?;
    let mut records = BTreeMap::new();
    let mut by_sheet: BTreeMap<&str, Vec<(Address, &Line<'_>)>> = BTreeMap::new();
    for line in lines {
        if let Some((name, at)) = &line.target {
            by_sheet.entry(name).or_default().push((*at, line));
        }
    }
    for (sheet, number) in sheets.iter().zip(1..) {
        if Some(sheet.name.as_str()) == own_name {
            continue;
        }
        let grid = grids
            .iter()
            .find(|grid| grid.sheet.as_deref() == Some(&sheet.name));
        let of_sheet = Sheet {
            part: &sheet.part,
            number,
            marks: marks_of(
                by_sheet.get(sheet.name.as_str()).into_iter().flatten(),
                grid,
            ),
            before: before
                .iter()
                .filter(|((name, _), _)| *name == sheet.name)
                .map(|((_, cell), fill)| (*cell, *fill))
                .collect(),
        };
        let found = of_sheet.mark(&mut book, &mut styles)?;
        if !found.is_empty() {
            records.insert(sheet.name.clone(), found);
        }
    }
    let listed = results::sheet(lines, &records, &mut styles);
    workbook::list(&mut book, &sheets, own_name, listed)?;
    let styles = styles.finish();
    match styles_part {
        Some(part) => book.put(&part, styles)?,
        None => {
            // Some programs look for no other name.
            let pattern = if book.has("xl/styles.xml") {
                "xl/styles*.xml"
            } else {
                "xl/styles.xml"
            };
            book.add(&book.main.clone(), pattern, "styles", styles)?;
        }
    }
    book.write()
}

/// What is marked in one sheet, and how.
struct Mark {
    severity: Severity,
    /// Whether a warning is among what was found, which may be answered.
    warned: bool,
    /// What was found, a line each.
    comment: String,
    /// What the office has answered in our comment.
    answer: String,
    /// Findings that found no room in it.
    more: usize,
}

/// Bytes of a comment, which shows some thousand letters at most.
const LONGEST: usize = 8_000;

/// One sheet of the office.
struct Sheet<'b> {
    part: &'b str,
    /// Its place in the workbook, from 1.
    number: usize,
    marks: BTreeMap<Address, Mark>,
    before: BTreeMap<Address, &'b str>,
}

impl Sheet<'_> {
    fn mark(&self, book: &mut Book<'_>, styles: &mut Styles) -> Result<Vec<Record>, Error> {
        let Some(text) = book.text(self.part)? else {
            return Ok(Vec::new());
        };
        let comments_part = book.related(self.part, "comments")?;
        let commented = if comments_part.is_none() && self.marks.is_empty() {
            None
        } else {
            let old = match &comments_part {
                Some(part) => book.text(part)?,
                None => None,
            };
            let wanted = self.marks.iter().map(|(at, mark)| {
                let Mark {
                    comment, answer, ..
                } = mark;
                (*at, format!("{comment}{answer}"))
            });
            Some(comments::comment(old, &wanted.collect())?)
        };
        self.reply(book)?;
        let boxes = commented
            .as_ref()
            .is_some_and(|done| !done.added.is_empty());
        let severities: BTreeMap<Address, Severity> = self
            .marks
            .iter()
            .map(|(at, mark)| (*at, mark.severity))
            .collect();
        let (id, space) = (book.next_id(self.part)?, book.reference_space());
        let marked = sheet::mark(
            &text,
            &severities,
            &self.before,
            boxes.then_some(sheet::Drawing { id: &id, space }),
            styles,
        )?;
        if let Some(text) = marked.text {
            book.put(self.part, text)?;
        }
        let Some(commented) = commented else {
            return Ok(marked.records);
        };
        let drawn = |old| vml::draw(old, &commented.added, &commented.removed, &marked.heights);
        match &marked.drawing {
            Some(id) => {
                if let Some(part) = book.target(self.part, id)? {
                    let new = drawn(book.text(&part)?)?;
                    book.put(&part, new)?;
                }
            }
            None if boxes => {
                let drawing = book.free("xl/drawings/vmlDrawing*.vml");
                book.relate(self.part, "vmlDrawing", &drawing)?;
                let kind = "application/vnd.openxmlformats-officedocument.vmlDrawing";
                book.declare_extension("vml", kind)?;
                book.put(&drawing, drawn(None)?)?;
            }
            None => {}
        }
        match comments_part {
            Some(part) => book.put(&part, commented.text)?,
            None => {
                book.add(self.part, "xl/comments*.xml", "comments", commented.text)?;
            }
        }
        Ok(marked.records)
    }
}

impl Sheet<'_> {
    /// Replies in the sheet's threads, where it has some. The office's answer
    /// is a reply of its own.
    fn reply(&self, book: &mut Book<'_>) -> Result<(), Error> {
        let Some(part) = book.related(self.part, "threadedComment")? else {
            return Ok(());
        };
        let Some(text) = book.text(&part)? else {
            return Ok(());
        };
        let wanted = self
            .marks
            .iter()
            .map(|(at, mark)| (*at, mark.comment.clone()));
        let replied = threads::reply(&text, self.number, &wanted.collect())?;
        if replied != text && threads::join(book)? {
            book.put(&part, replied)?;
        }
        Ok(())
    }
}

/// The cells of a sheet that lines are about, each with its comment: what was
/// found there, and what the office has answered already.
fn marks_of<'l>(
    lines: impl Iterator<Item = &'l (Address, &'l Line<'l>)>,
    grid: Option<&Grid>,
) -> BTreeMap<Address, Mark> {
    let mut marks: BTreeMap<Address, Mark> = BTreeMap::new();
    for (at, line) in lines {
        let finding = line.finding;
        let mark = marks.entry(*at).or_insert_with(|| Mark {
            severity: finding.severity,
            warned: false,
            comment: COMMENT.to_owned(),
            answer: String::new(),
            more: 0,
        });
        mark.severity = mark.severity.min(finding.severity);
        mark.warned |= finding.severity == Severity::Warning;
        if LONGEST <= mark.comment.len() {
            mark.more += 1;
            continue;
        }
        mark.comment.push_str(&format!(
            "\n{}: {} [{}]",
            results::level_name(finding.severity),
            results::cut(line.said(), LONGEST),
            finding.rule
        ));
    }
    let comments = grid
        .map(|grid| grid.comments.as_slice())
        .unwrap_or_default();
    let answers: BTreeMap<Address, &str> = comments
        .iter()
        .filter_map(|comment| Some((comment.address()?, marks::of_office(&comment.text).1)))
        .collect();
    for mark in marks.values_mut().filter(|mark| 0 < mark.more) {
        mark.comment.push_str(&format!(
            "\n… อีก {} ข้อ ดูแผ่นงาน {}",
            mark.more,
            results::NAME
        ));
    }
    for (at, mark) in marks.iter_mut().filter(|(_, mark)| mark.warned) {
        // Room for the answer.
        mark.comment.push_str(&format!("\n{ANSWER} "));
        mark.answer = answers.get(at).copied().unwrap_or_default().to_owned();
    }
    marks
}

fn damaged(error: impl std::fmt::Display) -> Error {
    Error::Damaged(error.to_string())
}
