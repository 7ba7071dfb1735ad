//! One connection's protocol, without a socket: frames in, handlers driven, frames out.
//!
//! An adapter owns a [`Session`] and does four things with it: hands over every frame that arrives
//! ([`receive`](Session::receive)), polls it ([`poll`](Session::poll)), sends what it holds
//! ([`poll_outgoing`](Session::poll_outgoing)), and says when the connection is gone ([`end`](Session::end)). A handler
//! that is ready at once runs inside `receive`; nothing is spawned.

mod admit;
mod calls;
mod events;
mod lifecycle;
mod receive;
mod run;
mod slow;
#[cfg(test)]
mod tests;

use std::{
    ops::Deref,
    sync::Arc,
    task::{Context, Poll},
};

use crate::{
    Data,
    client_id::ClientId,
    close::Close,
    connection::Connection,
    hub::Hub,
    outbox::Outgoing,
    session::{calls::Calls, events::Events, lifecycle::Opening, slow::Slow},
    woken::Source,
};

/// The state of one connection; see the [module](self).
#[must_use = "a connection that is not polled does nothing"]
pub struct Session<D> {
    connection: Alive<D>,
    opening: Option<Opening>,
    events: Events,
    calls: Calls,
    /// Set while the client reads too slowly.
    slow: Option<Slow>,
    /// Set by [`shut_down`](Session::shut_down): no new work, close when the last work is done.
    draining: bool,
}

/// The connection. Ends its subscriptions when the session is dropped without [`end`](Session::end): its task panicked or was
/// cancelled.
struct Alive<D>(Connection<D>);

impl<D> Deref for Alive<D> {
    type Target = Connection<D>;

    fn deref(&self) -> &Connection<D> {
        &self.0
    }
}

impl<D> Drop for Alive<D> {
    fn drop(&mut self) {
        self.0.outbox().shut();
        self.0.end_subscriptions();
    }
}

impl<D: Data> Session<D> {
    pub(crate) fn new(hub: Arc<Hub<D>>, id: ClientId, data: D) -> Self {
        let connection = Connection::new(hub, id, data);
        let opening = Opening::start(&connection);
        Self {
            connection: Alive(connection),
            opening,
            events: Events::default(),
            calls: Calls::default(),
            slow: None,
            draining: false,
        }
    }

    /// The connection as handlers see it.
    #[must_use]
    pub fn connection(&self) -> &Connection<D> {
        &self.connection
    }

    /// Drives everything that waits: `on_open`, the running event and those behind it, rpcs and their deadlines.
    /// Wakes the task when there is more to do or to send. Never ready: a connection ends when its adapter says so.
    pub fn poll(&mut self, cx: &mut Context<'_>) -> Poll<std::convert::Infallible> {
        let outbox = self.connection.outbox();
        outbox.stay_awake();
        outbox.woken().take(Source::Session);
        self.poll_opening(cx);
        self.poll_events(cx);
        self.poll_calls(cx);
        self.poll_slow_reader(cx);
        if self.draining && self.is_idle() {
            self.connection.outbox().close(Close::going_away());
        }
        Poll::Pending
    }

    /// Whether a frame may be handed over. `false` while `on_open` runs, while too many events wait (but not for ever), while
    /// the client does not read what it is sent, and once the connection is closing: leave the socket unread and TCP slows the
    /// client down.
    #[must_use]
    pub fn wants_input(&self) -> bool {
        let limits = self.connection.hub().limits();
        self.opening.is_none()
            && (self.events.has_room(limits) || self.events.is_stalled())
            && !self.connection.outbox().is_full()
            && !self.is_closing()
    }

    /// The next frame to send, or the close that ends the connection. Pending until there is one; ask last, after
    /// [`poll`](Self::poll) and [`receive`](Self::receive).
    pub fn poll_outgoing(&mut self, cx: &mut Context<'_>) -> Poll<Outgoing> {
        let outbox = self.connection.outbox();
        let next = outbox.poll_pop(cx);
        if next.is_pending() && outbox.woken().has(Source::Session) {
            // It was called since it was polled, by a thread that saw that this one was awake.
            cx.waker().wake_by_ref();
        }
        next
    }

    /// The close that was asked for, while it still waits behind queued frames; pending until there is one. For an adapter
    /// whose socket takes no more: a client that never reads has to be let go all the same, and is closed with 1013 once it
    /// has been too slow for too long.
    pub fn poll_closing(&mut self, cx: &mut Context<'_>) -> Poll<Close> {
        self.poll_slow_reader(cx);
        self.connection.outbox().poll_closing(cx)
    }

    /// Whether a close was asked for; frames that still arrive are dropped.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.connection.outbox().is_closing()
    }

    /// Closes with 1001 once everything in flight is answered. Messages that still arrive are dropped, except for an abort
    /// of what is in flight.
    pub fn shut_down(&mut self) {
        self.draining = true;
    }

    /// Whether [`shut_down`](Self::shut_down) was called.
    #[must_use]
    pub fn is_shutting_down(&self) -> bool {
        self.draining
    }

    /// Closes the connection from the adapter's side, for instance with 1009 for a frame beyond the transport's cap.
    pub fn close(&mut self, close: Close) {
        self.connection.outbox().close(close);
    }

    fn is_idle(&self) -> bool {
        self.opening.is_none() && self.events.is_idle() && self.calls.is_idle()
    }
}
