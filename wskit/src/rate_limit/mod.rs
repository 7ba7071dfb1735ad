//! Rate limits: a token bucket, and the trait that lets it live in this process or elsewhere.
//!
//! ```
//! use wskit::{
//!     prelude::*,
//!     rate_limit::{MemoryRateLimiter, Policy, RateLimit},
//! };
//!
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! // A hundred at once, and ten more each second.
//! let limiter = MemoryRateLimiter::new(Policy::new(100, 10)?);
//! let router = Router::<()>::new().layer(RateLimit::new(limiter));
//! # Ok(()) }
//! ```

mod asked;
mod bucket;
pub mod key;
mod layer;
mod limiter;
mod memory;
mod policy;
mod rate;
#[cfg(feature = "redis")]
mod redis;

pub use asked::Asked;
pub use bucket::Bucket;
pub use layer::{OnFailure, RateLimit};
pub use limiter::{Decision, LimiterError, RateLimiter};
pub use memory::MemoryRateLimiter;
pub use policy::{Policy, PolicyError};
#[cfg(feature = "redis")]
pub use redis::{RedisRateLimiter, RedisUrlError};
