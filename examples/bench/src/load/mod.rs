//! The load generator.
//!
//! One thread, one poll: requests are rendered before the run and masked with zeros, answers are read by their headers.
//! It has to cost less than the server it loads.

mod args;
mod connection;
mod crowd;
mod dialect;
mod frame;
mod handshake;
mod process;
mod report;
mod run;
mod tally;

pub use args::{Args, Dialect, Mode};
pub use report::Report;
pub use run::run;
