//! Sends what was queued on many connections once everything that was ready has run, in the place of their tasks.

use std::{
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
};

use super::{Outbox, lend::keep_promises};

/// How many connections are sent for before others get their turn: a write takes some microseconds, and for that long nothing else
/// runs on the thread.
pub(crate) const MOST: usize = 1024;

/// For how many connections at most something waits for the flusher's turn, once the turn that queues it has ended. What more of
/// them have queued would no longer be in the cache when it is sent.
pub(crate) const ENOUGH: usize = 64;

/// What the connections of one server leave to be sent: the answers that their tasks have queued and what is published to them. One
/// task sends it, which has its turn after all that were ready before it: so the processor reads on many connections, and then writes
/// on many, and has the code for each at hand.
#[derive(Default)]
pub(crate) struct Flusher {
    state: Mutex<State>,
    /// How many are promised something; to be read without the lock.
    count: AtomicUsize,
}

#[derive(Default)]
struct State {
    /// Whom something is to be sent to, in the order in which it was promised.
    promised: Vec<Arc<Outbox>>,
    /// Memory for those that are being sent to. Empty.
    spare: Vec<Arc<Outbox>>,
    /// The task that sends, if there is one.
    task: Option<Waker>,
}

/// Nobody sends for others.
pub(super) struct Absent;

/// The task of a [`Flusher`].
#[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no streams"))]
pub(crate) struct Flush(Arc<Flusher>);

impl Flusher {
    /// Has what is queued there sent soon. Says whom to wake for that, which has to be done without a lock.
    pub(super) fn promise(&self, outbox: &Arc<Outbox>) -> Result<Option<Waker>, Absent> {
        let mut state = self.lock();
        let task = state.task.as_ref().ok_or(Absent)?;
        // Whoever was first has woken it.
        let task = state.promised.is_empty().then(|| task.clone());
        state.promised.push(Arc::clone(outbox));
        self.note_count(&state);
        Ok(task)
    }

    /// Sends now, if [enough](ENOUGH) waits. For a task of the flusher's own thread, at the end of its turn.
    pub(super) fn relieve(&self) {
        if self.count.load(Ordering::Relaxed) >= ENOUGH {
            self.send_some();
        }
    }

    /// Whether there is more to send.
    fn send_some(&self) -> bool {
        let mut state = self.lock();
        let count = state.promised.len().min(MOST);
        let mut some = std::mem::take(&mut state.spare);
        some.extend(state.promised.drain(..count));
        self.note_count(&state);
        let is_more = !state.promised.is_empty();
        drop(state);
        keep_promises(&some);
        some.clear();
        self.lock().spare = some;
        is_more
    }

    fn note_count(&self, state: &State) {
        self.count.store(state.promised.len(), Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that runs under the lock can panic half-way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Flush {
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no streams"))]
    pub(crate) fn new(flusher: Arc<Flusher>) -> Self {
        Self(flusher)
    }
}

impl Future for Flush {
    type Output = ();

    /// Never ready: it ends when it is dropped.
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.0.lock();
        if !state.task.as_ref().is_some_and(|task| task.will_wake(cx.waker())) {
            state.task = Some(cx.waker().clone());
        }
        drop(state);
        if self.0.send_some() {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl Drop for Flush {
    /// Keeps what is promised; from now on nothing more is.
    fn drop(&mut self) {
        // Dropped without the lock, as a waker is the executor's own code.
        let _task = self.0.lock().task.take();
        while self.0.send_some() {}
    }
}
