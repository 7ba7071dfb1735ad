//! A TCP stream that others than its owner can write to.

use std::{
    io::{self, ErrorKind},
    pin::Pin,
    sync::{Arc, Weak},
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{
        TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

/// A TCP stream, of which [the half to write to](Self::writer) can be shared.
pub(super) struct Tcp {
    reader: OwnedReadHalf,
    writer: Arc<OwnedWriteHalf>,
}

impl Tcp {
    pub(super) fn new(stream: TcpStream) -> Self {
        let (reader, writer) = stream.into_split();
        Self { reader, writer: Arc::new(writer) }
    }

    /// What others write to, for as long as this is there.
    pub(super) fn writer(&self) -> Weak<OwnedWriteHalf> {
        Arc::downgrade(&self.writer)
    }
}

impl AsyncRead for Tcp {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.reader).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Tcp {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            match self.writer.try_write(bytes) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    ready!(self.writer.as_ref().as_ref().poll_write_ready(cx))?;
                }
                written => return Poll::Ready(written),
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // One that others write to shuts down when it is dropped.
        Arc::get_mut(&mut self.writer)
            .map_or(Poll::Ready(Ok(())), |writer| Pin::new(writer).poll_shutdown(cx))
    }
}
