//! Middleware that is ready to use: `router.layer(..)`, or `router.route::<M>().layer(..)` for one message.
//!
//! | layer | what it does |
//! |---|---|
//! | [`require`] | lets only those pass whose connection data says so |
//! | [`Trace`] | a tracing span around each message |
//! | `Metrics` | counts messages (feature `metrics`) |
//! | [`RateLimit`](crate::rate_limit::RateLimit) | lets only so many pass |

#[cfg(feature = "metrics")]
mod metrics;
mod require;
mod trace;

#[cfg(feature = "metrics")]
pub use metrics::Metrics;
pub use require::{Require, require};
pub use trace::Trace;
