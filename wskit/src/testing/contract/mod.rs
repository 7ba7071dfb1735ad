//! What every adapter has to do, whoever wrote it.

pub mod pubsub;
mod rate_limiter;

pub use rate_limiter::rate_limiter;
