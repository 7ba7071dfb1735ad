//! Runs steps one after another and says how it went.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::{
    command::Outcome,
    tally::{Counts, Tally},
};

/// Lines of a failed step that are said again at the end.
const LAST_LINES: usize = 40;

/// A step.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    /// The steps without which it makes no sense.
    pub(crate) needs: &'static [&'static str],
    pub(crate) counts: Counts,
    pub(crate) run: fn() -> Result<Outcome>,
}

/// A failed step and what it said.
struct Failed {
    name: &'static str,
    words: String,
}

/// Runs every step, whatever becomes of the others, and closes with "N passed, M failed".
pub(crate) fn run_all(steps: Vec<Step>) -> ExitCode {
    let mut total = Tally::default();
    let mut failed: Vec<Failed> = Vec::new();
    let begun = now();
    for step in steps {
        println!("\n==> {}", step.name);
        let started = now();
        let outcome = outcome(&step, &failed);
        total += step.counts.tally(&outcome);
        println!(
            "<== {} {} in {}",
            step.name,
            if outcome.success { "ok" } else { "FAILED" },
            seconds(started.elapsed())
        );
        if !outcome.success {
            failed.push(Failed { name: step.name, words: words(&outcome.output) });
        }
    }
    report(&failed);
    println!("\nall steps took {}", seconds(begun.elapsed()));
    println!("{} passed, {} failed", total.passed, total.failed);
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn outcome(step: &Step, failed: &[Failed]) -> Outcome {
    let failure = |output: String| {
        println!("{output}");
        Outcome { success: false, output }
    };
    match failed.iter().find(|failed| step.needs.contains(&failed.name)) {
        Some(needed) => failure(format!("not run, because this failed: {}", needed.name)),
        None => (step.run)().unwrap_or_else(|error| failure(format!("{error:#}"))),
    }
}

fn report(failed: &[Failed]) {
    for Failed { name, words } in failed {
        println!("\n--- FAILED: {name}\n{words}");
    }
    if !failed.is_empty() {
        println!("\nfailed steps:");
        for Failed { name, .. } in failed {
            println!("  {name}");
        }
    }
}

/// The tests that failed, where a runner names them, and the last lines.
fn words(output: &str) -> String {
    let lines: Vec<_> = output.trim_end().lines().collect();
    let (before, last) = lines.split_at(lines.len().saturating_sub(LAST_LINES));
    let failed =
        before.iter().filter(|line| line.ends_with("... FAILED") || line.trim_start().starts_with("not ok "));
    failed.chain(last).copied().collect::<Vec<_>>().join("\n")
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[expect(
    clippy::disallowed_methods,
    reason = "this runs on a machine with a clock, and reports what it says"
)]
fn now() -> Instant {
    Instant::now()
}
