//! What a child says to its parent, and what the parent makes of an answer that
//! lies: it merges it with an honest one, and writes it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ruam::{
    dataset::{DATASET_SCHEMA, Dataset},
    merge::{self, Member},
    output::{grid, html, json, sarif},
    submission::Entry,
    worker::Reply,
};
use ruam_fuzz::FACTS;

fuzz_target!(|said: &[u8]| {
    if let Some(reply) = ruam::worker::fuzzing::reply(said) {
        taken(reply);
    }
});

fn taken(reply: Reply) {
    let json = serde_json::to_vec(&reply).expect("an answer can be written");
    let again: Result<Reply, _> = serde_json::from_slice(&json);
    assert!(again.is_ok(), "an answer can be read again");
    let entry = match reply {
        Reply::Submission(submission) => Entry::Submission(submission),
        Reply::Rejected(rejected) => Entry::Rejected(rejected),
        Reply::Marked { reply, .. } | Reply::WithAttached { reply, .. } => return taken(*reply),
        Reply::Grid(document) => {
            let _ = grid::to_csv(&document);
            let _ = json::line(&grid::json(&document));
            return;
        }
        Reply::Text(_) | Reply::Pictures { .. } | Reply::Unread { .. } => return,
    };
    if let Entry::Submission(submission) = &entry {
        let (agency, year) = (&submission.agency, submission.fiscal_year);
        // Twice: as from two offices that say the same.
        let members = [0, 1].map(|index| Member::new(index, submission));
        let joined = merge::report(0, agency, year, &members, &FACTS);
        let dataset = Dataset {
            schema: DATASET_SCHEMA.to_owned(),
            reports: vec![joined.report],
            submissions: vec![merge::summary(&entry)],
        };
        let _ = html::page(&dataset, entry.findings());
        let _ = json::pretty(&dataset);
    }
    let _ = json::line(&entry);
    let _ = sarif::log(&[entry], true, 0);
}
