//! `cargo run --release -p demo -- --port 9001`; `--help` says what else there is.

use clap::Parser;
use demo::Args;

/// Gives memory back to the system once a crowd is gone, which the usual one does only from the end of its heap.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_writer(std::io::stderr).init();
    let args = Args::parse();
    let mut builder = match args.threads {
        0 | 1 => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    builder.worker_threads(args.threads.max(1)).enable_all().build()?.block_on(demo::run(args))
}
