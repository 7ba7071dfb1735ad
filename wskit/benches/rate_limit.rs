//! Taking a token from memory, against `governor`: `cargo bench -p wskit --bench rate_limit`.
//!
//! Both read a clock for each question, keep buckets by `String` keys behind the hasher of the standard library, and have
//! enough tokens to say yes. Ours is called as the layer calls it, through the trait and its boxed future.
#![allow(missing_docs)]

use std::{hint::black_box, num::NonZeroU32, time::SystemTime};

use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime};
use futures_util::FutureExt;
use governor::{DefaultKeyedRateLimiter, Quota};
use wskit::rate_limit::{Decision, MemoryRateLimiter, Policy, RateLimiter};

const CAPACITY: u32 = 1_000_000_000;
const MANY: usize = 100_000;

fn ours() -> Box<dyn RateLimiter> {
    Box::new(MemoryRateLimiter::new(Policy::new(CAPACITY, CAPACITY).unwrap()))
}

fn ask(limiter: &dyn RateLimiter, key: &str) -> Decision {
    limiter.consume(key, 1, now_ms()).now_or_never().unwrap().unwrap()
}

fn governor() -> DefaultKeyedRateLimiter<String> {
    DefaultKeyedRateLimiter::keyed(Quota::per_second(NonZeroU32::new(CAPACITY).unwrap()))
}

/// What a platform's clock does.
#[allow(clippy::disallowed_methods, reason = "a benchmark measures on a real clock")]
fn now_ms() -> u64 {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    u64::try_from(since_1970.as_millis()).unwrap()
}

/// In an order that no cache foresees, the same for both.
fn keys() -> Vec<String> {
    (0..MANY).map(|n| format!("connection:{}", n * 7919 % MANY)).collect()
}

fn compare(group: &mut BenchmarkGroup<'_, WallTime>, keys: &[String]) {
    group.throughput(Throughput::Elements(1));
    let limiter = ours();
    let mut next = keys.iter().cycle();
    group.bench_function("wskit", |bench| {
        bench.iter(|| black_box(ask(&*limiter, next.next().unwrap())));
    });
    let limiter = governor();
    let mut next = keys.iter().cycle();
    group.bench_function("governor", |bench| {
        bench.iter(|| black_box(limiter.check_key(next.next().unwrap())));
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
