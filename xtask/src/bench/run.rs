//! One server, loaded once.

use std::{
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use super::{figures::Figures, options::Options, row::Row, servers::Server};
use crate::command::{capture, succeeds};

/// How often a server that is starting is looked at, and how many times.
const LOOK: Duration = Duration::from_millis(20);
const LOOKS: u32 = 1000;

/// A server that runs until this is dropped.
struct Running {
    process: Child,
    port: u16,
}

/// Starts a server, loads it, and stops it.
pub(super) fn run(
    server: &Server,
    row: &Row,
    rate: Option<f64>,
    target: &Path,
    options: &Options,
) -> Result<Figures> {
    let running = Running::start(server)?;
    let mut bench = pinned(target.join("release/bench").as_os_str(), "1");
    bench.args(["--port", &running.port.to_string(), "--pid", &running.process.id().to_string()]);
    bench.args(["--dialect", server.dialect, "--mode", row.mode]);
    bench.args(["--connections", &row.connections.to_string(), "--depth", &row.depth.to_string()]);
    bench.args(["--seconds", &options.seconds.to_string(), "--warm-up", &options.warm_up.to_string()]);
    if let Some(rate) = rate {
        bench.args(["--rate", &rate.to_string()]);
    }
    Ok(Figures::read(&capture(&mut bench)?))
}

impl Running {
    fn start(server: &Server) -> Result<Self> {
        let port = free_port()?;
        let mut command = pinned(server.program.as_os_str(), "0");
        command.args(&server.arguments).arg(port.to_string()).current_dir(&server.folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().with_context(|| format!("cannot start {}", server.name))?;
        let mut running = Self { process, port };
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
