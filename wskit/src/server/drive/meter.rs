//! A stream that counts what goes out, to tell a slow peer from one that takes nothing at all.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep},
};

/// Counts the bytes that are written.
pub(super) struct Metered<S> {
    stream: S,
    written: u64,
}

impl<S> Metered<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, written: 0 }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        if let Poll::Ready(Ok(count)) = &written {
            self.written = self.written.wrapping_add(u64::try_from(*count).unwrap_or(u64::MAX));
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// How long a stream may take nothing while something is to be written.
pub(super) struct WriteDeadline {
    timeout: Duration,
    /// Set while something waits, with the count of bytes at its start.
    waiting: Option<(Pin<Box<Sleep>>, u64)>,
}

impl WriteDeadline {
    pub(super) fn new(timeout: Duration) -> Self {
        Self { timeout, waiting: None }
    }

    /// Everything is written.
    pub(super) fn clear(&mut self) {
        self.waiting = None;
    }

    /// Something is left to write; ready when not one byte of it was taken in time.
    pub(super) fn poll_passed<S>(&mut self, stream: &Metered<S>, cx: &mut Context<'_>) -> Poll<()> {
        let timeout = self.timeout;
        let (timer, mark) =
            self.waiting.get_or_insert_with(|| (Box::pin(tokio::time::sleep(timeout)), stream.written));
        while timer.as_mut().poll(cx).is_ready() {
            if *mark == stream.written {
                return Poll::Ready(());
            }
            *mark = stream.written;
            timer.as_mut().reset(Instant::now() + timeout);
        }
        Poll::Pending
    }
}
