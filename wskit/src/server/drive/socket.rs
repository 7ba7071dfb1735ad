//! One end of a WebSocket, polled by the one task that owns it.

use std::{
    collections::VecDeque,
    io::{self, ErrorKind, Read, Write},
    mem::MaybeUninit,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_tungstenite::tungstenite::{
    Error, Message,
    protocol::{Role, WebSocketConfig, WebSocketContext},
};

use super::{meter::Metered, source::Source};
use crate::Limits;

/// The server's end of a WebSocket: the transport's protocol over a stream.
///
/// `WebSocketStream` would do the same for two tasks at once, one that reads and one that writes, and wakes both through
/// proxies. Here is one task, and without them a message takes a third less locked instructions.
pub(in crate::server) struct Socket<S> {
    stream: Metered<S>,
    /// What was read from the stream and the protocol has not asked for yet.
    unread: VecDeque<u8>,
    protocol: WebSocketContext,
    /// The stream, as something to read from.
    pub(super) readable: Source,
    /// Nothing has come in yet.
    is_silent: bool,
    /// No message comes any more.
    ended: bool,
    /// The stream did not take all of the last message.
    blocked: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Socket<S> {
    /// Over a stream of which some bytes may have been read already.
    pub(in crate::server) fn new(stream: S, read: Vec<u8>, limits: &Limits) -> Self {
        let is_silent = read.is_empty();
        Self {
            stream: Metered::new(stream),
            unread: VecDeque::new(),
            protocol: WebSocketContext::from_partially_read(read, Role::Server, Some(config(limits))),
            readable: Source::new(),
            is_silent,
            ended: false,
            blocked: false,
        }
    }

    /// What counts the bytes that go out.
    pub(super) fn stream(&self) -> &Metered<S> {
        &self.stream
    }

    /// The next message. Ready with `None`, or after an error, when no more will come.
    pub(super) fn poll_message(&mut self) -> Poll<Option<Result<Message, Error>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let mut cx = Context::from_waker(self.readable.waker());
        if self.is_silent {
            // The transport's buffer is not touched before there is something to put into it: many clients only listen.
            if Pin::new(&mut self.stream).poll_read(&mut cx, &mut ReadBuf::new(&mut [])).is_pending() {
                return Poll::Pending;
            }
            self.is_silent = false;
        }
        match self.protocol.read(&mut Polled {
            stream: &mut self.stream,
            unread: &mut self.unread,
            cx: &mut cx,
        }) {
            Ok(message) => Poll::Ready(Some(Ok(message))),
            Err(error) if would_block(&error) => Poll::Pending,
            Err(error) => {
                self.ended = true;
                let is_end = matches!(error, Error::ConnectionClosed | Error::AlreadyClosed);
                Poll::Ready((!is_end).then_some(Err(error)))
            }
        }
    }

    /// Reads what still comes and forgets it. Ready when nothing will come any more.
    pub(super) fn poll_discard(&mut self) -> Poll<()> {
        let mut cx = Context::from_waker(self.readable.waker());
        let mut scratch = [0; 4096];
        loop {
            let mut buffer = ReadBuf::new(&mut scratch);
            match Pin::new(&mut self.stream).poll_read(&mut cx, &mut buffer) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {}
                Poll::Ready(_) => return Poll::Ready(()),
            }
        }
    }

    /// Ready when another message may be [sent](Self::send).
    pub(super) fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.blocked { self.flush(cx) } else { Poll::Ready(Ok(())) }
    }

    /// Takes a message, which is on its way once it is [flushed](Self::poll_flush).
    pub(super) fn send(&mut self, message: Message, cx: &mut Context<'_>) -> Result<(), Error> {
        let sent = self
            .protocol
            .write(&mut Polled { stream: &mut self.stream, unread: &mut self.unread, cx }, message);
        // A message that would block is taken all the same.
        self.blocked = sent.as_ref().is_err_and(would_block);
        if self.blocked { Ok(()) } else { sent }
    }

    /// Ready when everything that was sent is on its way.
    pub(super) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        match self.flush(cx) {
            // The last of all, our close, is out.
            Poll::Ready(Err(Error::ConnectionClosed)) => Poll::Ready(Ok(())),
            flushed => flushed,
        }
    }

    fn flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let flushed =
            self.protocol.flush(&mut Polled { stream: &mut self.stream, unread: &mut self.unread, cx });
        self.blocked = flushed.as_ref().is_err_and(would_block);
        if self.blocked { Poll::Pending } else { Poll::Ready(flushed) }
    }
}

/// How much is read from a stream at once.
const READ: usize = 8 * 1024;

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

/// A stream as the transport wants one: where it would wait it says so, having noted whom to wake.
struct Polled<'a, 'b, S> {
    stream: &'a mut Metered<S>,
    unread: &'a mut VecDeque<u8>,
    cx: &'a mut Context<'b>,
}

fn ready<T>(polled: Poll<io::Result<T>>) -> io::Result<T> {
    match polled {
        Poll::Ready(result) => result,
        Poll::Pending => Err(ErrorKind::WouldBlock.into()),
    }
}

impl<S: AsyncRead + Unpin> Read for Polled<'_, '_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.unread.is_empty() {
            let count = self.unread.read(buffer)?;
            if self.unread.is_empty() {
                *self.unread = VecDeque::new();
            }
            return Ok(count);
        }
        // On the stack, which is in the cache, and each connection's own buffer is not.
        let mut memory = [const { MaybeUninit::uninit() }; READ];
        let mut arrived = ReadBuf::uninit(&mut memory);
        ready(Pin::new(&mut *self.stream).poll_read(self.cx, &mut arrived))?;
        let mut arrived = arrived.filled();
        let count = arrived.read(buffer)?;
        self.unread.extend(arrived);
        Ok(count)
    }
}

impl<S: AsyncWrite + Unpin> Write for Polled<'_, '_, S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        ready(Pin::new(&mut *self.stream).poll_write(self.cx, bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        ready(Pin::new(&mut *self.stream).poll_flush(self.cx))
    }
}
