//! The scores of all documents of the competition.

use super::{
    competition::{Truth, UNRULED},
    measure::{Counting, Counts, Overall, Table, document, matched},
};

/// What is known of a document before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The regions of its tables: only their structure is to be found.
    Structure,
    /// Nothing: the whole process.
    Whole,
}

/// Which tables count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    All,
    /// Those that are ruled; what is found of the others is left out.
    Ruled,
}

/// The tables that were found: by document, and by reading of its truth.
pub(crate) type Found = Vec<Vec<Vec<Table>>>;

/// Reads all documents; `read` gets the number of the reading, and the areas
/// where tables are, or none.
pub(crate) fn find(
    truths: &[Truth],
    mode: Mode,
    read: impl Fn(&Truth, usize, &[Table]) -> Vec<Table>,
) -> Found {
    let of_document = |truth: &Truth| {
        let readings = truth.readings.iter().enumerate();
        let found = readings.map(|(number, tables)| match mode {
            Mode::Structure => read(truth, number, tables),
            Mode::Whole => read(truth, number, &[]),
        });
        found.collect()
    };
    truths.iter().map(of_document).collect()
}

/// The score of each document that has tables that count. Where the truth has
/// two readings, the one that is met better counts.
pub(crate) fn scores(
    truths: &[Truth],
    found: &Found,
    of: Of,
    counting: Counting,
) -> Vec<(&'static str, Counts)> {
    let score = |(truth, found): (&Truth, &Vec<Vec<Table>>)| {
        let readings = truth.readings.iter().zip(found);
        let counts = readings.filter_map(|(wanted, found)| {
            let (found, wanted) = match of {
                Of::All => (found.clone(), wanted.clone()),
                Of::Ruled => ruled(truth.name, found, wanted),
            };
            (!wanted.is_empty()).then(|| document(&found, &wanted, counting))
        });
        let best = counts.max_by(|a, b| a.f1().total_cmp(&b.f1()))?;
        Some((truth.name, best))
    };
    truths.iter().zip(found).filter_map(score).collect()
}

pub(crate) fn overall(scores: &[(&'static str, Counts)]) -> Overall {
    let counts: Vec<Counts> = scores.iter().map(|(_, counts)| *counts).collect();
    Overall::of(&counts)
}

/// The ruled tables of a truth, and what was found without what is one of the
/// others.
fn ruled(name: &str, found: &[Table], wanted: &[Table]) -> (Vec<Table>, Vec<Table>) {
    let is_ruled = |number: usize| !UNRULED.contains(&(name, number + 1));
    let pairs = matched(found, wanted);
    let is_other = |ours: usize| {
        pairs
            .iter()
            .any(|(of, number)| *of == ours && !is_ruled(*number))
    };
    let keep = |tables: &[Table], keeps: &dyn Fn(usize) -> bool| -> Vec<Table> {
        let numbered = tables.iter().enumerate();
        let kept = numbered.filter(|(number, _)| keeps(*number));
        kept.map(|(_, table)| table.clone()).collect()
    };
    (
        keep(found, &|number| !is_other(number)),
        keep(wanted, &is_ruled),
    )
}
