//! One connection's task: moves frames between the socket and the session, without a channel in between.

mod closing;
mod heartbeat;
mod meter;
mod source;

use std::{
    pin::Pin,
    task::{Context, Poll, Waker, ready},
};

use futures_util::{Sink, Stream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message,
        error::CapacityError,
        protocol::{Role, WebSocketConfig},
    },
};

pub(super) use self::{closing::turn_away, meter::Metered};
use self::{
    closing::{Closing, LOST, answer_to, close_frame, theirs},
    heartbeat::Heartbeat,
    meter::WriteDeadline,
    source::Source,
};
use super::shutdown::{Leaving, Told};
use crate::{
    Data, Limits,
    close::Close,
    limits::{LimitExceeded, LimitKind},
    outbox::Outgoing,
    session::Session,
};

/// How many frames are taken from one socket before others get their turn.
const READ_BATCH: usize = 64;

#[cfg(test)]
mod tests;

/// The server's end of a WebSocket over a stream, of which some bytes may have been read already.
pub(super) async fn socket<S>(stream: S, read: Vec<u8>, limits: &Limits) -> WebSocketStream<Metered<S>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let stream = Metered::new(stream);
    let socket = WebSocketStream::from_partially_read(stream, read, Role::Server, Some(config(limits)));
    let mut socket = std::pin::pin!(socket);
    // The transport keeps the first waker it sees until it reads, and with this task's own it would keep this task too.
    // There is nothing to wait for, so it need not be woken.
    std::future::poll_fn(|_| socket.as_mut().poll(&mut Context::from_waker(Waker::noop()))).await
}

/// Buffers small enough for many idle connections; the transport's defaults are made for a few busy ones.
fn config(limits: &Limits) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(4096)
        .write_buffer_size(16 * 1024)
        .max_message_size(Some(limits.max_frame_bytes))
        .max_frame_size(Some(limits.max_frame_bytes))
}

fn limits_of<D: Data>(session: &Session<D>) -> &Limits {
    session.connection().hub().limits()
}

/// What comes first: the end of the connection, or the server's.
enum Next {
    Ended(Close),
    Told(Told),
}

/// Nothing more can be read.
struct Over;

/// One connection and its socket.
pub(super) struct Driver<S, D> {
    socket: WebSocketStream<Metered<S>>,
    session: Session<D>,
    heartbeat: Option<Heartbeat>,
    write_deadline: WriteDeadline,
    /// Set once either side has sent its close, or ours is held up by a peer that does not read.
    closing: Option<Closing>,
    /// The transport gave up on what the peer sends; what still comes is thrown away.
    deaf: bool,
    /// The socket, as something to read from.
    readable: Source,
    /// Nothing has come in yet.
    is_silent: bool,
    /// Something was sent to the socket that may not be out yet.
    unflushed: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin, D: Data> Driver<S, D> {
    /// `is_silent`: the client has sent nothing yet.
    pub(super) fn new(socket: WebSocketStream<Metered<S>>, session: Session<D>, is_silent: bool) -> Self {
        let limits = limits_of(&session);
        Self {
            socket,
            heartbeat: Heartbeat::new(limits),
            write_deadline: WriteDeadline::new(limits.write_timeout),
            session,
            closing: None,
            deaf: false,
            readable: Source::new(),
            is_silent,
            unflushed: false,
        }
    }

    /// Runs the connection to its end, `on_close` included, and lets go of `kept`.
    // Not an `async fn`, which would keep room for its arguments twice over.
    pub(super) fn drive<K>(mut self, mut leaving: Leaving, kept: K) -> impl Future<Output = ()> {
        let stopping = Source::new();
        async move {
            let ended = loop {
                let mut told = std::pin::pin!(leaving.next());
                let next = std::future::poll_fn(|cx| {
                    if let Poll::Ready(ended) = self.poll(cx) {
                        return Poll::Ready(Next::Ended(ended));
                    }
                    stopping.poll(cx, |cx| told.as_mut().poll(cx)).map(Next::Told)
                });
                match next.await {
                    Next::Ended(ended) => break ended,
                    Next::Told(Told::Finish) => self.session.shut_down(),
                    Next::Told(Told::Abandon) => break self.report(),
                }
                stopping.set();
            };
            let Self { socket, session, .. } = self;
            // The peer waits for the socket to close, and `on_close` may take its time.
            drop(socket);
            session.end(ended.code, ended.reason).await;
            drop((leaving, kept));
        }
    }

    /// Handlers first, then what has arrived, then everything they sent in one flush. Ready when the connection is over.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Close> {
        let _: Poll<_> = self.session.poll(cx);
        self.readable.register(cx.waker());
        if self.readable.take() && self.read(cx).is_err() {
            return Poll::Ready(self.report());
        }
        if self.poll_dead(cx).is_ready() {
            return Poll::Ready(self.give_up(Close::no_sign_of_life(), cx));
        }
        let written = match self.poll_write(cx) {
            Poll::Ready(Err(_)) => return Poll::Ready(self.report()),
            written => written.is_ready(),
        };
        if self.poll_write_deadline(written, cx).is_ready() {
            return Poll::Ready(Close::slow_reader());
        }
        if let Some(closing) = &mut self.closing
            && closing.timeout.as_mut().poll(cx).is_ready()
        {
            return Poll::Ready(self.report());
        }
        // Reading stopped although more may have arrived, and what stopped it is over.
        if self.readable.has_woken() && self.may_read() {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }

    /// Ready when the peer has given no sign of life. A connection that is closing has its own deadline.
    fn poll_dead(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let is_read = self.may_read();
        match &mut self.heartbeat {
            Some(heartbeat) if self.closing.is_none() => heartbeat.poll_dead(is_read, cx),
            _ => Poll::Pending,
        }
    }

    /// Ready when the peer takes nothing of what is to be sent.
    fn poll_write_deadline(&mut self, written: bool, cx: &mut Context<'_>) -> Poll<()> {
        if written || self.closing.is_some() {
            self.write_deadline.clear();
            return Poll::Pending;
        }
        ready!(self.write_deadline.poll_passed(self.socket.get_ref(), cx));
        tracing::warn!(client = %self.session.connection().client_id(), "a client takes nothing of what it is sent");
        let millis =
            usize::try_from(limits_of(&self.session).write_timeout.as_millis()).unwrap_or(usize::MAX);
        let exceeded = LimitExceeded::new(LimitKind::Backpressure, millis, millis);
        self.session.connection().exceeded(exceeded);
        Poll::Ready(())
    }

    /// Says a close to a peer that is probably gone, without waiting for anything.
    fn give_up(&mut self, close: Close, cx: &mut Context<'_>) -> Close {
        let mut socket = Pin::new(&mut self.socket);
        if let Poll::Ready(Ok(())) = socket.as_mut().poll_ready(cx)
            && socket.as_mut().start_send(Message::Close(close_frame(&close))).is_ok()
        {
            let _: Poll<_> = socket.poll_flush(cx);
        }
        close
    }

    /// Hands over what has arrived.
    fn read(&mut self, cx: &mut Context<'_>) -> Result<(), Over> {
        let waker = self.readable.waker();
        let mut reading = Context::from_waker(&waker);
        if self.is_silent {
            // The transport's buffer is not touched before there is something to put into it: many clients only listen.
            let nothing = &mut ReadBuf::new(&mut []);
            if Pin::new(self.socket.get_mut()).poll_read(&mut reading, nothing).is_pending() {
                return Ok(());
            }
            self.is_silent = false;
        }
        for _ in 0..READ_BATCH {
            if self.deaf {
                return self.discard(&mut reading);
            }
            if !self.may_read() {
                self.readable.set();
                return Ok(());
            }
            let Poll::Ready(next) = Pin::new(&mut self.socket).poll_next(&mut reading) else {
                return Ok(());
            };
            self.take_in(next.ok_or(Over)?, cx)?;
        }
        self.readable.set();
        Ok(())
    }

    fn take_in(&mut self, read: Result<Message, Error>, cx: &mut Context<'_>) -> Result<(), Over> {
        if let Some(heartbeat) = &mut self.heartbeat {
            heartbeat.hear();
        }
        match read {
            Ok(Message::Text(text)) => self.session.receive(text.into(), cx),
            Ok(Message::Binary(bytes)) => self.session.receive_bytes(&bytes, cx),
            // The transport has queued the answer; reading on sends it and ends the stream.
            Ok(Message::Close(frame)) => self.start_closing(|| theirs(frame)),
            Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => {}
            Err(error) => {
                let close = answer_to(&error).ok_or(Over)?;
                self.note_too_large(&error);
                self.session.close(close);
                self.deaf = true;
            }
        }
        Ok(())
    }

    /// Once a connection is closing its peer's close is looked for, and what comes before it is dropped.
    fn may_read(&self) -> bool {
        self.closing.is_some() || self.session.wants_input()
    }

    /// Reads what still comes and forgets it: a socket dropped with unread bytes resets the connection, and the peer would
    /// never see our close.
    fn discard(&mut self, reading: &mut Context<'_>) -> Result<(), Over> {
        let mut scratch = [0; 4096];
        loop {
            let mut buffer = ReadBuf::new(&mut scratch);
            match Pin::new(self.socket.get_mut()).poll_read(reading, &mut buffer) {
                Poll::Pending => return Ok(()),
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {}
                Poll::Ready(_) => return Err(Over),
            }
        }
    }

    fn note_too_large(&self, error: &Error) {
        if let Error::Capacity(CapacityError::MessageTooLong { size, max_size }) = error {
            let exceeded = LimitExceeded::new(LimitKind::Payload, *size, *max_size);
            self.session.connection().exceeded(exceeded);
        }
    }

    /// Ready when everything is written, or nothing more can be.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let mut socket = Pin::new(&mut self.socket);
        while self.closing.as_ref().is_none_or(|closing| !closing.shaken) {
            let Poll::Ready(ready) = socket.as_mut().poll_ready(cx) else {
                if self.closing.is_none()
                    && let Poll::Ready(close) = self.session.poll_closing(cx)
                {
                    // What is queued before the close has to go out in time too, or a peer that never reads is kept for ever.
                    self.closing = Some(Closing::new(close, false, limits_of(&self.session).close_timeout));
                }
                break;
            };
            let message = if self.heartbeat.as_mut().is_some_and(Heartbeat::take_ping) {
                Message::Ping(bytes::Bytes::new())
            } else {
                match self.session.poll_outgoing(cx) {
                    Poll::Ready(Outgoing::Frame(frame)) => Message::Text(frame.into_text()),
                    Poll::Ready(Outgoing::Close(close)) => {
                        let frame = close_frame(&close);
                        self.closing =
                            Some(Closing::new(close, true, limits_of(&self.session).close_timeout));
                        Message::Close(frame)
                    }
                    Poll::Pending => break,
                }
            };
            self.unflushed = true;
            ready.and_then(|()| socket.as_mut().start_send(message))?;
        }
        if !self.unflushed {
            return Poll::Ready(Ok(()));
        }
        let flushed = socket.poll_flush(cx);
        self.unflushed = flushed.is_pending();
        flushed
    }

    fn start_closing(&mut self, report: impl FnOnce() -> Close) {
        if self.closing.as_ref().is_none_or(|closing| !closing.shaken) {
            self.closing = Some(Closing::new(report(), true, limits_of(&self.session).close_timeout));
        }
    }

    /// How the connection ended: with the close that was sent first, or without one.
    fn report(&mut self) -> Close {
        self.closing.take().map_or_else(|| Close::new(LOST, "connection lost"), |closing| closing.report)
    }
}
