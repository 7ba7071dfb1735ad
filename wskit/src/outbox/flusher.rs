//! Sends what was queued on many connections once everything that was ready has run, in the place of their tasks.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use super::{Outbox, lend::keep_promises};

/// How many connections are sent for before others get their turn: a write takes some microseconds, and for that long nothing else
/// runs on the thread.
pub(crate) const MOST: usize = 1024;

/// What the connections of one server leave to be sent: the answers that their tasks have queued and what is published to them. One
/// task sends it, which has its turn after all that were ready before it: so the processor reads on many connections, and then writes
/// on many, and has the code for each at hand.
#[derive(Default)]
pub(crate) struct Flusher(Mutex<State>);

#[derive(Default)]
struct State {
    /// Whom something is to be sent to, in the order in which it was promised.
    promised: Vec<Arc<Outbox>>,
    /// The task that sends, if there is one.
    task: Option<Waker>,
}

/// Nobody sends for others.
pub(super) struct Absent;

/// The task of a [`Flusher`].
#[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no streams"))]
pub(crate) struct Flush {
    flusher: Arc<Flusher>,
    /// Whom it sends for at once; empty in between. It keeps its memory.
    some: Vec<Arc<Outbox>>,
}

impl Flusher {
    /// Has what is queued there sent soon. Says whom to wake for that, which has to be done without a lock.
    pub(super) fn promise(&self, outbox: &Arc<Outbox>) -> Result<Option<Waker>, Absent> {
        let mut state = self.lock();
        let task = state.task.as_ref().ok_or(Absent)?;
        // Whoever was first has woken it.
        let task = state.promised.is_empty().then(|| task.clone());
        state.promised.push(Arc::clone(outbox));
        Ok(task)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that runs under the lock can panic half-way through a change.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Flush {
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no streams"))]
    pub(crate) fn new(flusher: Arc<Flusher>) -> Self {
        Self { flusher, some: Vec::new() }
    }

    /// Takes the next ones it sends for. Whether there are more.
    fn take_some(&mut self, cx: &Context<'_>) -> bool {
        let mut state = self.flusher.lock();
        if !state.task.as_ref().is_some_and(|task| task.will_wake(cx.waker())) {
            state.task = Some(cx.waker().clone());
        }
        let count = state.promised.len().min(MOST);
        self.some.extend(state.promised.drain(..count));
        !state.promised.is_empty()
    }
}

impl Future for Flush {
    type Output = ();

    /// Never ready: it ends when it is dropped.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let is_more = self.take_some(cx);
        keep_promises(&self.some);
        self.some.clear();
        if is_more {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl Drop for Flush {
    /// Keeps what is promised; from now on nothing more is.
    fn drop(&mut self) {
        let State { promised, .. } = std::mem::take(&mut *self.flusher.lock());
        keep_promises(&promised);
    }
}
