//! One end of a WebSocket, polled by the one task that owns it.

use std::{
    io::{ErrorKind, Write},
    task::{Context, Poll, Waker, ready},
};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::tungstenite::{
    Error, Message,
    protocol::{
        Role, WebSocketConfig, WebSocketContext,
        frame::{
            Frame,
            coding::{Data, OpCode},
        },
    },
};

use super::{
    arrived::{Arrived, Cut, Cutter},
    gathered::Gathered,
    meter::Metered,
    pipe::Pipe,
};
use crate::Limits;

/// The server's end of a WebSocket: the transport's protocol over a stream.
///
/// `WebSocketStream` would do the same for two tasks at once, one that reads and one that writes, and wakes both through
/// proxies. Here is one task, and without them a message takes a third less locked instructions.
#[repr(C)]
pub(in crate::server) struct Socket<S> {
    /// The protocol may hold something that has to go out: what it was given, or its answer to what it has read.
    holds: bool,
    /// The stream did not take all of the last message.
    blocked: bool,
    /// Something is on its way that may not be out yet.
    unflushed: bool,
    stage: Stage,
    pipe: Pipe<S>,
    cutter: Cutter,
    /// Not between what every message touches: most never come to it.
    protocol: Box<WebSocketContext>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Open,
    /// A close has gone one of the two ways.
    Closing,
    /// No message comes any more.
    Ended,
}

/// What a client has sent.
pub(super) enum Incoming<'a> {
    /// A small text, as most are.
    Text(&'a str),
    /// Anything else.
    Message(Message),
}

impl<S: AsyncRead + AsyncWrite + Unpin> Socket<S> {
    /// Over a stream of which some bytes may have been read already.
    pub(in crate::server) fn new(stream: S, read: Vec<u8>, limits: &Limits) -> Self {
        Self {
            holds: false,
            blocked: false,
            unflushed: false,
            stage: Stage::Open,
            pipe: Pipe::new(stream, read),
            cutter: Cutter::new(limits.max_frame_bytes),
            protocol: Box::new(WebSocketContext::new(Role::Server, Some(config(limits)))),
        }
    }

    /// What counts the bytes that go out.
    pub(super) fn stream(&self) -> &Metered<S> {
        self.pipe.stream()
    }

    /// The next message; `waker` is woken when there is one. Ready with `None`, or after an error, when no more will come.
    /// What is left of what has `arrived` belongs to the next ones: [keep](Self::keep) it.
    pub(super) fn poll_message<'a>(
        &mut self,
        arrived: &'a mut Arrived<'_>,
        waker: &Waker,
    ) -> Poll<Option<Result<Incoming<'a>, Error>>> {
        if self.stage == Stage::Ended {
            return Poll::Ready(None);
        }
        let mut cx = Context::from_waker(waker);
        let next = loop {
            if self.stage == Stage::Closing {
                // The protocol reads up to the end of the connection.
                self.pipe.allow(u64::MAX);
            }
            if self.pipe.allowed() > 0 {
                self.pipe.keep(arrived);
                let message = self.poll_protocol(&mut cx);
                if message.is_pending() && self.pipe.allowed() == 0 {
                    // That was a part of a message.
                    continue;
                }
                break ready!(message);
            }
            match self.cutter.cut(arrived) {
                Cut::Text(text) => break text_of(arrived.take(text)),
                Cut::Other(length) => self.pipe.allow(length),
                Cut::Part => match ready!(self.pipe.poll_arrive(arrived, &mut cx)) {
                    Ok(true) => {}
                    // What that means the protocol knows.
                    Ok(false) => self.pipe.allow(u64::MAX),
                    Err(error) => break Err(error.into()),
                },
            }
        };
        if next.is_err() {
            self.stage = Stage::Ended;
        }
        match next {
            Err(Error::ConnectionClosed | Error::AlreadyClosed) => Poll::Ready(None),
            next => Poll::Ready(Some(next)),
        }
    }

    fn poll_protocol<'a>(&mut self, cx: &mut Context<'_>) -> Poll<Result<Incoming<'a>, Error>> {
        let read = self.protocol.read(&mut self.pipe.polled(cx));
        self.note_closing();
        match read {
            Ok(message) => {
                let is_answered = message.is_ping() || message.is_close();
                self.holds |= is_answered;
                self.unflushed |= is_answered;
                Poll::Ready(Ok(Incoming::Message(message)))
            }
            Err(error) if would_block(&error) => Poll::Pending,
            Err(error) => Poll::Ready(Err(error)),
        }
    }

    fn note_closing(&mut self) {
        if self.stage == Stage::Open && !self.protocol.can_write() {
            self.stage = Stage::Closing;
        }
    }

    /// Keeps what was read and not handed out.
    pub(super) fn keep(&mut self, arrived: &mut Arrived<'_>) {
        self.pipe.keep(arrived);
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

    /// Takes a text, which is on its way once what is gathered is [written](Self::write) and this [flushed](Self::poll_flush).
    pub(super) fn send_text(
        &mut self,
        text: crate::Frame,
        gathered: &mut Gathered,
        cx: &mut Context<'_>,
    ) -> Result<(), Error> {
        if self.gather(text.as_str(), gathered, cx)? {
            return Ok(());
        }
        // It is known to be UTF-8, which as a text it would be asked for again.
        let frame = Frame::message(text.into_bytes(), OpCode::Data(Data::Text), true);
        self.send(Message::Frame(frame), gathered, cx)
    }

    /// The same for any other message.
    pub(super) fn send(
        &mut self,
        message: Message,
        gathered: &mut Gathered,
        cx: &mut Context<'_>,
    ) -> Result<(), Error> {
        self.write(gathered, cx)?;
        self.send_alone(message, cx)
    }

    /// The same for a message before which nothing is gathered.
    pub(super) fn send_alone(&mut self, message: Message, cx: &mut Context<'_>) -> Result<(), Error> {
        self.holds = true;
        self.unflushed = true;
        let sent = self.protocol.write(&mut self.pipe.polled(cx), message);
        self.note_closing();
        // A message that would block is taken all the same.
        let blocked = sent.as_ref().is_err_and(would_block);
        self.blocked |= blocked;
        if blocked { Ok(()) } else { sent }
    }

    /// Whether texts may be gathered: they go out beside the protocol, so not before what that holds, and not after a close.
    pub(super) fn may_gather(&self) -> bool {
        !self.holds && self.stage == Stage::Open
    }

    /// Whether a text could be gathered.
    fn gather(&mut self, text: &str, gathered: &mut Gathered, cx: &mut Context<'_>) -> Result<bool, Error> {
        if !self.may_gather() {
            return Ok(false);
        }
        if gathered.add(text) {
            return Ok(true);
        }
        self.write(gathered, cx)?;
        Ok(!self.blocked && gathered.add(text))
    }

    /// Nothing is under way, and a text may be sent beside the protocol.
    pub(super) fn is_idle(&self) -> bool {
        self.may_gather() && !self.unflushed
    }

    /// Sends the rest of what another has begun to send, before anything else.
    pub(super) fn go_on_with(&mut self, unsent: Vec<u8>) {
        if !unsent.is_empty() {
            self.pipe.go_on_with(unsent);
            self.unflushed = true;
        }
    }

    /// Something that was sent, or that answers what has come in, may not be on its way yet.
    pub(super) fn is_unflushed(&self) -> bool {
        self.unflushed
    }

    /// Ready when everything that was sent is on its way.
    pub(super) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if !self.unflushed {
            return Poll::Ready(Ok(()));
        }
        match self.poll_out(cx) {
            // The last of all, our close, is out.
            Poll::Ready(Err(Error::ConnectionClosed)) => Poll::Ready(Ok(())),
            flushed => flushed,
        }
    }

    /// Writes what is gathered; what the stream does not take is kept until it does.
    pub(super) fn write(&mut self, gathered: &mut Gathered, cx: &mut Context<'_>) -> Result<(), Error> {
        if gathered.bytes().is_empty() {
            return Ok(());
        }
        self.unflushed = true;
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
        self.unflushed = false;
        Poll::Ready(flushed)
    }
}

fn text_of(bytes: &[u8]) -> Result<Incoming<'_>, Error> {
    Ok(Incoming::Text(std::str::from_utf8(bytes)?))
}

/// Buffers small enough for many connections; the transport's defaults are made for a few busy ones. It reads only what is
/// not a small text.
fn config(limits: &Limits) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(256)
        .write_buffer_size(16 * 1024)
        .max_message_size(Some(limits.max_frame_bytes))
        .max_frame_size(Some(limits.max_frame_bytes))
}

fn would_block(error: &Error) -> bool {
    matches!(error, Error::Io(error) if error.kind() == ErrorKind::WouldBlock)
}
