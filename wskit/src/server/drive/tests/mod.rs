//! The task of one connection over a pipe in memory, with the clock of the runtime stopped: it moves by itself when
//! everything waits, so that no test waits for real.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    task::{Context, Waker},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream},
    sync::{oneshot, watch},
    task::JoinHandle,
    time::Instant,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, protocol::Role},
};

mod ends;
mod frames;
mod lending;
mod waking;

use super::{Driver, Socket};
use crate::{
    Connection, Ctx, Limits, Reply, Result, Router, RpcCtx,
    close::{Close, Closed},
    hub::Hub,
    maybe_send::BoxFuture,
    platform::Platform,
    server::{
        platform::TokioPlatform,
        shutdown::{Leaving, Stop},
    },
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
    #[rpc(response = Answered, progress = Step)]
    struct Hang;

    #[data]
    struct Step {
        number: u8,
    }

    #[response]
    struct Answered;
);

const DRAIN: Stop = Stop::Drain { spread: Duration::ZERO };

type Client = WebSocketStream<DuplexStream>;
type Seen = Arc<Mutex<Vec<u16>>>;

async fn kick(ctx: Ctx<Kick>) -> Result<()> {
    ctx.close(4000, "go");
    Ok(())
}

async fn say(_: Ctx<Say>) -> Result<()> {
    Ok(())
}

async fn endless(_: Ctx<Say>) -> Result<()> {
    std::future::pending().await
}

async fn hang(_: RpcCtx<Hang>) -> Reply<Hang> {
    std::future::pending().await
}

async fn answer(_: RpcCtx<Hang>) -> Result<Answered> {
    Ok(Answered)
}

fn router() -> Router<()> {
    Router::new().on(kick).on(say).rpc(hang)
}

/// A platform whose time of day is that of the runtime's clock, so that both move together.
struct OneClock(TokioPlatform, Instant);

impl Platform for OneClock {
    fn now_ms(&self) -> u64 {
        1_700_000_000_000 + u64::try_from(self.1.elapsed().as_millis()).unwrap()
    }

    fn random(&self, bytes: &mut [u8]) {
        self.0.random(bytes);
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) {
        self.0.spawn(task);
    }
}

struct Driven {
    connection: Connection<()>,
    stop: watch::Sender<Stop>,
    task: JoinHandle<()>,
}

/// A connection whose pipe holds `capacity` bytes each way.
async fn connect(router: Router<()>, capacity: usize) -> (Client, Driven) {
    let (far, driven) = connect_having_read(router, capacity, Vec::new());
    (WebSocketStream::from_raw_socket(far, Role::Client, None).await, driven)
}

/// The same, where some of what the client sends has come with its handshake.
fn connect_having_read(router: Router<()>, capacity: usize, read: Vec<u8>) -> (DuplexStream, Driven) {
    let (far, connection, stop, driving) = undriven(router, capacity, read);
    (far, Driven { connection, stop, task: tokio::spawn(driving) })
}

/// The same without a task: what drives it is for the test to poll.
fn undriven(
    router: Router<()>,
    capacity: usize,
    read: Vec<u8>,
) -> (DuplexStream, Connection<()>, watch::Sender<Stop>, impl Future<Output = ()> + Send + 'static) {
    let (near, far) = tokio::io::duplex(capacity);
    let (connection, stop, driving) = driving(router, near, read);
    (far, connection, stop, driving)
}

/// A connection over any stream.
fn driving<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    router: Router<()>,
    stream: S,
    read: Vec<u8>,
) -> (Connection<()>, watch::Sender<Stop>, impl Future<Output = ()> + Send + 'static) {
    let (driver, connection, leaving, stop) = driver(router, stream, read);
    (connection, stop, driver.drive(leaving, ()))
}

/// What drives it, before it is asked to.
fn driver<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    router: Router<()>,
    stream: S,
    read: Vec<u8>,
) -> (Driver<S, ()>, Connection<()>, Leaving, watch::Sender<Stop>) {
    let platform = Arc::new(OneClock(TokioPlatform::new(), Instant::now()));
    let hub = Hub::new(router, platform.clone()).unwrap();
    let socket = Socket::new(stream, read, hub.limits());
    let session = hub.connect(hub.new_client_id(), ());
    let connection = session.connection().clone();
    let (stop, stopped) = watch::channel(Stop::No);
    (Driver::new(socket, session), connection, Leaving::new(stopped, platform), stop)
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

/// A frame as a client sends it (RFC 6455 section 5.2), masked.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mask = [0x9d, 0x01, 0xff, 0x42];
    let mut frame = vec![first];
    match u16::try_from(payload.len()) {
        Ok(length @ ..126) => frame.push(MASKED + length.to_be_bytes()[1]),
        Ok(length) => {
            frame.push(MASKED + 126);
            frame.extend(length.to_be_bytes());
        }
        Err(_) => {
            frame.push(MASKED + 127);
            frame.extend((payload.len() as u64).to_be_bytes());
        }
    }
    frame.extend(mask);
    frame.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}

const CONTINUATION: u8 = 0;
const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;
const FINAL: u8 = 0x80;
/// Of the byte with the length.
const MASKED: u8 = 0x80;
