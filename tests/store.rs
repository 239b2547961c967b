//! What a run leaves for the next: results that are taken again, outputs that
//! appear together, a folder that one run has at a time.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use common::fixture;
use ruam::{output::folder::Folder, source::sha256};
use tempfile::TempDir;

/// A folder with some files to read, and one for the dataset.
struct Batch {
    root: TempDir,
}

impl Batch {
    fn new(files: &[(&str, &str)]) -> Self {
        let batch = Self {
            root: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(batch.inputs()).unwrap();
        for (from, to) in files {
            batch.add(from, to);
        }
        batch
    }

    fn add(&self, from: &str, to: &str) {
        fs::copy(fixture(from), self.inputs().join(to)).unwrap();
    }

    fn inputs(&self) -> PathBuf {
        self.root.path().join("in")
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("out")
    }

    fn command(&self, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ruam"));
        command
            .arg("ingest")
            .arg(self.inputs())
            .arg("--out")
            .arg(self.out())
            .args(["--lang", "en"])
            .args(more);
        command
    }

    fn ingest(&self, more: &[&str]) -> Output {
        self.command(more).output().unwrap()
    }

    /// Files that were read, by the lines that tell of progress.
    fn read(&self, more: &[&str]) -> Vec<String> {
        let said = String::from_utf8(self.ingest(more).stderr).unwrap();
        let lines = said.lines().filter(|line| line.starts_with('['));
        let mut files: Vec<String> = lines
            .map(|line| line.split_once("] ").unwrap().1.to_owned())
            .collect();
        files.sort_unstable();
        files
    }

    /// The outputs by name.
    fn outputs(&self) -> BTreeMap<String, Vec<u8>> {
        let files = fs::read_dir(self.out()).unwrap().map(Result::unwrap);
        let files = files.filter(|entry| entry.file_type().unwrap().is_file());
        files
            .map(|entry| {
                let name = entry.file_name().into_string().unwrap();
                (name, fs::read(entry.path()).unwrap())
            })
            .collect()
    }

    fn results(&self) -> Vec<PathBuf> {
        let results = fs::read_dir(self.out().join(".ruam/results")).unwrap();
        results.map(|entry| entry.unwrap().path()).collect()
    }
}

const FEW: [(&str, &str); 3] = [
    ("delimited/fio.csv", "ส.ตส.csv"),
    ("excel/fio.ods", "ส.วป.ods"),
    ("damaged/truncated.xlsx", "ส.ธต.xlsx"),
];

#[test]
fn only_what_has_changed_is_read_again() {
    let batch = Batch::new(&FEW);
    assert_eq!(batch.read(&[]).len(), 3);
    let first = batch.outputs();
    assert_eq!(batch.read(&[]), [""; 0]);
    assert_eq!(batch.outputs(), first);
    // Another content, and another name.
    batch.add("delimited/fio.txt", "ส.ตส.csv");
    batch.add("excel/fio.ods", "ส.นผ.ods");
    assert_eq!(batch.read(&[]), ["ส.ตส.csv", "ส.นผ.ods"]);
    // Who is said to have sent it is part of what was read, and so are facts.
    assert_eq!(batch.read(&["--office", "ส.บก."]).len(), 4);
    let profile = batch.root.path().join("profile.json");
    let embedded = include_str!("../schemas/profiles/fio-2564.json");
    fs::write(&profile, embedded.replace("2021-03-31", "2021-04-30")).unwrap();
    assert_eq!(
        batch.read(&["--profile", profile.to_str().unwrap()]).len(),
        4
    );
    // Nothing is kept of files that are no more.
    fs::remove_file(batch.inputs().join("ส.นผ.ods")).unwrap();
    batch.ingest(&[]);
    assert_eq!(batch.results().len(), 3);
}

#[test]
fn a_result_that_was_kept_is_what_counts_unless_it_is_broken_or_not_wanted() {
    let batch = Batch::new(&FEW[1..]);
    batch.ingest(&[]);
    let first = batch.outputs();
    let results = batch.results().into_iter();
    let texts = results.map(|path| (fs::read_to_string(&path).unwrap(), path));
    let (text, path) = &texts.max_by_key(|(text, _)| text.len()).unwrap();
    let (_, lines) = text.split_once('\n').unwrap();
    // The name of an indicator, so that it is seen whether the result is read.
    let other = lines.replace("การใช้อำนาจ", "การใช้อำนาจอื่น");
    let kept = format!("{}\n{other}", sha256(other.as_bytes()));
    fs::write(path, &kept).unwrap();
    assert_eq!(batch.read(&[]), [""; 0]);
    assert_ne!(batch.outputs(), first);
    // Half of it is none.
    fs::write(path, &kept.as_bytes()[..kept.len() / 2]).unwrap();
    assert_eq!(batch.read(&[]), ["ส.วป.ods"]);
    assert_eq!(batch.outputs(), first);
    fs::write(path, &kept).unwrap();
    assert_eq!(batch.read(&["--fresh"]).len(), 2);
    assert_eq!(batch.outputs(), first);
}

#[test]
fn where_nothing_has_changed_nothing_is_written() {
    let batch = Batch::new(&FEW);
    let dataset = batch.out().join("dataset.json");
    let written = || fs::metadata(&dataset).unwrap().modified().unwrap();
    // Whether a run wrote the outputs, which are those of a first run in any case.
    let writes = |more: &[&str]| {
        let before = written();
        let said = batch.ingest(more);
        let whole = Batch::new(&[]);
        for entry in fs::read_dir(batch.inputs()).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, whole.inputs().join(path.file_name().unwrap())).unwrap();
        }
        let first = whole.ingest(more);
        assert_eq!(said.status, first.status);
        assert_eq!(batch.outputs(), whole.outputs());
        let tables = |batch: &Batch| batch.out().join("tables/submissions.csv").exists();
        assert_eq!(tables(&batch), tables(&whole));
        let text = |stdout: Vec<u8>, batch: &Batch| {
            let out = batch.out().display().to_string();
            String::from_utf8(stdout).unwrap().replace(&out, "")
        };
        assert_eq!(text(said.stdout, &batch), text(first.stdout, &whole));
        before != written()
    };
    batch.ingest(&[]);
    assert!(!writes(&[]));
    let said = String::from_utf8(batch.ingest(&[]).stderr).unwrap();
    assert!(said.contains("3 files have not changed"), "{said}");
    for name in ["next", "once", "spool"] {
        assert!(!batch.out().join(".ruam").join(name).exists(), "{name}");
    }
    // A manifest that says nothing of these files changes nothing.
    let manifest = batch.root.path().join("m.csv");
    fs::write(&manifest, "file,office\nother.csv,ส.บก.\n").unwrap();
    assert!(!writes(&["--manifest", manifest.to_str().unwrap()]));
    fs::write(&manifest, "file,office\nส.ตส.csv,ส.บก.\n").unwrap();
    assert!(writes(&["--manifest", manifest.to_str().unwrap()]));
    assert!(writes(&[]));
    // An input of the same length and time.
    let input = batch.inputs().join("ส.ตส.csv");
    let time = fs::metadata(&input).unwrap().modified().unwrap();
    let text = fs::read_to_string(&input).unwrap();
    fs::write(&input, text.replacen("87.03", "87.04", 1)).unwrap();
    let file = fs::File::options().write(true).open(&input).unwrap();
    file.set_modified(time).unwrap();
    assert_ne!(fs::read_to_string(&input).unwrap(), text);
    assert!(writes(&[]));
    assert!(!writes(&[]));
    // Outputs that are not what was written.
    let findings = batch.out().join("findings.jsonl");
    let text = fs::read_to_string(&findings).unwrap();
    fs::write(&findings, text.replacen('e', "a", 1)).unwrap();
    assert!(writes(&[]));
    fs::remove_file(&findings).unwrap();
    assert!(writes(&[]));
    // Other outputs.
    assert!(writes(&["--write", "csv"]));
    assert!(!writes(&["--write", "csv"]));
    assert!(writes(&[]));
    // What it is told by, in pieces.
    let made = batch.out().join(".ruam/made");
    let bytes = fs::read(&made).unwrap();
    fs::write(&made, &bytes[..bytes.len() / 2]).unwrap();
    assert!(writes(&[]));
    assert_eq!(fs::read(&made).unwrap(), bytes);
    assert!(writes(&["--fresh"]));
}

#[test]
fn what_the_manifest_says_of_an_attached_file_is_read_again() {
    let batch = Batch::new(&[("pdf/kinds/attached.pdf", "a.pdf")]);
    let manifest = batch.root.path().join("m.csv");
    // The office of the file that is attached, by its name.
    let attached = || {
        let lines = batch.outputs().remove("submissions.jsonl").unwrap();
        let lines = serde_json::Deserializer::from_slice(&lines).into_iter::<serde_json::Value>();
        let entries = lines.map(Result::unwrap);
        let mut named = entries.map(|entry| {
            let file = entry["source"]["file"].as_str().unwrap().to_owned();
            (file, entry["office"].clone())
        });
        named.find(|(file, _)| file.contains('/')).unwrap()
    };
    batch.ingest(&[]);
    let (name, _) = attached();
    let ingest = |office: &str| {
        fs::write(&manifest, format!("file,office\n{name},{office}\n")).unwrap();
        batch.ingest(&["--manifest", manifest.to_str().unwrap()]);
        attached().1
    };
    assert_eq!(ingest("ส.ตส."), "ส.ตส.");
    assert_eq!(ingest("ส.วป."), "ส.วป.");
}

#[test]
fn what_depends_on_the_moment_is_tried_again() {
    let batch = Batch::new(&FEW[..2]);
    // Nothing can be read in so little memory.
    batch.ingest(&["--limit", "memory-mib=16"]);
    assert!(batch.results().is_empty());
    assert_eq!(batch.read(&[]).len(), 2);
    assert_eq!(batch.results().len(), 2);
}

#[test]
fn two_runs_in_one_folder_refuse_each_other() {
    let batch = Batch::new(&FEW[..1]);
    let taken = Folder::take(&batch.out()).unwrap();
    for run in [
        batch.ingest(&[]),
        Command::new(env!("CARGO_BIN_EXE_ruam"))
            .args(["merge", "--lang", "en", "--out"])
            .arg(batch.out())
            .arg(fixture("submissions"))
            .output()
            .unwrap(),
    ] {
        assert_eq!(run.status.code(), Some(2));
        let said = String::from_utf8(run.stderr).unwrap();
        assert!(said.contains("another run is writing"), "{said}");
    }
    drop(taken);
    assert_eq!(batch.ingest(&[]).status.code(), Some(1));
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != ".ruam")
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn outputs_appear_together_and_old_ones_go() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path();
    fs::write(path.join("letter.txt"), "the compiler's own").unwrap();
    let folder = Folder::take(path).unwrap();
    fs::create_dir(folder.stage().join("tables")).unwrap();
    for name in ["a", "b", "tables/c"] {
        fs::write(folder.stage().join(name), "1").unwrap();
    }
    assert_eq!(names(path), ["letter.txt"]);
    folder.publish(false).unwrap();
    assert_eq!(names(path), ["a", "b", "letter.txt", "tables"]);
    drop(folder);
    // An output beside the others leaves them.
    let folder = Folder::take(path).unwrap();
    fs::write(folder.stage().join("d"), "2").unwrap();
    folder.publish(true).unwrap();
    assert_eq!(names(path), ["a", "b", "d", "letter.txt", "tables"]);
    drop(folder);
    // A run that writes others takes the old ones away, and nothing else.
    let folder = Folder::take(path).unwrap();
    fs::write(folder.stage().join("a"), "3").unwrap();
    folder.publish(false).unwrap();
    assert_eq!(names(path), ["a", "letter.txt"]);
    assert_eq!(fs::read(path.join("a")).unwrap(), b"3");
}

#[test]
fn a_run_that_died_while_it_placed_its_outputs_is_gone_on_with() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path();
    let folder = Folder::take(path).unwrap();
    for name in ["a", "b", "old"] {
        fs::write(folder.stage().join(name), "1").unwrap();
    }
    folder.publish(false).unwrap();
    drop(folder);
    // As it stands after the first of two renames.
    let work = path.join(".ruam");
    fs::create_dir(work.join("ready")).unwrap();
    fs::write(work.join("ready/outputs"), "a\nb\n").unwrap();
    fs::write(path.join("a"), "2").unwrap();
    fs::write(work.join("ready/b"), "2").unwrap();
    // And what a later run had staged so far is dropped.
    fs::create_dir(work.join("next")).unwrap();
    fs::write(work.join("next/a"), "half").unwrap();
    drop(Folder::take(path).unwrap());
    assert_eq!(names(path), ["a", "b"]);
    assert_eq!(fs::read(path.join("a")).unwrap(), b"2");
    assert_eq!(fs::read(path.join("b")).unwrap(), b"2");
    assert!(!work.join("ready").exists());
}

#[test]
fn a_list_of_outputs_leads_nowhere_else() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("dataset");
    let other = root.path().join("letter.txt");
    fs::create_dir_all(path.join(".ruam/results")).unwrap();
    fs::write(&other, "the compiler's own").unwrap();
    fs::write(path.join(".ruam/results/one"), "kept").unwrap();
    fs::write(path.join("old"), "1").unwrap();
    let list = format!(
        "../letter.txt\n{}\n.ruam/results/one\nold\n",
        other.display()
    );
    fs::write(path.join(".ruam/outputs"), list).unwrap();
    let folder = Folder::take(&path).unwrap();
    fs::write(folder.stage().join("new"), "2").unwrap();
    folder.publish(false).unwrap();
    assert_eq!(names(&path), ["new"]);
    assert!(other.exists() && path.join(".ruam/results/one").exists());
}

#[test]
fn a_run_that_was_killed_is_gone_on_with_to_the_same_bytes() {
    let files: Vec<(&str, String)> = (0..24)
        .map(|at| (FEW[at % 3].0, format!("ส.ตส {at:02}")))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(from, to)| (*from, to.as_str()))
        .collect();
    let whole = Batch::new(&files);
    whole.ingest(&[]);
    let batch = Batch::new(&files);
    let mut killed = 0;
    for milliseconds in [1, 20, 60, 120, 200, 300, 450] {
        let mut run = batch
            .command(&[])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        killed += usize::from(run.try_wait().unwrap().is_none());
        // SIGKILL: nothing of it runs any more.
        run.kill().unwrap();
        run.wait().unwrap();
    }
    assert!(killed > 0, "every run was over before it was killed");
    batch.ingest(&[]);
    assert_eq!(batch.outputs(), whole.outputs());
}
