use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use quanta::Clock;

/// The time of day, counted by the processor and set by the clock of the operating system again and again: it is read
/// several times for each message, and asking the system takes nearly as long as a token from memory (43 ns
/// to 47; counting takes 31).
///
/// It is off by less than a millisecond, and notes within [`KEPT`] that the system's clock was set.
#[derive(Debug)]
pub(super) struct WallClock {
    counter: Clock,
    /// Where the counter stood at first, which is when it counts from.
    began: u64,
    /// How far the time of day is ahead of what is counted.
    ahead_ns: AtomicU64,
    /// What is counted when it has to be set again.
    until_ns: AtomicU64,
    system_ns: fn() -> u64,
}

/// A counter that is off by a hundredth of a percent is off by ten microseconds then.
const KEPT: Duration = Duration::from_millis(100);
/// Two clocks that are read one after the other are read at once if no more than this lies in between: the thread may have
/// been held up.
const AT_ONCE_NS: u64 = 200_000;
/// A machine that never reads them at once is off by more.
const ATTEMPTS: usize = 5;

impl WallClock {
    pub(super) fn new() -> Self {
        Self::of(Clock::new(), system_ns)
    }

    fn of(counter: Clock, system_ns: fn() -> u64) -> Self {
        let (ahead_ns, until_ns, began) = (AtomicU64::new(0), AtomicU64::new(0), counter.raw());
        let clock = Self { counter, began, ahead_ns, until_ns, system_ns };
        clock.set();
        clock
    }

    /// Milliseconds since 1970.
    pub(super) fn now_ms(&self) -> u64 {
        let counted = self.counted_ns();
        if counted >= self.until_ns.load(Ordering::Relaxed) {
            self.set();
        }
        self.ahead_ns.load(Ordering::Relaxed).wrapping_add(counted) / 1_000_000
    }

    fn counted_ns(&self) -> u64 {
        self.counter.delta_as_nanos(self.began, self.counter.raw())
    }

    /// Threads that do this at once come to the same.
    #[cold]
    fn set(&self) {
        let (mut counted, mut system) = self.both_ns();
        for _ in 1..ATTEMPTS {
            if self.counted_ns().saturating_sub(counted) < AT_ONCE_NS {
                break;
            }
            (counted, system) = self.both_ns();
        }
        self.ahead_ns.store(system.wrapping_sub(counted), Ordering::Relaxed);
        let kept = u64::try_from(KEPT.as_nanos()).unwrap_or(u64::MAX);
        self.until_ns.store(counted.saturating_add(kept), Ordering::Relaxed);
    }

    fn both_ns(&self) -> (u64, u64) {
        (self.counted_ns(), (self.system_ns)())
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the clock that the rule sends everybody else to")]
fn system_ns() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    thread_local! {
        static SYSTEM_NS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
    }

    fn set_system(ms: u64) {
        SYSTEM_NS.set(ms * 1_000_000);
    }

    #[test]
    fn it_counts_and_is_set_again_when_what_is_counted_is_old() {
        let (counter, mock) = Clock::mock();
        let pass = |ms: u64| mock.increment(Duration::from_millis(ms));
        set_system(5000);
        let clock = WallClock::of(counter, || SYSTEM_NS.get());
        assert_eq!(clock.now_ms(), 5000);
        // Set far ahead, which is noted when the time has come, and not before.
        set_system(1_000_000);
        pass(99);
        assert_eq!(clock.now_ms(), 5099);
        pass(1);
        assert_eq!(clock.now_ms(), 1_000_000);
        pass(50);
        assert_eq!(clock.now_ms(), 1_000_050);
        // Set back, even to before it was started.
        set_system(1);
        pass(50);
        assert_eq!(clock.now_ms(), 1);
        pass(7);
        assert_eq!(clock.now_ms(), 8);
    }

    #[test]
    fn it_agrees_with_the_system_to_the_millisecond() {
        let clock = WallClock::new();
        for _ in 0..100_000 {
            let before = system_ns() / 1_000_000;
            let now = clock.now_ms();
            let after = system_ns() / 1_000_000;
            assert!((before.saturating_sub(1)..=after + 1).contains(&now), "{before} {now} {after}");
        }
    }
}
