//! The task of one connection over a pipe in memory, with the clock of the runtime stopped: it moves by itself when
//! everything waits, so that no test waits for real.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use tokio::{
    io::DuplexStream,
    sync::{oneshot, watch},
    task::JoinHandle,
    time::Instant,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, protocol::Role},
};

use super::{config, drive};
use crate::{
    Connection, Ctx, Reply, Result, Router, RpcCtx,
    close::Closed,
    hub::Hub,
    server::{platform::TokioPlatform, shutdown::Stop},
};

wskit::message!(
    #[event]
    struct Say {
        text: String,
    }

    /// Closes the connection.
    #[event(from = client)]
    struct Kick;

    /// Is never answered.
    #[rpc(response = Answered)]
    struct Hang;

    #[response]
    struct Answered;
);

type Client = WebSocketStream<DuplexStream>;
type Seen = Arc<Mutex<Vec<u16>>>;

async fn kick(ctx: Ctx<Kick>) -> Result<()> {
    ctx.close(4000, "go");
    Ok(())
}

async fn say(_: Ctx<Say>) -> Result<()> {
    Ok(())
}

async fn hang(_: RpcCtx<Hang>) -> Reply<Hang> {
    std::future::pending().await
}

fn router() -> Router<()> {
    Router::new().on(kick).on(say).rpc(hang)
}

struct Driven {
    connection: Connection<()>,
    stop: watch::Sender<Stop>,
    task: JoinHandle<()>,
}

/// A connection whose pipe holds `capacity` bytes each way.
async fn connect(router: Router<()>, capacity: usize) -> (Client, Driven) {
    let hub = Hub::new(router, Arc::new(TokioPlatform)).unwrap();
    let (near, far) = tokio::io::duplex(capacity);
    let config = Some(config(hub.limits()));
    let socket = WebSocketStream::from_raw_socket(near, Role::Server, config).await;
    let session = hub.connect(hub.new_client_id(), ());
    let connection = session.connection().clone();
    let (stop, stopped) = watch::channel(Stop::No);
    let task = tokio::spawn(drive(socket, session, stopped));
    (WebSocketStream::from_raw_socket(far, Role::Client, None).await, Driven { connection, stop, task })
}

/// A router that notes the code of each connection that ends.
fn noting(router: Router<()>) -> (Router<()>, Seen) {
    let seen = Seen::default();
    let codes = Arc::clone(&seen);
    let router = router.on_close(move |_, closed: Closed| {
        codes.lock().unwrap().push(closed.code);
        std::future::ready(())
    });
    (router, seen)
}

#[tokio::test(start_paused = true)]
async fn a_client_that_never_reads_is_let_go_in_time() {
    let (router, codes) = noting(router());
    let (_deaf, driven) = connect(router, 64).await;
    driven.connection.topics().subscribe("news").await.unwrap();
    let text = Say { text: "x".repeat(100_000) };
    while driven.connection.send(&text).is_ok() {
        tokio::task::yield_now().await;
    }
    let connection = driven.connection.clone();
    let before = Instant::now();
    tokio::time::timeout(Duration::from_secs(60), driven.task).await.expect("an end").unwrap();
    let limits = *connection.hub().limits();
    assert_eq!(before.elapsed(), limits.slow_reader_timeout + limits.close_timeout);
    assert_eq!(*codes.lock().unwrap(), [1013]);
    assert_eq!(connection.subscribers("news"), 0);
}

#[tokio::test(start_paused = true)]
async fn a_large_message_does_not_disconnect_a_client_that_reads() {
    let (mut client, driven) = connect(router(), 1024).await;
    let text = "x".repeat(driven.connection.hub().limits().max_outbound_bytes);
    driven.connection.send(&Say { text: text.clone() }).unwrap();
    let message = client.next().await.unwrap().unwrap();
    assert!(message.to_text().unwrap().contains(&text));
}

#[tokio::test(start_paused = true)]
async fn a_close_is_answered_at_once_however_much_comes_before_it() {
    let (mut client, driven) = connect(router(), 1024 * 1024).await;
    client.feed(Message::text(r#"{"type":"KICK"}"#)).await.unwrap();
    for _ in 0..500 {
        client.feed(Message::text(r#"{"type":"SAY","payload":{"text":"late"}}"#)).await.unwrap();
    }
    client.close(None).await.unwrap();
    let before = Instant::now();
    driven.task.await.unwrap();
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn the_socket_is_closed_before_on_close_has_run() {
    let (on, go) = oneshot::channel::<()>();
    let go = Arc::new(tokio::sync::Mutex::new(go));
    let router = router().on_close(move |_, _| {
        let go = Arc::clone(&go);
        async move {
            let _ = (&mut *go.lock().await).await;
        }
    });
    let (mut client, driven) = connect(router, 1024).await;
    client.close(None).await.unwrap();
    let rest =
        tokio::time::timeout(Duration::from_secs(60), async { while client.next().await.is_some() {} });
    rest.await.expect("the socket to close while on_close runs");
    on.send(()).unwrap();
    driven.task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_client_may_leave_while_the_server_waits_for_its_request() {
    let (mut client, driven) = connect(router(), 1024).await;
    client.send(Message::text(r#"{"type":"HANG","meta":{"timeoutMs":600000}}"#)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    driven.stop.send(Stop::Drain).unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    let before = Instant::now();
    client.close(None).await.unwrap();
    driven.task.await.unwrap();
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_request_may_be_aborted_while_the_server_waits_for_it() {
    let (mut client, driven) = connect(router(), 1024).await;
    let id = r#""meta":{"correlationId":"1"}"#;
    client.send(Message::text(format!(r#"{{"type":"HANG",{id}}}"#))).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    driven.stop.send(Stop::Drain).unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    let before = Instant::now();
    client.send(Message::text(format!(r#"{{"type":"$ws:abort",{id}}}"#))).await.unwrap();
    assert!(client.next().await.unwrap().unwrap().to_text().unwrap().contains("CANCELLED"));
    assert!(
        matches!(client.next().await, Some(Ok(Message::Close(Some(frame)))) if u16::from(frame.code) == 1001)
    );
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_has_waited_long_enough_cuts_its_connections_off() {
    let (router, codes) = noting(router());
    let (mut client, driven) = connect(router, 1024).await;
    client.send(Message::text(r#"{"type":"HANG","meta":{"timeoutMs":600000}}"#)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    driven.stop.send(Stop::Drain).unwrap();
    tokio::time::sleep(Duration::from_secs(30)).await;
    assert!(codes.lock().unwrap().is_empty());
    let before = Instant::now();
    driven.stop.send(Stop::Abandon).unwrap();
    driven.task.await.unwrap();
    assert_eq!(before.elapsed(), Duration::ZERO);
    assert_eq!(*codes.lock().unwrap(), [1006]);
}
