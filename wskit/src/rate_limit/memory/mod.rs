mod shard;

use std::{
    fmt,
    hash::RandomState,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use self::shard::{Shard, hash_of};
use super::{Asked, Bucket, Decision, Policy, RateLimiter};

/// Buckets in the memory of this process, at most [`MAX_KEYS`](Self::MAX_KEYS) of them.
///
/// A bucket that is full again is as good as a new one, and is forgotten; that changes no decision. Only where a million
/// buckets are all in use does a new one displace another, the fullest that can be found quickly: whoever brings a
/// million keys is limited by none of them, and must neither lock everybody else out nor empty the bucket of somebody
/// who is being held back.
///
/// A bucket takes less than 100 bytes beside its key. Its clock is the `now_ms` it is asked with.
pub struct MemoryRateLimiter {
    policy: Policy,
    shards: [Mutex<Shard>; SHARDS],
    hasher: RandomState,
    kept: Kept,
}

/// Enough that threads rarely wait for each other.
const SHARDS: usize = 64;
/// The table inside a shard goes by the lowest and the highest bits of a hash.
const SHARD_BITS_FROM: u32 = 40;

impl MemoryRateLimiter {
    /// The most buckets that are kept.
    pub const MAX_KEYS: usize = 1_000_000;

    /// A limiter whose buckets are all full.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self::bounded(policy, Self::MAX_KEYS)
    }

    fn bounded(policy: Policy, max_keys: usize) -> Self {
        let shards = std::array::from_fn(|_| Mutex::default());
        let kept = Kept { count: AtomicUsize::new(0), most: max_keys };
        Self { policy, shards, hasher: RandomState::new(), kept }
    }

    /// How many buckets are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.count.load(Ordering::Relaxed)
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn take(&self, key: &str, cost: u32, now_ms: u64) -> Decision {
        let hash = hash_of(&self.hasher, key);
        let mut shard = self.shard(hash);
        if let Some(bucket) = shard.find(hash, key) {
            return bucket.consume(&self.policy, cost, now_ms);
        }
        let (bucket, decision) = self.take_first(cost, now_ms);
        if bucket.units() == self.policy.full_units() {
            return decision;
        }
        self.kept.leave(shard.forget_full(&self.policy, now_ms, &self.hasher));
        if self.kept.enter() {
            shard.insert(hash, key, bucket, &self.policy, &self.hasher);
            return decision;
        }
        drop(shard);
        self.take_by_displacing(hash, key, cost, now_ms)
    }

    /// The bucket of a new key, and what it says.
    fn take_first(&self, cost: u32, now_ms: u64) -> (Bucket, Decision) {
        let mut bucket = Bucket::full(&self.policy, now_ms);
        let decision = bucket.consume(&self.policy, cost, now_ms);
        (bucket, decision)
    }

    fn take_by_displacing(&self, hash: u64, key: &str, cost: u32, now_ms: u64) -> Decision {
        let made_room = self.displace(hash, now_ms);
        let mut shard = self.shard(hash);
        // Another thread may have brought the same key meanwhile.
        if let Some(bucket) = shard.find(hash, key) {
            self.kept.leave(usize::from(made_room));
            return bucket.consume(&self.policy, cost, now_ms);
        }
        let (bucket, decision) = self.take_first(cost, now_ms);
        if made_room {
            shard.insert(hash, key, bucket, &self.policy, &self.hasher);
        }
        decision
    }

    /// Forgets a bucket that is full, wherever there is one, or else the fullest of the first shard that has any. One shard
    /// is locked at a time.
    fn displace(&self, hash: u64, now_ms: u64) -> bool {
        let shards = || (0..SHARDS as u64).map(|step| self.shard(hash.wrapping_add(step << SHARD_BITS_FROM)));
        shards().any(|mut shard| shard.forget_one_full(&self.policy, now_ms, &self.hasher))
            || shards().any(|mut shard| shard.forget_fullest(&self.policy, &self.hasher))
    }

    /// The shard of a hash. A panic while one is locked leaves its buckets sound.
    fn shard(&self, hash: u64) -> MutexGuard<'_, Shard> {
        #[allow(clippy::cast_possible_truncation, reason = "reduced modulo SHARDS first")]
        let index = ((hash >> SHARD_BITS_FROM) % SHARDS as u64) as usize;
        self.shards[index].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many buckets are kept, in all shards together.
struct Kept {
    count: AtomicUsize,
    most: usize,
}

impl Kept {
    /// Counts one more, unless there are as many as there may be.
    fn enter(&self) -> bool {
        let one_more = |count| (count < self.most).then_some(count + 1);
        self.count.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).is_ok()
    }

    fn leave(&self, count: usize) {
        if count > 0 {
            self.count.fetch_sub(count, Ordering::Relaxed);
        }
    }
}

impl RateLimiter for MemoryRateLimiter {
    fn consume<'a>(&'a self, key: &'a str, cost: u32, now_ms: u64) -> Asked<'a> {
        Asked::now(Ok(self.take(key, cost, now_ms)))
    }

    fn policy(&self) -> Policy {
        self.policy
    }
}

impl fmt::Debug for MemoryRateLimiter {
    /// Without the keys, which say who is there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryRateLimiter")
            .field("policy", &self.policy)
            .field("keys", &self.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter(capacity: u32, tokens_per_second: u32, most: usize) -> MemoryRateLimiter {
        MemoryRateLimiter::bounded(Policy::new(capacity, tokens_per_second).unwrap(), most)
    }

    fn counted(limiter: &MemoryRateLimiter) -> usize {
        limiter.shards.iter().map(|shard| shard.lock().unwrap().len()).sum()
    }

    #[test]
    fn each_key_has_a_bucket_of_its_own() {
        let limiter = limiter(1, 1, 10);
        assert!(limiter.take("a", 1, 0).allowed);
        assert!(!limiter.take("a", 1, 0).allowed);
        assert!(limiter.take("b", 1, 0).allowed);
        assert!(limiter.take("a", 1, 1000).allowed);
    }

    #[test]
    fn a_question_that_takes_nothing_keeps_nothing() {
        let limiter = limiter(1, 1, 10);
        limiter.take("a", 0, 0);
        limiter.take("b", 2, 0);
        assert!(limiter.is_empty());
    }

    #[test]
    fn keys_that_come_once_do_not_pile_up() {
        let limiter = limiter(1, 1000, 1_000_000);
        for n in 0..100_000 {
            limiter.take(&n.to_string(), 1, n);
        }
        assert!(limiter.len() <= SHARDS * shard::FEW, "{}", limiter.len());
        assert_eq!(counted(&limiter), limiter.len());
    }

    #[test]
    fn as_long_as_one_is_full_no_other_is_displaced() {
        let limiter = limiter(2, 1, 1000);
        for n in 0..500 {
            limiter.take(&format!("full by 2000: {n}"), 2, 0);
            limiter.take(&format!("empty at 2000: {n}"), 2, 1999);
        }
        for n in 0..500 {
            limiter.take(&format!("new: {n}"), 2, 2000);
        }
        assert_eq!((limiter.len(), counted(&limiter)), (1000, 1000));
        for n in 0..500 {
            assert!(!limiter.take(&format!("empty at 2000: {n}"), 1, 2000).allowed, "{n}");
            assert!(!limiter.take(&format!("new: {n}"), 1, 2000).allowed, "{n}");
        }
    }

    #[test]
    fn where_none_is_full_the_fullest_gives_way_and_a_new_key_is_served() {
        let limiter = limiter(1000, 1, 1000);
        for n in 0..1000 {
            limiter.take(&n.to_string(), n + 1, 0);
        }
        for n in 0..10 {
            assert!(limiter.take(&format!("new {n}"), 1000, 0).allowed);
            assert_eq!((limiter.len(), counted(&limiter)), (1000, 1000));
        }
        let is_new = |n| limiter.take(&format!("{n}"), 0, 0).remaining == 1000;
        assert!((900..1000).all(|n| !is_new(n)), "the emptier ones are still there");
        assert_eq!((0..900).filter(|n| is_new(*n)).count(), 10);
        assert!((0..10).all(|n| limiter.take(&format!("new {n}"), 1, 0).remaining == 0));
    }

    #[test]
    fn threads_that_displace_each_other_keep_the_bound() {
        let limiter = limiter(1, 1, 100);
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let limiter = &limiter;
                scope.spawn(move || {
                    for n in 0..5000 {
                        limiter.take(&format!("{}", (n * 7 + thread) % 1000), 1, 0);
                        assert!(limiter.len() <= 100);
                    }
                });
            }
        });
        assert_eq!((limiter.len(), counted(&limiter)), (100, 100));
    }
}
