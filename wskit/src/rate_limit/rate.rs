use std::time::Duration;

/// How fast a bucket fills, as a fraction of whole numbers: so many units a millisecond, so many units a token.
///
/// A bucket counts units. What time adds and what a message takes are then whole numbers, nothing is ever rounded, and
/// all of them are below 2^53, so that a script that knows only doubles comes to the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Rate {
    pub(super) units_per_ms: u64,
    pub(super) units_per_token: u64,
}

/// Doubles are exact below this.
const EXACT: u64 = 1 << 53;
/// No faster, in tokens a second: a bucket of any capacity is full within a millisecond long before.
pub(super) const FASTEST: f64 = 1e12;
/// No slower: the smallest bucket would be full in 285,000 years.
const SLOWEST: f64 = 1e-13;

impl Rate {
    /// The simplest fraction that is this number of tokens a second, or the closest that a bucket of `capacity` can
    /// count with; `None` when such a bucket would hardly ever be full.
    pub(super) fn per_second(tokens: f64, capacity: u32) -> Option<Self> {
        if !(SLOWEST..=FASTEST).contains(&tokens) {
            return None;
        }
        let (most_units, most_tokens) =
            (u128::from(most_units_per_token(capacity)), u128::from(EXACT / 1000));
        let (mut numerator, mut denominator) = exact_per_ms(tokens);
        let (mut before, mut last) = ((0, 1), (1, 0));
        let mut best = None;
        // The convergents of its continued fraction, each closer than the one before.
        while denominator > 0 {
            let whole = numerator / denominator;
            let next = |(before, last): (u128, u128)| last.saturating_mul(whole).saturating_add(before);
            (before, last) = (last, (next((before.0, last.0)), next((before.1, last.1))));
            if last.0 > most_tokens || last.1 > most_units {
                break;
            }
            best = Self::new(last.0, last.1);
            // To the bit: it is the fraction that was meant, if it is written as the same double.
            if best.is_some_and(|rate| rate.tokens_per_second().to_bits() == tokens.to_bits()) {
                break;
            }
            (numerator, denominator) = (denominator, numerator % denominator);
        }
        best
    }

    /// So many tokens in each period, exactly; `None` when a bucket of `capacity` would hardly ever be full.
    pub(super) fn per_period(tokens: u32, period: Duration, capacity: u32) -> Option<Self> {
        let rate = Self::new(tokens.into(), period.as_millis())?;
        (rate.units_per_token <= most_units_per_token(capacity)).then_some(rate)
    }

    fn new(units_per_ms: u128, units_per_token: u128) -> Option<Self> {
        let common = greatest_common_divisor(units_per_ms, units_per_token);
        let reduced = |units: u128| u64::try_from(units.checked_div(common)?).ok();
        let rate = Self { units_per_ms: reduced(units_per_ms)?, units_per_token: reduced(units_per_token)? };
        (rate.units_per_ms > 0 && rate.units_per_token > 0).then_some(rate)
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "both are below 2^53, as long as the first is below 2^53 / 1000"
    )]
    pub(super) fn tokens_per_second(self) -> f64 {
        (self.units_per_ms * 1000) as f64 / self.units_per_token as f64
    }
}

/// A full bucket has fewer than 2^53 units.
fn most_units_per_token(capacity: u32) -> u64 {
    (EXACT - 1) / u64::from(capacity.max(1))
}

/// The exact value of a double that is neither 0 nor subnormal and is below 2^53, a thousandth of it.
fn exact_per_ms(tokens_per_second: f64) -> (u128, u128) {
    let bits = tokens_per_second.to_bits();
    let mantissa = (bits & ((1 << 52) - 1)) | (1 << 52);
    let exponent = 1075 - ((bits >> 52) & 0x7ff);
    (mantissa.into(), 1000 << exponent)
}

fn greatest_common_divisor(a: u128, b: u128) -> u128 {
    let (mut a, mut b) = (a, b);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(tokens: f64, capacity: u32) -> (u64, u64) {
        let rate = Rate::per_second(tokens, capacity).unwrap();
        (rate.units_per_ms, rate.units_per_token)
    }

    #[test]
    fn a_rate_is_the_fraction_that_was_meant() {
        assert_eq!(fraction(1.0, 2), (1, 1000));
        assert_eq!(fraction(1000.0, 2), (1, 1));
        assert_eq!(fraction(2500.0, 2), (5, 2));
        assert_eq!(fraction(0.1, 2), (1, 10_000));
        assert_eq!(fraction(1.0 / 3.0, 1000), (1, 3000));
        assert_eq!(fraction(1.0 / 3600.0, 1_000_000), (1, 3_600_000));
        assert_eq!(fraction(12.345, 1000), (2469, 200_000));
        assert_eq!(fraction(FASTEST, u32::MAX), (1_000_000_000, 1));
    }

    #[test]
    fn one_that_is_no_simple_fraction_is_as_close_as_the_capacity_allows() {
        for capacity in [1, 1000, u32::MAX] {
            let rate = Rate::per_second(std::f64::consts::PI, capacity).unwrap();
            let off = (rate.tokens_per_second() / std::f64::consts::PI - 1.0).abs();
            assert!(off <= f64::from(capacity) / 2f64.powi(53), "{capacity}: {off}");
            assert!(u64::from(capacity) * rate.units_per_token < EXACT);
        }
    }

    #[test]
    fn one_that_never_fills_the_bucket_is_none() {
        assert_eq!(Rate::per_second(1e-12, 1000), None);
        assert_eq!(Rate::per_second(f64::MIN_POSITIVE, 1), None);
        assert_eq!(Rate::per_period(1, Duration::MAX, 1), None);
        assert_eq!(Rate::per_period(1, Duration::from_millis(EXACT), 1), None);
    }

    #[test]
    fn a_period_is_exact() {
        let rate = Rate::per_period(20, Duration::from_secs(60), 20).unwrap();
        assert_eq!((rate.units_per_ms, rate.units_per_token), (1, 3000));
    }
}
