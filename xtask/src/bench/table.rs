//! Markdown.

use std::fmt::Write as _;

use super::{
    figures::spread,
    servers::{FLOOR, OURS},
};

/// A table of one row's figures: each server with those of its rounds.
pub(super) fn render(title: &str, results: &[(&str, Vec<f64>)]) -> String {
    let mut rows: Vec<(&str, [f64; 3])> =
        results.iter().filter_map(|(name, values)| Some((*name, spread(values)?))).collect();
    rows.sort_by(|(_, [_, a, _]), (_, [_, b, _])| a.total_cmp(b));
    let floor = rows.iter().find(|(name, _)| *name == FLOOR).map(|(_, figures)| figures[1]);
    let best = rows.iter().find(|(name, _)| *name != FLOOR && *name != OURS).map(|(_, figures)| figures[1]);
    let mut table = format!("{title}\n\n| server | min | median | max | / raw | / best peer |\n");
    table += "|---|---:|---:|---:|---:|---:|\n";
    for (name, [min, median, max]) in rows {
        let mark = if name == OURS { "**" } else { "" };
        let [to_floor, to_best] = [floor, best].map(|other| ratio(median, other));
        let _ = writeln!(
            table,
            "| {mark}{name}{mark} | {min:.2} | {median:.2} | {max:.2} | {to_floor} | {to_best} |"
        );
    }
    table
}

/// Of medians; empty where there is nothing to divide by.
fn ratio(median: f64, other: Option<f64>) -> String {
    match other {
        Some(other) if other > 0.0 => format!("{:.2}", median / other),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_of_medians_to_the_floor_and_to_the_best_of_the_others() {
        let results = [
            ("axum", vec![8.0]),
            ("demo", vec![5.0, 3.0, 4.0]),
            ("raw", vec![2.0]),
            ("slow", vec![16.0]),
            ("gone", Vec::new()),
        ];
        let expected = "\
Echo

| server | min | median | max | / raw | / best peer |
|---|---:|---:|---:|---:|---:|
| raw | 2.00 | 2.00 | 2.00 | 1.00 | 0.25 |
| **demo** | 3.00 | 4.00 | 5.00 | 2.00 | 0.50 |
| axum | 8.00 | 8.00 | 8.00 | 4.00 | 1.00 |
| slow | 16.00 | 16.00 | 16.00 | 8.00 | 2.00 |
";
        assert_eq!(render("Echo", &results), expected);
    }

    #[test]
    fn without_a_floor_that_column_is_empty() {
        let table = render("Fan-out", &[("demo", vec![1.5])]);
        assert!(table.ends_with("| **demo** | 1.50 | 1.50 | 1.50 |  |  |\n"), "{table}");
    }
}
