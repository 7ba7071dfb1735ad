//! Which of the things a connection's task waits for has woken it, so that it need not ask all of them each time it runs.

use std::sync::atomic::{AtomicU8, Ordering};

/// What wakes the task of a connection, beside what is to be sent: for that it is woken as it is, because that is most often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// There is something to read.
    Readable,
    /// The session: a handler that waited, a deadline, a call from elsewhere.
    Session,
    /// The heartbeat's timer.
    Tick,
    /// The server stops.
    Stopping,
}

impl Source {
    pub(crate) const ALL: [Self; 4] = [Self::Readable, Self::Session, Self::Tick, Self::Stopping];

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The sources that have woken the task and were not asked since.
pub(crate) struct Woken(AtomicU8);

impl Woken {
    /// None of them.
    pub(crate) fn new() -> Self {
        Self(AtomicU8::new(0))
    }

    /// Whether it has woken the task since this was last asked.
    pub(crate) fn take(&self, source: Source) -> bool {
        self.has(source) && self.0.fetch_and(!source.bit(), Ordering::AcqRel) & source.bit() != 0
    }

    /// The same, without taking note that it was asked.
    pub(crate) fn has(&self, source: Source) -> bool {
        self.0.load(Ordering::Relaxed) & source.bit() != 0
    }

    /// Whether anything has woken the task that was not asked since.
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "other adapters have no turns"))]
    pub(crate) fn any(&self) -> bool {
        self.0.load(Ordering::Relaxed) != 0
    }

    /// Has it asked the next time the task runs.
    pub(crate) fn set(&self, source: Source) {
        self.0.fetch_or(source.bit(), Ordering::Release);
    }

    /// The same for all of them.
    pub(crate) fn set_all(&self) {
        let all = Source::ALL.into_iter().map(Source::bit).sum();
        self.0.fetch_or(all, Ordering::Release);
    }
}
