//! What each of the things that a connection's task waits for wakes it with.

use std::{
    sync::Arc,
    task::{Wake, Waker},
};

use crate::{outbox::Outbox, woken::Source};

/// A waker for each source of one task. Poll each with [its own](Self::of), and only once it
/// [has woken](crate::woken::Woken::take) the task.
#[repr(C)]
pub(super) struct Wakers {
    task: Waker,
    by_source: Box<[Waker; 4]>,
}

/// One source's way to wake the task.
struct Cord {
    source: Source,
    outbox: Arc<Outbox>,
    task: Waker,
}

impl Wakers {
    /// They wake nobody until a task is [registered](Self::register).
    pub(super) fn new() -> Self {
        let nobody = || Waker::noop().clone();
        Self { task: nobody(), by_source: Box::new(std::array::from_fn(|_| nobody())) }
    }

    /// The task to wake, and the queue that it sends from, where it is noted by whom; call it each time the task runs. It hardly
    /// ever is another task than before.
    pub(super) fn register(&mut self, task: &Waker, outbox: &Arc<Outbox>) {
        if self.task.will_wake(task) {
            return;
        }
        let cord = |source| Cord { source, outbox: Arc::clone(outbox), task: task.clone() };
        *self.by_source = Source::ALL.map(|source| Waker::from(Arc::new(cord(source))));
        self.task.clone_from(task);
        // Nobody has been asked with these.
        outbox.woken().set_all();
    }

    /// What to poll a source with.
    pub(super) fn of(&self, source: Source) -> &Waker {
        &self.by_source[source as usize]
    }
}

impl Wake for Cord {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.outbox.woken().set(self.source);
        self.task.wake_by_ref();
    }
}
