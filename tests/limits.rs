//! Every limit is met by a file that is just too large for it, says what it is
//! and how it is raised, and lets the file be read when it is raised so.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;
#[path = "limits/made.rs"]
mod made;

use std::{fs, path::Path, process::Command};

use common::fixture;
use made::Made;
use ruam::{
    finding::Message,
    limits::{Limit, Limits, Over},
};
use tempfile::TempDir;

/// The code and words that speak of the limit.
fn of_limit(told: Vec<(String, Message)>) -> Option<(String, Message)> {
    told.into_iter()
        .find(|(_, message)| message.en.contains("--limit"))
}

#[test]
fn a_file_at_the_limit_is_read_and_one_beyond_it_is_told() {
    for limit in Limit::ALL {
        let Some(file) = made::file(*limit) else {
            continue;
        };
        let name = limit.name();
        let at = |most| made::told(&file, &Limits::default().with(*limit, most));
        assert_eq!(of_limit(at(file.need)), None, "{name}");
        let most = file.need - 1;
        let (code, message) =
            of_limit(at(most)).unwrap_or_else(|| panic!("{name}: {:?}", at(most)));
        assert_eq!(code, file.code, "{name}");
        let over = Over {
            limit: *limit,
            at: most,
        };
        for text in [&message.th, &message.en] {
            assert!(text.contains(&over.shown()), "{name}: {text}");
            assert!(text.contains(&over.option()), "{name}: {text}");
        }
        let what = limit.what();
        assert!(message.th.contains(what.0), "{}", message.th);
        assert!(message.en.contains(what.1), "{}", message.en);
    }
}

#[test]
fn nothing_is_told_of_a_limit_of_files_that_meet_none() {
    for name in [
        "excel/fio.xlsx",
        "excel/fio.xlsm",
        "excel/fio.xlsb",
        "excel/fio.xls",
        "excel/fio.ods",
        "delimited/fio.csv",
        "pdf/kinds/plain.pdf",
    ] {
        let file = Made {
            name: "a",
            bytes: fs::read(fixture(name)).unwrap(),
            need: 0,
            code: "",
        };
        assert_eq!(
            of_limit(made::told(&file, &Limits::default())),
            None,
            "{name}"
        );
    }
}

/// What `ruam check` prints of the file in the folder, and its exit code.
fn check(folder: &Path, name: &str, limit: &str) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(["check", "--lang", "en", "--limit", limit, name])
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    (said, output.status.code())
}

/// The option that the words name: `pages=2`.
fn option(said: &str) -> Option<String> {
    let (_, after) = said.split_once("--limit ")?;
    let end = after.find(|c: char| c != '-' && c != '=' && !c.is_ascii_alphanumeric());
    Some(after[..end.unwrap_or(after.len())].to_owned())
}

#[test]
fn a_file_is_read_when_the_limit_is_raised_by_what_the_message_says() {
    let folder = TempDir::new().unwrap();
    // Elsewhere nobody stops a process that takes too much memory.
    let kept = |limit: &&Limit| cfg!(unix) || **limit != Limit::MemoryMib;
    for limit in Limit::ALL.iter().filter(kept) {
        let file = made::file(*limit).unwrap_or_else(|| made::of_process(*limit));
        fs::write(folder.path().join(file.name), &file.bytes).unwrap();
        let mut wanted = Some(format!("{}={}", limit.name(), file.need - 1));
        let mut runs = 0;
        while let Some(set) = wanted {
            let (said, code) = check(folder.path(), file.name, &set);
            wanted = option(&said);
            if runs == 0 {
                assert!(
                    code != Some(0) && wanted.is_some(),
                    "{set}: {code:?} {said}"
                );
            }
            runs += 1;
            // Times and memory need more than one doubling.
            assert!(runs < 10, "{set}: {said}");
        }
    }
}

#[test]
fn a_limit_that_is_none_is_told_with_those_there_are() {
    let output = Command::new(env!("CARGO_BIN_EXE_ruam"))
        .args(["check", "--limit", "leaves=3", "a.xlsx"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    for limit in Limit::ALL {
        assert!(said.contains(limit.name()), "{said}");
    }
}

#[test]
fn the_handbook_lists_every_limit() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.unwrap();
    let rows: Vec<&str> = readme
        .lines()
        .skip_while(|line| !line.starts_with("| limit "))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .collect();
    let wanted: Vec<String> = Limit::ALL
        .iter()
        .map(|limit| {
            let over = Limits::default().over(*limit);
            let (th, en) = limit.what();
            format!("| `{}` | {} | {th} · {en} |", limit.name(), over.shown())
        })
        .collect();
    assert_eq!(rows, wanted, "{}", wanted.join("\n"));
}
