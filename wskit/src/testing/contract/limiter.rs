//! The contract of a [`RateLimiter`]: each function is one part of it, and panics with what should have been.
//!
//! [`rate_limiter_contract`](super::rate_limiter_contract) makes a test of each. All of them take a function that makes a
//! limiter whose buckets are full. It has to go by the `now_ms` it is asked with: one that goes by a server's clock needs
//! a switch for this, as `RedisRateLimiter` has with `callers_clock`.
#![allow(clippy::missing_panics_doc, reason = "to panic is how a test fails, and the module says so")]

use std::{sync::Arc, time::Duration};

use super::ExactBucket;
#[cfg(not(target_arch = "wasm32"))]
use super::parallel::in_parallel;
use crate::rate_limit::{Decision, Policy, PolicyError, RateLimiter};

/// Holds a [`RateLimiter`](crate::rate_limit::RateLimiter) to its contract: makes a test of each part.
///
/// It takes the attribute of an asynchronous test, which is that of the runtime the limiter needs, and an async closure
/// that makes a limiter whose buckets are full, as often as it is asked to.
///
/// ```
/// # mod tests {
/// use wskit::rate_limit::MemoryRateLimiter;
///
/// wskit::testing::contract::rate_limiter_contract!(
///     #[tokio::test]
///     async |policy| MemoryRateLimiter::new(policy)
/// );
/// # }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __rate_limiter_contract {
    ($(#[$attribute:meta])+ $make:expr) => {
        $crate::__rate_limiter_contract! { @each [$(#[$attribute])+] [$make]
            the_policy_is_the_one_it_was_made_with
            a_policy_that_makes_no_sense_is_refused
            a_burst_then_the_rate
            a_cost_of_nothing_passes_and_takes_nothing
            an_impossible_cost_is_never_there_and_takes_nothing
            keys_are_apart
            limiters_are_apart
            it_refills_to_the_millisecond
            asking_often_loses_no_fraction
            a_clock_that_goes_back_gives_nothing_and_takes_nothing
            what_remains_can_be_looked_up
            the_largest_numbers_are_exact
            calls_at_once_share_no_token
            keys_are_apart_also_at_once
            it_agrees_with_exact_arithmetic
            it_can_be_disposed_of
        }
    };
    (@each $attributes:tt $make:tt $($part:ident)+) => {
        $($crate::__rate_limiter_contract! { @test $attributes $make $part })+
    };
    (@test [$(#[$attribute:meta])+] [$make:expr] $part:ident) => {
        $(#[$attribute])+
        async fn $part() {
            $crate::testing::contract::limiter::$part($make).await;
        }
    };
}

/// Some moment.
const NOW: u64 = 1_750_000_000_000;

/// `policy` gives back what the limiter was made with.
pub async fn the_policy_is_the_one_it_was_made_with<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    for policy in [policy(1, 0.5), policy(100, 10.0), policy(7, 1.0 / 3.0)] {
        assert_eq!(make(policy).await.policy(), policy);
    }
}

/// No limiter is ever made with a policy that makes no sense, because there is none.
pub async fn a_policy_that_makes_no_sense_is_refused<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    let build = async |capacity: u32, rate: f64| match Policy::new(capacity, rate) {
        Ok(policy) => Ok(make(policy).await),
        Err(error) => Err(error),
    };
    assert_eq!(build(0, 1.0).await.err(), Some(PolicyError::NoCapacity));
    assert_eq!(build(1, 0.0).await.err(), Some(PolicyError::Rate(0.0)));
    assert_eq!(build(1, -1.0).await.err(), Some(PolicyError::Rate(-1.0)));
    assert!(build(1, f64::NAN).await.is_err() && build(1, f64::INFINITY).await.is_err());
    assert!(build(1, 1.0).await.is_ok());
}

/// A full bucket gives its capacity at once, and then as much as comes back.
pub async fn a_burst_then_the_rate<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    let limiter = make(policy(3, 2.0)).await;
    for remaining in [2, 1, 0] {
        assert_eq!(ask(&limiter, "k", 1, NOW).await, taken(remaining));
    }
    assert_eq!(ask(&limiter, "k", 1, NOW).await, refused(0, 500));
    assert_eq!(ask(&limiter, "k", 3, NOW).await, refused(0, 1500));
    assert_eq!(ask(&limiter, "k", 1, NOW + 500).await, taken(0));
    assert_eq!(ask(&limiter, "k", 3, NOW + 1_000_000).await, taken(0), "it holds no more than its capacity");
    assert_eq!(ask(&limiter, "k", 1, NOW + 1_000_000).await, refused(0, 500));
}

/// A cost of 0 is allowed also where there is nothing.
pub async fn a_cost_of_nothing_passes_and_takes_nothing<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    let limiter = make(policy(2, 1.0)).await;
    assert_eq!(ask(&limiter, "k", 0, NOW).await, taken(2));
    assert_eq!(ask(&limiter, "k", 2, NOW).await, taken(0));
    assert_eq!(ask(&limiter, "k", 0, NOW).await, taken(0));
}

/// A cost above the capacity has no time after which it is there.
pub async fn an_impossible_cost_is_never_there_and_takes_nothing<L: RateLimiter>(
    make: impl AsyncFn(Policy) -> L,
) {
    let limiter = make(policy(2, 1.0)).await;
    for cost in [3, u32::MAX] {
        let never = Decision { allowed: false, remaining: 2, retry_after_ms: None };
        assert_eq!(ask(&limiter, "k", cost, NOW).await, never);
    }
    assert_eq!(ask(&limiter, "k", 2, NOW).await, taken(0));
    let never = Decision { allowed: false, remaining: 0, retry_after_ms: None };
    assert_eq!(ask(&limiter, "k", 3, NOW).await, never);
}

/// Each key has a bucket of its own, whatever is in it.
pub async fn keys_are_apart<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    let limiter = make(policy(2, 1.0)).await;
    let long = "k".repeat(1000);
    let keys = ["k", "K", "", " ", "k ", "k:", ":k", "*", "a b\r\nc", "{k}", "\0", "ключ", &long];
    for (index, key) in keys.iter().enumerate() {
        assert_eq!(ask(&limiter, key, 1, NOW).await, taken(1), "{index}");
    }
    for (index, key) in keys.iter().enumerate() {
        assert_eq!(ask(&limiter, key, 1, NOW).await, taken(0), "{index}");
    }
}

/// Limiters of different policies that stand side by side take nothing from each other.
pub async fn limiters_are_apart<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    let (small, large, fast) =
        (make(policy(1, 1.0)).await, make(policy(9, 1.0)).await, make(policy(1, 7.0)).await);
    assert_eq!(ask(&small, "k", 1, NOW).await, taken(0));
    assert_eq!(ask(&large, "k", 1, NOW).await, taken(8));
    assert_eq!(ask(&fast, "k", 1, NOW).await, taken(0));
    assert_eq!(ask(&small, "k", 1, NOW).await, refused(0, 1000));
    assert_eq!(ask(&fast, "k", 1, NOW).await, refused(0, 143));
}

/// A token is there when it was said to be, and not a millisecond before.
pub async fn it_refills_to_the_millisecond<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    let odd = Policy::per(5, 7, Duration::from_millis(60_001)).unwrap_or_else(|error| panic!("{error}"));
    for policy in
        [policy(1, 1.0), policy(5, 3.0), policy(5, 0.1), policy(5, 1.0 / 3.0), policy(5, 999.0), odd]
    {
        let limiter = make(policy).await;
        let mut now = NOW;
        ask(&limiter, "k", policy.capacity(), now).await;
        for _ in 0..20 {
            let wait = ask(&limiter, "k", 1, now).await.retry_after_ms.unwrap_or_default();
            assert!(wait > 0, "an empty bucket says when there will be something: {policy:?}");
            assert_eq!(ask(&limiter, "k", 1, now + wait - 1).await, refused(0, 1), "{policy:?}");
            now += wait;
            assert_eq!(ask(&limiter, "k", 1, now).await, taken(0), "{policy:?}");
        }
    }
}

/// What comes back between two questions is kept, however little it is.
pub async fn asking_often_loses_no_fraction<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    for (policy, wanted) in [(policy(4, 3.0), 9), (policy(4, 0.7), 2), (policy(1, 1.0 / 0.9), 3)] {
        let limiter = make(policy).await;
        ask(&limiter, "k", policy.capacity(), NOW).await;
        let mut allowed = 0;
        for passed in 1..=3000 {
            allowed += u32::from(ask(&limiter, "k", 1, NOW + passed).await.allowed);
        }
        assert_eq!(allowed, wanted, "{policy:?} in 3 s, asked every millisecond");
    }
}

/// Time that runs backwards counts as none. A clock that is behind by up to a second stands still, so that several that do
/// not quite agree mint nothing; one that is further behind was set back, and counts from there.
pub async fn a_clock_that_goes_back_gives_nothing_and_takes_nothing<L: RateLimiter>(
    make: impl AsyncFn(Policy) -> L,
) {
    let limiter = make(policy(2, 1.0)).await;
    assert_eq!(ask(&limiter, "k", 1, NOW).await, taken(1));
    for _ in 0..5 {
        assert_eq!(ask(&limiter, "k", 2, NOW - 900).await, refused(1, 1000), "it stands still");
        assert_eq!(ask(&limiter, "k", 2, NOW).await, refused(1, 1000), "and mints nothing");
    }
    assert_eq!(ask(&limiter, "k", 2, NOW - 3_600_000).await, refused(1, 1000), "it was set back");
    assert_eq!(ask(&limiter, "k", 2, NOW - 3_599_001).await, refused(1, 1));
    assert_eq!(ask(&limiter, "k", 2, NOW - 3_599_000).await, taken(0), "and goes on from there");
}

/// Looking takes nothing.
pub async fn what_remains_can_be_looked_up<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    let limiter = make(policy(3, 1.0)).await;
    let look = async |now_ms| match limiter.remaining("k", now_ms).await {
        Ok(remaining) => remaining,
        Err(error) => panic!("the limiter could not be asked: {error}"),
    };
    assert_eq!(look(NOW).await, 3);
    ask(&limiter, "k", 2, NOW).await;
    assert_eq!((look(NOW).await, look(NOW + 999).await, look(NOW + 1000).await), (1, 1, 2));
}

/// Nothing overflows and nothing is rounded, up to the largest capacity and with the finest rates.
pub async fn the_largest_numbers_are_exact<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    let limiter = make(policy(u32::MAX, 0.001)).await;
    assert_eq!(ask(&limiter, "k", u32::MAX, NOW).await, taken(0));
    let age_ms = u64::from(u32::MAX) * 1_000_000;
    assert_eq!(ask(&limiter, "k", u32::MAX, NOW).await, refused(0, age_ms));
    assert_eq!(ask(&limiter, "k", u32::MAX, NOW + 1).await, refused(0, age_ms - 1));
    assert_eq!(ask(&limiter, "k", 1, NOW + 999_999).await, refused(0, 1));
    assert_eq!(ask(&limiter, "k", 1, NOW + 1_000_000).await, taken(0));
    let fastest = make(policy(u32::MAX, 1e12)).await;
    assert_eq!(ask(&fastest, "k", u32::MAX, NOW).await, taken(0));
    assert_eq!(ask(&fastest, "k", 1, NOW).await, refused(0, 1));
    assert_eq!(ask(&fastest, "k", 1, NOW + 1).await, taken(999_999_999));
}

/// Of many calls at once, from many threads, as many are allowed as there are tokens, and each sees another remainder.
pub async fn calls_at_once_share_no_token<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    let limiter = Arc::new(make(policy(100, 0.001)).await);
    let answers = at_once(&limiter, |_| "k".to_owned()).await;
    let (allowed, refused): (Vec<_>, Vec<_>) =
        answers.into_iter().flatten().partition(|answer| answer.allowed);
    let mut remaining: Vec<_> = allowed.iter().map(|answer| answer.remaining).collect();
    remaining.sort_unstable();
    assert_eq!(remaining, (0..100).collect::<Vec<_>>());
    assert!(refused.len() == 300 && refused.iter().all(|answer| answer.remaining == 0));
}

/// Of calls at once, each from a thread with a key of its own, every key gets what it has and nothing of another's.
pub async fn keys_are_apart_also_at_once<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    let limiter = Arc::new(make(policy(20, 0.001)).await);
    for answers in at_once(&limiter, |thread| format!("k{thread}")).await {
        let mut remaining: Vec<_> =
            answers.iter().filter(|answer| answer.allowed).map(|answer| answer.remaining).collect();
        remaining.sort_unstable();
        assert_eq!(remaining, (0..20).collect::<Vec<_>>());
    }
}

/// Eight threads, each with fifty questions on their way at once.
async fn at_once<L: RateLimiter>(limiter: &Arc<L>, key: impl Fn(usize) -> String) -> Vec<Vec<Decision>> {
    let ask_50 = |thread| {
        let (limiter, key) = (Arc::clone(limiter), key(thread));
        async move { futures_util::future::join_all((0..50).map(|_| ask(&*limiter, &key, 1, NOW))).await }
    };
    #[cfg(not(target_arch = "wasm32"))]
    let answers = in_parallel((0..8).map(|thread| Box::pin(ask_50(thread)) as _).collect()).await;
    #[cfg(target_arch = "wasm32")]
    let answers = futures_util::future::join_all((0..8).map(ask_50)).await;
    answers
}

/// Whatever is asked in whatever order, decisions and waits are those of an [`ExactBucket`].
pub async fn it_agrees_with_exact_arithmetic<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    let mut random = Random(0x5eed);
    for policy in [policy(5, 3.0), policy(1000, 12.345), policy(3, 1.0 / 7.0), policy(40, 123_456.789)] {
        let limiter = make(policy).await;
        let keys = ["a", "b"];
        let mut exact = [(); 2].map(|()| ExactBucket::full(policy, NOW));
        let mut now_ms = NOW;
        for _ in 0..200 {
            now_ms = random.moment_after(now_ms);
            let (index, cost) = (usize::from(random.below(2) == 1), random.cost(policy.capacity()));
            let wanted = exact[index].consume(cost, now_ms);
            assert_eq!(
                ask(&limiter, keys[index], cost, now_ms).await,
                wanted,
                "{policy:?} {cost} at {now_ms}"
            );
        }
    }
}

/// Once there is nothing to ask any more, twice if need be.
pub async fn it_can_be_disposed_of<L: RateLimiter>(make: impl AsyncFn(Policy) -> L) {
    let limiter = make(policy(1, 1.0)).await;
    ask(&limiter, "k", 1, NOW).await;
    limiter.dispose().await;
    limiter.dispose().await;
}

async fn ask<L: RateLimiter>(limiter: &L, key: &str, cost: u32, now_ms: u64) -> Decision {
    let decision = limiter.consume(key, cost, now_ms).await;
    decision.unwrap_or_else(|error| panic!("the limiter could not be asked: {error}"))
}

fn policy(capacity: u32, tokens_per_second: f64) -> Policy {
    Policy::new(capacity, tokens_per_second).unwrap_or_else(|error| panic!("{error}"))
}

fn taken(remaining: u32) -> Decision {
    Decision { allowed: true, remaining, retry_after_ms: None }
}

fn refused(remaining: u32, retry_after_ms: u64) -> Decision {
    Decision { allowed: false, remaining, retry_after_ms: Some(retry_after_ms) }
}

/// The same sequence in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        // A linear congruential generator (Knuth's MMIX constants), of which the upper half is random enough.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    /// Mostly soon, sometimes much later, sometimes before.
    fn moment_after(&mut self, now_ms: u64) -> u64 {
        match self.below(10) {
            0 => now_ms + self.below(100_000),
            1 => now_ms.saturating_sub(self.below(1500)),
            2 => now_ms.saturating_sub(self.below(1_000_000)),
            _ => now_ms + self.below(400),
        }
    }

    fn cost(&mut self, capacity: u32) -> u32 {
        u32::try_from(self.below(u64::from(capacity) + 2)).unwrap_or(capacity)
    }
}
