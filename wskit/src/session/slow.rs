//! A client that reads too slowly: how long it may go on.

use std::task::Context;

use super::Session;
use crate::{
    Data,
    close::Close,
    limits::{LimitExceeded, LimitKind},
    maybe_send::BoxFuture,
    outbox::Full,
};

/// The time a client has left to catch up.
pub(super) struct Slow {
    filling: u64,
    sleep: BoxFuture<'static, ()>,
}

impl<D: Data> Session<D> {
    /// Closes the connection with 1013 when its queue has been full for too long.
    pub(super) fn poll_slow_reader(&mut self, cx: &mut Context<'_>) {
        if self.is_closing() {
            return;
        }
        let Some(full) = self.connection.outbox().full() else {
            self.slow = None;
            return;
        };
        let hub = self.connection.hub();
        let slow = match &mut self.slow {
            Some(slow) if slow.filling == full.filling => slow,
            slow => slow.insert(Slow {
                filling: full.filling,
                sleep: hub.platform.sleep(hub.limits.slow_reader_timeout),
            }),
        };
        if slow.sleep.as_mut().poll(cx).is_ready() {
            tracing::warn!(client = %self.connection.client_id(), messages = full.messages, bytes = full.bytes, "a client reads too slowly");
            self.connection.exceeded(over(full, &hub.limits));
            self.connection.outbox().close(Close::slow_reader());
        }
    }
}

/// The one of the two limits that was exceeded.
fn over(full: Full, limits: &crate::Limits) -> LimitExceeded {
    let kind = LimitKind::Backpressure;
    if full.messages >= limits.max_outbound_messages {
        LimitExceeded::new(kind, full.messages, limits.max_outbound_messages)
    } else {
        LimitExceeded::new(kind, full.bytes, limits.max_outbound_bytes)
    }
}
