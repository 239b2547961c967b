//! Where outputs may not go: through links, over files that are read, into what
//! is no folder. And what is no file is not opened.
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
    process::{Command, Output},
};

use common::fixture;
use tempfile::TempDir;

struct Place {
    root: TempDir,
}

impl Place {
    /// A folder with one file to read, and some other file of somebody's.
    fn new() -> Self {
        let place = Self {
            root: TempDir::new().unwrap(),
        };
        fs::create_dir(place.at("in")).unwrap();
        fs::copy(fixture("delimited/fio.csv"), place.at("in/ส.ตส.csv")).unwrap();
        fs::create_dir(place.at("elsewhere")).unwrap();
        fs::write(place.at("elsewhere/letter"), "the compiler's own").unwrap();
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn run(&self, args: &[&str]) -> (Option<i32>, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_ruam"))
            .args(args)
            .current_dir(self.root.path())
            .output()
            .unwrap();
        (output.status.code(), said(&output))
    }

    fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        files(&self.at(folder))
    }

    /// The outputs in `out`.
    fn outputs(&self) -> BTreeMap<String, Vec<u8>> {
        let mut outputs = self.files("out");
        outputs.retain(|name, _| !name.starts_with(".ruam/"));
        outputs
    }
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// All files below a folder, links as what they lead to.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let inner = files(&path).into_iter();
            found.extend(inner.map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

const INGEST: [&str; 6] = ["ingest", "in", "--out", "out", "--write", "csv"];

#[test]
fn a_dataset_among_its_files_is_not_read() {
    let place = Place::new();
    place.run(&INGEST);
    let whole = place.outputs();
    for _ in 0..2 {
        let (code, said) = place.run(&["ingest", "in", "--out", "in/out", "--write", "csv"]);
        assert_eq!(code, Some(1), "{said}");
        let mut inside = place.files("in/out");
        inside.retain(|name, _| !name.starts_with(".ruam/"));
        assert_eq!(inside, whole);
    }
}

#[test]
fn a_file_is_no_folder_for_a_dataset() {
    let place = Place::new();
    fs::write(place.at("out"), "somebody's").unwrap();
    for command in [&INGEST[..], &["merge", "in", "--out", "out"]] {
        let (code, said) = place.run(command);
        assert_eq!(code, Some(2));
        assert!(
            said.contains("out เป็นไฟล์ โปรดให้ชื่อโฟลเดอร์แก่ --out"),
            "{said}"
        );
        assert_eq!(fs::read(place.at("out")).unwrap(), b"somebody's");
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn nothing_is_written_or_removed_through_a_link() {
        for link in [
            ".ruam",
            ".ruam/results",
            ".ruam/ready",
            ".ruam/next",
            ".ruam/kept",
            ".ruam/spool",
            ".ruam/lock",
            ".ruam/outputs",
            "tables",
        ] {
            let place = Place::new();
            // As if a dataset's folder, whose outputs are to be put in place.
            for (name, text) in [
                ("outputs", "letter\ndataset.json\n"),
                ("dataset.json", "{}"),
            ] {
                fs::write(place.at("elsewhere").join(name), text).unwrap();
            }
            let before = place.files("elsewhere");
            let path = place.at("out").join(link);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let file = [".ruam/spool", ".ruam/lock", ".ruam/outputs"].contains(&link);
            let to = if file {
                "elsewhere/letter"
            } else {
                "elsewhere"
            };
            symlink(place.at(to), &path).unwrap();
            let (code, said) = place.run(&INGEST);
            assert_eq!(code, Some(2), "{link} {said}");
            let told = format!("out/{link} is a link to another place");
            assert!(said.contains(&told), "{link} {said}");
            assert_eq!(place.files("elsewhere"), before, "{link}");
            assert!(!place.at("out/dataset.json").exists());
            // Without it everything is as it should be.
            fs::remove_file(path).unwrap();
            assert_eq!(place.run(&INGEST).0, Some(1), "{link}");
        }
    }

    #[test]
    fn an_output_takes_the_place_of_a_link_not_of_what_it_leads_to() {
        let place = Place::new();
        fs::create_dir(place.at("out")).unwrap();
        for name in ["dataset.json", "report.html"] {
            symlink(place.at("elsewhere/letter"), place.at("out").join(name)).unwrap();
        }
        symlink(place.at("elsewhere/letter"), place.at("copy.xlsx")).unwrap();
        symlink(place.at("elsewhere/new"), place.at("form.xlsx")).unwrap();
        let before = place.files("elsewhere");
        assert_eq!(place.run(&INGEST).0, Some(1));
        assert_eq!(
            place.run(&["check", "in", "--marked", "copy.xlsx"]).0,
            Some(1)
        );
        let form = ["template", "--office", "ส.ตส.", "--out", "form.xlsx"];
        assert_eq!(place.run(&form).0, Some(0));
        assert_eq!(place.files("elsewhere"), before);
        for name in ["out/dataset.json", "copy.xlsx", "form.xlsx"] {
            assert!(!place.at(name).is_symlink(), "{name}");
        }
    }

    #[test]
    fn a_folder_that_may_not_be_written_to_is_named() {
        let place = Place::new();
        place.run(&INGEST);
        let before = place.outputs();
        fs::copy(fixture("delimited/fio-utf16.csv"), place.at("in/ส.ตส.csv")).unwrap();
        let may = |mode| fs::set_permissions(place.at("out"), PermissionsExt::from_mode(mode));
        may(0o555).unwrap();
        if fs::write(place.at("out/try"), "").is_ok() {
            fs::remove_file(place.at("out/try")).unwrap();
            let _ = std::io::Write::write_all(
                &mut std::io::stderr(),
                b"NOT RUN: who runs the tests may write everywhere\n",
            );
            return;
        }
        let (code, said) = place.run(&INGEST);
        assert_eq!(code, Some(2));
        assert!(said.contains("cannot write out/dataset.json"), "{said}");
        assert_eq!(place.outputs(), before);
        may(0o755).unwrap();
        assert_eq!(place.run(&INGEST).0, Some(1));
        assert_ne!(place.outputs(), before);
    }
}

#[test]
fn what_stands_in_the_place_of_an_output_brings_the_others_back() {
    let place = Place::new();
    place.run(&INGEST);
    let before = place.outputs();
    fs::copy(fixture("delimited/fio-utf16.csv"), place.at("in/ส.ตส.csv")).unwrap();
    // The last of the outputs; a folder that is not empty.
    fs::remove_file(place.at("out/tables/years.csv")).unwrap();
    fs::create_dir(place.at("out/tables/years.csv")).unwrap();
    fs::write(place.at("out/tables/years.csv/letter"), "somebody's").unwrap();
    for _ in 0..2 {
        let (code, said) = place.run(&INGEST);
        assert_eq!(code, Some(2));
        assert!(said.contains("cannot write out/tables/years.csv"), "{said}");
        let mut now = place.outputs();
        assert_eq!(
            now.remove("tables/years.csv/letter").unwrap(),
            b"somebody's"
        );
        now.insert(
            "tables/years.csv".to_owned(),
            before["tables/years.csv"].clone(),
        );
        assert_eq!(now, before);
    }
    fs::remove_dir_all(place.at("out/tables/years.csv")).unwrap();
    assert_eq!(place.run(&INGEST).0, Some(1));
    assert_ne!(place.outputs(), before);
    assert_eq!(place.outputs().len(), before.len());
}

#[test]
fn a_file_that_is_read_is_not_written_over() {
    let place = Place::new();
    let bytes = fs::read(fixture("excel/fio.xlsx")).unwrap();
    for name in ["dataset.xlsx", "report.html", "dataset.json"] {
        fs::write(place.at(name), &bytes).unwrap();
        let (code, said) = place.run(&["ingest", name, "in", "--out", ".", "--write", "xlsx"]);
        assert_eq!(code, Some(2), "{said}");
        assert!(
            said.contains(&format!("{name} is a file that is read")),
            "{said}"
        );
        assert_eq!(fs::read(place.at(name)).unwrap(), bytes);
        fs::remove_file(place.at(name)).unwrap();
        // Under another name it is no matter.
        fs::write(place.at("a.xlsx"), &bytes).unwrap();
        assert_eq!(place.run(&["ingest", "a.xlsx", "--out", "."]).0, Some(1));
        for output in ["dataset.json", "report.html", ".ruam/outputs"] {
            fs::remove_file(place.at(output)).unwrap();
        }
    }
    fs::write(place.at("report.xlsx"), &bytes).unwrap();
    for copy in ["report.xlsx", "./in/../report.xlsx"] {
        let (code, said) = place.run(&["check", "report.xlsx", "--marked", copy]);
        assert_eq!(code, Some(2));
        assert!(said.contains("is the file being checked"), "{said}");
    }
    let form = ["template", "--office", "ส.ตส.", "--out", "report.xlsx"];
    let (code, said) = place.run(&form);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("report.xlsx is there already, perhaps filled in"),
        "{said}"
    );
    assert_eq!(fs::read(place.at("report.xlsx")).unwrap(), bytes);
    // All forms or none; those that are there as they would be written stay.
    let forms = ["template", "--all", "--out", "forms"];
    for _ in 0..2 {
        assert_eq!(place.run(&forms).0, Some(0));
    }
    let mut before = place.files("forms");
    let (last, _) = before.pop_last().unwrap();
    fs::write(place.at("forms").join(&last), &bytes).unwrap();
    for name in before.keys() {
        fs::remove_file(place.at("forms").join(name)).unwrap();
    }
    assert_eq!(place.run(&forms).0, Some(2));
    assert_eq!(place.files("forms"), BTreeMap::from([(last, bytes)]));
}

#[test]
fn a_dataset_merged_into_itself_loses_nothing() {
    let place = Place::new();
    fs::create_dir(place.at("more")).unwrap();
    fs::copy(fixture("excel/fio.ods"), place.at("more/ส.วป.ods")).unwrap();
    place.run(&["ingest", "in", "--out", "out"]);
    place.run(&["ingest", "more", "--out", "second"]);
    let first = place.outputs();
    place.run(&["merge", "out", "--out", "out"]);
    assert_eq!(place.outputs(), first);
    place.run(&["merge", "out", "second", "--out", "third"]);
    place.run(&["merge", "out", "second", "--out", "out"]);
    let mut third = place.files("third");
    third.retain(|name, _| !name.starts_with(".ruam/"));
    assert_eq!(place.outputs(), third);
}
