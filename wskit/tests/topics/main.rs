//! Topics: the order of operations, atomicity, policies, publishing from anywhere, and adapters.
#![allow(missing_docs)]

mod adapter;
#[cfg(any(feature = "redis", feature = "nats"))]
#[path = "../support/broker.rs"]
mod broker;
mod contract;
mod instances;
#[cfg(feature = "kafka")]
mod kafka;
#[cfg(feature = "nats")]
mod nats;
mod operations;
#[cfg(any(feature = "redis", feature = "nats", feature = "kafka"))]
mod outage;
#[allow(unreachable_pub, reason = "written as it stands in the guide")]
mod own_adapter;
mod policy;
mod published;
#[cfg(feature = "redis")]
mod redis;
mod throttle;
mod typed;
mod world;
