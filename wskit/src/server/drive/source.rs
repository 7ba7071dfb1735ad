//! Which of the things a task waits for has woken it, so that it need not ask all of them each time it runs.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

/// What wakes the task of a connection, beside what is to be sent: for that it is woken as it is, because that is most often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// There is something to read.
    Readable,
    /// The session: a handler that waited, a deadline.
    Session,
    /// The heartbeat's timer.
    Tick,
    /// The server stops.
    Stopping,
}

impl Source {
    const ALL: [Self; 4] = [Self::Readable, Self::Session, Self::Tick, Self::Stopping];

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// All sources of one task, in one place: of a thousand connections none is in the cache when its turn comes. Poll each with
/// its own [`waker`](Self::waker), and only once it [has woken](Self::take) the task.
pub(super) struct Sources {
    bell: Arc<Bell>,
    wakers: Box<[Waker; 4]>,
}

struct Bell {
    /// A bit for each source.
    woken: AtomicU8,
    task: Waker,
}

/// One source's way to ring.
struct Cord {
    bell: Arc<Bell>,
    bit: u8,
}

impl Sources {
    /// All of them count as having woken the task: nobody has asked them yet.
    pub(super) fn new() -> Self {
        Self::of(Waker::noop().clone())
    }

    fn of(task: Waker) -> Self {
        let woken = Source::ALL.into_iter().map(Source::bit).sum();
        let bell = Arc::new(Bell { woken: AtomicU8::new(woken), task });
        let cord = |source: Source| Arc::new(Cord { bell: Arc::clone(&bell), bit: source.bit() });
        Self { wakers: Box::new(Source::ALL.map(|source| Waker::from(cord(source)))), bell }
    }

    /// The task to wake; call it each time the task runs. It hardly ever is another one than before.
    pub(super) fn register(&mut self, task: &Waker) {
        if !self.bell.task.will_wake(task) {
            *self = Self::of(task.clone());
        }
    }

    /// Whether it has woken the task since this was last asked.
    pub(super) fn take(&self, source: Source) -> bool {
        self.has_woken(source)
            && self.bell.woken.fetch_and(!source.bit(), Ordering::AcqRel) & source.bit() != 0
    }

    /// The same, without taking note that it was asked.
    pub(super) fn has_woken(&self, source: Source) -> bool {
        self.bell.woken.load(Ordering::Relaxed) & source.bit() != 0
    }

    /// Has it asked again the next time the task runs.
    pub(super) fn set(&self, source: Source) {
        self.bell.set(source.bit());
    }

    /// Polls it, if it has woken the task; once it is ready it has to be [set](Self::set) before it is asked again.
    pub(super) fn poll<T>(&self, source: Source, poll: impl FnOnce(&mut Context<'_>) -> Poll<T>) -> Poll<T> {
        if self.take(source) { poll(&mut Context::from_waker(self.waker(source))) } else { Poll::Pending }
    }

    /// What to poll it with.
    pub(super) fn waker(&self, source: Source) -> &Waker {
        &self.wakers[source as usize]
    }
}

impl Bell {
    fn set(&self, bit: u8) {
        self.woken.fetch_or(bit, Ordering::Release);
    }
}

impl Wake for Cord {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.bell.set(self.bit);
        self.bell.task.wake_by_ref();
    }
}
