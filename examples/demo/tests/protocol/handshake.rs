//! The handshake and what only a socket shows.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};
use wskit::Limits;

use crate::{
    sockets::{Host, Peer, Running, run},
    world::{NOP, Peer as _, Seen, Setup},
};

macro_rules! cases {
    ($($case:ident)*) => {
        /// Runs every case against a server.
        macro_rules! suite {
            ($server:ty) => { $(
                #[tokio::test]
                async fn $case() {
                    $crate::handshake::$case::<$server>().await;
                }
            )* };
        }
        pub(crate) use suite;
    };
}

cases! {
    an_accepted_handshake_names_the_client
    a_subprotocol_is_selected
    a_refused_authentication_is_a_status
    a_refused_authentication_is_a_close_where_it_is_asked_for
    a_plain_request_is_told_so
    a_cross_origin_upgrade_is_refused
    an_allowed_origin_may_connect
    a_frame_over_the_hard_cap_closes_with_1009
    a_breach_of_the_transport_closes_with_1002
    no_sign_of_life_closes_with_1001
    a_close_is_answered
    connections_beyond_the_limit_are_refused
}

async fn plain<H: Host>() -> Running {
    run::<H>(&Setup::default(), &|server| server).await
}

/// The status line and headers of the answer to a raw upgrade with more headers.
async fn upgrade(running: &Running, headers: &str) -> String {
    http(
        running,
        &format!(
            "GET / HTTP/1.1\r\nhost: a.example\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n{headers}\r\n"
        ),
    )
    .await
}

async fn http(running: &Running, request: &str) -> String {
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("a whole head"));
    }
    String::from_utf8(head).unwrap().to_ascii_lowercase()
}

fn status(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or_default()
}

pub(crate) async fn an_accepted_handshake_names_the_client<H: Host>() {
    let running = plain::<H>().await;
    let (_socket, response) = connect_async(format!("ws://{}/", running.address)).await.unwrap();
    assert_eq!(response.status(), 101);
    let id = response.headers()["x-client-id"].to_str().unwrap();
    assert_eq!((id.len(), &id[14..15]), (36, "7"));
}

pub(crate) async fn a_subprotocol_is_selected<H: Host>() {
    let running = run::<H>(&Setup::default(), &|server| server.subprotocol("demo.v1")).await;
    for (offered, selected) in [("a, demo.v1", Some("demo.v1")), ("a, b", Some("a")), ("", None)] {
        let mut request = format!("ws://{}/", running.address).into_client_request().unwrap();
        if !offered.is_empty() {
            request.headers_mut().insert("sec-websocket-protocol", offered.parse().unwrap());
        }
        let (_socket, response) = connect_async(request).await.unwrap();
        let got = response.headers().get("sec-websocket-protocol").map(|value| value.to_str().unwrap());
        assert_eq!(got, selected);
    }
}

pub(crate) async fn a_refused_authentication_is_a_status<H: Host>() {
    let running = plain::<H>().await;
    let refused = connect_async(format!("ws://{}/?refuse=status", running.address)).await;
    assert!(matches!(refused, Err(Error::Http(response)) if response.status() == 401));
}

pub(crate) async fn a_refused_authentication_is_a_close_where_it_is_asked_for<H: Host>() {
    let running = plain::<H>().await;
    let mut peer = Peer::connect(&format!("ws://{}/?refuse=close", running.address)).await;
    assert_eq!(peer.next().await, Seen::Closed(4401, "Invalid token".into()));
}

pub(crate) async fn a_plain_request_is_told_so<H: Host>() {
    let running = plain::<H>().await;
    let head = http(&running, "GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
    assert_eq!(status(&head), "426", "{head}");
    let unsound = "GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n";
    assert_eq!(status(&http(&running, unsound).await), "400");
}

pub(crate) async fn a_cross_origin_upgrade_is_refused<H: Host>() {
    let running = plain::<H>().await;
    for (origin, expected) in [
        ("", "101"),
        ("origin: http://a.example\r\n", "101"),
        ("origin: https://a.example\r\n", "403"),
        ("origin: http://a.example:81\r\n", "403"),
        ("origin: https://evil.example\r\n", "403"),
        ("origin: null\r\n", "403"),
        ("origin: https://a.example\r\nx-forwarded-proto: https\r\n", "101"),
    ] {
        assert_eq!(status(&upgrade(&running, origin).await), expected, "{origin}");
    }
}

pub(crate) async fn an_allowed_origin_may_connect<H: Host>() {
    let running = run::<H>(&Setup::default(), &|server| server.allow_origin("https://app.example")).await;
    assert_eq!(status(&upgrade(&running, "origin: https://app.example\r\n").await), "101");
}

pub(crate) async fn a_frame_over_the_hard_cap_closes_with_1009<H: Host>() {
    let limits = Limits { max_payload_bytes: 100, max_frame_bytes: 1000, ..Limits::default() };
    let running = run::<H>(&Setup { limits, ..Setup::default() }, &|server| server).await;
    let mut peer = Peer::connect(&format!("ws://{}/", running.address)).await;
    peer.text(&" ".repeat(1001)).await;
    assert!(matches!(peer.next().await, Seen::Closed(1009, _)));
}

pub(crate) async fn a_breach_of_the_transport_closes_with_1002<H: Host>() {
    let running = plain::<H>().await;
    let (mut socket, _) = connect_async(format!("ws://{}/", running.address)).await.unwrap();
    // A text frame without a mask, which a client must not send (RFC 6455 section 5.1).
    socket.get_mut().write_all(&[0x81, 0x02, b'{', b'}']).await.unwrap();
    let closed = socket.next().await.unwrap().unwrap();
    assert!(matches!(closed, Message::Close(Some(frame)) if u16::from(frame.code) == 1002));
}

pub(crate) async fn no_sign_of_life_closes_with_1001<H: Host>() {
    let limits = Limits {
        ping_interval: Duration::from_millis(100),
        pong_timeout: Duration::from_millis(50),
        ..Limits::default()
    };
    let running = run::<H>(&Setup { limits, ..Setup::default() }, &|server| server).await;
    let (mut socket, _) = connect_async(format!("ws://{}/", running.address)).await.unwrap();
    let mut bytes = Vec::new();
    // Read without the library, which would answer the ping.
    socket.get_mut().read_to_end(&mut bytes).await.unwrap();
    assert_eq!(bytes[..2], [0x89, 0x00], "a ping without a payload");
    assert_eq!((bytes[2], &bytes[4..6]), (0x88, &1001_u16.to_be_bytes()[..]), "a close");
}

pub(crate) async fn a_close_is_answered<H: Host>() {
    let running = plain::<H>().await;
    let (mut socket, _) = connect_async(format!("ws://{}/", running.address)).await.unwrap();
    socket.send(Message::text(NOP)).await.unwrap();
    socket.close(None).await.unwrap();
    assert!(socket.next().await.unwrap().unwrap().is_text());
    assert!(socket.next().await.unwrap().unwrap().is_close());
    assert!(socket.next().await.is_none());
}

pub(crate) async fn connections_beyond_the_limit_are_refused<H: Host>() {
    let limits = Limits { max_connections_per_ip: 1, ..Limits::default() };
    let running = run::<H>(&Setup { limits, ..Setup::default() }, &|server| server).await;
    let _first = Peer::connect(&format!("ws://{}/", running.address)).await;
    assert_eq!(status(&upgrade(&running, "").await), "429");
}
