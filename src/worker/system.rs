//! What is asked of the system about a child.

use std::{
    process::{Child, ExitStatus},
    thread,
    time::{Duration, Instant},
};

/// Makes room in a pipe for most files and most answers in whole: then neither
/// side waits for the other to take the next piece.
#[cfg(target_os = "linux")]
pub(super) fn widen(pipe: impl std::os::fd::AsFd) {
    // Where the system gives no more, it does with less.
    let _ = rustix::pipe::fcntl_setpipe_size(pipe, 1 << 20);
}

#[cfg(not(target_os = "linux"))]
pub(super) fn widen<T>(_: T) {}

/// How much address space it has, in KiB; nothing where the system does not say.
#[cfg(target_os = "linux")]
pub(super) fn size(child: &Child) -> u64 {
    // In pages, before a space.
    let size = std::fs::read_to_string(format!("/proc/{}/statm", child.id()));
    let size = size.unwrap_or_default();
    let pages = size.split(' ').next().and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0_u64) * (rustix::param::page_size() as u64 / 1024)
}

#[cfg(not(target_os = "linux"))]
pub(super) const fn size(_: &Child) -> u64 {
    0
}

/// Waits for a child that is to end; kills it when that takes too long.
pub(super) fn settle(child: &mut Child, patience: Duration) -> Option<ExitStatus> {
    let end = Instant::now() + patience;
    let mut pause = Duration::from_micros(200);
    loop {
        match child.try_wait() {
            Ok(None) if Instant::now() < end => thread::sleep(pause),
            Ok(Some(status)) => return Some(status),
            _ => break,
        }
        pause = (pause * 2).min(Duration::from_millis(20));
    }
    kill(child);
    let _ = child.wait();
    None
}

/// Kills the child, and whatever it started.
fn kill(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        // The group may be gone already.
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
    let _ = child.kill();
}
