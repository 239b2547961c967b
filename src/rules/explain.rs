//! Correct or explain: which warnings the office has answered, and with what.
//! Errors cannot be explained away.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, RULES, Rule, find};
use crate::{
    finding::{Finding, Severity},
    grid::Origin,
    note::{Answer as By, Note, NoteKind},
};

/// A row of a sheet or of a table on a page.
type Row = (Option<std::sync::Arc<str>>, [u32; 3]);

/// An answer, and the rules it names; without a name it is for its whole row.
struct Answer<'a> {
    note: &'a Note,
    text: &'a str,
    by: By,
    /// Whether it names a rule, be it one that there is not.
    named: bool,
    rules: Vec<&'a str>,
}

/// How like a rule's id a word is that is meant for one.
const LIKENESS: f64 = 0.8;
/// Longer words are no id, however misspelled, and slow to compare.
const LONGEST: usize = 64;

/// Puts the office's answers into the warnings they are for; returns the notes
/// of answers that stand in cells or name a rule, and answer nothing.
pub(super) fn explain<'a>(findings: &mut [Finding], context: &Context<'a>) -> Vec<&'a Note> {
    let answers: Vec<Answer<'_>> = context.notes.iter().filter_map(answer).collect();
    if answers.is_empty() {
        return Vec::new();
    }
    let rows = rows(context);
    let asked = Asked::new(&answers);
    let mut used = vec![false; answers.len()];
    let warnings = findings
        .iter_mut()
        .filter(|finding| finding.severity == Severity::Warning);
    for finding in warnings {
        let origin = finding.origin.as_ref();
        let row = origin.and_then(|origin| rows.get(&row(origin)).copied());
        for at in asked.of(finding, row) {
            let (Some(answer), Some(used)) = (answers.get(at), used.get_mut(at)) else {
                continue;
            };
            if !answers_to(answer, finding, row) {
                continue;
            }
            *used = true;
            match &mut finding.explained {
                Some(words) => {
                    words.push('\n');
                    words.push_str(answer.text);
                }
                none => *none = Some(answer.text.to_owned()),
            }
        }
    }
    let unused = answers.iter().zip(used).filter(|(_, used)| !used);
    unused
        .filter(|(answer, _)| answer.by == By::Column || answer.named)
        .map(|(answer, _)| answer.note)
        .collect()
}

/// Which answers may be for a finding: a report may have one in every row, and
/// a warning too.
#[derive(Default)]
struct Asked {
    of_indicator: BTreeMap<usize, Vec<usize>>,
    at_row: BTreeMap<Row, Vec<usize>>,
    /// Those that name a rule.
    named: Vec<usize>,
    /// Those of them that are of no indicator.
    anywhere: Vec<usize>,
}

impl Asked {
    fn new(answers: &[Answer<'_>]) -> Self {
        let mut asked = Self::default();
        for (at, answer) in answers.iter().enumerate() {
            let indicator = answer.note.indicator;
            if let Some(index) = indicator {
                asked.of_indicator.entry(index).or_default().push(at);
            }
            if let Some(origin) = &answer.note.origin {
                asked.at_row.entry(row(origin)).or_default().push(at);
            }
            if answer.named {
                asked.named.push(at);
            }
            if answer.named && indicator.is_none() {
                asked.anywhere.push(at);
            }
        }
        asked
    }

    /// Their indices, in order.
    fn of(&self, finding: &Finding, indicator: Option<usize>) -> BTreeSet<usize> {
        let named = match &finding.origin {
            Some(_) => &self.anywhere,
            None => &self.named,
        };
        let origin = finding.origin.as_ref();
        let here = origin.and_then(|origin| self.at_row.get(&row(origin)));
        let beside = indicator.and_then(|index| self.of_indicator.get(&index));
        let all = here.into_iter().chain(beside).chain([named]);
        all.flatten().copied().collect()
    }
}

fn answer(note: &Note) -> Option<Answer<'_>> {
    let NoteKind::Explained { text, by } = &note.kind else {
        return None;
    };
    let words = || text.split(|c: char| !(c.is_ascii_lowercase() || c == '-'));
    let rules: Vec<&str> = words().filter(|word| find(word).is_some()).collect();
    // A misspelled id must not answer for the whole row.
    let meant = |word: &str| {
        let like = |rule: &&Rule| strsim::normalized_levenshtein(rule.id, word) >= LIKENESS;
        word.len() <= LONGEST && word.contains('-') && RULES.iter().any(like)
    };
    Some(Answer {
        note,
        text,
        by: *by,
        named: words().any(meant),
        rules,
    })
}

/// Whether the answer is for this finding, which stands in the row of the
/// indicator with index `row`.
fn answers_to(answer: &Answer<'_>, finding: &Finding, row: Option<usize>) -> bool {
    let named = answer.named;
    if named && !answer.rules.contains(&finding.rule.as_str()) {
        return false;
    }
    let here = finding.origin.is_some() && answer.note.origin == finding.origin;
    if answer.by == By::Ours {
        return here;
    }
    match answer.note.indicator {
        Some(index) => here || row == Some(index) || (named && finding.origin.is_none()),
        // Outside the rows: whatever the rule found, or this very cell.
        None => here || named,
    }
}

/// The indicator of every row that a value was read from.
fn rows(context: &Context<'_>) -> BTreeMap<Row, usize> {
    let mut rows = BTreeMap::new();
    for (index, origin) in context.submission.origins.of_rows() {
        rows.entry(row(origin)).or_insert(index);
    }
    rows
}

fn row(origin: &Origin) -> Row {
    match origin {
        Origin::Cell { sheet, cell } => (sheet.clone(), [0, 0, cell.row]),
        Origin::Box {
            page, table, row, ..
        } => (None, [*page, *table, *row]),
    }
}
