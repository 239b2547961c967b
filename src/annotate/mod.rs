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
    mark(&plain.bytes, &[], &lines(&findings, target))
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
    for sheet in sheets
        .iter()
        .filter(|sheet| Some(sheet.name.as_str()) != own_name)
    {
        let grid = grids
            .iter()
            .find(|grid| grid.sheet.as_deref() == Some(&sheet.name));
        let of_sheet = Sheet {
            part: &sheet.part,
            marks: marks_of(&sheet.name, lines, grid),
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
            book.add(&book.main.clone(), "xl/styles*.xml", "styles", styles)?;
        }
    }
    book.write()
}

/// What is marked in one sheet, and how.
struct Mark {
    severity: Severity,
    /// Whether a warning is among what was found, which may be answered.
    warned: bool,
    comment: String,
}

/// One sheet of the office.
struct Sheet<'b> {
    part: &'b str,
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
            let wanted = self
                .marks
                .iter()
                .map(|(at, mark)| (*at, mark.comment.clone()));
            Some(comments::comment(old, &wanted.collect())?)
        };
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

/// The cells of a sheet that lines are about, each with its comment: what was
/// found there, and what the office has answered already.
fn marks_of(sheet: &str, lines: &[Line<'_>], grid: Option<&Grid>) -> BTreeMap<Address, Mark> {
    let mut marks: BTreeMap<Address, Mark> = BTreeMap::new();
    for line in lines {
        let Some((_, at)) = line.target.as_ref().filter(|(name, _)| name == sheet) else {
            continue;
        };
        let finding = line.finding;
        let mark = marks.entry(*at).or_insert_with(|| Mark {
            severity: finding.severity,
            warned: false,
            comment: COMMENT.to_owned(),
        });
        mark.severity = mark.severity.min(finding.severity);
        mark.warned |= finding.severity == Severity::Warning;
        mark.comment.push_str(&format!(
            "\n{}: {} [{}]",
            results::level_name(finding.severity),
            line.said(),
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
    for (at, mark) in marks.iter_mut().filter(|(_, mark)| mark.warned) {
        let answer = answers.get(at).copied().unwrap_or_default();
        mark.comment.push_str(&format!("\n{ANSWER} {answer}"));
    }
    marks
}

fn damaged(error: impl std::fmt::Display) -> Error {
    Error::Damaged(error.to_string())
}
