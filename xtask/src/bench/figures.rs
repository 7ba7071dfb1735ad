//! Figures of a program that says `name=value` on one line.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figures(BTreeMap<String, f64>);

impl Figures {
    pub(super) fn read(line: &str) -> Self {
        let pairs = line.split_whitespace().filter_map(|word| word.split_once('='));
        Self(pairs.filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?))).collect())
    }

    pub(super) fn get(&self, name: &str) -> Result<f64> {
        self.0.get(name).copied().with_context(|| format!("no figure `{name}`"))
    }
}

/// Smallest, middle and largest of those that are numbers; `None` of nothing.
pub(super) fn spread(values: &[f64]) -> Option<[f64; 3]> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    Some([*sorted.first()?, sorted[sorted.len() / 2], *sorted.last()?])
}

/// Their mean, each with its weight; not a number when nothing weighs.
pub(super) fn mean(values: &[f64], weights: &[f64]) -> f64 {
    let sum: f64 = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    sum / weights.iter().sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_by_name() {
        let figures = Figures::read("messages=10 cpu_us=1.25 note=none\n");
        assert!((figures.get("cpu_us").expect("a figure") - 1.25).abs() < 1e-9);
        figures.get("note").expect_err("not a number");
        figures.get("p99_us").expect_err("not said");
    }

    #[test]
    fn the_middle_is_the_median() {
        assert_eq!(spread(&[3.0, 1.0, 2.0]), Some([1.0, 2.0, 3.0]));
        assert_eq!(spread(&[f64::NAN, 3.0, 1.0, 2.0]), Some([1.0, 2.0, 3.0]));
        assert_eq!(spread(&[]), None);
    }
}
