//! Who was to report on what, who has, and who was late.

use std::collections::{BTreeMap, BTreeSet};

use super::Member;
use crate::{
    dataset::{Coverage, Late, MergedIndicator, Missing},
    profile::Facts,
};

/// The coverage of one report; nothing where no office's submission is merged,
/// and of a year that the profile is not of: who owes what then, it cannot
/// tell.
pub(super) fn coverage(
    indicators: &[MergedIndicator],
    members: &[Member<'_>],
    facts: &Facts,
) -> Option<Coverage> {
    let offices: Vec<(&str, &Member<'_>)> = members
        .iter()
        .filter(|member| member.submission.fiscal_year == facts.profile.fiscal_year)
        .filter_map(|member| Some((member.submission.office.as_deref()?, member)))
        .filter(|(office, _)| !facts.is_agency(office))
        .collect();
    if offices.is_empty() {
        return None;
    }
    let mut expected = 0;
    let mut missing = Vec::new();
    for indicator in indicators {
        let results = indicator.results.iter();
        let reported: BTreeSet<&String> = results.flat_map(|result| &result.offices).collect();
        for office in answering(indicator, facts) {
            expected += 1;
            if !reported.contains(office) {
                missing.push(Missing {
                    office: office.clone(),
                    indicator: indicator.name.clone(),
                });
            }
        }
    }
    // An indicator that nobody sent is still owed.
    let sent: BTreeSet<&String> = indicators.iter().map(|indicator| &indicator.name).collect();
    for known in &facts.catalog.indicators {
        if !sent.contains(&known.name) {
            for office in facts.responsible(&known.name) {
                expected += 1;
                missing.push(Missing {
                    office: office.clone(),
                    indicator: known.name.clone(),
                });
            }
        }
    }
    missing.sort_by(|a, b| a.office.cmp(&b.office));
    // Once for an office that sent several files: when the last one came.
    let mut late: BTreeMap<&str, Late> = BTreeMap::new();
    for (office, member) in offices {
        let Some(after) = self::late(office, member, facts) else {
            continue;
        };
        if late
            .get(office)
            .is_none_or(|other| other.received < after.received)
        {
            late.insert(office, after);
        }
    }
    Some(Coverage {
        expected,
        reported: expected - missing.len(),
        missing,
        late: late.into_values().collect(),
    })
}

/// The offices that answer for the indicator: by the form, else by the profile.
#[must_use]
pub fn answering<'a>(indicator: &'a MergedIndicator, facts: &'a Facts) -> &'a [String] {
    let named = &indicator.responsible;
    if named.all {
        facts.roster.codes()
    } else if named.offices.is_empty() {
        facts.responsible(&indicator.name)
    } else {
        &named.offices
    }
}

fn late(office: &str, member: &Member<'_>, facts: &Facts) -> Option<Late> {
    let due = member
        .submission
        .due
        .as_ref()
        .or(facts.profile.due.as_ref())?;
    let received = member.received?;
    // A due month runs to its end.
    (received.get(..due.len())? > due.as_str()).then(|| Late {
        office: office.to_owned(),
        due: due.clone(),
        received: received.to_owned(),
    })
}
