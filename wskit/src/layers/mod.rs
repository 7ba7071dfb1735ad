//! Middleware that is ready to use: `router.layer(..)`, or `router.route::<M>().layer(..)` for one message.

mod require;

pub use require::{Require, require};
