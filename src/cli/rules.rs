//! `ruam rules`: the list of rules, and the page of one.

use super::{args::RulesCommand, terminal::Terminal};
use crate::{
    error::Failure,
    profile::Facts,
    rules::{RULES, find},
};

pub(super) fn run(
    command: Option<RulesCommand>,
    facts: &Facts,
    terminal: &Terminal,
) -> Result<u8, Failure> {
    match command {
        None => {
            for rule in RULES {
                // As the profile has them.
                let changed = facts.profile.rules.get(rule.id);
                let severity = changed.map_or(Some(rule.severity), |switch| switch.severity());
                terminal.rule(rule, severity)?;
            }
        }
        Some(RulesCommand::Explain { id }) => {
            let rule = find(&id).ok_or_else(|| {
                Failure::Unknown(format!("no rule is called {id}; `ruam rules` lists them"))
            })?;
            terminal.bytes(rule.page.as_bytes())?;
        }
    }
    Ok(0)
}
