//! What keys cost the limiter in memory. No bucket is ever full again here, so that every key counts.
//!
//! Ten million keys are for an optimised build, `cargo test --release -p wskit --test limiter_memory -- --nocapture`; a
//! debug build stops once the bound has held for a while.
#![allow(missing_docs)]

use futures_util::FutureExt;
use peak_alloc::PeakAlloc;
use wskit::rate_limit::{MemoryRateLimiter, Policy, RateLimiter};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const KEYS: usize = if cfg!(debug_assertions) { 1_050_000 } else { 10_000_000 };
const KEY_BYTES: usize = 16;
const NOW_MS: u64 = 1_750_000_000_000;
/// What there is from the beginning does not count for much from here on.
const ENOUGH: usize = 10_000;

#[test]
fn a_key_costs_at_most_100_bytes_beside_its_letters_and_a_million_are_kept() {
    let before = MEMORY.current_usage();
    let limiter = MemoryRateLimiter::new(Policy::new(2, 0.001).unwrap());
    let (mut worst, mut worst_at) = (0, 0);
    for n in 0..KEYS {
        let key = format!("{n:0KEY_BYTES$}");
        let decision = limiter.consume(&key, 1, NOW_MS).now_or_never().unwrap().unwrap();
        assert!(decision.allowed, "a key that is new is never refused: {key}");
        let kept = limiter.len();
        assert!(kept <= MemoryRateLimiter::MAX_KEYS, "{kept} are kept");
        let beside_it = (MEMORY.current_usage() - before - key.capacity()) / kept - KEY_BYTES;
        if kept >= ENOUGH && beside_it > worst {
            (worst, worst_at) = (beside_it, kept);
        }
    }
    let at_the_end = (MEMORY.current_usage() - before) / limiter.len() - KEY_BYTES;
    println!("{KEYS} keys came, {} are kept", limiter.len());
    println!("bytes beside each key: {at_the_end} at the end, at most {worst}, at {worst_at} keys");
    assert_eq!(limiter.len(), MemoryRateLimiter::MAX_KEYS);
    assert!(worst <= 100);
}
