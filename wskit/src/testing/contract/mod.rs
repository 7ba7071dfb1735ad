//! What every adapter has to do, whoever wrote it.
//!
//! Each part of a contract is one test of its own, and one macro writes them all: [`rate_limiter_contract`] and
//! [`pubsub_contract`].

mod exact_bucket;
pub mod limiter;
#[cfg(not(target_arch = "wasm32"))]
mod parallel;
pub mod pubsub;

#[doc(inline)]
pub use crate::__pubsub_contract as pubsub_contract;
#[doc(inline)]
pub use crate::__rate_limiter_contract as rate_limiter_contract;
pub use exact_bucket::ExactBucket;
