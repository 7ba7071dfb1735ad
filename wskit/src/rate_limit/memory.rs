use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, PoisonError},
};

use super::{Decision, LimiterError, Policy, RateLimiter, bucket::Bucket};
use crate::maybe_send::BoxFuture;

/// Buckets in the memory of this process.
///
/// Buckets that are full again are forgotten from time to time. However many keys there are, at most [`MAX_KEYS`](Self::MAX_KEYS) are kept;
/// the fullest of a random part goes first then.
pub struct MemoryRateLimiter {
    policy: Policy,
    shards: [Mutex<Shard>; SHARDS],
    hasher: RandomState,
}

struct Shard {
    buckets: HashMap<Box<str>, Bucket>,
    /// How many there may be before those that are full are looked for: twice as many as were left last time.
    sweep_at: usize,
}

const SHARDS: usize = 16;

/// So few buckets in one shard are not worth a look.
const MIN_SWEEP: usize = 256;
/// More are never kept in one.
const MAX_SHARD: usize = MemoryRateLimiter::MAX_KEYS / SHARDS;

impl MemoryRateLimiter {
    /// The most buckets that are kept.
    pub const MAX_KEYS: usize = 256 * 1024;

    /// A limiter whose buckets are all full.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        let shard = |_| Mutex::new(Shard { buckets: HashMap::new(), sweep_at: MIN_SWEEP });
        Self { policy, shards: std::array::from_fn(shard), hasher: RandomState::new() }
    }

    fn take(&self, key: &str, cost: u32, now_ms: u64) -> Decision {
        #[allow(clippy::cast_possible_truncation, reason = "reduced modulo SHARDS first")]
        let index = (self.hasher.hash_one(key) % SHARDS as u64) as usize;
        let mut shard = self.shards[index].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = shard.buckets.get_mut(key) {
            return bucket.consume(&self.policy, cost, now_ms);
        }
        if shard.buckets.len() >= shard.sweep_at {
            make_room(&mut shard.buckets, &self.policy, now_ms);
            shard.sweep_at = (shard.buckets.len() * 2).clamp(MIN_SWEEP, MAX_SHARD);
        }
        let mut bucket = Bucket::full(&self.policy, now_ms);
        let decision = bucket.consume(&self.policy, cost, now_ms);
        shard.buckets.insert(key.into(), bucket);
        decision
    }
}

/// Forgets what is full, and where nothing is, the fuller half: a bucket with little in it is what holds somebody back.
fn make_room(shard: &mut HashMap<Box<str>, Bucket>, policy: &Policy, now_ms: u64) {
    shard.retain(|_, bucket| !bucket.is_full(policy, now_ms));
    if shard.len() < MAX_SHARD {
        return;
    }
    let mut levels: Vec<f64> = shard.values().map(Bucket::level).collect();
    let middle = levels.len() / 2;
    let (_, median, _) = levels.select_nth_unstable_by(middle, f64::total_cmp);
    let median = *median;
    let mut spare = middle;
    shard.retain(|_, bucket| {
        let goes = bucket.level() >= median && spare > 0;
        spare -= usize::from(goes);
        !goes
    });
}

impl RateLimiter for MemoryRateLimiter {
    fn consume<'a>(
        &'a self,
        key: &'a str,
        cost: u32,
        now_ms: u64,
    ) -> BoxFuture<'a, Result<Decision, LimiterError>> {
        Box::pin(std::future::ready(Ok(self.take(key, cost, now_ms))))
    }

    fn policy(&self) -> Policy {
        self.policy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_a_bucket_of_its_own() {
        let limiter = MemoryRateLimiter::new(Policy::new(1, 1).unwrap());
        assert!(limiter.take("a", 1, 0).allowed);
        assert!(!limiter.take("a", 1, 0).allowed);
        assert!(limiter.take("b", 1, 0).allowed);
        assert!(limiter.take("a", 1, 1000).allowed);
    }

    #[test]
    fn keys_that_come_once_do_not_pile_up() {
        let limiter = MemoryRateLimiter::new(Policy::new(1, 1000).unwrap());
        for n in 0..100_000 {
            limiter.take(&n.to_string(), 1, n);
        }
        let kept: usize = limiter.shards.iter().map(|shard| shard.lock().unwrap().buckets.len()).sum();
        assert!(kept <= SHARDS * MIN_SWEEP, "{kept}");
    }

    #[test]
    fn full_buckets_are_forgotten_first_and_then_the_fuller_half() {
        let policy = Policy::new(2, 1).unwrap();
        let mut shard: HashMap<Box<str>, Bucket> = HashMap::new();
        let add = |shard: &mut HashMap<_, _>, name: String, cost, at| {
            let mut bucket = Bucket::full(&policy, at);
            bucket.consume(&policy, cost, at);
            shard.insert(name.into_boxed_str(), bucket);
        };
        for n in 0..MAX_SHARD {
            add(&mut shard, format!("old {n}"), 1, 0);
        }
        add(&mut shard, "new".into(), 1, 1000);
        make_room(&mut shard, &policy, 1000);
        assert_eq!(shard.keys().map(|key| &**key).collect::<Vec<_>>(), ["new"]);
        for n in 0..MAX_SHARD {
            add(&mut shard, format!("empty {n}"), 2, 1000);
        }
        make_room(&mut shard, &policy, 1000);
        assert!(shard.len() <= MAX_SHARD / 2 + 1);
    }
}
