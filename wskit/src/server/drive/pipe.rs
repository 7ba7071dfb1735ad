//! The stream under a WebSocket, with what waits on either side of it.

use std::{
    collections::VecDeque,
    io::{self, ErrorKind, Read, Write},
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::{
    arrived::{Arrived, MEMORY},
    meter::Metered,
};

/// In the order in which sending and then reading touch it.
#[repr(C)]
pub(super) struct Pipe<S> {
    stream: Metered<S>,
    /// What the stream has not taken yet; it goes out before anything else.
    unsent: Vec<u8>,
    /// What was read from the stream and nobody has asked for yet.
    unread: VecDeque<u8>,
    /// How much the transport's protocol may read: it has a buffer for each connection, which is to stay empty.
    allowed: u64,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Pipe<S> {
    /// Over a stream of which some bytes may have been read already.
    pub(super) fn new(stream: S, read: Vec<u8>) -> Self {
        Self { stream: Metered::new(stream), unsent: Vec::new(), unread: read.into(), allowed: 0 }
    }

    pub(super) fn stream(&self) -> &Metered<S> {
        &self.stream
    }

    /// The pipe as the transport wants a stream.
    pub(super) fn polled<'a, 'b>(&'a mut self, cx: &'a mut Context<'b>) -> Polled<'a, 'b, S> {
        Polled { pipe: self, cx }
    }

    /// Has more arrive, if there is room for it. False at the end of the stream.
    pub(super) fn poll_arrive(
        &mut self,
        arrived: &mut Arrived<'_>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<bool>> {
        let room = arrived.room();
        let before = room.remaining();
        if self.unread.is_empty() {
            ready!(Pin::new(&mut self.stream).poll_read(cx, room))?;
        } else {
            let count = self.unread.read(room.initialize_unfilled())?;
            room.advance(count);
            self.free();
        }
        Poll::Ready(Ok(room.remaining() < before))
    }

    /// Keeps what is left of what has arrived; it is read before anything else.
    pub(super) fn keep(&mut self, arrived: &mut Arrived<'_>) {
        if !arrived.left().is_empty() {
            let behind = std::mem::take(&mut self.unread);
            self.unread.extend(arrived.left());
            self.unread.extend(behind);
        }
        arrived.clear();
    }

    /// Lets the transport's protocol read so many bytes.
    pub(super) fn allow(&mut self, bytes: u64) {
        self.allowed = bytes;
    }

    /// How much of that it has not read.
    pub(super) fn allowed(&self) -> u64 {
        self.allowed
    }

    /// Reads what still comes and forgets it. Ready when nothing will come any more.
    pub(super) fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut scratch = [0; 4096];
        loop {
            let mut buffer = ReadBuf::new(&mut scratch);
            match ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => {}
                _ => return Poll::Ready(()),
            }
        }
    }

    fn poll_read(&mut self, buffer: &mut [u8], cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        if self.allowed == 0 {
            return Poll::Pending;
        }
        if self.unread.is_empty() {
            let mut memory = MEMORY;
            let mut arrived = Arrived::new(&mut memory);
            ready!(self.poll_arrive(&mut arrived, cx))?;
            self.keep(&mut arrived);
        }
        let allowed = usize::try_from(self.allowed).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.unread.read(&mut buffer[..allowed])?;
        self.allowed -= count as u64;
        self.free();
        Poll::Ready(Ok(count))
    }

    /// A connection that has nothing unread needs no memory for it.
    fn free(&mut self) {
        if self.unread.is_empty() {
            self.unread = VecDeque::new();
        }
    }

    fn poll_write(&mut self, bytes: &[u8], cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        ready!(self.poll_unsent(cx))?;
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    /// Writes all of it. What the stream does not take now is kept, and is on its way once the pipe is
    /// [flushed](Self::poll_flush).
    pub(super) fn write(&mut self, mut bytes: &[u8], cx: &mut Context<'_>) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.poll_write(bytes, cx) {
                Poll::Ready(Ok(0)) => return Err(ErrorKind::WriteZero.into()),
                Poll::Ready(Ok(count)) => bytes = &bytes[count..],
                Poll::Ready(Err(error)) => return Err(error),
                Poll::Pending => {
                    self.unsent.extend(bytes);
                    break;
                }
            }
        }
        Ok(())
    }

    /// What is to go out before anything else, of a pipe that has nothing on its way.
    pub(super) fn go_on_with(&mut self, unsent: Vec<u8>) {
        self.unsent = unsent;
    }

    /// Whether the stream has still to take something.
    pub(super) fn is_blocked(&self) -> bool {
        !self.unsent.is_empty()
    }

    fn poll_unsent(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.unsent.is_empty() {
            let count = ready!(Pin::new(&mut self.stream).poll_write(cx, &self.unsent))?;
            if count == 0 {
                return Poll::Ready(Err(ErrorKind::WriteZero.into()));
            }
            self.unsent.drain(..count);
            if self.unsent.is_empty() {
                self.unsent = Vec::new();
            }
        }
        Poll::Ready(Ok(()))
    }

    pub(super) fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_unsent(cx))?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }
}

/// A stream as the transport wants one: where it would wait it says so, having noted whom to wake.
pub(super) struct Polled<'a, 'b, S> {
    pipe: &'a mut Pipe<S>,
    cx: &'a mut Context<'b>,
}

fn or_would_block<T>(polled: Poll<io::Result<T>>) -> io::Result<T> {
    match polled {
        Poll::Ready(result) => result,
        Poll::Pending => Err(ErrorKind::WouldBlock.into()),
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Read for Polled<'_, '_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        or_would_block(self.pipe.poll_read(buffer, self.cx))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Write for Polled<'_, '_, S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        or_would_block(self.pipe.poll_write(bytes, self.cx))
    }

    fn flush(&mut self) -> io::Result<()> {
        or_would_block(self.pipe.poll_flush(self.cx))
    }
}
