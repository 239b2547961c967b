//! The rules: one file and one page each, in one list.
//!
//! A rule looks at a submission and at what its readers noted, or at the whole
//! dataset; it says which place and in which words. Only here are findings
//! made.

mod codes;
mod context;
mod explain;
mod reporter;
mod scope;
mod shown;

pub use context::Context;
pub use reporter::Reporter;
pub use scope::{AnswerContext, DatasetContext, FileContext};

use rayon::prelude::*;

use crate::{
    finding::{Finding, Message, Severity},
    profile::Profile,
};
use reporter::At;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its id: names the pattern found, never the cure; stable for ever.
    pub id: &'static str,
    /// Its severity, unless the profile changes it.
    pub severity: Severity,
    /// Its page: documentation, example and test at once.
    pub page: &'static str,
    /// What it does.
    pub check: Check,
}

impl Rule {
    /// What it finds, in one line: how its page begins.
    #[must_use]
    pub fn summary(&self) -> Message {
        let mut lines = self.page.lines().skip(1).filter(|line| !line.is_empty());
        let mut line = || lines.next().unwrap_or_default();
        Message::new(line(), line())
    }

    /// The paragraphs of a chapter of its page, in Thai and in English: the
    /// first is why it matters, the second how to put it right.
    #[must_use]
    pub fn chapter(&self, nth: usize) -> (Vec<&'static str>, Vec<&'static str>) {
        let chapter = self.page.split("\n## ").nth(nth + 1).unwrap_or_default();
        let mut thai: Vec<&str> = chapter
            .lines()
            .skip(1)
            .filter(|line| !line.is_empty())
            .collect();
        let english = thai.split_off(thai.len() / 2);
        (thai, english)
    }
}

/// What a rule looks at.
#[derive(Debug)]
pub enum Check {
    /// One submission.
    Submission(fn(&Context<'_>, &mut Reporter<'_>)),
    /// All submissions together.
    Dataset(fn(&DatasetContext<'_>, &mut Reporter<'_>)),
    /// A file that was opened, whether or not a table was found in it.
    File(fn(&FileContext<'_>, &mut Reporter<'_>)),
    /// What an office answered, once all warnings are known.
    Answers(fn(&AnswerContext<'_>, &mut Reporter<'_>)),
}

/// Declares the modules of the rules and lists them.
macro_rules! rules {
    ($($module:ident)*) => {
        $(mod $module;)*
        /// All rules in causal order: document, indicators, items, scores,
        /// standing, result, merge.
        pub const RULES: &[&Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    table_not_found
    pdf_no_text
    pdf_page_unread
    pdf_repaired
    column_missing
    header_variant
    cell_unmapped
    fiscal_year_mismatch
    office_unknown
    office_not_in_roster
    office_variant
    office_ambiguous
    due_date_passed
    cell_error_value
    formula_uncached
    hidden_content
    text_unreliable
    text_repaired
    indicator_unknown
    indicator_missing
    indicator_duplicate
    indicator_name_mismatch
    instrument_mismatch
    item_unknown
    item_wrong_indicator
    item_duplicate
    item_missing
    item_code_normalized
    item_code_ambiguous
    score_out_of_range
    score_unreadable
    score_rounded
    change_mismatch
    indicator_mean_mismatch
    oit_score_not_binary
    weak_above_target
    strong_below_target
    verdict_contradiction
    verdict_missing
    claim_contradiction
    quoted_score_mismatch
    quoted_standing_mismatch
    weak_item_without_measure
    self_transfer
    result_missing
    result_section_missing
    progress_missing
    progress_out_of_range
    responsible_missing
    office_not_responsible
    explanation_unused
    value_conflict
    office_missing
    submission_duplicate
    submission_superseded
    submission_competing
}

/// The rule with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

/// Sorts findings for a person: what must be corrected first, and of that the
/// cause before what may come of it.
pub fn in_causal_order(findings: &mut [&Finding]) {
    let rank = |finding: &Finding| RULES.iter().position(|rule| rule.id == finding.rule);
    findings.sort_by_cached_key(|finding| (finding.severity, rank(finding)));
}

/// Checks one submission; sorted.
#[must_use]
pub fn check(context: &Context<'_>) -> Vec<Finding> {
    let file = context.submission.source.file.clone();
    run(&context.facts.profile, &file, |rule, reporter| {
        match rule.check {
            Check::Submission(check) => check(context, reporter),
            Check::Dataset(_) | Check::File(_) | Check::Answers(_) => {}
        }
    })
}

/// Checks all submissions of one agency and year together; sorted.
#[must_use]
pub fn check_dataset(context: &DatasetContext<'_>) -> Vec<Finding> {
    let mut findings = run(&context.facts.profile, "", |rule, reporter| {
        match rule.check {
            Check::Dataset(check) => check(context, reporter),
            Check::Submission(_) | Check::File(_) | Check::Answers(_) => {}
        }
    });
    let of_none = findings.iter_mut().filter(|found| found.file.is_empty());
    of_none.for_each(|found| found.agency = Some(context.report.agency.clone()));
    findings
}

/// Checks one file as such; sorted.
#[must_use]
pub fn check_file(profile: &Profile, file: &str, context: &FileContext<'_>) -> Vec<Finding> {
    run(profile, file, |rule, reporter| match rule.check {
        Check::File(check) => check(context, reporter),
        Check::Submission(_) | Check::Dataset(_) | Check::Answers(_) => {}
    })
}

/// Puts what the office answered into the warnings among `findings`, and adds
/// a finding for each answer that is for none of them.
pub fn explain(findings: &mut Vec<Finding>, context: &Context<'_>) {
    let answers = AnswerContext {
        of: context,
        unused: explain::explain(findings, context),
    };
    let file = &context.submission.source.file;
    let mut more = run(&context.facts.profile, file, |rule, reporter| {
        if let Check::Answers(check) = rule.check {
            check(&answers, reporter);
        }
    });
    findings.append(&mut more);
}

/// What each rule finds, sorted. A rule that is off finds nothing.
fn run(
    profile: &Profile,
    file: &str,
    check: impl Fn(&Rule, &mut Reporter<'_>) + Sync,
) -> Vec<Finding> {
    let found = RULES.par_iter().map(|rule| {
        let mut findings = Vec::new();
        let changed = profile.rules.get(rule.id).copied();
        if let Some(severity) =
            changed.map_or(Some(rule.severity), crate::profile::Switch::severity)
        {
            let changed = changed.is_some();
            let mut reporter = Reporter::new(rule, severity, changed, file, &mut findings);
            check(rule, &mut reporter);
        }
        findings
    });
    let found: Vec<Vec<Finding>> = found.collect();
    let mut findings: Vec<Finding> = found.into_iter().flatten().collect();
    findings.sort_by(Finding::order);
    findings
}

/// Ids in the profile that no rule has, as the pointer of the mistake.
///
/// # Errors
/// The first such id.
pub fn known(profile: &Profile) -> Result<(), String> {
    match profile.rules.keys().find(|id| find(id).is_none()) {
        Some(id) => Err(format!(
            "/rules/{id}: no rule has this id (see `ruam rules`)"
        )),
        None => Ok(()),
    }
}
