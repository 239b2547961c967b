//! The files that a dataset was made of, found again by what they hold.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::Path,
};

use crate::{
    dataset::Summary,
    error::Failure,
    source::{self, Input},
};

/// The files under `folder` that have the bytes of a summary, by their hash;
/// a file is opened only where its size is that of one.
///
/// # Errors
/// A folder that is not there.
pub fn originals(folder: &Path, wanted: &[&Summary]) -> Result<BTreeMap<String, Input>, Failure> {
    let sizes: BTreeSet<u64> = wanted.iter().map(|summary| summary.bytes).collect();
    let hashes: BTreeSet<&str> = wanted
        .iter()
        .map(|summary| summary.sha256.as_str())
        .collect();
    let mut found = BTreeMap::new();
    for input in source::discover(&[folder.to_owned()], &[])? {
        let size = fs::metadata(&input.path).map_or(0, |file| file.len());
        if input.problem.is_some() || !sizes.contains(&size) {
            continue;
        }
        // What cannot be opened is a file that was not found.
        let hash = source::open(&input.path).and_then(|mut file| {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok(source::sha256(&bytes))
        });
        if let Some(hash) = hash.ok().filter(|hash| hashes.contains(hash.as_str())) {
            found.entry(hash).or_insert(input);
        }
    }
    Ok(found)
}
