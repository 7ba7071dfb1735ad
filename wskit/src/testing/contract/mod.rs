//! What every adapter has to do, whoever wrote it.

mod limiter;
pub mod pubsub;

#[doc(inline)]
pub use crate::__pubsub_contract as pubsub_contract;
pub use limiter::rate_limiter;
