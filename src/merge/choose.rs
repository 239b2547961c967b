//! One value of the dataset from what the submissions say of it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Member, compared};
use crate::{
    dataset::{Candidate, ChosenBy},
    profile::Facts,
};

/// What one submission says of a value.
#[derive(Clone)]
pub(super) struct Said<'a> {
    pub(super) member: Member<'a>,
    pub(super) value: Value,
    /// The index of its row in the submission, and its JSON pointer in the row.
    pub(super) row: usize,
    pub(super) name: String,
}

/// A value that was chosen.
pub(super) struct Choice<'a> {
    pub(super) value: Value,
    pub(super) by: ChosenBy,
    /// Those who say so.
    pub(super) sources: Vec<Said<'a>>,
    /// All candidates, where there are several.
    pub(super) candidates: Vec<Candidate>,
    /// Someone who says otherwise.
    pub(super) dissent: Option<Said<'a>>,
}

/// Chooses among what is said: by authority, else by the strict majority of
/// offices, else nothing.
pub(super) fn choose<'a>(said: Vec<Said<'a>>, facts: &Facts) -> Option<Choice<'a>> {
    let mut groups = alike(said);
    // A copy has no say of its own: its words were all that it lends.
    let mut fullest: Vec<Value> = groups.iter().map(|group| self::fullest(group)).collect();
    for group in &mut groups {
        group.retain(|one| one.member.copy_of.is_none());
    }
    if groups.len() < 2 {
        let sources = groups.pop()?;
        return Some(Choice {
            value: fullest.pop()?,
            by: ChosenBy::None,
            sources,
            candidates: Vec::new(),
            dissent: None,
        });
    }
    let candidates = groups
        .iter()
        .zip(&fullest)
        .map(|(group, value)| Candidate {
            value: value.clone(),
            sources: group.iter().map(|one| one.member.index).collect(),
        })
        .collect();
    let agency = |office: &str| facts.is_agency(office);
    let compiler = |office: &str| facts.profile.compiling_office.as_deref() == Some(office);
    let (chosen, by) = if let Some(at) = only(&groups, agency).or_else(|| only(&groups, compiler)) {
        (Some(at), ChosenBy::Authority)
    } else {
        match majority(&groups) {
            Some(at) => (Some(at), ChosenBy::Majority),
            None => (None, ChosenBy::None),
        }
    };
    let other = groups
        .iter()
        .enumerate()
        .find(|(at, _)| Some(*at) != chosen);
    let dissent = other.and_then(|(_, group)| group.first().cloned());
    let (value, sources) = chosen.map_or_else(Default::default, |at| {
        (fullest.swap_remove(at), groups.swap_remove(at))
    });
    Some(Choice {
        value,
        by,
        sources,
        candidates,
        dissent,
    })
}

/// Those who say the same, by comparison key, in the order of who says it
/// first.
fn alike<'a>(mut said: Vec<Said<'a>>) -> Vec<Vec<Said<'a>>> {
    said.retain(|one| !one.value.is_null());
    // Most often all say it in the same words.
    if said
        .iter()
        .zip(said.iter().skip(1))
        .all(|(a, b)| a.value == b.value)
    {
        return if said.is_empty() {
            Vec::new()
        } else {
            vec![said]
        };
    }
    let mut groups: Vec<Vec<Said<'a>>> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for one in said {
        let said = compared(&one.value).to_string();
        let place = *places.entry(said).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups
}

/// Of equal values the fullest form: the longest text, then the first in order.
fn fullest(group: &[Said<'_>]) -> Value {
    // Most often all say it in the same words.
    if let [first, others @ ..] = group
        && others.iter().all(|one| one.value == first.value)
    {
        return first.value.clone();
    }
    let fuller = group.iter().map(|one| {
        let text = one.value.to_string();
        (std::cmp::Reverse(text.chars().count()), text, &one.value)
    });
    let fullest = fuller.min_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    fullest.map_or(Value::Null, |(_, _, value)| value.clone())
}

/// The one group that an office of this kind speaks for.
fn only(groups: &[Vec<Said<'_>>], kind: impl Fn(&str) -> bool) -> Option<usize> {
    let mut found = groups.iter().enumerate().filter(|(_, group)| {
        group
            .iter()
            .any(|one| one.member.submission.office.as_deref().is_some_and(&kind))
    });
    let (at, _) = found.next()?;
    found.next().is_none().then_some(at)
}

/// The group that more than half of the offices speak for; a file of unknown
/// office is a voice of its own.
fn majority(groups: &[Vec<Said<'_>>]) -> Option<usize> {
    let voice = |one: &Said<'_>| match one.member.submission.office.clone() {
        Some(office) => (Some(office), 0),
        None => (None, one.member.index),
    };
    let voices = |group: &[Said<'_>]| group.iter().map(voice).collect::<BTreeSet<_>>().len();
    let all: BTreeSet<_> = groups.iter().flatten().map(voice).collect();
    // An office that contradicts itself may speak for two groups.
    let mut most = groups
        .iter()
        .enumerate()
        .filter(|(_, group)| voices(group) * 2 > all.len());
    let (at, _) = most.next()?;
    most.next().is_none().then_some(at)
}
