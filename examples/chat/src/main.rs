//! `cargo run -p chat`, then open <http://127.0.0.1:3000> in two windows.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use chat::{House, Member, Settings, page, router};
use clap::Parser;
use tokio::net::TcpListener;

/// A chat server and its page.
#[derive(Parser)]
struct Args {
    /// The port on 127.0.0.1; 0 picks a free one
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// How many members a room holds
    #[arg(long, default_value_t = 50)]
    room_limit: u32,
    /// How long the import of one message takes, in milliseconds
    #[arg(long, default_value_t = 20)]
    import_delay_ms: u64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().init();
    let args = Args::parse();
    let import_delay = Duration::from_millis(args.import_delay_ms);
    let house = Arc::new(House::new(Settings { room_limit: args.room_limit, import_delay }));
    let listener = TcpListener::bind(("127.0.0.1", args.port))
        .await
        .with_context(|| format!("cannot listen on 127.0.0.1:{}; --port picks another", args.port))?;
    println!("listening on http://{}", listener.local_addr()?);
    let newcomer = move |_| std::future::ready(Ok(Member::new(Arc::clone(&house))));
    wskit::serve(router()).authenticate(newcomer).path("/ws").http(page()).listen(listener).await?;
    Ok(())
}
