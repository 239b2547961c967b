//! Which of an office's files count: duplicates, superseded and competing ones
//! told apart.

use std::collections::{BTreeMap, BTreeSet};

use super::{Member, by_key, revision::Mark};
use crate::{dataset::Status, note::MergeNote, source::sha256, submission::Submission};

/// What is to be merged.
pub(super) struct Sorted<'a> {
    pub(super) members: Vec<Member<'a>>,
    /// Indicators of a member that a later file of the same office gives anew:
    /// the member's index in the dataset's list, and the name.
    pub(super) stale: BTreeSet<(usize, &'a str)>,
}

/// The files of one office that say one thing, the first to arrive before the
/// others.
struct Version<'a> {
    files: Vec<Member<'a>>,
    mark: Mark,
    /// The indicators it gives.
    names: BTreeSet<&'a str>,
}

/// Tells duplicates, superseded and competing submissions of each office apart.
pub(super) fn sort_out<'a>(
    members: &[Member<'a>],
    statuses: &mut BTreeMap<usize, Status>,
    notes: &mut Vec<MergeNote>,
) -> Sorted<'a> {
    let mut offices: BTreeMap<Option<&str>, BTreeMap<String, Vec<Member<'a>>>> = BTreeMap::new();
    for member in members {
        let contents = offices
            .entry(member.submission.office.as_deref())
            .or_default();
        contents
            .entry(content(member.submission))
            .or_default()
            .push(*member);
    }
    let mut sorted = Sorted {
        members: Vec::new(),
        stale: BTreeSet::new(),
    };
    for (office, contents) in offices {
        let mut versions: Vec<Version<'a>> = contents.into_values().filter_map(version).collect();
        versions.sort_by_key(|version| version.files.first().map(|first| first.index));
        duplicates(&versions, statuses, notes);
        // Files of unknown office never compete.
        match office {
            Some(office) => compete(office, &versions, statuses, notes, &mut sorted),
            None => sorted
                .members
                .extend(versions.iter().filter_map(|version| version.files.first())),
        }
    }
    sorted.members.sort_by_key(|member| member.index);
    sorted
}

fn version(mut files: Vec<Member<'_>>) -> Option<Version<'_>> {
    // The first to arrive tells whether the office was late.
    files.sort_by_key(|member| {
        let received = member.submission.received.as_deref();
        (received.is_none(), received, member.index)
    });
    let mark = Mark::of(files.iter().map(|member| member.submission));
    let indicators = &files.first()?.submission.indicators;
    let names = indicators
        .iter()
        .map(|indicator| indicator.name.as_str())
        .collect();
    Some(Version { files, mark, names })
}

fn duplicates(
    versions: &[Version<'_>],
    statuses: &mut BTreeMap<usize, Status>,
    notes: &mut Vec<MergeNote>,
) {
    for version in versions {
        let Some((first, others)) = version.files.split_first() else {
            continue;
        };
        for other in others {
            statuses.insert(other.index, Status::Duplicate);
            notes.push(MergeNote::Duplicate {
                file: file(other),
                of: file(first),
            });
        }
    }
}

/// Settles, indicator by indicator, which of an office's versions counts: an
/// office may send one file for each, or correct some of them later.
fn compete<'a>(
    office: &str,
    versions: &[Version<'a>],
    statuses: &mut BTreeMap<usize, Status>,
    notes: &mut Vec<MergeNote>,
    sorted: &mut Sorted<'a>,
) {
    let beaten: Vec<BTreeMap<&str, usize>> = versions
        .iter()
        .map(|version| {
            let by = |name: &&'a str| Some((*name, later(name, version, versions)?));
            version.names.iter().filter_map(by).collect()
        })
        .collect();
    // Where each is later than another in a circle, none is.
    let counts = |at: usize, name: &str| {
        let all_beaten = || {
            let mut giving = versions.iter().zip(&beaten);
            giving.all(|(other, by)| !other.names.contains(name) || by.contains_key(name))
        };
        beaten.get(at).is_none_or(|by| !by.contains_key(name)) || all_beaten()
    };
    for (at, (version, by)) in versions.iter().zip(&beaten).enumerate() {
        let Some(first) = version.files.first() else {
            continue;
        };
        let (current, stale): (Vec<&'a str>, Vec<&'a str>) =
            version.names.iter().partition(|name| counts(at, name));
        let newer: BTreeSet<usize> = stale
            .iter()
            .filter_map(|name| by.get(name).copied())
            .collect();
        for other in newer {
            let only = stale
                .iter()
                .filter(|name| by.get(*name) == Some(&other))
                .map(|name| (*name).to_owned());
            notes.push(MergeNote::Superseded {
                file: file(first),
                by: versions.get(other).map(name_of).unwrap_or_default(),
                only: if current.is_empty() {
                    Vec::new()
                } else {
                    only.collect()
                },
            });
        }
        if current.is_empty() && !stale.is_empty() {
            for member in &version.files {
                statuses.insert(member.index, Status::Superseded);
            }
            continue;
        }
        sorted.members.push(*first);
        sorted
            .stale
            .extend(stale.iter().map(|name| (first.index, *name)));
        let rivals = versions.iter().enumerate().filter(|(other, rival)| {
            let shared = |name: &&&str| rival.names.contains(**name) && counts(*other, name);
            *other != at && current.iter().find(shared).is_some()
        });
        let with: Vec<String> = rivals.map(|(_, rival)| name_of(rival)).collect();
        if !with.is_empty() {
            notes.push(MergeNote::Competing {
                file: file(first),
                office: office.to_owned(),
                with,
            });
        }
    }
}

/// The latest version that gives the indicator later than this one does.
fn later(name: &str, version: &Version<'_>, versions: &[Version<'_>]) -> Option<usize> {
    let newer = |other: &Version<'_>| other.names.contains(name) && other.mark.beats(&version.mark);
    let mut latest: Option<(usize, &Version<'_>)> = None;
    for (at, other) in versions
        .iter()
        .enumerate()
        .filter(|(_, other)| newer(other))
    {
        if latest.is_none_or(|(_, best)| other.mark.beats(&best.mark)) {
            latest = Some((at, other));
        }
    }
    latest.map(|(at, _)| at)
}

fn name_of(version: &Version<'_>) -> String {
    version.files.first().map(file).unwrap_or_default()
}

fn file(member: &Member<'_>) -> String {
    member.submission.source.file.clone()
}

/// What a submission says, by comparison key: equal for two files that differ
/// only in format, wrapping and spacing.
fn content(submission: &Submission) -> String {
    let mut value = serde_json::json!({
        "score_years": submission.score_years,
        "title": submission.title,
        "due": submission.due,
        "notes": submission.notes,
        "indicators": submission.indicators,
    });
    by_key(&mut value);
    sha256(value.to_string().as_bytes())
}
