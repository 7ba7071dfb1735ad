//! What a handler gets: the message, the connection it came from, and for an rpc the one way to answer it.

use std::{
    ops::Deref,
    sync::Arc,
    time::{Duration, SystemTime},
};

use crate::{
    Connection,
    answer::{Answers as _, EndWithCtxReply, Reply},
    call::{Call, Cancelled},
    error::RpcError,
    message::{FromServer, Message, ProgressOf, Rpc, WithoutMeta},
    outbox::Priority,
    send_error::SendError,
    wire::{self, CorrelationId},
};

/// An event and where it came from. Dereferences to the [`Connection`]: `ctx.send(..)`, `ctx.publish(..)`, `ctx.data()`.
#[non_exhaustive]
pub struct Ctx<M: Message, D = ()> {
    /// The message, validated.
    pub payload: M,
    /// The keys that the message declares for `meta`.
    pub meta: M::Meta,
    connection: Connection<D>,
    correlation_id: Option<CorrelationId>,
}

impl<M: Message, D> Ctx<M, D> {
    pub(crate) fn new(
        connection: Connection<D>,
        payload: M,
        meta: M::Meta,
        correlation_id: Option<CorrelationId>,
    ) -> Self {
        Self { payload, meta, connection, correlation_id }
    }

    /// Sends an event with the correlation id of this message, if it has one: for a client that ties the two together
    /// although neither is an rpc.
    ///
    /// # Errors
    ///
    /// As for [`Connection::send`].
    pub fn send_correlated<E: FromServer + WithoutMeta>(&self, message: &E) -> Result<(), SendError> {
        let frame = wire::reply_frame(message, self.now_ms(), self.correlation_id.as_ref())?;
        self.push(frame, Priority::Event)
    }

    /// Sends an `ERROR` frame to the client. The handler goes on; to stop, return the same error instead.
    pub fn error(&self, error: impl Into<crate::ErrorReply>) {
        self.answer_error(&error.into(), false, None);
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
    call: Arc<Call>,
}

impl<M: Rpc, D> RpcCtx<M, D> {
    pub(crate) fn new(connection: Connection<D>, payload: M, meta: M::Meta, call: Arc<Call>) -> Self {
        Self { payload, meta, connection, call }
    }

    /// Answers the request.
    ///
    /// # Errors
    ///
    /// When the response breaks its own constraints or cannot be written; returned from the handler as it is, the
    /// client sees `INTERNAL` and the log says what was wrong.
    pub fn reply(self, response: M::Response) -> Reply<M> {
        response.answer(self.now_ms(), self.call.correlation_id.as_ref())
    }

    /// Answers the request with an error: one that the rpc declares, a standard [`Code`](crate::Code), or a code with
    /// words of your own.
    ///
    /// # Errors
    ///
    /// When the details of the error break the constraints of their types or cannot be written; returned from the handler
    /// as it is, the client sees `INTERNAL` and the log says what was wrong.
    pub fn error(self, error: impl RpcError<M>) -> Reply<M> {
        let error = error.into_reply()?;
        let frame = wire::error_frame(&error, self.now_ms(), true, self.call.correlation_id.as_ref());
        Ok(EndWithCtxReply::new(frame, self.hub().auth.close_after(error.code())))
    }

    /// Reports progress. The first to be dropped when the client reads too slowly; an invalid one is logged and not
    /// sent. With [`Limits::progress_interval`](crate::Limits::progress_interval) one that comes too soon waits, and
    /// gives way to the next; the last is never lost.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "written where it is sent: `ctx.progress(Stage { .. })`"
    )]
    pub fn progress(&self, progress: impl ProgressOf<M>) {
        let now = self.now_ms();
        match wire::progress_frame(&progress, now, self.call.correlation_id.as_ref()) {
            Ok(frame) => match self.call.throttle(frame, now, self.hub().progress_interval_ms()) {
                Some(frame) => self.answer(frame, Priority::Progress),
                // The session has to know when the one that is held is due.
                None => self.outbox().call(),
            },
            Err(error) => {
                tracing::warn!(client = %self.client_id(), rpc = M::TYPE, %error, "progress was not sent");
            }
        }
    }

    /// Ready once the request is given up: aborted, out of time, or its client gone. The handler is dropped then; what
    /// it has started elsewhere can await this.
    pub fn cancelled(&self) -> Cancelled {
        Cancelled(Arc::clone(&self.call))
    }

    /// When the request is given up: the client's `timeoutMs` after it came in, or the server's default.
    #[must_use]
    pub fn deadline(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_millis(self.call.deadline_ms(self.now_ms()))
    }

    /// How long until the request is given up.
    #[must_use]
    pub fn time_remaining(&self) -> Duration {
        let now_ms = self.now_ms();
        Duration::from_millis(self.call.deadline_ms(now_ms).saturating_sub(now_ms))
    }
}

impl<M: Message, D> Deref for RpcCtx<M, D> {
    type Target = Connection<D>;

    fn deref(&self) -> &Connection<D> {
        &self.connection
    }
}
