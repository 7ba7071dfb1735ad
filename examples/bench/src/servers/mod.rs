//! Servers without a toolkit: what the demo is held against.

// The benches of wskit measure the same code without a socket.
#[path = "../../../../wskit/benches/support/by_hand.rs"]
mod codec;
mod conversation;
mod everyone;
mod topics;

use std::net::Ipv4Addr;

use anyhow::{Context, Result};
use tokio::net::TcpListener;

use conversation::{Conversation, converse};
use everyone::Everyone;
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

/// The same transport, sending every frame back unread, and a broadcast as it is, with one write on each socket: what a
/// server takes above it is its own.
#[must_use]
pub fn raw() -> Server {
    let everyone = Everyone::default();
    Server(Box::new(move || Conversation::raw(everyone.clone())))
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

#[cfg(test)]
mod tests {
    use demo::Visitor;
    use serde_json::Value;
    use wskit::testing::TestServer;

    use super::codec::{Action, answer};

    const ECHO: &str = r#"{"type":"ECHO","meta":{"correlationId":"c-1"},"payload":{"id":"u","text":"t","n":-1,"tags":["a","b"]}}"#;
    const SUB: &str = r#"{"type":"SUB","payload":{"topic":"room:1"}}"#;
    const PUB: &str = r#"{"type":"PUB","payload":{"topic":"room:1","text":"t"}}"#;

    fn without_time(mut frame: Value) -> Value {
        let timestamp = frame["meta"].as_object_mut().and_then(|meta| meta.remove("timestamp"));
        assert!(timestamp.is_some_and(|timestamp| timestamp.is_u64()), "{frame}");
        frame
    }

    fn by_hand(text: &str) -> Value {
        let action = answer(text).expect("sound JSON").expect("a known type");
        let (Action::Reply(frame) | Action::Subscribe { reply: frame, .. } | Action::Publish { frame, .. }) =
            action;
        without_time(serde_json::from_str(&frame).expect("JSON"))
    }

    #[test]
    fn the_server_by_hand_speaks_as_the_demo_does() {
        let server = TestServer::new(demo::router());
        let mut client = server.connect(Visitor::default());
        for text in [ECHO, SUB, PUB] {
            client.text(text);
            let frames: Vec<Value> = client.frames().into_iter().map(without_time).collect();
            assert_eq!(frames, [by_hand(text)], "{text}");
        }
    }

    #[test]
    fn the_server_by_hand_is_strict() {
        for (from, to) in
            [(r#""n":-1"#, r#""n":"1""#), (r#""id":"u""#, r#""id":"u","x":1"#), ("meta", "mate")]
        {
            assert!(answer(&ECHO.replace(from, to)).is_err(), "{from} -> {to}");
        }
        assert!(answer(&ECHO.replace("ECHO", "OTHER")).expect("sound JSON").is_none());
    }
}
