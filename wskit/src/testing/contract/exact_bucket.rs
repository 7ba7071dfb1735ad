use std::cmp::Ordering;

use crate::rate_limit::{Bucket, Decision, Policy};

/// A token bucket as a textbook has it, in fractions of whole tokens that are never rounded: what an adapter's decisions
/// are compared with. It is slow, and shares nothing with [`Bucket`] but what they have to agree on.
///
/// ```
/// use wskit::{rate_limit::Policy, testing::contract::ExactBucket};
///
/// # fn main() -> Result<(), wskit::rate_limit::PolicyError> {
/// let mut bucket = ExactBucket::full(Policy::new(1, 3)?, 0);
/// assert!(bucket.consume(1, 0).allowed);
/// assert_eq!(bucket.consume(1, 0).retry_after_ms, Some(334));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct ExactBucket {
    capacity: u32,
    tokens_per_ms: Fraction,
    tokens: Fraction,
    at_ms: u64,
}

impl ExactBucket {
    /// A bucket that nothing was taken from.
    #[must_use]
    pub fn full(policy: Policy, now_ms: u64) -> Self {
        Self {
            capacity: policy.capacity(),
            tokens_per_ms: Fraction::new(policy.units_per_ms().into(), policy.units_per_token().into()),
            tokens: Fraction::whole(policy.capacity().into()),
            at_ms: now_ms,
        }
    }

    /// Takes `cost` tokens, or says when they will be there.
    pub fn consume(&mut self, cost: u32, now_ms: u64) -> Decision {
        self.refill(now_ms);
        let price = Fraction::whole(cost.into());
        let allowed = self.tokens.cmp(price) != Ordering::Less;
        if allowed {
            self.tokens = self.tokens.minus(price);
        }
        let never = cost > self.capacity;
        let wait_ms = || price.minus(self.tokens).over(self.tokens_per_ms).rounded_up();
        Decision {
            allowed,
            remaining: u32::try_from(self.tokens.rounded_down()).unwrap_or(u32::MAX),
            retry_after_ms: (!allowed && !never).then(wait_ms).and_then(|ms| u64::try_from(ms).ok()),
        }
    }

    fn refill(&mut self, now_ms: u64) {
        let full = Fraction::whole(self.capacity.into());
        let behind_ms = self.at_ms.saturating_sub(now_ms);
        if (1..=Bucket::LAG_MS).contains(&behind_ms) && self.tokens.cmp(full) == Ordering::Less {
            return;
        }
        // Waiting longer than it takes to fill adds nothing, and would make the numbers of the fraction too large.
        let longest_ms = full.over(self.tokens_per_ms).rounded_up();
        let elapsed_ms = i128::from(now_ms.saturating_sub(self.at_ms)).min(longest_ms);
        let refilled = self.tokens.plus(self.tokens_per_ms.times(elapsed_ms));
        self.tokens = if refilled.cmp(full) == Ordering::Greater { full } else { refilled };
        self.at_ms = now_ms;
    }
}

/// A number that is not negative, in lowest terms.
#[derive(Clone, Copy, Debug)]
struct Fraction {
    above: i128,
    below: i128,
}

impl Fraction {
    fn new(above: i128, below: i128) -> Self {
        let (mut common, mut rest) = (above, below);
        while rest != 0 {
            (common, rest) = (rest, common % rest);
        }
        Self { above: above / common, below: below / common }
    }

    fn whole(number: i128) -> Self {
        Self { above: number, below: 1 }
    }

    fn plus(self, other: Self) -> Self {
        Self::new(self.above * other.below + other.above * self.below, self.below * other.below)
    }

    fn minus(self, other: Self) -> Self {
        Self::new(self.above * other.below - other.above * self.below, self.below * other.below)
    }

    fn times(self, number: i128) -> Self {
        Self::new(self.above * number, self.below)
    }

    fn over(self, other: Self) -> Self {
        Self::new(self.above * other.below, self.below * other.above)
    }

    fn cmp(self, other: Self) -> Ordering {
        (self.above * other.below).cmp(&(other.above * self.below))
    }

    fn rounded_down(self) -> i128 {
        self.above / self.below
    }

    fn rounded_up(self) -> i128 {
        (self.above + self.below - 1) / self.below
    }
}
