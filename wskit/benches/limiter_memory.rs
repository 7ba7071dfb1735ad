//! What ten million keys cost the limiter in memory: `cargo bench -p wskit --bench limiter_memory`.
//!
//! No bucket is ever full again, so that every key counts. It fails when a key costs more than 100 bytes beside its own
//! letters at any moment, or when more than a million are kept.
#![allow(missing_docs)]

use std::process::ExitCode;

use futures_util::FutureExt;
use peak_alloc::PeakAlloc;
use wskit::rate_limit::{MemoryRateLimiter, Policy, RateLimiter};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const KEYS: usize = 10_000_000;
const KEY_BYTES: usize = 16;
const MOST_BESIDE_A_KEY: usize = 100;
const NOW_MS: u64 = 1_750_000_000_000;
/// Fewer keys say little: what there is from the beginning counts too.
const ENOUGH: usize = 10_000;

fn main() -> ExitCode {
    let before = MEMORY.current_usage();
    let limiter = MemoryRateLimiter::new(Policy::new(2, 0.001).unwrap());
    let (mut worst, mut worst_at, mut refused) = (0, 0, 0);
    for n in 0..KEYS {
        let key = format!("{n:0KEY_BYTES$}");
        refused += usize::from(!take(&limiter, &key));
        let kept = limiter.len();
        if kept > MemoryRateLimiter::MAX_KEYS {
            eprintln!("{kept} keys are kept");
            return ExitCode::FAILURE;
        }
        let used = MEMORY.current_usage() - before - key.capacity();
        let beside = used.saturating_sub(kept * KEY_BYTES) / kept;
        if kept >= ENOUGH && beside > worst {
            (worst, worst_at) = (beside, kept);
        }
    }
    let kept = limiter.len();
    let beside = (MEMORY.current_usage() - before) / kept - KEY_BYTES;
    println!("{KEYS} keys of {KEY_BYTES} bytes came, {refused} were refused, {kept} are kept");
    println!("bytes beside each key: {beside} at the end, at most {worst}, at {worst_at} keys");
    ExitCode::from(u8::from(worst > MOST_BESIDE_A_KEY))
}

fn take(limiter: &MemoryRateLimiter, key: &str) -> bool {
    limiter.consume(key, 1, NOW_MS).now_or_never().unwrap().unwrap().allowed
}
