use std::time::Duration;

use anyhow::{Context, Result};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::crowd::Crowd;

/// The demo server, as a process of its own.
pub(crate) struct Server {
    process: Child,
    address: String,
}

impl Server {
    /// Starts the `demo` that lies beside this program.
    pub(crate) async fn start() -> Result<Self> {
        let program = std::env::current_exe()?.with_file_name("demo");
        let mut process = Command::new(&program)
            .args(["--port", "0"])
            // Handlers that panic are part of it; a backtrace each time would measure the debugger.
            .env("RUST_BACKTRACE", "0")
            // What the allocator keeps for later is not what the server holds.
            .env("MIMALLOC_PURGE_DELAY", "0")
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}; build it first", program.display()))?;
        let stdout = process.stdout.take().context("no output of the server")?;
        let line = BufReader::new(stdout).lines().next_line().await?.context("the server said nothing")?;
        let address = line.strip_prefix("listening on ").context("the server does not listen")?.to_owned();
        Ok(Self { process, address })
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The resident memory of the process in KiB.
    pub(crate) fn memory(&self) -> Result<u64> {
        let pid = self.process.id().context("the server has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    /// Its memory once all connections are gone: those that never read are waited for longest. A few clients come after
    /// them, because an allocator gives memory back while it is used.
    pub(crate) async fn settled_memory(&self) -> Result<u64> {
        tokio::time::sleep(Duration::from_secs(12)).await;
        Crowd::few().gather(self.address(), Duration::from_secs(3)).await?;
        self.memory()
    }
}
