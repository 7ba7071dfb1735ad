//! The demo as a program: what it prints, what its flags do, and how it ends.
#![allow(missing_docs)]

#[path = "../../../wskit/tests/support/redis_server.rs"]
mod redis_server;

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use futures_util::{SinkExt, StreamExt};
use redis_server::RedisServer;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

struct Demo {
    process: Child,
    address: String,
}

impl Demo {
    fn start(flags: &[&str]) -> Self {
        let mut process = command(flags).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ").expect("where it listens").to_owned();
        Self { process, address }
    }

    async fn connect(&self) -> Socket {
        connect_async(format!("ws://{}/", self.address)).await.unwrap().0
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

fn command(flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demo"));
    command.args(["--port", "0"]).args(flags);
    command
}

async fn frame(socket: &mut Socket) -> Value {
    serde_json::from_str(socket.next().await.unwrap().unwrap().to_text().unwrap()).unwrap()
}

async fn close_code(socket: &mut Socket) -> u16 {
    loop {
        if let Message::Close(frame) = socket.next().await.expect("a close").expect("a sound frame") {
            return frame.expect("a code").code.into();
        }
    }
}

#[tokio::test]
async fn it_says_where_it_listens_and_serves_there() {
    for threads in ["1", "2"] {
        let demo = Demo::start(&["--threads", threads]);
        let mut socket = demo.connect().await;
        socket.send(Message::text(r#"{"type":"NOP"}"#)).await.unwrap();
        assert_eq!(frame(&mut socket).await["payload"], json!({"text": "nop"}));
    }
}

#[tokio::test]
async fn its_limits_are_flags() {
    let demo = Demo::start(&["--max-payload", "100", "--hard-cap", "200", "--on-exceeded", "send"]);
    let mut socket = demo.connect().await;
    socket.send(Message::text(" ".repeat(101))).await.unwrap();
    assert_eq!(frame(&mut socket).await["payload"]["details"], json!({"observed": 101, "limit": 100}));
    socket.send(Message::text(" ".repeat(201))).await.unwrap();
    assert_eq!(close_code(&mut socket).await, 1009);
    let demo = Demo::start(&["--max-payload", "100", "--on-exceeded", "close"]);
    let mut socket = demo.connect().await;
    socket.send(Message::text(" ".repeat(101))).await.unwrap();
    assert_eq!(close_code(&mut socket).await, 1009);
}

#[tokio::test]
async fn a_token_and_origins_are_flags() {
    let demo = Demo::start(&["--token", "t0k", "--origin", "https://app.example"]);
    assert!(connect_async(format!("ws://{}/", demo.address)).await.is_err());
    connect_async(format!("ws://{}/?access_token=t0k", demo.address)).await.unwrap();
    let mut request = format!("ws://{}/", demo.address).into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", "bearer.t0k".parse().unwrap());
    request.headers_mut().insert("origin", "https://app.example".parse().unwrap());
    connect_async(request.clone()).await.unwrap();
    request.headers_mut().insert("origin", "https://evil.example".parse().unwrap());
    assert!(connect_async(request).await.is_err());
}

#[test]
fn a_broker_without_a_sound_url_is_refused_without_repeating_it() {
    for flag in ["--redis", "--nats"] {
        let output = command(&[flag, "nonsense://user:s3cret@host:port"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains("the URL of"), "{said}");
        assert!(!said.contains("s3cret"), "{said}");
    }
}

#[tokio::test]
async fn its_rate_limits_may_be_in_redis() {
    let redis = RedisServer::start();
    let demo = Demo::start(&["--redis", &redis.url()]);
    let mut socket = demo.connect().await;
    let mut types = Vec::new();
    for _ in 0..3 {
        socket.send(Message::text(r#"{"type":"LIMITED"}"#)).await.unwrap();
        types.push(frame(&mut socket).await["type"].as_str().unwrap().to_owned());
    }
    assert_eq!(types, ["PONG", "PONG", "ERROR"]);
    let costly = json!({"type": "COSTLY", "meta": {"correlationId": "1"}});
    socket.send(Message::text(costly.to_string())).await.unwrap();
    assert_eq!(frame(&mut socket).await["payload"]["code"], "FAILED_PRECONDITION");
    drop(redis);
    socket.send(Message::text(r#"{"type":"LIMITED"}"#)).await.unwrap();
    assert_eq!(frame(&mut socket).await["payload"]["code"], "UNAVAILABLE");
}

#[test]
fn a_redis_that_is_none_is_said_without_its_password() {
    let output = command(&["--redis", "http://:s3cret@127.0.0.1"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("redis://") && !said.contains("s3cret"), "{said}");
}

#[test]
fn it_exports_what_is_generated() {
    let directory = tempfile::tempdir().unwrap();
    let exported = |name: &str| -> String {
        let path: &Path = directory.path();
        std::fs::read_to_string(path.join(name)).unwrap()
    };
    let output = command(&["--export", directory.path().to_str().unwrap()]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(exported("protocol.ts").contains("USER_BANNED"));
    assert!(exported("client.ts").contains("createClient"));
    assert!(exported("demo.schema.json").contains("\"WITHMETA_OK\""));
    let document: Value = serde_json::from_str(&exported("wskit.json")).unwrap();
    assert_eq!(document["name"], "Demo");
}

#[cfg(unix)]
#[tokio::test]
async fn a_sigterm_under_load_answers_everything_and_says_1001_to_everybody() {
    const CLIENTS: usize = 200;
    let mut demo = Demo::start(&[]);
    let mut busy = Vec::new();
    for _ in 0..CLIENTS {
        let mut socket = demo.connect().await;
        for id in ["a", "b"] {
            let slow = json!({"type": "RSLOW", "meta": {"correlationId": id}, "payload": {"ms": 2000}});
            socket.feed(Message::text(slow.to_string())).await.unwrap();
        }
        // The heartbeat's answer says that both are in flight.
        socket.send(Message::text(r#"{"type":"__heartbeat"}"#)).await.unwrap();
        assert_eq!(frame(&mut socket).await["type"], "__heartbeat_ack");
        busy.push(socket);
    }
    let pid = demo.process.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    for mut socket in busy {
        let mut answered = Vec::new();
        let closed = loop {
            match socket.next().await.expect("a close").expect("a sound frame") {
                Message::Text(text) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    assert_eq!(frame["type"], "RSLOW_OK");
                    answered.push(frame["meta"]["correlationId"].as_str().unwrap().to_owned());
                }
                Message::Close(frame) => break frame.expect("a code"),
                _ => {}
            }
        };
        answered.sort();
        assert_eq!((answered, u16::from(closed.code)), (vec!["a".to_owned(), "b".to_owned()], 1001));
    }
    assert!(demo.process.wait().unwrap().success());
    assert!(connect_async(format!("ws://{}/", demo.address)).await.is_err());
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_demo")).args(["--port", &port]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(said.contains(&format!("cannot listen on 127.0.0.1:{port}; --port picks another")), "{said}");
}
