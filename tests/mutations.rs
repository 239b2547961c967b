//! The real report with one mistake at a time: each is found by its rule at its
//! cell, and nothing else is. What must be found is told by a model of the
//! report and an oracle over it (`oracle.rs`), which know nothing of the rules.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;
#[path = "mutations/kinds.rs"]
mod kinds;
#[path = "mutations/oracle.rs"]
mod oracle;
#[path = "mutations/report.rs"]
mod report;

use common::facts;
use kinds::Mutation;
use oracle::Catalog;
use report::{Sheet, found};

/// Threads that check mutations.
const THREADS: usize = 2;

#[test]
fn the_untouched_report_gives_what_the_oracle_says() {
    let sheet = Sheet::of_fixture();
    let expected = oracle::findings(&sheet.model(), &Catalog::embedded());
    assert_eq!(found(&sheet, &facts()), expected);
    let told = |rule: &str| -> Vec<&str> {
        let own = expected.iter().filter(|finding| finding.1 == rule);
        own.map(|finding| finding.3.as_str()).collect()
    };
    assert_eq!(expected.len(), 8);
    assert_eq!(told("weak-above-target"), ["E7", "O29", "O30"]);
    assert_eq!(told("quoted-standing-mismatch"), ["E7"]);
    assert_eq!(told("self-transfer"), ["O15"]);
}

#[test]
fn every_single_mistake_is_found_at_its_cell_and_nothing_else_is() {
    let sheet = Sheet::of_fixture();
    let catalog = Catalog::embedded();
    let all = kinds::all(&sheet, &sheet.model(), &catalog);
    assert!(all.len() > 1_000, "only {} mutations", all.len());
    let facts = facts();
    let check = |mutation: &Mutation| -> Option<String> {
        let mut mutated = sheet.clone();
        mutated.set(&mutation.cell, &mutation.text);
        let found = found(&mutated, &facts);
        let expected = oracle::findings(&mutation.model, &catalog);
        report::difference(&mutation.what, &found, &expected)
    };
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let chunks = all.chunks(all.len().div_ceil(THREADS));
        let workers: Vec<_> = chunks
            .map(|chunk| scope.spawn(|| chunk.iter().filter_map(check).collect::<Vec<_>>()))
            .collect();
        let done = workers.into_iter().map(|worker| worker.join().unwrap());
        done.flatten().collect()
    });
    assert!(
        wrong.is_empty(),
        "{} of {} mutations:\n{}",
        wrong.len(),
        all.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_deleted_column_is_one_finding_and_hides_only_what_stood_in_it() {
    let (sheet, facts) = (Sheet::of_fixture(), facts());
    let catalog = Catalog::embedded();
    for column in 0..10 {
        let mut cut = sheet.clone();
        cut.delete_column(column);
        let mut expected = oracle::findings(&sheet.model().without(column), &catalog);
        expected.push(oracle::whole_file("column-missing"));
        expected.sort();
        let wrong = report::difference(&format!("column {column}"), &found(&cut, &facts), &expected);
        assert!(wrong.is_none(), "{}", wrong.unwrap());
    }
}

#[test]
fn the_form_of_another_year_is_not_held_against_the_catalog_of_this_one() {
    let (sheet, facts) = (Sheet::of_fixture(), facts());
    let mut expected = oracle::of_another_year(&sheet.model());
    for (cell, shifts) in [("C4", 1), ("A2", 2)] {
        let mut other = sheet.clone();
        let mut cells = vec!["C4", "D4", "F3", "H3", "J3"];
        if shifts == 2 {
            cells.push("A2");
        }
        for name in cells {
            let text = other.text(name).to_owned();
            let text = text.replace("2564", "2565").replace("2563", "2564");
            other.set(name, &text.replace("2562", "2563"));
        }
        expected.push(oracle::error("fiscal-year-mismatch", cell, ""));
        expected.sort();
        let wrong = report::difference(cell, &found(&other, &facts), &expected);
        assert!(wrong.is_none(), "{}", wrong.unwrap());
    }
}
