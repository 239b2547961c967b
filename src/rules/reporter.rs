//! Stamps a finding with the rule's id, its severity and its place, so that a
//! rule says only which place and which words.

use super::Rule;
use crate::{
    finding::{Finding, Message, Severity, place},
    grid::Origin,
};

/// Characters of an indicator's name that a finding bears: four times what any
/// has. As written it may fill a cell, and each finding bears it.
const NAME: usize = 200;

/// Where a finding belongs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct At<'a> {
    /// The cell; none for the whole file.
    pub(super) origin: Option<&'a Origin>,
    pub(super) indicator: Option<&'a str>,
    pub(super) item: Option<&'a str>,
    pub(super) office: Option<&'a str>,
    /// The file, where it is not the one being checked.
    pub(super) file: Option<&'a str>,
}

/// Takes the findings of one rule.
#[derive(Debug)]
pub struct Reporter<'a> {
    rule: &'a Rule,
    severity: Severity,
    /// Whether the profile set the severity: then no case changes it.
    fixed: bool,
    file: &'a str,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Reporter<'a> {
    pub(super) fn new(
        rule: &'a Rule,
        severity: Severity,
        fixed: bool,
        file: &'a str,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        Self {
            rule,
            severity,
            fixed,
            file,
            findings,
        }
    }

    /// Reports a finding; an empty `found` or `expected` is none.
    pub(super) fn report(&mut self, at: At<'_>, found: &str, expected: &str, said: Message) {
        let file = at.file.unwrap_or(self.file);
        let start = place(file, at.origin);
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.findings.push(Finding {
            rule: self.rule.id.to_owned(),
            severity: self.severity,
            file: file.to_owned(),
            origin: at.origin.cloned(),
            indicator: at.indicator.map(named),
            item: at.item.map(str::to_owned),
            office: at.office.map(str::to_owned),
            found: text(found),
            expected: text(expected),
            message: Message::new(start.th + &said.th, start.en + &said.en),
            explained: None,
            agency: None,
        });
    }

    /// Reports a finding that is only a warning in this case.
    pub(super) fn warn(&mut self, at: At<'_>, found: &str, expected: &str, said: Message) {
        self.report(at, found, expected, said);
        self.lower(Severity::Warning);
    }

    /// Reports a finding that is only for information in this case.
    pub(super) fn inform(&mut self, at: At<'_>, found: &str, expected: &str, said: Message) {
        self.report(at, found, expected, said);
        self.lower(Severity::Info);
    }

    fn lower(&mut self, severity: Severity) {
        if let Some(finding) = self.findings.last_mut().filter(|_| !self.fixed) {
            finding.severity = severity;
        }
    }
}

fn named(indicator: &str) -> String {
    indicator.chars().take(NAME).collect()
}
