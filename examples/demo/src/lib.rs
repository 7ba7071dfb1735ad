//! One server that shows every line of the protocol.
//!
//! `protocol` declares the messages, `handlers` answers them, `visitor` is what is known of a connection, `args` the
//! command line, `serve` puts it all together.

mod args;
mod export;
mod handlers;
pub mod protocol;
mod serve;
mod visitor;

pub use args::{Args, OnExceeded};
pub use export::export;
pub use handlers::router;
pub use serve::{limits, run};
pub use visitor::Visitor;
