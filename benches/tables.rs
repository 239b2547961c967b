//! How well tables are read: adjacency-relation F1 on the EU documents of the
//! ICDAR 2013 table competition, of `ruam` and, with `-- --peers`, of other
//! programs in the same run and by the same measure. See `benches/README.md`.
#![allow(
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a bench fails by panicking"
)]

#[path = "../tests/tables/competition.rs"]
#[allow(dead_code, reason = "what the test needs")]
mod competition;
#[path = "../tests/tables/measure.rs"]
mod measure;
#[path = "../tests/tables/ours.rs"]
mod ours;
#[path = "../tests/tables/score.rs"]
mod score;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

use competition::Truth;
use measure::{Counting, Counts, Table};
use score::{Found, Mode, Of};

/// What a program found: the tables of each document and reading of its truth.
type Readings = BTreeMap<String, Vec<Table>>;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("../shared/corpus/tables/icdar2013-eu");
    if !folder.exists() {
        eprintln!("NOT RUN: the documents of the competition are not beside the project");
        return;
    }
    let truths = competition::truths(&folder);
    let with_peers = std::env::args().any(|argument| argument == "--peers");
    let peers = if with_peers {
        peers(root, &folder, &truths)
    } else {
        BTreeMap::new()
    };
    let program = Path::new(env!("CARGO_BIN_EXE_ruam"));
    for mode in [Mode::Structure, Mode::Whole] {
        let ours = score::find(&truths, mode, |truth, _, areas| {
            ours::tables(program, &folder.join(format!("{}.pdf", truth.name)), areas)
        });
        let mut columns = vec![("ruam".to_owned(), ours)];
        for (name, modes) in &peers {
            let readings = &modes[&format!("{mode:?}").to_lowercase()];
            let found = score::find(&truths, mode, |truth, reading, _| {
                readings[&key(truth, reading)].clone()
            });
            columns.push((name.clone(), found));
        }
        print(&truths, mode, &columns);
    }
}

fn key(truth: &Truth, reading: usize) -> String {
    format!("{}/{reading}", truth.name)
}

/// Runs the peers over the documents, whose areas are theirs too.
fn peers(
    root: &Path,
    folder: &Path,
    truths: &[Truth],
) -> BTreeMap<String, BTreeMap<String, Readings>> {
    let work = root.join("target/tables");
    fs::create_dir_all(&work).unwrap();
    let mut areas = BTreeMap::new();
    for truth in truths {
        for (number, tables) in truth.readings.iter().enumerate() {
            let tables: Vec<Value> = tables
                .iter()
                .map(|table| json!({ "page": table.page, "bbox": table.bbox }))
                .collect();
            areas.insert(key(truth, number), tables);
        }
    }
    let (wanted, found) = (work.join("areas.json"), work.join("peers.json"));
    fs::write(&wanted, serde_json::to_vec(&areas).unwrap()).unwrap();
    let python = python(&work);
    let status = Command::new(&python)
        .arg(root.join("benches/tables/peers.py"))
        .args([folder, &wanted, &found])
        .status()
        .unwrap();
    assert!(status.success(), "the peers did not run: {status}");
    serde_json::from_slice(&fs::read(&found).unwrap()).unwrap()
}

/// The interpreter of an environment that has the peers; made where it is not.
fn python(work: &Path) -> PathBuf {
    let environment = work.join("venv");
    let python = environment.join("bin/python");
    let needed = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/tables/requirements.txt");
    if !python.exists() {
        let run = |program: &Path, arguments: &[&Path]| {
            let status = Command::new(program).args(arguments).status().unwrap();
            assert!(status.success(), "{}: {status}", program.display());
        };
        let words = |words: &'static str| words.split(' ').map(Path::new).collect::<Vec<_>>();
        run(
            Path::new("python3"),
            &[&words("-m venv")[..], &[&environment]].concat(),
        );
        run(
            &python,
            &[&words("-m pip install -q -r")[..], &[&needed]].concat(),
        );
    }
    python
}

/// A line of the table: a name, and a figure of each program.
fn print(truths: &[Truth], mode: Mode, columns: &[(String, Found)]) {
    let heading = match mode {
        Mode::Structure => "Structure: the regions of the tables are given",
        Mode::Whole => "Whole process: nothing is given",
    };
    println!("\n{heading}. F1 of adjacency relations.\n");
    let line = |name: &str, figures: Vec<String>| {
        println!("| {name:<36} | {} |", figures.join(" | "));
    };
    let names = columns.iter().map(|(name, _)| format!("{name:>16}"));
    line("document", names.collect());
    line("---", vec!["---:".to_owned(); columns.len()]);
    let of = |of, counting| -> Vec<Vec<(&'static str, Counts)>> {
        let of_each = columns.iter();
        of_each
            .map(|(_, found)| score::scores(truths, found, of, counting))
            .collect()
    };
    let figure = |value: f64| format!("{value:>16.4}");
    let all = of(Of::All, Counting::Papers);
    for truth in truths {
        let score = |scores: &Vec<(&str, Counts)>| {
            let (_, counts) = scores.iter().find(|(name, _)| *name == truth.name).unwrap();
            figure(counts.f1())
        };
        line(truth.name, all.iter().map(score).collect());
    }
    let overall = |scores: &[Vec<_>], of: fn(measure::Overall) -> f64| {
        scores
            .iter()
            .map(|scores| figure(of(score::overall(scores))))
            .collect()
    };
    line(
        "precision, mean of documents",
        overall(&all, |o| o.precision),
    );
    line("recall, mean of documents", overall(&all, |o| o.recall));
    line("**F1, as published**", overall(&all, |o| o.f1()));
    line("F1, all relations pooled", overall(&all, |o| o.pooled.f1()));
    let ruled = of(Of::Ruled, Counting::Papers);
    line("**F1, ruled tables**", overall(&ruled, |o| o.f1()));
    line(
        "F1, ruled tables pooled",
        overall(&ruled, |o| o.pooled.f1()),
    );
    let strict = of(Of::All, Counting::Blanks);
    line("F1, blanks counted", overall(&strict, |o| o.f1()));
}
