//! A server that runs, and the generator that loads it.

use std::{
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use super::{figures::Figures, row::Row, servers::Server};
use crate::command::{capture, succeeds};

/// How often a server that is starting is looked at, and how many times.
const LOOK: Duration = Duration::from_millis(20);
const LOOKS: u32 = 1000;

/// A server that runs until this is dropped.
pub(super) struct Running {
    process: Child,
    port: u16,
    dialect: &'static str,
}

/// What is done with a server at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    pub(super) row: Row,
    /// Requests a second, where they are sent at a fixed rate.
    pub(super) rate: Option<f64>,
    pub(super) seconds: f64,
    pub(super) warm_up: f64,
}

impl Running {
    pub(super) fn start(server: &Server) -> Result<Self> {
        let port = free_port()?;
        let mut command = pinned(server.program.as_os_str(), "0");
        command.args(&server.arguments).arg(port.to_string()).current_dir(&server.folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().with_context(|| format!("cannot start {}", server.name))?;
        let mut running = Self { process, port, dialect: server.dialect };
        for _ in 0..LOOKS {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return Ok(running);
            }
            if let Some(status) = running.process.try_wait()? {
                bail!("{} ended at once: {status}", server.name);
            }
            thread::sleep(LOOK);
        }
        bail!("{} does not listen on port {port}", server.name)
    }

    /// Loads it, and says what the generator says.
    pub(super) fn load(&self, load: &Load, target: &Path) -> Result<Figures> {
        let Load { row, rate, seconds, warm_up } = load;
        let mut bench = pinned(target.join("release/bench").as_os_str(), "1");
        bench.args(["--port", &self.port.to_string(), "--pid", &self.process.id().to_string()]);
        bench.args(["--dialect", self.dialect, "--mode", row.mode]);
        bench.args(["--connections", &row.connections.to_string(), "--depth", &row.depth.to_string()]);
        bench.args(["--seconds", &seconds.to_string(), "--warm-up", &warm_up.to_string()]);
        if let Some(rate) = rate {
            bench.args(["--rate", &rate.to_string()]);
        }
        Ok(Figures::read(&capture(&mut bench)?))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It is over either way; a server that has ended already is no trouble.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port below those that the system gives to whoever connects.
fn free_port() -> Result<u16> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(std::process::id() % 8000).unwrap_or_default();
    let candidates = (0..2000).map(|_| 20_000 + (first + NEXT.fetch_add(1, Ordering::Relaxed)) % 10_000);
    let mut free = candidates.filter(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok());
    free.next().context("no port between 20000 and 29999 is free")
}

/// A program on a core of its own, where there are two and a tool that can do it.
pub(super) fn pinned(program: &std::ffi::OsStr, core: &str) -> Command {
    if !can_pin() {
        return Command::new(program);
    }
    let mut taskset = Command::new("taskset");
    taskset.args(["-c", core]).arg(program);
    taskset
}

/// Whether servers and generator are kept apart.
pub(super) fn can_pin() -> bool {
    succeeds(Command::new("taskset").args(["-c", "0,1", "true"]))
        && thread::available_parallelism().is_ok_and(|cores| cores.get() > 1)
}
