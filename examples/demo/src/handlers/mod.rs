//! What every message does.

mod events;
mod rpcs;
mod topics;

use wskit::{
    prelude::*,
    rate_limit::{MemoryRateLimiter, Policy, RateLimit},
};

use crate::{
    Visitor,
    protocol::{Costly, Limited},
};

/// The handlers of the whole protocol.
pub fn router() -> Router<Visitor> {
    Router::new()
        .merge(events::router())
        .merge(topics::router())
        .merge(rpcs::router())
        .route::<Limited>()
        .layer(bucket_of_two())
        .on(events::limited)
        .route::<Costly>()
        .layer(bucket_of_two().cost(|_| 5))
        .rpc(rpcs::costly)
        .on_open(open)
}

/// Two at once, then one a second, for each connection and type.
fn bucket_of_two() -> RateLimit<Visitor> {
    let policy = Policy::new(2, 1).unwrap_or_else(|error| unreachable!("{error}"));
    RateLimit::new(MemoryRateLimiter::new(policy))
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
