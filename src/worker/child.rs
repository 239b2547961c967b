//! The child process: limits itself, then reads one file after the other from
//! its standard input. Submitted bytes are parsed here and nowhere else.

use std::{
    io::{self, Write},
    time::{Duration, Instant},
};

use super::{
    protocol::{PART, PROGRESS, Received, Setup, answer, read_frame, write_frame},
    read, slices,
};
use crate::limits::Limits;

/// What forms inside forms take of a thread's stack, and more: as much as the
/// first thread has.
const STACK: usize = 8 << 20;

/// So seldom is it said that there is progress, which may be with every cell.
const PULSE: Duration = Duration::from_millis(100);

/// Serves requests until standard input ends.
///
/// # Errors
/// A broken pipe, or a parent that is not ours.
pub fn serve() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    // The parent is trusted: it has held every file to its limit.
    let mut next = || read_frame(&mut input, u64::MAX);
    let Some(frame) = next()? else {
        return Ok(());
    };
    let setup: Setup = serde_json::from_slice(&frame)?;
    for_good(&setup.limits)?;
    // This thread is one of them.
    let threads = rayon::ThreadPoolBuilder::new().num_threads(setup.threads.max(1));
    let threads = threads.use_current_thread().stack_size(STACK);
    threads.build_global().map_err(io::Error::other)?;
    let mut facts = None;
    while let Some(frame) = next()? {
        let Received {
            number,
            facts: changed,
            request,
        } = serde_json::from_slice(&frame)?;
        if let Some(texts) = changed {
            facts = Some(texts.parse()?);
        }
        let facts = facts
            .as_ref()
            .ok_or_else(|| io::Error::other("the parent sent no facts"))?;
        let Some(bytes) = next()? else {
            break;
        };
        for_one_file(&setup.limits)?;
        let mut said: Option<Instant> = None;
        let mut progress = || {
            if said.is_some_and(|said| said.elapsed() < PULSE) {
                return;
            }
            said = Some(Instant::now());
            // A parent that is gone ends this process at the next frame.
            let _ = write_frame(&mut output, &[PROGRESS]).and_then(|()| output.flush());
        };
        progress();
        let mut reply = read::read(&bytes, request, facts, &setup.limits, &mut progress);
        for part in reply.parts() {
            let mut frame = vec![PART];
            frame.extend_from_slice(part);
            write_frame(&mut output, &frame)?;
        }
        drop(bytes);
        let mut frame = Vec::new();
        slices::cut(&mut reply, &mut |slice| {
            slice.frame(&mut frame)?;
            write_frame(&mut output, &frame)
        })?;
        write_frame(&mut output, &answer(number, &reply)?)?;
        output.flush()?;
    }
    Ok(())
}

/// Sets the limits that the system enforces until the process ends: memory, no
/// core dump, and no file opened or written, for it needs none.
#[cfg(unix)]
fn for_good(limits: &Limits) -> io::Result<()> {
    use crate::limits::Limit;
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let memory = limits.of(Limit::MemoryMib).saturating_mul(1 << 20);
    for (resource, most) in [
        (Resource::As, memory),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        (Resource::Nofile, 3),
    ] {
        // Whoever started the parent may have set a lower one.
        let above = getrlimit(resource).maximum;
        let most = Some(above.map_or(most, |above| above.min(most)));
        let both = Rlimit {
            current: most,
            maximum: most,
        };
        setrlimit(resource, both)?;
    }
    Ok(())
}

/// Gives the process the processor time of one more file: the parent's clock
/// ends it sooner, unless the parent is gone.
#[cfg(unix)]
fn for_one_file(limits: &Limits) -> io::Result<()> {
    use crate::limits::Limit;
    use rustix::{
        process::{Resource, Rlimit, getrlimit, setrlimit},
        time::{ClockId, clock_gettime},
    };
    let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec;
    let most = u64::try_from(used)
        .unwrap_or(0)
        .saturating_add(1)
        .saturating_add(limits.of(Limit::CpuSeconds));
    let maximum = getrlimit(Resource::Cpu).maximum;
    let current = Some(maximum.map_or(most, |above| above.min(most)));
    setrlimit(Resource::Cpu, Rlimit { current, maximum })?;
    Ok(())
}

/// Without limits of the system, the parent's clock is the only one.
#[cfg(not(unix))]
fn for_good(_: &Limits) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn for_one_file(_: &Limits) -> io::Result<()> {
    Ok(())
}
