use std::time::Duration;

use super::clock::WallClock;
use crate::{maybe_send::BoxFuture, platform::Platform};

/// The clock and timers of a tokio runtime, the randomness of the operating system: what [`serve`](super::serve) runs a router
/// on, and what a [`Hub`](crate::Hub) that you drive yourself can run on.
///
/// The time of day is counted by the processor and compared with the system's clock ten times a second; it is off by less
/// than a millisecond. The first of a process takes a moment, because the counter has to be measured.
///
/// ```
/// use std::sync::Arc;
/// use wskit::{Hub, Router, server::TokioPlatform};
///
/// let hub = Hub::new(Router::<()>::new(), Arc::new(TokioPlatform::new()))?;
/// # Ok::<(), wskit::router::RegisterError>(())
/// ```
#[derive(Debug)]
pub struct TokioPlatform {
    clock: WallClock,
}

impl TokioPlatform {
    /// A platform whose clock is set.
    #[must_use]
    pub fn new() -> Self {
        Self { clock: WallClock::new() }
    }
}

impl Default for TokioPlatform {
    fn default() -> Self {
        Self::new()
    }
}

impl Platform for TokioPlatform {
    fn now_ms(&self) -> u64 {
        self.clock.now_ms()
    }

    fn random(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // Without randomness ids of one millisecond collide; that is worth a loud word, not the whole server.
            tracing::error!(%error, "the operating system gave no randomness");
        }
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) {
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(task)),
            Err(error) => tracing::error!(%error, "a task was not run: this thread has no tokio runtime"),
        }
    }
}
