//! Taking a token from memory, against `governor`: `cargo bench -p wskit --bench rate_limit`.
//!
//! Both keep buckets by `String` keys behind the hasher of the standard library and have enough tokens to say yes. Ours is
//! called as the layer calls it, through the trait and its future. They are compared twice: each with its own clock, which
//! is that of the tokio server here, and handed the time, which `governor` takes from a clock that stands.
//!
//! Short runs of both alternate, and what is reported is the median of the ratios of neighbours: whatever else the machine
//! does meets both.
#![allow(missing_docs)]
#![allow(clippy::disallowed_methods, reason = "a benchmark is what reads the clock")]

use std::{hint::black_box, num::NonZeroU32, time::Instant};

use futures_util::FutureExt;
use governor::{
    Quota,
    clock::{Clock, DefaultClock, FakeRelativeClock},
    middleware::NoOpMiddleware,
    state::keyed::DashMapStateStore,
};
use wskit::{
    platform::Platform,
    rate_limit::{MemoryRateLimiter, Policy, RateLimiter},
    server::TokioPlatform,
};

const CAPACITY: u32 = 1_000_000_000;
const MANY: usize = 100_000;
const NOW_MS: u64 = 1_750_000_000_000;
const ROUNDS: usize = 1000;
/// So few that hardly a run is interrupted.
const CALLS: u32 = 5000;

/// In an order that no cache foresees, the same for both.
fn keys() -> Vec<String> {
    (0..MANY).map(|n| format!("connection:{}", n * 7919 % MANY)).collect()
}

fn ours<'a>(keys: &'a [String], now_ms: impl Fn() -> u64 + 'a) -> impl FnMut() + 'a {
    let limiter: Box<dyn RateLimiter> =
        Box::new(MemoryRateLimiter::new(Policy::new(CAPACITY, CAPACITY).unwrap()));
    let mut next = keys.iter().cycle();
    move || {
        let asked = limiter.consume(next.next().unwrap(), 1, now_ms()).now_or_never();
        assert!(black_box(asked).unwrap().unwrap().allowed);
    }
}

fn governors<C: Clock>(keys: &[String], clock: C) -> impl FnMut() {
    type Limiter<C> =
        governor::RateLimiter<String, DashMapStateStore<String>, C, NoOpMiddleware<<C as Clock>::Instant>>;
    let quota = Quota::per_second(NonZeroU32::new(CAPACITY).unwrap());
    let limiter: Limiter<C> = governor::RateLimiter::dashmap_with_clock(quota, clock);
    let mut next = keys.iter().cycle();
    move || assert!(black_box(limiter.check_key(next.next().unwrap())).is_ok())
}

/// Nanoseconds a call.
fn run(mut call: impl FnMut()) -> f64 {
    let began = Instant::now();
    for _ in 0..CALLS {
        call();
    }
    began.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
}

fn compare(what: &str, mut ours: impl FnMut(), mut theirs: impl FnMut()) {
    // Every key has its bucket before anything counts.
    for _ in 0..MANY {
        ours();
        theirs();
    }
    let rounds: Vec<_> = (0..ROUNDS).map(|_| (run(&mut ours), run(&mut theirs))).collect();
    let best = |each: &dyn Fn(&(f64, f64)) -> f64| rounds.iter().map(each).fold(f64::INFINITY, f64::min);
    let (our_best, their_best) = (best(&|round| round.0), best(&|round| round.1));
    let mut ratios: Vec<f64> = rounds.iter().map(|(ours, theirs)| ours / theirs).collect();
    ratios.sort_by(f64::total_cmp);
    let ratio = ratios[ROUNDS / 2];
    println!(
        "{what:32} wskit {our_best:6.1} ns, governor {their_best:6.1} ns at best; {ratio:.2} times as long"
    );
}

fn main() {
    let keys = keys();
    for (name, keys) in [("one key", &keys[..1]), ("100,000 keys", &keys[..])] {
        compare(
            &format!("{name}, handed the time:"),
            ours(keys, || black_box(NOW_MS)),
            governors(keys, FakeRelativeClock::default()),
        );
        let platform = TokioPlatform::new();
        compare(
            &format!("{name}, with a clock:"),
            ours(keys, || platform.now_ms()),
            governors(keys, DefaultClock::default()),
        );
    }
}
