//! One server of several: `cargo run -p redis-multi-instance -- --name A --redis redis://127.0.0.1:6379`.

use std::{io::Write, sync::Arc};

use anyhow::Context;
use clap::Parser;
use redis_multi_instance::{Guest, page, router};
use tokio::net::TcpListener;
use wskit::topics::RedisPubSub;

/// One server of several.
#[derive(Parser)]
struct Args {
    /// What the page calls this server
    #[arg(long)]
    name: String,
    /// The Redis that all servers share
    #[arg(long, value_name = "URL")]
    redis: String,
    /// The port on 127.0.0.1; 0 picks a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::WARN).init();
    let Args { name, redis, port } = Args::parse();
    let redis = RedisPubSub::new(&redis)?.prefix("redis-multi-instance:").presence();
    let listener = TcpListener::bind(("127.0.0.1", port))
        .await
        .with_context(|| format!("cannot listen on 127.0.0.1:{port}; --port picks another"))?;
    println!("server {name}: http://{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    let server: Arc<str> = name.into();
    let guest = move |_| std::future::ready(Ok(Guest { server: Arc::clone(&server), name: None }));
    wskit::serve(router().pubsub(redis))
        .authenticate(guest)
        .path("/ws")
        .http(page())
        .listen(listener)
        .await?;
    Ok(())
}
