//! Questions to a dataset that was written: who still owes what, where a value
//! came from, and what changed since. Pure functions over the models; whoever
//! asks reads the files and shows the answers.

mod changed;
pub mod diff;
pub mod status;
pub mod trace;
pub mod unit;
pub mod what;

pub use changed::changed;

use serde_json::Value;

use crate::{normalize::key::key, profile::Profiles};

/// Whether two values say the same: texts by their comparison keys.
#[must_use]
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a == b || key(a) == key(b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let alike = |(name, a): (&String, &Value)| b.get(name).is_some_and(|b| same(a, b));
            a.len() == b.len() && a.iter().all(alike)
        }
        (a, b) => a == b,
    }
}

/// Whether two codes of offices or agencies are one, wherever their dots stand.
#[must_use]
pub fn same_code(a: &str, b: &str) -> bool {
    let plain = |code: &str| key(code).replace('.', "");
    a == b || plain(a) == plain(b)
}

/// Whether the agency is the one asked for, by its code or, where it has a
/// profile, by a name; any is where none is asked for.
#[must_use]
pub fn is_wanted(agency: &str, wanted: Option<&str>, profiles: &Profiles) -> bool {
    wanted.is_none_or(|wanted| profiles.are_one(agency, wanted))
}
