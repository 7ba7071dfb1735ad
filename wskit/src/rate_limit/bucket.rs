use super::{Decision, Policy};

/// One bucket: how much it held at a moment. For adapters; an application asks a [`RateLimiter`](super::RateLimiter).
///
/// It holds *units*, of which the [policy](Policy) says how many make a token and how many a millisecond adds. Both are
/// whole numbers, so nothing is ever rounded, and all are below 2^53, so that a script that knows only doubles, as Lua
/// does, comes to the same.
///
/// ```
/// use wskit::rate_limit::{Bucket, Policy};
///
/// # fn main() -> Result<(), wskit::rate_limit::PolicyError> {
/// let policy = Policy::new(2, 1)?;
/// let mut bucket = Bucket::full(&policy, 10_000);
/// assert!(bucket.consume(&policy, 2, 10_000).allowed);
/// assert_eq!(bucket.consume(&policy, 1, 10_400).retry_after_ms, Some(600));
/// // An adapter keeps these two numbers, and forgets them once the bucket is full again.
/// let stored = (bucket.units(), bucket.at_ms());
/// assert_eq!(bucket.full_at_ms(&policy), 12_000);
/// # assert_eq!(stored, (400, 10_400));
/// # assert_eq!(Bucket::restore(stored.0, stored.1), bucket);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    units: u64,
    at_ms: u64,
}

impl Bucket {
    /// A clock that is behind by no more than this stands still; one that is further back was set back, and is believed.
    /// Threads that read a clock in turn, and machines that do not quite agree, would mint tokens otherwise. A full bucket
    /// has no past to be behind of, so that it may be forgotten.
    pub const LAG_MS: u64 = 1000;

    /// A bucket that nothing was taken from.
    #[must_use]
    pub fn full(policy: &Policy, now_ms: u64) -> Self {
        Self { units: policy.full_units(), at_ms: now_ms }
    }

    /// A bucket that was kept somewhere as its [`units`](Self::units) and their [moment](Self::at_ms).
    #[must_use]
    pub fn restore(units: u64, at_ms: u64) -> Self {
        Self { units, at_ms }
    }

    /// The units that it held at [`at_ms`](Self::at_ms).
    #[must_use]
    pub fn units(&self) -> u64 {
        self.units
    }

    /// The moment of [`units`](Self::units), in milliseconds since 1970.
    #[must_use]
    pub fn at_ms(&self) -> u64 {
        self.at_ms
    }

    /// The first moment at which it is full if nothing more is taken: from then on it is as good as a new one.
    #[must_use]
    pub fn full_at_ms(&self, policy: &Policy) -> u64 {
        let missing = policy.full_units().saturating_sub(self.units);
        self.at_ms.saturating_add(missing.div_ceil(policy.units_per_ms()))
    }

    /// The whole tokens in it now.
    #[must_use]
    pub fn remaining(&self, policy: &Policy, now_ms: u64) -> u32 {
        whole_tokens(policy, self.refilled(policy, now_ms).units)
    }

    /// Takes `cost` tokens, or says when they will be there. A cost above the capacity never is.
    pub fn consume(&mut self, policy: &Policy, cost: u32, now_ms: u64) -> Decision {
        *self = self.refilled(policy, now_ms);
        let price = price(policy, cost);
        let allowed = price <= self.units;
        if allowed {
            self.units -= price;
        }
        Decision::of(policy, cost, allowed, self.units)
    }

    fn refilled(&self, policy: &Policy, now_ms: u64) -> Self {
        let full = policy.full_units();
        let lags = self.at_ms.checked_sub(now_ms).is_some_and(|behind| behind <= Self::LAG_MS);
        let at_ms = if lags && self.units < full { self.at_ms } else { now_ms };
        let gained = at_ms.saturating_sub(self.at_ms).saturating_mul(policy.units_per_ms());
        Self { units: self.units.saturating_add(gained).min(full), at_ms }
    }
}

impl Decision {
    /// What follows for a message from whether its cost was there, and what is left.
    pub(super) fn of(policy: &Policy, cost: u32, allowed: bool, units: u64) -> Self {
        let deficit = price(policy, cost).saturating_sub(units);
        let retry_after_ms =
            (!allowed && cost <= policy.capacity()).then(|| deficit.div_ceil(policy.units_per_ms()));
        Self { allowed, remaining: whole_tokens(policy, units), retry_after_ms }
    }
}

/// What a cost is in units; one above the capacity may be too large for the number, and is beyond every bucket then.
pub(super) fn price(policy: &Policy, cost: u32) -> u64 {
    u64::from(cost).saturating_mul(policy.units_per_token())
}

fn whole_tokens(policy: &Policy, units: u64) -> u32 {
    u32::try_from(units / policy.units_per_token()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        Policy::new(2, 0.5).unwrap()
    }

    #[test]
    fn a_burst_then_the_rate() {
        let mut bucket = Bucket::full(&policy(), 1000);
        let mut take = |now| bucket.consume(&policy(), 1, now);
        assert_eq!(take(1000), Decision { allowed: true, remaining: 1, retry_after_ms: None });
        assert_eq!(take(1000), Decision { allowed: true, remaining: 0, retry_after_ms: None });
        assert_eq!(take(1000), Decision { allowed: false, remaining: 0, retry_after_ms: Some(2000) });
        assert_eq!(take(2999), Decision { allowed: false, remaining: 0, retry_after_ms: Some(1) });
        assert_eq!(take(3000), Decision { allowed: true, remaining: 0, retry_after_ms: None });
    }

    #[test]
    fn asking_often_does_not_starve() {
        let mut bucket = Bucket::full(&policy(), 0);
        bucket.consume(&policy(), 2, 0);
        let allowed = (1..=20_000).filter(|now| bucket.consume(&policy(), 1, *now).allowed).count();
        assert_eq!(allowed, 10);
    }

    #[test]
    fn thirds_of_a_second_add_up() {
        let policy = Policy::new(7, 3).unwrap();
        let mut bucket = Bucket::full(&policy, 0);
        for remaining in (0..7).rev() {
            assert_eq!(bucket.consume(&policy, 1, 0).remaining, remaining);
        }
        assert_eq!(bucket.consume(&policy, 1, 0).retry_after_ms, Some(334));
        let allowed = (1..=100_000).filter(|now| bucket.consume(&policy, 1, *now).allowed).count();
        assert_eq!(allowed, 300);
    }

    #[test]
    fn a_clock_that_was_set_back_gives_nothing_and_takes_nothing() {
        let mut bucket = Bucket::full(&policy(), 10_000);
        bucket.consume(&policy(), 1, 10_000);
        assert_eq!(bucket.consume(&policy(), 0, 0).remaining, 1);
        assert_eq!(bucket.consume(&policy(), 0, 2000).remaining, 2);
    }

    #[test]
    fn a_clock_that_lags_stands_still() {
        let mut bucket = Bucket::full(&policy(), 10_000);
        bucket.consume(&policy(), 2, 10_000);
        for _ in 0..100 {
            assert_eq!(bucket.consume(&policy(), 1, 9000).retry_after_ms, Some(2000));
            assert_eq!(bucket.consume(&policy(), 1, 10_000).retry_after_ms, Some(2000));
        }
    }

    #[test]
    fn what_costs_more_than_a_full_bucket_is_never_there() {
        let decision = Bucket::full(&policy(), 0).consume(&policy(), 3, 0);
        assert_eq!(decision, Decision { allowed: false, remaining: 2, retry_after_ms: None });
    }

    #[test]
    fn the_largest_numbers_overflow_nothing() {
        let policy = Policy::new(u32::MAX, 1e12).unwrap();
        let mut bucket = Bucket::restore(0, 0);
        assert_eq!(bucket.consume(&policy, u32::MAX, 0).retry_after_ms, Some(5));
        assert_eq!(bucket.consume(&policy, u32::MAX, u64::MAX).remaining, 0);
        let slow = Policy::new(1, 1.2e-13).unwrap();
        let mut bucket = Bucket::full(&slow, u64::MAX);
        assert!(!bucket.consume(&slow, u32::MAX, 0).allowed);
        assert!(bucket.consume(&slow, 1, 0).allowed);
        assert!(bucket.full_at_ms(&slow) > 1 << 52);
    }
}
