//! One rpc from its request to its answer: what its handler and its session both have to know.

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    task::{Context, Poll, Waker},
};

use crate::wire::{CorrelationId, Frame};

/// An rpc that is not answered yet.
pub(crate) struct Call {
    pub(crate) correlation_id: Option<CorrelationId>,
    timeout_ms: u64,
    /// When it is given up, in milliseconds since 1970; set when somebody first asks. A handler that is ready at once
    /// costs no look at the clock.
    deadline_ms: OnceLock<u64>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    stage: Stage,
    /// The last progress that came too soon after the one before it.
    held: Option<Frame>,
    /// When the next progress may be sent.
    next_progress_ms: u64,
    waiting: Vec<Waker>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Running,
    Answered,
    Cancelled,
}

impl Call {
    /// A call that begins now.
    pub(crate) fn new(correlation_id: Option<CorrelationId>, timeout_ms: u64) -> Self {
        Self { correlation_id, timeout_ms, deadline_ms: OnceLock::new(), state: Mutex::default() }
    }

    /// Makes another call of one that is over, in place of [`new`](Self::new).
    pub(crate) fn reset(&mut self, correlation_id: Option<&str>, timeout_ms: u64) {
        match (&mut self.correlation_id, correlation_id) {
            (Some(own), Some(id)) => own.set(id),
            (own, id) => *own = id.map(CorrelationId::from),
        }
        self.timeout_ms = timeout_ms;
        self.deadline_ms.take();
        *self.state.get_mut().unwrap_or_else(PoisonError::into_inner) = State::default();
    }

    /// When it is given up, in milliseconds since 1970. `now_ms` counts only when this is first asked, which is before
    /// its handler first waits.
    pub(crate) fn deadline_ms(&self, now_ms: u64) -> u64 {
        *self.deadline_ms.get_or_init(|| now_ms.saturating_add(self.timeout_ms))
    }

    /// Gives back a progress that may be sent now; holds one that comes too soon, in place of the one held before.
    pub(crate) fn throttle(&self, progress: Frame, now_ms: u64, interval_ms: u64) -> Option<Frame> {
        let mut state = self.lock();
        if state.stage != Stage::Running {
            return None;
        }
        if interval_ms == 0 {
            return Some(progress);
        }
        if now_ms < state.next_progress_ms {
            state.held = Some(progress);
            return None;
        }
        state.held = None;
        state.next_progress_ms = now_ms.saturating_add(interval_ms);
        Some(progress)
    }

    /// When the progress that is held is due, if there is one.
    pub(crate) fn progress_due_ms(&self) -> Option<u64> {
        let state = self.lock();
        state.held.as_ref().map(|_| state.next_progress_ms)
    }

    /// The progress that is held, if it is due.
    pub(crate) fn take_due_progress(&self, now_ms: u64, interval_ms: u64) -> Option<Frame> {
        let mut state = self.lock();
        if state.held.is_none() || now_ms < state.next_progress_ms {
            return None;
        }
        state.next_progress_ms = now_ms.saturating_add(interval_ms);
        state.held.take()
    }

    /// The call is about to be answered; gives back the progress that is still held.
    pub(crate) fn finish(&self) -> Option<Frame> {
        let mut state = self.lock();
        state.stage = Stage::Answered;
        state.waiting = Vec::new();
        state.held.take()
    }

    /// The call is given up: whoever waits for that hears of it.
    pub(crate) fn cancel(&self) {
        let mut state = self.lock();
        state.stage = Stage::Cancelled;
        state.held = None;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ready once an rpc is given up: aborted, out of time, or its client gone. Never, once it is answered.
///
/// The handler itself need not look: it is dropped at its `.await`. This is for what it has started elsewhere, such as
/// a task of its own.
#[derive(Clone)]
#[must_use = "waits only while it is awaited"]
pub struct Cancelled(pub(crate) Arc<Call>);

impl Future for Cancelled {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.0.lock();
        match state.stage {
            Stage::Cancelled => return Poll::Ready(()),
            Stage::Answered => {}
            Stage::Running => {
                if !state.waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
                    state.waiting.push(cx.waker().clone());
                }
            }
        }
        Poll::Pending
    }
}

impl fmt::Debug for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cancelled(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_progress_goes_at_once_and_the_last_is_never_lost() {
        let call = Call::new(None, 0);
        assert_eq!(call.throttle("1".into(), 1000, 50), Some("1".into()));
        assert_eq!(call.throttle("2".into(), 1010, 50), None);
        assert_eq!(call.throttle("3".into(), 1020, 50), None);
        assert_eq!(call.progress_due_ms(), Some(1050));
        assert_eq!(call.take_due_progress(1049, 50), None);
        assert_eq!(call.take_due_progress(1050, 50), Some("3".into()));
        assert_eq!(call.throttle("4".into(), 1060, 50), None);
        assert_eq!(call.finish(), Some("4".into()));
        assert_eq!(call.throttle("5".into(), 9999, 50), None);
    }
}
