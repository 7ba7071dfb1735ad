//! What a handler gets: the message, the connection it came from, and for an rpc the one way to answer it.

use std::{fmt, marker::PhantomData, ops::Deref};

use crate::{
    Connection,
    error::{Failure, RpcError},
    message::{Message, Rpc},
    outbox::Priority,
    wire::{self, CorrelationId, Frame},
};

/// An event and where it came from. Dereferences to the [`Connection`]: `ctx.send(..)`, `ctx.publish(..)`, `ctx.data()`.
#[non_exhaustive]
pub struct Ctx<M: Message, D = ()> {
    /// The message, validated.
    pub payload: M,
    /// The keys that the message declares for `meta`.
    pub meta: M::Meta,
    connection: Connection<D>,
}

impl<M: Message, D> Ctx<M, D> {
    pub(crate) fn new(connection: Connection<D>, payload: M, meta: M::Meta) -> Self {
        Self { payload, meta, connection }
    }

    /// Sends an `ERROR` frame to the client. The handler goes on; to stop, return the same error instead.
    pub fn error(&self, error: impl Into<crate::ErrorReply>) {
        let frame = wire::error_frame(&error.into(), self.now_ms(), false, None);
        if let Err(error) = self.push(frame, Priority::Answer) {
            tracing::debug!(client = %self.client_id(), %error, "an error was not sent");
        }
    }
}

impl<M: Message, D> Deref for Ctx<M, D> {
    type Target = Connection<D>;

    fn deref(&self) -> &Connection<D> {
        &self.connection
    }
}

/// A request and the one way to answer it. Dereferences to the [`Connection`].
///
/// [`reply`](Self::reply) and [`error`](Self::error) consume it and give the only value a handler can return, so that
/// a handler answers exactly once, with its own response, or does not compile.
#[non_exhaustive]
pub struct RpcCtx<M: Message, D = ()> {
    /// The request, validated.
    pub payload: M,
    /// The keys that the request declares for `meta`.
    pub meta: M::Meta,
    connection: Connection<D>,
    correlation_id: Option<CorrelationId>,
    deadline_ms: u64,
}

impl<M: Rpc, D> RpcCtx<M, D> {
    pub(crate) fn new(
        connection: Connection<D>,
        payload: M,
        meta: M::Meta,
        correlation_id: Option<CorrelationId>,
        deadline_ms: u64,
    ) -> Self {
        Self { payload, meta, connection, correlation_id, deadline_ms }
    }

    /// Answers the request.
    ///
    /// # Errors
    ///
    /// When the response breaks its own constraints or cannot be written; returned from the handler as it is, the
    /// client sees `INTERNAL` and the log says what was wrong.
    #[allow(clippy::needless_pass_by_value, reason = "a response is given away, as its answer is")]
    pub fn reply(self, response: M::Response) -> Reply<M> {
        let frame = wire::reply_frame(&response, self.now_ms(), self.correlation_id.as_ref())?;
        Ok(Answer { frame, rpc: PhantomData })
    }

    /// Answers the request with an error: one that the rpc declares, a standard [`Code`](crate::Code), or a code with
    /// words of your own.
    ///
    /// # Errors
    ///
    /// None; the result has the type a handler returns.
    #[allow(clippy::unnecessary_wraps, reason = "the same type as `reply`, so that both end a handler")]
    pub fn error(self, error: impl RpcError<M>) -> Reply<M> {
        let frame = wire::error_frame(&error.into_reply(), self.now_ms(), true, self.correlation_id.as_ref());
        Ok(Answer { frame, rpc: PhantomData })
    }

    /// Reports progress. The first to be dropped when the client reads too slowly; an invalid one is logged and not
    /// sent.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "written where it is sent: `ctx.progress(Stage { .. })`"
    )]
    pub fn progress(&self, progress: M::Progress) {
        let sent = wire::progress_frame(&progress, self.now_ms(), self.correlation_id.as_ref())
            .and_then(|frame| self.push(frame, Priority::Progress));
        if let Err(error) = sent {
            tracing::warn!(client = %self.client_id(), rpc = M::TYPE, %error, "progress was not sent");
        }
    }

    /// When the request is given up, in milliseconds since 1970: the client's `timeoutMs`, or the server's default.
    #[must_use]
    pub fn deadline_ms(&self) -> u64 {
        self.deadline_ms
    }
}

impl<M: Message, D> Deref for RpcCtx<M, D> {
    type Target = Connection<D>;

    fn deref(&self) -> &Connection<D> {
        &self.connection
    }
}

/// The proof that the rpc `M` was answered; only [`RpcCtx::reply`] and [`RpcCtx::error`] make one.
#[must_use = "return it from the handler, or the answer is lost"]
pub struct Answer<M> {
    frame: Frame,
    rpc: PhantomData<fn() -> M>,
}

impl<M> Answer<M> {
    pub(crate) fn into_frame(self) -> Frame {
        self.frame
    }
}

impl<M: Rpc> fmt::Debug for Answer<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer<{}>", M::TYPE)
    }
}

/// What a handler of the rpc `M` returns: its answer, or a failure that `?` made.
pub type Reply<M> = Result<Answer<M>, Failure<M>>;
