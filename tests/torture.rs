//! Mutants of every fixture and format through the real program: whatever stands
//! in a file costs that file. `make torture N=10000` makes many more than a
//! plain run of the tests; `SEED=` others.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

#[path = "torture/among.rs"]
mod among;
#[path = "torture/bases.rs"]
mod bases;
#[path = "torture/batch.rs"]
mod batch;
#[path = "torture/bytes.rs"]
mod bytes;
mod common;
#[path = "torture/compound.rs"]
mod compound;
#[path = "torture/death.rs"]
mod death;
#[path = "torture/draw.rs"]
mod draw;
#[path = "torture/pdf.rs"]
mod pdf;
#[path = "torture/tally.rs"]
mod tally;
#[path = "torture/text.rs"]
mod text;
#[path = "torture/xml.rs"]
mod xml;
#[path = "torture/zipped.rs"]
mod zipped;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use bases::{Base, Bases, FORMATS};
use draw::Draw;
use ruam::worker::Task;
use tally::Tally;
use tempfile::TempDir;

/// The seed of what is drawn, unless `SEED` gives another.
const SEED: u64 = 0x2564_0331;
/// Mutants of each format, unless `TORTURE` gives another number.
const MUTANTS: usize = 30;
/// Files that are read by one run of the program.
const BATCH: usize = 250;
/// Seconds after which the slowest of a batch is worth a look.
const LONG: f64 = 0.7;
/// Of so many mutants one is marked, and its cells shown, besides.
const BESIDES: usize = 10;

fn given(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok().filter(|text| !text.is_empty())?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name}={text} is no number")),
    )
}

/// One mutant: its bytes, and how it was made.
fn mutant(format: &str, bases: &Bases, seed: u64, index: usize) -> (Vec<u8>, String) {
    let mut draw = Draw::of(seed, format, index);
    let base = |draw: &mut Draw| -> &Base {
        let folders: Vec<&Vec<Base>> = bases.values().collect();
        let folder: &&Vec<Base> = draw.pick(&folders);
        draw.pick(folder)
    };
    let (of, other) = (base(&mut draw), base(&mut draw));
    let mutate = match format {
        "xls" => compound::mutate,
        "csv" => text::mutate,
        "pdf" => pdf::mutate,
        _ => zipped::mutate,
    };
    let (bytes, how) = mutate(&of.bytes, &other.bytes, &mut draw);
    (bytes, format!("{}: {how}", of.name))
}

/// Where mutants that are worth a look are kept.
fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/torture")
}

/// Some mutants of one format, from the first on.
struct Batch<'a> {
    format: &'static str,
    bases: &'a Bases,
    seed: u64,
    first: usize,
    count: usize,
}

impl Batch<'_> {
    fn name(&self, index: usize) -> String {
        format!("{:06}.{}", index, self.format)
    }

    fn index(file: &str) -> usize {
        file[..6].parse().unwrap()
    }

    fn mutant(&self, index: usize) -> (Vec<u8>, String) {
        mutant(self.format, self.bases, self.seed, index)
    }

    /// Keeps a mutant, and says where.
    fn keep(&self, index: usize) -> String {
        let folder = kept();
        fs::create_dir_all(&folder).unwrap();
        let (bytes, how) = self.mutant(index);
        let path = folder.join(format!("{}-{}", self.seed, self.name(index)));
        fs::write(&path, bytes).unwrap();
        format!("{} ({how})", path.display())
    }

    fn run(&self) -> Tally {
        let folder = TempDir::new().unwrap();
        let files = folder.path().join("in");
        fs::create_dir(&files).unwrap();
        for index in self.first..self.first + self.count {
            fs::write(files.join(self.name(index)), self.mutant(index).0).unwrap();
        }
        let outcome = batch::ingest(&files, &folder.path().join("out"));
        let mut tally = Tally::of(self.count, &outcome);
        if tally.longest.0 > LONG {
            self.keep(Self::index(&tally.longest.1));
        }
        let deaths = outcome.fates.iter().filter(|fate| fate.is_death());
        let mut dead = Vec::new();
        for fate in deaths {
            let index = Self::index(&fate.file);
            self.attribute(index, &fate.what, Task::Report, &mut tally);
            dead.push(index);
        }
        let besides = (self.first..self.first + self.count).step_by(BESIDES);
        let besides: Vec<usize> = besides.filter(|index| !dead.contains(index)).collect();
        self.besides(&files, &besides, &mut tally);
        tally
    }

    /// Finds out whose code a worker died in; our own must not be it.
    fn attribute(&self, index: usize, reason: &str, task: Task, tally: &mut Tally) {
        let death = death::of(&self.mutant(index).0, task);
        let ours = death.is_ours();
        if tally.died(reason, death, &self.name(index)) || ours {
            let kept = self.keep(index);
            tally.kept.push(kept);
        }
    }

    /// Marks some, and shows the cells, the text and the pictures of some.
    fn besides(&self, files: &Path, indices: &[usize], tally: &mut Tally) {
        let paths: Vec<PathBuf> = indices
            .iter()
            .map(|index| files.join(self.name(*index)))
            .collect();
        let out = files.with_file_name("marked");
        tally.besides += paths.len();
        if paths.len() > 1 {
            let marked: &[&str] = &["--marked", out.to_str().unwrap()];
            if self.runs("check", &paths, marked, tally) {
                for index in indices {
                    self.attribute_if_dead(*index, Task::Mark, tally);
                }
            }
        }
        for (index, path) in indices.iter().zip(&paths) {
            let (more, task): (&[&str], Task) = match (self.format, index / BESIDES % 3) {
                ("pdf", 0) => (&["--text"], Task::Text),
                ("pdf", 1) => (&["--picture", out.to_str().unwrap()], Task::Picture),
                _ => (&["--grid"], Task::Grid),
            };
            if self.runs("extract", std::slice::from_ref(path), more, tally) {
                self.attribute_if_dead(*index, task, tally);
            }
        }
    }

    /// Runs the program; whether a worker died, by what it says.
    fn runs(&self, command: &str, paths: &[PathBuf], more: &[&str], tally: &mut Tally) -> bool {
        let run = batch::command(command)
            .args(paths)
            .args(more)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = [run.stdout, run.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        if !batch::ended_well(run.status.code(), &said) {
            let kept = self.keep(Self::index(paths[0].file_name().unwrap().to_str().unwrap()));
            tally.wrong.push(format!(
                "{command} {more:?} ended with {}: {kept}",
                run.status
            ));
        }
        [
            "made its reader crash",
            "reading did not end",
            "reading needs more than",
        ]
        .iter()
        .any(|words| said.contains(words))
    }

    fn attribute_if_dead(&self, index: usize, task: Task, tally: &mut Tally) {
        let death = death::of(&self.mutant(index).0, task);
        if death.whose != "nobody" {
            let reason = format!("{task:?}").to_lowercase();
            self.attribute(index, &reason, task, tally);
        }
    }
}

/// Runs all batches, some at a time.
fn torture(count: usize, seed: u64, at_once: usize) -> Vec<(&'static str, Tally)> {
    let bases = bases::bases();
    let mut batches = Vec::new();
    let only = std::env::var("FORMAT").ok().filter(|only| !only.is_empty());
    for format in FORMATS {
        if only.as_ref().is_some_and(|only| only != format) {
            continue;
        }
        for first in (0..count).step_by(BATCH) {
            batches.push(Batch {
                format,
                bases: &bases[format],
                seed,
                first,
                count: BATCH.min(count - first),
            });
        }
    }
    let (next, tallies) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let tally = batch.run();
                    let mut tallies = tallies.lock().unwrap();
                    tallies.push((batch.format, tally));
                    // Who waits for hours is told how far it got.
                    if count > BATCH {
                        let mut so_far = Tally::default();
                        for (_, tally) in tallies.iter().filter(|(of, _)| *of == batch.format) {
                            so_far.add(tally.clone());
                        }
                        let told = so_far.told(batch.format);
                        let _ = writeln!(std::io::stderr(), "{told}");
                    }
                }
            });
        }
    });
    let mut all: Vec<(&'static str, Tally)> =
        FORMATS.map(|format| (format, Tally::default())).into();
    for (format, tally) in tallies.into_inner().unwrap() {
        let of = all.iter_mut().find(|(of, _)| *of == format).unwrap();
        of.1.add(tally);
    }
    all
}

/// All hostile documents beside the project, as they are.
fn hostile_documents() -> Option<Tally> {
    let beside = common::shared("corpus/hostile")?;
    let mut paths = Vec::new();
    bases::below(&beside, &mut paths);
    let folder = TempDir::new().unwrap();
    let files = folder.path().join("in");
    fs::create_dir(&files).unwrap();
    for (index, path) in paths.iter().enumerate() {
        let name = path.file_name().unwrap().to_str().unwrap();
        fs::copy(path, files.join(format!("{index:06}-{name}"))).unwrap();
    }
    let outcome = batch::ingest(&files, &folder.path().join("out"));
    let mut tally = Tally::of(paths.len(), &outcome);
    for fate in outcome.fates.iter().filter(|fate| fate.is_death()) {
        let index: usize = fate.file[..6].parse().unwrap();
        let death = death::of(&fs::read(&paths[index]).unwrap(), Task::Report);
        tally.died(&fate.what, death, &fate.file);
    }
    Some(tally)
}

#[test]
fn a_mutant_costs_itself_and_no_death_is_in_our_own_code() {
    let count = given("TORTURE").map_or(MUTANTS, |count| count as usize);
    let seed = given("SEED").unwrap_or(SEED);
    let at_once = given("JOBS").map_or(2, |jobs| jobs as usize);
    let mut all = torture(count, seed, at_once);
    if given("TORTURE").is_some() {
        all.extend(hostile_documents().map(|tally| ("corpus/hostile", tally)));
    }
    let told: Vec<String> = all
        .iter()
        .map(|(format, tally)| tally.told(format))
        .collect();
    println!("SEED={seed}\n{}", told.join("\n"));
    let wrong: Vec<&str> = all
        .iter()
        .flat_map(|(_, tally)| &tally.wrong)
        .map(String::as_str)
        .collect();
    assert!(wrong.is_empty(), "SEED={seed}\n{}", wrong.join("\n"));
}

/// Good files and hostile ones in a plain run, and where `TORTURE` is given.
const AMONG: [(usize, usize); 2] = [(60, 12), (1_000, 100)];

#[test]
fn hostile_files_among_good_ones_leave_the_dataset_as_it_was() {
    let (good, hostile) = AMONG[usize::from(given("TORTURE").is_some())];
    let seed = given("SEED").unwrap_or(SEED);
    let folder = TempDir::new().unwrap();
    let inputs = folder.path().join("in");
    fs::create_dir(&inputs).unwrap();
    let files = among::write_good(&inputs, good);
    assert_eq!(files.len(), good);

    let mut bad = among::hostile_fixtures();
    let bases = bases::bases();
    for index in 0..hostile / 2 {
        for format in FORMATS {
            let (bytes, _) = mutant(format, &bases[format], seed ^ 1, index);
            bad.push((format!("{index:03}.{format}"), bytes));
        }
    }
    let mut bad = among::rejected(folder.path(), bad);
    // Every so many of them, so that all formats are among them.
    let step = bad.len() / hostile;
    assert!(0 < step, "only {} hostile files", bad.len());
    let mut index = 0;
    bad.retain(|_| {
        index += 1;
        index % step == 0
    });
    bad.truncate(hostile);
    assert_eq!(bad.len(), hostile);

    let ingest = |out: &str| -> (Option<i32>, PathBuf) {
        let out = folder.path().join(out);
        let run = std::process::Command::new(batch::program())
            .args(["ingest", "--quiet", "--limit", "total-seconds=10", "--out"])
            .arg(&out)
            .arg(&inputs)
            .output()
            .unwrap();
        (run.status.code(), out)
    };
    let (code, out) = ingest("good");
    let alone = among::Said::of(&out, &files);
    assert_eq!((code, alone.fates.len()), (Some(1), good));
    assert!(alone.fates.iter().all(|fate| !fate.contains("rejected")));
    assert!(good < alone.provenance.len() && !alone.findings.is_empty());

    // Behind all good files: even the numbers of files stay as they are.
    let behind = inputs.join("ฮ");
    fs::create_dir(&behind).unwrap();
    fs::copy(
        inputs.join("น.กก./profile.json"),
        behind.join("profile.json"),
    )
    .unwrap();
    for (name, bytes) in &bad {
        fs::write(behind.join(name), bytes).unwrap();
    }
    let (code, out) = ingest("behind");
    assert_eq!(code, Some(2));
    let with = among::Said::of(&out, &files);
    assert_eq!(alone.differs(&with), [""; 0]);
    assert!(
        alone.as_written == with.as_written,
        "the reports as written"
    );
    fs::remove_dir_all(behind).unwrap();

    // Among them, in their folders, and some called as if they were an office's.
    for (index, (name, bytes)) in bad.iter().enumerate() {
        let agency = inputs.join(
            files
                .iter()
                .nth(index * good / hostile)
                .unwrap()
                .split('/')
                .next()
                .unwrap(),
        );
        let office = if index % 2 == 0 { "ส.กจ. " } else { "" };
        fs::write(agency.join(format!("{office}{index}-{name}")), bytes).unwrap();
    }
    let (code, out) = ingest("among");
    assert_eq!(code, Some(2));
    let with = among::Said::of(&out, &files);
    assert_eq!(alone.differs(&with), [""; 0]);
    println!("{good} good and {hostile} hostile files: the dataset is that of the good ones");
}
