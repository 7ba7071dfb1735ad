//! A crowd of clients for the demo server: most of them well-behaved, some not. The well-behaved must lose nothing, and
//! the server's memory must return to where it began.
//!
//! ```console
//! $ cargo build --release -p demo -p load
//! $ target/release/load
//! $ target/release/load --handlers --connections 200 --seconds 5
//! ```

mod crowd;
mod handlers;
mod latency;
mod server;

use std::{process::ExitCode, time::Duration};

use clap::Parser;

use crowd::Crowd;
use server::Server;

/// A crowd of well-behaved and ill-behaved clients for the demo server.
#[derive(Clone, Debug, Parser)]
struct Args {
    /// How many connections: of a hundred, 10 send garbage, 5 never read, 5 die mid-frame, the rest behave
    #[arg(long, default_value_t = 1000)]
    connections: usize,
    /// For how long
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// For how long only the well-behaved are there first, to compare their latency with
    #[arg(long, default_value_t = 30)]
    calm: u64,
    /// Instead: how long the well-behaved wait for their answers beside handlers that panic, fail or never end
    #[arg(long)]
    handlers: bool,
}

/// How far above where it began memory may end.
const TOLERANCE_PERCENT: u64 = 10;
/// How long a few of every kind are served before memory is looked at: a process that has never served anybody has not
/// even read its own code in from the disk.
const FIRST_STEPS: Duration = Duration::from_secs(5);

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<ExitCode> {
    tokio::task::LocalSet::new().run_until(run(Args::parse())).await
}

async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let server = Server::start().await?;
    if args.handlers {
        return handlers::compare(&server, args.connections, Duration::from_secs(args.seconds)).await;
    }
    let fresh = server.memory()?;
    println!("the server listens on {} and holds {fresh} KiB", server.address());

    println!("\nfirst steps: a few of every kind, {} s", FIRST_STEPS.as_secs());
    println!("{}", Crowd::small().gather(server.address(), FIRST_STEPS).await?);
    let began = server.settled_memory().await?;

    println!("\ncalm: only the well-behaved, {} s", args.calm);
    let undisturbed =
        Crowd::calm(args.connections).gather(server.address(), Duration::from_secs(args.calm)).await?;
    println!("{undisturbed}");

    println!("\nthe whole crowd, {} s", args.seconds);
    let outcome =
        Crowd::mixed(args.connections).gather(server.address(), Duration::from_secs(args.seconds)).await?;
    println!("{outcome}");
    let after = server.settled_memory().await?;

    println!("\nmemory: {fresh} KiB fresh, {began} KiB once it had served a few, {after} KiB after");
    let returned = after <= began + began * TOLERANCE_PERCENT / 100;
    let held = outcome.lost() == 0 && undisturbed.lost() == 0 && returned;
    println!("{}", if held { "held" } else { "DID NOT HOLD" });
    Ok(if held { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
