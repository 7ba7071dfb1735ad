//! Every limiter, ours and one that a user might write, is held to the same contract; then what each promises alone.
#![allow(missing_docs)]

mod exact;
mod of_a_user;
#[cfg(feature = "redis")]
mod redis;
#[cfg(feature = "redis")]
#[path = "../support/redis_server.rs"]
mod redis_server;

mod memory {
    use wskit::rate_limit::MemoryRateLimiter;

    wskit::testing::contract::rate_limiter_contract!(
        #[tokio::test]
        async |policy| MemoryRateLimiter::new(policy)
    );
}
