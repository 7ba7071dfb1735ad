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

mod bucket;
mod layer;
mod memory;
mod policy;

pub use layer::RateLimit;
pub use memory::MemoryRateLimiter;
pub use policy::{Policy, PolicyError};

use crate::maybe_send::{BoxFuture, MaybeSend, MaybeSync};

/// Keeps the buckets of a rate limit. The arithmetic is that of [`Policy`]; an adapter says where the buckets live.
pub trait RateLimiter: MaybeSend + MaybeSync + 'static {
    /// Takes `cost` tokens out of the bucket of `key`, or says when they will be there. A cost of 0 is always allowed and
    /// takes nothing; one above the capacity never is.
    ///
    /// `now_ms` is the caller's clock; an adapter that several machines share uses its own instead.
    ///
    /// # Errors
    ///
    /// When the limiter cannot be asked.
    fn consume<'a>(
        &'a self,
        key: &'a str,
        cost: u32,
        now_ms: u64,
    ) -> BoxFuture<'a, Result<Decision, LimiterError>>;

    /// The policy in force.
    fn policy(&self) -> Policy;

    /// Lets go of what the limiter holds, such as a connection. Nothing is asked of it afterwards.
    fn dispose(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// What a limiter says to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "adapters make it")]
pub struct Decision {
    /// Whether the tokens were there; they are taken then.
    pub allowed: bool,
    /// The whole tokens that are left.
    pub remaining: u32,
    /// When the tokens will be there, in milliseconds from now; `None` when they are, or never will be.
    pub retry_after_ms: Option<u64>,
}

/// Why a limiter could not be asked.
#[derive(Debug, thiserror::Error)]
#[error("the rate limiter failed: {0}")]
pub struct LimiterError(#[source] pub Box<dyn std::error::Error + Send + Sync>);
