//! One end of a WebSocket, polled by the one task that owns it.

use std::{
    io::{ErrorKind, Write},
    task::{Context, Poll, Waker},
};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::tungstenite::{
    Error, Message,
    protocol::{Role, WebSocketConfig, WebSocketContext},
};

use super::{gathered::Gathered, meter::Metered, pipe::Pipe};
use crate::Limits;

/// The server's end of a WebSocket: the transport's protocol over a stream.
///
/// `WebSocketStream` would do the same for two tasks at once, one that reads and one that writes, and wakes both through
/// proxies. Here is one task, and without them a message takes a third less locked instructions.
pub(in crate::server) struct Socket<S> {
    pipe: Pipe<S>,
    protocol: WebSocketContext,
    reading: Reading,
    /// The protocol may hold something that has to go out: what it was given, or its answer to what it has read.
    holds: bool,
    /// The stream did not take all of the last message.
    blocked: bool,
}

/// How far reading has come.
enum Reading {
    /// Nothing has come in yet.
    Silent,
    Open,
    /// No message comes any more.
    Ended,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Socket<S> {
    /// Over a stream of which some bytes may have been read already.
    pub(in crate::server) fn new(stream: S, read: Vec<u8>, limits: &Limits) -> Self {
        let reading = if read.is_empty() { Reading::Silent } else { Reading::Open };
        Self {
            pipe: Pipe::new(stream),
            protocol: WebSocketContext::from_partially_read(read, Role::Server, Some(config(limits))),
            reading,
            holds: false,
            blocked: false,
        }
    }

    /// What counts the bytes that go out.
    pub(super) fn stream(&self) -> &Metered<S> {
        self.pipe.stream()
    }

    /// The next message; `waker` is woken when there is one. Ready with `None`, or after an error, when no more will come.
    pub(super) fn poll_message(&mut self, waker: &Waker) -> Poll<Option<Result<Message, Error>>> {
        let mut cx = Context::from_waker(waker);
        match self.reading {
            Reading::Ended => return Poll::Ready(None),
            // The transport's buffer is not touched before there is something to put into it: many clients only listen.
            Reading::Silent if self.pipe.poll_readable(&mut cx).is_pending() => return Poll::Pending,
            Reading::Silent => self.reading = Reading::Open,
            Reading::Open => {}
        }
        match self.protocol.read(&mut self.pipe.polled(&mut cx)) {
            Ok(message) => {
                self.holds |= message.is_ping() || message.is_close();
                Poll::Ready(Some(Ok(message)))
            }
            Err(error) if would_block(&error) => Poll::Pending,
            Err(error) => {
                self.reading = Reading::Ended;
                let is_end = matches!(error, Error::ConnectionClosed | Error::AlreadyClosed);
                Poll::Ready((!is_end).then_some(Err(error)))
            }
        }
    }

    /// Reads what still comes and forgets it. Ready when nothing will come any more.
    pub(super) fn poll_discard(&mut self, waker: &Waker) -> Poll<()> {
        let mut cx = Context::from_waker(waker);
        self.pipe.poll_discard(&mut cx)
    }

    /// Ready when another message may be [sent](Self::send).
    pub(super) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.blocked { self.poll_out(cx) } else { Poll::Ready(Ok(())) }
    }

    /// Takes a message, which is on its way once what is gathered is [written](Self::write) and this [flushed](Self::poll_flush).
    pub(super) fn send(
        &mut self,
        message: Message,
        gathered: &mut Gathered<'_>,
        cx: &mut Context<'_>,
    ) -> Result<(), Error> {
        if let Message::Text(text) = &message
            && self.gather(text, gathered, cx)?
        {
            return Ok(());
        }
        self.write(gathered, cx)?;
        self.send_alone(message, cx)
    }

    /// The same for a message before which nothing is gathered.
    pub(super) fn send_alone(&mut self, message: Message, cx: &mut Context<'_>) -> Result<(), Error> {
        self.holds = true;
        let sent = self.protocol.write(&mut self.pipe.polled(cx), message);
        // A message that would block is taken all the same.
        let blocked = sent.as_ref().is_err_and(would_block);
        self.blocked |= blocked;
        if blocked { Ok(()) } else { sent }
    }

    /// Whether a text could be gathered. It goes out beside the protocol, so not before what that holds, and not after a close.
    fn gather(
        &mut self,
        text: &str,
        gathered: &mut Gathered<'_>,
        cx: &mut Context<'_>,
    ) -> Result<bool, Error> {
        if self.holds || !self.protocol.can_write() {
            return Ok(false);
        }
        if gathered.add(text) {
            return Ok(true);
        }
        self.write(gathered, cx)?;
        Ok(!self.blocked && gathered.add(text))
    }

    /// Ready when everything that was sent is on its way.
    pub(super) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        match self.poll_out(cx) {
            // The last of all, our close, is out.
            Poll::Ready(Err(Error::ConnectionClosed)) => Poll::Ready(Ok(())),
            flushed => flushed,
        }
    }

    /// Writes what is gathered; what the stream does not take is kept until it does.
    pub(super) fn write(&mut self, gathered: &mut Gathered<'_>, cx: &mut Context<'_>) -> Result<(), Error> {
        let written = self.pipe.write(gathered.bytes(), cx);
        gathered.clear();
        self.blocked |= self.pipe.is_blocked();
        Ok(written?)
    }

    fn poll_out(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let flushed = if self.holds {
            self.protocol.flush(&mut self.pipe.polled(cx))
        } else {
            self.pipe.polled(cx).flush().map_err(Error::from)
        };
        self.blocked = flushed.as_ref().is_err_and(would_block);
        if self.blocked {
            return Poll::Pending;
        }
        self.holds = false;
        Poll::Ready(flushed)
    }
}

/// Buffers small enough for many idle connections; the transport's defaults are made for a few busy ones. It fills what it
/// may read with zeros each time, so this is no more than most messages need.
fn config(limits: &Limits) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(1024)
        .write_buffer_size(16 * 1024)
        .max_message_size(Some(limits.max_frame_bytes))
        .max_frame_size(Some(limits.max_frame_bytes))
}

fn would_block(error: &Error) -> bool {
    matches!(error, Error::Io(error) if error.kind() == ErrorKind::WouldBlock)
}
