//! The command line.

use std::{path::PathBuf, time::Duration};

use anyhow::{Context, Result, bail};

pub(crate) const USAGE: &str = "\
usage: cargo xtask bench [growth | instructions] [--rounds N] [--seconds S] [--quick] [--peers DIR]

  bench               the demo beside other servers: a table for each row of docs/performance.md
  bench growth        how cost grows with connections, subscribers, topics and types; draws docs/performance/*.svg
  bench instructions  instructions of one request, ours and by hand; needs valgrind

  --rounds N    how often everything is measured (3)
  --seconds S   how long each measurement takes (3)
  --quick       one round, half a second each: shows that it works, not how fast
  --peers DIR   the folder of the other servers (../shared/bench/peers); without it the servers by hand and raw";

/// How long a turn is, in ms: long enough for a count of CPU time in hundredths of a second, and short enough for many of them.
const TURN: u128 = 250;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Compare,
    Growth,
    Instructions,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Options {
    pub(super) what: What,
    pub(super) rounds: usize,
    pub(super) seconds: f64,
    pub(super) warm_up: f64,
    pub(super) peers: PathBuf,
}

impl Options {
    pub(super) fn parse(arguments: &[&str]) -> Result<Self> {
        let peers = crate::root().join("../shared/bench/peers");
        let mut options = Self { what: What::Compare, rounds: 3, seconds: 3.0, warm_up: 1.0, peers };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().with_context(|| format!("{word} wants a value\n\n{USAGE}"));
            match *word {
                "growth" => options.what = What::Growth,
                "instructions" => options.what = What::Instructions,
                "--quick" => (options.rounds, options.seconds, options.warm_up) = (1, 0.5, 0.2),
                "--rounds" => options.rounds = value()?.parse().context("--rounds wants a number")?,
                "--seconds" => options.seconds = value()?.parse().context("--seconds wants a number")?,
                "--peers" => options.peers = PathBuf::from(value()?),
                other => bail!("`{other}` is not known\n\n{USAGE}"),
            }
        }
        if options.rounds == 0 || !(0.1..=3600.0).contains(&options.seconds) {
            bail!("at least one round, and between 0.1 and 3600 seconds");
        }
        Ok(options)
    }

    /// How many turns of each server make the figure of one round.
    pub(super) fn turns(&self) -> u32 {
        let turns = Duration::from_secs_f64(self.seconds).as_millis() / TURN;
        u32::try_from(turns).unwrap_or(u32::MAX).max(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_read() {
        let options = Options::parse(&["growth", "--rounds", "2", "--seconds", "1.5", "--peers", "x"]);
        let options = options.expect("a sound command line");
        assert_eq!(options.turns(), 6);
        assert_eq!((options.what, options.rounds, options.peers), (What::Growth, 2, PathBuf::from("x")));
        let refused: [&[&str]; 4] = [&["--rounds"], &["--rounds", "0"], &["--seconds", "nan"], &["--fast"]];
        for words in refused {
            Options::parse(words).expect_err("no such command line");
        }
    }
}
