//! One connection's task: moves frames between the socket and the session, without a channel in between.

use std::{
    borrow::Cow,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_util::{Sink, Stream};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::watch,
    time::Sleep,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message,
        error::CapacityError,
        protocol::{CloseFrame, WebSocketConfig, frame::coding::CloseCode},
    },
};

use super::shutdown;
use crate::{Data, Limits, close::Close, outbox::Outgoing, session::Session};

/// How many frames are taken from one socket before others get their turn.
const READ_BATCH: usize = 64;
/// How long a peer may take to answer a close before the socket is dropped.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);
/// The code of a connection that was lost without a close (RFC 6455 section 7.4.1); never on the wire.
const LOST: u16 = 1006;
/// The code of a close frame without one (RFC 6455 section 7.4.1); never on the wire.
const NO_STATUS: u16 = 1005;

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
    mut stop: watch::Receiver<bool>,
) where
    S: AsyncRead + AsyncWrite + Unpin,
    D: Data,
{
    let mut driver = Driver { socket, session, closing: None, more_to_read: false };
    let ended = loop {
        tokio::select! {
            biased;
            ended = std::future::poll_fn(|cx| driver.poll(cx)) => break ended,
            () = shutdown::told(&mut stop), if !driver.session.is_shutting_down() => driver.session.shut_down(),
        }
    };
    driver.session.end(ended.code, ended.reason).await;
}

struct Driver<S, D> {
    socket: WebSocketStream<S>,
    session: Session<D>,
    /// Set once our close frame is queued: what to report, and when to stop waiting for the peer's.
    closing: Option<(Close, Pin<Box<Sleep>>)>,
    more_to_read: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin, D: Data> Driver<S, D> {
    /// Handlers first, then what has arrived, then everything they sent in one flush. Ready when the connection is over.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Close> {
        let _: Poll<_> = self.session.poll(cx);
        if let Poll::Ready(ended) = self.poll_read(cx) {
            return Poll::Ready(ended);
        }
        if let Poll::Ready(lost) = self.poll_write(cx) {
            return Poll::Ready(lost);
        }
        if let Some((close, timeout)) = &mut self.closing {
            ready!(timeout.as_mut().poll(cx));
            return Poll::Ready(close.clone());
        }
        if std::mem::take(&mut self.more_to_read) && self.session.wants_input() {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }

    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Close> {
        for _ in 0..READ_BATCH {
            if self.closing.is_none() && !self.session.wants_input() {
                return Poll::Pending;
            }
            match ready!(Pin::new(&mut self.socket).poll_next(cx)) {
                Some(Ok(Message::Text(text))) => self.session.receive(text.into(), cx),
                Some(Ok(Message::Binary(bytes))) => self.session.receive_bytes(&bytes, cx),
                Some(Ok(Message::Close(frame))) => return Poll::Ready(self.peer_closed(frame)),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Err(Error::Capacity(CapacityError::MessageTooLong { .. }))) => {
                    self.session.close(Close::too_big());
                    return Poll::Pending;
                }
                Some(Err(error)) => return Poll::Ready(self.ended(Close::new(LOST, error.to_string()))),
                None => return Poll::Ready(self.ended(Close::new(LOST, ""))),
            }
        }
        self.more_to_read = true;
        Poll::Pending
    }

    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<Close> {
        let mut socket = Pin::new(&mut self.socket);
        while let Poll::Ready(ready) = socket.as_mut().poll_ready(cx) {
            let sent = ready.and_then(|()| match self.session.next_outgoing() {
                None => Ok(false),
                Some(Outgoing::Frame(frame)) => {
                    socket.as_mut().start_send(Message::Text(frame.into_text())).map(|()| true)
                }
                Some(Outgoing::Close(close)) => {
                    let sent = socket.as_mut().start_send(Message::Close(close_frame(&close)));
                    self.closing = Some((close, Box::pin(tokio::time::sleep(CLOSE_TIMEOUT))));
                    sent.map(|()| false)
                }
            });
            match sent {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => return Poll::Ready(self.ended(Close::new(LOST, error.to_string()))),
            }
        }
        match socket.poll_flush(cx) {
            Poll::Ready(Err(error)) => Poll::Ready(self.ended(Close::new(LOST, error.to_string()))),
            _ => Poll::Pending,
        }
    }

    /// The peer closes, or answers our close; the transport has queued the answer, which goes out with the socket.
    fn peer_closed(&mut self, frame: Option<CloseFrame>) -> Close {
        let theirs = frame.map_or(Close::new(NO_STATUS, ""), |frame| Close {
            code: frame.code.into(),
            reason: Cow::Owned(frame.reason.to_string()),
        });
        self.ended(theirs)
    }

    /// How the connection ended: our own close if there was one, else what was seen.
    fn ended(&mut self, seen: Close) -> Close {
        self.closing.take().map_or(seen, |(close, _)| close)
    }
}

/// A close frame; a code that must not stand on the wire is sent as a close without one.
fn close_frame(close: &Close) -> Option<CloseFrame> {
    let code = CloseCode::from(close.code);
    code.is_allowed().then(|| CloseFrame { code, reason: close.reason.as_ref().into() })
}
