//! The router: handlers, middleware and hooks, each registered once.

mod builder;
mod hooks;
mod layer;
mod register_error;
mod route;

pub use builder::Router;
pub use hooks::HandlerError;
pub(crate) use hooks::Hooks;
pub use layer::{Gate, Layer, Next, Outcome};
pub(crate) use layer::{Layers, start};
pub use register_error::RegisterError;
pub(crate) use route::{HandlerFuture, Kind, Request, Route};
