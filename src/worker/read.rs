//! The straight line of one file, from its bytes to its submission: the only
//! place that puts the stages together.

use super::protocol::{Reply, Request, Task};
use crate::{
    annotate, delimited,
    error::{Error, Kind},
    excel,
    finding::{Finding, Message, place},
    form,
    grid::{Document, PageTrouble},
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
pub fn read(bytes: &[u8], request: Request, facts: &Facts, progress: &mut dyn FnMut()) -> Reply {
    let mut source = request.source.clone();
    if request.task == Task::Text {
        return text(bytes, &request, progress);
    }
    let document = document(bytes, &request, &mut source, facts, progress);
    match (request.task, document) {
        (Task::Grid, Ok(document)) => Reply::Grid(document),
        (Task::Grid, Err(error)) => unread(&error),
        (Task::Mark, Ok(document)) => {
            let format = source.format;
            let reply = report(&document, source, &request, facts, progress);
            mark(bytes, format, &document, reply)
        }
        (_, Ok(document)) => report(&document, source, &request, facts, progress),
        (_, Err(error)) => reject(source, &request, facts, &error),
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
fn text(bytes: &[u8], request: &Request, progress: &mut dyn FnMut()) -> Reply {
    let pages = match source::sniff(bytes) {
        Ok(Shape::Pages) => pdf::text(bytes, request.password.as_deref(), progress),
        Ok(_) => Err(Error::Unsupported(Kind::NoPages)),
        Err(error) => Err(error),
    };
    pages.map_or_else(|error| unread(&error), Reply::Text)
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
    facts: &Facts,
    progress: &mut dyn FnMut(),
) -> Result<Document, Error> {
    let shape = source::sniff(bytes)?;
    if !request.areas.is_empty() && !matches!(shape, Shape::Pages) {
        return Err(Error::Unsupported(Kind::NoPages));
    }
    let document = match shape {
        Shape::Pages => {
            source.format = Some(Format::Pdf);
            let password = request.password.as_deref();
            pdf::read(bytes, password, &request.areas, &facts.columns, progress)?
        }
        Shape::Workbook(format) => {
            source.format = Some(format);
            excel::read(bytes, format, progress)?
        }
        Shape::Text => {
            let (format, document) = delimited::read(bytes)?;
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

/// Document → submission with its findings.
fn report(
    document: &Document,
    source: Source,
    request: &Request,
    facts: &Facts,
    progress: &mut dyn FnMut(),
) -> Reply {
    let reading = form::read(document, source.clone(), &request.sender, facts);
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
    match schema::breaches(&reading.submission) {
        Ok(mut breaches) => reading.notes.append(&mut breaches),
        // Our own schema is wrong: no report can be trusted.
        Err(problem) => return reject(source, request, facts, &Error::Crashed(problem)),
    }
    let context = Context::new(&reading.submission, &reading.notes, facts);
    findings.append(&mut rules::check(&context));
    rules::explain(&mut findings, &context);
    findings.sort_by(Finding::order);
    reading.submission.findings = findings;
    Reply::Submission(Box::new(reading.submission))
}

/// A file that holds no table of the form.
fn no_table(source: Source, request: &Request, facts: &Facts, findings: Vec<Finding>) -> Reply {
    let start = place(&source.file, None);
    let said = findings
        .iter()
        .find(|finding| finding.rule == NO_TABLE)
        .map(|finding| {
            let bare =
                |text: &str, start: &str| text.strip_prefix(start).unwrap_or(text).to_owned();
            Message::new(
                bare(&finding.message.th, &start.th),
                bare(&finding.message.en, &start.en),
            )
        });
    let message = said.unwrap_or_else(|| {
        Message::new(
            "ไม่พบตารางของแบบรายงานในไฟล์นี้",
            "the file has no table of the form",
        )
    });
    let mut rejected = rejected(source, request, facts, NO_TABLE, message);
    rejected.findings = findings;
    Reply::Rejected(Box::new(rejected))
}

/// The reply for a file that cannot be read.
pub(super) fn reject(source: Source, request: &Request, facts: &Facts, error: &Error) -> Reply {
    let mut findings = Vec::new();
    if *error == Error::NoText {
        let context = FileContext {
            has_text: false,
            has_table: false,
            trouble: &PageTrouble::default(),
        };
        findings = rules::check_file(&facts.profile, &source.file, &context);
    }
    let (reason, message) = (error.reason(), error.message());
    let mut rejected = rejected(source, request, facts, reason, message);
    rejected.findings = findings;
    Reply::Rejected(Box::new(rejected))
}

fn rejected(
    source: Source,
    request: &Request,
    facts: &Facts,
    reason: &str,
    message: Message,
) -> Rejected {
    let (office, office_source) = form::sender_of(&request.sender, facts);
    Rejected {
        schema: REJECTION_SCHEMA.to_owned(),
        source,
        agency: form::agency_of(&request.sender, facts),
        received: request.sender.received.clone(),
        office,
        office_source,
        reason: reason.to_owned(),
        message,
        findings: Vec::new(),
    }
}
