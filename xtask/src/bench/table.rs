//! Markdown.

use std::fmt::Write as _;

use super::{
    figures::spread,
    servers::{FLOOR, OURS},
};

/// A table of one row's figures: each server with those of its rounds, in the same order for all.
pub(super) fn render(title: &str, results: &[(&str, Vec<f64>)]) -> String {
    let mut rows: Vec<_> = results
        .iter()
        .filter_map(|(name, values)| Some((*name, values.as_slice(), spread(values)?)))
        .collect();
    rows.sort_by(|(.., [_, a, _]), (.., [_, b, _])| a.total_cmp(b));
    let floor = rows.iter().find(|(name, ..)| *name == FLOOR).map(|(_, values, _)| *values);
    let best = rows.iter().find(|(name, ..)| *name != FLOOR && *name != OURS).map(|(_, values, _)| *values);
    let mut table = format!("{title}\n\n| server | min | median | max | / raw | / best peer |\n");
    table += "|---|---:|---:|---:|---:|---:|\n";
    for (name, values, [min, median, max]) in rows {
        let mark = if name == OURS { "**" } else { "" };
        let [to_floor, to_best] = [floor, best].map(|others| ratio(values, others));
        let _ = writeln!(
            table,
            "| {mark}{name}{mark} | {min:.2} | {median:.2} | {max:.2} | {to_floor} | {to_best} |"
        );
    }
    table
}

/// The median over the rounds, because what disturbs one round disturbs all servers in it; empty where there is nothing to
/// divide by.
fn ratio(values: &[f64], others: Option<&[f64]>) -> String {
    let pairs = values.iter().zip(others.unwrap_or_default());
    let ratios: Vec<_> = pairs.map(|(value, other)| value / other).collect();
    spread(&ratios).map_or_else(String::new, |[_, median, _]| format!("{median:.2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_of_each_round_to_the_floor_and_to_the_best_of_the_others() {
        let results = [
            ("axum", vec![8.0, 8.0, 16.0]),
            ("demo", vec![3.0, 4.0, 8.0]),
            ("raw", vec![2.0, f64::NAN, 4.0]),
            ("slow", vec![16.0, 16.0, 32.0]),
            ("gone", Vec::new()),
        ];
        let expected = "\
Echo

| server | min | median | max | / raw | / best peer |
|---|---:|---:|---:|---:|---:|
| **demo** | 3.00 | 4.00 | 8.00 | 2.00 | 0.50 |
| raw | 2.00 | 4.00 | 4.00 | 1.00 | 0.25 |
| axum | 8.00 | 8.00 | 16.00 | 4.00 | 1.00 |
| slow | 16.00 | 16.00 | 32.00 | 8.00 | 2.00 |
";
        assert_eq!(render("Echo", &results), expected);
    }

    #[test]
    fn without_a_floor_that_column_is_empty() {
        let table = render("Fan-out", &[("demo", vec![1.5])]);
        assert!(table.ends_with("| **demo** | 1.50 | 1.50 | 1.50 |  |  |\n"), "{table}");
    }
}
