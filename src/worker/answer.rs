//! An answer between its child, which reads the next file already, and its
//! reader.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::{protocol::Reply, slices::Slices};

/// What a child answered, yet to be read in whole.
pub(super) struct Answer {
    pub(super) reply: Reply,
    pub(super) parts: Vec<Vec<u8>>,
    pub(super) slices: Slices,
    /// The last slice, as it came.
    pub(super) last: Option<Vec<u8>>,
    /// Set where it makes no sense.
    pub(super) doubted: Arc<AtomicBool>,
}

impl Answer {
    /// The reply; or why it makes no sense, which ends the child.
    pub(super) fn read(self) -> Result<Reply, String> {
        let doubted = Arc::clone(&self.doubted);
        let reply = self.restored();
        doubted.fetch_or(reply.is_err(), Ordering::Relaxed);
        reply
    }

    fn restored(mut self) -> Result<Reply, String> {
        if let Some(slice) = self.last {
            self.slices.add(&slice)?;
        }
        if !self.slices.restore(&mut self.reply) {
            return Err("it answered in slices of something else".to_owned());
        }
        self.reply.restore(self.parts.into_iter());
        Ok(self.reply)
    }
}
