use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// One server that shows every line of the protocol.
#[derive(Clone, Debug, Parser)]
pub struct Args {
    /// The port on 127.0.0.1; 0 picks a free one
    #[arg(long, default_value_t = 9001)]
    pub port: u16,
    /// The largest frame that is handled, in bytes
    #[arg(long, default_value_t = 1_000_000)]
    pub max_payload: usize,
    /// What happens to a larger one
    #[arg(long, value_enum, default_value_t = OnExceeded::Send)]
    pub on_exceeded: OnExceeded,
    /// The largest frame the transport takes at all, in bytes [default: 4 MiB, or the largest payload]
    #[arg(long)]
    pub hard_cap: Option<usize>,
    /// Only those may connect who bring this token, as `?access_token=..` or as the subprotocol `bearer...`
    #[arg(long)]
    pub token: Option<String>,
    /// An origin whose pages may connect; may be given more than once
    #[arg(long)]
    pub origin: Vec<String>,
    /// How many threads serve
    #[arg(long, default_value_t = 1)]
    pub threads: usize,
    /// Topics across instances, and rate limits, by Redis
    #[arg(long, value_name = "URL", conflicts_with = "nats")]
    pub redis: Option<String>,
    /// Topics across instances by NATS
    #[arg(long, value_name = "URL")]
    pub nats: Option<String>,
    /// Writes the generated TypeScript, JSON Schema and wskit.json into a directory and exits
    #[arg(long, value_name = "DIR")]
    pub export: Option<PathBuf>,
}

/// What happens to a frame over `--max-payload`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnExceeded {
    /// An error is sent
    Send,
    /// The connection is closed
    Close,
    /// Nothing, but for the hook
    Custom,
}
