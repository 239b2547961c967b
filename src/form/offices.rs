//! The responsible cell, and offices named in running text.

use std::collections::BTreeMap;

use super::text::{Field, Ledger};
use crate::{
    grid::Origin,
    normalize::{
        key,
        office::{Resolution, Roster},
        thai,
    },
    note::NoteKind,
    submission::Responsible,
};

/// The cell on one line. A code that the width of the column cut, `ส.น` and
/// `ผ.`, is whole again.
fn written(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for line in text.lines() {
        let last = written.split(' ').next_back().unwrap_or_default();
        let cut = last.contains('.') && !last.ends_with('.');
        if !(written.is_empty() || cut && line.starts_with(thai::is_letter)) {
            written.push(' ');
        }
        written.push_str(line);
    }
    written
}

/// Reads the responsible cell: ทุกสำนัก, or codes between spaces and commas.
pub(super) fn responsible(
    field: &Field,
    all_words: &[String],
    roster: &Roster,
    mentions: &mut Mentions,
    ledger: &mut Ledger,
    indicator: usize,
) -> Responsible {
    let mut responsible = Responsible {
        as_written: written(&field.text),
        ..Responsible::default()
    };
    // A dash says that nobody is.
    if responsible
        .as_written
        .chars()
        .all(|c| matches!(c, '-' | '–' | ' '))
    {
        return Responsible::default();
    }
    // Words may follow the dot of a code without a space.
    let mut rest = field.text.replace(".และ", ".         ");
    let exception = key::find(&rest, "ยกเว้น");
    let except = exception.map_or_else(String::new, |(_, end)| rest.split_off(end));
    if let Some((start, _)) = exception {
        rest.truncate(start);
    }
    for word in all_words {
        if let Some((start, end)) = key::find(&rest, word) {
            responsible.all = true;
            rest.replace_range(start..end, &" ".repeat(end - start));
        }
    }
    let words = offsets(&rest);
    let mut at = 0;
    while let Some((offset, word)) = words.get(at) {
        // A code that was broken over lines, or a name with a space in it.
        let joined = words.get(at + 1).map(|(_, next)| format!("{word}{next}"));
        let whole = joined.filter(|joined| !roster.knows(word) && roster.knows(joined));
        let written = whole.clone().unwrap_or_else(|| (*word).to_owned());
        at += 1 + usize::from(whole.is_some());
        let resolution = roster.resolve(&written);
        let origin = field.origin(*offset);
        match &resolution {
            Resolution::Exact(code) | Resolution::Variant(code) => {
                if !responsible.offices.contains(code) {
                    responsible.offices.push(code.clone());
                }
            }
            Resolution::Ambiguous(_) => responsible.unresolved.push(written.clone()),
            Resolution::Unknown => {
                responsible.unresolved.push(written.clone());
                if let Some(origin) = origin {
                    let found = written.clone();
                    ledger.note(
                        origin,
                        Some(indicator),
                        NoteKind::OfficeNotInRoster { found },
                    );
                }
            }
        }
        if let Some(origin) = origin {
            mentions.add(&written, resolution, origin);
        }
    }
    if exception.is_some() {
        for (_, word) in offsets(&except) {
            if let Some(origin) = field.origin(0) {
                mentions.add(word, roster.resolve(word), origin);
            }
        }
        responsible.offices = all_but(&except, roster)
            .filter(|_| responsible.all)
            .unwrap_or_default();
        responsible.all = false;
        if responsible.offices.is_empty() {
            let text = responsible.as_written.clone();
            responsible.unresolved = vec![text.clone()];
            if let Some(origin) = field.origin(0) {
                ledger.note(origin, Some(indicator), NoteKind::Unmapped { text });
            }
        }
    }
    responsible
}

/// The offices of the roster but the excepted ones, where all of these are in
/// it.
fn all_but(except: &str, roster: &Roster) -> Option<Vec<String>> {
    let excepted: Vec<String> = offsets(except)
        .into_iter()
        .map(|(_, word)| match roster.resolve(word) {
            Resolution::Exact(code) | Resolution::Variant(code) => Some(code),
            Resolution::Ambiguous(_) | Resolution::Unknown => None,
        })
        .collect::<Option<_>>()?;
    let others = roster
        .codes()
        .iter()
        .filter(|code| !excepted.contains(code));
    (!excepted.is_empty()).then(|| others.cloned().collect())
}

/// The words of the cell with their byte offsets; signs between them and the
/// word และ are none.
fn offsets(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let between = c.is_whitespace() || matches!(c, ',' | ';' | '/' | '|' | '(' | ')' | '•');
        match (start, between) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                let word = text.get(from..at).unwrap_or_default();
                // Nor are the numbers of a list.
                let number = word
                    .trim_end_matches('.')
                    .chars()
                    .all(|c| thai::digit(c).is_some());
                if !number && !matches!(word, "และ" | "-" | "–") {
                    words.push((from, word));
                }
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Offices named in the cells of one indicator, one entry per spelling.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    found: BTreeMap<String, (Resolution, Vec<Origin>)>,
}

impl Mentions {
    /// Takes all offices named in a field.
    pub(super) fn read(&mut self, field: &Field, roster: &Roster) {
        for (offset, written, resolution) in roster.mentions(&field.text) {
            if let Some(origin) = field.origin(offset) {
                self.add(written, resolution, origin);
            }
        }
    }

    fn add(&mut self, written: &str, resolution: Resolution, origin: &Origin) {
        let (_, origins) = self
            .found
            .entry(written.to_owned())
            .or_insert_with(|| (resolution, Vec::new()));
        if !origins.contains(origin) {
            origins.push(origin.clone());
        }
    }

    /// Notes the spellings that are not the roster's.
    pub(super) fn finish(self, ledger: &mut Ledger, indicator: usize) {
        for (found, (resolution, origins)) in self.found {
            let Some(first) = origins.first().cloned() else {
                continue;
            };
            let kind = match resolution {
                Resolution::Variant(code) => NoteKind::OfficeVariant {
                    found,
                    code,
                    origins,
                },
                Resolution::Ambiguous(candidates) => NoteKind::OfficeAmbiguous {
                    found,
                    candidates,
                    origins,
                },
                Resolution::Exact(_) | Resolution::Unknown => continue,
            };
            ledger.note(&first, Some(indicator), kind);
        }
    }
}
