//! The straight line of one file, from its bytes to its submission: the only
//! place that puts the stages together.

use super::protocol::{Reply, Request, Task};
use crate::{
    annotate, delimited,
    error::{Error, Kind},
    excel,
    finding::{Finding, Message, place},
    form,
    grid::{Attached, Document, LeftOut, PageTrouble, WhyLeftOut},
    limits::{Limit, Limits},
    pdf,
    profile::Facts,
    rules::{self, Context, FileContext},
    schema,
    source::{self, Shape},
    submission::{Format, REJECTION_SCHEMA, Rejected, Source},
};

/// The rule that is the reason where a file has no table of ours.
const NO_TABLE: &str = "table-not-found";

/// Reads one file in this very process: what the child does with a request,
/// and what tests and fuzzers call. `progress` is called now and then.
pub fn read(
    bytes: &[u8],
    request: Request,
    facts: &Facts,
    limits: &Limits,
    progress: &mut dyn FnMut(),
) -> Reply {
    let mut source = request.source.clone();
    match request.task {
        Task::Text => return text(bytes, &request, limits, progress),
        Task::Picture => return pictures(bytes, &request, facts, limits, progress),
        Task::Grid | Task::Mark | Task::Report => {}
    }
    let mut attachments = Attachments::default();
    let attached = &mut attachments;
    let document = document(
        bytes,
        &request,
        &mut source,
        attached,
        facts,
        limits,
        progress,
    );
    let reply = match (request.task, document) {
        (Task::Grid, Ok(document)) => return Reply::Grid(document),
        (Task::Grid, Err(error)) => return unread(&error),
        (Task::Mark, Ok(mut document)) => {
            let format = source.format;
            let reply = report(&mut document, source, &request, facts, limits, progress);
            mark(bytes, format, &document, reply)
        }
        (_, Ok(mut document)) => report(&mut document, source, &request, facts, limits, progress),
        (_, Err(error)) => {
            let mut trouble = PageTrouble::default();
            attachments.tell(&mut trouble);
            reject(source, &request, facts, &error, &trouble)
        }
    };
    if attachments.files.is_empty() {
        return reply;
    }
    Reply::WithAttached {
        reply: Box::new(reply),
        attached: attachments.files,
    }
}

/// The files attached to one, parted by whether they are read.
#[derive(Default)]
struct Attachments {
    files: Vec<Attached>,
    left_out: Vec<LeftOut>,
}

impl Attachments {
    /// Parts what a document has attached. A picture or a letter beside a
    /// report is told of; a workbook that is broken is a file of its own.
    fn new(found: pdf::Attachments, nested: bool, limits: &Limits) -> Self {
        let mut parted = Self {
            files: Vec::new(),
            left_out: found.left_out,
        };
        for file in found.files {
            let why = match source::sniff(&file.bytes, limits) {
                _ if nested => Some(WhyLeftOut::Nested),
                Err(Error::Unsupported(_)) => Some(WhyLeftOut::Kind),
                Err(Error::Empty) => Some(WhyLeftOut::Damaged),
                _ => None,
            };
            match why {
                Some(why) => parted.left_out.push(LeftOut {
                    name: file.name,
                    why,
                }),
                None => parted.files.push(file),
            }
        }
        parted
    }

    fn tell(&self, trouble: &mut PageTrouble) {
        trouble.attached = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        trouble.left_out.clone_from(&self.left_out);
    }
}

/// Adds the marked copy to what became of a file.
fn mark(bytes: &[u8], format: Option<Format>, document: &Document, reply: Reply) -> Reply {
    let findings = match &reply {
        Reply::Submission(submission) => &submission.findings,
        Reply::Rejected(rejected) => &rejected.findings,
        _ => return reply,
    };
    let (workbook, problem) = match annotate::annotate(bytes, format, document, findings) {
        Ok(workbook) => (Some(workbook), None),
        Err(error) => (None, Some(unmarked(&error))),
    };
    Reply::Marked {
        reply: Box::new(reply),
        workbook,
        problem,
    }
}

/// Why a file that was read has no marked copy.
fn unmarked(error: &Error) -> Message {
    Message::new(
        "อ่านไฟล์นี้ได้ แต่ทำสำเนาที่มีเครื่องหมายไม่ได้ เพราะส่วนประกอบภายในไฟล์ผิดปกติ โปรดเปิดด้วย Excel บันทึกเป็น .xlsx แล้วตรวจอีกครั้ง",
        format!(
            "the file was read, but no marked copy can be made of it: open it in Excel, save it as .xlsx and check that ({error})"
        ),
    )
}

/// The text of a document that has pages.
fn text(bytes: &[u8], request: &Request, limits: &Limits, progress: &mut dyn FnMut()) -> Reply {
    let pages = match source::sniff(bytes, limits) {
        Ok(Shape::Pages) => pdf::text(bytes, request.password.as_deref(), limits, progress),
        Ok(_) => Err(Error::Unsupported(Kind::NoPages)),
        Err(error) => Err(error),
    };
    pages.map_or_else(|error| unread(&error), Reply::Text)
}

/// The pictures of the pages of a document that has pages.
fn pictures(
    bytes: &[u8],
    request: &Request,
    facts: &Facts,
    limits: &Limits,
    progress: &mut dyn FnMut(),
) -> Reply {
    let pages = match source::sniff(bytes, limits) {
        Ok(Shape::Pages) => {
            let password = request.password.as_deref();
            pdf::pictures(bytes, password, limits, &facts.columns, progress)
        }
        Ok(_) => Err(Error::Unsupported(Kind::NoPictures)),
        Err(error) => Err(error),
    };
    match pages {
        Ok(pages) => Reply::Pictures {
            pages: pages.into_iter().map(String::into_bytes).collect(),
        },
        Err(error) => unread(&error),
    }
}

pub(super) fn unread(error: &Error) -> Reply {
    Reply::Unread {
        reason: error.reason().to_owned(),
        message: error.message(),
    }
}

/// Bytes → document; what is learned of the file goes into `source`.
fn document(
    bytes: &[u8],
    request: &Request,
    source: &mut Source,
    attachments: &mut Attachments,
    facts: &Facts,
    limits: &Limits,
    progress: &mut dyn FnMut(),
) -> Result<Document, Error> {
    let shape = source::sniff(bytes, limits)?;
    if !request.areas.is_empty() && !matches!(shape, Shape::Pages) {
        return Err(Error::Unsupported(Kind::NoPages));
    }
    let document = match shape {
        Shape::Pages => {
            source.format = Some(Format::Pdf);
            let password = request.password.as_deref();
            let columns = &facts.columns;
            let areas = &request.areas;
            let (document, found) = pdf::read(bytes, password, limits, areas, columns, progress)?;
            // Where areas are named, these alone are asked for.
            if request.areas.is_empty() {
                *attachments = Attachments::new(found, request.attached, limits);
            }
            let mut document = document?;
            attachments.tell(&mut document.trouble);
            document
        }
        Shape::Workbook(format) => {
            source.format = Some(format);
            excel::read(bytes, format, limits, progress)?
        }
        Shape::Text => {
            let (format, document) = delimited::read(bytes, limits)?;
            source.format = Some(format);
            document
        }
    };
    source.producer.clone_from(&document.producer);
    source.sheets = document.sheets;
    source.pages = document.pages;
    progress();
    Ok(document)
}

/// Document → submission with its findings. Only a marked copy needs the cells
/// when they have been read.
fn report(
    document: &mut Document,
    source: Source,
    request: &Request,
    facts: &Facts,
    limits: &Limits,
    progress: &mut dyn FnMut(),
) -> Reply {
    let reading = form::read(document, source.clone(), &request.sender, facts, progress);
    if request.task != Task::Mark {
        document.grids = Vec::new();
    }
    let of_file = FileContext {
        has_text: true,
        has_table: reading.is_some(),
        trouble: &document.trouble,
    };
    let mut findings = rules::check_file(&facts.profile, &source.file, &of_file);
    let Some(mut reading) = reading else {
        return no_table(source, request, facts, findings);
    };
    progress();
    let too_many = |count| limits.count(Limit::Findings) < count;
    let refuse = |source| {
        let error = limits.over(Limit::Findings).into();
        reject(source, request, facts, &error, &document.trouble)
    };
    // Most notes become a finding, which is ten times as large.
    if too_many(reading.notes.len()) {
        return refuse(source);
    }
    match schema::breaches(&reading.submission) {
        Ok(mut breaches) => reading.notes.append(&mut breaches),
        // Our own schema is wrong: no report can be trusted.
        Err(problem) => {
            let trouble = &document.trouble;
            return reject(source, request, facts, &Error::Crashed(problem), trouble);
        }
    }
    let context = Context::new(&reading.submission, &reading.notes, facts);
    findings.append(&mut rules::check(&context));
    rules::explain(&mut findings, &context);
    if too_many(findings.len()) {
        return refuse(source);
    }
    findings.sort_by(Finding::order);
    reading.submission.findings = findings;
    Reply::Submission(Box::new(reading.submission))
}

/// A file that holds no table of the form.
fn no_table(source: Source, request: &Request, facts: &Facts, findings: Vec<Finding>) -> Reply {
    let message = Message::new(
        "ไม่พบตารางของแบบรายงานในไฟล์นี้",
        "the file has no table of the form",
    );
    rejected(source, request, facts, NO_TABLE, message, findings)
}

/// What the finding says that is the reason of a rejection, without its place.
fn said(findings: &[Finding], reason: &str, file: &str) -> Option<Message> {
    let start = place(file, None);
    let finding = findings.iter().find(|finding| finding.rule == reason)?;
    let bare = |text: &str, start: &str| text.strip_prefix(start).unwrap_or(text).to_owned();
    Some(Message::new(
        bare(&finding.message.th, &start.th),
        bare(&finding.message.en, &start.en),
    ))
}

/// The reply for a file that cannot be read.
pub(super) fn reject(
    source: Source,
    request: &Request,
    facts: &Facts,
    error: &Error,
    trouble: &PageTrouble,
) -> Reply {
    let mut findings = Vec::new();
    if *error == Error::NoText {
        let context = FileContext {
            has_text: false,
            has_table: false,
            trouble,
        };
        findings = rules::check_file(&facts.profile, &source.file, &context);
    }
    rejected(
        source,
        request,
        facts,
        error.reason(),
        error.message(),
        findings,
    )
}

/// A rejection; where a finding is its reason, that says why.
fn rejected(
    source: Source,
    request: &Request,
    facts: &Facts,
    reason: &str,
    otherwise: Message,
    findings: Vec<Finding>,
) -> Reply {
    let (office, office_source) = form::sender_of(&request.sender, facts);
    let message = said(&findings, reason, &source.file).unwrap_or(otherwise);
    Reply::Rejected(Box::new(Rejected {
        schema: REJECTION_SCHEMA.to_owned(),
        source,
        agency: form::agency_of(&request.sender, facts),
        received: request.sender.received.clone(),
        office,
        office_source,
        reason: reason.to_owned(),
        message,
        findings,
    }))
}
