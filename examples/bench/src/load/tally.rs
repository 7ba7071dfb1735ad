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

impl Tally {
    pub(super) fn add(&mut self, messages: usize) {
        self.messages += if self.counting { messages as u64 } else { 0 };
    }
}

/// Times, to be asked for percentiles.
#[derive(Debug, Default)]
pub(super) struct Times(Vec<Duration>);

impl Times {
    pub(super) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The time that so many of a hundred do not exceed; zero if there is none.
    pub(super) fn percentile(&self, percent: usize) -> Duration {
        percentile(self.0.clone(), percent)
    }

    /// The same of each [`WINDOW`] of times, one after another, and of these the one in the middle: a machine that pauses now
    /// and then spoils a few windows, a server that is slow now and then all of them.
    pub(super) fn typical_percentile(&self, percent: usize) -> Duration {
        percentile(self.0.chunks(WINDOW).map(|window| percentile(window.to_vec(), percent)).collect(), 50)
    }
}

/// How many times in a row make a window. A hundredth of it are ten.
const WINDOW: usize = 1000;

fn percentile(mut times: Vec<Duration>, percent: usize) -> Duration {
    times.sort_unstable();
    let rank = (times.len() * percent).div_ceil(100);
    times.get(rank.saturating_sub(1)).copied().unwrap_or_default()
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

    #[test]
    fn a_pause_is_in_few_windows_and_a_slow_server_in_all() {
        let [mut paused, mut slow] = [Times::default(), Times::default()];
        for message in 0..10_000_u64 {
            paused.add(Duration::from_millis(if message < 2000 { 50 } else { 1 }));
            slow.add(Duration::from_millis(if message % 50 == 0 { 50 } else { 1 }));
        }
        let typical = [&paused, &slow].map(|times| times.typical_percentile(99).as_millis());
        assert_eq!(typical, [1, 50]);
        assert_eq!(paused.percentile(99).as_millis(), 50);
    }
}
