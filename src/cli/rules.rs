//! `ruam rules`: the list of rules, and the page of one.

use super::{args::RulesCommand, terminal::Terminal};
use crate::{
    error::Failure,
    rules::{RULES, find},
};

pub(super) fn run(command: Option<RulesCommand>, terminal: &Terminal) -> Result<u8, Failure> {
    match command {
        None => {
            for rule in RULES {
                terminal.rule(rule)?;
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
