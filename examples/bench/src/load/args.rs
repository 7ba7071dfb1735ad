use std::time::Duration;

use clap::{Parser, ValueEnum};

/// Loads a server and says what that cost it: `name=value` on one line, times in microseconds.
#[derive(Clone, Debug, Parser)]
pub struct Args {
    /// The port on 127.0.0.1
    #[arg(long)]
    pub port: u16,
    /// The server's process, whose CPU time and memory are read
    #[arg(long)]
    pub pid: u32,
    /// What the server speaks
    #[arg(long, value_enum, default_value_t = Dialect::Wskit)]
    pub dialect: Dialect,
    /// What is measured
    #[arg(long, value_enum, default_value_t = Mode::Echo)]
    pub mode: Mode,
    /// How many connections; in a fan-out all of them subscribe
    #[arg(long, default_value_t = 64)]
    pub connections: usize,
    /// Requests in flight on each connection, or broadcasts in flight in a fan-out
    #[arg(long, default_value_t = 1)]
    pub depth: usize,
    /// Requests a second over all connections, when paced
    #[arg(long, default_value_t = 1000.0)]
    pub rate: f64,
    /// How long is measured
    #[arg(long, default_value_t = 3.0)]
    pub seconds: f64,
    /// How long runs before that
    #[arg(long, default_value_t = 1.0)]
    pub warm_up: f64,
}

/// What a server speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Dialect {
    /// The demo's protocol
    Wskit,
    /// Socket.IO over engine.io
    Socketio,
    /// JSON-RPC 2.0
    Jsonrpc,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// A new request for each answer
    Echo,
    /// One connection publishes, all of them listen; it publishes again for each broadcast that it hears itself
    FanOut,
    /// The same, but it publishes again for each broadcast that all have heard
    InStep,
    /// Connections that say nothing
    Idle,
    /// Requests at a given rate, whether answers come or not; latency counts from when a request was due
    Paced,
}

impl Args {
    pub(super) fn warm_up(&self) -> Duration {
        Duration::try_from_secs_f64(self.warm_up).unwrap_or_default()
    }

    pub(super) fn measured(&self) -> Duration {
        Duration::try_from_secs_f64(self.seconds).unwrap_or_default()
    }
}
