//! The two ends of a connection: `on_open` and `on_close`.

use std::{
    borrow::Cow,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures_util::FutureExt;

use super::{
    Session,
    run::{Failed, caught, drop_caught, panicking, poll_caught, report},
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
    pub(super) fn start<D: Data>(connection: &Connection<D>) -> Option<Self> {
        let hook = connection.hub().hooks.open.as_ref()?;
        Some(Self(match caught(|| hook.call(connection.clone())) {
            Ok(opening) => Box::pin(opening.map(|opened| opened.map_err(|error| error.0))),
            Err(panic) => Box::pin(panicking(panic)),
        }))
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
        let Self { connection, opening, events, calls, alive, .. } = self;
        drop_caught(opening);
        drop_caught(events);
        drop(calls);
        connection.outbox().shut();
        let closed = Closed {
            code,
            reason: reason.into(),
            duration: Duration::from_millis(connection.now_ms().saturating_sub(connection.opened_at_ms())),
            topics: connection.end_subscriptions(),
        };
        drop(alive);
        Box::pin(async move {
            let Some(hook) = &connection.hub().hooks.close else { return };
            match caught(|| hook.call(connection.clone(), closed)) {
                Ok(closing) => {
                    let mut closing = closing.map(Ok);
                    let ended = std::future::poll_fn(|cx| poll_caught(Pin::new(&mut closing), cx)).await;
                    if let Err(failed) = ended {
                        report(&connection, None, &failed);
                    }
                }
                Err(panic) => drop(report(&connection, None, &Failed::Panic(panic))),
            }
        })
    }
}
