//! A flusher in the hands of a test.

use std::{
    sync::{Arc, Mutex, Weak},
    task::{Context, Waker},
};

use crate::{
    outbox::{
        flusher::{Flush, Flusher},
        lend::{Direct, Lender},
    },
    wakes::Wakes,
};

pub(crate) struct Flushing {
    flusher: Arc<Flusher>,
    task: Mutex<Option<Flush>>,
    wakes: Arc<Wakes>,
}

impl Flushing {
    pub(crate) fn new() -> Self {
        let flusher = Arc::<Flusher>::default();
        let task = Mutex::new(Some(Flush::new(Arc::clone(&flusher))));
        let this = Self { flusher, task, wakes: Arc::default() };
        this.run();
        this
    }

    /// For a connection that lends its stream.
    pub(crate) fn lender(&self, direct: Weak<dyn Direct>) -> Lender {
        Lender { direct, flusher: Arc::clone(&self.flusher) }
    }

    /// Whether its task has been woken since this was last asked.
    pub(crate) fn is_woken(&self) -> bool {
        self.wakes.taken() > 0
    }

    /// One turn of its task.
    pub(crate) fn run(&self) {
        let task = Waker::from(Arc::clone(&self.wakes));
        let flush = self.task.lock().unwrap();
        let flush = flush.as_ref().expect("it has stopped");
        if flush.poll_some(&Context::from_waker(&task)).is_ready() {
            task.wake();
        }
    }

    /// Ends its task.
    pub(crate) fn stop(&self) {
        self.task.lock().unwrap().take();
    }

    /// Its turns, as often as it is woken.
    pub(crate) fn run_if_woken(&self) {
        while self.is_woken() {
            self.run();
        }
    }
}
