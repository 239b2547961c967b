//! Whether the person asked the run to stop, with Ctrl-C or a termination
//! signal: a run looks here between two steps and while it waits for a worker,
//! and ends with everything in order. Asked twice, the program ends at once.

use std::{
    io,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, Ordering},
    },
};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag,
};

use crate::error::Failure;

/// The exit code of a run that was stopped: that of a shell for Ctrl-C.
pub const CODE: u8 = 130;

static ASKED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// From here on a signal asks the run to stop, instead of ending the program
/// in the middle of what it does.
///
/// # Errors
/// What the system says.
pub fn listen() -> io::Result<()> {
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first signal finds nothing asked yet.
        flag::register_conditional_shutdown(signal, i32::from(CODE), Arc::clone(&ASKED))?;
        flag::register(signal, Arc::clone(&ASKED))?;
    }
    Ok(())
}

/// Ends what is being done where the person asked for it.
///
/// # Errors
/// [`Failure::Stopped`].
pub fn check() -> Result<(), Failure> {
    if ASKED.load(Ordering::Relaxed) {
        Err(Failure::Stopped { kept: false })
    } else {
        Ok(())
    }
}
