//! Topics: the order of operations, atomicity, policies, publishing from anywhere, and adapters.
#![allow(missing_docs)]

mod adapter;
mod contract;
mod instances;
mod operations;
mod policy;
mod throttle;
mod world;
