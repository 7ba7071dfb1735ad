use std::time::Duration;

use super::rate::{FASTEST, Rate};

/// The size of a token bucket and how fast it fills.
///
/// ```
/// use std::time::Duration;
/// use wskit::rate_limit::Policy;
///
/// # fn main() -> Result<(), wskit::rate_limit::PolicyError> {
/// let ten_a_second = Policy::new(100, 10)?;
/// let one_in_two_seconds = Policy::new(3, 0.5)?;
/// let twenty_an_hour = Policy::per(20, 20, Duration::from_secs(3600))?;
/// # Ok(()) }
/// ```
///
/// The arithmetic is exact: nothing is lost to rounding, however often a bucket is asked. A rate given as a number is
/// the simplest fraction that is that number, such as a third for `1.0 / 3.0`; one that is no fraction with small enough
/// parts, such as π, is off by less than `capacity` parts in 2^53.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    capacity: u32,
    rate: Rate,
}

/// Why a [`Policy`] makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// A bucket of nothing would let nothing pass.
    #[error("the capacity of a bucket is at least 1")]
    NoCapacity,
    /// A bucket that never fills is a quota, not a rate.
    #[error("a bucket fills by more than 0 and at most 10^12 tokens a second; {0} is not such a rate")]
    Rate(f64),
    /// A period without whole milliseconds.
    #[error("tokens come back in a period of whole milliseconds, at least one; {0:?} is none")]
    Period(Duration),
    /// A rate so small that it is none for a bucket of this size.
    #[error(
        "a bucket of {capacity} would take more than 285,000 years to fill at this rate; use fewer tokens or a faster rate"
    )]
    TooSlow {
        /// The capacity asked for.
        capacity: u32,
    },
}

impl Policy {
    /// A bucket of `capacity` tokens that gets `tokens_per_second` back, continuously: after a burst of `capacity` the
    /// rate is that.
    ///
    /// # Errors
    ///
    /// When the capacity is 0, when the rate is not a number above 0 and up to 10^12, or when the bucket would take more
    /// than 2^53 milliseconds to fill.
    pub fn new(capacity: u32, tokens_per_second: impl Into<f64>) -> Result<Self, PolicyError> {
        let tokens_per_second = tokens_per_second.into();
        // Written so that NaN is refused too.
        if !(tokens_per_second > 0.0 && tokens_per_second <= FASTEST) {
            return Err(PolicyError::Rate(tokens_per_second));
        }
        Self::of(capacity, Rate::per_second(tokens_per_second, capacity))
    }

    /// A bucket of `capacity` tokens that gets `tokens` back in each `period`, continuously and exactly.
    ///
    /// # Errors
    ///
    /// When the capacity or `tokens` is 0, when the period is not a whole number of milliseconds, or when the bucket would
    /// take more than 2^53 milliseconds to fill.
    pub fn per(capacity: u32, tokens: u32, period: Duration) -> Result<Self, PolicyError> {
        if tokens == 0 {
            return Err(PolicyError::Rate(0.0));
        }
        if period.is_zero() || !period.subsec_nanos().is_multiple_of(1_000_000) {
            return Err(PolicyError::Period(period));
        }
        Self::of(capacity, Rate::per_period(tokens, period, capacity))
    }

    fn of(capacity: u32, rate: Option<Rate>) -> Result<Self, PolicyError> {
        if capacity == 0 {
            return Err(PolicyError::NoCapacity);
        }
        let rate = rate.ok_or(PolicyError::TooSlow { capacity })?;
        Ok(Self { capacity, rate })
    }

    /// How many tokens a full bucket holds.
    #[must_use]
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// How many come back in a second.
    #[must_use]
    pub fn tokens_per_second(&self) -> f64 {
        self.rate.tokens_per_second()
    }

    /// The units that a millisecond adds to a bucket; see [`Bucket`](super::Bucket).
    #[must_use]
    pub fn units_per_ms(&self) -> u64 {
        self.rate.units_per_ms
    }

    /// The units that make a token; see [`Bucket`](super::Bucket).
    #[must_use]
    pub fn units_per_token(&self) -> u64 {
        self.rate.units_per_token
    }

    /// The units in a full bucket, fewer than 2^53.
    #[must_use]
    pub fn full_units(&self) -> u64 {
        u64::from(self.capacity) * self.rate.units_per_token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_that_makes_no_sense_is_refused() {
        assert_eq!(Policy::new(0, 1), Err(PolicyError::NoCapacity));
        for rate in [0.0, -1.0, f64::INFINITY, 1e13] {
            assert_eq!(Policy::new(1, rate), Err(PolicyError::Rate(rate)));
        }
        assert!(Policy::new(1, f64::NAN).is_err());
        assert_eq!(Policy::new(1000, 1e-12), Err(PolicyError::TooSlow { capacity: 1000 }));
        assert_eq!(Policy::new(1, f64::MIN_POSITIVE), Err(PolicyError::TooSlow { capacity: 1 }));
    }

    #[test]
    fn a_period_that_makes_no_sense_is_refused() {
        let minute = Duration::from_secs(60);
        assert_eq!(Policy::per(0, 1, minute), Err(PolicyError::NoCapacity));
        assert_eq!(Policy::per(1, 0, minute), Err(PolicyError::Rate(0.0)));
        for period in [Duration::ZERO, Duration::from_micros(1500)] {
            assert_eq!(Policy::per(1, 1, period), Err(PolicyError::Period(period)));
        }
        assert_eq!(Policy::per(2, 1, Duration::MAX), Err(PolicyError::Period(Duration::MAX)));
        let age = Duration::from_secs(u64::MAX);
        assert_eq!(Policy::per(2, 1, age), Err(PolicyError::TooSlow { capacity: 2 }));
    }

    #[test]
    fn a_policy_says_what_it_was_given() {
        for rate in [0.5, 1.0 / 3.0, 0.1, 10.0, 1e12] {
            let policy = Policy::new(3, rate).unwrap();
            assert_eq!((policy.capacity(), policy.tokens_per_second()), (3, rate));
        }
        assert_eq!(Policy::new(6, 2), Policy::per(6, 120, Duration::from_secs(60)));
    }
}
