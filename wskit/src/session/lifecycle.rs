//! The two ends of a connection: `on_open` and `on_close`.

use std::{
    borrow::Cow,
    task::{Context, Poll},
    time::Duration,
};

use futures_util::FutureExt;

use super::{
    Session,
    run::{Failed, drop_caught, poll_caught, report},
};
use crate::{
    Connection, Data,
    close::{Close, Closed},
    error::Cause,
    maybe_send::BoxFuture,
};

/// `on_open` at work.
pub(super) struct Opening(BoxFuture<'static, Result<(), Cause>>);

impl Opening {
    /// The hooks one after another, until one fails or closes the connection.
    pub(super) fn start<D: Data>(connection: &Connection<D>) -> Option<Self> {
        if connection.hub().hooks.open.is_empty() {
            return None;
        }
        let connection = connection.clone();
        Some(Self(Box::pin(async move {
            for hook in &connection.hub().hooks.open {
                hook.call(connection.clone()).await.map_err(|error| error.0)?;
                if connection.outbox().is_closing() {
                    break;
                }
            }
            Ok(())
        })))
    }
}

impl<D: Data> Session<D> {
    pub(super) fn poll_opening(&mut self, cx: &mut Context<'_>) {
        let Some(opening) = &mut self.opening else { return };
        let Poll::Ready(opened) = poll_caught(opening.0.as_mut(), cx) else { return };
        self.opening = None;
        if let Err(failed) = opened {
            // The client is told nothing but the code: it has not asked for anything yet.
            if let Failed::Error(Cause::Reply(reply)) = &failed {
                tracing::warn!(client = %self.connection.client_id(), code = reply.code(), "on_open failed");
            } else {
                report(&self.connection, None, &failed);
            }
            self.connection.outbox().close(Close::failed_to_open());
        }
        // Frames may have arrived meanwhile, and the adapter did not read them.
        cx.waker().wake_by_ref();
    }

    /// The connection is gone: drops everything in flight, ends every subscription, and gives the rest of the work
    /// (`on_close`) to be awaited. `code` is 1006 when the connection was lost without a close.
    pub fn end(self, code: u16, reason: impl Into<Cow<'static, str>>) -> BoxFuture<'static, ()> {
        let Self { connection, opening, events, calls, .. } = self;
        drop_caught(opening);
        drop_caught(events);
        calls.give_up_all();
        connection.outbox().shut();
        let closed = Closed {
            code,
            reason: reason.into(),
            duration: Duration::from_millis(connection.now_ms().saturating_sub(connection.opened_at_ms())),
            topics: connection.end_subscriptions(),
        };
        Box::pin(async move {
            for hook in &connection.hub().hooks.close {
                // The hook is called inside the future too, so that a panic before its first await is caught as well.
                let run = async { hook.call(connection.clone(), closed.clone()).await };
                let mut closing = std::pin::pin!(run.map(Ok));
                let ended = std::future::poll_fn(|cx| poll_caught(closing.as_mut(), cx)).await;
                if let Err(failed) = ended {
                    report(&connection, None, &failed);
                }
            }
        })
    }
}
