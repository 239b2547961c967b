//! The children of a run: as many as may read at once, side by side or one of
//! them alone.

use std::sync::{Condvar, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::running::Running;

/// Where children read.
pub struct Room {
    lock: RwLock<()>,
    /// Whether several read in it.
    pub(super) shared: bool,
    /// How many threads each of them has.
    pub(super) threads: usize,
    /// Seats that nobody has, those with a child that waits last.
    free: Mutex<Vec<Option<Running>>>,
    left: Condvar,
}

impl Room {
    /// A room for so many children, which share so many threads.
    #[must_use]
    pub fn new(children: usize, threads: usize) -> Self {
        let children = children.max(1);
        Self {
            lock: RwLock::new(()),
            shared: children > 1,
            threads: (threads / children).max(1),
            free: Mutex::new((0..children).map(|_| None).collect()),
            left: Condvar::new(),
        }
    }

    /// Others may read meanwhile.
    pub(super) fn beside(&self) -> RwLockReadGuard<'_, ()> {
        self.lock.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody else reads meanwhile.
    pub(super) fn alone(&self) -> RwLockWriteGuard<'_, ()> {
        self.lock.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a seat; with a child where one waits for a file.
    pub(super) fn seat(&self) -> Seat<'_> {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let some = self.left.wait_while(free, |free| free.is_empty());
        let child = some.unwrap_or_else(PoisonError::into_inner).pop();
        Seat {
            room: self,
            child: child.flatten(),
        }
    }
}

/// A seat in the room, which is free again when this is dropped.
pub(super) struct Seat<'r> {
    room: &'r Room,
    /// The child that sits there.
    pub(super) child: Option<Running>,
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let room = self.room;
        let mut free = room.free.lock().unwrap_or_else(PoisonError::into_inner);
        match self.child.take() {
            Some(child) => free.push(Some(child)),
            None => free.insert(0, None),
        }
        room.left.notify_one();
    }
}
