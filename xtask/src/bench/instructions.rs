//! Instructions of one request, which no other program on the machine can disturb.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, bail};

use super::{in_process, target};
use crate::command::succeeds;

/// Two runs, so that starting the program is not in the figure.
const FEW: u64 = 1000;
const MANY: u64 = 11_000;

/// Counts with valgrind and prints both, ours and by hand.
pub(super) fn measure() -> Result<()> {
    if !succeeds(Command::new("valgrind").arg("--version")) {
        bail!("valgrind is not there; install it to count instructions");
    }
    let program = in_process::build()?;
    let [ours, by_hand] = [each(&program, "ours")?, each(&program, "by-hand")?];
    println!(
        "| ECHO in process | instructions |\n|---|---:|\n| **ours** | {ours} |\n| serde by hand | {by_hand} |"
    );
    #[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
    let ratio = ours as f64 / by_hand.max(1) as f64;
    println!("| ours / by hand | {ratio:.2} |");
    Ok(())
}

fn each(program: &Path, which: &str) -> Result<u64> {
    let counted = count(program, which, MANY)?.saturating_sub(count(program, which, FEW)?);
    Ok(counted / (MANY - FEW))
}

fn count(program: &Path, which: &str, requests: u64) -> Result<u64> {
    let profile = target()?.join("callgrind.out");
    let mut valgrind = Command::new("valgrind");
    valgrind.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", profile.display()));
    let output = valgrind.arg(program).args(["repeat", which, &requests.to_string()]).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    collected(&said).with_context(|| format!("valgrind does not say how many: {}", said.trim()))
}

fn collected(said: &str) -> Option<u64> {
    let line = said.lines().find(|line| line.contains("Collected"))?;
    line.rsplit_once(':')?.1.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_in_what_valgrind_says() {
        let said = "==7== Events    : Ir\n==7== Collected : 123456\n==7== \n==7== I   refs:      123,456\n";
        assert_eq!(collected(said), Some(123_456));
        assert_eq!(collected("==7== killed"), None);
    }
}
