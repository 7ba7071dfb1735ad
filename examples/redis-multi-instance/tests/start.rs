//! The script starts everything, a message reaches both servers, and the end of the script is the end of everything.
#![cfg(unix)]
#![allow(missing_docs)]

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

struct Script(Child);

impl Drop for Script {
    fn drop(&mut self) {
        // The script ends what it has started; it may have ended already.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

/// Where the two servers listen, once both do.
fn start() -> (Script, [String; 2]) {
    let mut script = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/start"));
    let script = script.env("SERVER", env!("CARGO_BIN_EXE_redis-multi-instance")).stdout(Stdio::piped());
    let mut child = script.spawn().expect("the script starts");
    let output = BufReader::new(child.stdout.take().expect("its output is piped"));
    let address = |line: String| line.split_once("http://").map(|(_, address)| address.to_owned());
    let mut addresses = output.lines().map_while(Result::ok).filter_map(address);
    let found = [(); 2].map(|()| addresses.next().expect("a server listens"));
    (Script(child), found)
}

async fn send(socket: &mut Socket, frame: &Value) {
    socket.send(Message::text(frame.to_string())).await.expect("it is sent");
}

/// The next frame of a type; others may come in between.
async fn next(socket: &mut Socket, wire_type: &str) -> Value {
    loop {
        let message = socket.next().await.expect("the connection is open").expect("a sound frame");
        let frame: Value = serde_json::from_str(message.to_text().expect("text")).expect("JSON");
        if frame["type"] == wire_type {
            return frame;
        }
    }
}

#[tokio::test]
async fn what_is_said_on_one_server_is_heard_on_both() {
    let (script, addresses) = start();
    let mut sockets = Vec::new();
    for (address, name) in addresses.iter().zip(["ada", "bob"]) {
        let (mut socket, _) = connect_async(format!("ws://{address}/ws")).await.expect("a connection");
        send(
            &mut socket,
            &json!({"type": "ENTER", "meta": {"correlationId": "1"}, "payload": {"name": name}}),
        )
        .await;
        next(&mut socket, "ENTERED").await;
        sockets.push(socket);
    }
    assert_eq!(next(&mut sockets[0], "ARRIVED").await["payload"]["name"], "bob");
    send(&mut sockets[0], &json!({"type": "SAY", "payload": {"text": "hello"}})).await;
    let server = next(&mut sockets[0], "SAID").await["payload"]["server"].clone();
    let heard = next(&mut sockets[1], "SAID").await;
    assert_eq!(heard["payload"], json!({"name": "ada", "server": server, "text": "hello"}));
    // A server that stops waits for clients that do not answer its close.
    drop(sockets);
    drop(script);
    for address in addresses {
        assert!(connect_async(format!("ws://{address}/ws")).await.is_err(), "the server is gone");
    }
}
