//! One connection's task: moves frames between the socket and the session, without a channel in between.

use std::{
    borrow::Cow,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_util::{Sink, Stream};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::watch,
    time::Sleep,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message,
        error::{CapacityError, ProtocolError},
        protocol::{CloseFrame, WebSocketConfig, frame::coding::CloseCode},
    },
};

use super::shutdown::{self, Stop};
use crate::{Data, Limits, close::Close, outbox::Outgoing, session::Session};

/// How many frames are taken from one socket before others get their turn.
const READ_BATCH: usize = 64;
/// How long a peer may take to read what is queued before a close, and then to answer the close, before the socket is dropped.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);
/// The code of a connection that was lost without a close (RFC 6455 section 7.4.1); never on the wire.
const LOST: u16 = 1006;
/// The code of a close frame without one (RFC 6455 section 7.4.1); never on the wire.
const NO_STATUS: u16 = 1005;

#[cfg(test)]
mod tests;

/// Buffers small enough for many idle connections; the transport's defaults are made for a few busy ones.
pub(super) fn config(limits: &Limits) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(4096)
        .write_buffer_size(16 * 1024)
        .max_message_size(Some(limits.max_frame_bytes))
        .max_frame_size(Some(limits.max_frame_bytes))
}

/// Runs a connection to its end, `on_close` included.
pub(super) async fn drive<S, D>(
    socket: WebSocketStream<S>,
    session: Session<D>,
    mut stop: watch::Receiver<Stop>,
) where
    S: AsyncRead + AsyncWrite + Unpin,
    D: Data,
{
    let mut driver = Driver { socket, session, closing: None, deaf: false, more_to_read: false };
    let ended = loop {
        let draining = driver.session.is_shutting_down();
        tokio::select! {
            biased;
            ended = std::future::poll_fn(|cx| driver.poll(cx)) => break ended,
            () = shutdown::next(&mut stop, draining) => {
                if draining {
                    break driver.report();
                }
                driver.session.shut_down();
            }
        }
    };
    let Driver { socket, session, .. } = driver;
    // The peer waits for the socket to close, and `on_close` may take its time.
    drop(socket);
    session.end(ended.code, ended.reason).await;
}

struct Driver<S, D> {
    socket: WebSocketStream<S>,
    session: Session<D>,
    /// Set once either side has sent its close, or ours is held up by a peer that does not read.
    closing: Option<Closing>,
    /// The transport gave up on what the peer sends; what still comes is thrown away.
    deaf: bool,
    /// Set when reading stopped although more may have arrived.
    more_to_read: bool,
}

struct Closing {
    /// How the connection ended, for `on_close`.
    report: Close,
    /// Whether a close frame has gone one of the two ways; nothing is sent after it.
    shaken: bool,
    timeout: Pin<Box<Sleep>>,
}

impl<S: AsyncRead + AsyncWrite + Unpin, D: Data> Driver<S, D> {
    /// Handlers first, then what has arrived, then everything they sent in one flush. Ready when the connection is over.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Close> {
        let _: Poll<_> = self.session.poll(cx);
        if self.poll_read(cx).is_ready() || self.poll_write(cx).is_ready() {
            return Poll::Ready(self.report());
        }
        if let Some(closing) = &mut self.closing
            && closing.timeout.as_mut().poll(cx).is_ready()
        {
            return Poll::Ready(self.report());
        }
        if std::mem::take(&mut self.more_to_read) && self.may_read() {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }

    /// Ready when nothing more can be read.
    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        for _ in 0..READ_BATCH {
            if self.deaf {
                return self.poll_discard(cx);
            }
            if !self.may_read() {
                break;
            }
            match ready!(Pin::new(&mut self.socket).poll_next(cx)) {
                Some(Ok(Message::Text(text))) => self.session.receive(text.into(), cx),
                Some(Ok(Message::Binary(bytes))) => self.session.receive_bytes(&bytes, cx),
                // The transport has queued the answer; reading on sends it and ends the stream.
                Some(Ok(Message::Close(frame))) => self.start_closing(|| theirs(frame)),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Err(error)) => {
                    let Some(close) = answer_to(&error) else { return Poll::Ready(()) };
                    self.session.close(close);
                    self.deaf = true;
                }
                None => return Poll::Ready(()),
            }
        }
        self.more_to_read = true;
        Poll::Pending
    }

    /// Once a connection is closing its peer's close is looked for, and what comes before it is dropped.
    fn may_read(&self) -> bool {
        self.closing.is_some() || self.session.wants_input()
    }

    /// Reads what still comes and forgets it: a socket dropped with unread bytes resets the connection, and the peer would
    /// never see our close.
    fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut scratch = [0; 4096];
        loop {
            let mut buffer = ReadBuf::new(&mut scratch);
            let read = ready!(Pin::new(self.socket.get_mut()).poll_read(cx, &mut buffer));
            if read.is_err() || buffer.filled().is_empty() {
                return Poll::Ready(());
            }
        }
    }

    /// Ready when nothing more can be written.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut socket = Pin::new(&mut self.socket);
        while self.closing.as_ref().is_none_or(|closing| !closing.shaken) {
            let Poll::Ready(ready) = socket.as_mut().poll_ready(cx) else {
                if self.closing.is_none()
                    && let Poll::Ready(close) = self.session.poll_closing(cx)
                {
                    // What is queued before the close has to go out in time too, or a peer that never reads is kept for ever.
                    self.closing = Some(Closing::new(close, false));
                }
                break;
            };
            let Poll::Ready(outgoing) = self.session.poll_outgoing(cx) else { break };
            let message = match outgoing {
                Outgoing::Frame(frame) => Message::Text(frame.into_text()),
                Outgoing::Close(close) => {
                    let frame = close_frame(&close);
                    self.closing = Some(Closing::new(close, true));
                    Message::Close(frame)
                }
            };
            if ready.and_then(|()| socket.as_mut().start_send(message)).is_err() {
                return Poll::Ready(());
            }
        }
        match socket.poll_flush(cx) {
            Poll::Ready(Err(_)) => Poll::Ready(()),
            _ => Poll::Pending,
        }
    }

    fn start_closing(&mut self, report: impl FnOnce() -> Close) {
        if self.closing.as_ref().is_none_or(|closing| !closing.shaken) {
            self.closing = Some(Closing::new(report(), true));
        }
    }

    /// How the connection ended: with the close that was sent first, or without one.
    fn report(&mut self) -> Close {
        self.closing.take().map_or_else(|| Close::new(LOST, "connection lost"), |closing| closing.report)
    }
}

impl Closing {
    fn new(report: Close, shaken: bool) -> Self {
        Self { report, shaken, timeout: Box::pin(tokio::time::sleep(CLOSE_TIMEOUT)) }
    }
}

/// The close that a peer sent.
fn theirs(frame: Option<CloseFrame>) -> Close {
    frame.map_or(Close::new(NO_STATUS, ""), |frame| Close {
        code: frame.code.into(),
        reason: Cow::Owned(frame.reason.to_string()),
    })
}

/// The close that answers a breach of the transport's rules (RFC 6455 section 7.4.1); `None` when nobody is there to
/// read it.
fn answer_to(error: &Error) -> Option<Close> {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { .. }) => Some(Close::too_big()),
        Error::Utf8(_) => Some(Close::new(1007, "not UTF-8")),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => None,
        Error::Protocol(breach) => Some(Close::new(1002, breach.to_string())),
        _ => None,
    }
}

/// A close frame; a code that must not stand on the wire is sent as a close without one.
fn close_frame(close: &Close) -> Option<CloseFrame> {
    let code = CloseCode::from(close.code);
    code.is_allowed().then(|| CloseFrame { code, reason: close.reason.as_ref().into() })
}
