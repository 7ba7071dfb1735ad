use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use crate::maybe_send::BoxFuture;

/// Drives each future on a thread of its own, in the tokio runtime of the caller if there is one. The caller's thread is
/// not blocked: what drives a connection may live on it.
pub(super) async fn in_parallel<T: Send + 'static>(futures: Vec<BoxFuture<'static, T>>) -> Vec<T> {
    let gathered = Arc::new(Mutex::new(Gathered { done: Vec::new(), waker: None }));
    let wanted = futures.len();
    for future in futures {
        let (gathered, runtime) = (Arc::clone(&gathered), Runtime::here());
        thread::spawn(move || {
            let result = catch_unwind(AssertUnwindSafe(|| runtime.block_on(future)));
            let mut gathered = lock(&gathered);
            gathered.done.push(result);
            if let Some(waker) = gathered.waker.take() {
                waker.wake();
            }
        });
    }
    let done = std::future::poll_fn(|cx| poll_gathered(&gathered, wanted, cx)).await;
    done.into_iter().map(|result| result.unwrap_or_else(|panic| resume_unwind(panic))).collect()
}

/// What the threads have brought back.
struct Gathered<T> {
    done: Vec<thread::Result<T>>,
    waker: Option<Waker>,
}

fn poll_gathered<T>(
    gathered: &Mutex<Gathered<T>>,
    wanted: usize,
    cx: &mut Context<'_>,
) -> Poll<Vec<thread::Result<T>>> {
    let mut gathered = lock(gathered);
    if gathered.done.len() == wanted {
        return Poll::Ready(std::mem::take(&mut gathered.done));
    }
    gathered.waker = Some(cx.waker().clone());
    Poll::Pending
}

fn lock<T>(gathered: &Mutex<Gathered<T>>) -> MutexGuard<'_, Gathered<T>> {
    gathered.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The tokio runtime, where there is tokio and one runs.
struct Runtime {
    #[cfg(any(feature = "server", feature = "redis"))]
    tokio: Option<tokio::runtime::Handle>,
}

impl Runtime {
    fn here() -> Self {
        Self {
            #[cfg(any(feature = "server", feature = "redis"))]
            tokio: tokio::runtime::Handle::try_current().ok(),
        }
    }

    fn block_on<T>(&self, mut future: BoxFuture<'_, T>) -> T {
        #[cfg(any(feature = "server", feature = "redis"))]
        let _inside = self.tokio.as_ref().map(tokio::runtime::Handle::enter);
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        loop {
            match future.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(value) => return value,
                Poll::Pending => thread::park(),
            }
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
