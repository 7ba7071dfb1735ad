use std::{
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use super::tasks::Tasks;
use crate::{maybe_send::BoxFuture, platform::Platform};

/// A clock that moves only when told to, and randomness that is the same in every run.
#[derive(Clone, Debug)]
pub struct FakeClock(Arc<Mutex<State>>, Tasks);

#[derive(Debug)]
struct State {
    now_ms: u64,
    sleepers: Vec<(u64, Waker)>,
    random: u64,
}

impl FakeClock {
    /// A clock that stands at a round time in 2025.
    #[must_use]
    pub fn new() -> Self {
        Self(
            Arc::new(Mutex::new(State { now_ms: 1_750_000_000_000, sleepers: Vec::new(), random: 0 })),
            Tasks::default(),
        )
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        self.lock().now_ms
    }

    /// Moves the clock, wakes everything whose time has come, and runs what the router does beside its connections.
    pub fn advance(&self, by: Duration) {
        let mut state = self.lock();
        state.now_ms = state.now_ms.saturating_add(u64::try_from(by.as_millis()).unwrap_or(u64::MAX));
        let now = state.now_ms;
        let due: Vec<_> = state.sleepers.extract_if(.., |(at, _)| *at <= now).collect();
        drop(state);
        for (_, waker) in due {
            waker.wake();
        }
        self.1.run();
    }

    /// Runs what the router does beside its connections as far as it goes.
    pub(super) fn run_tasks(&self) {
        self.1.run();
    }

    /// Sets the clock back, as a correction by the network would.
    pub fn set_back(&self, by: Duration) {
        let mut state = self.lock();
        state.now_ms = state.now_ms.saturating_sub(u64::try_from(by.as_millis()).unwrap_or(u64::MAX));
    }

    /// A future that is ready once the clock has moved on by `duration`; for handlers under test.
    #[must_use]
    pub fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let at = self.now_ms().saturating_add(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX));
        Box::pin(Sleep { clock: self.clone(), at })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for FakeClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Platform for FakeClock {
    fn now_ms(&self) -> u64 {
        FakeClock::now_ms(self)
    }

    fn random(&self, bytes: &mut [u8]) {
        let mut state = self.lock();
        for byte in bytes {
            // A linear congruential generator (Knuth's MMIX constants): repeatable is all it has to be.
            state.random =
                state.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = state.random.to_be_bytes()[0];
        }
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        FakeClock::sleep(self, duration)
    }

    /// The task goes as far as it can at once, and on whenever the clock or a client of the test moves.
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        self.1.add(task);
        self.1.run();
    }
}

struct Sleep {
    clock: FakeClock,
    at: u64,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.lock();
        if state.now_ms >= self.at {
            return Poll::Ready(());
        }
        state.sleepers.push((self.at, cx.waker().clone()));
        Poll::Pending
    }
}
