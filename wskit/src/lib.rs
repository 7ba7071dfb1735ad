//! Typed WebSocket protocols: declare messages once, and get validated Rust types, JSON Schema, TypeScript types and a
//! TypeScript client that provably agree about every value.

// The macros name everything by `::wskit`, also inside this crate's own tests.
extern crate self as wskit;

pub mod error;
mod macros;
pub mod maybe_send;
pub mod message;
pub mod prelude;
mod read;
#[cfg(feature = "schema")]
pub mod schema;
mod stub;
mod unique;
pub mod validate;

#[doc(hidden)]
pub mod __private;

pub use error::{Code, Error, ErrorReply, Failure, Result};
pub use macros::{data, error, event, message, meta, protocol, response, rpc};
