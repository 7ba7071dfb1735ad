//! Servers without a toolkit: what the demo is held against.

// The benches of wskit measure the same code without a socket.
#[path = "../../../../wskit/benches/support/by_hand.rs"]
mod codec;
mod conversation;
mod topics;

use std::net::Ipv4Addr;

use anyhow::{Context, Result};
use tokio::net::TcpListener;

use conversation::{Conversation, converse};
use topics::Topics;

/// A kind of server: it makes what talks to one client.
pub struct Server(Box<dyn Fn() -> Conversation>);

/// The best that is reasonable by hand: the demo's `ECHO`, `SUB` and `PUB`, one task for each connection, strict and
/// borrowed decoding, everything that has arrived answered in one flush. No limits, deadlines or heartbeat.
#[must_use]
pub fn by_hand() -> Server {
    let topics = Topics::default();
    Server(Box::new(move || Conversation::by_hand(topics.clone())))
}

/// The same transport, sending every frame back unread.
#[must_use]
pub fn raw() -> Server {
    Server(Box::new(|| Conversation::Raw))
}

/// Serves on the port of 127.0.0.1 that the command line names, with one thread.
///
/// # Errors
///
/// When the command line names no port, or it cannot be listened on.
pub fn run(server: Server) -> Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).context("usage: <program> PORT")?;
    tokio::runtime::Builder::new_current_thread().enable_io().build()?.block_on(serve(server, port))
}

async fn serve(Server(start): Server, port: u16) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("listening on {}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        // A connection that ends badly is the client's affair.
        tokio::spawn(converse(stream, start()));
    }
}
