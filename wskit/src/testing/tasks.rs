use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Wake},
};

use crate::maybe_send::BoxFuture;

/// Tasks that run in the thread that drives the test, and only then. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Tasks(Arc<Mutex<Vec<Task>>>);

struct Task {
    future: BoxFuture<'static, ()>,
    woken: Arc<Woken>,
}

/// Set by whoever wakes something, until it is polled.
pub(super) struct Woken(AtomicBool);

impl Woken {
    /// At first everything is to be polled.
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(AtomicBool::new(true)))
    }

    pub(super) fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    pub(super) fn take(&self) -> bool {
        self.0.swap(false, Ordering::SeqCst)
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.set();
    }
}

impl Tasks {
    pub(super) fn add(&self, future: BoxFuture<'static, ()>) {
        self.lock().push(Task { future, woken: Woken::new() });
    }

    /// Polls what was woken until nothing moves any more.
    pub(super) fn run(&self) {
        loop {
            let woken: Vec<Task> = self.lock().extract_if(.., |task| task.woken.take()).collect();
            if woken.is_empty() {
                return;
            }
            for mut task in woken {
                let waker = Arc::clone(&task.woken).into();
                // Polled without the lock: a task may begin another.
                if task.future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
                    self.lock().push(task);
                }
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Task>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Tasks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tasks({})", self.lock().len())
    }
}
