//! Dispatch without a socket: `wskit/benches/in_process.rs`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{
    figures::{Figures, spread},
    run::pinned,
};
use crate::command::{capture, command};

/// Nanoseconds of one request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dispatch {
    ours: f64,
    by_hand: f64,
    ratio: f64,
}

/// Builds the program and says where it is.
pub(super) fn build() -> Result<PathBuf> {
    let line = "cargo bench --quiet -p wskit --bench in_process --no-run --message-format json";
    println!("{line}");
    let said = capture(&mut command(line))?;
    executable(&said).map(PathBuf::from).context("cargo does not say where it has put the bench in_process")
}

/// Of the only target that has one.
fn executable(messages: &str) -> Option<&str> {
    let message = messages.lines().find(|line| line.contains(r#""name":"in_process""#))?;
    message.split_once(r#""executable":""#)?.1.split_once('"').map(|(path, _)| path)
}

/// A request and the same by hand, in turns.
pub(super) fn compare(program: &Path, seconds: f64) -> Result<Dispatch> {
    let figures = ask(program, &["compare", &seconds.to_string()])?;
    Ok(Dispatch {
        ours: figures.get("ours_ns")?,
        by_hand: figures.get("by_hand_ns")?,
        ratio: figures.get("ratio")?,
    })
}

/// Nanoseconds a message among so many `types` or `topics`.
pub(super) fn among(program: &Path, what: &str, count: usize, seconds: f64) -> Result<f64> {
    ask(program, &[what, &count.to_string(), &seconds.to_string()])?.get("ns")
}

fn ask(program: &Path, arguments: &[&str]) -> Result<Figures> {
    Ok(Figures::read(&capture(pinned(program.as_os_str(), "0").args(arguments))?))
}

/// The rounds of [`compare`]. The ratio is of each round, since both took turns in it.
pub(super) fn table(rounds: &[Dispatch]) -> String {
    let line = |name: &str, figure: fn(&Dispatch) -> f64, digits: usize| {
        let [min, median, max] = spread(&rounds.iter().map(figure).collect::<Vec<_>>()).unwrap_or_default();
        format!("| {name} | {min:.digits$} | {median:.digits$} | {max:.digits$} |\n")
    };
    let mut table =
        "ECHO in process: ns a request\n\n| | min | median | max |\n|---|---:|---:|---:|\n".to_owned();
    table += &line("**ours**", |round| round.ours, 0);
    table += &line("serde by hand", |round| round.by_hand, 0);
    table + &line("ours / by hand", |round| round.ratio, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_says_where_the_program_is() {
        let said = "{\"target\":{\"name\":\"serde\"},\"executable\":null}\n\
            {\"target\":{\"kind\":[\"bench\"],\"name\":\"in_process\"},\"executable\":\"/t/in_process-1\",\"fresh\":true}\n";
        assert_eq!(executable(said), Some("/t/in_process-1"));
        assert_eq!(executable("{}"), None);
    }

    #[test]
    fn each_round_has_its_own_ratio() {
        let round = |ours, by_hand| Dispatch { ours, by_hand, ratio: ours / by_hand };
        let table = table(&[round(300.0, 200.0), round(100.0, 100.0), round(240.0, 120.0)]);
        assert!(table.ends_with("| ours / by hand | 1.00 | 1.50 | 2.00 |\n"), "{table}");
    }
}
