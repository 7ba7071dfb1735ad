use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// What is known of a connection.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The path of its handshake.
    pub path: Arc<str>,
    /// Shared by all connections.
    pub aborted: Aborted,
}

/// Counts handlers that were dropped before they finished.
#[derive(Clone, Debug, Default)]
pub struct Aborted(Arc<AtomicU32>);

impl Aborted {
    /// How many so far.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }

    /// Begins a handler that counts unless it is [`finished`](Unfinished::finish).
    #[must_use]
    pub fn begin(&self) -> Unfinished {
        Unfinished { aborted: self.clone(), finished: false }
    }
}

/// A handler at work.
#[derive(Debug)]
pub struct Unfinished {
    aborted: Aborted,
    finished: bool,
}

impl Unfinished {
    /// The handler has come to its end.
    pub fn finish(mut self) {
        self.finished = true;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished {
            self.aborted.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}
