//! Taking a token from memory, against `governor`: `cargo bench -p wskit --bench rate_limit`.
//!
//! Both keep buckets by `String` keys behind the hasher of the standard library, have enough tokens to say yes, and are
//! handed the time: ours by its caller, `governor` by a clock that stands. What `governor` takes with a real clock is
//! measured beside it. Ours is called as the layer calls it, through the trait and its future.
#![allow(missing_docs)]

use std::{hint::black_box, num::NonZeroU32};

use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime};
use futures_util::FutureExt;
use governor::{
    DefaultKeyedRateLimiter, Quota,
    clock::{Clock, FakeRelativeClock},
    middleware::NoOpMiddleware,
    state::keyed::DashMapStateStore,
};
use wskit::rate_limit::{MemoryRateLimiter, Policy, RateLimiter};

const CAPACITY: u32 = 1_000_000_000;
const MANY: usize = 100_000;
const NOW_MS: u64 = 1_750_000_000_000;

/// In an order that no cache foresees, the same for both.
fn keys() -> Vec<String> {
    (0..MANY).map(|n| format!("connection:{}", n * 7919 % MANY)).collect()
}

fn quota() -> Quota {
    Quota::per_second(NonZeroU32::new(CAPACITY).unwrap())
}

fn governor_with<C: Clock>(
    clock: C,
) -> governor::RateLimiter<String, DashMapStateStore<String>, C, NoOpMiddleware<C::Instant>> {
    governor::RateLimiter::dashmap_with_clock(quota(), clock)
}

fn compare(group: &mut BenchmarkGroup<'_, WallTime>, keys: &[String]) {
    let limiter: Box<dyn RateLimiter> =
        Box::new(MemoryRateLimiter::new(Policy::new(CAPACITY, CAPACITY).unwrap()));
    let mut next = keys.iter().cycle();
    group.bench_function("wskit", |bench| {
        bench.iter(|| limiter.consume(next.next().unwrap(), 1, black_box(NOW_MS)).now_or_never());
    });
    let limiter = governor_with(FakeRelativeClock::default());
    let mut next = keys.iter().cycle();
    group.bench_function("governor", |bench| bench.iter(|| limiter.check_key(next.next().unwrap())));
    let limiter: DefaultKeyedRateLimiter<String> = governor::RateLimiter::keyed(quota());
    let mut next = keys.iter().cycle();
    group.bench_function("governor, with a clock", |bench| {
        bench.iter(|| limiter.check_key(next.next().unwrap()));
    });
}

fn one_key(criterion: &mut Criterion) {
    compare(&mut criterion.benchmark_group("one key"), &keys()[..1]);
}

fn many_keys(criterion: &mut Criterion) {
    compare(&mut criterion.benchmark_group("100,000 keys"), &keys());
}

criterion_group!(benches, one_key, many_keys);
criterion_main!(benches);
