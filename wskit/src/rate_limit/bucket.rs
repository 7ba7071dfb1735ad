use super::{Decision, Policy};

/// One bucket: how much it held at a moment.
///
/// It is measured in milliseconds of refilling rather than in tokens. The time that passes then adds whole numbers, and
/// asking often loses nothing to rounding.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    level_ms: f64,
    at_ms: u64,
}

/// What the arithmetic of a cost may be off by.
const SLACK_MS: f64 = 1e-6;

impl Bucket {
    pub(super) fn full(policy: &Policy, now_ms: u64) -> Self {
        Self { level_ms: policy.refill_ms(policy.capacity()), at_ms: now_ms }
    }

    /// What it holds now. A clock that goes back adds nothing.
    fn refilled(&self, policy: &Policy, now_ms: u64) -> Self {
        #[allow(clippy::cast_precision_loss, reason = "2^53 milliseconds are 285,000 years")]
        let elapsed_ms = now_ms.saturating_sub(self.at_ms) as f64;
        let level_ms = (self.level_ms + elapsed_ms).min(policy.refill_ms(policy.capacity()));
        Self { level_ms, at_ms: now_ms }
    }

    /// Whether it is as good as a new one, so that nothing is lost with it.
    pub(super) fn is_full(&self, policy: &Policy, now_ms: u64) -> bool {
        self.refilled(policy, now_ms).level_ms >= policy.refill_ms(policy.capacity())
    }

    /// What it holds, for comparing one with another.
    pub(super) fn level(&self) -> f64 {
        self.level_ms
    }

    pub(super) fn consume(&mut self, policy: &Policy, cost: u32, now_ms: u64) -> Decision {
        *self = self.refilled(policy, now_ms);
        let cost_ms = policy.refill_ms(cost);
        let deficit_ms = cost_ms - self.level_ms - SLACK_MS;
        if deficit_ms <= 0.0 {
            self.level_ms = (self.level_ms - cost_ms).max(0.0);
            return Decision { allowed: true, remaining: self.whole(policy), retry_after_ms: None };
        }
        let never = cost > policy.capacity();
        let retry_after_ms = (!never).then(|| whole(deficit_ms.ceil()));
        Decision { allowed: false, remaining: self.whole(policy), retry_after_ms }
    }

    /// The whole tokens in it.
    fn whole(&self, policy: &Policy) -> u32 {
        let tokens = (self.level_ms + SLACK_MS) * policy.tokens_per_second() / 1000.0;
        u32::try_from(whole(tokens)).unwrap_or(u32::MAX)
    }
}

impl Policy {
    /// How long it takes to get so many tokens back.
    fn refill_ms(&self, tokens: u32) -> f64 {
        f64::from(tokens) * 1000.0 / self.tokens_per_second()
    }
}

/// The whole part of a number that is not negative.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast saturates, and the fraction is what is to go"
)]
fn whole(number: f64) -> u64 {
    number as u64
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
    fn a_clock_that_goes_back_gives_nothing_and_takes_nothing() {
        let mut bucket = Bucket::full(&policy(), 10_000);
        bucket.consume(&policy(), 1, 10_000);
        assert_eq!(bucket.consume(&policy(), 0, 0).remaining, 1);
        assert_eq!(bucket.consume(&policy(), 0, 2000).remaining, 2);
    }

    #[test]
    fn what_costs_more_than_a_full_bucket_is_never_there() {
        let decision = Bucket::full(&policy(), 0).consume(&policy(), 3, 0);
        assert_eq!(decision, Decision { allowed: false, remaining: 2, retry_after_ms: None });
    }
}
