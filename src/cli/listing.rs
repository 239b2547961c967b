//! Findings as a person reads them: errors first, causes before what may come
//! of them, and the same fault in many cells as one line with the cells listed.

use super::args::Lang;
use crate::{
    finding::{Finding, Severity, place, short},
    grid::{Address, Origin},
    rules,
};

/// The same fault wherever it is.
pub(super) struct Group<'f> {
    pub(super) severity: Severity,
    pub(super) rule: &'f str,
    /// Where, empty for the whole file; and what, without the rule.
    pub(super) place: String,
    pub(super) text: String,
    /// What the office answered.
    pub(super) explained: Option<&'f str>,
}

/// Stands for the item, or for the indicator, in a sentence that is the same
/// for several.
const SUBJECT: &str = "\u{0}";

/// Groups the findings of one file.
pub(super) fn groups<'f>(findings: &[&'f Finding], lang: Lang) -> Vec<Group<'f>> {
    let mut findings = findings.to_vec();
    rules::in_causal_order(&mut findings);
    let names_sheets = 1 < sheets(&findings).len();
    let mut groups: Vec<(String, Vec<&Finding>)> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for finding in findings {
        let text = sentence(finding, lang);
        let text = match subject(finding) {
            Some(subject) => text.replace(subject, SUBJECT),
            None => text,
        };
        let key = (
            finding.severity,
            finding.rule.as_str(),
            text.clone(),
            &finding.explained,
        );
        let at = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, group)) => group.push(finding),
            None => groups.push((text, vec![finding])),
        }
    }
    let group = |(text, findings): (String, Vec<&'f Finding>)| {
        let first = *findings.first()?;
        Some(Group {
            severity: first.severity,
            rule: &first.rule,
            place: cells(&findings, names_sheets, lang),
            text: text.replace(SUBJECT, &subjects(&findings)),
            explained: first.explained.as_deref(),
        })
    };
    groups.into_iter().filter_map(group).collect()
}

/// The message without its place.
pub(super) fn sentence(finding: &Finding, lang: Lang) -> String {
    let start = place(&finding.file, finding.origin.as_ref());
    let (said, start) = match lang {
        Lang::Th => (&finding.message.th, start.th),
        Lang::En => (&finding.message.en, start.en),
    };
    said.strip_prefix(&start).unwrap_or(said).to_owned()
}

/// What the finding is about: an item, else an indicator.
fn subject(finding: &Finding) -> Option<&str> {
    let subject = finding.item.as_deref().or(finding.indicator.as_deref());
    subject.filter(|subject| !subject.is_empty())
}

fn subjects(findings: &[&Finding]) -> String {
    let mut subjects: Vec<&str> = Vec::new();
    for subject in findings.iter().filter_map(|finding| subject(finding)) {
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    if findings.iter().all(|finding| finding.item.is_some()) {
        // As numbers, not as letters: O2 before O10.
        subjects.sort_by_key(|item| (item.len(), *item));
        return subjects.join(" ");
    }
    subjects.join("” “")
}

/// The sheets in which something was found.
pub(super) fn sheets<'f>(findings: &[&'f Finding]) -> Vec<&'f str> {
    let mut sheets: Vec<&str> = findings
        .iter()
        .filter_map(|finding| match &finding.origin {
            Some(Origin::Cell { sheet, .. }) => sheet.as_deref(),
            _ => None,
        })
        .collect();
    sheets.sort_unstable();
    sheets.dedup();
    sheets
}

/// The places, three or more cells below each other as `H5–H9`.
fn cells(findings: &[&Finding], names_sheets: bool, lang: Lang) -> String {
    let mut places: Vec<String> = Vec::new();
    let mut run: Option<(Option<&str>, Address, Address)> = None;
    let end = |run: Option<(Option<&str>, Address, Address)>, places: &mut Vec<String>| {
        let Some((sheet, first, last)) = run else {
            return;
        };
        let sheet = sheet
            .filter(|_| names_sheets)
            .map_or(String::new(), |name| format!("{name}!"));
        match last.row - first.row {
            0 => places.push(format!("{sheet}{first}")),
            1 => places.extend([format!("{sheet}{first}"), last.to_string()]),
            _ => places.push(format!("{sheet}{first}–{last}")),
        }
    };
    let mut origins: Vec<&Origin> = findings.iter().filter_map(|f| f.origin.as_ref()).collect();
    origins.sort_by(|a, b| column(a).cmp(&column(b)).then_with(|| a.order(b)));
    origins.dedup();
    for origin in origins {
        match origin {
            Origin::Cell { sheet, cell } => {
                let sheet = sheet.as_deref();
                run = match run {
                    Some((of, first, last))
                        if of == sheet
                            && last.column == cell.column
                            && last.row.checked_add(1) == Some(cell.row) =>
                    {
                        Some((of, first, *cell))
                    }
                    before => {
                        end(before, &mut places);
                        Some((sheet, *cell, *cell))
                    }
                };
            }
            Origin::Box { .. } => {
                let place = short(origin);
                places.push(match lang {
                    Lang::Th => place.th,
                    Lang::En => place.en,
                });
            }
        }
    }
    end(run, &mut places);
    places.join(", ")
}

/// Cells of one column of one sheet stand together.
fn column(origin: &Origin) -> Option<(Option<&str>, u32)> {
    match origin {
        Origin::Cell { sheet, cell } => Some((sheet.as_deref(), cell.column)),
        Origin::Box { .. } => None,
    }
}
