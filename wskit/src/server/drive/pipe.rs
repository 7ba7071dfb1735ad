//! The stream under a WebSocket, with what waits on either side of it.

use std::{
    collections::VecDeque,
    io::{self, ErrorKind, Read, Write},
    mem::MaybeUninit,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::meter::Metered;

/// How much is read from a stream at once.
const READ: usize = 8 * 1024;

pub(super) struct Pipe<S> {
    stream: Metered<S>,
    /// What was read from the stream and nobody has asked for yet.
    unread: VecDeque<u8>,
    /// What the stream has not taken yet; it goes out before anything else.
    unsent: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Pipe<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream: Metered::new(stream), unread: VecDeque::new(), unsent: Vec::new() }
    }

    pub(super) fn stream(&self) -> &Metered<S> {
        &self.stream
    }

    /// The pipe as the transport wants a stream.
    pub(super) fn polled<'a, 'b>(&'a mut self, cx: &'a mut Context<'b>) -> Polled<'a, 'b, S> {
        Polled { pipe: self, cx }
    }

    /// Ready when there is something to read, or an end.
    pub(super) fn poll_readable(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.stream).poll_read(cx, &mut ReadBuf::new(&mut [])).map(drop)
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
        if !self.unread.is_empty() {
            let count = self.unread.read(buffer)?;
            if self.unread.is_empty() {
                self.unread = VecDeque::new();
            }
            return Poll::Ready(Ok(count));
        }
        // On the stack, which is in the cache, and each connection's own buffer is not.
        let mut memory = [const { MaybeUninit::uninit() }; READ];
        let mut arrived = ReadBuf::uninit(&mut memory);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut arrived))?;
        let mut arrived = arrived.filled();
        let count = arrived.read(buffer)?;
        self.unread.extend(arrived);
        Poll::Ready(Ok(count))
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
