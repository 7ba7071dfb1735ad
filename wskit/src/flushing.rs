//! A flusher in the hands of a test.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Waker},
};

use crate::{
    Limits,
    outbox::{
        Outbox, Priority,
        flusher::{Flush, Flusher},
        lend::{Direct, Lender, Sent},
    },
    wakes::Wakes,
    wire::Frame,
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

    /// So many other connections for which something waits.
    pub(crate) fn waiting(&self, count: usize) -> Waiting {
        Waiting::new(count, &self.flusher)
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

/// Connections for which something waits, on streams that take all.
pub(crate) struct Waiting {
    sent: Arc<Taking>,
    _outboxes: Vec<Arc<Outbox>>,
}

/// Counts how often something is sent.
#[derive(Default)]
struct Taking(AtomicUsize);

impl Direct for Taking {
    fn send(&self, queue: &VecDeque<Frame>) -> Option<Sent> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Some(Sent { frames: queue.len(), rest: Vec::new() })
    }
}

impl Waiting {
    pub(crate) fn new(count: usize, flusher: &Arc<Flusher>) -> Self {
        let sent = Arc::<Taking>::default();
        let waits = |_| {
            let outbox = Arc::new(Outbox::new(&Limits::default()));
            let direct: Weak<Taking> = Arc::downgrade(&sent);
            outbox.set_lender(Lender { direct, flusher: Arc::clone(flusher) });
            assert!(outbox.leave_to_flusher(&Context::from_waker(Waker::noop())));
            outbox.push("1".into(), Priority::Event).unwrap();
            outbox
        };
        Self { _outboxes: (0..count).map(waits).collect(), sent }
    }

    /// For how many of them something was sent.
    pub(crate) fn sent(&self) -> usize {
        self.sent.0.load(Ordering::Relaxed)
    }
}
