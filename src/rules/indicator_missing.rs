//! The rule `indicator-missing`; its page says what it finds and why.

use std::collections::BTreeSet;

use super::{At, Check, Context, Reporter, Rule};
use crate::{
    columns::ColumnId,
    finding::{Message, Severity},
};

pub(super) const RULE: Rule = Rule {
    id: "indicator-missing",
    severity: Severity::Warning,
    page: include_str!("../../fixtures/rules/indicator-missing.md"),
    check: Check::Submission(check),
};

fn check(context: &Context<'_>, reporter: &mut Reporter<'_>) {
    let Some(catalog) = context.catalog().filter(|_| !context.lacks(ColumnId::Indicator)) else {
        return;
    };
    // A misspelled name is reported as that.
    let is = |row| context.known(row).or_else(|| context.nearest(&row.indicator.name));
    let rows: BTreeSet<u32> = context.rows().filter_map(is).map(|known| known.official_no).collect();
    let strange = context.rows().filter(|row| is(*row).is_none()).count();
    let missing = catalog.indicators.iter().filter(|known| {
        // An office may leave out what it does not answer for.
        let asked = context.office().is_none_or(|office| {
            let offices = context.facts.responsible(&known.name);
            offices.is_empty() || offices.iter().any(|code| code == office)
        });
        !rows.contains(&known.official_no) && asked
    });
    let missing: Vec<&str> = missing.map(|known| known.name.as_str()).collect();
    // As many rows with a name that is none are these.
    if missing.len() <= strange {
        return;
    }
    for name in missing {
        let said = Message::new(
            format!("ไม่พบตัวชี้วัด “{name}” ในตาราง"),
            format!("the table has no row for the indicator “{name}”"),
        );
        let at = At {
            indicator: Some(name),
            ..At::default()
        };
        reporter.report(at, "", name, said);
    }
}
