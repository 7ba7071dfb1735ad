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

/// How long a stream may take nothing while something is to be written. Set while something waits.
#[derive(Default)]
pub(super) struct WriteDeadline(Option<Box<Waiting>>);

struct Waiting {
    timer: Pin<Box<Sleep>>,
    /// The count of bytes at its start.
    mark: u64,
}

impl WriteDeadline {
    /// Everything is written.
    pub(super) fn clear(&mut self) {
        self.0 = None;
    }

    /// Something is left to write; ready when not one byte of it was taken in time.
    pub(super) fn poll_passed<S>(
        &mut self,
        timeout: Duration,
        stream: &Metered<S>,
        cx: &mut Context<'_>,
    ) -> Poll<()> {
        let waiting = self.0.get_or_insert_with(|| {
            Box::new(Waiting { timer: Box::pin(tokio::time::sleep(timeout)), mark: stream.written })
        });
        while waiting.timer.as_mut().poll(cx).is_ready() {
            if waiting.mark == stream.written {
                return Poll::Ready(());
            }
            waiting.mark = stream.written;
            waiting.timer.as_mut().reset(Instant::now() + timeout);
        }
        Poll::Pending
    }
}
