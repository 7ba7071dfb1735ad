//! Servers on real sockets: the tokio server and the axum adapter.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use demo::Visitor;
use futures_util::{SinkExt, StreamExt};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};
use wskit::{
    limits::LimitKind,
    server::{Authenticate, Handshake, Refusal, Server},
};

use crate::world::{self, Exceeded, Seen, Setup};

/// How a demo server is put on a socket.
pub(crate) trait Host: 'static {
    fn serve(
        server: Server<Visitor, impl Authenticate<Visitor>>,
        listener: TcpListener,
        stop: Arc<Notify>,
    ) -> impl Future<Output = ()> + Send;
}

pub(crate) struct Tokio;

impl Host for Tokio {
    async fn serve(
        server: Server<Visitor, impl Authenticate<Visitor>>,
        listener: TcpListener,
        stop: Arc<Notify>,
    ) {
        let server = server.stop_when(async move { stop.notified().await });
        server.listen(listener).await.unwrap();
    }
}

pub(crate) struct Axum;

impl Host for Axum {
    async fn serve(
        server: Server<Visitor, impl Authenticate<Visitor>>,
        listener: TcpListener,
        stop: Arc<Notify>,
    ) {
        let sockets = server.into_axum().unwrap();
        let app = axum::Router::new()
            .route("/hello", axum::routing::get(async || "hello"))
            .route("/", sockets.route())
            .route("/{*path}", sockets.route())
            .into_make_service_with_connect_info::<SocketAddr>();
        let told = async move { stop.notified().await };
        axum::serve(listener, app).with_graceful_shutdown(told).await.unwrap();
        sockets.shut_down().await;
    }
}

/// A server at work, on a port of its own.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) stop: Arc<Notify>,
    pub(crate) task: JoinHandle<()>,
    pub(crate) exceeded: Exceeded,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(crate) type Configure<'a> = &'a (dyn Fn(Server<Visitor>) -> Server<Visitor> + Sync);

/// Runs the demo with changes of one's own.
pub(crate) async fn run<H: Host>(setup: &Setup, configure: Configure<'_>) -> Running {
    let visitor = Visitor::default();
    let check = move |handshake: Handshake| {
        if handshake.uri.query().is_some_and(|query| query.contains("refuse=status")) {
            return Err(Refusal::unauthorized());
        }
        if handshake.uri.query().is_some_and(|query| query.contains("refuse=close")) {
            return Err(Refusal::close(4401, "Invalid token"));
        }
        Ok(Visitor { path: handshake.uri.path().into(), ..visitor.clone() })
    };
    let exceeded = Exceeded::default();
    let server = configure(wskit::serve(setup.router(&exceeded))).authenticate(check);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = Arc::new(Notify::new());
    let told = Arc::clone(&stop);
    let task = tokio::spawn(H::serve(server, listener, told));
    Running { address, stop, task, exceeded }
}

pub(crate) struct World<H> {
    running: Running,
    host: std::marker::PhantomData<H>,
}

pub(crate) struct Peer {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Peer {
    pub(crate) async fn connect(url: &str) -> Self {
        Self { socket: connect_async(url).await.unwrap().0 }
    }
}

impl<H: Host> world::World for World<H> {
    type Peer = Peer;

    async fn start(setup: &Setup) -> Self {
        Self { running: run::<H>(setup, &|server| server).await, host: std::marker::PhantomData }
    }

    async fn connect(&self, path: &str) -> Peer {
        Peer::connect(&format!("ws://{}{path}", self.running.address)).await
    }

    fn exceeded(&self) -> Vec<LimitKind> {
        self.running.exceeded.kinds()
    }

    async fn stop(&mut self, _: &mut [&mut Peer]) {
        self.running.stop.notify_one();
    }
}

impl world::Peer for Peer {
    async fn text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    async fn bytes(&mut self, bytes: &[u8]) {
        self.socket.send(Message::binary(bytes.to_vec())).await.unwrap();
    }

    async fn pass(&mut self, _: u64) {}

    fn stop_reading(&mut self) {}

    async fn next(&mut self) -> Seen {
        loop {
            let next = tokio::time::timeout(Duration::from_secs(30), self.socket.next()).await;
            match next.expect("a frame in time").expect("a close before the end").expect("a sound frame") {
                Message::Text(text) => return Seen::Frame(serde_json::from_str(&text).unwrap()),
                Message::Close(frame) => {
                    let frame = frame.expect("a close with a code");
                    return Seen::Closed(frame.code.into(), frame.reason.to_string());
                }
                _ => {}
            }
        }
    }

    async fn leave(mut self) {
        self.socket.close(None).await.unwrap();
    }
}
