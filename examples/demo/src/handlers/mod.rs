//! What every message does.

mod events;
mod rpcs;
mod topics;

use std::sync::Arc;

use wskit::{
    prelude::*,
    rate_limit::{MemoryRateLimiter, Policy, RateLimit, RateLimiter},
};

use crate::{
    Visitor,
    protocol::{Costly, Limited},
};

/// The handlers of the whole protocol, with rate limits in memory.
pub fn router() -> Router<Visitor> {
    router_with(Arc::new(MemoryRateLimiter::new(bucket_of_two())))
}

/// Two at once, then one a second, for each connection and type.
pub(crate) fn bucket_of_two() -> Policy {
    Policy::new(2, 1).unwrap_or_else(|error| unreachable!("{error}"))
}

/// The handlers with rate limits wherever `limiter` keeps them.
pub(crate) fn router_with(limiter: Arc<dyn RateLimiter>) -> Router<Visitor> {
    Router::new()
        .merge(events::router())
        .merge(topics::router())
        .merge(rpcs::router())
        .route::<Limited>()
        .layer(RateLimit::new(Arc::clone(&limiter)))
        .on(events::limited)
        .route::<Costly>()
        .layer(RateLimit::new(limiter).cost(|_| 5))
        .rpc(rpcs::costly)
        .on_open(open)
}

/// Two paths show how a connection can be refused after its handshake.
async fn open(connection: Connection<Visitor>) -> Result<()> {
    match &*connection.data().path {
        "/refuse" => connection.close(4401, "Invalid token"),
        "/fail" => return Err("on_open fails on this path".into()),
        _ => {}
    }
    Ok(())
}
