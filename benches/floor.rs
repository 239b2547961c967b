//! What the speed of `ruam` is measured against where the measure is a library
//! of its own: the least that a program could do with the same bytes.
//! `benches/speed.py` runs it; alone it does nothing.
//!
//! ```text
//! floor cells FILE                stream the cells of a workbook and drop them
//! floor dense FILE                hold the cells of a workbook in a rectangle
//! floor json FOLDER value|typed   parse the lines of every submissions.jsonl
//! floor here PATH…                read files as a worker does, in this process
//! ```
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a bench fails by panicking"
)]

use std::{
    env, fs,
    fs::File,
    hint::black_box,
    io::{BufRead, BufReader, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::Mutex,
    thread,
};

use calamine::{Reader, Xlsx, open_workbook};
use ruam::{
    form::Sender,
    limits::Limits,
    profile::FactTexts,
    source::{discover, sha256},
    submission::{Source, Submission},
    worker::{Reply, Request, Task, read_here},
};
use serde_json::Value;

/// As much of a file as a thread takes at a time.
const PART: u64 = 16 << 20;

fn main() {
    let arguments: Vec<String> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = match words.as_slice() {
        ["cells", file] => cells(file),
        ["dense", file] => dense(file),
        ["json", folder, "value"] => json(folder, |line| {
            black_box(serde_json::from_slice::<Value>(line).unwrap());
        }),
        ["json", folder, "typed"] => json(folder, |line| {
            black_box(serde_json::from_slice::<Submission>(line).unwrap());
        }),
        ["here", files @ ..] if !files.is_empty() => here(files),
        _ => {
            eprintln!("NOT RUN: benches/speed.py runs this, see benches/README.md");
            return;
        }
    };
    println!("{number}");
}

/// Streams the cells of the first sheet and drops them; how many there are.
fn cells(file: &str) -> usize {
    let mut book: Xlsx<BufReader<File>> = open_workbook(file).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let mut reader = book.worksheet_cells_reader(&sheet).unwrap();
    let mut count = 0;
    while let Some(cell) = reader.next_cell().unwrap() {
        black_box(&cell);
        count += 1;
    }
    count
}

/// Holds the first sheet whole; how many cells its rectangle has.
fn dense(file: &str) -> usize {
    let mut book: Xlsx<BufReader<File>> = open_workbook(file).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&sheet).unwrap();
    black_box(&range).cells().count()
}

/// Parses every line of every submissions.jsonl below the folder, on each core a
/// part of a file at a time; how many lines there are.
fn json(folder: &str, parse: impl Fn(&[u8]) + Sync) -> usize {
    let mut files = Vec::new();
    collect(Path::new(folder), &mut files);
    let left = Mutex::new(files.iter().flat_map(|path| {
        let length = fs::metadata(path).unwrap().len();
        (0..length.div_ceil(PART)).map(move |part| (path, part * PART))
    }));
    let next = || left.lock().unwrap().next();
    let work = || {
        let mut count = 0;
        while let Some((path, begin)) = next() {
            count += lines(path, begin, &parse);
        }
        count
    };
    thread::scope(|scope| {
        let cores = thread::available_parallelism().unwrap().get();
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    })
}

/// Parses the lines that begin in a part of a file; how many there are.
fn lines(path: &Path, begin: u64, parse: &impl Fn(&[u8])) -> usize {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path).unwrap());
    let (mut line, mut at, mut count) = (Vec::new(), begin, 0);
    if begin > 0 {
        // The line that began before ends here, if only with its last byte.
        file.seek(SeekFrom::Start(begin - 1)).unwrap();
        at = begin - 1 + file.read_until(b'\n', &mut line).unwrap() as u64;
    }
    while at < begin + PART {
        line.clear();
        let read = file.read_until(b'\n', &mut line).unwrap();
        if read == 0 {
            break;
        }
        parse(&line);
        at += read as u64;
        count += 1;
    }
    count
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.ends_with("submissions.jsonl") {
            files.push(path);
        }
    }
}

/// Reads each file as a worker of `ruam check` does, but in this process: no
/// pipes, no limits of the system. The JSON of each is made, and goes nowhere.
/// How many bytes that are.
fn here(paths: &[&str]) -> usize {
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    let facts = FactTexts::embedded().parse().unwrap();
    let limits = Limits::default();
    let mut bytes = 0;
    for input in discover(&paths, &[]).unwrap() {
        let file = fs::read(&input.path).unwrap();
        let request = Request {
            task: Task::Report,
            password: None,
            attached: false,
            areas: Vec::new(),
            source: Source {
                file: input.file.clone(),
                sha256: sha256(&file),
                bytes: file.len() as u64,
                format: None,
                producer: None,
                sheets: None,
                pages: None,
            },
            sender: Sender {
                file: input.file,
                folders: input.folders,
                ..Sender::default()
            },
        };
        let reply: Reply = read_here(&file, request, &facts, &limits, &mut || {});
        bytes += serde_json::to_vec(&reply).unwrap().len();
    }
    bytes
}
