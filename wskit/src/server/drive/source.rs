//! Which of the things a task waits for has woken it, so that it need not ask all of them each time it runs.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

/// One of several things that wake a task. Poll it with its own [`waker`](Self::waker), and only once it
/// [has woken](Self::take) the task.
pub(super) struct Source {
    signal: Arc<Signal>,
    waker: Waker,
}

struct Signal {
    woken: AtomicBool,
    task: Waker,
}

impl Source {
    /// One that counts as having woken the task: nobody has asked it yet.
    pub(super) fn new() -> Self {
        Self::of(Waker::noop().clone())
    }

    fn of(task: Waker) -> Self {
        let signal = Arc::new(Signal { woken: AtomicBool::new(true), task });
        Self { waker: Waker::from(Arc::clone(&signal)), signal }
    }

    /// The task to wake; call it each time the task runs. It hardly ever is another one than before.
    pub(super) fn register(&mut self, task: &Waker) {
        if !self.signal.task.will_wake(task) {
            *self = Self::of(task.clone());
        }
    }

    /// Whether it has woken the task since this was last asked.
    pub(super) fn take(&self) -> bool {
        self.has_woken() && self.signal.woken.swap(false, Ordering::AcqRel)
    }

    /// The same, without taking note that it was asked.
    pub(super) fn has_woken(&self) -> bool {
        self.signal.woken.load(Ordering::Relaxed)
    }

    /// Has it asked again the next time the task runs.
    pub(super) fn set(&self) {
        self.signal.woken.store(true, Ordering::Release);
    }

    /// Polls it, if it has woken the task; once it is ready it has to be [set](Self::set) before it is asked again.
    pub(super) fn poll<T>(
        &mut self,
        cx: &Context<'_>,
        poll: impl FnOnce(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        self.register(cx.waker());
        if self.take() { poll(&mut Context::from_waker(&self.waker)) } else { Poll::Pending }
    }

    /// What to poll it with.
    pub(super) fn waker(&self) -> &Waker {
        &self.waker
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.task.wake_by_ref();
    }
}
