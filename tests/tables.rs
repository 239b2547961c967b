//! Tables of real documents against the truth of the ICDAR 2013 table
//! competition, by its own measure; and the measure against results worked out
//! by hand. `benches/tables.rs` prints the figures of every document.
#![allow(
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "tables/by_hand.rs"]
mod by_hand;
mod common;
#[path = "tables/competition.rs"]
mod competition;
#[path = "tables/measure.rs"]
mod measure;
#[path = "tables/ours.rs"]
mod ours;
#[path = "tables/score.rs"]
mod score;

use std::path::Path;

use common::shared;
use measure::Counting;
use score::{Mode, Of};

/// F1 that is reached and must not be lost again.
const FLOORS: [(Mode, Of, f64); 4] = [
    (Mode::Structure, Of::All, 0.998),
    (Mode::Structure, Of::Ruled, 0.998),
    (Mode::Whole, Of::All, 0.99),
    (Mode::Whole, Of::Ruled, 0.99),
];

#[test]
fn the_tables_of_the_competition_are_read() {
    let Some(folder) = shared("corpus/tables/icdar2013-eu") else {
        return;
    };
    let program = Path::new(env!("CARGO_BIN_EXE_ruam"));
    let truths = competition::truths(&folder);
    for mode in [Mode::Structure, Mode::Whole] {
        let found = score::find(&truths, mode, |truth, _, areas| {
            ours::tables(program, &folder.join(format!("{}.pdf", truth.name)), areas)
        });
        for (_, of, floor) in FLOORS.iter().filter(|floor| floor.0 == mode) {
            let scores = score::scores(&truths, &found, *of, Counting::Papers);
            let reached = score::overall(&scores).f1();
            assert!(
                *floor <= reached,
                "{mode:?}, {of:?}: {reached:.4} of {floor}: {scores:#?}"
            );
        }
    }
}

#[test]
fn the_truth_is_whole() {
    let Some(folder) = shared("corpus/tables/icdar2013-eu") else {
        return;
    };
    let truths = competition::truths(&folder);
    let tables = || truths.iter().flat_map(|truth| &truth.readings[0]);
    assert_eq!(tables().count(), 76);
    let cells: usize = tables().map(|table| table.cells.len()).sum();
    assert_eq!(cells, 3_743);
    // With itself for what is found, it is right in all, whatever the counting.
    let same = score::find(&truths, Mode::Structure, |_, _, tables| tables.to_vec());
    for of in [Of::All, Of::Ruled] {
        for counting in [Counting::Papers, Counting::Blanks] {
            let overall = score::overall(&score::scores(&truths, &same, of, counting));
            assert_eq!(overall.f1(), 1.0);
            assert_eq!(overall.pooled.right, overall.pooled.wanted);
        }
    }
}
