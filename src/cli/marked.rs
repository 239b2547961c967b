//! `ruam check --marked`: where the marked copies go.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    path::{Component, Path, PathBuf},
};

use super::terminal::Terminal;
use crate::{
    error::Failure,
    finding::Message,
    output::atomic,
    pipeline::{self, Options},
    source::Input,
    submission::{Entry, Format},
};

/// What became of the files, and the exit code that the copies ask for.
pub(super) struct Done {
    pub(super) entries: Vec<Entry>,
    pub(super) code: u8,
}

/// Checks the inputs and writes their marked copies to `place`: a file for one
/// input, a folder for several.
pub(super) fn run(
    inputs: &[Input],
    place: &Path,
    options: &Options,
    terminal: &Terminal,
) -> Result<Done, Failure> {
    if 1 < inputs.len() && place.is_file() {
        return Err(no_folder(place));
    }
    let checked = pipeline::mark(inputs, options)?;
    let one = checked.len() == 1 && !place.is_dir();
    // A file with others attached to it makes several copies.
    if 1 < checked.len() && inputs.len() == 1 && is_named_as_copy(place) {
        return Err(no_folder(place));
    }
    let originals = inputs
        .iter()
        .filter_map(|input| input.path.canonicalize().ok());
    let originals: BTreeSet<PathBuf> = originals.collect();
    let mut done = Done {
        entries: Vec::new(),
        code: 0,
    };
    let mut taken = BTreeSet::new();
    for marked in checked {
        let file = marked.entry.source().file.clone();
        if let Some(workbook) = &marked.workbook {
            let extension = match marked.entry.source().format {
                Some(Format::Xlsm) => "xlsm",
                _ => "xlsx",
            };
            let path = if one {
                place.to_owned()
            } else {
                place.join(name(&file, extension, &mut taken))
            };
            // A copy that cannot be written costs that copy.
            match write(&path, extension, workbook, &originals) {
                Ok(()) => {
                    let shown = path.display();
                    terminal.notice(
                        &format!("เขียนสำเนาที่มีเครื่องหมายไว้ที่ {shown}"),
                        &format!("the marked copy was written to {shown}"),
                    );
                }
                Err(failure) => {
                    terminal.failure(&failure);
                    done.code = 2;
                }
            }
        }
        if let Some(problem) = &marked.problem {
            terminal.rejection(&file, problem);
            done.code = 2;
        }
        done.entries.push(marked.entry);
    }
    Ok(done)
}

/// Whether a place that is no folder yet is meant to be a workbook.
fn is_named_as_copy(place: &Path) -> bool {
    let copies = ["xlsx", "xlsm"].map(OsStr::new);
    !place.is_dir() && place.extension().is_some_and(|own| copies.contains(&own))
}

fn write(
    path: &Path,
    extension: &str,
    workbook: &[u8],
    originals: &BTreeSet<PathBuf>,
) -> Result<(), Failure> {
    let whole = path.canonicalize().ok();
    if whole.is_some_and(|path| originals.contains(&path)) {
        return Err(over(path));
    }
    if !path
        .extension()
        .is_some_and(|own| own.eq_ignore_ascii_case(extension))
    {
        return Err(misnamed(path, extension));
    }
    atomic::write(path, workbook)
}

/// The copy's name in a folder: the file's own where it is of the kind that is
/// written, else with that kind's extension behind it; with a number where
/// another copy has that name already.
fn name(file: &str, extension: &str, taken: &mut BTreeSet<String>) -> PathBuf {
    // Files that are called alike are told apart by their paths, which may lead
    // out of the folder.
    let parts = Path::new(file).components().filter_map(|part| match part {
        Component::Normal(part) => Some(part),
        _ => None,
    });
    let file: PathBuf = parts.collect();
    let kept = file
        .extension()
        .is_some_and(|own| own.eq_ignore_ascii_case(extension));
    let stem = if kept {
        file.with_extension("")
    } else {
        file.clone()
    };
    let own = if kept { file.extension() } else { None };
    let extension = own.unwrap_or(OsStr::new(extension)).display().to_string();
    let stem = stem.into_os_string();
    let names = (1_u32..).map(|n| {
        let mut name = stem.clone();
        if n > 1 {
            name.push(format!(" ({n})"));
        }
        name.push(format!(".{extension}"));
        PathBuf::from(name)
    });
    let mut names = names.skip_while(|name| !taken.insert(name.to_string_lossy().to_lowercase()));
    names.next().unwrap_or(file)
}

fn no_folder(path: &Path) -> Failure {
    let shown = path.display();
    Failure::Command(Message::new(
        format!("{shown} เป็นไฟล์ เมื่อตรวจหลายไฟล์ โปรดให้ชื่อโฟลเดอร์แก่ --marked"),
        format!("{shown} is a file: for several files, give --marked the name of a folder"),
    ))
}

fn over(path: &Path) -> Failure {
    let shown = path.display();
    Failure::Command(Message::new(
        format!("{shown} เป็นไฟล์ที่กำลังตรวจ โปรดให้ชื่ออื่นแก่ --marked เพื่อไม่ให้ทับต้นฉบับ"),
        format!(
            "{shown} is the file being checked: give --marked another name, so that it is not written over"
        ),
    ))
}

fn misnamed(path: &Path, extension: &str) -> Failure {
    let shown = path.display();
    Failure::Command(Message::new(
        format!(
            "สำเนาของไฟล์นี้เป็นชนิด .{extension} โปรดตั้งชื่อใน --marked ให้ลงท้ายด้วย .{extension} (ที่ให้มาคือ {shown})"
        ),
        format!(
            "the copy of this file is of the kind .{extension}: end the name in --marked with it (given was {shown})"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_stay_in_their_folder_under_names_of_their_own() {
        let mut taken = BTreeSet::new();
        for (file, expected) in [
            ("a/r.xlsx", "a/r.xlsx"),
            ("../a/r.xlsx", "a/r (2).xlsx"),
            ("/A/R.XLSX", "A/R (3).XLSX"),
            ("x/../../r.csv", "x/r.csv.xlsx"),
            ("r.xls", "r.xls.xlsx"),
            ("r.xls.xlsx", "r.xls (2).xlsx"),
            (".r.xlsx", ".r.xlsx"),
        ] {
            assert_eq!(
                name(file, "xlsx", &mut taken),
                Path::new(expected),
                "{file}"
            );
        }
    }
}
