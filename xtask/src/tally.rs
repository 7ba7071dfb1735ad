//! Counts of tests, read from what the runners say.

use std::ops::AddAssign;

use crate::command::Outcome;

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Whose words a step's output is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counts {
    /// A check, not a test.
    Nothing,
    /// `test result: ok. 3 passed; 0 failed; ...`, as often as there are test binaries.
    Cargo,
    /// `# pass 3` or the like, from `node --test`.
    Node,
    /// The step is one test.
    Whole,
}

impl Counts {
    /// What a step counts for. A step that fails without naming a failed test counts as one: nothing that fails may end
    /// in "0 failed".
    pub(crate) fn tally(self, outcome: &Outcome) -> Tally {
        let mut tally = match self {
            Self::Nothing => Tally::default(),
            Self::Cargo => cargo(&outcome.output),
            Self::Node => node(&outcome.output),
            Self::Whole => Tally { passed: usize::from(outcome.success), failed: 0 },
        };
        if !outcome.success {
            tally.failed = tally.failed.max(1);
        }
        tally
    }
}

fn cargo(output: &str) -> Tally {
    let mut tally = Tally::default();
    for line in output.lines().map(plain) {
        let Some(result) = line.strip_prefix("test result: ") else { continue };
        for part in result.split([';', '.']) {
            match part.trim().split_once(' ') {
                Some((count, "passed")) => tally.passed += number(count),
                Some((count, "failed")) => tally.failed += number(count),
                _ => {}
            }
        }
    }
    tally
}

fn node(output: &str) -> Tally {
    let mut tally = Tally::default();
    for line in output.lines().map(plain) {
        let Some(summary) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) else { continue };
        match summary.split_once(' ') {
            Some(("pass", count)) => tally.passed += number(count),
            Some(("fail" | "cancelled", count)) => tally.failed += number(count),
            _ => {}
        }
    }
    tally
}

fn number(text: &str) -> usize {
    text.trim().parse().unwrap_or_default()
}

/// A line without colours.
fn plain(line: &str) -> String {
    let mut parts = line.split('\x1b');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text += part.split_once('m').map_or("", |(_, rest)| rest);
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(success: bool, output: &str) -> Outcome {
        Outcome { success, output: output.to_owned() }
    }

    #[test]
    fn cargo_says_a_line_for_each_binary() {
        let output = "test a ... ok\n\n\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.27s\n\
            test result: \x1b[31mFAILED\x1b[0m. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(Counts::Cargo.tally(&outcome(false, output)), Tally { passed: 15, failed: 2 });
    }

    #[test]
    fn node_says_it_in_two_ways() {
        let tap = "ok 1 - pass 7\n# tests 5\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 0\n";
        assert_eq!(Counts::Node.tally(&outcome(false, tap)), Tally { passed: 3, failed: 2 });
        let spec = "✔ works (1.2ms)\n\x1b[34mℹ pass 4\x1b[39m\nℹ fail 0\n";
        assert_eq!(Counts::Node.tally(&outcome(true, spec)), Tally { passed: 4, failed: 0 });
    }

    #[test]
    fn what_fails_without_a_count_counts_as_one() {
        assert_eq!(
            Counts::Cargo.tally(&outcome(false, "error: could not compile")),
            Tally { passed: 0, failed: 1 }
        );
        assert_eq!(Counts::Nothing.tally(&outcome(false, "")), Tally { passed: 0, failed: 1 });
        assert_eq!(Counts::Nothing.tally(&outcome(true, "# pass 3")), Tally::default());
        assert_eq!(Counts::Whole.tally(&outcome(true, "")), Tally { passed: 1, failed: 0 });
    }
}
