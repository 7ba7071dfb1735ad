//! What is counted while it counts.

use std::time::Duration;

/// Messages and how long they took.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Whether the warm-up is over.
    pub(super) counting: bool,
    pub(super) messages: u64,
    pub(super) latencies: Times,
    /// How much later than planned requests were sent.
    pub(super) delays: Times,
}

/// Times, to be asked for percentiles.
#[derive(Debug, Default)]
pub(super) struct Times(Vec<Duration>);

impl Times {
    pub(super) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The time that so many of a hundred do not exceed; zero if there is none.
    pub(super) fn percentile(&mut self, percent: usize) -> Duration {
        self.0.sort_unstable();
        let rank = (self.0.len() * percent).div_ceil(100);
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_by_rank() {
        let mut times = Times::default();
        assert_eq!(times.percentile(99), Duration::ZERO);
        for millis in (1..=200).rev() {
            times.add(Duration::from_millis(millis));
        }
        let [median, late, last] = [50, 99, 100].map(|percent| times.percentile(percent));
        assert_eq!([median, late, last].map(|time| time.as_millis()), [100, 198, 200]);
    }
}
