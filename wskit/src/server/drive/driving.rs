//! The whole life of a connection's task: serving, and what comes after it.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite};

use super::Driver;
use crate::{
    Data,
    close::Close,
    maybe_send::BoxFuture,
    server::shutdown::{Leaving, Told},
    woken::Source,
};

/// A connection on its way to its end. Not an `async` block, which would keep the stage it has come to behind everything else:
/// of a thousand connections none is in the cache when its turn comes.
#[repr(C)]
pub(in crate::server) struct Driving<S, D, K> {
    stage: Stage<S, D>,
    told: BoxFuture<'static, (Told, Leaving)>,
    /// Let go with the connection.
    _kept: K,
}

// With a tag of its own, in front: the compiler would find a place for it far behind.
#[repr(C, u8)]
#[expect(clippy::large_enum_variant, reason = "a box would be one more line of memory to wait for")]
enum Stage<S, D> {
    Open(Driver<S, D>),
    /// `on_close` is running, or has run.
    Ended(Option<BoxFuture<'static, ()>>),
}

impl<S: AsyncRead + AsyncWrite + Unpin, D: Data> Driver<S, D> {
    /// Runs the connection to its end, `on_close` included, and lets go of `kept`.
    pub(in crate::server) fn drive<K: Unpin>(self, leaving: Leaving, kept: K) -> Driving<S, D, K> {
        Driving { stage: Stage::Open(self), told: Box::pin(leaving.told()), _kept: kept }
    }

    /// Ready when the connection is over: by itself, or because of what the server has told it.
    fn poll_end(
        &mut self,
        told: &mut BoxFuture<'static, (Told, Leaving)>,
        cx: &mut Context<'_>,
    ) -> Poll<Close> {
        loop {
            if let Poll::Ready(ended) = self.poll(cx) {
                return Poll::Ready(ended);
            }
            if !self.woken().take(Source::Stopping) {
                return Poll::Pending;
            }
            match ready!(self.poll_told(told)) {
                (Told::Finish, leaving) => {
                    self.session.shut_down();
                    self.woken().set(Source::Session);
                    *told = Box::pin(leaving.told());
                    self.woken().set(Source::Stopping);
                }
                (Told::Abandon, _) => return Poll::Ready(self.report()),
            }
        }
    }

    // Apart, or the compiler fetches what it polls each time the task runs, only to leave it alone.
    #[inline(never)]
    fn poll_told(&self, told: &mut BoxFuture<'static, (Told, Leaving)>) -> Poll<(Told, Leaving)> {
        told.as_mut().poll(&mut Context::from_waker(self.wakers.of(Source::Stopping)))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin, D: Data, K: Unpin> Future for Driving<S, D, K> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Self { stage, told, .. } = &mut *self;
        if let Stage::Open(driver) = stage {
            let ended = ready!(driver.poll_end(told, cx));
            if let Stage::Open(Driver { socket, session, .. }) = std::mem::replace(stage, Stage::Ended(None))
            {
                // The peer waits for the socket to close, and `on_close` may take its time.
                drop(socket);
                *stage = Stage::Ended(Some(session.end(ended.code, ended.reason)));
            }
        }
        match stage {
            Stage::Ended(Some(ended)) => ended.as_mut().poll(cx),
            Stage::Open(_) | Stage::Ended(None) => Poll::Ready(()),
        }
    }
}
