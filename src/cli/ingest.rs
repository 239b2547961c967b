//! `ruam ingest`: a folder of submissions in, one merged dataset out.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::terminal::Terminal;
use crate::{
    error::Failure,
    output::{
        folder::Folder,
        sink::{Output, possible},
    },
    pipeline::{self, Ingested, Options, Outcome},
    profile::{FILE, Profiles, is_foreign},
    source::{self, Input},
};

/// How the files are read and written.
pub(super) struct How<'a> {
    /// Whether files are read again that have not changed.
    pub(super) fresh: bool,
    /// Formats in which the tables are written too.
    pub(super) write: &'a [Output],
}

pub(super) fn run(
    paths: &[PathBuf],
    out: &Path,
    how: &How<'_>,
    mut options: Options,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    if let Some(path) = paths.iter().find(|path| same(path, out)) {
        return Err(Failure::Invalid {
            path: path.clone(),
            problem: "the output folder is the folder to read; give another --out".to_owned(),
        });
    }
    let skip: Vec<&Path> = options
        .manifest
        .path
        .as_deref()
        .into_iter()
        .chain([out])
        .collect();
    let mut inputs = source::discover(paths, &skip)?;
    take_profiles(&mut inputs, &mut options.profiles)?;
    super::known_rules(&options.profiles)?;
    possible(how.write)?;
    let folder = Folder::take(out)?;
    match pipeline::ingest(&inputs, &folder, how.fresh, how.write, &options)? {
        Ingested::Same(outcome) => {
            told(&outcome, &options, terminal);
            super::show(&outcome, out, terminal)
        }
        Ingested::Staged(outcome, made) => {
            told(&outcome, &options, terminal);
            super::tables(how.write, &folder, &options)?;
            folder.spare(inputs.iter().map(|input| input.path.as_path()))?;
            folder.publish(false)?;
            if let Some(made) = made {
                made.keep(&folder, &options);
            }
            super::show(&outcome, out, terminal)
        }
    }
}

/// What a person should know of the files as a whole.
fn told(outcome: &Outcome, options: &Options, terminal: &Terminal) {
    if outcome.reused > 0 {
        let reused = outcome.reused;
        terminal.notice(
            &format!("ใช้ผลเดิมของ {reused} ไฟล์ที่ไม่เปลี่ยน (ให้อ่านใหม่ทั้งหมดด้วย --fresh)"),
            &format!("{reused} files have not changed and were not read again (--fresh reads all)"),
        );
    }
    let files: BTreeSet<&str> = outcome
        .summaries
        .iter()
        .map(|summary| summary.file.as_str())
        .collect();
    for file in options.manifest.unknown(&files) {
        terminal.notice(
            &format!("ทะเบียนกล่าวถึง {file} แต่ไม่พบไฟล์นี้"),
            &format!("the manifest names {file}, which is not there"),
        );
    }
    super::unknown_agencies(outcome, &options.profiles, terminal);
}

/// Takes the profiles of folders out of the files that are to be read.
fn take_profiles(inputs: &mut Vec<Input>, profiles: &mut Profiles) -> Result<(), Failure> {
    let mut taken: BTreeSet<PathBuf> = BTreeSet::new();
    for input in inputs.iter() {
        let is_called = input.path.file_name().is_some_and(|name| name == FILE);
        if is_called && input.problem.is_none() && !is_foreign(&input.path)? {
            taken.extend(profiles.add_folder(&input.path)?);
        }
    }
    inputs.retain(|input| !taken.contains(&input.path));
    Ok(())
}

fn same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
