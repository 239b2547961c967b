//! `ruam schema`: one of our JSON Schemas.

use super::terminal::Terminal;
use crate::{error::Failure, facts};

pub(super) fn run(name: &str, terminal: &Terminal) -> Result<u8, Failure> {
    let text = facts::schema(name).ok_or_else(|| {
        let names: Vec<&str> = facts::SCHEMAS.iter().map(|(name, _)| *name).collect();
        Failure::Unknown(format!(
            "no schema is called {name}; there are {}",
            names.join(" ")
        ))
    })?;
    terminal.bytes(text.as_bytes())?;
    Ok(0)
}
