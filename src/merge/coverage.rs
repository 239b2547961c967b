//! Who was to report on what, who has, and who was late.

use super::Member;
use crate::{
    dataset::{Coverage, Late, MergedIndicator, Missing},
    profile::Facts,
};

/// The coverage of one report; nothing where no office's submission is merged.
pub(super) fn coverage(
    indicators: &[MergedIndicator],
    members: &[Member<'_>],
    facts: &Facts,
) -> Option<Coverage> {
    let offices: Vec<(&str, &Member<'_>)> = members
        .iter()
        .filter_map(|member| Some((member.submission.office.as_deref()?, member)))
        .filter(|(office, _)| !facts.is_agency(office))
        .collect();
    if offices.is_empty() {
        return None;
    }
    let mut expected = 0;
    let mut missing = Vec::new();
    for indicator in indicators {
        for office in answering(indicator, facts) {
            expected += 1;
            let reported = indicator
                .results
                .iter()
                .any(|result| result.offices.iter().any(|code| code == office));
            if !reported {
                missing.push(Missing {
                    office: office.clone(),
                    indicator: indicator.name.clone(),
                });
            }
        }
    }
    // An indicator that nobody sent is still owed.
    for known in &facts.catalog.indicators {
        if !indicators
            .iter()
            .any(|indicator| indicator.name == known.name)
        {
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
    let mut late: Vec<Late> = offices
        .iter()
        .filter_map(|(office, member)| late(office, member, facts))
        .collect();
    late.sort_by(|a, b| (&a.office, &a.received).cmp(&(&b.office, &b.received)));
    Some(Coverage {
        expected,
        reported: expected - missing.len(),
        missing,
        late,
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
    let received = member.submission.received.as_ref()?;
    (received.get(..due.len())? > due.as_str()).then(|| Late {
        office: office.to_owned(),
        due: due.clone(),
        received: received.clone(),
    })
}
