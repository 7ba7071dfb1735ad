/// The size of a token bucket and how fast it fills.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    capacity: u32,
    tokens_per_second: f64,
}

/// Why a [`Policy`] makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// A bucket of nothing would let nothing pass.
    #[error("the capacity of a bucket is at least 1")]
    NoCapacity,
    /// A bucket that never fills is a quota, not a rate.
    #[error("a bucket fills by a finite number of tokens a second, more than 0; {0} is none")]
    Rate(f64),
}

impl Policy {
    /// A bucket of `capacity` tokens that gets `tokens_per_second` back, continuously: after a burst of `capacity` the
    /// rate is that.
    ///
    /// # Errors
    ///
    /// When the capacity is 0, or the rate is not a finite number above 0.
    pub fn new(capacity: u32, tokens_per_second: impl Into<f64>) -> Result<Self, PolicyError> {
        let tokens_per_second = tokens_per_second.into();
        if capacity == 0 {
            return Err(PolicyError::NoCapacity);
        }
        if !tokens_per_second.is_finite() || tokens_per_second <= 0.0 {
            return Err(PolicyError::Rate(tokens_per_second));
        }
        Ok(Self { capacity, tokens_per_second })
    }

    /// How many tokens a full bucket holds.
    #[must_use]
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// How many come back in a second.
    #[must_use]
    pub fn tokens_per_second(&self) -> f64 {
        self.tokens_per_second
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_that_makes_no_sense_is_refused() {
        assert_eq!(Policy::new(0, 1), Err(PolicyError::NoCapacity));
        for rate in [0.0, -1.0, f64::INFINITY] {
            assert_eq!(Policy::new(1, rate), Err(PolicyError::Rate(rate)));
        }
        assert!(Policy::new(1, f64::NAN).is_err());
        assert_eq!(Policy::new(3, 0.5).map(|policy| policy.capacity()), Ok(3));
    }
}
