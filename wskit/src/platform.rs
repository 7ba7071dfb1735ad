//! What the core asks of the place it runs in.
//!
//! The router knows no socket, no clock, no randomness and no executor. An adapter provides them: it feeds frames into a
//! [`Session`](crate::session::Session), takes frames out of it, and implements [`Platform`] for everything else.

use std::time::Duration;

use crate::maybe_send::{BoxFuture, MaybeSend, MaybeSync};

/// The clock, the randomness and the timers of the place the router runs in.
pub trait Platform: MaybeSend + MaybeSync + 'static {
    /// Milliseconds since 1970 (UTC). May go backwards; the core survives it.
    fn now_ms(&self) -> u64;

    /// Fills `bytes` with randomness fit for identifiers that nobody should guess.
    fn random(&self, bytes: &mut [u8]);

    /// A future that is ready after `duration`, never earlier.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Runs a future beside everything else, until it is done. Used for what must not be dropped with the handler that began
    /// it, such as unsubscribing from a broker.
    fn spawn(&self, task: BoxFuture<'static, ()>);
}
