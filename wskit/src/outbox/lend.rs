//! Sending in the place of a connection's task, which lends its stream while it sleeps.

use std::{
    array,
    collections::VecDeque,
    hint::black_box,
    iter,
    sync::{Arc, Weak, atomic::Ordering},
    task::{Context, Waker},
};

use super::{
    Outbox, State,
    flusher::{Absent, By, Flusher},
};
use crate::wire::Frame;

/// Most that goes out in one write.
pub(crate) const AT_ONCE: usize = 8 * 1024;

/// Most that is in front of a small text in a frame of a server (RFC 6455 section 5.2).
const HEAD: usize = 4;

/// A way to send what is queued without the task whose connection it is, which [lends](Outbox::lend) it while it sleeps.
pub(crate) trait Direct: Send + Sync {
    /// Sends as much as one write takes at once; `None` if that is nothing.
    fn send(&self, queue: &VecDeque<Frame>) -> Option<Sent>;

    /// [Reads ahead](Outbox::read_ahead) what `send` needs.
    fn read_ahead(&self) {}
}

/// How others send in the place of a connection's task.
pub(crate) struct Lender {
    pub(crate) direct: Weak<dyn Direct>,
    /// Whom that is left to.
    pub(crate) flusher: Arc<Flusher>,
}

/// What was sent directly.
pub(crate) struct Sent {
    /// How many frames are taken care of.
    pub(crate) frames: usize,
    /// What the stream did not take of them: the next bytes to send.
    pub(crate) rest: Vec<u8>,
}

/// How many connections are read ahead of at once: their lines of memory are few enough to stay in the smallest cache.
pub(crate) const AHEAD: usize = 16;

/// Sends what is queued on these connections, as was promised.
pub(crate) fn keep_promises(outboxes: &[Arc<Outbox>]) {
    for some in outboxes.chunks(AHEAD) {
        for outbox in some {
            outbox.read_ahead();
            black_box(outbox.lender.get().map(|lender| lender.direct.strong_count()));
        }
        let directs: [_; AHEAD] = array::from_fn(|index| some.get(index).and_then(|outbox| outbox.direct()));
        directs.iter().flatten().for_each(|direct| direct.read_ahead());
        iter::zip(some, &directs).for_each(|(outbox, direct)| outbox.keep_promise(direct.as_deref()));
    }
}

impl Outbox {
    /// From now on whoever sends [lends](Self::lend) its stream.
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no stream"))]
    pub(crate) fn set_lender(&self, lender: Lender) {
        // It is the same stream for as long as there is a connection.
        let _ = self.lender.set(lender);
    }

    /// Lets others send, until it is [taken back](Self::take_back): whoever sends has nothing under way.
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no stream"))]
    pub(crate) fn lend(&self) {
        // Without the lock: who does not see this yet wakes whoever sends, which is as good.
        self.is_lent.store(true, Ordering::Release);
    }

    /// Nobody else sends any more. Says what comes before all that is queued: what another has begun to send.
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no stream"))]
    pub(crate) fn take_back(&self) -> Vec<u8> {
        if !self.is_lent.load(Ordering::Acquire) {
            return Vec::new();
        }
        let mut state = self.lock();
        self.is_lent.store(false, Ordering::Release);
        std::mem::take(&mut state.unsent)
    }

    /// The same at the end of the turn of whoever sends, which leaves to the [flusher](Flusher) what it has queued. False, and
    /// nothing done, where it has to send that by itself: it says a close, or more than goes out in one write.
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no stream"))]
    pub(crate) fn leave_to_flusher(self: &Arc<Self>, cx: &Context<'_>) -> bool {
        let mut state = self.lock();
        if self.is_closing() || state.bytes + state.queue.len() * HEAD > AT_ONCE {
            return false;
        }
        self.sleep(&mut state, cx);
        self.lend();
        let sender = if state.queue.is_empty() { None } else { self.sender(&state, By::Own) };
        drop(state);
        sender.into_iter().for_each(Waker::wake);
        true
    }

    /// Sends some of what the flusher has waiting, if that is too much to wait for its turn. For the end of each turn on the flusher's
    /// thread.
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no stream"))]
    pub(crate) fn relieve_flusher(&self) {
        if let Some(lender) = self.lender.get() {
            lender.flusher.relieve();
        }
    }

    /// Whom to wake for what is queued, which has to be done without the lock; asking takes note of it.
    pub(super) fn sender(self: &Arc<Self>, state: &State, by: By) -> Option<Waker> {
        self.promise(by).unwrap_or_else(|Absent| self.sleeper(state))
    }

    /// Leaves what is queued to the flusher, where another may send, and says whom to wake for that.
    fn promise(self: &Arc<Self>, by: By) -> Result<Option<Waker>, Absent> {
        if !self.is_free() {
            return Err(Absent);
        }
        // One that waits among the others goes to the front when it has had a turn.
        if by == By::Others && self.is_promised.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let task = self.lender.get().ok_or(Absent)?.flusher.promise(self, by)?;
        self.is_promised.store(true, Ordering::Relaxed);
        Ok(task)
    }

    /// Whether another may send in the place of whoever sends.
    fn is_free(&self) -> bool {
        self.is_asleep.load(Ordering::Acquire) && self.is_lent.load(Ordering::Acquire)
    }

    /// Reads what will be needed, and does nothing with it. A processor waits for the memory of many connections at once if all
    /// it does is read, and for one after another where it locks each in between.
    pub(crate) fn read_ahead(&self) {
        black_box((self.is_closing(), self.state.is_poisoned()));
    }

    fn direct(&self) -> Option<Arc<dyn Direct>> {
        self.lender.get()?.direct.upgrade()
    }

    /// Sends what is queued, as was promised. Where that cannot be done, whoever sends is woken instead.
    fn keep_promise(&self, direct: Option<&dyn Direct>) {
        let mut state = self.lock();
        self.is_promised.store(false, Ordering::Relaxed);
        // One that is woken meanwhile sends by itself, and first what was begun here.
        let is_sent = self.is_free() && state.send_directly(direct);
        let waiting = self.note_room(&mut state);
        let sender = if is_sent { None } else { self.sleeper(&state) };
        drop(state);
        waiting.into_iter().chain(sender).for_each(Waker::wake);
    }
}

impl State {
    /// Whether everything is sent.
    fn send_directly(&mut self, direct: Option<&dyn Direct>) -> bool {
        if self.queue.is_empty() {
            return true;
        }
        let sent = direct.and_then(|direct| direct.send(&self.queue));
        let Some(Sent { frames, rest }) = sent else { return false };
        for _ in 0..frames {
            self.pop_frame();
        }
        if rest.is_empty() {
            return self.queue.is_empty();
        }
        self.unsent = rest;
        false
    }
}
