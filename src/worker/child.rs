//! The child process: limits itself, then reads one file after the other from
//! its standard input. Submitted bytes are parsed here and nowhere else.

use std::io::{self, Write};

use super::{
    protocol::{PART, PROGRESS, RESULT, Received, Setup, read_frame, write_frame},
    read,
};
use crate::limits::{Limit, Limits};

/// Serves requests until standard input ends.
///
/// # Errors
/// A broken pipe, or a parent that is not ours.
pub fn serve() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let Some(frame) = read_frame(&mut input)? else {
        return Ok(());
    };
    let setup: Setup = serde_json::from_slice(&frame)?;
    limit(&setup.limits)?;
    let mut facts = None;
    while let Some(frame) = read_frame(&mut input)? {
        let Received {
            facts: changed,
            request,
        } = serde_json::from_slice(&frame)?;
        if let Some(texts) = changed {
            facts = Some(texts.parse()?);
        }
        let facts = facts
            .as_ref()
            .ok_or_else(|| io::Error::other("the parent sent no facts"))?;
        let Some(bytes) = read_frame(&mut input)? else {
            break;
        };
        let mut progress = || {
            // A parent that is gone ends this process at the next frame.
            let _ = write_frame(&mut output, &[PROGRESS]).and_then(|()| output.flush());
        };
        progress();
        let reply = read::read(&bytes, request, facts, &setup.limits, &mut progress);
        for part in reply.parts() {
            let mut frame = vec![PART];
            frame.extend_from_slice(part);
            write_frame(&mut output, &frame)?;
        }
        let mut frame = vec![RESULT];
        serde_json::to_writer(&mut frame, &reply)?;
        write_frame(&mut output, &frame)?;
        output.flush()?;
    }
    Ok(())
}

/// Sets the limits that the system enforces.
#[cfg(unix)]
fn limit(limits: &Limits) -> io::Result<()> {
    use rlimit::Resource;
    let memory = limits.of(Limit::MemoryMib).saturating_mul(1 << 20);
    Resource::AS.set(memory, memory)?;
    Resource::CORE.set(0, 0)?;
    Ok(())
}

/// Without limits of the system, the parent's clock is the only one.
#[cfg(not(unix))]
fn limit(_: &Limits) -> io::Result<()> {
    Ok(())
}
