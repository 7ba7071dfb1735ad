//! Handshakes of the tokio server: who gets in, who does not, and what either is told.
#![allow(missing_docs)]

mod common;

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use common::{Data, router};
use futures_util::StreamExt;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest, http::HeaderMap, http::StatusCode},
};
use wskit::{
    limits::LimitExceeded,
    prelude::*,
    server::{Handshake, Refusal},
};

struct Running {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Runs a server: `serving!(router).authenticate(..)`, on a port of its own.
macro_rules! run {
    ($server:expr) => {{
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = $server;
        Running { address, task: tokio::spawn(async move { server.listen(listener).await.unwrap() }) }
    }};
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

impl Running {
    async fn connect(&self, query: &str) -> Result<(Socket, HeaderMap), StatusCode> {
        match connect_async(format!("ws://{}/{query}", self.address)).await {
            Ok((socket, response)) => Ok((socket, response.headers().clone())),
            Err(Error::Http(response)) => Err(response.status()),
            Err(error) => panic!("{error}"),
        }
    }

    async fn status(&self, query: &str) -> u16 {
        self.connect(query).await.err().map_or(101, |status| status.as_u16())
    }
}

#[allow(clippy::needless_pass_by_value, reason = "the shape of what authenticates")]
fn by_token(handshake: Handshake) -> Result<Data, Refusal> {
    match handshake.token().as_deref() {
        Some("good") => Ok(Data::default()),
        Some("banned") => Err(Refusal::close(4403, "banned")),
        Some("teapot") => Err(Refusal::status(StatusCode::IM_A_TEAPOT, "no coffee")),
        Some("panic") => panic!("no database"),
        _ => Err(Refusal::unauthorized()),
    }
}

#[tokio::test]
async fn a_plain_function_may_decide_and_refuse_in_every_way() {
    let server = run!(wskit::serve(router()).authenticate(by_token));
    for (token, status) in [("good", 101), ("", 401), ("teapot", 418), ("panic", 500)] {
        assert_eq!(server.status(&format!("?access_token={token}")).await, status, "{token}");
    }
    let (mut socket, headers) = server.connect("?access_token=banned").await.unwrap();
    assert!(!headers.contains_key("x-client-id"));
    let Some(Ok(Message::Close(Some(frame)))) = socket.next().await else { panic!("no close") };
    assert_eq!((u16::from(frame.code), frame.reason.as_str()), (4403, "banned"));
}

#[tokio::test]
async fn a_closure_of_either_kind_may_decide() {
    let sync = run!(wskit::serve(router()).authenticate(|_| Ok(Data::default())));
    let later = run!(wskit::serve(router()).authenticate(async |_| Ok(Data::default())));
    assert_eq!((sync.status("").await, later.status("").await), (101, 101));
}

#[tokio::test]
async fn authentication_has_so_much_time() {
    async fn never(_: Handshake) -> Result<Data, Refusal> {
        std::future::pending().await
    }
    let limits = Limits { handshake_timeout: Duration::from_millis(500), ..Limits::default() };
    let server = run!(wskit::serve(router().limits(limits)).authenticate(never));
    assert_eq!(server.status("").await, 503);
}

#[tokio::test]
async fn on_upgrade_sees_the_request_and_adds_headers_and_may_panic() {
    let server = run!(
        wskit::serve(router())
            .on_upgrade(|_, _| panic!("no matter"))
            .on_upgrade(|handshake, headers| {
                let path = handshake.uri.path().parse().unwrap();
                headers.insert("x-path", path);
            })
            .subprotocol("chat.v2")
    );
    let mut request = format!("ws://{}/here", server.address).into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", "bearer.x, chat.v2".parse().unwrap());
    let (_, response) = connect_async(request).await.unwrap();
    assert_eq!(response.headers()["x-path"], "/here");
    assert_eq!(response.headers()["sec-websocket-protocol"], "chat.v2");
}

#[tokio::test]
async fn connections_are_limited_in_all_and_per_address() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let limited = |limits| {
        let seen = Arc::clone(&seen);
        router().limits(limits).on_limit_exceeded(move |exceeded: &LimitExceeded| {
            seen.lock().unwrap().push((exceeded.kind.as_str(), exceeded.observed, exceeded.limit));
        })
    };
    let all = run!(wskit::serve(limited(Limits { max_connections: 2, ..Limits::default() })));
    let per_ip = run!(wskit::serve(limited(Limits { max_connections_per_ip: 1, ..Limits::default() })));
    let first = all.connect("").await.unwrap();
    let second = all.connect("").await.unwrap();
    assert_eq!(all.status("").await, 503);
    let only = per_ip.connect("").await.unwrap();
    assert_eq!(per_ip.status("").await, 429);
    assert_eq!(*seen.lock().unwrap(), [("connections", 3, 2), ("connections", 2, 1)]);
    drop((first, second, only));
    while per_ip.status("").await != 101 {
        tokio::task::yield_now().await;
    }
}
