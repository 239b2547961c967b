//! One batch of files through the real program: what becomes of each, and how
//! long each takes by our own clock.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use serde_json::Value;

/// As by default: what the other limits let through must fit into it.
pub(crate) const MEMORY_MIB: u64 = 1024;
/// What a file may take longer than its limit.
const LATE: f64 = 2.0;

/// A good file that is read last: with it the one before is done.
const LAST: &str = "zzz.csv";

/// All reasons for which a file may be rejected.
const REASONS: [&str; 12] = [
    "agency-unknown",
    "bomb",
    "crashed",
    "damaged",
    "encrypted",
    "memory",
    "pdf-no-text",
    "table-not-found",
    "timeout",
    "too-large",
    "unreadable",
    "unsupported",
];

/// Those that say that the worker was lost.
const DEATHS: [&str; 3] = ["crashed", "memory", "timeout"];

/// What became of one file.
pub(crate) struct Fate {
    /// As it is listed; one that was attached to another stands below its name.
    pub(crate) file: String,
    /// `merged` and so on, or the reason of a rejection.
    pub(crate) what: String,
    pub(crate) said: String,
}

impl Fate {
    /// Whether a worker was lost over it.
    pub(crate) fn is_death(&self) -> bool {
        DEATHS.contains(&self.what.as_str())
    }
}

/// What became of a batch.
pub(crate) struct Outcome {
    pub(crate) fates: Vec<Fate>,
    /// Seconds by file.
    pub(crate) took: BTreeMap<String, f64>,
    /// What must not be.
    pub(crate) wrong: Vec<String>,
}

/// The program that is tortured: this build's own, unless `PROGRAM` names one
/// that was built to be fast.
pub(crate) fn program() -> PathBuf {
    let given = std::env::var_os("PROGRAM").filter(|path| !path.is_empty());
    given.map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_ruam")), PathBuf::from)
}

/// Seconds that a file may take by the clock, as by default: a machine may be
/// busy with other things.
const SECONDS: u64 = 120;

/// Seconds of a processor that a file may take: few for a fast build, so that
/// what hangs costs little.
fn cpu_seconds() -> u64 {
    let fast = std::env::var_os("PROGRAM").is_some();
    if fast { 10 } else { SECONDS }
}

/// The command with limits that make it quick.
pub(crate) fn command(name: &str) -> Command {
    let mut command = Command::new(program());
    command.args([name, "--jobs", "1", "--lang", "en"]);
    for limit in [
        format!("total-seconds={SECONDS}"),
        format!("silence-seconds={SECONDS}"),
        format!("cpu-seconds={}", cpu_seconds()),
        format!("memory-mib={MEMORY_MIB}"),
    ] {
        command.args(["--limit", &limit]);
    }
    command
}

/// Whether the parent ended as it says that it does, not by a signal or a panic.
pub(crate) fn ended_well(code: Option<i32>, said: &str) -> bool {
    matches!(code, Some(0..=2)) && !said.contains("panicked at")
}

/// Ingests all files of the folder.
pub(crate) fn ingest(folder: &Path, out: &Path) -> Outcome {
    let files = names(folder);
    fs::copy(
        super::common::fixture("delimited/fio.csv"),
        folder.join(LAST),
    )
    .unwrap();
    let mut child = command("ingest")
        .arg(folder)
        .arg("--out")
        .arg(out)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A line tells that a file is begun: the one before it is done then.
    let (mut took, mut said) = (BTreeMap::new(), String::new());
    let mut last: Option<(String, Instant)> = None;
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).unwrap() > 0 {
        let text = String::from_utf8_lossy(&line).into_owned();
        if let Some((_, file)) = text
            .strip_prefix('[')
            .and_then(|text| text.split_once("] "))
        {
            let now = Instant::now();
            if let Some((before, begun)) = last.replace((file.trim_end().to_owned(), now)) {
                took.insert(before, now.duration_since(begun).as_secs_f64());
            }
        }
        said.push_str(&text);
        line.clear();
    }
    let status = child.wait().unwrap();
    let mut wrong = Vec::new();
    if !ended_well(status.code(), &said) {
        wrong.push(format!("the parent ended with {status}: {said}"));
    }
    let allowed = SECONDS as f64 + LATE;
    for (file, seconds) in took.iter().filter(|(_, seconds)| **seconds > allowed) {
        wrong.push(format!("{file} took {seconds:.1} s"));
    }
    let fates = match fs::read(out.join("dataset.json")) {
        Ok(bytes) => fates(&serde_json::from_slice(&bytes).unwrap()),
        Err(error) => {
            wrong.push(format!("no dataset: {error}"));
            Vec::new()
        }
    };
    wrong.extend(unaccounted(&files, &fates));
    Outcome { fates, took, wrong }
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    entries.map(|entry| name(entry.unwrap())).collect()
}

/// What the dataset lists.
pub(crate) fn fates(dataset: &Value) -> Vec<Fate> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let fate = |summary: &Value| {
        let rejected = summary["status"] == "rejected";
        Fate {
            file: text(&summary["file"]),
            what: text(if rejected {
                &summary["reason"]
            } else {
                &summary["status"]
            }),
            said: text(&summary["message"]["en"]),
        }
    };
    let submissions = dataset["submissions"].as_array().unwrap();
    submissions
        .iter()
        .map(fate)
        .filter(|fate| fate.file != LAST)
        .collect()
}

/// Files that are not listed exactly once, and entries that are of no file or
/// say nothing that is known.
pub(crate) fn unaccounted(files: &BTreeSet<String>, fates: &[Fate]) -> Vec<String> {
    let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for fate in fates {
        *listed.entry(fate.file.as_str()).or_default() += 1;
        let attached = fate.file.split('/').next().unwrap();
        let of_file = files.contains(&fate.file) || files.contains(attached);
        let status = ["merged", "duplicate", "superseded"].contains(&fate.what.as_str());
        let known = status || REASONS.contains(&fate.what.as_str()) && !fate.said.is_empty();
        if !of_file || !known {
            wrong.push(format!("{}: {} ({})", fate.file, fate.what, fate.said));
        }
    }
    for file in files {
        match listed.get(file.as_str()) {
            Some(1) => {}
            Some(many) => wrong.push(format!("{file} is listed {many} times")),
            None => wrong.push(format!("{file} is not listed")),
        }
    }
    wrong
}
