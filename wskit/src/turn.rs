//! What a connection's task queues for other connections while it runs: it sends that itself when its turn ends, where their tasks
//! [let it](crate::outbox::Outbox::lend), instead of waking each of them to send a frame.

use std::{cell::RefCell, marker::PhantomData, sync::Arc};

use crate::outbox::{Outbox, lend::keep_promises};

/// How many connections one turn sends for. A write takes some microseconds, and for that long nothing else runs on the thread; of
/// more connections the tasks are woken, between which others get theirs.
pub(crate) const MOST: usize = 1024;

thread_local! {
    static TURN: RefCell<State> = const { RefCell::new(State { is_open: false, promised: Vec::new() }) };
}

struct State {
    is_open: bool,
    /// Whom something is to be sent to. It keeps its memory from turn to turn.
    promised: Vec<Arc<Outbox>>,
}

/// The turn of a task on this thread. What it has promised is sent when this is dropped.
#[must_use = "the turn ends at once"]
pub(crate) struct Turn {
    /// It did not begin within another.
    is_outermost: bool,
    _of_this_thread: PhantomData<*const ()>,
}

impl Turn {
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no tasks"))]
    pub(crate) fn begin() -> Self {
        let was_open = TURN.with_borrow_mut(|turn| std::mem::replace(&mut turn.is_open, true));
        Self { is_outermost: !was_open, _of_this_thread: PhantomData }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.is_outermost {
            return;
        }
        let mut promised = TURN.with_borrow_mut(|turn| {
            turn.is_open = false;
            std::mem::take(&mut turn.promised)
        });
        keep_promises(&promised);
        promised.clear();
        TURN.with_borrow_mut(|turn| turn.promised = promised);
    }
}

/// Whether this thread is in a turn.
pub(crate) fn is_open() -> bool {
    // The thread may be at its end.
    TURN.try_with(|turn| turn.borrow().is_open).unwrap_or(false)
}

/// Has what is queued there sent at the end of the turn of this thread. False if it is in none, or has promised enough.
pub(crate) fn promise(outbox: &Arc<Outbox>) -> bool {
    is_open()
        && TURN.with_borrow_mut(|turn| {
            let has_room = turn.promised.len() < MOST;
            if has_room {
                turn.promised.push(Arc::clone(outbox));
            }
            has_room
        })
}
