//! The one outbound queue of a connection: bounded, shared by its own handlers and by every topic it listens to.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Waker},
};

pub(crate) mod flusher;
pub(crate) mod lend;

use crate::{
    Limits,
    close::Close,
    send_error::SendError,
    wire::Frame,
    woken::{Source, Woken},
};

/// How a frame fares when the queue is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Priority {
    /// Never dropped: every request is answered.
    Answer,
    /// Refused when far too much waits; a client that stays that slow is disconnected.
    Event,
    /// The first to go.
    Progress,
}

/// What an adapter has to do next.
#[derive(Clone, Debug)]
pub enum Outgoing {
    /// Send this frame.
    Frame(Frame),
    /// Close the connection; nothing comes after it.
    Close(Close),
}

/// What every frame touches is side by side: of a thousand connections none is in the cache when its turn comes.
#[repr(C)]
pub(crate) struct Outbox {
    /// What is asked about every frame, to be read without the lock. Written only under it.
    is_full: AtomicBool,
    is_open: AtomicBool,
    /// Whoever sends has found nothing to send, and waits to be woken. Made true only under the lock.
    is_asleep: AtomicBool,
    /// Whoever sends has nothing under way, and another may send in its place. Made false only under the lock.
    is_lent: AtomicBool,
    /// The [flusher](flusher::Flusher) will do so. Changed only under the lock.
    is_promised: AtomicBool,
    /// Handlers wait until the queue is not full: asked after every frame, where the list of them is one more line of memory to
    /// wait for. Changed only under the lock.
    is_awaited: AtomicBool,
    /// What else has woken whoever sends.
    woken: Woken,
    max_messages: usize,
    max_bytes: usize,
    /// How another sends in the place of whoever sends. To be read without the lock.
    lender: OnceLock<lend::Lender>,
    state: Mutex<State>,
}

#[derive(Default)]
#[repr(C)]
struct State {
    queue: VecDeque<Frame>,
    bytes: usize,
    /// How many frames have left the queue.
    gone: u64,
    /// Whoever sends.
    sender: Option<Waker>,
    /// What another has begun to send and could not.
    unsent: Vec<u8>,
    /// Handlers that wait until the queue is not full.
    waiting: Vec<Waker>,
    /// Which of all frames are progress, the first being 0, in order. Some of them are gone.
    progress: Vec<u64>,
    /// How often the queue has become full.
    fillings: u64,
    stage: Stage,
}

/// A queue that is full: its client counts as slow until less waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Full {
    /// Tells this time from the next.
    pub(crate) filling: u64,
    pub(crate) messages: usize,
    pub(crate) bytes: usize,
}

/// How many times its limits the queue may hold while its client counts as slow: a burst within one turn of the
/// executor says nothing about a client that had no turn to read it.
const BURST: usize = 4;

#[derive(Default)]
enum Stage {
    #[default]
    Open,
    /// What is queued still goes out, then this. Boxed, because most connections are never here.
    Closing(Box<Close>),
    /// Nothing goes in or out any more.
    Closed,
}

impl Outbox {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            is_full: AtomicBool::new(false),
            is_open: AtomicBool::new(true),
            is_asleep: AtomicBool::new(false),
            is_lent: AtomicBool::new(false),
            is_promised: AtomicBool::new(false),
            is_awaited: AtomicBool::new(false),
            woken: Woken::new(),
            max_messages: limits.max_outbound_messages,
            max_bytes: limits.max_outbound_bytes,
            lender: OnceLock::new(),
            state: Mutex::default(),
        }
    }

    /// Queues a frame, and wakes whoever sends it: the connection's own task, or the [flusher](flusher::Flusher) in its place.
    pub(crate) fn push(self: &Arc<Self>, frame: Frame, priority: Priority) -> Result<(), SendError> {
        let mut state = self.lock();
        let pushed = self.queue(&mut state, frame, priority);
        let sender = self.sender(&state, flusher::By::Others);
        drop(state);
        sender.into_iter().for_each(Waker::wake);
        pushed
    }

    fn queue(&self, state: &mut State, frame: Frame, priority: Priority) -> Result<(), SendError> {
        if self.is_closing() {
            return Err(SendError::Closed);
        }
        if self.is_over(state, frame.len(), 1) {
            if priority == Priority::Progress {
                return Ok(());
            }
            state.drop_progress();
            if priority == Priority::Event && self.is_over(state, frame.len(), BURST) {
                return Err(SendError::Full);
            }
        }
        state.add(frame, priority);
        self.note_filling(state);
        Ok(())
    }

    /// One frame fits whatever its size: a large one alone says nothing about how fast its client reads.
    fn is_over(&self, state: &State, more: usize, burst: usize) -> bool {
        let beyond = state.queue.len() >= self.max_messages.saturating_mul(burst)
            || state.bytes + more > self.max_bytes.saturating_mul(burst);
        beyond && !state.queue.is_empty()
    }

    fn note_filling(&self, state: &mut State) {
        let is_full = self.is_over(state, 0, 1);
        if is_full != self.is_full() {
            state.fillings += u64::from(is_full);
            self.is_full.store(is_full, Ordering::Release);
        }
    }

    /// Whether so much waits that more is not worth doing.
    pub(crate) fn is_full(&self) -> bool {
        self.is_full.load(Ordering::Acquire)
    }

    /// Ready when there is room for more, or nobody to read it.
    pub(crate) fn poll_room(&self, cx: &Context<'_>) -> Poll<()> {
        let mut state = self.lock();
        if !self.is_full() || !matches!(state.stage, Stage::Open) {
            return Poll::Ready(());
        }
        if !state.waiting.iter().any(|waker| waker.will_wake(cx.waker())) {
            state.waiting.push(cx.waker().clone());
            self.is_awaited.store(true, Ordering::Relaxed);
        }
        Poll::Pending
    }

    /// What waits, if it is too much.
    pub(crate) fn full(&self) -> Option<Full> {
        if !self.is_full() {
            return None;
        }
        let state = self.lock();
        let full = Full { filling: state.fillings, messages: state.queue.len(), bytes: state.bytes };
        self.is_full().then_some(full)
    }

    /// Closes the connection once everything queued is out; a second close changes nothing.
    pub(crate) fn close(&self, close: Close) {
        let mut state = self.lock();
        if matches!(state.stage, Stage::Open) {
            state.stage = Stage::Closing(Box::new(close));
            self.is_open.store(false, Ordering::Release);
        }
        let waiting = std::mem::take(&mut state.waiting);
        let sender = self.sleeper(&state);
        drop(state);
        waiting.into_iter().chain(sender).for_each(Waker::wake);
    }

    /// The connection is gone: nothing more goes in or out.
    pub(crate) fn shut(&self) {
        let closed = State { stage: Stage::Closed, ..State::default() };
        let mut state = self.lock();
        self.is_open.store(false, Ordering::Release);
        self.is_full.store(false, Ordering::Release);
        let State { waiting, .. } = std::mem::replace(&mut *state, closed);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Whether a close is asked for or done.
    pub(crate) fn is_closing(&self) -> bool {
        !self.is_open.load(Ordering::Acquire)
    }

    /// The next thing to send, and a close after everything else; pending until the next push or close.
    pub(crate) fn poll_pop(&self, cx: &Context<'_>) -> Poll<Outgoing> {
        let mut state = self.lock();
        if let Some(outgoing) = state.pop() {
            let waiting = self.note_room(&mut state);
            drop(state);
            waiting.into_iter().for_each(Waker::wake);
            return Poll::Ready(outgoing);
        }
        self.sleep(&mut state, cx);
        Poll::Pending
    }

    /// Takes what is queued, one frame after another, as long as `take` accepts it. Ready when that leaves something to send;
    /// else pending until the next push or close.
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters take one at a time"))]
    pub(crate) fn poll_take(&self, cx: &Context<'_>, mut take: impl FnMut(&Frame) -> bool) -> Poll<()> {
        let mut state = self.lock();
        while state.queue.front().is_some_and(&mut take) {
            state.pop_frame();
        }
        let is_left =
            !state.queue.is_empty() || self.is_closing() && matches!(state.stage, Stage::Closing(_));
        if !is_left {
            self.sleep(&mut state, cx);
        }
        let waiting = self.note_room(&mut state);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
        if is_left { Poll::Ready(()) } else { Poll::Pending }
    }

    /// After something has left the queue: who waits for room and has it now.
    fn note_room(&self, state: &mut State) -> Vec<Waker> {
        self.note_filling(state);
        if self.is_full() || !self.is_awaited.load(Ordering::Relaxed) {
            return Vec::new();
        }
        self.is_awaited.store(false, Ordering::Relaxed);
        std::mem::take(&mut state.waiting)
    }

    /// The close that was asked for, while it waits behind what is queued.
    pub(crate) fn poll_closing(&self, cx: &Context<'_>) -> Poll<Close> {
        let mut state = self.lock();
        if let Stage::Closing(close) = &state.stage {
            return Poll::Ready(Close::clone(close));
        }
        self.sleep(&mut state, cx);
        Poll::Pending
    }

    /// Has the session polled, which whoever sends does: it is woken if it is asleep, and looks again before it is.
    pub(crate) fn call(&self) {
        self.woken.set(Source::Session);
        let sender = self.sleeper(&self.lock());
        sender.into_iter().for_each(Waker::wake);
    }

    /// What else has woken whoever sends, beside that there is something to send.
    pub(crate) fn woken(&self) -> &Woken {
        &self.woken
    }

    /// Whoever sends is running and will look by itself, so a push need not wake it once more.
    pub(crate) fn stay_awake(&self) {
        // Without the lock: a push that does not see this yet wakes it for nothing, and one that does has queued its frame
        // before whoever sends finds the queue empty, which takes the lock.
        self.is_asleep.store(false, Ordering::Release);
    }

    fn sleep(&self, state: &mut State, cx: &Context<'_>) {
        if !state.sender.as_ref().is_some_and(|sender| sender.will_wake(cx.waker())) {
            state.sender = Some(cx.waker().clone());
        }
        self.is_asleep.store(true, Ordering::Release);
    }

    /// Whom to wake, which has to be done without the lock; asking takes note of it.
    fn sleeper(&self, state: &State) -> Option<Waker> {
        if !self.is_asleep.load(Ordering::Acquire) {
            return None;
        }
        self.is_asleep.store(false, Ordering::Release);
        state.sender.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that runs under the lock can panic half-way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn add(&mut self, frame: Frame, priority: Priority) {
        self.bytes += frame.len();
        if priority == Priority::Progress {
            self.note_progress();
        }
        self.queue.push_back(frame);
    }

    /// The next frame is progress.
    // Apart, as few frames are.
    #[inline(never)]
    fn note_progress(&mut self) {
        let gone = self.progress.partition_point(|number| *number < self.gone);
        self.progress.drain(..gone);
        self.progress.push(self.gone + self.queue.len() as u64);
    }

    fn pop_frame(&mut self) -> Option<Frame> {
        let frame = self.queue.pop_front()?;
        self.bytes -= frame.len();
        self.gone += 1;
        Some(frame)
    }

    fn pop(&mut self) -> Option<Outgoing> {
        if let Some(frame) = self.pop_frame() {
            return Some(Outgoing::Frame(frame));
        }
        match &self.stage {
            Stage::Open | Stage::Closed => None,
            Stage::Closing(close) => {
                let close = Close::clone(close);
                self.stage = Stage::Closed;
                Some(Outgoing::Close(close))
            }
        }
    }

    // Apart: it would be most of what every frame goes through.
    #[cold]
    fn drop_progress(&mut self) {
        let progress = std::mem::take(&mut self.progress);
        if progress.is_empty() {
            return;
        }
        let mut numbers = self.gone..;
        self.queue.retain(|_| numbers.next().is_none_or(|number| progress.binary_search(&number).is_err()));
        self.bytes = self.queue.iter().map(Frame::len).sum();
    }
}

#[cfg(test)]
mod tests;
