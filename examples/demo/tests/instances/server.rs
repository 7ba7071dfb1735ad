//! A demo server as a process, and its clients.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

pub(crate) struct Server {
    process: Child,
    address: String,
}

impl Server {
    pub(crate) fn start(flag: &str, url: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_demo"));
        let command = command.args(["--port", "0", flag, url]).stdout(Stdio::piped());
        let mut process = command.spawn().expect("the demo starts");
        let mut line = String::new();
        let output = process.stdout.take().expect("its output is piped");
        BufReader::new(output).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("listening on ").expect("where it listens").to_owned();
        Self { process, address }
    }

    pub(crate) async fn connect(&self) -> Client {
        let (socket, _) = connect_async(format!("ws://{}/", self.address)).await.expect("a connection");
        Client { socket }
    }

    /// A client in a room.
    pub(crate) async fn member(&self, room: &str) -> Client {
        let mut client = self.connect().await;
        client.send("JOIN", &json!({"room": room})).await;
        assert_eq!(client.next().await["type"], "JOINED");
        client
    }

    /// What the process holds in memory, in bytes.
    #[cfg(target_os = "linux")]
    pub(crate) fn resident(&self) -> u64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("its status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its size");
        let kib = line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number");
        kib * 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub(crate) struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Client {
    pub(crate) async fn send(&mut self, wire_type: &str, payload: &Value) {
        let frame = json!({"type": wire_type, "payload": payload}).to_string();
        self.socket.send(Message::text(frame)).await.expect("it is sent");
    }

    /// The next frame; the connection ending is a failure.
    pub(crate) async fn next(&mut self) -> Value {
        self.next_if_open().await.expect("the connection is open")
    }

    /// The next frame; `None` when the connection has ended.
    pub(crate) async fn next_if_open(&mut self) -> Option<Value> {
        loop {
            match self.socket.next().await?.ok()? {
                Message::Text(text) => return Some(serde_json::from_str(&text).expect("JSON")),
                Message::Close(close) => panic!("the server closed the connection: {close:?}"),
                _ => {}
            }
        }
    }
}
