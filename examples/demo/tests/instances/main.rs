//! Two demo servers on one broker: every message reaches every subscriber of both, and a broker that is away stops
//! nothing that does not need it.
#![allow(missing_docs)]

#[path = "../../../../wskit/tests/support/broker.rs"]
mod broker;
mod delivery;
#[cfg(target_os = "linux")]
mod outage;
#[cfg(target_os = "linux")]
mod proxy;
mod server;
