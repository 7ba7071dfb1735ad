//! Sending in the place of a connection's task, which lends its stream while it sleeps.

use std::{
    array,
    collections::VecDeque,
    hint::black_box,
    iter,
    sync::{Arc, Weak, atomic::Ordering},
    task::Waker,
};

use super::{Outbox, State};
use crate::{turn, wire::Frame};

/// A way to send what is queued without the task whose connection it is, which [lends](Outbox::lend) it while it sleeps.
pub(crate) trait Direct: Send + Sync {
    /// Sends as much as one write takes at once; `None` if that is nothing.
    fn send(&self, queue: &VecDeque<Frame>) -> Option<Sent>;

    /// [Reads ahead](Outbox::read_ahead) what `send` needs.
    fn read_ahead(&self) {}
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
            black_box(outbox.direct.get().map(Weak::strong_count));
        }
        let directs: [_; AHEAD] = array::from_fn(|index| some.get(index).and_then(|outbox| outbox.direct()));
        directs.iter().flatten().for_each(|direct| direct.read_ahead());
        iter::zip(some, &directs).for_each(|(outbox, direct)| outbox.keep_promise(direct.as_deref()));
    }
}

impl Outbox {
    /// From now on whoever sends [lends](Self::lend) its stream.
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no stream"))]
    pub(crate) fn set_direct(&self, direct: Weak<dyn Direct>) {
        // It is the same stream for as long as there is a connection.
        let _ = self.direct.set(direct);
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

    /// Leaves what is queued to the turn of this thread to send; false if it is in none, or cannot.
    pub(super) fn leave_to_turn(self: &Arc<Self>) -> bool {
        if !self.is_free() {
            return false;
        }
        if self.is_promised.load(Ordering::Relaxed) {
            // Outside of a turn it is another thread's, for which nobody waits.
            return turn::is_open();
        }
        let is_promised = turn::promise(self);
        self.is_promised.store(is_promised, Ordering::Relaxed);
        is_promised
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
        self.direct.get()?.upgrade()
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
