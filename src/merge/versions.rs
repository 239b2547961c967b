//! Which of an office's files count: duplicates, superseded and competing ones
//! told apart.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Member, by_key,
    differences::Pair,
    revision::{Mark, later},
    values::Which,
};
use crate::{dataset::Status, note::MergeNote, source::sha256, submission::Submission};

/// What is to be merged.
pub(super) struct Sorted<'a> {
    pub(super) members: Vec<Member<'a>>,
    /// Copies of them.
    pub(super) copies: Vec<Member<'a>>,
    /// Indicators of a member that a later file of the same office gives anew:
    /// the member's index in the dataset's list, and which.
    pub(super) stale: BTreeSet<(usize, Which)>,
}

/// The files of one office that say one thing, the first by name apart.
struct Version<'a> {
    first: Member<'a>,
    others: Vec<Member<'a>>,
    mark: Mark,
    /// The indicators it gives, and at which places.
    rows: BTreeMap<Which, Vec<usize>>,
}

/// How many of many rivals a finding names.
const NAMED: usize = 3;

impl<'a> Sorted<'a> {
    fn keep(&mut self, version: &Version<'a>) {
        self.members.push(version.first);
        self.copies
            .extend(version.others.iter().map(|other| Member {
                copy_of: Some(version.first.index),
                ..*other
            }));
    }
}

/// Tells duplicates, superseded and competing submissions of each office apart.
pub(super) fn sort_out<'a>(
    members: &[Member<'a>],
    statuses: &mut BTreeMap<usize, Status>,
    notes: &mut Vec<MergeNote>,
) -> Sorted<'a> {
    let mut offices: BTreeMap<Option<&str>, Vec<Member<'a>>> = BTreeMap::new();
    for member in members {
        let office = member.submission.office.as_deref();
        offices.entry(office).or_default().push(*member);
    }
    let mut sorted = Sorted {
        members: Vec::new(),
        copies: Vec::new(),
        stale: BTreeSet::new(),
    };
    for (office, members) in offices {
        let versions = versions(members);
        duplicates(&versions, office, statuses, notes);
        // Files of unknown office never compete.
        match office {
            Some(office) => compete(office, &versions, statuses, notes, &mut sorted),
            None => versions.iter().for_each(|version| sorted.keep(version)),
        }
    }
    sorted.members.sort_by_key(|member| member.index);
    sorted.copies.sort_by_key(|member| member.index);
    sorted
}

/// The members by what they say, in the order of the first that says it.
fn versions(members: Vec<Member<'_>>) -> Vec<Version<'_>> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut versions: Vec<Version<'_>> = Vec::new();
    for member in members {
        let place = match versions.first() {
            // Most offices send one file, or the same words again.
            None => 0,
            Some(first) if same_words(first.first.submission, member.submission) => 0,
            Some(first) => {
                let said = |member: &Member<'_>| content(member.submission);
                if places.is_empty() {
                    places.insert(said(&first.first), 0);
                }
                *places.entry(said(&member)).or_insert(versions.len())
            }
        };
        match versions.get_mut(place) {
            Some(version) => version.others.push(member),
            None => versions.push(version(member)),
        }
    }
    for version in &mut versions {
        let files = || std::iter::once(&version.first).chain(&version.others);
        // The first to arrive tells whether the office was late.
        let received = files().filter_map(|member| member.received).min();
        version.mark = Mark::of(files().map(|member| member.submission));
        version.first.received = received;
    }
    versions
}

fn version(first: Member<'_>) -> Version<'_> {
    let mut rows: BTreeMap<Which, Vec<usize>> = BTreeMap::new();
    for (index, indicator) in first.submission.indicators.iter().enumerate() {
        rows.entry(Which::of(indicator)).or_default().push(index);
    }
    Version {
        first,
        others: Vec::new(),
        mark: Mark::default(),
        rows,
    }
}

fn duplicates(
    versions: &[Version<'_>],
    office: Option<&str>,
    statuses: &mut BTreeMap<usize, Status>,
    notes: &mut Vec<MergeNote>,
) {
    for version in versions {
        for other in &version.others {
            statuses.insert(other.index, Status::Duplicate);
            notes.push(MergeNote::Duplicate {
                file: file(other),
                of: file(&version.first),
            });
            if let Some(office) = office {
                pair(office, other, &version.first).outside(notes);
            }
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
    let mut giving: BTreeMap<&Which, Vec<usize>> = BTreeMap::new();
    for (at, version) in versions.iter().enumerate() {
        for which in version.rows.keys() {
            giving.entry(which).or_default().push(at);
        }
    }
    // What of each version a later one gives anew, and which; and the rivals of
    // what counts.
    let mut stale: Vec<BTreeMap<&Which, usize>> =
        versions.iter().map(|_| BTreeMap::new()).collect();
    let mut rivals: Vec<BTreeMap<&Which, &[usize]>> =
        versions.iter().map(|_| BTreeMap::new()).collect();
    for (which, places) in &mut giving {
        let marks: Vec<&Mark> = places
            .iter()
            .filter_map(|at| Some(&versions.get(*at)?.mark))
            .collect();
        let beaten = later(&marks);
        // Where each is later than another in a circle, none is.
        if beaten.iter().any(Option::is_none) {
            for (at, by) in places.iter().zip(&beaten) {
                if let (Some(by), Some(stale)) =
                    (by.and_then(|by| places.get(by)), stale.get_mut(*at))
                {
                    stale.insert(*which, *by);
                }
            }
            let mut counts = beaten.iter().map(Option::is_none);
            places.retain(|_| counts.next() == Some(true));
        }
    }
    for (which, places) in giving.iter().filter(|(_, places)| places.len() > 1) {
        for at in places {
            if let Some(rivals) = rivals.get_mut(*at) {
                rivals.insert(*which, places);
            }
        }
    }
    for (at, ((version, stale), rivals)) in versions.iter().zip(&stale).zip(&rivals).enumerate() {
        superseded(version, stale, versions, notes);
        if !stale.is_empty() && stale.len() == version.rows.len() {
            for member in std::iter::once(&version.first).chain(&version.others) {
                statuses.insert(member.index, Status::Superseded);
            }
            continue;
        }
        sorted.keep(version);
        let outdated = stale
            .keys()
            .map(|which| (version.first.index, (*which).clone()));
        sorted.stale.extend(outdated);
        competing(office, at, rivals, versions, notes);
    }
}

/// Tells which later versions a version gives way to.
fn superseded(
    version: &Version<'_>,
    stale: &BTreeMap<&Which, usize>,
    versions: &[Version<'_>],
    notes: &mut Vec<MergeNote>,
) {
    let mut newer: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (which, by) in stale {
        let index = version.rows.get(which).and_then(|rows| rows.first());
        let row = index.and_then(|index| version.first.submission.indicators.get(*index));
        let names = newer.entry(*by).or_default();
        names.extend(row.map(|row| row.name.clone()));
    }
    for (by, only) in newer {
        notes.push(MergeNote::Superseded {
            file: file(&version.first),
            by: versions
                .get(by)
                .map(|by| file(&by.first))
                .unwrap_or_default(),
            only: if stale.len() == version.rows.len() {
                Vec::new()
            } else {
                only
            },
        });
    }
}

/// Tells which versions a version competes with, and in what it differs from
/// the first of them.
fn competing(
    office: &str,
    at: usize,
    rivals: &BTreeMap<&Which, &[usize]>,
    versions: &[Version<'_>],
    notes: &mut Vec<MergeNote>,
) {
    let Some(version) = versions.get(at).filter(|_| !rivals.is_empty()) else {
        return;
    };
    // One more than are named, and the version itself.
    let some = rivals
        .values()
        .flat_map(|places| places.iter().take(NAMED + 2));
    let others: BTreeSet<usize> = some.copied().filter(|other| *other != at).collect();
    let named = others
        .iter()
        .take(NAMED)
        .filter_map(|other| versions.get(*other));
    notes.push(MergeNote::Competing {
        file: file(&version.first),
        office: office.to_owned(),
        with: named.map(|rival| file(&rival.first)).collect(),
        more: others.len() > NAMED,
    });
    let mut firsts = BTreeSet::new();
    for (which, places) in rivals {
        // The first has been compared with by the others.
        let first = places.first().copied().filter(|first| *first != at);
        let Some((first, rival)) = first.and_then(|first| Some((first, versions.get(first)?)))
        else {
            continue;
        };
        let pair = pair(office, &version.first, &rival.first);
        if firsts.insert(first) {
            pair.outside(notes);
            pair.around(notes);
        }
        if let (Some(mine), Some(theirs)) = (version.rows.get(which), rival.rows.get(which)) {
            pair.rows(mine, theirs, notes);
        }
    }
}

fn pair<'a>(office: &'a str, file: &Member<'a>, with: &Member<'a>) -> Pair<'a> {
    Pair {
        office,
        file: *file,
        with: *with,
    }
}

fn file(member: &Member<'_>) -> String {
    member.submission.source.file.clone()
}

/// Whether two submissions say the same, and in the same words: then their
/// [`content`] is equal.
fn same_words(a: &Submission, b: &Submission) -> bool {
    let outside = (&a.title, &a.notes) == (&b.title, &b.notes);
    (&a.score_years, &a.due, &a.indicators) == (&b.score_years, &b.due, &b.indicators)
        && a.office == b.office
        && (a.office.is_some() || outside)
}

/// What a submission says, by comparison key: equal for two files that differ
/// only in format, wrapping and spacing, and in what stands outside of the form.
/// Where the office is not known, that may be all that tells two apart.
fn content(submission: &Submission) -> String {
    let outside = (&submission.title, &submission.notes);
    let mut value = serde_json::json!({
        "score_years": submission.score_years,
        "due": submission.due,
        "indicators": submission.indicators,
        "outside": submission.office.is_none().then_some(outside),
    });
    by_key(&mut value);
    sha256(value.to_string().as_bytes())
}
