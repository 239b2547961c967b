//! Names and texts that want to command a terminal, become a formula or markup,
//! or be taken for another file; and what is no file at all.
#![cfg(unix)]
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    fs,
    io::Write,
    os::unix::{ffi::OsStrExt, fs::symlink, net::UnixListener},
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use common::{fixture, options};
use ruam::{
    pipeline,
    source::{discover, sha256},
    submission::Entry,
};
use serde_json::Value;
use tempfile::TempDir;

fn ruam(args: &[&OsStr]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(args)
        .output()
        .unwrap()
}

fn os(text: &str) -> &OsStr {
    OsStr::new(text)
}

/// Names that a sender may give, of which the file system takes these.
fn names() -> Vec<OsString> {
    let mut names: Vec<OsString> = [
        "a\nb.csv",
        "a\rb\tc.csv",
        "\u{1b}[2J\u{1b}]0;ruam\u{7}.csv",
        "\u{9b}2J\u{85}.csv",
        "ส.ตส\u{202e}vsc.xslx.csv",
        "\u{2067}ก\u{2069}\u{2028}.csv",
        "ก\u{200b}ข.csv",
        "\u{feff}ก.csv",
        "กํา น้ํา.csv",
        "=cmd|' ⁄C calc'!A0.csv",
        "@SUM(A1).csv",
        "--lang=\u{1b}[31m.csv",
        "CON.csv",
        "\"><img src=x onerror=alert(1)>'.csv",
        "]]>&lt;&amp;%41.csv",
        "\\xFF.csv",
        "ก.csv ",
    ]
    .map(OsString::from)
    .to_vec();
    // 255 bytes, the longest that there is.
    names.push(format!("{}.csv", "ก".repeat(83)).into());
    for name in [
        &b"\xff.csv"[..],
        b"\xfe.csv",
        b"\xff\xfe.csv",
        b"\\xFF\xfe.csv",
    ] {
        names.push(OsStr::from_bytes(name).to_owned());
    }
    names
}

/// A folder of files so called, each a report; each of its own bytes, so that
/// each says something.
fn folder() -> (TempDir, PathBuf) {
    let root = TempDir::new().unwrap();
    let inputs = root.path().join("in");
    fs::create_dir(&inputs).unwrap();
    let report = fs::read_to_string(fixture("delimited/fio.csv")).unwrap();
    for (at, name) in names().iter().enumerate() {
        // Scores that cannot be read, and are quoted.
        let score = format!("{at}\u{1b}]0;x\u{7}\u{9b}\u{202e}=1");
        let text = report.replace("83.88", &score);
        assert_ne!(text, report);
        if let Err(error) = fs::write(inputs.join(name), text) {
            let _ = writeln!(
                std::io::stderr(),
                "NOT RUN: the file system takes no file called {name:?}: {error}"
            );
        }
    }
    (root, inputs)
}

/// What is shown to a person holds nothing that commands a terminal.
fn tame(output: &Output, what: &str) -> String {
    let text = [&output.stdout, &output.stderr].map(|bytes| {
        let text = String::from_utf8(bytes.clone());
        text.unwrap_or_else(|_| panic!("{what}: no text"))
    });
    let text = text.concat();
    for c in text.chars().filter(|c| *c != '\n') {
        assert!(!commands(c), "{what}: {c:?} in {text:?}");
    }
    assert!(!text.contains("panicked"), "{what}: {text}");
    text
}

fn commands(c: char) -> bool {
    let turns = ['\u{61c}', '\u{200e}', '\u{200f}', '\u{2028}', '\u{2029}'];
    c.is_control()
        || turns.contains(&c)
        || ('\u{202a}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c)
}

#[test]
fn no_name_and_no_text_commands_a_terminal() {
    let (root, inputs) = folder();
    let out = root.path().join("out");
    let (input, out) = (inputs.as_os_str(), out.as_os_str());
    let ingest = |into: &OsStr, lang: &str| {
        ruam(&[
            os("ingest"),
            input,
            os("--out"),
            into,
            os("--lang"),
            os(lang),
            os("--write"),
            os("csv,xlsx,jsonl"),
        ])
    };
    let shown = tame(&ingest(out, "th"), "ingest");
    assert!(
        shown.contains("\\u{1b}[2J\\u{1b}]0;ruam\\u{7}.csv"),
        "{shown}"
    );
    assert!(shown.contains("a b.csv"), "{shown}");
    // Another dataset, of files that lie otherwise.
    let other = root.path().join("other");
    fs::rename(inputs.join("a\nb.csv"), inputs.join("\u{1b}c.csv")).unwrap();
    tame(&ingest(other.as_os_str(), "en"), "ingest again");
    for lang in ["th", "en"] {
        for (args, what) in [
            (vec![os("check"), input], "check"),
            (vec![os("status"), out], "status"),
            (vec![os("trace"), out, os("I14")], "trace"),
            (
                vec![os("trace"), out, os("I14"), os("--source"), input],
                "trace --source",
            ),
            (vec![os("trace"), out, os("\u{1b}[2J")], "trace nothing"),
            (vec![os("diff"), out, other.as_os_str()], "diff"),
            (
                vec![os("extract"), os("\u{1b}[2J\u{202e}")],
                "extract nothing",
            ),
            (vec![os("--\u{1b}[2J\u{202e}")], "no such argument"),
            (
                vec![os("check"), input, os("--limit"), os("\u{1b}[2J=1")],
                "limit",
            ),
        ] {
            let mut args = args;
            args.extend([os("--lang"), os(lang)]);
            tame(&ruam(&args), what);
        }
    }
}

#[test]
fn programs_get_what_they_can_read_and_every_file_has_a_name_of_its_own() {
    let (root, inputs) = folder();
    let many = fs::read_dir(&inputs).unwrap().count();
    let out = root.path().join("out");
    let args = [
        os("ingest"),
        inputs.as_os_str(),
        os("--out"),
        out.as_os_str(),
    ];
    ruam(&[&args[..], &[os("--write"), os("csv,xlsx,jsonl"), os("-q")]].concat());
    let dataset: Value =
        serde_json::from_slice(&fs::read(out.join("dataset.json")).unwrap()).unwrap();
    let submissions = dataset["submissions"].as_array().unwrap();
    let named: BTreeSet<&str> = submissions
        .iter()
        .map(|one| one["file"].as_str().unwrap())
        .collect();
    assert_eq!((submissions.len(), named.len()), (many, many), "{named:?}");
    for name in [
        "\\xFF.csv",
        "\\xFF.csv (2)",
        "\\xFE.csv",
        "\\xFF\\xFE.csv",
        "\\\\xFF\\xFE.csv",
    ] {
        // Some systems take no such names.
        let taken = cfg!(target_os = "linux");
        assert!(!taken || named.contains(name), "{named:?}");
    }
    // Whoever is asked for JSON writes JSON.
    for args in [
        vec![os("check"), inputs.as_os_str(), os("--format"), os("json")],
        vec![os("check"), inputs.as_os_str(), os("--format"), os("sarif")],
        vec![os("status"), out.as_os_str(), os("--format"), os("json")],
        vec![
            os("trace"),
            out.as_os_str(),
            os("I14"),
            os("--format"),
            os("json"),
        ],
    ] {
        let output = ruam(&args);
        let values = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>();
        assert!(values.map(Result::unwrap).count() > 0, "{args:?}");
        // Not even there is anything raw that JSON lets be written otherwise.
        assert!(!output.stdout.contains(&0x1b), "{args:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.chars().any(|c| c != '\n' && commands(c)), "{said:?}");
    }
    for name in fs::read_dir(&inputs).unwrap() {
        let path = name.unwrap().path();
        let output = ruam(&[os("extract"), path.as_os_str()]);
        let submission: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(submission["schema"], "ruam.submission/1", "{path:?}");
    }
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(!page.contains("<img"), "markup");
    assert!(
        !page
            .chars()
            .any(|c| !matches!(c, '\n' | '\t') && commands(c))
    );
    for table in fs::read_dir(out.join("tables")).unwrap() {
        let path = table.unwrap().path();
        if path.extension().is_none_or(|own| own != "csv") {
            continue;
        }
        let mut reader = csv::ReaderBuilder::new().from_path(&path).unwrap();
        for record in reader.records() {
            for cell in &record.unwrap() {
                let number = cell.parse::<f64>().is_ok();
                assert!(
                    number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{cell:?}"
                );
            }
        }
    }
    let workbook = fs::read(out.join("dataset.xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    for at in 0..archive.len() {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_index(at).unwrap(), &mut text).unwrap();
        // XML has no way to write these.
        let raw = |c: char| c < ' ' && !matches!(c, '\n' | '\t' | '\r');
        assert!(!text.contains(raw) && !text.contains("<f>"), "part {at}");
    }
}

#[test]
fn what_the_compiler_is_given_commands_no_terminal_either() {
    let root = TempDir::new().unwrap();
    let at = |name: &str| root.path().join(name);
    fs::create_dir(at("in")).unwrap();
    fs::copy(fixture("delimited/fio.csv"), at("in/a.csv")).unwrap();
    fs::copy(fixture("excel/fio.ods"), at("in/b.ods")).unwrap();
    let evil = "\u{1b}[2J\u{202e}\u{9b}";
    let manifest =
        format!("file,office,agency\na.csv,ส{evil},\nb.ods,ส.ตส.,ก{evil}\nnone{evil},,\n");
    fs::write(at("manifest.csv"), manifest).unwrap();
    let dates = format!("file,received\na.csv,{evil}\n");
    fs::write(at("dates.csv"), dates).unwrap();
    let text = include_str!("../schemas/profiles/fio-2564.json");
    let mut profile: Value = serde_json::from_str(text).unwrap();
    profile["agency"]["code"] = format!("ก{evil}").into();
    profile["agency"]["name"] = format!("ข{evil}").into();
    profile["offices"][0]["code"] = format!("ส{evil}").into();
    profile["compiling_office"] = format!("ส{evil}").into();
    profile["responsible"] = Value::Array(Vec::new());
    fs::write(at("profile.json"), profile.to_string()).unwrap();
    profile["fiscal_year"] = evil.into();
    fs::write(at("wrong.json"), profile.to_string()).unwrap();
    let (input, out) = (at("in"), at("out"));
    let run = |args: &[&OsStr], profile: &str, manifest: &str| {
        let (profile, manifest) = (at(profile), at(manifest));
        let more = [
            os("--profile"),
            profile.as_os_str(),
            os("--manifest"),
            manifest.as_os_str(),
        ];
        for lang in ["th", "en"] {
            let output = ruam(&[args, &more, &[os("--lang"), os(lang)]].concat());
            tame(&output, &format!("{args:?}"));
        }
    };
    let ingest = [
        os("ingest"),
        input.as_os_str(),
        os("--out"),
        out.as_os_str(),
    ];
    run(&ingest, "profile.json", "dates.csv");
    run(&ingest, "wrong.json", "manifest.csv");
    run(&ingest, "profile.json", "manifest.csv");
    let dataset = out.as_os_str();
    for args in [
        vec![os("check"), input.as_os_str()],
        vec![os("status"), dataset],
        vec![os("trace"), dataset, os("I14")],
        vec![os("trace"), dataset, os("ตัวชี้วัด 5")],
        vec![os("diff"), dataset, dataset],
        vec![os("rules")],
        vec![os("status"), dataset, os("--agency"), os(evil)],
        vec![
            os("template"),
            os("--office"),
            os(evil),
            os("--out"),
            os("/nowhere/a.xlsx"),
        ],
    ] {
        run(&args, "profile.json", "manifest.csv");
    }
}

/// Puts the words behind every text but those of a fixed set.
fn poison(value: &mut Value, evil: &str) {
    const FIXED: [&str; 4] = ["schema", "sha256", "cell", "field"];
    let word = |text: &str| {
        let lower = text.bytes().all(|b| b == b'_' || b.is_ascii_lowercase());
        lower || ["IIT", "EIT", "OIT"].contains(&text)
    };
    match value {
        Value::String(text) if !word(text) => text.push_str(evil),
        Value::Array(values) => values.iter_mut().for_each(|value| poison(value, evil)),
        Value::Object(fields) => {
            let free = fields
                .iter_mut()
                .filter(|(name, _)| !FIXED.contains(&name.as_str()));
            free.for_each(|(_, value)| poison(value, evil));
        }
        _ => {}
    }
}

#[test]
fn a_dataset_of_somebody_else_commands_no_terminal_either() {
    let root = TempDir::new().unwrap();
    let at = |name: &str| root.path().join(name);
    let evil = "\u{1b}[2J\u{202e}\u{9b}";
    let manifest = fixture("submissions/manifest.csv");
    let (input, out) = (fixture("submissions"), at("out"));
    let args = [
        os("ingest"),
        input.as_os_str(),
        os("--manifest"),
        manifest.as_os_str(),
    ];
    ruam(&[&args[..], &[os("--out"), out.as_os_str(), os("-q")]].concat());
    fs::create_dir(at("evil")).unwrap();
    for name in [
        "dataset.json",
        "submissions.jsonl",
        "findings.jsonl",
        "provenance.jsonl",
    ] {
        let bytes = fs::read(out.join(name)).unwrap();
        let values = serde_json::Deserializer::from_slice(&bytes).into_iter::<Value>();
        let lines = values.map(|value| {
            let mut value = value.unwrap();
            poison(&mut value, evil);
            format!("{value}\n")
        });
        fs::write(at("evil").join(name), lines.collect::<String>()).unwrap();
    }
    let (out, poisoned) = (out.as_os_str(), at("evil"));
    let poisoned = poisoned.as_os_str();
    for (args, code) in [
        (vec![os("status"), poisoned], Some(0)),
        (
            vec![os("trace"), poisoned, os("/indicators/4/items/0/score")],
            Some(0),
        ),
        (
            vec![os("trace"), poisoned, os("/indicators/4/scores/2563")],
            Some(0),
        ),
        (vec![os("trace"), poisoned, os("ตัวชี้วัด 5")], Some(0)),
        (vec![os("diff"), out, poisoned], Some(1)),
        (vec![os("diff"), poisoned, out], Some(1)),
    ] {
        for lang in ["th", "en"] {
            let output = ruam(&[&args[..], &[os("--lang"), os(lang)]].concat());
            let shown = tame(&output, &format!("{args:?}"));
            assert_eq!(output.status.code(), code, "{args:?} {shown}");
            assert!(shown.contains("\\u{1b}[2J"), "{args:?} {shown}");
        }
    }
}

/// Files of one input folder, and the reason why each was rejected.
fn fates(paths: &[PathBuf]) -> Vec<(String, String)> {
    let inputs = discover(paths, &[]).unwrap();
    let entries = pipeline::read(&inputs, &options()).unwrap();
    let fate = |entry: &Entry| match entry {
        Entry::Submission(_) => "read".to_owned(),
        Entry::Rejected(rejected) => rejected.reason.clone(),
    };
    entries
        .iter()
        .map(|entry| (entry.source().file.clone(), fate(entry)))
        .collect()
}

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.unwrap().success());
}

#[test]
fn links_pipes_and_sockets_are_told_and_not_opened() {
    let root = TempDir::new().unwrap();
    let at = |name: &str| root.path().join(name);
    fs::create_dir_all(at("in/sub")).unwrap();
    fs::create_dir(at("secret")).unwrap();
    fs::copy(fixture("delimited/fio.csv"), at("in/sub/a.csv")).unwrap();
    fs::copy(fixture("delimited/fio.csv"), at("secret/b.csv")).unwrap();
    symlink(at("secret/b.csv"), at("in/file")).unwrap();
    symlink(at("secret"), at("in/folder")).unwrap();
    symlink(at("in"), at("in/sub/loop")).unwrap();
    symlink(at("in/self"), at("in/self")).unwrap();
    symlink(at("nowhere"), at("in/dangling")).unwrap();
    symlink("/dev/zero", at("in/zero")).unwrap();
    pipe(&at("in/pipe"));
    let _socket = UnixListener::bind(at("in/socket")).unwrap();
    let expected = [
        ("dangling", "unsupported"),
        ("file", "unsupported"),
        ("folder", "unsupported"),
        ("pipe", "unsupported"),
        ("self", "unsupported"),
        ("socket", "unsupported"),
        ("sub/a.csv", "read"),
        ("sub/loop", "unsupported"),
        ("zero", "unsupported"),
    ];
    let expected = expected.map(|(file, fate)| (file.to_owned(), fate.to_owned()));
    assert_eq!(fates(&[at("in")]), expected);
    // Named alone a link to a file is that file, and a pipe is still none.
    assert_eq!(fates(&[at("in/file")])[0].1, "read");
    for name in ["in/pipe", "in/socket", "in/zero"] {
        assert_eq!(fates(&[at(name)])[0].1, "unsupported", "{name}");
        let output = ruam(&[os("extract"), at(name).as_os_str()]);
        assert_eq!(output.status.code(), Some(2), "{name}");
    }
    let source = at("in");
    let out = at("out");
    ruam(&[
        os("ingest"),
        at("in/sub/a.csv").as_os_str(),
        os("--out"),
        out.as_os_str(),
    ]);
    // Originals are not looked for behind links either.
    let traced = ruam(&[
        os("trace"),
        out.as_os_str(),
        os("I14"),
        os("--source"),
        source.as_os_str(),
    ]);
    assert_eq!(traced.status.code(), Some(0));
}

#[test]
fn a_file_that_changes_meanwhile_is_read_as_it_was_at_one_moment() {
    let root = TempDir::new().unwrap();
    let path = root.path().join("a.csv");
    fs::copy(fixture("delimited/fio.csv"), &path).unwrap();
    // A pipe in its place is not waited for.
    let inputs = discover(std::slice::from_ref(&path), &[]).unwrap();
    fs::remove_file(&path).unwrap();
    pipe(&path);
    let entries = pipeline::read(&inputs, &options()).unwrap();
    let [Entry::Rejected(rejected)] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!(rejected.reason, "unreadable");
    fs::remove_file(&path).unwrap();
    let entries = pipeline::read(&inputs, &options()).unwrap();
    assert!(matches!(entries.as_slice(), [Entry::Rejected(_)]));
    // What is told of one that grows is true of what was read.
    fs::copy(fixture("delimited/fio.csv"), &path).unwrap();
    let ended = AtomicBool::new(false);
    let source = thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = fs::File::options().append(true).open(&path).unwrap();
            while !ended.load(Ordering::Relaxed) {
                file.write_all(b",,,,,,,,\n").unwrap();
            }
        });
        let entries = pipeline::read(&inputs, &options());
        ended.store(true, Ordering::Relaxed);
        entries.unwrap()[0].source().clone()
    });
    let bytes = fs::read(&path).unwrap();
    let read = usize::try_from(source.bytes).unwrap();
    assert!(read <= bytes.len());
    assert_eq!(source.sha256, sha256(&bytes[..read]));
}
