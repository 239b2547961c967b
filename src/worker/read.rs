//! The straight line of one file, from its bytes to its submission: the only
//! place that puts the stages together.

use super::protocol::{Reply, Request, Task};
use crate::{
    delimited,
    error::{Error, Kind},
    excel,
    finding::{Message, place},
    form,
    grid::Document,
    profile::Facts,
    rules::{self, Context},
    schema,
    source::{self, Shape},
    submission::{Format, REJECTION_SCHEMA, Rejected, Source},
};

/// Reads one file in this very process: what the child does with a request,
/// and what tests and fuzzers call. `progress` is called now and then.
pub fn read(bytes: &[u8], request: Request, facts: &Facts, progress: &mut dyn FnMut()) -> Reply {
    let mut source = request.source.clone();
    let document = document(bytes, &mut source, progress);
    match (request.task, document) {
        (Task::Grid, Ok(document)) => Reply::Grid(document),
        (Task::Grid, Err(error)) => Reply::NoGrid {
            reason: error.reason().to_owned(),
            message: error.message(),
        },
        (Task::Report, Ok(document)) => report(&document, source, &request, facts, progress),
        (Task::Report, Err(error)) => reject(source, &request, facts, &error),
    }
}

/// Bytes → document; what is learned of the file goes into `source`.
fn document(
    bytes: &[u8],
    source: &mut Source,
    progress: &mut dyn FnMut(),
) -> Result<Document, Error> {
    let shape = source::sniff(bytes).inspect_err(|error| {
        if *error == Error::Unsupported(Kind::Pdf) {
            source.format = Some(Format::Pdf);
        }
    })?;
    let document = match shape {
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
    let Some(mut reading) = form::read(document, source.clone(), &request.sender, facts) else {
        return no_table(source, request, facts);
    };
    progress();
    match schema::breaches(&reading.submission) {
        Ok(mut breaches) => reading.notes.append(&mut breaches),
        // Our own schema is wrong: no report can be trusted.
        Err(problem) => return reject(source, request, facts, &Error::Crashed(problem)),
    }
    let findings = rules::check(&Context::new(&reading.submission, &reading.notes, facts));
    reading.submission.findings = findings;
    Reply::Submission(Box::new(reading.submission))
}

/// A file that holds no table of the form.
fn no_table(source: Source, request: &Request, facts: &Facts) -> Reply {
    let findings = rules::no_table(&facts.profile, &source.file);
    let start = place(&source.file, None);
    let said = findings.first().map(|finding| {
        let bare = |text: &str, start: &str| text.strip_prefix(start).unwrap_or(text).to_owned();
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
    let mut rejected = rejected(source, request, facts, "table-not-found", message);
    rejected.findings = findings;
    Reply::Rejected(Box::new(rejected))
}

/// The reply for a file that cannot be read.
pub(super) fn reject(source: Source, request: &Request, facts: &Facts, error: &Error) -> Reply {
    Reply::Rejected(Box::new(rejected(
        source,
        request,
        facts,
        error.reason(),
        error.message(),
    )))
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
