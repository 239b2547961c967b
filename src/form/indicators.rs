//! The rows of the form, read by as many threads as there are.

use rayon::prelude::*;

use super::{indicator, record::Record, text::Ledger};
use crate::{profile::Facts, submission::Indicator};

/// As many rows as a thread takes at once.
const ROWS: usize = 128;

/// Reads the records; `years` are those of the score columns. One that was read
/// is let go.
pub(super) fn read<'r>(
    mut records: impl Iterator<Item = Record<'r>>,
    years: &[u16],
    facts: &Facts,
    ledger: &mut Ledger,
    progress: &mut dyn FnMut(),
) -> Vec<Indicator> {
    let at_once = ROWS * rayon::current_num_threads();
    let mut indicators = Vec::new();
    loop {
        let some: Vec<Record<'_>> = records.by_ref().take(at_once).collect();
        if some.is_empty() {
            return indicators;
        }
        progress();
        let first = indicators.len();
        let parts = some.par_chunks(ROWS).enumerate();
        let parts: Vec<(Vec<Indicator>, Ledger)> = parts
            .map(|(part, records)| some_rows(records, first + part * ROWS, years, facts))
            .collect();
        for (mut read, met) in parts {
            indicators.append(&mut read);
            ledger.append(met);
        }
    }
}

/// Reads the records that become the indicators from this index on.
fn some_rows(
    records: &[Record<'_>],
    first: usize,
    years: &[u16],
    facts: &Facts,
) -> (Vec<Indicator>, Ledger) {
    let mut ledger = Ledger::default();
    let read = records
        .iter()
        .zip(first..)
        .map(|(record, index)| {
            record.note_unfilled(index, &mut ledger);
            indicator::read(record, index, years, facts, &mut ledger)
        })
        .collect();
    (read, ledger)
}
