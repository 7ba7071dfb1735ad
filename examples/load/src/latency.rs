use std::{fmt, time::Duration};

/// How long answers took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Latency(Vec<Duration>);

impl Latency {
    pub(crate) fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// The median and the 99th percentile.
    pub(crate) fn p50_p99(&self) -> (Duration, Duration) {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        (self.at(&sorted, 500), self.at(&sorted, 990))
    }

    fn at(&self, sorted: &[Duration], per_mille: usize) -> Duration {
        let index = (self.0.len() * per_mille / 1000).min(self.0.len().saturating_sub(1));
        sorted.get(index).copied().unwrap_or_default()
    }
}

impl fmt::Display for Latency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let [p50, p99, p999] = [500, 990, 999].map(|per_mille| self.at(&sorted, per_mille));
        let max = sorted.last().copied().unwrap_or_default();
        write!(f, "p50 {p50:.1?}, p99 {p99:.1?}, p99.9 {p999:.1?}, max {max:.1?}")
    }
}
