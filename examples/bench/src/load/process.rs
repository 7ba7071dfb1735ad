//! What the system says of the server.

use std::{fs, time::Duration};

use anyhow::{Context, Result};

/// Linux counts the time of a process in hundredths of a second, whatever its timer does.
const TICK: Duration = Duration::from_millis(10);

/// The CPU time of a process, all threads, user and system.
pub(super) fn cpu(pid: u32) -> Result<Duration> {
    let stat = read(pid, "stat")?;
    cpu_of(&stat).with_context(|| format!("/proc/{pid}/stat has another form"))
}

fn cpu_of(stat: &str) -> Option<Duration> {
    // The name of the program is in brackets and may hold anything.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    Some(TICK * (user + system))
}

/// The resident memory of a process, in KiB.
pub(super) fn memory(pid: u32) -> Result<u32> {
    let status = read(pid, "status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let figure = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
    figure.with_context(|| format!("/proc/{pid}/status has no VmRSS"))
}

fn read(pid: u32, file: &str) -> Result<String> {
    fs::read_to_string(format!("/proc/{pid}/{file}"))
        .with_context(|| format!("cannot read /proc/{pid}/{file}: has the server ended?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_and_system_time_are_added() {
        let stat = "7 (a ) b) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 1 0";
        assert_eq!(cpu_of(stat), Some(Duration::from_secs(2)));
        assert_eq!(cpu_of("7 (short) S 1"), None);
    }

    #[test]
    fn this_process_has_both() {
        cpu(std::process::id()).expect("a time");
        assert!(memory(std::process::id()).expect("a size") > 0);
    }
}
