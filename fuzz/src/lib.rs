//! What the targets share: the facts, one file read in this process, what must
//! hold of any answer, and whose panics count.

pub mod container;
pub mod grid;

use std::{
    collections::BTreeSet,
    panic::{self, AssertUnwindSafe},
    sync::{LazyLock, Mutex},
};

use ruam::{
    facts,
    form::Sender,
    grid::Document,
    limits::Limits,
    profile::{FactTexts, Facts},
    submission::{Entry, Source, Submission},
    worker::{Reply, Request, Task, read_here},
};
use serde_json::Value;

/// Crates that parse what is submitted and are known to panic over it: a worker
/// dies of that, and the file is rejected. Only panics of ours are findings.
const FOREIGN: [&str; 5] = ["calamine-", "lopdf-", "quick-xml-", "read-fonts-", "zip-"];

/// The embedded facts.
pub static FACTS: LazyLock<Facts> =
    LazyLock::new(|| FactTexts::embedded().parse().expect("the facts are ours"));

/// The limits of every worker.
pub static LIMITS: LazyLock<Limits> = LazyLock::new(Limits::default);

/// Lets panics of the crates that parse pass, to be caught by [`foreign`]; each
/// place is named once. Any other one ends the process, as the fuzzer wants.
pub fn only_ours_count() {
    static NAMED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let ends_the_process = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string);
        match place.filter(|place| is_foreign(place)) {
            Some(place) => {
                if let Ok(mut named) = NAMED.lock()
                    && !named.contains(&place)
                {
                    eprintln!("not ours: {place}");
                    named.insert(place);
                }
            }
            None => ends_the_process(info),
        }
    }));
}

fn is_foreign(place: &str) -> bool {
    let (_, name) = place.split_once("/registry/src/").unwrap_or_default();
    let (_, name) = name.split_once('/').unwrap_or_default();
    FOREIGN.iter().any(|of| name.starts_with(of))
}

/// Does what may panic in a crate that is not ours.
pub fn foreign<T>(act: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(act)).ok()
}

/// A file that nothing is known of but its bytes.
pub fn source(bytes: &[u8]) -> Source {
    Source {
        file: "fuzz".to_owned(),
        sha256: "0".repeat(64),
        bytes: bytes.len() as u64,
        format: None,
        producer: None,
        sheets: None,
        pages: None,
    }
}

/// Reads one file as a worker does, and checks the answer; nothing where a
/// crate that is not ours panics.
pub fn read(bytes: &[u8], task: Task) -> Option<Reply> {
    let request = Request {
        task,
        password: None,
        attached: false,
        areas: Vec::new(),
        sender: Sender::default(),
        source: source(bytes),
    };
    let reply = foreign(|| read_here(bytes, request, &FACTS, &LIMITS, &mut || {}))?;
    check(&reply);
    Some(reply)
}

/// Reads a table that some format was made into, and checks the answer.
pub fn read_document(document: &Document) -> Option<Submission> {
    let facts = &FACTS;
    let reading = ruam::form::read(document, source(&[]), &Sender::default(), facts, &mut || {})?;
    let mut submission = reading.submission;
    let mut notes = reading.notes;
    notes.append(&mut ruam::schema::breaches(&submission).expect("our schema is right"));
    let context = ruam::rules::Context::new(&submission, &notes, facts);
    let mut findings = ruam::rules::check(&context);
    ruam::rules::explain(&mut findings, &context);
    submission.findings = findings;
    check_submission(&submission);
    Some(submission)
}

/// What must hold of any answer: it goes to JSON and back, it is as our schemas
/// say, and every cell is accounted for.
pub fn check(reply: &Reply) {
    let json = serde_json::to_vec(reply).expect("an answer can be written");
    let again: Reply = serde_json::from_slice(&json).expect("an answer can be read");
    assert!(serde_json::to_vec(&again).expect("as before") == json);
    match reply {
        Reply::Submission(submission) => check_submission(submission),
        Reply::Rejected(rejected) => {
            let value = serde_json::to_value(rejected).expect("as before");
            facts::check(&value, "rejection").expect("a rejection is as its schema says");
            let json = serde_json::to_vec(rejected).expect("as before");
            let entry = Entry::from_json(&json).expect("a line can be read");
            assert_eq!(entry, Entry::Rejected(rejected.clone()));
        }
        Reply::Marked { reply, .. } | Reply::WithAttached { reply, .. } => check(reply),
        Reply::Grid(document) => check_document(document),
        Reply::Text(_) | Reply::Pictures { .. } | Reply::Unread { .. } => {}
    }
}

/// What must hold of every document: its cells are sorted and have one place.
pub fn check_document(document: &Document) {
    for grid in &document.grids {
        let places = |(a, b): (&ruam::grid::Cell, &ruam::grid::Cell)| {
            assert!((a.row, a.column) <= (b.row, b.column), "{a:?} before {b:?}");
        };
        grid.cells
            .iter()
            .zip(grid.cells.iter().skip(1))
            .for_each(places);
        assert!(
            grid.cells
                .iter()
                .all(|cell| cell.span.rows > 0 && cell.span.columns > 0)
        );
    }
}

fn check_submission(submission: &Submission) {
    let cells = submission.cells;
    assert_eq!(cells.read, cells.mapped + cells.structure + cells.unmapped);
    let told = |rule: &str| {
        submission
            .findings
            .iter()
            .any(|finding| finding.rule == rule)
    };
    assert!(
        cells.unmapped == 0 || told("cell-unmapped") || told("hidden-content"),
        "{} cells are not taken, and nothing is said of them",
        cells.unmapped
    );
    let value = serde_json::to_value(submission).expect("a submission can be written");
    facts::check(&value, "submission").expect("a submission is as its schema says");
    for pointer in submission.origins.keys() {
        assert!(value.pointer(pointer).is_some(), "nothing is at {pointer}");
    }
    let json = serde_json::to_vec(submission).expect("as before");
    let entry = Entry::from_json(&json).expect("a line can be read");
    let again = serde_json::to_vec(&entry).expect("as before");
    assert!(again == json, "a line stays as it is");
    check_texts(&value);
}

/// What is shown of a file commands no terminal.
fn check_texts(value: &Value) {
    match value {
        Value::String(text) => {
            let safe = ruam::normalize::display::safe(text);
            assert!(!safe.chars().any(char::is_control), "{safe:?}");
        }
        Value::Array(values) => values.iter().for_each(check_texts),
        Value::Object(values) => values.values().for_each(check_texts),
        _ => {}
    }
}
