//! Sends what was queued on many connections once everything that was ready has run, in the place of their tasks.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
};

use super::{Outbox, lend::keep_promises};

/// For how many connections what others have queued is sent before tasks have their turn again: a write takes some microseconds, and for
/// that long nothing else runs on the thread.
pub(crate) const AT_LEAST: usize = 128;

/// Of very many that wait it is this part, so that each is reached after a few turns, however many they are: what is queued for it
/// meanwhile has to stay within its limits.
pub(crate) const PART: usize = 4;

/// Where something waits for so many connections, a turn that ends sends some of it, and does not leave that to the flusher's turn: answers
/// would no longer be in the cache by then, and what a turn publishes would come to lie in queues for as long as others have turns.
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
    /// Whose own turn has left something, in the order of the turns. A client waits for that, and may send no more before it has it.
    own: Vec<Arc<Outbox>>,
    /// For whom others have queued something, in that order.
    others: Vec<Arc<Outbox>>,
    /// Memory for those that are being sent to. Empty.
    spare: Vec<Arc<Outbox>>,
    /// The task that sends, if there is one.
    task: Option<Waker>,
}

/// Who has queued something on a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Its own turn, which has ended.
    Own,
    Others,
}

/// Nobody sends for others.
pub(super) struct Absent;

/// What the task of a [`Flusher`] has in hand.
#[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no streams"))]
pub(crate) struct Flush(Arc<Flusher>);

impl Flusher {
    /// Has what is queued there sent soon. Says whom to wake for that, which has to be done without a lock.
    pub(super) fn promise(&self, outbox: &Arc<Outbox>, by: By) -> Result<Option<Waker>, Absent> {
        let mut state = self.lock();
        let task = state.task.as_ref().ok_or(Absent)?;
        // Whoever was first has woken it.
        let task = (state.count() == 0).then(|| task.clone());
        let waiting = match by {
            By::Own => &mut state.own,
            By::Others => &mut state.others,
        };
        waiting.push(Arc::clone(outbox));
        self.note_count(&state);
        Ok(task)
    }

    /// Sends some, if [enough](ENOUGH) waits. For a task of the flusher's own thread, at the end of its turn.
    pub(super) fn relieve(&self) {
        if self.count.load(Ordering::Relaxed) >= ENOUGH {
            self.send_some();
        }
    }

    /// Whether there is more to send.
    fn send_some(&self) -> bool {
        let mut state = self.lock();
        let mut some = state.take_some();
        self.note_count(&state);
        let is_more = state.count() > 0;
        drop(state);
        keep_promises(&some);
        some.clear();
        self.lock().spare = some;
        is_more
    }

    fn note_count(&self, state: &State) {
        self.count.store(state.count(), Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that runs under the lock can panic half-way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn count(&self) -> usize {
        self.own.len() + self.others.len()
    }

    /// Whom to send for now.
    fn take_some(&mut self) -> Vec<Arc<Outbox>> {
        let mut some = std::mem::take(&mut self.spare);
        some.append(&mut self.own);
        let count = AT_LEAST.max(self.others.len() / PART).min(self.others.len());
        some.extend(self.others.drain(..count));
        some
    }
}

impl Flush {
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no streams"))]
    pub(crate) fn new(flusher: Arc<Flusher>) -> Self {
        Self(flusher)
    }

    /// Sends some of what waits. Ready if more is left: the rest of it after others have had their turn. Otherwise it is woken when
    /// there is something again.
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no streams"))]
    pub(crate) fn poll_some(&self, cx: &Context<'_>) -> Poll<()> {
        let mut state = self.0.lock();
        if !state.task.as_ref().is_some_and(|task| task.will_wake(cx.waker())) {
            state.task = Some(cx.waker().clone());
        }
        drop(state);
        if self.0.send_some() { Poll::Ready(()) } else { Poll::Pending }
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
