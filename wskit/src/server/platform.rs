use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::{maybe_send::BoxFuture, platform::Platform};

/// The clock and timers of a tokio runtime, the randomness of the operating system.
pub(super) struct TokioPlatform;

impl Platform for TokioPlatform {
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the platform that the rule sends everybody else to"
    )]
    fn now_ms(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
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
