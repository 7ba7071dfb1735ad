//! Whose bucket a message takes from; for [`RateLimit::key`](super::RateLimit::key).
//!
//! ```
//! use std::net::IpAddr;
//! use wskit::{prelude::*, rate_limit::{MemoryRateLimiter, Policy, RateLimit, key}};
//!
//! # #[derive(Clone)]
//! struct Identity { user: String, ip: IpAddr }
//!
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let limiter = || Ok::<_, wskit::rate_limit::PolicyError>(MemoryRateLimiter::new(Policy::new(100, 10)?));
//! let router = Router::<Identity>::new()
//!     .layer(RateLimit::new(limiter()?).key(key::per_ip(|identity: &Identity| identity.ip)))
//!     .layer(RateLimit::new(limiter()?).key(key::per_user(|identity: &Identity| identity.user.clone())))
//!     .layer(RateLimit::new(limiter()?).key(key::per_connection));
//! # Ok(()) }
//! ```
//!
//! A key says what it is of (`user:ada`), so that limits of several kinds can share a limiter.

use std::{
    fmt::Display,
    net::{IpAddr, Ipv6Addr},
};

use crate::{
    Data, Gate,
    maybe_send::{MaybeSend, MaybeSync},
};

/// One bucket for each connection.
#[must_use]
pub fn per_connection<D: Data>(gate: &Gate<D>) -> String {
    format!("connection:{}", gate.client_id())
}

/// One bucket for each connection and wire type. What is used when nothing is said.
#[must_use]
pub fn per_connection_and_type<D: Data>(gate: &Gate<D>) -> String {
    format!("connection:{}:{}", gate.client_id(), gate.wire_type())
}

/// One bucket for each user, whom `user` names from what is known of the connection.
pub fn per_user<D: Data, U: Display>(
    user: impl Fn(&D) -> U + MaybeSend + MaybeSync + 'static,
) -> impl Fn(&Gate<D>) -> String + MaybeSend + MaybeSync + 'static {
    move |gate| format!("user:{}", user(&gate.data()))
}

/// One bucket for each user and wire type.
pub fn per_user_and_type<D: Data, U: Display>(
    user: impl Fn(&D) -> U + MaybeSend + MaybeSync + 'static,
) -> impl Fn(&Gate<D>) -> String + MaybeSend + MaybeSync + 'static {
    // The length of the type keeps two pairs apart whose parts hold colons.
    move |gate| {
        let wire_type = gate.wire_type();
        format!("type:{}:{wire_type}:user:{}", wire_type.len(), user(&gate.data()))
    }
}

/// One bucket for each IP address, which [`authenticate`](https://docs.rs/wskit/latest/wskit/server/struct.Server.html)
/// has put into what is known of the connection. An IPv6 host has a whole /64 to choose from, so that counts as one.
pub fn per_ip<D: Data>(
    ip: impl Fn(&D) -> IpAddr + MaybeSend + MaybeSync + 'static,
) -> impl Fn(&Gate<D>) -> String + MaybeSend + MaybeSync + 'static {
    move |gate| format!("ip:{}", network(ip(&gate.data())))
}

/// What counts as one address.
pub(crate) fn network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.into(),
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX)).into(),
    }
}
