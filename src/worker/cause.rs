//! Why a child failed, by what it said last and how it ended.

use std::process::ExitStatus;

use super::running::{End, Trouble};
use crate::{
    error::Error,
    limits::{Limit, Limits},
};

/// What the trouble with a child makes of the file it was reading.
pub(super) fn error(trouble: &Trouble, end: End, limits: &Limits) -> Error {
    match trouble {
        Trouble::Silent(limit) => late(*limit, limits),
        Trouble::Overfull => limits.over(Limit::ReplyBytes).into(),
        Trouble::Unsent => Error::Crashed("it could not be told what to read".to_owned()),
        Trouble::Garbled(problem) => Error::Crashed(problem.clone()),
        Trouble::Died | Trouble::Stopped(_) => died(end, limits),
    }
}

fn late(limit: Limit, limits: &Limits) -> Error {
    Error::Timeout {
        limit,
        at: limits.of(limit),
    }
}

/// Failed allocations and stack overflows both end in SIGABRT: the last words
/// tell them apart.
fn died(end: End, limits: &Limits) -> Error {
    let words = &end.words;
    if words.contains("memory allocation of ") {
        return Error::Memory(limits.of(Limit::MemoryMib));
    }
    if words.contains("overflowed its stack") {
        return Error::Crashed("stack overflow".to_owned());
    }
    if let Some(place) = place_of_panic(words) {
        return Error::Crashed(format!("panic at {place}"));
    }
    match end.status {
        Some(status) if is_out_of_time(status) => late(Limit::CpuSeconds, limits),
        Some(status) => Error::Crashed(how(status)),
        None => Error::Crashed("it stopped answering".to_owned()),
    }
}

/// The line of code that panicked, the same on every machine: of its path only
/// the package and what follows.
fn place_of_panic(words: &str) -> Option<String> {
    let (_, after) = words.split_once(" panicked at ")?;
    let mut parts = after.lines().next()?.split(':');
    let (path, line) = (parts.next()?, parts.next()?);
    let (above, inside) = path.rsplit_once("/src/").unwrap_or(("", path));
    match above
        .rsplit('/')
        .next()
        .filter(|package| !package.is_empty())
    {
        Some(package) => Some(format!("{package}/src/{inside}:{line}")),
        None => Some(format!("{inside}:{line}")),
    }
}

#[cfg(unix)]
fn is_out_of_time(status: ExitStatus) -> bool {
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    signal == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
const fn is_out_of_time(_: ExitStatus) -> bool {
    false
}

fn how(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("signal {signal}");
    }
    match status.code() {
        Some(code) => format!("exit {code}"),
        None => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_by_its_line_without_the_machine() {
        for (words, place) in [
            (
                "\nthread 'main' (77) panicked at /home/a/.cargo/registry/src/b-1c/calamine-0.38.0/src/xls.rs:9:5:\nindex",
                Some("calamine-0.38.0/src/xls.rs:9"),
            ),
            (
                "thread 'main' panicked at src/form/rows.rs:12:1:\nx",
                Some("src/form/rows.rs:12"),
            ),
            (
                "thread 'main' panicked at /rustc/00/library/alloc/src/raw_vec/mod.rs:3:1:\ncapacity overflow",
                Some("alloc/src/raw_vec/mod.rs:3"),
            ),
            ("it panicked", None),
        ] {
            assert_eq!(place_of_panic(words).as_deref(), place, "{words}");
        }
    }
}
