use std::{
    collections::VecDeque,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use serde_json::{Value, json};

use super::{FakeClock, tasks::Woken};
use crate::{
    Connection, Data,
    close::Close,
    message::{FromClient, Message, Rpc},
    outbox::Outgoing,
    session::Session,
    wire::Frame,
};

/// The client's end of a connection in memory.
///
/// Everything happens in the calling thread: when a method returns, every handler has gone as far as it can without
/// the clock or another connection moving.
pub struct TestClient<D> {
    session: Option<Session<D>>,
    connection: Connection<D>,
    clock: FakeClock,
    woken: Arc<Woken>,
    waker: Waker,
    /// What was sent and not yet read: the server leaves it unread while it has enough to do.
    unread: VecDeque<Sent>,
    frames: Vec<Value>,
    is_reading: bool,
    closed: Option<Close>,
}

enum Sent {
    Text(Frame),
    Bytes(Vec<u8>),
}

impl<D: Data> TestClient<D> {
    pub(super) fn new(session: Session<D>, clock: FakeClock) -> Self {
        let woken = Woken::new();
        let mut client = Self {
            clock,
            connection: session.connection().clone(),
            session: Some(session),
            waker: Arc::clone(&woken).into(),
            woken,
            unread: VecDeque::new(),
            frames: Vec::new(),
            is_reading: true,
            closed: None,
        };
        client.run();
        client
    }

    /// Sends a text frame as it is.
    pub fn text(&mut self, text: &str) {
        self.unread.push_back(Sent::Text(text.into()));
        self.run();
    }

    /// Sends a binary frame as it is.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.unread.push_back(Sent::Bytes(bytes.to_vec()));
        self.run();
    }

    /// Sends an event.
    pub fn send<M: FromClient>(&mut self, message: &M) {
        self.text(&frame(message, &json!({})).to_string());
    }

    /// Sends a request; its answer is one of the [`frames`](Self::frames).
    pub fn request<M: Rpc>(&mut self, correlation_id: &str, message: &M) {
        self.text(&frame(message, &json!({"correlationId": correlation_id})).to_string());
    }

    /// Sends a request with keys of its own in `meta`, such as `timeoutMs` or those the message declares.
    pub fn request_with<M: Rpc>(&mut self, correlation_id: &str, message: &M, mut meta: Value) {
        meta["correlationId"] = correlation_id.into();
        self.text(&frame(message, &meta).to_string());
    }

    /// Gives up a request.
    pub fn abort(&mut self, correlation_id: &str) {
        self.text(&json!({"type": "$ws:abort", "meta": {"correlationId": correlation_id}}).to_string());
    }

    /// Everything that has arrived since the last call, as JSON, oldest first.
    pub fn frames(&mut self) -> Vec<Value> {
        self.run();
        std::mem::take(&mut self.frames)
    }

    /// Stops reading what the server sends, as a client that hangs does; it is kept until [`read_again`](Self::read_again).
    pub fn stop_reading(&mut self) {
        self.is_reading = false;
    }

    /// Reads again, beginning with what has waited.
    pub fn read_again(&mut self) {
        self.is_reading = true;
        self.run();
    }

    /// How many frames the server has left unread, because it has enough to do.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.unread.len()
    }

    /// The close code and reason, once the server has closed the connection.
    pub fn closed(&mut self) -> Option<(u16, String)> {
        self.run();
        self.closed.as_ref().map(|close| (close.code, close.reason.to_string()))
    }

    /// Ends the connection from the client's side and runs `on_close` as far as it goes.
    pub fn disconnect(&mut self) {
        self.run();
        self.end(1000, "");
    }

    /// Tells the server's end to shut down, as SIGTERM does.
    pub fn shut_down(&mut self) {
        if let Some(session) = &mut self.session {
            session.shut_down();
        }
        self.woken.set();
        self.run();
    }

    /// The server's end of the connection, as handlers see it.
    #[must_use]
    pub fn connection(&self) -> &Connection<D> {
        &self.connection
    }

    /// Drives the connection, and what the router does beside it, until nothing moves any more.
    fn run(&mut self) {
        loop {
            self.clock.run_tasks();
            self.drive();
            self.clock.run_tasks();
            if self.session.is_none() || !self.woken.is_set() {
                return;
            }
        }
    }

    fn drive(&mut self) {
        while let Some(session) = &mut self.session {
            let woken = self.woken.take();
            if woken {
                let _: Poll<_> = session.poll(&mut Context::from_waker(&self.waker));
            }
            match take(session, self.is_reading, &mut Context::from_waker(&self.waker)) {
                Poll::Ready(Outgoing::Frame(frame)) => self.frames.push(parse(frame.as_str())),
                Poll::Ready(Outgoing::Close(close)) => {
                    let (code, reason) = (close.code, close.reason.clone());
                    self.closed = Some(close);
                    self.end(code, reason);
                }
                Poll::Pending if woken => {}
                Poll::Pending if session.wants_input() => {
                    let cx = &mut Context::from_waker(&self.waker);
                    match self.unread.pop_front() {
                        Some(Sent::Text(frame)) => session.receive(frame.as_str(), cx),
                        Some(Sent::Bytes(bytes)) => session.receive_bytes(&bytes, cx),
                        None => return,
                    }
                }
                Poll::Pending => return,
            }
        }
    }

    fn end(&mut self, code: u16, reason: impl Into<std::borrow::Cow<'static, str>>) {
        let Some(session) = self.session.take() else { return };
        let mut ending = session.end(code, reason);
        // A hook that waits for the clock is dropped here, as a server that exits would drop it.
        let _: Poll<()> = ending.as_mut().poll(&mut Context::from_waker(&self.waker));
    }
}

/// The next frame the client reads; from a client that does not read, only the connection can be taken.
fn take<D: Data>(session: &mut Session<D>, is_reading: bool, cx: &mut Context<'_>) -> Poll<Outgoing> {
    if is_reading {
        return session.poll_outgoing(cx);
    }
    session.poll_closing(cx).map(Outgoing::Close)
}

fn frame<M: Message>(message: &M, meta: &Value) -> Value {
    let mut frame = json!({"type": M::TYPE, "meta": meta});
    if M::HAS_PAYLOAD {
        frame["payload"] = serde_json::to_value(message)
            .unwrap_or_else(|error| panic!("{} cannot be written: {error}", M::TYPE));
    }
    frame
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text)
        .unwrap_or_else(|error| panic!("the server sent a frame that is not JSON ({error}): {text}"))
}
