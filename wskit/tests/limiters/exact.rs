//! Sequences that a property test makes up: every decision and every wait of every limiter is that of exact arithmetic.

use std::time::Duration;

use futures_util::FutureExt;
use proptest::{collection::vec, prelude::*, test_runner::Config};
use wskit::{
    rate_limit::{MemoryRateLimiter, Policy, RateLimiter},
    testing::contract::ExactBucket,
};

/// One question: to which key, for how many tokens in hundredths of the capacity, and how the clock moved before it.
#[derive(Clone, Debug)]
struct Question {
    key: usize,
    cost_percent: u64,
    clock: Clock,
}

#[derive(Clone, Debug)]
enum Clock {
    On(u64),
    Back(u64),
}

const KEYS: [&str; 3] = ["a", "b", "c"];
const NOW: u64 = 1_750_000_000_000;

fn policies() -> impl Strategy<Value = Policy> {
    let capacity = prop_oneof![1..10_u32, 1..100_000_u32, Just(u32::MAX)];
    let rate = prop_oneof![
        (1..1000_u32).prop_map(f64::from),
        (1..1000_u32, 1..1000_u32).prop_map(|(above, below)| f64::from(above) / f64::from(below)),
        1e-3..1e6_f64,
        Just(std::f64::consts::PI),
    ];
    let per_second = (capacity, rate).prop_map(|(capacity, rate)| Policy::new(capacity, rate).unwrap());
    let per_period = (1..1000_u32, 1..1000_u32, 1..10_000_000_u64)
        .prop_map(|(capacity, tokens, ms)| Policy::per(capacity, tokens, Duration::from_millis(ms)).unwrap());
    prop_oneof![3 => per_second, 1 => per_period]
}

fn questions() -> impl Strategy<Value = Vec<Question>> {
    let clock = prop_oneof![
        6 => (0..50_u64).prop_map(Clock::On),
        3 => (0..5000_u64).prop_map(Clock::On),
        1 => (0..1_000_000_000_u64).prop_map(Clock::On),
        1 => (0..1500_u64).prop_map(Clock::Back),
        1 => (0..1_000_000_u64).prop_map(Clock::Back),
    ];
    let question = (0..KEYS.len(), 0..110_u64, clock).prop_map(|(key, cost_percent, clock)| Question {
        key,
        cost_percent,
        clock,
    });
    vec(question, 1..80)
}

/// Asks a limiter, and exact arithmetic beside it.
async fn agrees(limiter: &impl RateLimiter, questions: &[Question]) {
    let policy = limiter.policy();
    let mut exact = KEYS.map(|_| ExactBucket::full(policy, NOW));
    let mut now_ms = NOW;
    for Question { key, cost_percent, clock } in questions {
        now_ms = match clock {
            Clock::On(by) => now_ms + by,
            Clock::Back(by) => now_ms - by,
        };
        // Rounded up, so that small buckets are not only asked for nothing.
        let cost = (u64::from(policy.capacity()) * cost_percent).div_ceil(100);
        let cost = u32::try_from(cost).unwrap_or(u32::MAX);
        let wanted = exact[*key].consume(cost, now_ms);
        let decision = limiter.consume(KEYS[*key], cost, now_ms).await.unwrap();
        assert_eq!(decision, wanted, "{policy:?}: {cost} of {key} at {now_ms}");
    }
}

proptest! {
    #![proptest_config(Config { cases: 2000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn memory_is_exact(policy in policies(), questions in questions()) {
        agrees(&MemoryRateLimiter::new(policy), &questions).now_or_never().expect("memory is not waited for");
    }
}

#[cfg(feature = "redis")]
mod in_redis {
    use wskit::rate_limit::RedisRateLimiter;

    use super::*;
    use crate::redis_server::RedisServer;

    #[test]
    fn redis_is_exact() {
        let server = RedisServer::start();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut cases = 0;
        let config = Config { cases: 200, failure_persistence: None, ..Config::default() };
        let mut runner = proptest::test_runner::TestRunner::new(config);
        let mut next = || {
            cases += 1;
            format!("case {cases}")
        };
        let next = std::cell::RefCell::new(&mut next);
        runner
            .run(&(policies(), questions()), |(policy, questions)| {
                let limiter = RedisRateLimiter::new(&server.url(), policy).unwrap().callers_clock();
                let limiter = limiter.prefix(next.borrow_mut()());
                runtime.block_on(agrees(&limiter, &questions));
                Ok(())
            })
            .unwrap();
    }
}
