use std::{error, sync::Arc, time::Duration};

use super::{Asked, Policy};
use crate::maybe_send::{BoxFuture, MaybeSend, MaybeSync};

/// Keeps the buckets of a rate limit. The arithmetic is that of [`Bucket`](super::Bucket); an adapter says where the
/// buckets live.
///
/// `wskit::testing::rate_limiter_contract!` holds an adapter to what is said here.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a rate limiter",
    label = "`{Self}` keeps no buckets",
    note = "use `MemoryRateLimiter::new(policy)`, `RedisRateLimiter::new(url, policy)` (feature `redis`), or implement \
            `wskit::rate_limit::RateLimiter`"
)]
pub trait RateLimiter: MaybeSend + MaybeSync + 'static {
    /// Takes `cost` tokens out of the bucket of `key`, or says when they will be there. A cost of 0 is always allowed and
    /// takes nothing; one above the capacity never is, and takes nothing either. Calls that come at once share no token.
    ///
    /// `now_ms` is the caller's clock, in milliseconds since 1970; an adapter that several machines share uses its own
    /// instead.
    ///
    /// # Errors
    ///
    /// When the limiter cannot be asked.
    fn consume<'a>(&'a self, key: &'a str, cost: u32, now_ms: u64) -> Asked<'a>;

    /// The policy in force.
    fn policy(&self) -> Policy;

    /// The whole tokens in the bucket of `key`; takes nothing.
    ///
    /// # Errors
    ///
    /// When the limiter cannot be asked.
    fn remaining<'a>(&'a self, key: &'a str, now_ms: u64) -> BoxFuture<'a, Result<u32, LimiterError>> {
        let asked = self.consume(key, 0, now_ms);
        Box::pin(async move { Ok(asked.await?.remaining) })
    }

    /// Lets go of what the limiter holds, such as a connection. Nothing is asked of it afterwards. May be called once for
    /// each layer that shares it.
    fn dispose(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// A limiter that is shared, by several layers or with a handler that looks up what [remains](RateLimiter::remaining).
impl<L: RateLimiter + ?Sized> RateLimiter for Arc<L> {
    fn consume<'a>(&'a self, key: &'a str, cost: u32, now_ms: u64) -> Asked<'a> {
        (**self).consume(key, cost, now_ms)
    }

    fn policy(&self) -> Policy {
        (**self).policy()
    }

    fn remaining<'a>(&'a self, key: &'a str, now_ms: u64) -> BoxFuture<'a, Result<u32, LimiterError>> {
        (**self).remaining(key, now_ms)
    }

    fn dispose(&self) -> BoxFuture<'_, ()> {
        (**self).dispose()
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
#[non_exhaustive]
pub enum LimiterError {
    /// What keeps the buckets failed.
    #[error("what keeps the buckets failed: {0}")]
    Store(#[source] Box<dyn error::Error + Send + Sync>),
    /// What keeps the buckets did not answer.
    #[error("what keeps the buckets did not answer within {} ms", after.as_millis())]
    TimedOut {
        /// How long it was waited for.
        after: Duration,
    },
    /// The limiter was [disposed](RateLimiter::dispose) of.
    #[error("the rate limiter was disposed of")]
    Disposed,
}

impl LimiterError {
    /// A failure of what keeps the buckets. Its words go to the log: let there be no secret in them.
    pub fn store(error: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        Self::Store(error.into())
    }
}
