//! What a dataset was made of: where all of it is as it was, and so are the
//! outputs, another run would make the same and need not.
//!
//! Inputs and outputs are told by what they hold, never by their times: a clock
//! may be set back, and a copied folder has other times. A result is told by
//! the hash at its head and by its length, since the outputs are what it made.

use std::{cmp::Reverse, collections::BTreeMap, fs, io};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Options, Outcome, read, store::Store};
use crate::{
    error::Failure,
    output::{atomic, folder::Folder, sink::Output},
    source::{self, Input, sha256},
    stop,
    worker::Task,
};

/// Its name among what belongs to us.
const NAME: &str = "made";

/// What a dataset was made of, and what became of the files.
#[derive(Serialize, Deserialize)]
pub struct Made {
    /// The program, the limits and the formats, as one hash.
    how: String,
    /// The result of every file, by its key: hash and length.
    results: BTreeMap<String, (String, u64)>,
    /// The facts that each report was joined by.
    facts: Vec<String>,
    /// The outputs, by their hashes.
    outputs: BTreeMap<String, String>,
    outcome: Outcome,
}

impl Made {
    /// What a run makes of the results with these keys; nothing where one of
    /// them is of this run alone.
    pub(super) fn new<'k>(
        mut keys: impl Iterator<Item = &'k String>,
        outcome: &Outcome,
        store: &Store,
        write: &[Output],
        options: &Options,
    ) -> Result<Option<Self>, Failure> {
        let results = keys.try_fold(BTreeMap::new(), |mut results, key| {
            results.insert(key.clone(), store.head(key)?);
            Some(results)
        });
        let Some(results) = results else {
            return Ok(None);
        };
        Ok(Some(Self {
            how: how(store, write, options)?,
            results,
            facts: facts(outcome, options)?,
            outputs: BTreeMap::new(),
            outcome: outcome.clone(),
        }))
    }

    /// Keeps it with the outputs, which are in their places. Where it cannot be
    /// kept, the next run makes the same again.
    pub fn keep(mut self, folder: &Folder, options: &Options) {
        let Ok(pool) = super::pool(options.jobs) else {
            return;
        };
        let Ok(outputs) = pool.install(|| outputs(folder)) else {
            return;
        };
        self.outputs = outputs;
        if let Ok(json) = serde_json::to_vec(&self) {
            let mut bytes = format!("{}\n", sha256(&json)).into_bytes();
            bytes.extend(json);
            let _ = atomic::write(&folder.work().join(NAME), &bytes);
        }
    }
}

/// Forgets what the outputs were made of: they are about to be others.
pub(super) fn forget(folder: &Folder) -> Result<(), Failure> {
    let path = folder.work().join(NAME);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(Failure::Write { path, source })
        }
        _ => Ok(()),
    }
}

/// What became of the files in the run before, if this one would make the same
/// of them. Whatever cannot be told is no.
pub(super) fn same(
    inputs: &[Input],
    folder: &Folder,
    store: &Store,
    write: &[Output],
    options: &Options,
) -> Result<Option<Outcome>, Failure> {
    let bytes = fs::read(folder.work().join(NAME)).unwrap_or_default();
    let Some(made) = parsed(&bytes) else {
        return Ok(None);
    };
    let is_same = made.results.len() == inputs.len()
        && made.how == how(store, write, options)?
        && made.facts == facts(&made.outcome, options)?;
    let is_read = |input: &Input| {
        let key = key(input, store, options)?;
        let result = made.results.get(&key)?;
        (store.head(&key)? == *result).then_some(())
    };
    let pool = super::pool(options.jobs)?;
    let is_same = is_same
        && pool.install(|| {
            // One output is as large as all inputs.
            let (inputs, outputs) = rayon::join(
                || inputs.par_iter().all(|input| is_read(input).is_some()),
                || outputs(folder).is_ok_and(|outputs| outputs == made.outputs),
            );
            inputs && outputs
        });
    if !is_same {
        return Ok(None);
    }
    store.sweep(&made.results.into_keys().collect());
    Ok(Some(Outcome {
        reused: inputs.len(),
        ..made.outcome
    }))
}

fn parsed(bytes: &[u8]) -> Option<Made> {
    let (hash, json) = bytes.split_at_checked(bytes.iter().position(|byte| *byte == b'\n')?)?;
    let json = json.get(1..)?;
    // What a power cut left in pieces tells nothing.
    let is_whole = hash == sha256(json).as_bytes();
    serde_json::from_slice(json).ok().filter(|_| is_whole)
}

/// The key of the file's result; nothing where it is not to be read.
fn key(input: &Input, store: &Store, options: &Options) -> Option<String> {
    stop::check().ok()?;
    let held = read::opened(input, options).ok()?.ok()?;
    let request = held.request(options, Task::Report);
    store.key(&request, &held.facts, &options.manifest).ok()
}

fn how(store: &Store, write: &[Output], options: &Options) -> Result<String, Failure> {
    let all = (store.program(), &options.limits, write);
    let text = serde_json::to_vec(&all).map_err(io::Error::from)?;
    Ok(sha256(&text))
}

fn facts(outcome: &Outcome, options: &Options) -> Result<Vec<String>, Failure> {
    let reports = outcome.lines.iter();
    let facts = reports.map(|line| {
        let texts = options.profiles.of_report(&line.agency, line.fiscal_year)?;
        Ok(texts.id().to_owned())
    });
    facts.collect()
}

/// The hash of every output that stands in the folder. Runs in the threads of
/// who calls it, since the pool that is there otherwise ends the program where
/// it cannot begin.
fn outputs(folder: &Folder) -> Result<BTreeMap<String, String>, Failure> {
    // The largest first, lest it be waited for at the end.
    let mut names: Vec<String> = folder.outputs()?.into_iter().collect();
    let size =
        |name: &String| fs::metadata(folder.path().join(name)).map_or(0, |known| known.len());
    names.sort_by_cached_key(|name| Reverse(size(name)));
    let hashed = names.into_par_iter().map(|name| {
        let path = folder.path().join(&name);
        match source::sha256_of(&path) {
            Ok(hash) => Ok((name, hash)),
            Err(source) => Err(Failure::Read { path, source }),
        }
    });
    hashed.collect()
}
