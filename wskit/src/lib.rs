//! Typed WebSocket protocols: declare messages once, and get validated Rust types, JSON Schema, TypeScript types and a
//! TypeScript client that provably agree about every value.
//!
//! [`message!`] declares messages and [`protocol!`] names a list of them; a [`Router`] handles them, and `serve` puts it on
//! a port. `testing` drives a router without a socket.
//!
//! The guide, beside the code: [types](https://github.com/wskit/wskit/blob/main/docs/types.md),
//! [constraints](https://github.com/wskit/wskit/blob/main/docs/constraints.md),
//! [what agrees, and where that ends](https://github.com/wskit/wskit/blob/main/docs/agreement.md),
//! [changing a protocol](https://github.com/wskit/wskit/blob/main/docs/versioning.md),
//! [the wire](https://github.com/wskit/wskit/blob/main/docs/protocol.md); for the server
//! [handlers](https://github.com/wskit/wskit/blob/main/docs/handlers.md),
//! [errors](https://github.com/wskit/wskit/blob/main/docs/errors.md),
//! [topics](https://github.com/wskit/wskit/blob/main/docs/topics.md),
//! [limits](https://github.com/wskit/wskit/blob/main/docs/limits.md),
//! [rate limits](https://github.com/wskit/wskit/blob/main/docs/rate-limits.md),
//! [adapters of your own](https://github.com/wskit/wskit/blob/main/docs/adapters.md) and
//! [testing](https://github.com/wskit/wskit/blob/main/docs/testing.md).

// The macros name everything by `::wskit`, also inside this crate's own tests.
extern crate self as wskit;

mod answer;
#[cfg(feature = "axum")]
pub mod axum;
mod call;
mod caught;
mod client_id;
pub mod close;
mod connection;
mod context;
pub mod error;
#[cfg(test)]
mod flushing;
mod hub;
pub mod layers;
pub mod limits;
mod macros;
pub mod maybe_send;
pub mod message;
mod outbox;
pub mod platform;
pub mod prelude;
pub mod rate_limit;
mod read;
#[cfg(feature = "redis")]
mod resp3;
mod room;
pub mod router;
#[cfg(feature = "schema")]
pub mod schema;
mod send_error;
#[cfg(feature = "server")]
pub mod server;
pub mod session;
mod stub;
#[cfg(feature = "testing")]
pub mod testing;
pub mod topics;
mod unique;
pub mod validate;
#[cfg(test)]
mod wakes;
mod wire;
#[cfg_attr(not(feature = "server"), allow(dead_code, reason = "only a task has to know what has woken it"))]
mod woken;

#[doc(hidden)]
pub mod __private;

pub use answer::{Answers, EndWithCtxReply, Handler, Handling, Reply, RpcOutput};
pub use call::Cancelled;
pub use client_id::ClientId;
pub use connection::Connection;
pub use context::{Ctx, RpcCtx};
pub use error::{Code, Error, ErrorReply, Failure, Result};
pub use hub::Hub;
pub use limits::Limits;
pub use macros::{data, error, event, message, meta, protocol, response, rpc, topic};
pub use outbox::Outgoing;
pub use router::{Gate, Layer, Next, Outcome, Router};
pub use send_error::SendError;
#[cfg(feature = "server")]
pub use server::serve;
pub use wire::{CorrelationId, Frame};

/// What a connection's data has to be: any type of yours that can be cloned and shared.
pub trait Data: Clone + maybe_send::MaybeSend + maybe_send::MaybeSync + 'static {}
impl<T: Clone + maybe_send::MaybeSend + maybe_send::MaybeSync + 'static> Data for T {}

/// The pages under `docs/`, whose snippets are compiled and run.
#[cfg(all(doctest, feature = "testing"))]
mod pages {
    #[doc = include_str!("../../docs/adapters.md")]
    struct Adapters;
    #[doc = include_str!("../../docs/errors.md")]
    struct Errors;
    #[doc = include_str!("../../docs/handlers.md")]
    struct Handlers;
    #[doc = include_str!("../../docs/limits.md")]
    struct Limits;
    #[cfg(feature = "redis")]
    #[doc = include_str!("../../docs/rate-limits.md")]
    struct RateLimits;
    #[doc = include_str!("../../docs/testing.md")]
    struct Testing;
    #[doc = include_str!("../../docs/topics.md")]
    struct Topics;
}
