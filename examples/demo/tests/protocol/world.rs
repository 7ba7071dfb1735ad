//! What every case is written against.

use std::sync::{Arc, Mutex};

use demo::Visitor;
use serde_json::{Value, json};
use wskit::{
    Limits, Router,
    limits::{LimitExceeded, LimitKind},
    router::AuthPolicy,
};

/// What a case wants changed.
#[derive(Clone, Copy, Default)]
pub(crate) struct Setup {
    pub(crate) limits: Limits,
    pub(crate) auth: AuthPolicy,
}

/// Notes the limits that are exceeded.
#[derive(Clone, Default)]
pub(crate) struct Exceeded(Arc<Mutex<Vec<LimitKind>>>);

impl Exceeded {
    pub(crate) fn kinds(&self) -> Vec<LimitKind> {
        self.0.lock().unwrap().clone()
    }
}

impl Setup {
    /// The demo with these changes.
    pub(crate) fn router(&self, exceeded: &Exceeded) -> Router<Visitor> {
        let noted = exceeded.clone();
        let note = move |exceeded: &LimitExceeded| noted.0.lock().unwrap().push(exceeded.kind);
        demo::router().limits(self.limits).auth(self.auth).on_limit_exceeded(note)
    }
}

/// A demo server, wherever it runs.
pub(crate) trait World: Sized {
    type Peer: Peer;

    async fn start(setup: &Setup) -> Self;
    async fn connect(&self, path: &str) -> Self::Peer;
    /// The limits that were exceeded so far.
    fn exceeded(&self) -> Vec<LimitKind>;
    /// Tells the server to stop; the peers are those that are connected.
    async fn stop(&mut self, peers: &mut [&mut Self::Peer]);
}

/// A client of it.
pub(crate) trait Peer {
    async fn text(&mut self, text: &str);
    async fn bytes(&mut self, bytes: &[u8]);
    /// Lets so much time pass; on a real clock the next frame is waited for instead.
    async fn pass(&mut self, ms: u64);
    /// From now on nothing is read, until the next [`next`](Self::next).
    fn stop_reading(&mut self);
    /// The next frame, or the close.
    async fn next(&mut self) -> Seen;
    async fn leave(self);
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Seen {
    Frame(Value),
    Closed(u16, String),
}

impl Seen {
    pub(crate) fn frame(self) -> Value {
        match self {
            Self::Frame(frame) => frame,
            Self::Closed(code, reason) => panic!("closed with {code} {reason}"),
        }
    }
}

pub(crate) async fn start<W: World>() -> (W, W::Peer) {
    with::<W>(&Setup::default()).await
}

pub(crate) async fn with<W: World>(setup: &Setup) -> (W, W::Peer) {
    let world = W::start(setup).await;
    let peer = world.connect("/").await;
    (world, peer)
}

/// Sends a frame and gives everything that was sent until a heartbeat behind it was answered.
pub(crate) async fn ask(peer: &mut impl Peer, text: &str) -> Vec<Value> {
    peer.text(text).await;
    settle(peer).await
}

pub(crate) async fn settle(peer: &mut impl Peer) -> Vec<Value> {
    peer.text(r#"{"type":"__heartbeat"}"#).await;
    let mut frames = Vec::new();
    loop {
        let frame = peer.next().await.frame();
        if frame["type"] == "__heartbeat_ack" {
            return frames;
        }
        frames.push(bare(frame));
    }
}

/// The one frame that a frame is answered with.
pub(crate) async fn answer(peer: &mut impl Peer, text: &str) -> Value {
    let mut frames = ask(peer, text).await;
    assert_eq!(frames.len(), 1, "{text}: {frames:?}");
    frames.remove(0)
}

/// The next frame without its timestamp.
pub(crate) async fn next(peer: &mut impl Peer) -> Value {
    bare(peer.next().await.frame())
}

/// A frame without its timestamp, which every frame has.
pub(crate) fn bare(mut frame: Value) -> Value {
    let timestamp = frame["meta"].as_object_mut().and_then(|meta| meta.remove("timestamp"));
    assert!(timestamp.is_some_and(|at| at.as_u64() > Some(1_600_000_000_000)), "{frame}");
    frame
}

pub(crate) fn request(id: &str, wire_type: &str, payload: &Value) -> String {
    let mut frame = json!({"type": wire_type, "meta": {"correlationId": id}});
    if !payload.is_null() {
        frame["payload"] = payload.clone();
    }
    frame.to_string()
}

pub(crate) fn pong(text: &str) -> Value {
    json!({"type": "PONG", "meta": {}, "payload": {"text": text}})
}

pub(crate) const NOP: &str = r#"{"type":"NOP"}"#;
