//! The tokio server over real sockets: handshake, frames, closes, shutdown.
#![allow(missing_docs)]

mod common;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use common::{Data, Log, Nop, Pong, bare, pong, router};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};
use wskit::{
    Layer,
    close::Closed,
    maybe_send::BoxFuture,
    prelude::*,
    server::{Files, Handshake, Refusal, Server},
};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A server on a port of its own; stops when told to or dropped.
struct Running {
    address: SocketAddr,
    stop: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Running {
    async fn start(router: Router<Data>, configure: impl FnOnce(Server<Data>) -> Server<Data>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = Arc::new(Notify::new());
        let told = Arc::clone(&stop);
        let server = configure(wskit::serve(router)).stop_when(async move { told.notified().await });
        let task = tokio::spawn(async move { server.listen(listener).await.unwrap() });
        Self { address, stop, task }
    }

    async fn plain() -> Self {
        Self::start(router(), |server| server).await
    }

    async fn connect(&self) -> Socket {
        connect_async(format!("ws://{}/", self.address)).await.unwrap().0
    }

    /// The status line and headers of the answer to a raw request.
    async fn http(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let byte = stream.read_u8().await.expect("a whole head");
            head.push(byte);
        }
        String::from_utf8(head).unwrap().to_ascii_lowercase()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn send(socket: &mut Socket, frame: &Value) {
    socket.send(Message::text(frame.to_string())).await.unwrap();
}

async fn receive(socket: &mut Socket) -> Message {
    let next = tokio::time::timeout(Duration::from_secs(20), socket.next());
    next.await.expect("an answer in time").expect("an open connection").expect("a sound frame")
}

async fn frame(socket: &mut Socket) -> Value {
    let value = serde_json::from_str(receive(socket).await.to_text().unwrap()).unwrap();
    bare(vec![value]).remove(0)
}

async fn close_code(socket: &mut Socket) -> (u16, String) {
    loop {
        if let Message::Close(frame) = receive(socket).await {
            let frame = frame.expect("a close with a code");
            return (frame.code.into(), frame.reason.to_string());
        }
    }
}

fn upgrade(headers: &str) -> String {
    format!(
        "GET /ws HTTP/1.1\r\nhost: a.example\r\nconnection: upgrade\r\nupgrade: websocket\r\n{headers}\r\n"
    )
}

const KEY: &str = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n";

#[tokio::test]
async fn events_and_rpcs_over_a_socket() {
    let server = Running::plain().await;
    let mut socket = server.connect().await;
    send(&mut socket, &json!({"type": "NOP"})).await;
    send(&mut socket, &json!({"type": "SUM", "meta": {"correlationId": "1"}, "payload": {"a": 1, "b": 2}}))
        .await;
    assert_eq!(frame(&mut socket).await, pong("nop"));
    let reply = json!({"type": "SUM_OK", "meta": {"correlationId": "1"}, "payload": {"total": 3.0}});
    assert_eq!(frame(&mut socket).await, reply);
}

#[tokio::test]
async fn a_pipeline_of_requests_is_answered_in_full() {
    let server = Running::plain().await;
    let mut socket = server.connect().await;
    for id in 0..1000 {
        let request =
            json!({"type": "SUM", "meta": {"correlationId": id.to_string()}, "payload": {"a": id, "b": 0}});
        socket.feed(Message::text(request.to_string())).await.unwrap();
    }
    socket.flush().await.unwrap();
    for id in 0..1000 {
        assert_eq!(frame(&mut socket).await["meta"]["correlationId"], id.to_string());
    }
}

#[tokio::test]
async fn a_slow_rpc_and_a_timer_work_on_the_real_clock() {
    let server = Running::plain().await;
    let mut socket = server.connect().await;
    let slow = |id: &str, timeout: u32| json!({"type": "SLOW", "meta": {"correlationId": id, "timeoutMs": timeout}, "payload": {"ms": 60}});
    send(&mut socket, &slow("late", 20)).await;
    send(&mut socket, &slow("ok", 60_000)).await;
    let mut answers = Vec::new();
    while answers.len() < 2 {
        let frame = frame(&mut socket).await;
        if frame["type"] != "$ws:rpc-progress" {
            answers.push(frame);
        }
    }
    assert_eq!(answers[0]["payload"]["code"], "DEADLINE_EXCEEDED");
    assert_eq!(answers[1]["type"], "SLOW_OK");
}

#[tokio::test]
async fn the_handshake_names_the_client_and_selects_a_subprotocol() {
    let server = Running::plain().await;
    let mut request = format!("ws://{}/any/path", server.address).into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("chat, other"));
    let (_, response) = connect_async(request).await.unwrap();
    assert_eq!(response.headers()["sec-websocket-protocol"], "chat");
    assert_eq!(response.headers()["x-client-id"].len(), 36);
}

#[tokio::test]
async fn unsound_handshakes_are_refused() {
    let server = Running::start(router(), |server| server.path("/ws")).await;
    for (request, status) in [
        ("GET /ws HTTP/1.1\r\nhost: a\r\n\r\n".to_owned(), "426"),
        (upgrade(KEY).replace("/ws", "/other"), "404"),
        (upgrade(KEY).replace("GET", "POST"), "405"),
        (upgrade(""), "400"),
        (upgrade("sec-websocket-key: short\r\nsec-websocket-version: 13\r\n"), "400"),
        (upgrade(&KEY.replace("13", "8")), "426"),
        (upgrade(&format!("{KEY}origin: https://evil.example\r\n")), "403"),
        (upgrade(&format!("{KEY}origin: http://a.example\r\n")), "101"),
        (upgrade(KEY), "101"),
        ("nonsense\r\n\r\n".to_owned(), "400"),
    ] {
        let head = server.http(&request).await;
        assert!(head.starts_with(&format!("http/1.1 {status}")), "{request}\n{head}");
    }
}

#[tokio::test]
async fn an_allowed_origin_may_connect() {
    let server = Running::start(router(), |server| server.allow_origin("https://app.example")).await;
    let head = server.http(&upgrade(&format!("{KEY}origin: https://app.example\r\n"))).await;
    assert!(head.starts_with("http/1.1 101"), "{head}");
}

#[tokio::test]
async fn authentication_gives_the_data_or_refuses() {
    async fn opened(connection: Connection<Data>) -> Result<()> {
        connection.data().log.add("open");
        Ok(())
    }
    let log = Log::default();
    let known = log.clone();
    let check = move |handshake: Handshake| {
        let data = Data { log: known.clone(), ..Data::default() };
        std::future::ready(match handshake.token().as_deref() {
            Some("good") => Ok(data),
            _ => Err(Refusal::unauthorized()),
        })
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = wskit::serve(router().on_open(opened)).authenticate(check);
    let task = tokio::spawn(server.listen(listener));
    assert!(connect_async(format!("ws://{address}/")).await.unwrap_err().to_string().contains("401"));
    let (mut socket, _) = connect_async(format!("ws://{address}/?access_token=good")).await.unwrap();
    send(&mut socket, &json!({"type": "NOP"})).await;
    assert_eq!(frame(&mut socket).await, pong("nop"));
    let mut request = format!("ws://{address}/").into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("bearer.good"));
    let (mut socket, _) = connect_async(request).await.unwrap();
    send(&mut socket, &json!({"type": "NOP"})).await;
    frame(&mut socket).await;
    assert_eq!(log.take(), ["open", "open"]);
    task.abort();
}

#[tokio::test]
async fn files_are_served_beside_the_socket() {
    let files = Files::new().file("/", "text/html", b"<h1>hi</h1>");
    let server = Running::start(router(), |server| server.path("/ws").http(files)).await;
    let page = server.http("GET /?x=1 HTTP/1.1\r\nhost: a\r\n\r\n").await;
    assert!(page.starts_with("http/1.1 200") && page.contains("content-type: text/html"), "{page}");
    assert!(page.contains("content-length: 11"), "{page}");
    assert!(server.http("HEAD / HTTP/1.1\r\nhost: a\r\n\r\n").await.starts_with("http/1.1 200"));
    assert!(server.http("GET /none HTTP/1.1\r\nhost: a\r\n\r\n").await.starts_with("http/1.1 404"));
    assert!(
        server
            .http("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n")
            .await
            .starts_with("http/1.1 405")
    );
    assert!(server.http(&upgrade(KEY)).await.starts_with("http/1.1 101"));
}

#[tokio::test]
async fn a_frame_beyond_the_hard_cap_closes_with_1009() {
    let limits = Limits { max_payload_bytes: 100, max_frame_bytes: 1000, ..Limits::default() };
    let server = Running::start(router().limits(limits), |server| server).await;
    let mut socket = server.connect().await;
    socket.send(Message::text(" ".repeat(500))).await.unwrap();
    assert_eq!(frame(&mut socket).await["payload"]["code"], "RESOURCE_EXHAUSTED");
    socket.send(Message::text(" ".repeat(5000))).await.unwrap();
    assert_eq!(close_code(&mut socket).await.0, 1009);
}

#[tokio::test]
async fn each_way_to_end_reaches_on_close() {
    async fn closed(connection: Connection<Data>, closed: Closed) {
        connection.data().log.add(format!("{} {}", closed.code, closed.reason));
        connection.data().dropped.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    }
    let data = Data::default();
    let seen = data.clone();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server =
        wskit::serve(router().on_close(closed)).authenticate(move |_| std::future::ready(Ok(seen.clone())));
    let task = tokio::spawn(server.listen(listener));
    let gone = async |count| {
        while data.dropped.load(std::sync::atomic::Ordering::SeqCst) < count {
            tokio::task::yield_now().await;
        }
        data.log.take()
    };

    let (mut socket, _) = connect_async(format!("ws://{address}/")).await.unwrap();
    socket
        .close(Some(tokio_tungstenite::tungstenite::protocol::CloseFrame {
            code: 4005.into(),
            reason: "bye".into(),
        }))
        .await
        .unwrap();
    assert_eq!(gone(1).await, ["4005 bye"]);

    let (socket, _) = connect_async(format!("ws://{address}/")).await.unwrap();
    drop(socket);
    let lost = gone(2).await;
    assert!(lost[0].starts_with("1006"), "{lost:?}");
    task.abort();
}

#[tokio::test]
async fn a_stop_answers_what_is_in_flight_and_closes_with_1001() {
    let mut server = Running::plain().await;
    let mut busy = server.connect().await;
    let mut idle = server.connect().await;
    send(&mut busy, &json!({"type": "SLOW", "meta": {"correlationId": "1"}, "payload": {"ms": 100}})).await;
    assert_eq!(frame(&mut busy).await["type"], "$ws:rpc-progress");
    server.stop.notify_one();
    assert_eq!(close_code(&mut idle).await, (1001, "server is shutting down".into()));
    assert_eq!(frame(&mut busy).await["type"], "SLOW_OK");
    assert_eq!(close_code(&mut busy).await.0, 1001);
    drop((idle, busy));
    tokio::time::timeout(Duration::from_secs(20), &mut server.task).await.expect("stops in time").unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn a_client_that_never_reads_holds_up_nobody() {
    let limits = Limits { max_outbound_messages: 16, ..Limits::default() };
    let server = Running::start(router().limits(limits), |server| server).await;
    let mut deaf = server.connect().await;
    let text = "x".repeat(10);
    let flood = async {
        for _ in 0..200_000 {
            let ping = json!({"type": "PING", "payload": {"text": text}});
            if deaf.feed(Message::text(ping.to_string())).await.is_err() {
                break;
            }
        }
    };
    // The server stops reading once what it has to say is not read, so the flood comes to a standstill by itself.
    let _ = tokio::time::timeout(Duration::from_millis(500), flood).await;
    let mut other = server.connect().await;
    send(&mut other, &json!({"type": "NOP"})).await;
    assert_eq!(frame(&mut other).await, pong("nop"));
}

/// Of many sizes, so that some fit into one write with others and some into none.
fn published(number: usize) -> String {
    format!("{number} {}", "x".repeat(number * 7919 % 50_000))
}

async fn all_hear_all_that_is_published() {
    const PUBLISHED: usize = 240;
    async fn listen(connection: Connection<Data>) -> Result<()> {
        connection.topics().subscribe("all").await?;
        Ok(())
    }
    let count = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let publish = move |ctx: Ctx<Nop, Data>| {
        let count = Arc::clone(&count);
        async move {
            for _ in 0..3 {
                let text = published(count.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
                ctx.publish("all", &Pong { text }).await?;
            }
            Ok(())
        }
    };
    let limits = Limits { max_outbound_bytes: 64 << 20, ..Limits::default() };
    let router = Router::new().on_open(listen).on(publish).limits(limits);
    let server = Running::start(router, |server| server).await;
    let mut sockets = Vec::new();
    for _ in 0..5 {
        sockets.push(server.connect().await);
    }
    let mut publisher = sockets.pop().unwrap();
    // Each time as many as the server reads at once; nobody but the publisher reads meanwhile, so that streams fill up.
    for turn in 0..PUBLISHED / 12 {
        for _ in 0..4 {
            publisher.feed(Message::text(r#"{"type":"NOP"}"#)).await.unwrap();
        }
        publisher.flush().await.unwrap();
        for number in turn * 12..(turn + 1) * 12 {
            assert_eq!(frame(&mut publisher).await, pong(&published(number)));
        }
    }
    for socket in &mut sockets {
        for number in 0..PUBLISHED {
            assert_eq!(frame(socket).await, pong(&published(number)));
        }
    }
}

#[tokio::test]
async fn all_hear_all_that_is_published_on_one_thread() {
    all_hear_all_that_is_published().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_hear_all_that_is_published_on_two_threads() {
    all_hear_all_that_is_published().await;
}

/// A layer that says when it is let go of.
struct Noted(Log);

impl Layer<Data> for Noted {
    fn handle(&self, gate: Gate<Data>, next: Next<Data>) -> BoxFuture<'static, Result<Outcome>> {
        next.run(gate)
    }

    fn dispose(&self) -> BoxFuture<'_, ()> {
        self.0.add("disposed");
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn layers_are_disposed_of_when_the_last_connection_has_ended() {
    let log = Log::default();
    let seen = log.clone();
    let router = router().layer(Noted(log.clone())).on_close(move |_: Connection<Data>, _: Closed| {
        seen.add("closed");
        std::future::ready(())
    });
    let mut running = Running::start(router, |server| server).await;
    let mut socket = running.connect().await;
    socket.send(Message::text(r#"{"type":"NOP"}"#)).await.unwrap();
    assert!(socket.next().await.unwrap().unwrap().is_text());
    assert!(log.take().is_empty());
    running.stop.notify_one();
    while socket.next().await.is_some_and(|message| message.is_ok()) {}
    (&mut running.task).await.unwrap();
    assert_eq!(log.take(), ["closed", "disposed"]);
}
